/* Companies of a stream: rows that are known to be points are kept, and read by who opens the
 * set; others are put as they come. */
#include "series/set_store.h"

#include "base/xalloc.h"
#include "point/plain.h"
#include "syntax/chunk.h"

#include <assert.h>

/* Of a company's rows so many bytes at most wait to be read by who opens the set: of one with
 * more they would take five times the memory of its points. */
#define UNREAD_BYTES ((size_t)4 << 20)

static size_t
set_room(size_t cap, size_t n)
{
	return n > cap / 2 * 3 ? n : cap / 2 * 3;
}

static void
set_reserve(struct csm_set_store *st, size_t n)
{
	if (st->day_cap < n) {
		st->day_cap = set_room(st->day_cap, n);
		st->day = csm_xreallocarray(st->day, st->day_cap, sizeof *st->day);
	}
	if (st->value_cap < n) {
		st->value_cap = set_room(st->value_cap, n);
		st->value =
		    csm_xreallocarray(st->value, st->value_cap, sizeof *st->value);
	}
}

/* A row that is read, and those behind it that are of its series: what follows them. */
static const char *
set_read_series(struct csm_set *set, const struct csm_plain_row *r, const char *end)
{
	struct csm_set_store *st = set->store;
	struct csm_plain_key key = r->key;
	const char *at = r->end;

	csm_set_add(set, r->key.day, r->value, r->state);
	struct csm_set_begun *b = &st->begun[st->metrics - 1];
	struct csm_plain_columns to = {st->day + st->n, st->value + st->n, &b->gaps};
	b->spelled |= !st->written;
	size_t n = csm_plain_run(&st->days, &key, &at, end, set->points - st->n, to);
	st->n += n;
	st->metric[st->metrics - 1].n += n;
	st->row = (size_t)(at - st->rows.data);
	return at;
}

/* Points of the rows that are there unread, up to the first that is not the company's own if
 * only these are asked for: the first row may go on with the last series, and none of them costs
 * a look at what is known. */
static void
set_read_rows(struct csm_set *set, bool own)
{
	struct csm_set_store *st = set->store;
	const char *at = st->rows.data + st->row, *end = st->rows.data + st->rows.len;
	struct csm_plain_key before = {.len = 0};
	struct csm_plain_row r;

	set_reserve(st, set->points);
	while (at < end) {
		csm_plain_look(&st->days, &before, at, end, &r);
		if (own && r.key.model != CSM_MODEL_COMPANY)
			break;
		const struct csm_point p = {.model = r.key.model,
		    .id = csm_plain_part(&r.key, r.key.id, r.key.metric),
		    .metric = csm_plain_part(&r.key, r.key.metric, r.key.len)};
		if (before.len == 0) {
			csm_set_begin_series(set, &p);
		} else {
			if (r.entity)
				csm_set_begin_entity(set, &p);
			if (r.series)
				csm_set_begin_metric(set, &p);
		}
		before = r.key;
		at = set_read_series(set, &r, end);
	}
	set->members_unread = at < end;
	if (set->members_unread)
		return;
	assert(st->n == set->points);
	set->unread = false;
	if (!st->written) {
		csm_buf_reset(&st->rows);
		st->row = 0;
	}
}

/* More points of the last series. */
static void
add_run(struct csm_set *set, const struct csm_point_run *run)
{
	struct csm_set_store *st = set->store;
	const size_t last = st->n + run->n - 1;

	assert(st->day[st->n - 1] < run->day[0]);
	CSM_GROW(st->day, last, &st->day_cap);
	CSM_GROW(st->value, last, &st->value_cap);
	memcpy(st->day + st->n, run->day, run->n * sizeof *run->day);
	memcpy(st->value + st->n, run->value, run->n * sizeof *run->value);
	st->n += run->n;
	st->metric[st->metrics - 1].n += run->n;
	st->begun[st->metrics - 1].gaps |= run->gaps;
	csm_set_keep_rows(st, run->written);
}

/* A point, and if it is not the first of its series what else follows of that: most
 * series of end users have one point, and asking has its price. */
static void
set_add_series(
    struct csm_set *set, const struct csm_point *p, struct csm_points *points)
{
	const bool again = csm_set_same_stamp(p->series, set->store->last_series);
	struct csm_point_run run;

	csm_set_put(set, p);
	while (again && csm_points_more(points, &run) > 0)
		add_run(set, &run);
}

/* More rows, which need not be read at once. */
static void
set_keep_unread(struct csm_set *set, struct csm_text rows, size_t n, int32_t oldest)
{
	struct csm_set_store *st = set->store;

	csm_buf_put(&st->rows, rows.s, rows.len);
	/* as of a chunk: vectors are loaded behind the last of them */
	csm_buf_reserve(&st->rows, CSM_CHUNK_PAD);
	memset(st->rows.data + st->rows.len, 0, CSM_CHUNK_PAD);
	set->points += n;
	set->unread = true;
	if (oldest < set->first_day)
		set->first_day = oldest;
	if (st->rows.len - st->row > UNREAD_BYTES)
		set_read_rows(set, false);
}

/* The first point, and behind it as many rows of its company as need not be read here. */
static void
set_begin(struct csm_set *set, struct csm_points *points, struct csm_diag *diag)
{
	struct csm_set_store *st = set->store;
	const struct csm_point *first = &set->ahead;
	struct csm_point_rows rows;

	st->written = csm_points_written(points);
	set->company = csm_set_copy_text(&set->arena, first->company);
	if (first->written.s == NULL) {
		csm_set_put(set, first);
		return;
	}
	set_keep_unread(set, first->written, 1, first->day);
	while (csm_points_rows(points, &rows, diag) > 0)
		set_keep_unread(set, rows.text, rows.n, rows.oldest);
}

int
csm_set_next(struct csm_set *set, struct csm_points *points, struct csm_diag *diag)
{
	struct csm_point p;
	int rc = 1;

	csm_set_reset(set);
	if (!set->has_ahead && (rc = csm_points_next(points, &set->ahead, diag)) != 1)
		return rc;
	set->has_ahead = 0;
	set_begin(set, points, diag);
	while ((rc = csm_points_next(points, &p, diag)) == 1) {
		if (!csm_set_same_stamp(p.entity, set->store->last_entity) &&
		    !csm_set_same_text(p.company, set->company)) {
			/* Borrowed from `points`, which is not asked again before the
			 * next call of this. */
			set->ahead = p;
			set->has_ahead = 1;
			break;
		}
		/* One that had to be looked at, behind others. */
		if (set->unread)
			set_read_rows(set, false);
		set_add_series(set, &p, points);
	}
	if (rc < 0)
		return -1;
	if (!set->unread)
		csm_set_finish(set);
	return 1;
}

void
csm_set_open(struct csm_set *set)
{
	if (!set->unread)
		return;
	set_read_rows(set, false);
	csm_set_finish(set);
}

void
csm_set_open_own(struct csm_set *set)
{
	const size_t points = set->points;

	if (!set->unread)
		return;
	/* of one with very many some are read already, of whomever they are */
	if (set->store->n > 0) {
		csm_set_open(set);
		return;
	}
	set_read_rows(set, true);
	csm_set_finish(set);
	set->points = points;
}
