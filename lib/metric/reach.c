#include "metric/reach.h"

#include "base/xalloc.h"
#include "time/date.h"

#include <stdlib.h>

/* Days back; beyond what there can be it is all. */
static int32_t
reach_add_days(int32_t a, int32_t b)
{
	if (a == CSM_REACH_ALL || b == CSM_REACH_ALL)
		return CSM_REACH_ALL;
	/* Both are at most CSM_DAY_MAX, far below what 32 bits hold. */
	return a + b > CSM_DAY_MAX ? CSM_REACH_ALL : a + b;
}

/* Those of one source that touch become one. */
static void
reach_add(struct csm_reach *r, struct csm_stretch s)
{
	for (size_t i = 0; i < r->n;) {
		struct csm_stretch *o = &r->stretch[i];
		if (o->source != s.source || s.newest > reach_add_days(o->oldest, 1) ||
		    o->newest > reach_add_days(s.oldest, 1)) {
			i++;
			continue;
		}
		s.newest = o->newest < s.newest ? o->newest : s.newest;
		s.oldest = o->oldest > s.oldest ? o->oldest : s.oldest;
		/* What touched neither of the two does not touch both together: none
		 * before this has to be looked at again. */
		*o = r->stretch[--r->n];
	}
	CSM_GROW(r->stretch, r->n, &r->cap);
	r->stretch[r->n++] = s;
}

/* What a window sees from newest to oldest days back; through a calculated metric all
 * that this one sees on those days. */
static void
add_days_of(struct csm_reach *r, const struct csm_reach *all, const struct csm_feed *f,
    size_t job, int32_t newest, int32_t oldest)
{
	struct csm_stretch s = {f->source, newest, oldest};

	if (job == CSM_JOB_NONE) {
		reach_add(r, s);
		return;
	}
	for (size_t i = 0; i < all[job].n; i++) {
		s = all[job].stretch[i];
		s.newest = reach_add_days(s.newest, newest);
		s.oldest = reach_add_days(s.oldest, oldest);
		reach_add(r, s);
	}
}

static void
reach_add_feed(struct csm_reach *r, const struct csm_reach *all,
    const struct csm_plan *plan, const struct csm_feed *f)
{
	const struct csm_window *w = &f->window;
	int32_t oldest = CSM_REACH_ALL;
	size_t job;

	if (f->is_field)
		return;
	job = plan->source[f->source].job;
	if (w->days > 0)
		oldest = w->calendar != NULL
			     ? csm_window_reach(w)
			     : CSM_DAY_MAX - csm_window_from(w, CSM_DAY_MAX);
	/* A trend looks at two days, and not at those between. */
	if (w->op != CSM_WINDOW_TREND) {
		add_days_of(r, all, f, job, w->ago, oldest);
		return;
	}
	add_days_of(r, all, f, job, w->ago, w->ago);
	add_days_of(r, all, f, job, oldest, oldest);
}

struct csm_reach *
csm_reach_new(const struct csm_plan *plan)
{
	struct csm_reach *all = csm_xcalloc(plan->jobs, sizeof *all);

	for (size_t i = 0; i < plan->jobs; i++) {
		/* Used ones first: what this one sees through another is known by then.
		 */
		const struct csm_job *job = &plan->job[plan->order[i]];
		size_t leaves = job->formula->leaves +
				(job->where != NULL ? job->where->leaves : 0);
		for (size_t l = 0; l < leaves; l++)
			reach_add_feed(
			    &all[plan->order[i]], all, plan, &plan->feed[job->feed[l]]);
	}
	return all;
}

void
csm_reach_free(struct csm_reach *reach, size_t jobs)
{
	for (size_t i = 0; reach != NULL && i < jobs; i++)
		free(reach[i].stretch);
	free(reach);
}
