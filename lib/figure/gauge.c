#include "figure/gauge.h"

#include "figure/column.h"
#include "point/family.h"

#include <string.h>

/* What a family of metrics is by its nature: counts add up; a state is that of the
 * bucket's last day; a measurement holds.
 * The first that fits counts, so longer prefixes stand before shorter ones; the last
 * takes all. */
static const struct gauge_nature {
	const char *prefix;
	enum csm_time_agg agg;
	enum csm_over over;
} natures[] = {{"activities.", CSM_TIME_AGG_SUM, CSM_OVER_SUM},
    {"conversations.", CSM_TIME_AGG_SUM, CSM_OVER_SUM},
    {"tasks.", CSM_TIME_AGG_SUM, CSM_OVER_SUM},
    {"modules.", CSM_TIME_AGG_SUM, CSM_OVER_SUM},
    {"revenue.", CSM_TIME_AGG_END, CSM_OVER_SUM},
    {"system.health", CSM_TIME_AGG_END, CSM_OVER_AVG_PRESENT},
    {"system.csm_score", CSM_TIME_AGG_END, CSM_OVER_AVG_PRESENT},
    {"system.activity_count", CSM_TIME_AGG_SUM, CSM_OVER_SUM},
    {"system.", CSM_TIME_AGG_END, CSM_OVER_SUM},
    {"milestones.", CSM_TIME_AGG_SUM, CSM_OVER_SUM},
    {"health.", CSM_TIME_AGG_END, CSM_OVER_AVG_PRESENT},
    {"units.", CSM_TIME_AGG_END, CSM_OVER_AVG_PRESENT},
    {"", CSM_TIME_AGG_LAST, CSM_OVER_AVG_PRESENT}};

/* Those of records with a state, which no prefix tells. */
static const struct gauge_nature of_state[] = {
    [CSM_FAMILY_OPENED] = {"", CSM_TIME_AGG_SUM, CSM_OVER_SUM},
    [CSM_FAMILY_CLOSED] = {"", CSM_TIME_AGG_SUM, CSM_OVER_SUM},
    [CSM_FAMILY_OPEN] = {"", CSM_TIME_AGG_END, CSM_OVER_SUM},
    [CSM_FAMILY_AMOUNT] = {"", CSM_TIME_AGG_END, CSM_OVER_SUM},
    [CSM_FAMILY_AGE] = {"", CSM_TIME_AGG_END, CSM_OVER_AVG_PRESENT}};

static const struct gauge_nature *
gauge_nature_of(const char *metric)
{
	const struct gauge_nature *n = natures;
	enum csm_family_state_part part = csm_family_state(metric, strlen(metric));

	/* Before prefixes: such a name may begin with anything. */
	if (part != CSM_FAMILY_NONE)
		return &of_state[part];
	while (strncmp(metric, n->prefix, strlen(n->prefix)) != 0)
		n++;
	return n;
}

/* Whether a window was written without days. */
static int
gauge_is_plain(const struct csm_formula *f)
{
	for (size_t i = 0; f != NULL && i < f->leaves; i++)
		if (f->leaf[i]->kind == CSM_NODE_WINDOW &&
		    (f->leaf[i]->window.plain || gauge_is_plain(f->leaf[i]->of)))
			return 1;
	return 0;
}

enum csm_over
csm_gauge_over(const char *metric)
{
	return gauge_nature_of(metric)->over;
}

bool
csm_gauge_adds_up(const struct csm_formula *f)
{
	return f->root->kind == CSM_NODE_WINDOW &&
	       (f->root->window.op == CSM_WINDOW_SUM ||
		   f->root->window.op == CSM_WINDOW_UNIQUES);
}

/* Events and users of a period add up to those of all companies. */
static void
gauge_read_formula(struct csm_gauge *m, const struct csm_formula *f)
{
	m->plain |= gauge_is_plain(f);
	if (csm_gauge_adds_up(f) && f->root->window.plain)
		m->over = CSM_OVER_SUM;
}

int
csm_gauge_read(struct csm_context *context, const char *text, const char *what,
    struct csm_gauge *m)
{
	const struct csm_report_options *o = context->options;
	const char *formula = csm_column_metric(&context->arena, text, 1);
	const struct gauge_nature *nature;
	struct csm_buf canonical = {0};

	*m = (struct csm_gauge){.query = SIZE_MAX};
	if (formula != NULL) {
		csm_canonical_metric(&canonical, text, strlen(text));
		m->metric = csm_arena_strdup(&context->arena, csm_buf_text(&canonical));
		csm_buf_fini(&canonical);
		context->keep_names = 1;
	} else if (strpbrk(text, ".(") == NULL) {
		/* A word alone: most often the id of a calculated metric without its
		 * prefix. */
		const char *own = csm_entry_find(context->catalog.metric, text) != NULL
				      ? "; did you mean \"calculated."
				      : NULL;
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "%s wants a metric such as revenue.mrr, or a formula, not "
		    "\"%s\"%s%s%s",
		    what, text, own != NULL ? own : "", own != NULL ? text : "",
		    own != NULL ? "\"?" : "");
	}
	m->query = csm_context_query(context, context->days, CSM_MODEL_COMPANY,
	    formula == NULL ? text : formula, what);
	if (m->query == SIZE_MAX)
		return -1;
	nature = gauge_nature_of(m->metric == NULL ? "" : m->metric);
	m->agg = o->agg != 0 ? (enum csm_time_agg)o->agg : nature->agg;
	m->over = nature->over;
	if (m->metric == NULL)
		gauge_read_formula(m, csm_engine_formula(context->days, m->query));
	/* What was asked for wins over what the metric is by its nature. */
	m->over = o->over != 0 ? (enum csm_over)o->over : m->over;
	return 0;
}

int64_t
csm_gauge_period(const struct csm_context *context, const struct csm_gauge *m,
    const struct csm_set *set, int32_t from, int32_t until)
{
	/* Distinct users of a month are no sum of those of its days: the period is one
	 * window. */
	csm_engine_period(context->days, from, until);
	csm_engine_company(context->days, set);
	return csm_engine_micros(context->days, m->query, 0)[0];
}

void
csm_gauge_days(
    const struct csm_context *context, const struct csm_gauge *m, int64_t *days)
{
	size_t n = (size_t)(context->until - context->since) + 1;

	memcpy(days, csm_engine_micros(context->days, m->query, 0), n * sizeof *days);
}

int
csm_gauge_need(struct csm_context *context, const struct csm_gauge *m, const char *what)
{
	return m->metric == NULL ? 0
				 : csm_context_need_metric(context, m->metric, what);
}
