/*
 * Engine: evaluates formulas for one company after another, every entity, every day of
 * a range.  What csm-calc, csm-health, csm-units, filters and reports share.
 *
 *   engine = csm_engine_new(&options)
 *   csm_engine_metric(...)    the calculated metrics, used or not
 *   q = csm_engine_query(...) every formula whose values are wanted
 *   csm_engine_prepare(...)   names resolved, cycles found; then, per company:
 *   csm_engine_company(engine, set), csm_engine_values(engine, q, i) ...
 *   csm_engine_finish(...)    warnings about names that never occurred
 *
 * Series a formula names are found among the points, made by a calculated metric
 * (evaluated for just the days its users look back to, so that a day alone and the same
 * day in a range agree), rolled up from children, or derived from end-user points
 * (system.activity_count, users_total, users_active_lastN).  Points that are there win
 * over what would be derived, and by csm_engine_taken over what would be calculated.
 *
 * What a name stands for is told in metric/operand.h.
 *
 * Nothing is evaluated before it is asked for.  One company is in memory at a time, and
 * of its end users, assets and projects one each: a company of a hundred thousand users
 * takes no more room than its points.
 *
 * Ownership: the engine borrows formulas, metrics, fields and the set; they outlive it
 * (the set: until the next csm_engine_company).  Values are the engine's until the next
 * csm_engine_company; those of models other than company only until another entity of
 * that model is asked about.
 */
#ifndef CSM_METRIC_ENGINE_H
#define CSM_METRIC_ENGINE_H

#include "metric/metric.h"
#include "series/narrow.h"
#include "entity/fields.h"
#include "series/set.h"

/* What becomes of calculated metrics that are among the entity's points. */
enum csm_engine_taken {
	CSM_TAKEN_NOT, /* they are evaluated */
	/* A day of which evaluation tells nothing is taken: points that were made elsewhere come
	 * without those they were made of.  Not of some of a company's end users, nor of a
	 * period that is one window. */
	CSM_TAKEN_UNTOLD,
	CSM_TAKEN_FIRST /* a day that is there is taken, and not evaluated */
};

struct csm_engine_options {
	int32_t since, until;                        /* evaluated days, both included */
	const struct csm_fields *fields[CSM_MODELS]; /* NULL: none for that model */
	int ranks; /* 1: the caller makes the passes of csm_engine_ranking */
	enum csm_engine_taken taken;
	int then; /* 1: what is put on a planned day counts as not known; with fields of
		      csm_fields_then nothing is that has no date */
};

struct csm_engine;
struct csm_plan;

struct csm_engine *csm_engine_new(const struct csm_engine_options *options);
void csm_engine_free(struct csm_engine *engine);

/* Make calculated.<id> known; evaluated only where something asks for it. */
void csm_engine_metric(struct csm_engine *engine, const struct csm_metric *metric);
/* Ask for a metric's values: rounded to millionths, `nulls` and `where` applied. */
size_t csm_engine_query_metric(
    struct csm_engine *engine, const struct csm_metric *metric);
/* Ask for a formula's values as they come, for the entities of `model`. */
size_t csm_engine_query(
    struct csm_engine *engine, enum csm_model model, const struct csm_formula *formula);
/* The same of one whose values are read as numbers, or as truths: cells of a field that
 * is all of it, and are none, are told of. */
size_t csm_engine_query_number(
    struct csm_engine *engine, enum csm_model model, const struct csm_formula *formula);
size_t csm_engine_query_truth(
    struct csm_engine *engine, enum csm_model model, const struct csm_formula *formula);
/* The query tells which companies are evaluated, so it may use no rank of them. */
void csm_engine_chooses(struct csm_engine *engine, size_t query);
/*
 * Resolve all names.  Reports E_FORMULA (a metric or field of a model that this model
 * may not use; a pattern that takes in calculated metrics; a rank where none can be),
 * E_CYCLE ("a -> b -> a");
 * W_UNKNOWN for a field no fields file has.  Returns -1 if there was an error.
 * A calculated.<id> without definition may be among the points: csm_engine_finish.
 */
int csm_engine_prepare(struct csm_engine *engine, struct csm_diag *diag);

/* The caller asks for values of companies and looks at their sets no further: of those whose
 * own points tell all of them, others' points may be left unread.  Before csm_engine_prepare. */
void csm_engine_only_values(struct csm_engine *engine);
/* Read of a set what the engine needs to be turned to it; on any thread that has the engine. */
void csm_engine_open(const struct csm_engine *engine, struct csm_set *set);
/* Other days to evaluate than those of the options, for whoever learns them only from
 * the data; before the first company, or, after a period, before the next. */
void csm_engine_range(struct csm_engine *engine, int32_t since, int32_t until);
/*
 * Evaluate one period from..until as one window: windows that were written without days
 * have its days, and there is one value, that of its last day.  Then turn to the company
 * again.  Not with ranks, and not once the engine was forked.
 */
void csm_engine_period(struct csm_engine *engine, int32_t from, int32_t until);
/* What is to be done, once prepared: for those who have another engine do it. */
const struct csm_plan *csm_engine_plan(const struct csm_engine *engine);
/* What a query evaluates. */
const struct csm_formula *csm_engine_formula(
    const struct csm_engine *engine, size_t query);
/* The first evaluated day. */
int32_t csm_engine_since(const struct csm_engine *engine);
/* How many days are evaluated: until - since + 1. */
size_t csm_engine_days(const struct csm_engine *engine);

/*
 * Ranks need the values of all companies before the first company is evaluated.  While
 * this is 1, turn to each of the companies that are evaluated and call
 * csm_engine_rank, then csm_engine_ranked; 0 at once without ranks.
 */
int csm_engine_ranking(struct csm_engine *engine);
void csm_engine_rank(struct csm_engine *engine);
void csm_engine_ranked(struct csm_engine *engine);
/* Other days will be told between one company and the next, so there can be no ranks:
 * csm_engine_prepare refuses them. */
void csm_engine_refuse_ranks(struct csm_engine *engine);
/* 1 if there will be such passes. */
int csm_engine_has_ranks(const struct csm_engine *engine);

/*
 * Another engine that evaluates the same at the same time, on a thread of its own: in a
 * ranking pass, or once there are no more.  It knows no names: the engine it was forked from
 * is shown every set instead, by one thread.  Join adds its counts, and frees it.
 */
struct csm_engine *csm_engine_fork(const struct csm_engine *engine);
void csm_engine_join(struct csm_engine *engine, struct csm_engine *fork);
void csm_engine_see(struct csm_engine *engine, const struct csm_set *set);

/* Leave out whoever is not there, of every company turned to from now on; NULL:
 * nobody.  It is borrowed, and may change between companies. */
void csm_engine_narrow(struct csm_engine *engine, const struct csm_narrow *narrow);
/* Turn to a company. */
void csm_engine_company(struct csm_engine *engine, const struct csm_set *set);
/* Entities of a model in this company: those with points and those of the fields file,
 * in byte order of their ids; one, itself, for the company model. */
size_t csm_engine_entities(const struct csm_engine *engine, enum csm_model model);
struct csm_text csm_engine_entity(
    const struct csm_engine *engine, enum csm_model model, size_t i);
/* until - since + 1 values of a query for entity i of its model. */
const struct csm_value *csm_engine_values(
    const struct csm_engine *engine, size_t query, size_t i);
/* The same values in millionths or CSM_MISSING, rounded as the results of metrics are:
 * what other metrics read.  A formula that is a window, a field or a literal alone has
 * its integer, which from 2^52 millionths on its double no longer tells. */
const int64_t *csm_engine_micros(
    const struct csm_engine *engine, size_t query, size_t i);
/* A field of entity i on a day: "plan".  MISSING if there is none. */
struct csm_value csm_engine_field(const struct csm_engine *engine, enum csm_model model,
    size_t i, const char *name, int32_t day);

/*
 * Tell how a query's value on the last day of the range came about, for entity i of the
 * company evaluated last: every node with its value and, for windows, the days covered.
 */
struct csm_explain_line {
	const struct csm_node *node;
	int depth;
	int taken; /* 0: a branch IF did not take */
	struct csm_value value;
	int32_t from, to;       /* WINDOW: the days it covered */
	size_t days_with_value; /* WINDOW */
	const char *source;     /* FIELD: the file; WINDOW: "points", "no points",
				   "calculated", "rolled up from 12 end users", "derived";
				   else NULL.  Borrowed until the return */
};
void csm_engine_explain(struct csm_engine *engine, size_t query, size_t i,
    void (*line)(void *ctx, const struct csm_explain_line *l), void *ctx);
/* The same of the metric's condition; nothing is told if it has none. */
void csm_engine_explain_where(struct csm_engine *engine, size_t query, size_t i,
    void (*line)(void *ctx, const struct csm_explain_line *l), void *ctx);

/*
 * The newest day with a point within the reach of a query on the evaluated day `day`
 * (0, 1, ...), of entity i: the newest point that went into its value, through the
 * calculated metrics it uses, their conditions included.  Of numbers of users that are
 * derived it is the newest activity of an end user.  Fields are no points.
 * CSM_DAY_NONE if there is none.
 */
int32_t csm_engine_newest(
    struct csm_engine *engine, size_t query, size_t i, size_t day);

/*
 * Append what nobody can say to have been known on its day, "company.plan and tasks.*",
 * and return how many that are: fields somebody looks at whose file has a row that does
 * not say from when it holds, system.users_total if such a row is of an end user, who may
 * have come later, and tasks, which stand on the day they are planned for.  After
 * csm_engine_prepare.
 */
size_t csm_engine_undated(const struct csm_engine *engine, struct csm_buf *out);

struct csm_engine_counts {
	uint64_t divisions_by_zero; /* evaluations in which one happened */
	uint64_t values;            /* values computed for queries */
};
struct csm_engine_counts csm_engine_counts(const struct csm_engine *engine);
/* After the last company: W_UNKNOWN for metric names that never occurred in the data,
 * with the nearest name that did.  Silent if there was no point at all, and about
 * formulas parsed without a place: questions of the program's own. */
void csm_engine_finish(struct csm_engine *engine, struct csm_diag *diag);

#endif
