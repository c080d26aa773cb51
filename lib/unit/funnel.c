#include "unit/funnel.h"

#include "base/num.h"
#include "base/xalloc.h"
#include "stats/quantile.h"

#include <stdlib.h>

struct csm_funnel {
	size_t n;
	struct funnel_step {
		size_t companies, met;
		int64_t *days;
		size_t known, cap;
	} * step;
};

struct csm_funnel *
csm_funnel_new(size_t milestones)
{
	struct csm_funnel *f = csm_xcalloc(1, sizeof *f);

	f->n = milestones;
	f->step = csm_xcalloc(milestones, sizeof *f->step);
	return f;
}

void
csm_funnel_free(struct csm_funnel *f)
{
	if (f == NULL)
		return;
	for (size_t i = 0; i < f->n; i++)
		free(f->step[i].days);
	free(f->step);
	free(f);
}

/* Who met it but has no start counts among those that met it, and not in the median:
 * days from an unknown day are unknown, not 0. */
void
csm_funnel_add(
    struct csm_funnel *f, size_t milestone, const struct csm_met *met, int64_t days)
{
	struct funnel_step *s = &f->step[milestone];

	s->companies++;
	s->met += met->day != CSM_DAY_NONE;
	if (days == CSM_MISSING)
		return;
	CSM_GROW(s->days, s->known, &s->cap);
	s->days[s->known++] = days;
}

/* The median, not the mean: a few that took years say nothing of the usual way.  Those
 * that have not met it are left out, so it is that of whoever did. */
static int64_t
funnel_median(struct funnel_step *s)
{
	csm_stats_sort(s->days, s->known);
	return csm_stats_quantile(s->days, s->known, 1, 2);
}

struct csm_funnel_step
csm_funnel_step(struct csm_funnel *f, size_t milestone)
{
	struct funnel_step *s = &f->step[milestone];

	return (struct csm_funnel_step){s->companies, s->met, funnel_median(s)};
}
