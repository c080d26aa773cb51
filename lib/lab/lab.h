/*
 * The health lab: tables about scores instead of scores: what moved one, two sets of
 * profiles side by side, whether scores told who would leave, and how much that hangs
 * on each number.
 *
 * Ownership: a lab owns its tables and what it read; what it is given it borrows.
 */
#ifndef CSM_LAB_LAB_H
#define CSM_LAB_LAB_H

#include "config/config.h"
#include "filter/filter.h"
#include "table/table.h"
#include "score/backtest.h"
#include "score/compare.h"
#include "score/move.h"
#include "score/score.h"
#include "score/variant.h"
#include "unit/churn.h"

#include <stdbool.h>

/* Another configuration, evaluated beside the run's own over the same points. */
struct csm_lab_other {
	const char *path;
	struct csm_config *conf;
	struct csm_metric *metric;
	size_t metrics;
	struct csm_profile *profile;
	size_t profiles;
	struct csm_engine *engine;
	struct csm_scorer *scorer;
};

struct csm_lab_children;

struct csm_lab {
	/* Given, and borrowed: */
	struct csm_engine *engine;
	struct csm_scorer *scorer;
	const struct csm_profile *profile;
	size_t profiles;
	const struct csm_filter *filter; /* backtest: whom to compare; NULL: all */
	enum csm_model model;            /* --explain: whose score */
	size_t entity;                   /* which of the company's */
	const char *company, *who; /* --explain: its company; who: itself, if NULL */
	struct csm_lab_children *children; /* NULL: nobody looks at their scores */
	int32_t since, until;              /* evaluated, once that is known */
	struct csm_arena *arena;           /* of the run */
	struct csm_diag *diag;
	/* Its own: */
	struct csm_doc doc;
	struct csm_lab_other
	    *other; /* those compared with, in the order they were given */
	size_t others;
	struct csm_compare compare;
	struct csm_formula *value; /* recurring, for --compare */
	size_t value_query;
	struct csm_ledger churns;
	bool backtests, varies; /* what is asked for */
	/* What was known on the scored day; what nobody can say to have been is not. */
	struct csm_lab_then {
		struct csm_fields *fields[CSM_MODELS];
		struct csm_engine *engine; /* NULL: no backtest */
		struct csm_scorer *scorer;
		struct csm_lab_children *children; /* scored by that alone */
		struct csm_buf undated; /* the inputs left out; empty: none */
	} then;
	struct csm_backtest backtest;
	struct csm_trials *trials;    /* by lead; one list without --backtest */
	struct csm_trials *hindsight; /* the same, as configured; NULL: no difference */
	size_t n_trials;
	size_t leaks;                /* leads at which the two differ beyond chance */
	int32_t first;               /* day something is known of the company */
	size_t outside;              /* companies that left on days that do not count */
	struct csm_variant *variant; /* --sensitivity */
	size_t variants;
};

struct csm_lab *csm_lab_new(void);
void csm_lab_free(struct csm_lab *lab);

/* What tables are asked for. */
enum csm_lab_asks {
	CSM_LAB_COMPARE = 1, /* with one other */
	CSM_LAB_BACKTEST = 2,
	CSM_LAB_SENSITIVITY = 4,
	CSM_LAB_SIDES = 8 /* with several */
};
/* -1 after reporting that what is asked for (a set of csm_lab_asks) has no table
 * `name`. */
int csm_lab_check_part(const char *name, unsigned asked, struct csm_diag *diag);

/*
 * Once names are resolved: makes lab->children where formulas of companies look at scores of
 * end users, assets or projects that a profile makes; of the fields of `options` and the
 * metrics of the run.  -1 after a report.
 */
int csm_lab_children_prepare(struct csm_lab *lab,
    const struct csm_engine_options *options, const struct csm_metric *metric,
    size_t n);
/* The points of a company with the scores of its children; `children` is lab->children. */
const struct csm_set *csm_lab_children_add(void *children, const struct csm_set *set);
void csm_lab_children_free(struct csm_lab_children *children); /* NULL allowed */

/* Whom --explain is about, a company or one of its end users, assets or projects, by id or
 * name.  Before data are read: lab->company and who; -1 after reporting a name that
 * several have. */
int csm_lab_who_find(
    struct csm_lab *lab, struct csm_fields *const *fields, const char *text);
/* Once the engine is turned to the company: lab->entity; -1 after reporting that it has no
 * such. */
int csm_lab_who_turn(struct csm_lab *lab);

/* Read another configuration, to be compared with; the days and fields of `options`,
 * and the metrics of the run's own configuration.  -1 after a report. */
int csm_lab_other_read(struct csm_lab *lab, const struct csm_config_shape *shape,
    const char *path, const struct csm_engine_options *options,
    const struct csm_metric *own, size_t owns);
/* Once the days are known: evaluate them by the others, too. */
void csm_lab_other_range(struct csm_lab *lab);

/* What moved a company's score from the first day to the last: a table; -1 after
 * reporting that there is no score. */
int csm_lab_move(struct csm_lab *lab, const struct csm_set *set);

/* Sets of profiles side by side: before csm_engine_prepare, -1 after a report; each company;
 * the tables. */
int csm_lab_compare_prepare(struct csm_lab *lab);
void csm_lab_compare_company(struct csm_lab *lab, const struct csm_set *set);
void csm_lab_compare_finish(struct csm_lab *lab);

/* Whether scores told who would leave.  After lab->churns were loaded: which days are
 * to be scored, with the leads of --lead (NULL: the usual) and churns from `since` (or
 * CSM_DAY_NONE) to *until; -1 after a report, which calls the churns `path`. */
int csm_lab_backtest_range(struct csm_lab *lab, const char *leads, const char *path,
    int32_t *since, int32_t *until);
/* The engine whose scores are judged, beside lab->engine: of the days and fields of
 * `options` it knows what is dated.  It is turned to the same companies by the caller.
 * Before csm_lab_vary. */
struct csm_engine *csm_lab_then(struct csm_lab *lab, struct csm_engine_options options,
    const struct csm_metric *metric, size_t n);
/* The day's scores are asked what becomes of them if one number is moved. */
void csm_lab_vary(struct csm_lab *lab);
/* Before the first company; each company; the tables of what was asked for. */
void csm_lab_trials_begin(struct csm_lab *lab, bool backtest);
void csm_lab_trials_company(struct csm_lab *lab, const struct csm_set *set);
void csm_lab_trials_finish(struct csm_lab *lab, const struct csm_intern *companies);

/* Tables of trials and variants. */
void csm_lab_put_trials(struct csm_lab *lab);
void csm_lab_put_variants(struct csm_lab *lab);

/* For those that make tables: a ratio, none if below 0. */
struct csm_cell csm_lab_ratio(double x);
/* "poor" ... in its colour. */
struct csm_cell csm_lab_state(struct csm_lab *lab, enum csm_pillar_state state);

#endif
