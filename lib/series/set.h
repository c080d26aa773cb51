/*
 * Set: all points of one company, sorted into entities and metrics: what is evaluated
 * at a time.
 *
 * Ownership: a set owns its arena and everything in it until the next csm_set_next or
 * csm_set_fini.
 */
#ifndef CSM_SERIES_SET_H
#define CSM_SERIES_SET_H

#include "base/arena.h"
#include "base/pseudonym.h"
#include "point/points.h"
#include "series/series.h"

#include <stdbool.h>

struct csm_metric_points {
	struct csm_text metric;   /* NUL-terminated */
	struct csm_series series; /* without explicit missing values */
	struct csm_series whole;  /* of these, what nobody else has as well: what may
					 be added up over the company's entities */
	size_t n;                 /* the points as they came: */
	const int32_t *day;       /* ascending */
	const int64_t *value;     /* micros or CSM_MISSING */
	struct csm_text written;  /* their rows, one after another as they were read,
					 if these are what csm_point_write writes in CSV;
					 s NULL: not known */
	const struct csm_text *state; /* NULL if none of them has one */
	bool activity;                /* its name begins with "activities." */
};

/* A name of a metric that a model of the company has, however many entities have it. */
struct csm_set_name {
	struct csm_text metric; /* NUL-terminated */
	enum csm_model model;
};

struct csm_entity_points {
	enum csm_model model;
	struct csm_text id;               /* NUL-terminated */
	struct csm_metric_points *metric; /* in byte order of their names */
	size_t metrics;
	int32_t first_day; /* of any point; CSM_DAY_NONE without points */
};

struct csm_set {
	struct csm_arena arena;
	struct csm_text company;          /* NUL-terminated */
	struct csm_entity_points *entity; /* canonical order: the company itself first,
					     if it has points */
	size_t entities;
	const struct csm_set_name *name; /* each once, as they come: a company has some
					    dozens, and thousands of series */
	size_t names;
	struct csm_point ahead; /* first point of the next company, read already */
	int has_ahead;
	size_t points;       /* how many it holds */
	bool unread;         /* csm_set_open has to be called */
	bool members_unread; /* only the company's own are there, as if others had
					none; csm_set_open reads these */
	int32_t first_day;   /* of any point, those too; only while they are
					unread */
	struct csm_set_store *store; /* the memory behind all that, kept from company to
					company */
};

/* All zero is a valid start. */
void csm_set_fini(struct csm_set *set);
/*
 * The next company of the stream: 1, 0 at the end, -1 after a report.  Rows that are known to
 * be points are left unread: until csm_set_open, which may be called on any thread, the set
 * has a company and a number of points only.
 */
int csm_set_next(struct csm_set *set, struct csm_points *points, struct csm_diag *diag);
void csm_set_open(struct csm_set *set);
/* The same of the company's own points.  Others' are left unread, if they can be; then
 * csm_set_write passes them on, behind what is written of the company. */
void csm_set_open_own(struct csm_set *set);
/* Exchange what two sets hold; what `set` has read ahead stays with it. */
void csm_set_swap(struct csm_set *set, struct csm_set *other);
/* Make it one of a company without points, whose id is borrowed. */
void csm_set_empty(struct csm_set *set, struct csm_text company);
/* Make it one of the points of `from` and `more` (canonical order, of the company; n of
 * them): of two points with one key that of `more`. */
void csm_set_merge(struct csm_set *set, const struct csm_set *from,
    const struct csm_point *more, size_t n);
/* Ids of end users become pseudonyms, and their order that of these. */
void csm_set_hide_users(struct csm_set *set, const struct csm_pseudonym *p);
/* The points of one entity and metric, NULL if there are none. */
const struct csm_metric_points *csm_set_find(
    const struct csm_entity_points *entity, const char *metric);

/* Write the points of one of the set's entities as they are. */
void csm_set_write_entity(const struct csm_set *set,
    const struct csm_entity_points *entity, struct csm_point_writer *writer);
/* Write every point of the set (NULL: none), merged with `more` (canonical order, same
 * company; n of them), in canonical order: pass-through.  Of two points with one key
 * that of `more` is written. */
void csm_set_write(const struct csm_set *set, const struct csm_point *more, size_t n,
    struct csm_point_writer *writer);

#endif
