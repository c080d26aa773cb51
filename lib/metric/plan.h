/*
 * Plan: what an engine has to do, worked out once before any data is read: the formulas
 * (jobs), the series they look at (sources), each window over one of those or each
 * field (feeds), every one of them once, and the days each is needed for.
 *
 * Ownership: the plan owns all but metrics and formulas, which are borrowed.
 */
#ifndef CSM_METRIC_PLAN_H
#define CSM_METRIC_PLAN_H

#include "base/intern.h"
#include "metric/graph.h"
#include "metric/operand.h"
#include "metric/system.h"
#include "entity/fields.h"

#define CSM_FEED_NONE SIZE_MAX

/* What a leaf of a formula gets its values from. */
struct csm_feed {
	int is_field;
	/* A field: */
	enum csm_model model; /* whose */
	const char *name;
	int column;     /* -1: no such column */
	int is_id;      /* no column, but the entity's id is always known */
	int is_day;     /* no column, but the evaluated day: "today" */
	int dated;      /* may differ from day to day */
	unsigned wants; /* CSM_READS of what formulas read its cells as */
	/* A window: */
	size_t source;
	struct csm_window window;
	struct csm_day_span span;
	struct csm_use use;
	int alone; /* 1: some formula is this window and nothing else, whose exact
		      value is its result */
	size_t by; /* RANK: the feed of the field within whose values it compares;
		      CSM_FEED_NONE: none */
	int level; /* RANK: 1, or 1 above the highest rank that its values depend on;
		      else 0 */
};

struct csm_job {
	const struct csm_metric *metric; /* NULL for a formula asked for */
	const char *points; /* the name of those that are taken for its results; NULL:
			       none are */
	enum csm_model model;
	const struct csm_formula *formula, *where; /* where: NULL if always */
	size_t *feed; /* one for each leaf of the formula, then of where */
	size_t *dep;  /* jobs of the same model it looks at, n_dep of them */
	size_t n_dep;
	struct csm_day_span span;  /* none: nobody needs it */
	int plain;                 /* of a period its value is not that of a day */
	int is_query;              /* its values are asked for */
	int is_source;             /* others look at it */
	int level;                 /* of the highest rank it depends on, 0: none */
	int chooses;               /* its values tell which companies are evaluated */
	enum csm_value_type wants; /* what its result is read as; MISSING: not known */
};

struct csm_plan {
	const struct csm_fields *fields[CSM_MODELS];
	struct csm_arena arena;
	struct csm_job *job;
	size_t jobs, job_cap;
	struct csm_operand *source;
	size_t sources, source_cap;
	struct csm_feed *feed;
	size_t feeds, feed_cap;
	struct csm_intern ids; /* of metrics; defined[id] is the job */
	size_t *defined, defined_cap;
	struct csm_intern source_keys, feed_keys; /* id is the index */
	struct csm_intern conditions;             /* of entities counted; */
	size_t *condition, condition_cap;         /* the jobs of those */
	struct csm_graph graph;                   /* of jobs */
	size_t made[CSM_SYSTEM_MADE]; /* their jobs, and one more; 0: nobody asked */
	size_t *order;                /* jobs, used ones first */
	int32_t oldest;               /* day of all companies' points;
						     CSM_DAY_NONE: not known, or none */
	int workdays;                 /* 1: some formula counts in work days */
	size_t *holiday; /* by rule of formula/business.h: the job of its condition;
			    CSM_JOB_NONE: it has none.  NULL unless workdays */
	int then;        /* 1: what is put on a planned day is not known */
	unsigned taken;  /* enum csm_engine_taken */
	int period;      /* 1: what is evaluated is a period, not its last day */
	int only_values; /* 1: nobody looks at what no formula asks for */
	int looks_back;  /* 1: some rank is needed from an entity's first point on */
};

void csm_plan_fini(struct csm_plan *plan);
/* Make a metric known as calculated.<id>; of two with one id the first counts. */
size_t csm_plan_define(struct csm_plan *plan, const struct csm_metric *metric);
/* Jobs of their own: a metric that others need not know, a formula. */
size_t csm_plan_metric(struct csm_plan *plan, const struct csm_metric *metric);
size_t csm_plan_formula(
    struct csm_plan *plan, enum csm_model model, const struct csm_formula *formula);
/* The job of the metric defined with that id, CSM_JOB_NONE if there is none. */
size_t csm_plan_find(const struct csm_plan *plan, const char *id);
/* Names to sources and feeds, jobs into order.  -1 after E_FORMULA or E_CYCLE. */
int csm_plan_resolve(struct csm_plan *plan, struct csm_diag *diag);
/* Part of that: ask for whom the holidays are, if some formula counts in work days, once
 * all formulas are known; and -1 after E_FORMULA if that itself needs work days. */
void csm_plan_ask_holidays(struct csm_plan *plan);
int csm_plan_check_holidays(const struct csm_plan *plan, struct csm_diag *diag);
/* How many feeds a job has. */
size_t csm_plan_leaves(const struct csm_job *job);
/* A field of a model by its name, with or without "custom.". */
struct csm_feed csm_plan_field(
    const struct csm_plan *plan, enum csm_model model, const char *name);
/* Work out all spans for since..until.  A rank is needed for days that are the same for
 * all companies: where it reaches back to first points, from plan->oldest on. */
void csm_plan_span(struct csm_plan *plan, int32_t since, int32_t until);
/* Give windows that were written without days so many; csm_plan_span has to follow. */
void csm_plan_plain_days(struct csm_plan *plan, int32_t days);
/* For fields that jobs need: W_UNKNOWN if no file has them; W_CELL, W_AMBIGUOUS and
 * W_TYPE for cells that are not what the formulas want; -1 if nobody can tell how its
 * numbers are written (E_AMBIGUOUS). */
int csm_plan_warn_fields(const struct csm_plan *plan, struct csm_diag *diag);

#endif
