/*
 * Filter: which companies a run is about, and which of their end users, assets and
 * projects: -w conditions and -s segments, all of which must hold on the last evaluated
 * day.
 *
 * A condition that names a field of end users, enduser.role, or their system.relevance, is
 * one on them, and so with fields of assets and projects; any other is one on companies.  A segment is of its model.
 *
 * Ownership: the filter lives in the arena it was read into.
 */
#ifndef CSM_FILTER_FILTER_H
#define CSM_FILTER_FILTER_H

#include "metric/engine.h"

#include <stdbool.h>

struct csm_filter;

/* A segment as the configuration defines it. */
struct csm_segment {
	const char *id, *name;
	enum csm_model model;
	struct csm_formula *where;
};
/* Read the section "segments" as it stands.  All errors are reported with position: no
 * id, no condition (E_CONFIG), a text as condition (E_FORMULA).  -1 if any. */
int csm_segments_read(struct csm_arena *arena, const struct csm_config *conf,
    struct csm_segment **segments, size_t *n, struct csm_diag *diag);

/* where[0..n_where): texts of -w; segment[0..n_segment): ids of -s.  NULL after a
 * report: E_FORMULA, or E_CONFIG for an unknown segment with the nearest. */
struct csm_filter *csm_filter_read(struct csm_arena *arena,
    const struct csm_config *conf, const char *const *where, size_t n_where,
    const char *const *segment, size_t n_segment, struct csm_diag *diag);
/* Its conditions, those of -w first, from 0, and whom they are asked of; NULL after the
 * last. */
const struct csm_formula *csm_filter_condition(
    const struct csm_filter *filter, size_t i, enum csm_model *model);
/* -1 after E_FORMULA if a condition is not one on companies, whom a program is about that
 * has no others. */
int csm_filter_companies_only(const struct csm_filter *filter, struct csm_diag *diag);
/* Before csm_engine_prepare: ask the engine for what the filter needs. */
void csm_filter_query(struct csm_filter *filter, struct csm_engine *engine);
/* What it asked for, *n conditions, all of which must hold. */
const size_t *csm_filter_queries(const struct csm_filter *filter, size_t *n);
/* After csm_engine_company: does this company pass?  An empty filter always does. */
int csm_filter_match(const struct csm_filter *filter, const struct csm_engine *engine);
/* W_OTHER, with the conditions on companies, if they hold for none of those asked. */
void csm_filter_tell(const struct csm_filter *filter, uint64_t asked, uint64_t chosen,
    struct csm_diag *diag);
/* Whether there are conditions on end users, assets or projects. */
bool csm_filter_narrows(const struct csm_filter *filter);
/* Leave there, of the company the engine was turned to, whom the conditions on them hold
 * for.  False if there are no such conditions, and nothing is done. */
bool csm_filter_narrow(const struct csm_filter *filter, struct csm_engine *engine,
    struct csm_narrow *narrow);
/* The same on the evaluated day `day` (0, 1, ...). */
bool csm_filter_match_day(
    const struct csm_filter *filter, const struct csm_engine *engine, size_t day);

#endif
