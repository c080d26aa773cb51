/*
 * Split: companies by their band, counted for each pillar and profile, or for each group
 * of a dimension, with the recurring value of those in the worst band.
 *
 * Ownership: rows live in the context's arena, the rest is freed by _fini.
 */
#ifndef CSM_REPORT_OVERVIEW_SPLIT_H
#define CSM_REPORT_OVERVIEW_SPLIT_H

#include "base/intern.h"
#include "figure/facts.h"
#include "figure/dimension.h"

#define CSM_SPLIT_BANDS 3

struct csm_split_row {
	const char *id, *title;
	size_t companies, band[CSM_SPLIT_BANDS], none; /* none: without a band */
	int64_t mrr, at_risk;
};

/* Rows by their id, in the order they came. */
struct csm_split_rows {
	struct csm_intern ids;
	struct csm_split_row **row;
	size_t cap;
};

struct csm_split {
	struct csm_dimension by;
	struct csm_split_rows pillar, profile, group;
};

/* In a report's begin; -1 after E_USAGE. */
int csm_overview_split_begin(struct csm_context *context, struct csm_split *split);
/* A company whose facts were read. */
void csm_overview_split_company(struct csm_context *context, struct csm_split *split,
    const struct csm_set *set, const struct csm_facts *facts);
/* The parts "by" and "pillars": what there is of them. */
void csm_overview_split_put(
    struct csm_context *context, const struct csm_split *split, struct csm_doc *doc);
void csm_overview_split_fini(struct csm_split *split);

#endif
