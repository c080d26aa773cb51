/*
 * The ordinary row: everything it needs is there, and its time is written in a way that
 * leaves nothing open.
 */
#include "record/plain_run.h"

#include <string.h>

/*
 * Seconds of "hh:mm:ss", all eight digits at once: less its zeros and colons each byte
 * is a small number.  0 if it is not one.
 */
static inline int
clock_seconds(const char *s, int *seconds)
{
	static const char zeros[8] = {'0', '0', ':', '0', '0', ':', '0', '0'},
			  spare[8] = {118, 118, 127, 118, 118, 127, 118, 118};
	uint64_t text, zero, more;
	unsigned char d[8];

	memcpy(&text, s, 8);
	memcpy(&zero, zeros, 8);
	memcpy(&more, spare, 8);
	/* bytes below '0' or ':' borrow, which sets the upper bit of some byte */
	uint64_t x = text - zero;
	memcpy(d, &x, 8);
	int hour = d[0] * 10 + d[1], minute = d[3] * 10 + d[4],
	    second = d[6] * 10 + d[7];
	*seconds = hour * 3600 + minute * 60 + second;
	return (((text & UINT64_C(0x8080808080808080)) | x | (x + more)) &
		   UINT64_C(0x8080808080808080)) == 0 &&
	       hour < 24 && minute < 60 && second < 60;
}

static inline int
same_date(const char *a, const char *b)
{
	uint64_t x, y;
	uint16_t u, v;

	memcpy(&x, a, 8);
	memcpy(&y, b, 8);
	memcpy(&u, a + 8, 2);
	memcpy(&v, b + 8, 2);
	return x == y && u == v;
}

/* The day of a time like 2026-01-31T12:00:00Z, whose date was the last one too. */
static int
again(struct csm_plain_worker *w, struct csm_text t, int32_t *day)
{
	int seconds;

	if (t.len != 20 || w->date_day == CSM_DAY_NONE || !same_date(t.s, w->date) ||
	    (t.s[10] != 'T' && t.s[10] != ' ') || t.s[19] != 'Z' ||
	    !clock_seconds(t.s + 11, &seconds))
		return 0;
	*day = w->date_day;
	if (w->utc)
		return 1;
	*day = csm_zone_day(w->when.zone, *day * INT64_C(86400) + seconds);
	return *day >= CSM_DAY_MIN && *day <= CSM_DAY_MAX;
}

static int
read_day(struct csm_plain_worker *w, struct csm_text t, int32_t *day)
{
	struct csm_stamp stamp;
	enum csm_stamp_kind kind = w->when.format.kind;
	int range = 0;

	if (kind == CSM_STAMP_DETECT || kind == CSM_STAMP_ISO) {
		if (again(w, t, day))
			return 1;
		w->date_day = CSM_DAY_NONE;
		if (kind == CSM_STAMP_DETECT &&
		    csm_stamp_ambiguous(t.s, t.len, &(int){0}, &(int){0}))
			return 0;
	}
	if (t.len == 0 || csm_when_read(&w->when, t, &stamp, &range) != NULL)
		return 0;
	*day = stamp.day;
	if ((kind == CSM_STAMP_DETECT || kind == CSM_STAMP_ISO) &&
	    csm_date_parse(t.s, sizeof w->date, &w->date_day) == NULL)
		memcpy(w->date, t.s, sizeof w->date);
	else
		w->date_day = CSM_DAY_NONE;
	return 1;
}

void
csm_plain_row_bind(struct csm_plain_worker *w)
{
	for (int role = 0; role < CSM_ROLES; role++) {
		const struct csm_source *s = w->plain->in->mapping->role[role];
		int is_column =
		    s != NULL && s->kind == CSM_SOURCE_COLUMN && !s->integer;
		w->column[role] = is_column ? s->column : -1;
	}
}

static inline struct csm_text
text_of(
    const struct csm_plain_worker *w, const struct csm_record *r, enum csm_role role)
{
	struct csm_text t = {0};

	if (w->column[role] >= 0)
		return r->field[w->column[role]];
	struct csm_source *s = w->plain->in->mapping->role[role];
	if (s != NULL) /* no lookup, so it changes nothing */
		csm_source_get(s, r, &t);
	return t;
}

int
csm_plain_row(struct csm_plain_worker *w, const struct csm_record *record,
    struct csm_text *company, struct csm_shard_row *row, int *filtered)
{
	const struct csm_ingest *in = w->plain->in;
	const struct csm_ingest_options *o = &in->options;
	struct csm_text name = text_of(w, record, CSM_ROLE_NAME), count;
	int32_t day;

	*company = text_of(w, record, CSM_ROLE_COMPANY);
	row->user = text_of(w, record, CSM_ROLE_USER);
	row->value = CSM_NUM_ONE;
	if (name.len == 0 || company->len == 0 ||
	    (row->user.len == 0 && in->mapping->role[CSM_ROLE_USER] != NULL) ||
	    !read_day(w, text_of(w, record, CSM_ROLE_TIME), &day))
		return 0;
	count = text_of(w, record, CSM_ROLE_COUNT);
	if (count.len != 0 &&
	    (csm_num_parse(count.s, count.len, &row->value) != CSM_NUM_OK ||
		row->value == 0))
		return 0;
	row->day = (uint16_t)day;
	*filtered = (o->since != CSM_DAY_NONE && day < o->since) ||
		    (o->until != CSM_DAY_NONE && day > o->until);
	row->name = *filtered ? CSM_SHARD_NO_METRIC
			      : csm_dict_put(&w->shard.name, 0, name.s, name.len);
	return 1;
}
