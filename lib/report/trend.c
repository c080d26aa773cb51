/*
 * The report `trend METRIC`: within a bucket the days of each company become one
 * (--agg), then the companies (--over).
 */
#include "report/trend.h"

#include "base/text.h"
#include "figure/report.h"
#include "formula/titled.h"

#include <string.h>

static int
trend_read_by(struct csm_context *context, struct csm_trend_work *w)
{
	const char *by = context->options->by;

	if (by != NULL && (w->compare || w->metrics > 1))
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    w->compare ? "--by and --compare exclude each other"
			       : "--by divides one metric, not several");
	return csm_dimension_read(context, by, &w->by);
}

/* Columns are told apart by their titles. */
static int
trend_check_titles(struct csm_context *context, const struct csm_trend_work *w)
{
	struct csm_buf quoted = {0};
	bool again = false;

	for (size_t i = 0; i < w->metrics && w->metrics > 1 && !again; i++) {
		const char *title = w->metric[i].title;
		/* These are columns of every trend. */
		again = strcmp(title, "bucket") == 0 || strcmp(title, "days") == 0;
		for (size_t k = 0; k < i; k++)
			again |= strcmp(w->metric[k].title, title) == 0;
		if (again)
			csm_text_quote(&quoted, title, strlen(title));
	}
	if (again)
		csm_error(context->diag, CSM_E_USAGE, NULL,
		    "trend: two columns would be called %s; give one another name with "
		    "\"as TITLE\"",
		    quoted.data);
	csm_buf_fini(&quoted);
	return again ? -1 : 0;
}

/* One or several between commas. */
static int
trend_read_metrics(struct csm_context *context, struct csm_trend_work *w,
    const char *text, const char *what)
{
	size_t n;
	const struct csm_titled *asked = csm_titled_split(&context->arena, text, &n);

	for (size_t i = 0; i < n; i++) {
		struct csm_trend_metric *m = &w->metric[w->metrics];
		if (w->metrics == CSM_TREND_METRICS)
			return csm_error(context->diag, CSM_E_USAGE, NULL,
			    "a trend has at most %d metrics", CSM_TREND_METRICS);
		if (csm_gauge_read(context, asked[i].text, what, &m->gauge) != 0)
			return -1;
		m->title = asked[i].title;
		m->windows = m->gauge.plain && context->options->agg == 0;
		/* Such a metric tells the engine another range for each bucket, and a
		 * rank is among companies on one. */
		if (m->windows)
			csm_engine_refuse_ranks(context->days);
		w->metrics++;
	}
	return 0;
}

static int
trend_begin(struct csm_context *context)
{
	struct csm_trend_work *w = context->work;
	const struct csm_report_options *o = context->options;

	w->compare = o->compare != 0;
	if (o->bands)
		return csm_trend_bands_begin(context);
	if (trend_read_metrics(context, w, o->arg, "trend") != 0)
		return -1;
	for (size_t i = 0; i < o->metrics; i++)
		if (trend_read_metrics(context, w, o->metric[i], "--metric") != 0)
			return -1;
	if (trend_check_titles(context, w) != 0)
		return -1;
	if (w->compare && w->metrics > 1)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--compare is for one metric, not several");
	return trend_read_by(context, w);
}

/* So that a chart has about 30 buckets: a month of days, half a year of weeks, then months. */
#define DAYS_BY_DAY 31
#define DAYS_BY_WEEK 200

static enum csm_bucket
choose_bucket(const struct csm_context *context)
{
	int32_t days = context->until - context->since + 1;
	int choice = context->options->bucket;

	/* within it days become one by --agg, as in any bucket */
	if (choice == CSM_BUCKET_ALL)
		return CSM_BUCKET_DAY;

	if (choice == 0)
		choice = days <= DAYS_BY_DAY    ? CSM_BUCKET_DAY
			 : days <= DAYS_BY_WEEK ? CSM_BUCKET_WEEK
						: CSM_BUCKET_MONTH;
	return csm_buckets_choice(context, (enum csm_bucket)choice);
}

static void
whole_range(struct csm_context *context, struct csm_trend_work *w)
{
	int32_t days = context->until - context->since + 1;

	w->in.n = 1;
	w->in.span = CSM_ARENA_NEW(&context->arena, struct csm_period);
	w->before = CSM_ARENA_NEW(&context->arena, struct csm_period);
	*w->in.span = (struct csm_period){context->since, context->until};
	*w->before = (struct csm_period){context->since - days, context->since - 1};
}

/* What each bucket is compared with, and the days that takes. */
static void
trend_look_back(struct csm_context *context, struct csm_trend_work *w)
{
	int32_t first;

	if (!w->whole)
		w->before = csm_periods_before(
		    &context->arena, w->in.bucket, w->in.span, w->in.n);
	first = w->before[0].from < CSM_DAY_MIN ? CSM_DAY_MIN : w->before[0].from;
	/* what is compared with is evaluated, too */
	if (first < context->since)
		context->since = first;
}

static void
trend_range(struct csm_context *context, int32_t since)
{
	struct csm_trend_work *w = context->work;

	w->whole = context->options->bucket == CSM_BUCKET_ALL;
	w->in.bucket = choose_bucket(context);
	/* without --since the first bucket is whole */
	if (since == CSM_DAY_NONE && context->since > CSM_DAY_MIN && !w->whole)
		context->since = csm_bucket_start(w->in.bucket, context->since);
	if (context->since < CSM_DAY_MIN)
		context->since = CSM_DAY_MIN;
	if (w->whole)
		whole_range(context, w);
	else
		csm_buckets_make(context, w->in.bucket, context->since, &w->in);
	if (w->compare)
		trend_look_back(context, w);
	if (w->stated != NULL)
		csm_trend_bands_range(context);
	for (size_t i = 0; i < w->metrics; i++) {
		w->metric[i].spread.buckets = w->compare ? 2 * w->in.n : w->in.n;
		w->metric[i].days = CSM_ARENA_ARRAY(&context->arena, int64_t,
		    (size_t)(context->until - context->since) + 1);
	}
}

/* Days before 1970 have no value. */
static int64_t
trend_fold(const struct csm_context *context, const struct csm_trend_metric *m,
    const struct csm_set *set, struct csm_period s)
{
	/* a bucket to compare with may lie before the calendar */
	if (s.to < context->since)
		return CSM_MISSING;
	if (s.from < context->since)
		s.from = context->since;
	if (m->windows)
		return csm_gauge_period(context, &m->gauge, set, s.from, s.to);
	return csm_panel_days(m->gauge.agg, &m->days[s.from - context->since],
	    (size_t)(s.to - s.from) + 1);
}

static void
trend_read_company(struct csm_context *context, struct csm_trend_metric *m,
    const struct csm_set *set, const char *group)
{
	const struct csm_trend_work *w = context->work;
	int64_t *row = csm_panel_add(&m->spread, group);

	for (size_t i = 0; i < w->in.n; i++) {
		row[i] = trend_fold(context, m, set, w->in.span[i]);
		if (w->compare)
			row[w->in.n + i] = trend_fold(context, m, set, w->before[i]);
	}
}

/* Two companies of one name are two lines. */
static const char *
trend_name(struct csm_context *context, const char *id)
{
	struct csm_trend_work *w = context->work;
	const char *name = csm_context_name(context, CSM_MODEL_COMPANY, id, id);
	size_t len = strlen(name);

	if (csm_intern_find(&w->names, name, len) != CSM_INTERN_NONE)
		return csm_arena_printf(&context->arena, "%s (%s)", name, id);
	/* the first of a name keeps it: companies come by id */
	csm_intern_put(&w->names, name, len);
	return name;
}

/* Whether some metrics are of days and others of windows, which tell the engine theirs. */
static bool
trend_mixes(const struct csm_trend_work *w)
{
	size_t windows = 0;

	for (size_t i = 0; i < w->metrics; i++)
		windows += w->metric[i].windows != 0;
	return windows > 0 && windows < w->metrics;
}

static int
trend_company(struct csm_context *context, const struct csm_set *set)
{
	struct csm_trend_work *w = context->work;
	const char *id = set->company.s, *group;

	if (w->stated != NULL)
		csm_trend_bands_company(context, set);
	group = w->by.kind == CSM_DIMENSION_NAME
		    ? trend_name(context, id)
		    : csm_dimension_of(context, &w->by, id);
	/* the days of all before the windows of any, which tell the engine others */
	for (size_t i = 0; i < w->metrics; i++)
		if (!w->metric[i].windows)
			csm_gauge_days(context, &w->metric[i].gauge, w->metric[i].days);
	for (size_t i = 0; i < w->metrics; i++)
		trend_read_company(context, &w->metric[i], set, group);
	if (trend_mixes(w)) /* the next company has all days again */
		csm_engine_range(context->days, context->since, context->until);
	w->companies++;
	return 0;
}

static int
trend_finish(struct csm_context *context, struct csm_doc *doc)
{
	struct csm_trend_work *w = context->work;

	for (size_t i = 0; i < w->metrics; i++)
		if (csm_gauge_need(context, &w->metric[i].gauge, "trend") != 0)
			return -1;
	if (w->stated != NULL &&
	    csm_context_need_metric(context, w->stated, "--metric") != 0)
		return -1;
	doc->subtitle = csm_context_subtitle(context, w->companies, "companies");
	if (w->stated != NULL)
		csm_trend_bands_put(context, doc);
	else
		csm_trend_put(context, doc);
	return 0;
}

static void
trend_end(struct csm_context *context)
{
	struct csm_trend_work *w = context->work;

	for (size_t i = 0; i < w->metrics; i++)
		csm_panel_fini(&w->metric[i].spread);
	csm_intern_fini(&w->names);
}

static void
trend_lint(struct csm_context *context)
{
	const struct csm_trend_work *w = context->work;

	for (size_t i = 0; i < w->metrics; i++)
		csm_context_doubt_metric(context, w->metric[i].gauge.metric);
	csm_context_doubt_metric(context, w->stated);
}

const struct csm_report csm_report_trend = {.name = "trend",
    .arg = "METRIC",
    .title = "Trend",
    .work = sizeof(struct csm_trend_work),
    .parts = (const char *const[]){"trend", "lines", NULL},
    .summary = "metrics, or formulas, over time; --bands: companies by health band",
    .takes = "bucket agg over by compare since metric bands chart",
    .rows = "trend",
    .days = CSM_REPORT_DAYS,
    .range = trend_range,
    .lint = trend_lint,
    .begin = trend_begin,
    .company = trend_company,
    .finish = trend_finish,
    .end = trend_end};
