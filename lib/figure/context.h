/*
 * Context: one report being made: what was asked, the engines that evaluate, the
 * companies as they come by, and the document at the end.
 *
 *   context = csm_context_new(report, &options, ...)    formulas are read here: errors
 * first csm_context_company(context, set) for each company of the walk
 *   csm_context_finish(context, &doc)
 *
 * Ownership: a context borrows options, configuration and fields; the document borrows
 * from the context, which is freed after it was written.
 */
#ifndef CSM_FIGURE_CONTEXT_H
#define CSM_FIGURE_CONTEXT_H

#include "base/intern.h"
#include "base/words.h"
#include "filter/filter.h"
#include "metric/engine.h"
#include "figure/catalog.h"
#include "time/bucket.h"
#include "table/table.h"

#define CSM_REPORT_DAYS 90 /* of history shown */

enum csm_over {
	CSM_OVER_SUM = 1,
	CSM_OVER_AVG,
	CSM_OVER_AVG_PRESENT,
	CSM_OVER_MIN,
	CSM_OVER_MAX,
	CSM_OVER_MEDIAN
};

enum csm_time_agg {
	CSM_TIME_AGG_SUM = 1,
	CSM_TIME_AGG_AVG,
	CSM_TIME_AGG_LAST,
	CSM_TIME_AGG_END,
	CSM_TIME_AGG_DAILY_AVG,
	CSM_TIME_AGG_MIN,
	CSM_TIME_AGG_MAX
};

/* Beside the buckets of time: all days together. */
enum { CSM_BUCKET_ALL = CSM_BUCKET_WEEK_SUNDAY + 1 };
enum { CSM_COMPARE_PREVIOUS = 1 };
enum csm_outliers { CSM_OUTLIERS_IQR = 1, CSM_OUTLIERS_Z };

/* What options and pages call them: csm_choice. */
extern const struct csm_words csm_over_words, csm_time_agg_words, csm_range_words,
    csm_compare_words, csm_outliers_words;

struct csm_report;

struct csm_report_options {
	const char *arg;     /* METRIC, ID; NULL: none */
	const char *page;    /* id; NULL: the usual one */
	const char *resets;  /* a file of unit/reset.h; NULL: none */
	const char *freeze;  /* a file that is to have the ids listed; NULL: none */
	const char *columns; /* "id,name,sum(x, 7) as week"; NULL: the usual ones */
	const char *sort;    /* a column or formula, '-' before it: descending */
	const char *top, *bottom; /* "10", "5%" */
	const char *owner;
	int unassigned;
	const char *model;                /* NULL: company */
	long limit;                       /* -1: the report's own */
	const char *by;                   /* field */
	int bucket, agg, over, compare;   /* 0: the report's own */
	long window;                      /* days; -1: the report's own */
	const char *x, *y, *size, *paint; /* of the bubble room; NULL: the usual */
	int outliers;                     /* 0: by quartiles */
	const char *const *metric;        /* metrics or formulas */
	size_t metrics;
	int sunday;              /* weeks begin on Sunday */
	int ranged;              /* --since was given */
	int fresh, open, replay; /* --new, --open, --replay */
	int verbose;             /* tell who falls out of conditions */
	int left;                /* --left: those that left as well */
	int bands;               /* --bands: companies by state, over time */
	const char *title;       /* of the document; NULL: its own */
	const char *const *where, *const *segment;
	size_t wheres, segments;
	/* All there are, NULL after the last: what a page can be made of. */
	const struct csm_report *const *reports;
};

/* What is to be freed with a context. */
struct csm_context_end {
	void (*end)(void *of);
	void *of;
	struct csm_context_end *next;
};

struct csm_context {
	const struct csm_report *report;
	const struct csm_report_options *options;
	const struct csm_config *conf;
	const struct csm_fields *const *fields; /* by model; NULL: none */
	struct csm_diag *diag;
	int32_t since, until;   /* until is the as-of day */
	struct csm_arena arena; /* until the end */
	struct csm_catalog catalog;
	struct csm_engine *now;        /* evaluates the as-of day */
	struct csm_engine *days;       /* evaluates since..until; NULL: not needed */
	struct csm_engine *history;    /* evaluates other days with each company, as its
					  user says; NULL: not needed */
	int ranking_now, ranking_days; /* a pass for ranks is being made */
	int ranking_below;             /* of a context below */
	struct csm_metric *metric;     /* calculated ones of the configuration */
	size_t metrics;
	struct csm_filter *filter;
	struct csm_narrow narrow;          /* whom of the company the filter leaves */
	int owner_column, name_column;     /* in the company fields, -1: none */
	int32_t first_day, last_day;       /* of all points; CSM_DAY_NONE: none */
	int32_t near_day;                  /* newest not after the as-of day */
	int32_t health_first, health_last; /* days with system.health */
	struct csm_context *above; /* the page it is an element of; NULL: of none */
	struct csm_outage *outage; /* NULL: nobody asked, or the page above has it */
	bool wants_outage;
	bool outage_first;      /* it has to be known before the first company */
	struct csm_buf by_hand; /* scores set so that were shown, for a note */
	size_t by_hands;
	struct csm_context_end *ends;
	struct csm_knowing *knowing; /* figure/known.h; NULL: not asked so far */
	struct csm_fallen *fallen;   /* NULL: nobody asked who falls out */
	struct csm_alerts *alerts;   /* NULL: nobody asked for them */
	struct csm_intern names;     /* metrics that occur, if keep_names */
	int keep_names;
	size_t companies, asked,
	    chosen;   /* that came by; that are the owner's, if one is
					    asked for; that passed the filter */
	size_t found; /* what --exit-code tells of */
	bool extras;  /* --columns takes fields of companies too */
	void *work;   /* the report's own; NULL: it did not begin */
};

/* fields: CSM_MODELS of them.  NULL after a report: E_USAGE, E_FORMULA, ... */
struct csm_context *csm_context_new(const struct csm_report *report,
    const struct csm_report_options *options, const struct csm_config *conf,
    const struct csm_fields *const *fields, struct csm_diag *diag);
/* The days it is about, before the first company.  since: CSM_DAY_NONE: the report's
 * own.  -1 after a report. */
int csm_context_days(struct csm_context *context, int32_t since, int32_t until);
/* Formulas of the report use ranks: passes over all companies as of engine.h, after
 * csm_context_days. */
int csm_context_has_ranks(const struct csm_context *context);
int csm_context_ranking(struct csm_context *context);
/* Always 0. */
int csm_context_rank(struct csm_context *context, const struct csm_set *set);
void csm_context_ranked(struct csm_context *context);
void csm_context_free(struct csm_context *context);
/* -1 after a report. */
int csm_context_company(struct csm_context *context, const struct csm_set *set);
/*
 * For who shows companies on threads: contexts need not wait for one another, but each is to
 * be shown companies in their order.  The i-th context that can be shown them apart from
 * this one; NULL: there are no more.
 */
struct csm_context *csm_context_apart(const struct csm_context *context, size_t i);
/* As csm_context_company and csm_context_rank, without those: 1 if they are to be shown it as
 * well, 0; -1 after a report. */
int csm_context_company_alone(struct csm_context *context, const struct csm_set *set);
int csm_context_rank_alone(struct csm_context *context, const struct csm_set *set);
/* What is to be said of the conditions of -w and of all formulas of the configuration:
 * audit/lint.h. */
void csm_context_lint(const struct csm_context *context, struct csm_diag *diag);
/* -1 after a report: E_NODATA, E_USAGE for a metric that does not occur. */
int csm_context_finish(struct csm_context *context, struct csm_doc *doc);

/* For reports. */

/* Ask an engine for a formula's values; SIZE_MAX after a report. */
size_t csm_context_query(struct csm_context *context, struct csm_engine *engine,
    enum csm_model model, const char *text, const char *option);
/* Value of a query on the as-of day, for the company evaluated last. */
int64_t csm_context_value(const struct csm_context *context, size_t query);
/* The engine for days that differ from company to company, in a report's begin. */
struct csm_engine *csm_context_history(struct csm_context *context);
/* In a report's begin: find out who falls out of the conditions of -w and -s, and out of
 * those of a section of the configuration (NULL: of all): audit/fallen.h. */
void csm_context_tell(struct csm_context *context, const char *section);
/* Have `of` freed with the context. */
void csm_context_at_end(struct csm_context *context, void (*end)(void *of), void *of);
/* In a report's begin: find days on which the activity of all companies fell at once;
 * first: before the first company, else they are known in its finish. */
void csm_context_outage(struct csm_context *context, bool first);
/* Those days, once they are known; NULL: nobody asked for them. */
const struct csm_outage *csm_context_outages(const struct csm_context *context);
/* Make the context one of an element of a page, before its days are told. */
void csm_context_put_under(struct csm_context *context, struct csm_context *page);
/* A field of a company or other entity on the as-of day, as a cell. */
struct csm_cell csm_context_field(struct csm_context *context, enum csm_model model,
    const char *company, const char *id, int column);
/* The same as text, NULL if missing. */
const char *csm_context_field_text(struct csm_context *context, enum csm_model model,
    const char *company, const char *id, int column);
/* The fields there are, as what may have been meant. */
void csm_context_offer_fields(
    const struct csm_context *context, enum csm_model model, struct csm_nearest *near);
/* Whether the filter leaves an entity of the company at hand. */
bool csm_context_has(
    const struct csm_context *context, enum csm_model model, const char *id);
/* What the entity is called: its field name, company_name or account_name, else its
 * id. */
const char *csm_context_name(struct csm_context *context, enum csm_model model,
    const char *company, const char *id);
/* The same of a company whose id lives as long, so that it is no copy. */
const char *csm_context_called(struct csm_context *context, const char *id);
/* First of `names` (NULL-terminated) that is a column; -1. */
int csm_context_column(
    const struct csm_context *context, enum csm_model model, const char *const *names);
/* Cells of a column (-1: none) are read so: W_CELL, W_AMBIGUOUS or W_TYPE, once;
 * E_AMBIGUOUS, which ends the run before it reads points, for decimal commas. */
void csm_context_reads(const struct csm_context *context, enum csm_model model,
    int column, enum csm_value_type type);
/* -1 after reporting that no point of that metric was read, with the nearest name. */
int csm_context_need_metric(
    struct csm_context *context, const char *metric, const char *what);
/* Of -n: warns of one that an entry of the configuration would have to make, and none
 * does; NULL, and others: nothing. */
void csm_context_doubt_metric(struct csm_context *context, const char *metric);
/* "14 companies, as of 2026-11-20". */
const char *csm_context_subtitle(
    struct csm_context *context, size_t shown, const char *what);

#endif
