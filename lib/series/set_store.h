/*
 * Set store: what is behind a set while points are put into it, for series/set.c and
 * series/set_read.c alone.
 *
 * Ownership: the set's.
 */
#ifndef CSM_SERIES_SET_STORE_H
#define CSM_SERIES_SET_STORE_H

#include "base/intern.h"
#include "base/text.h"
#include "point/months.h"
#include "series/set.h"

#include <stdbool.h>
#include <string.h>

/* A point's state, for the few points that have one. */
struct csm_set_state {
	size_t point;
	struct csm_text text;
};

/*
 * The points of a company as they arrive: flat columns that grow.  Entities and metrics
 * note where theirs begin; pointers are made once all are there.
 */
struct csm_set_store {
	struct csm_intern names; /* of metrics: the same few for every end user */
	struct csm_set_about {
		uint64_t company; /* that had it last */
		unsigned models;  /* of it, that have it: a bit each */
		bool activity;
	} * about;        /* by name */
	uint64_t company; /* how many there were */
	size_t about_n, about_cap;
	struct csm_set_name *name; /* of this company */
	size_t name_n, name_cap;
	int32_t *day;
	int64_t *value;
	size_t n, day_cap, value_cap;
	struct csm_set_state *state;
	size_t states, state_cap;
	struct csm_metric_points *metric;
	struct csm_set_begun {
		size_t point, row; /* its first point, the first byte of its rows */
		bool gaps;         /* some value is missing */
		bool spelled;      /* some row is to be spelled anew */
	} * begun;                 /* by metric */
	size_t metrics, metric_cap, begun_cap;
	struct csm_buf rows; /* as they were read */
	size_t row;          /* where in them that of the next point is */
	bool written;        /* they are asked for */
	struct csm_months days;
	struct csm_entity_points *entity;
	size_t entities, entity_cap;
	uint64_t last_entity, last_series; /* stamps of the point added last */
};

/* No company, of which points may be put from now on, in canonical order. */
void csm_set_reset(struct csm_set *set);
void csm_set_begin_entity(struct csm_set *set, const struct csm_point *p);
void csm_set_begin_metric(struct csm_set *set, const struct csm_point *p);
/* The point's entity and metric, where they are not those of the point before. */
void csm_set_begin_series(struct csm_set *set, const struct csm_point *p);
/* A point of the last series. */
void csm_set_add(
    struct csm_set *set, int32_t day, int64_t value, struct csm_text state);
/* Rows of the last series; s NULL: they are to be spelled. */
void csm_set_keep_rows(struct csm_set_store *st, struct csm_text written);
/* A point of any series. */
void csm_set_put(struct csm_set *set, const struct csm_point *p);
/* All points are there. */
void csm_set_finish(struct csm_set *set);

/* Rows that were not read. */
static inline struct csm_text
csm_set_unread_rows(const struct csm_set_store *st)
{
	return (struct csm_text){st->rows.data + st->row, st->rows.len - st->row};
}

static inline int
csm_set_same_text(struct csm_text a, struct csm_text b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.s, b.s, a.len) == 0);
}

/* Known to be the same without a look at texts. */
static inline bool
csm_set_same_stamp(uint64_t stamp, uint64_t before)
{
	return stamp != 0 && stamp == before;
}

static inline struct csm_text
csm_set_copy_text(struct csm_arena *arena, struct csm_text t)
{
	return (struct csm_text){csm_arena_text(arena, t.s, t.len), t.len};
}

#endif
