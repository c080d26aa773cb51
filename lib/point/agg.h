/*
 * Aggregation: how several values of one entity, metric and day become one.
 *
 * Ownership: plain values, nothing to free.
 */
#ifndef CSM_POINT_AGG_H
#define CSM_POINT_AGG_H

#include "base/num.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

enum csm_agg {
	CSM_AGG_NONE, /* not said: csm_agg_of decides by the metric's name */
	CSM_AGG_SUM,
	CSM_AGG_MIN,
	CSM_AGG_MAX,
	CSM_AGG_AVG, /* mean, rounded to millionths half away from zero */
	CSM_AGG_LAST,
	CSM_AGG_COUNT /* how many values, missing ones apart */
};
/* Their names: csm_choice. */
extern const struct csm_words csm_agg_words;

/* What a metric of this canonical name is aggregated by unless told otherwise: what is
 * counted is summed, what is measured keeps its last value. */
enum csm_agg csm_agg_of(const char *metric, size_t len);

struct csm_aggregate {
	enum csm_agg agg;
	uint64_t n;        /* values added that are not missing */
	int64_t high, low; /* SUM, AVG: 128 bits of the sum */
	int64_t value;     /* MIN, MAX, LAST */
};

void csm_aggregate_begin(struct csm_aggregate *f, enum csm_agg agg);
/* In order of time: LAST keeps the last one added.  A missing value changes nothing. */
void csm_aggregate_add(struct csm_aggregate *f, int64_t micros);
/* 0 and *micros set (CSM_MISSING if all values were), or -1: beyond CSM_NUM_LIMIT. */
int csm_aggregate_result(const struct csm_aggregate *f, int64_t *micros);

#endif
