/*
 * Operand: the series a metric's name stands for in a formula, and whether they are
 * points, calculated or derived.
 *
 * A formula of end users, assets or projects looks at its entity's own metrics.  A
 * formula of companies looks at
 *
 *     company.<metric>   the company's own points
 *     enduser.<metric>   those of its end users, rolled up; so with the other models
 *     <metric>           activities, conversations, tasks, modules and the kinds of NPS
 *                        answers (nps.promoters): its own points
 *                        and those of all its children, rolled up, since an event is
 *                        kept either with the company or with whom it happened to;
 *                        any other metric: its own points only, so that seats of
 *                        users are never taken for seats of the company
 *     calculated.<id>    a defined metric of companies; one of another model rolled up
 *     system.<name>      derived from the end users, unless it has points
 *
 * uniques(<metric>, n) looks at the metric of each end user, with and without the model
 * written.  distinct(<pattern>, n) counts names among those that the pattern would add
 * up, of points only.
 *
 * Points of a name win over what would be derived; a definition wins over points of its
 * name, which an earlier run left, unless the engine takes them (csm_engine_taken).
 *
 * Ownership: everything is borrowed from metrics and formulas.
 */
#ifndef CSM_METRIC_OPERAND_H
#define CSM_METRIC_OPERAND_H

#include "metric/day_span.h"
#include "metric/use.h"
#include "series/series.h"

#include <stdbool.h>

#define CSM_JOB_NONE SIZE_MAX

enum csm_operand_kind {
	CSM_SOURCE_POINTS,     /* as they are, rolled up if they are children's */
	CSM_SOURCE_CALCULATED, /* a job's result */
	CSM_SOURCE_ACTIVITY,   /* system.activity_count */
	CSM_SOURCE_USERS,      /* system.users_total */
	CSM_SOURCE_ACTIVE      /* system.users_active_last<days> */
};

struct csm_operand {
	enum csm_operand_kind kind;
	enum csm_model model; /* of the formulas that look at it */
	unsigned models;      /* 1 << model of everyone whose series are taken */
	const char *metric;   /* canonical name or pattern */
	int pattern;
	int named; /* 1: the model was written, so every match of its metrics is meant;
		      0: of children's only what rolls up */
	enum csm_series_fold fold; /* of the models' series into one */
	int32_t days;              /* ACTIVE */
	int32_t distinct; /* UNIQUES, DISTINCT: the days in which end users or metrics
			     are counted; else 0 */
	int names;        /* DISTINCT: 1 */
	int members; /* MEMBERS: 1, the job is a condition and its truths are counted */
	int states;  /* 1: states are looked at, not values */
	int from_first; /* of those, 1: days before the company's first do not count */
	size_t job;     /* CALCULATED, else CSM_JOB_NONE */
	struct csm_day_span span; /* days it is looked at */
	struct csm_use use;
};

/*
 * Fill in what the window at use->node looks at in a formula of `model`, all but job,
 * span and use.  `defined` is the metric if it is a calculated one with a definition,
 * else NULL.  -1 after reporting E_FORMULA.
 */
int csm_operand_find(struct csm_operand *source, enum csm_model model,
    const struct csm_use *use, const struct csm_metric *defined, struct csm_diag *diag);
/* "x" of "calculated.x", NULL for other names. */
const char *csm_operand_calculated(const char *metric);
/* 1 if a company formula that names the metric without a model means its children's
 * points too. */
int csm_operand_rolls_up(const char *metric);
/* The i-th of what names of such metrics begin with, from 0; NULL after the last. */
const char *csm_operand_event(size_t i);
/* Whether its points stand on the day something is planned for, which was known before
 * or never happened: tasks. */
bool csm_operand_planned(const char *metric);
/* 1 if the name matches; '*' in the pattern is any run of characters, in one of tasks
 * without a point. */
int csm_operand_match(const char *pattern, const char *name);
/* "companies", "end users", ... */
const char *csm_operand_plural(enum csm_model model);

#endif
