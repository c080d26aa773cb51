#include "report/accounts.h"

#include "base/xalloc.h"
#include "table/brief.h"

#include <string.h>

/* On which of the days a feature was used, beside what other end users did. */
static void
accounts_read_days(
    struct csm_accounts *w, uint32_t feature, const struct csm_series *s, int32_t since)
{
	while (feature >= w->used_cap) {
		size_t was = w->used_cap;
		CSM_GROW(w->used, feature, &w->used_cap);
		memset(w->used + was, 0, (w->used_cap - was) * sizeof *w->used);
	}
	for (size_t i = 0; i < s->n; i++)
		if (s->day[i] >= since && s->day[i] < since + CSM_ACCOUNTS_DAYS &&
		    s->value[i] > 0)
			/* A bit a day, so that ten users of a feature count once: 14
			 * days fit. */
			w->used[feature] |= 1u << (s->day[i] - since);
}

/* Features used a day, which leaves them unused for the next company.  Over all
 * features there are: those not used cost a comparison. */
static void
accounts_put_used(struct csm_accounts *w, int64_t day[CSM_ACCOUNTS_DAYS])
{
	for (size_t f = 0; f < w->used_cap; f++) {
		for (int i = 0; i < CSM_ACCOUNTS_DAYS && w->used[f] != 0; i++)
			if (w->used[f] >> i & 1)
				csm_stats_add(&day[i], CSM_NUM_ONE);
		w->used[f] = 0;
	}
}

void
csm_accounts_use(struct csm_context *context, struct csm_accounts *w,
    struct csm_account_row *a, const struct csm_set *set)
{
	int32_t until = context->until, since = until - CSM_ACCOUNTS_DAYS + 1;
	int64_t events[CSM_ACCOUNTS_DAYS];
	struct csm_use_of use;

	for (int i = 0; i < CSM_ACCOUNTS_DAYS; i++)
		events[i] = CSM_MISSING;
	csm_variety_reset(&w->features);
	csm_variety_reset(&w->modules);
	for (size_t e = 0; e < set->entities; e++) {
		const struct csm_entity_points *p = &set->entity[e];
		int told = csm_inventory_told(p);
		for (size_t m = 0; m < p->metrics; m++) {
			if (!csm_inventory_use(&w->inventory, p, m, told, &use))
				continue;
			/* Uses of modules are counted beside activities, and would be
			 * events twice. */
			if (use.activity)
				csm_facts_days(use.series, since, until, events);
			if (!csm_inventory_used(use.series, since, until))
				continue;
			if (use.feature != CSM_INVENTORY_NONE) {
				csm_variety_put(&w->features, use.feature);
				accounts_read_days(w, use.feature, use.series, since);
			}
			if (use.module != CSM_INVENTORY_NONE)
				csm_variety_put(&w->modules, use.module);
		}
	}
	a->events = CSM_MISSING;
	for (int i = 0; i < CSM_ACCOUNTS_DAYS; i++)
		csm_stats_add(&a->events, events[i]);
	a->features = (uint32_t)w->features.n;
	a->modules = (uint32_t)w->modules.n;
}

void
csm_accounts_line(
    struct csm_context *context, struct csm_accounts *w, struct csm_account_row *a)
{
	int64_t day[CSM_ACCOUNTS_DAYS];

	for (int i = 0; i < CSM_ACCOUNTS_DAYS; i++)
		day[i] = CSM_MISSING;
	if (w->line.query != SIZE_MAX)
		csm_gauge_days(context, &w->line, day);
	else
		accounts_put_used(w, day);
	a->day = csm_brief_of(&context->arena, day, CSM_ACCOUNTS_DAYS);
}
