#include "point/plain.h"

#include "base/intern.h"
#include "point/plain_scan.h"

#include <assert.h>
#include <string.h>

static inline bool
plain_same(struct csm_text a, struct csm_text b)
{
	return a.len == b.len && memcmp(a.s, b.s, a.len) == 0;
}

/* The key up to the metric of a row of another entity than the one before, or false. */
static bool
plain_entity(const struct csm_plain_key *before, const char *row, const char *end,
    struct csm_plain_key *key)
{
	struct csm_text text;

	if (before->len != 0 && (size_t)(end - row) > before->id &&
	    csm_plain_scan_begins(row, before->s, before->id)) {
		key->company = before->company;
		key->model = before->model;
		key->id = before->id;
	} else {
		text = csm_plain_scan_text(row, end, ',');
		key->company = text.len;
		if (text.len == 0)
			return false;
		text = csm_plain_scan_text(row + text.len + 1, end, ',');
		if (text.len == 0 ||
		    csm_model_parse(text.s, text.len, &key->model) != 0)
			return false;
		key->id = key->company + text.len + 2;
	}
	text = csm_plain_scan_text(row + key->id, end, ',');
	key->metric = key->id + text.len + 1;
	/* A company's own points have its id. */
	return text.len != 0 &&
	       (key->model != CSM_MODEL_COMPANY ||
		   plain_same(text, (struct csm_text){row, key->company}));
}

/* The key of a row that has not that of the one before, or false. */
static inline bool
plain_key(const struct csm_plain_key *before, const char *row, const char *end,
    struct csm_plain_row *found)
{
	struct csm_plain_key *key = &found->key;
	struct csm_text metric;

	found->series = true;
	found->entity = before->len == 0 || (size_t)(end - row) <= before->metric ||
			!csm_plain_scan_begins(row, before->s, before->metric);
	if (!found->entity)
		*key = *before;
	else if (!plain_entity(before, row, end, key))
		return false;
	metric = csm_plain_scan_text(row + key->metric, end, ',');
	key->len = key->metric + metric.len + 1;
	return metric.len != 0 && !csm_is_metric_alias(metric);
}

static inline bool
plain_day(struct csm_months *days, const char *s, int32_t *day)
{
	const struct csm_text date = {s, CSM_DAY_TEXT - 1};

	*day = csm_months_find(days, date);
	return *day >= 0 || csm_months_read(days, date, day) == NULL;
}

/* Whether a row begins with all of the key of the one before. */
static inline bool
plain_goes_on(const struct csm_plain_key *before, const char *row, const char *end)
{
	return before->len != 0 && (size_t)(end - row) > before->len &&
	       csm_plain_scan_begins(row, before->s, before->len);
}

/* The state behind a value, which is most often empty, and the line feed: what is behind
 * them, or NULL. */
static inline const char *
plain_state(const char *p, const char *end, struct csm_text *state)
{
	*state = (struct csm_text){NULL, 0};
	if (p < end && *p == '\n')
		return p + 1;
	*state = csm_plain_scan_text(p, end, '\n');
	return state->len == 0 ? NULL : p + state->len + 1;
}

/* The row, or false. */
static inline bool
plain_parse(struct csm_months *days, struct csm_decimal_shapes *shapes,
    const struct csm_plain_key *before, const char *row, const char *end,
    struct csm_plain_row *found)
{
	if (plain_goes_on(before, row, end)) {
		found->key = *before;
		found->entity = found->series = false;
	} else if (!plain_key(before, row, end, found)) {
		return false;
	}
	found->key.s = row;
	const char *p = row + found->key.len;
	if (end - p < CSM_DAY_TEXT + 2 || !plain_day(days, p, &found->key.day))
		return false;
	p += CSM_DAY_TEXT - 1;
	if (*p++ != ',' || !csm_plain_scan_value(&p, end, shapes, &found->value))
		return false;
	found->end = plain_state(p, end, &found->state);
	return found->end != NULL;
}

/* The key of the row before becomes that of this one. */
static inline void
plain_become(struct csm_plain *plain, const struct csm_plain_key *key)
{
	csm_buf_reset(&plain->text);
	csm_buf_put(&plain->text, key->s, key->len);
	csm_buf_reserve(&plain->text, STEP);
	plain->key = *key;
	plain->key.s = plain->text.data;
}

size_t
csm_plain_row(
    struct csm_plain *plain, const char *row, size_t left, struct csm_point *point)
{
	struct csm_plain_row r;
	const struct csm_plain_key *key = &plain->key;

	if (!plain_parse(&plain->days, plain->shapes, key, row, row + left, &r))
		return 0;
	if (plain->source == 0)
		plain->source = csm_point_stamps();
	plain->entity += r.entity;
	plain->series += r.series;
	if (r.series)
		plain_become(plain, &r.key);
	plain->key.day = r.key.day;
	*point = (struct csm_point){.company = {key->s, key->company},
	    .id = csm_plain_part(key, key->id, key->metric),
	    .metric = csm_plain_part(key, key->metric, key->len),
	    .state = r.state,
	    .model = key->model,
	    .day = key->day,
	    .value = r.value,
	    .written = {row, (size_t)(r.end - row)},
	    .entity = plain->source + plain->entity,
	    .series = plain->source + plain->series};
	return (size_t)(r.end - row);
}

/* Rows of the series of `key`, whose day becomes the last of them: how many. */
static inline size_t
plain_series(struct csm_months *days, struct csm_decimal_shapes *shapes,
    struct csm_plain_key *key, const char **row, const char *end, int32_t before,
    size_t max, struct csm_plain_columns to)
{
	size_t n = 0;

	while (n < max && (size_t)(end - *row) >= key->len + CSM_DAY_TEXT + 2 &&
	       csm_plain_scan_begins(*row, key->s, key->len)) {
		const char *p = *row + key->len + CSM_DAY_TEXT - 1;
		int32_t day;
		if (!plain_day(days, *row + key->len, &day) || day <= key->day ||
		    day >= before || *p++ != ',' ||
		    !csm_plain_scan_value(&p, end, shapes, &to.value[n]) || p >= end ||
		    *p != '\n')
			break;
		*to.gaps |= to.value[n] == CSM_MISSING;
		to.day[n++] = key->day = day;
		*row = p + 1;
	}
	return n;
}

size_t
csm_plain_more(struct csm_plain *plain, const char *row, size_t left, int32_t before,
    struct csm_point_run *run)
{
	const char *at = row;

	*run = (struct csm_point_run){.day = plain->day, .value = plain->value};
	if (plain->key.len != 0)
		run->n = plain_series(&plain->days, plain->shapes, &plain->key, &at,
		    row + left, before, CSM_PLAIN_RUN,
		    (struct csm_plain_columns){plain->day, plain->value, &run->gaps});
	run->written = (struct csm_text){row, (size_t)(at - row)};
	return run->written.len;
}

size_t
csm_plain_run(struct csm_months *days, struct csm_plain_key *key, const char **row,
    const char *end, size_t max, struct csm_plain_columns to)
{
	return plain_series(days, NULL, key, row, end, INT32_MAX, max, to);
}

static inline int
plain_cmp(struct csm_text a, struct csm_text b)
{
	return csm_bytes_cmp(a.s, a.len, b.s, b.len);
}

/* Whether the row comes behind the one before. */
static inline bool
plain_follows(const struct csm_plain_key *before, const struct csm_plain_row *r)
{
	const struct csm_plain_key *key = &r->key;
	int c = 0;

	if (!r->series)
		return key->day > before->day;
	if (r->entity) {
		c = plain_cmp((struct csm_text){key->s, key->company},
		    (struct csm_text){before->s, before->company});
		if (c == 0)
			c = (int)key->model - (int)before->model;
		if (c == 0)
			c = plain_cmp(csm_plain_part(key, key->id, key->metric),
			    csm_plain_part(before, before->id, before->metric));
	}
	if (c == 0)
		c = plain_cmp(csm_plain_part(key, key->metric, key->len),
		    csm_plain_part(before, before->metric, before->len));
	return c > 0;
}

static inline bool
plain_is_of(const struct csm_plain_key *before, const struct csm_plain_key *key)
{
	return key->company == before->company &&
	       memcmp(key->s, before->s, key->company) == 0;
}

/* What is behind the key of a row, whose value is only looked at: the end, or NULL. */
static inline const char *
plain_tail(struct csm_plain *plain, const char *p, const char *end, int32_t *day)
{
	struct csm_text state;

	if (end - p < CSM_DAY_TEXT + 2 || !plain_day(&plain->days, p, day))
		return NULL;
	p += CSM_DAY_TEXT - 1;
	if (*p++ != ',' || !csm_plain_scan_skip(&p, end, plain->shapes))
		return NULL;
	return plain_state(p, end, &state);
}

/* The next of csm_plain_rows, and the key that it has: its end, or NULL. */
static inline const char *
plain_next(struct csm_plain *plain, struct csm_plain_key *before, const char *row,
    const char *end, bool *any, size_t *series)
{
	struct csm_plain_row r;
	const char *next;

	if (plain_goes_on(before, row, end)) {
		next = plain_tail(plain, row + before->len, end, &r.key.day);
		if (next == NULL || r.key.day <= before->day)
			return NULL;
		before->day = r.key.day;
		before->s = row;
		*any = false;
		return next;
	}
	if (!plain_key(before, row, end, &r))
		return NULL;
	r.key.s = row;
	next = plain_tail(plain, row + r.key.len, end, &r.key.day);
	if (next == NULL || (before->len != 0 && !plain_follows(before, &r)))
		return NULL;
	const bool other =
	    before->len == 0 || (r.entity && !plain_is_of(before, &r.key));
	if (other && !*any)
		return NULL;
	*any = other;
	*series += r.series;
	*before = r.key;
	return next;
}

/* The key of the last of rows becomes that of the row before, with stamps of its own. */
static void
plain_end(struct csm_plain *plain, const struct csm_plain_key *key,
    struct csm_point_rows *rows)
{
	plain_become(plain, key);
	if (plain->source == 0)
		plain->source = csm_point_stamps();
	plain->entity++;
	plain->series++;
	key = &plain->key;
	rows->last = (struct csm_point){.company = {key->s, key->company},
	    .id = csm_plain_part(key, key->id, key->metric),
	    .metric = csm_plain_part(key, key->metric, key->len),
	    .model = key->model,
	    .day = key->day,
	    .entity = plain->source + plain->entity,
	    .series = plain->source + plain->series};
}

size_t
csm_plain_rows(struct csm_plain *plain, const char *row, size_t left, int32_t today,
    bool any, struct csm_point_rows *rows)
{
	struct csm_plain_key before = plain->key, key = before;
	const char *end = row + left, *at = row, *next;
	bool other = any;

	*rows = (struct csm_point_rows){.newest = CSM_DAY_NONE, .oldest = INT32_MAX};
	while (at < end && (next = plain_next(
				plain, &key, at, end, &other, &rows->series)) != NULL) {
		if (key.day <= today)
			rows->newest = key.day > rows->newest ? key.day : rows->newest;
		else if (!csm_point_may_lie(csm_plain_part(&key, key.metric, key.len)))
			break;
		rows->oldest = key.day < rows->oldest ? key.day : rows->oldest;
		rows->begins |= other;
		other = any = false;
		rows->n++;
		before = key;
		at = next;
	}
	if (rows->n == 0)
		return 0;
	plain_end(plain, &before, rows);
	rows->text = (struct csm_text){row, (size_t)(at - row)};
	return rows->text.len;
}

void
csm_plain_jump(struct csm_plain *plain, struct csm_point_rows *rows)
{
	const struct csm_plain_key none = {.len = 0};
	const char *end = rows->text.s + rows->text.len, *row = end - 1;
	struct csm_plain_row last;

	while (row > rows->text.s && row[-1] != '\n')
		row--;
	csm_plain_look(&plain->days, &none, row, end, &last);
	plain_end(plain, &last.key, rows);
}

void
csm_plain_look(struct csm_months *days, const struct csm_plain_key *before,
    const char *row, const char *end, struct csm_plain_row *found)
{
	bool is = plain_parse(days, NULL, before, row, end, found);

	assert(is); /* of a row that was found so before */
	(void)is;
}

/* 1 if each text but the last stands before the next with one byte between. */
static bool
plain_stand_together(const struct csm_text *field)
{
	for (int i = 0; i < 3; i++)
		if (field[i].len == 0 ||
		    field[i].s + field[i].len + 1 != field[i + 1].s)
			return false;
	return true;
}

void
csm_plain_keep(
    struct csm_plain *plain, const struct csm_text *field, struct csm_point *point)
{
	struct csm_plain_key key = {.s = field[0].s,
	    .company = field[0].len,
	    .id = (size_t)(field[2].s - field[0].s),
	    .metric = (size_t)(field[3].s - field[0].s),
	    .model = point->model,
	    .day = point->day};
	const struct csm_plain_key *before = &plain->key;

	key.len = key.metric + field[3].len + 1;
	/* One that is spelled otherwise: the row has to be read to know whose it is. */
	if (!plain_stand_together(field) || !plain_same(point->metric, field[3])) {
		plain->key.len = 0;
		return;
	}
	if (plain->source == 0)
		plain->source = csm_point_stamps();
	const bool entity = before->len > key.metric && before->metric == key.metric &&
			    before->id == key.id &&
			    memcmp(before->s, key.s, key.metric) == 0;
	if (!entity)
		plain->entity++;
	if (!entity || before->len != key.len ||
	    memcmp(before->s + key.metric, field[3].s, field[3].len) != 0)
		plain->series++;
	plain_become(plain, &key);
	plain->text.data[key.len - 1] = ',';
	point->entity = plain->source + plain->entity;
	point->series = plain->source + plain->series;
}

void
csm_plain_fini(struct csm_plain *plain)
{
	csm_buf_fini(&plain->text);
	*plain = (struct csm_plain){.source = 0};
}
