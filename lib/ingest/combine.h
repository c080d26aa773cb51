/*
 * Combine: points in canonical order, in which a key may come several times, to one
 * point a key; and periods, which come as changes, to one point a day in force.
 *
 * Ownership: texts are copied; the writer is borrowed.
 */
#ifndef CSM_INGEST_COMBINE_H
#define CSM_INGEST_COMBINE_H

#include "base/buf.h"
#include "point/agg.h"
#include "ingest/force.h"
#include "ingest/mapping.h"
#include "point/point.h"
#include "ingest/uses.h"

/* Orders that mark a change of what is in force, at the whole value or a fraction of it,
 * instead of a value of the day.  They are above those of times. */
int64_t csm_combine_begin(struct csm_fraction fraction);
int64_t csm_combine_end(struct csm_fraction fraction);

/* A fraction for values that are days: every day gets the mean of how many there have been
 * since them. */
#define CSM_COMBINE_SINCE ((struct csm_fraction){0, 0})

struct csm_combine;

struct csm_combine_counts {
	uint64_t points; /* written */
	uint64_t range;  /* left out: beyond the range of a number */
};

/* agg: rules by metric name, with or without its prefix; else csm_agg_of. */
struct csm_combine *csm_combine_new(
    struct csm_point_writer *writer, const struct csm_rule *agg);
/* Also write, after the points of each entity, how many features and modules it used;
 * before the first point.  features: NULL: every activity is a feature. */
void csm_combine_uses(struct csm_combine *c, const struct csm_features *features);
/*
 * The next point.  With an order of csm_combine_begin its value, times the fraction, is
 * added to what is in force from that day on, with csm_combine_end it is taken away
 * again; every day on which something is in force gets a point.
 */
void csm_combine_put(
    struct csm_combine *c, const struct csm_point *point, int64_t order);
/* Write what is pending.  More points, of a later entity, may follow. */
void csm_combine_flush(struct csm_combine *c);
/* Reports numbers out of range once (E_RANGE, a warning), and frees. */
struct csm_combine_counts csm_combine_free(
    struct csm_combine *c, struct csm_diag *diag);

/* Reports so many numbers out of range, if any. */
void csm_combine_report(struct csm_diag *diag, uint64_t range);

#endif
