#include "figure/gauge.h"

#include "figure/column.h"

#include <string.h>

/* What a family of metrics is by its nature: counts add up; a state is that of the
 * bucket's last day; a measurement holds. */
static const struct {
	const char *prefix;
	enum csm_agg agg;
	enum csm_over over;
} natures[] = {{"activities.", CSM_AGG_SUM, CSM_OVER_SUM},
    {"conversations.", CSM_AGG_SUM, CSM_OVER_SUM},
    {"tasks.", CSM_AGG_SUM, CSM_OVER_SUM}, {"modules.", CSM_AGG_SUM, CSM_OVER_SUM},
    {"revenue.", CSM_AGG_END, CSM_OVER_SUM},
    {"system.health", CSM_AGG_END, CSM_OVER_AVG_PRESENT},
    {"system.csm_score", CSM_AGG_END, CSM_OVER_AVG_PRESENT},
    {"system.activity_count", CSM_AGG_SUM, CSM_OVER_SUM},
    {"system.", CSM_AGG_END, CSM_OVER_SUM},
    {"health.", CSM_AGG_END, CSM_OVER_AVG_PRESENT},
    {"units.", CSM_AGG_END, CSM_OVER_AVG_PRESENT},
    {"", CSM_AGG_LAST, CSM_OVER_AVG_PRESENT}};

int
csm_gauge_read(
    struct csm_draft *draft, const char *text, const char *what, struct csm_gauge *m)
{
	const struct csm_report_options *o = draft->options;
	const char *formula = csm_column_metric(&draft->arena, text, 1), *name;
	struct csm_buf canonical = {0};
	size_t i = 0;

	*m = (struct csm_gauge){.query = SIZE_MAX};
	if (formula != NULL) {
		csm_metric_canonical(&canonical, text, strlen(text));
		m->metric = csm_arena_strdup(&draft->arena, csm_buf_text(&canonical));
		csm_buf_fini(&canonical);
		draft->keep_names = 1;
	} else if (strpbrk(text, ".(") == NULL) {
		return csm_error(draft->diag, CSM_E_USAGE, NULL,
		    "%s wants a metric such as revenue.mrr, or a formula, not \"%s\"",
		    what, text);
	}
	m->query = csm_draft_query(draft, draft->days, CSM_MODEL_COMPANY,
	    formula == NULL ? text : formula, what);
	name = m->metric == NULL ? "" : m->metric;
	while (strncmp(name, natures[i].prefix, strlen(natures[i].prefix)) != 0)
		i++;
	m->agg = o->agg != 0 ? (enum csm_agg)o->agg : natures[i].agg;
	m->over = o->over != 0 ? (enum csm_over)o->over : natures[i].over;
	return m->query == SIZE_MAX ? -1 : 0;
}

void
csm_gauge_days(const struct csm_draft *draft, const struct csm_gauge *m, int64_t *days)
{
	const struct csm_value *v = csm_engine_values(draft->days, m->query, 0);

	for (int32_t d = draft->since; d <= draft->until; d++)
		days[d - draft->since] = csm_value_micros(&v[d - draft->since]);
}

int
csm_gauge_need(struct csm_draft *draft, const struct csm_gauge *m, const char *what)
{
	return m->metric == NULL ? 0 : csm_draft_need_metric(draft, m->metric, what);
}
