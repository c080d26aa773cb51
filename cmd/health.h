/*
 * What the parts of csm-health share: options, profiles, and the modes it works in,
 * rows of a table in csm-health.c.
 *
 * Ownership: a health owns what it opened; csm-health.c frees it.
 */
#ifndef CSM_CMD_HEALTH_H
#define CSM_CMD_HEALTH_H

#include "common/evaluate.h"
#include "lab/lab.h"
#include "score/group.h"
#include "score/override.h"
#include "score/score.h"
#include "score/shown.h"

struct csm_health_options {
	struct csm_common common; /* first */
	const char *explain, *override, *rollup, *parent, *backtest, *lead, *sql,
	    *cluster;
	int parts, round, sensitivity, wide, exit_code;
	struct csm_list part, compare;
};

struct csm_health_rows;

struct csm_health {
	struct csm_evaluation ev; /* first */
	const struct csm_health_options *options;
	struct csm_run *run;
	struct csm_profile *profile;
	size_t profiles;
	struct csm_scorer *scorer;
	struct csm_lab *lab;             /* tables of scores */
	struct csm_health_rows *rows;    /* --wide, -t text; NULL */
	struct csm_overrides *overrides; /* NULL: none */
	struct csm_intern companies;     /* all there are, if somebody asks */
	struct csm_groups *groups;       /* NULL: no --rollup */
	enum csm_group_by group_by;
	struct csm_formula *weight; /* --rollup METRIC; NULL */
	size_t weight_query;
	const char *parent;     /* company field */
	struct csm_point *kept; /* --rollup: all points, until the groups are known */
	size_t n_kept, kept_cap;
	struct csm_arena texts;   /* of the kept points */
	uint64_t unscored;        /* companies without a profile on some day */
	uint64_t others_unscored; /* end users, assets, projects */
	uint64_t by_hand;         /* companies whose score was set by hand */
	uint64_t beyond;          /* overrides above the profile's scale */
};

/* Scores as rows: --wide and -t text. */
int csm_health_rows_begin(struct csm_health *h);
void csm_health_rows_company(struct csm_health *h, const struct csm_set *set);
void csm_health_rows_finish(struct csm_health *h);
void csm_health_rows_free(struct csm_health_rows *rows);

/* The points of csm-health: what it writes unless asked for something else. */
int csm_health_points_prepare(struct csm_health *h);
int csm_health_points_begin(struct csm_health *h);
void csm_health_points_finish(struct csm_health *h);
/* All companies: 0, -1 after a report. */
int csm_health_points_all(struct csm_health *h);

/* The score the company is shown with; 0, or -1 if there is none. */
int csm_health_show(struct csm_health *h, const struct csm_score *score,
    struct csm_text company, int32_t day, struct csm_shown *shown);
/* With --round whole numbers. */
int64_t csm_health_rounded(const struct csm_health *h, int64_t micros);

/* --rollup: options, before anything is prepared, -1 after a report; the groups, once
 * the days are known; a company, then its days; the points of all groups. */
int csm_health_group_prepare(struct csm_health *h);
void csm_health_group_begin(struct csm_health *h);
void csm_health_group_company(struct csm_health *h, struct csm_text company);
void csm_health_group_day(struct csm_health *h, size_t day,
    const struct csm_shown *shown, const struct csm_profile *profile);
void csm_health_group_finish(struct csm_health *h);

#endif
