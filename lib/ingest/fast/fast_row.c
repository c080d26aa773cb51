/*
 * The ordinary row: everything it needs is there, and its time is written in a way that
 * leaves nothing open.
 */
#include "base/xalloc.h"
#include "ingest/fast/fast_state.h"

#include <stdlib.h>
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
fast_row_again(struct csm_fast_worker *w, struct csm_text t, int32_t *day)
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
fast_row_read_day(struct csm_fast_worker *w, struct csm_text t, int32_t *day)
{
	struct csm_stamp stamp;
	enum csm_stamp_kind kind = w->when.format.kind;
	int range = 0;

	if (kind == CSM_STAMP_DETECT || kind == CSM_STAMP_ISO) {
		if (fast_row_again(w, t, day))
			return 1;
		w->date_day = CSM_DAY_NONE;
		if (kind == CSM_STAMP_DETECT &&
		    csm_stamp_ambiguous(t.s, t.len, &(int){0}, &(int){0}))
			return 0;
	}
	if (t.len == 0 || csm_time_column_read(&w->when, t, &stamp, &range) != NULL)
		return 0;
	*day = stamp.day;
	if ((kind == CSM_STAMP_DETECT || kind == CSM_STAMP_ISO) &&
	    csm_date_parse(t.s, sizeof w->date, &w->date_day) == NULL)
		memcpy(w->date, t.s, sizeof w->date);
	else
		w->date_day = CSM_DAY_NONE;
	return 1;
}

/* What of a row counts. */
struct texts {
	struct csm_text company, user, name, time, count;
};

/* 1.200, of which the rest of the column shows whether it is twelve hundred. */
static inline int
fast_row_may_be_grouped(struct csm_text t)
{
	return t.len > 4 && t.s[t.len - 4] == '.';
}

/* Whether they are an ordinary row's; fills all of the event but its name. */
static inline int
read_texts(struct csm_fast_worker *w, const struct texts *t,
    struct csm_shard_event *event, int *filtered)
{
	const struct csm_ingest_options *o = &w->fast->in->options;
	int32_t day;

	if (t->name.len == 0 || t->company.len == 0 ||
	    (t->user.len == 0 && w->has_user) || !fast_row_read_day(w, t->time, &day))
		return 0;
	event->company = t->company;
	event->user = t->user;
	event->value = CSM_NUM_ONE;
	event->day = (uint16_t)day;
	if (t->count.s != NULL &&
	    (csm_num_parse(t->count.s, t->count.len, &event->value) != CSM_NUM_OK ||
		event->value == 0 || fast_row_may_be_grouped(t->count)))
		return 0;
	*filtered = (o->since != CSM_DAY_NONE && day < o->since) ||
		    (o->until != CSM_DAY_NONE && day > o->until);
	if (o->shard.of == 0 || csm_spread_has(&o->shard, t->company))
		return 1;
	/* of filtered rows the users still count, but of these nothing does */
	*filtered = 1;
	return w->fast->in->users == NULL;
}

void
csm_fast_row_bind(struct csm_fast_worker *w)
{
	w->has_user = w->fast->in->mapping->role[CSM_ROLE_USER] != NULL;
	w->columns = 0;
	w->looks = 1;
	w->ahead = CSM_SHARD_BATCH;
	for (int role = 0; role < CSM_ROLES; role++) {
		const struct csm_source *s = w->fast->in->mapping->role[role];
		free(w->constant[role]);
		w->constant[role] = NULL;
		w->place[role] = -1;
		if (s == NULL)
			continue;
		if (s->kind == CSM_SOURCE_CONST) {
			size_t len = strlen(s->text);
			w->constant[role] = csm_xcalloc(1, len + CSM_DICT_SHORT + 1);
			memcpy(w->constant[role], s->text, len);
		} else if (s->kind == CSM_SOURCE_COLUMN && !s->integer) {
			w->place[role] = (int)w->columns;
			w->column[w->columns++] = s->column;
		} else {
			w->looks = 0;
		}
	}
	if (w->field == NULL) {
		w->field = csm_xcalloc(CSM_SHARD_BATCH * CSM_ROLES, sizeof *w->field);
		w->event = csm_xcalloc(CSM_SHARD_BATCH, sizeof *w->event);
	}
}

static struct csm_text
fast_row_text_of(
    const struct csm_fast_worker *w, const struct csm_record *r, enum csm_role role)
{
	struct csm_text t = {0};
	struct csm_source *s = w->fast->in->mapping->role[role];

	if (s != NULL) /* no lookup, so it changes nothing */
		csm_source_get(s, r, &t);
	return t;
}

int
csm_fast_row(struct csm_fast_worker *w, const struct csm_record *record,
    struct csm_shard_event *event, int *filtered)
{
	struct texts t = {.company = fast_row_text_of(w, record, CSM_ROLE_COMPANY),
	    .user = fast_row_text_of(w, record, CSM_ROLE_USER),
	    .name = fast_row_text_of(w, record, CSM_ROLE_NAME),
	    .time = fast_row_text_of(w, record, CSM_ROLE_TIME),
	    .count = fast_row_text_of(w, record, CSM_ROLE_COUNT)};

	if (record->nested != NULL || !read_texts(w, &t, event, filtered))
		return 0;
	event->name = *filtered ? CSM_SHARD_NO_METRIC
				: csm_dict_put(&w->shard.name, 0, t.name.s, t.name.len);
	return 1;
}

static inline struct csm_text
look_at(const struct csm_fast_worker *w, const struct csm_text *row, enum csm_role role)
{
	if (w->place[role] >= 0)
		return row[w->place[role]];
	if (w->constant[role] == NULL)
		return (struct csm_text){0};
	return (struct csm_text){w->constant[role], strlen(w->constant[role])};
}

static inline uint32_t
fast_row_name_of(struct csm_dict *d, struct csm_text name)
{
	struct csm_dict_key key = csm_dict_key_padded(0, name.s, name.len);
	uint64_t hash = csm_dict_hash(d, &key);
	struct csm_dict_slot *slot = csm_dict_find(d, &key, hash, name.s);

	if (slot == NULL)
		slot = csm_dict_add(d, &key, hash, name.s, 0);
	return slot->id - 1;
}

/* The next event of rows looked at, if they begin with an ordinary one. */
static inline int
fast_row_read_row(struct csm_fast_worker *w, const struct csm_text *row,
    struct csm_shard_event *event, int *filtered)
{
	struct texts t = {.company = look_at(w, row, CSM_ROLE_COMPANY),
	    .user = look_at(w, row, CSM_ROLE_USER),
	    .name = look_at(w, row, CSM_ROLE_NAME),
	    .time = look_at(w, row, CSM_ROLE_TIME),
	    .count = look_at(w, row, CSM_ROLE_COUNT)};

	if (!read_texts(w, &t, event, filtered))
		return 0;
	event->name =
	    *filtered ? CSM_SHARD_NO_METRIC : fast_row_name_of(&w->shard.name, t.name);
	if (!*filtered) {
		if (event->day > w->newest)
			w->newest = event->day;
		csm_newest_saw(&w->told, event->day);
	}
	return 1;
}

int
csm_fast_rows(struct csm_fast_worker *w)
{
	struct csm_fast_counts *c = &w->batch.counts;
	const int keeps_filtered = w->fast->in->users != NULL;
	size_t n, rows = 0, events = 0;
	uint64_t filtered = 0;

	n = csm_reader_look(w->reader, w->column, w->columns, w->field, w->ahead);
	if (n == 0)
		return 0;
	csm_dict_reserve(&w->shard.name, n);
	for (int out; rows < n; rows++) {
		if (!fast_row_read_row(
			w, w->field + rows * w->columns, &w->event[events], &out))
			break;
		filtered += (uint64_t)out;
		events += (size_t)(!out || keeps_filtered);
	}
	csm_reader_use(w->reader, rows);
	c->rows += rows;
	c->used += rows - filtered;
	c->filtered += filtered;
	w->ahead = rows < n ? 1 : w->ahead * 2;
	if (w->ahead > CSM_SHARD_BATCH)
		w->ahead = CSM_SHARD_BATCH;
	if (csm_shard_put_padded(&w->shard, w->event, events, &w->batch.diag) != 0)
		return -1;
	return (int)rows;
}
