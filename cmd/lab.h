/*
 * The health lab: tables about scores instead of scores: what moved one, two sets of
 * profiles side by side, whether scores told who would leave, and how much that hangs
 * on each number.
 *
 * Ownership: a lab belongs to its health; csm_lab_free.
 */
#ifndef CSM_CMD_LAB_H
#define CSM_CMD_LAB_H

#include "health.h"
#include "table/table.h"
#include "score/backtest.h"
#include "score/compare.h"
#include "score/move.h"
#include "score/variant.h"
#include "unit/churn.h"

/* Another configuration, evaluated beside the run's own over the same points. */
struct csm_lab_other {
	struct csm_config *conf;
	struct csm_metric *metric, *own_metric;
	size_t metrics, own_metrics;
	struct csm_profile *profile;
	size_t profiles;
	struct csm_engine *engine;
	struct csm_scorer *scorer;
};

struct csm_lab {
	struct csm_doc doc;
	struct csm_lab_other other;
	struct csm_compare compare;
	struct csm_formula *value; /* recurring, for --compare */
	size_t value_query;
	struct csm_ledger churns;
	struct csm_backtest backtest;
	struct csm_trials *trials; /* by lead; one list without --backtest */
	size_t n_trials;
	int32_t first;               /* day something is known of the company */
	size_t outside;              /* companies that left on days that do not count */
	struct csm_variant *variant; /* --sensitivity */
	size_t variants;
};

struct csm_lab *csm_lab_new(void);
void csm_lab_free(struct csm_lab *lab);
/* Read --compare FILE; -1 after a report. */
int csm_lab_other_read(struct csm_health *h);
/* Turn its engine to the company, for the run's days. */
void csm_lab_other_company(struct csm_health *h, const struct csm_set *set);
/* -1 after reporting a --part there is none of. */
int csm_lab_parts(struct csm_health *h);
/* Write the document in the format asked for. */
void csm_lab_write(struct csm_health *h);
/* 1 if the tables are for people: -t text, or nothing said and a terminal (or
 * `usually`, whatever the output is). */
int csm_lab_is_text(const struct csm_run *run, int usually);

/* The modes: --explain with --since, --compare, --backtest (and --sensitivity). */
int csm_lab_move_prepare(struct csm_health *h);
int csm_lab_move_begin(struct csm_health *h);
void csm_lab_move_company(struct csm_health *h, const struct csm_set *set);
int csm_lab_compare_prepare(struct csm_health *h);
int csm_lab_compare_begin(struct csm_health *h);
void csm_lab_compare_company(struct csm_health *h, const struct csm_set *set);
void csm_lab_compare_finish(struct csm_health *h);
int csm_lab_backtest_prepare(struct csm_health *h);
int csm_lab_backtest_begin(struct csm_health *h);
void csm_lab_backtest_company(struct csm_health *h, const struct csm_set *set);
void csm_lab_backtest_finish(struct csm_health *h);

/* Tables of --backtest and --sensitivity. */
void csm_lab_put_trials(struct csm_health *h);
void csm_lab_put_variants(struct csm_health *h);

/* For those that make tables: a number with so many places, a ratio in percent (none if
 * below 0), an interval. */
struct csm_heading *csm_lab_column(struct csm_lab *lab, struct csm_table *t,
    const char *name, const char *title, enum csm_cell_kind kind, int places);
struct csm_cell csm_lab_ratio(double x);
/* "poor" ... in its colour. */
struct csm_cell csm_lab_state(struct csm_lab *lab, enum csm_pillar_state state);

#endif
