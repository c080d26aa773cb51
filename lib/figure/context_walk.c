/* The companies of the walk: which are chosen, and what the engines are told of each. */
#include "audit/fallen.h"
#include "figure/context.h"
#include "figure/outage.h"
#include "figure/report.h"

#include <string.h>

static void
see_days(int32_t *first, int32_t *last, int32_t from, int32_t to)
{
	if (*first == CSM_DAY_NONE || from < *first)
		*first = from;
	if (to > *last) /* CSM_DAY_NONE is below every day */
		*last = to;
}

/* Which days and metrics there are, for messages about those there are not. */
static void
context_see(struct csm_context *context, const struct csm_set *set)
{
	for (size_t e = 0; e < set->entities; e++) {
		const struct csm_entity_points *entity = &set->entity[e];
		for (size_t m = 0; m < entity->metrics; m++) {
			const struct csm_metric_points *p = &entity->metric[m];
			/* As they came, with explicit missing ones: a day somebody
			 * wrote down is a day of data. */
			struct csm_series all = {.day = p->day, .n = p->n};
			size_t after = csm_series_at(&all, context->until + 1);
			if (p->n == 0)
				continue;
			see_days(&context->first_day, &context->last_day, p->day[0],
			    p->day[p->n - 1]);
			if (after > 0 && p->day[after - 1] > context->near_day)
				context->near_day = p->day[after - 1];
			if (!p->activity && strcmp(p->metric.s, "system.health") == 0)
				see_days(&context->health_first, &context->health_last,
				    p->day[0], p->day[p->n - 1]);
		}
	}
	for (size_t i = 0; context->keep_names && i < set->names; i++)
		csm_intern_put(
		    &context->names, set->name[i].metric.s, set->name[i].metric.len);
}

/* A manager sees own and, with --unassigned, nobody's companies. */
static int
is_owned(struct csm_context *context, const char *company)
{
	const struct csm_report_options *o = context->options;
	const char *owner;

	if (o->owner == NULL && !o->unassigned)
		return 1;
	owner = csm_context_field_text(
	    context, CSM_MODEL_COMPANY, company, company, context->owner_column);
	if (owner == NULL)
		return o->unassigned;
	return o->owner != NULL && strcmp(owner, o->owner) == 0;
}

/* The i-th context it is made of, NULL after the last. */
static struct csm_context *
context_below(const struct csm_context *context, size_t i)
{
	return context->report->below == NULL ? NULL
					      : context->report->below(context, i);
}

int
csm_context_has_ranks(const struct csm_context *context)
{
	const struct csm_context *below;

	for (size_t i = 0; (below = context_below(context, i)) != NULL; i++)
		if (csm_context_has_ranks(below))
			return 1;
	return context->outage_first || csm_engine_has_ranks(context->now) ||
	       (context->days != NULL && csm_engine_has_ranks(context->days));
}

int
csm_context_ranking(struct csm_context *context)
{
	struct csm_context *below;

	context->ranking_now = csm_engine_ranking(context->now);
	context->ranking_days =
	    context->days != NULL && csm_engine_ranking(context->days);
	context->ranking_below = 0;
	for (size_t i = 0; (below = context_below(context, i)) != NULL; i++)
		context->ranking_below |= csm_context_ranking(below);
	return context->ranking_now || context->ranking_days ||
	       context->ranking_below ||
	       (context->outage_first && !csm_outage_closed(context->outage));
}

/* Turn the engines to a company that was chosen, with those alone whom the filter leaves.
 */
static void
context_narrow(
    struct csm_context *context, const struct csm_set *set, struct csm_set *narrowed)
{
	*narrowed = *set;
	/* Conditions on end users are asked of all of them, so the engine sees the
	 * company whole first, and then once more without those who fell out. */
	if (csm_filter_narrow(context->filter, context->now, &context->narrow)) {
		*narrowed = csm_narrow_set(&context->narrow, set);
		csm_engine_company(context->now, narrowed);
	}
	if (context->days != NULL)
		csm_engine_company(context->days, narrowed);
}

struct csm_context *
csm_context_apart(const struct csm_context *context, size_t i)
{
	/* Whom conditions leave of a company is known here alone, and until the next. */
	return csm_filter_narrows(context->filter) ? NULL : context_below(context, i);
}

int
csm_context_rank_alone(struct csm_context *context, const struct csm_set *set)
{
	struct csm_set narrowed;
	struct csm_context *below;

	if (context->outage_first && !csm_outage_closed(context->outage))
		csm_outage_count(context->outage, set);
	/* A pass may be for the outage alone. */
	if (!context->ranking_now && !context->ranking_days && !context->ranking_below)
		return 0;
	if (!is_owned(context, set->company.s))
		return 0;
	csm_narrow_reset(&context->narrow);
	csm_engine_company(context->now, set);
	if (!csm_filter_match(context->filter, context->now))
		return 0;
	context_narrow(context, set, &narrowed);
	if (context->ranking_now)
		csm_engine_rank(context->now);
	if (context->ranking_days)
		csm_engine_rank(context->days);
	if (csm_context_apart(context, 0) != NULL)
		return 1;
	for (size_t i = 0; (below = context_below(context, i)) != NULL; i++)
		csm_context_rank(below, &narrowed);
	return 0;
}

int
csm_context_rank(struct csm_context *context, const struct csm_set *set)
{
	struct csm_context *below;

	if (csm_context_rank_alone(context, set) == 1)
		for (size_t i = 0; (below = csm_context_apart(context, i)) != NULL; i++)
			csm_context_rank(below, set);
	return 0;
}

void
csm_context_ranked(struct csm_context *context)
{
	struct csm_context *below;

	if (context->outage_first && !csm_outage_closed(context->outage))
		csm_outage_close(context->outage);
	if (context->ranking_now)
		csm_engine_ranked(context->now);
	if (context->ranking_days)
		csm_engine_ranked(context->days);
	for (size_t i = 0; (below = context_below(context, i)) != NULL; i++)
		csm_context_ranked(below);
}

/* Names of metrics that only companies have that are not looked at occur in the data, so
 * that no engine is to say that they do not. */
static void
context_see_names(struct csm_context *context, const struct csm_set *set)
{
	csm_engine_see(context->now, set);
	if (context->days != NULL)
		csm_engine_see(context->days, set);
	if (context->history != NULL)
		csm_engine_see(context->history, set);
}

int
csm_context_company_alone(struct csm_context *context, const struct csm_set *set)
{
	struct csm_set narrowed;
	struct csm_context *below;

	context->companies++;
	/* Before anything is left out: what there is in the data does not depend on who
	 * is asked for. */
	context_see(context, set);
	context_see_names(context, set);
	if (context->outage != NULL && !csm_outage_closed(context->outage))
		csm_outage_count(context->outage, set);
	if (!is_owned(context, set->company.s))
		return 0;
	csm_narrow_reset(&context->narrow);
	csm_engine_company(context->now, set);
	/* after the owner, whose companies -w is asked of */
	context->asked++;
	bool chosen = csm_filter_match(context->filter, context->now);
	if (context->fallen != NULL)
		csm_fallen_company(context->fallen, set, chosen);
	if (!chosen)
		return 0;
	context->chosen++;
	context_narrow(context, set, &narrowed);
	if (context->report->company(context, &narrowed) != 0)
		return -1;
	if (csm_context_apart(context, 0) != NULL)
		return 1;
	for (size_t i = 0; (below = context_below(context, i)) != NULL; i++)
		if (csm_context_company(below, &narrowed) != 0)
			return -1;
	return 0;
}

int
csm_context_company(struct csm_context *context, const struct csm_set *set)
{
	struct csm_context *below;
	int rc = csm_context_company_alone(context, set);

	for (size_t i = 0; rc == 1 && (below = csm_context_apart(context, i)) != NULL;
	     i++)
		if (csm_context_company(below, set) != 0)
			return -1;
	return rc < 0 ? -1 : 0;
}
