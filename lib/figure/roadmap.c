#include "figure/roadmap.h"

#include "unit/reset.h"

int
csm_roadmap_begin(struct csm_roadmap *roadmap, struct csm_context *context)
{
	const char *resets = context->options->resets;

	*roadmap = (struct csm_roadmap){0};
	if (csm_milestones_read(&context->arena, context->conf, &roadmap->milestone,
		&roadmap->n, context->diag) != 0)
		return -1;
	/* no engine is made for nothing */
	if (roadmap->n == 0)
		return 0;
	roadmap->tracker = csm_tracker_new(
	    roadmap->milestone, roadmap->n, csm_context_history(context));
	/* without a ledger nothing was ever reset */
	return resets == NULL ? 0
			      : csm_resets_load(&roadmap->resets, resets,
				    roadmap->milestone, roadmap->n, context->diag);
}

void
csm_roadmap_fini(struct csm_roadmap *roadmap)
{
	csm_tracker_free(roadmap->tracker);
	csm_ledger_fini(&roadmap->resets);
	*roadmap = (struct csm_roadmap){0};
}

const struct csm_met *
csm_roadmap_company(const struct csm_roadmap *roadmap,
    const struct csm_context *context, const struct csm_set *set, int32_t start)
{
	return csm_tracker_company(
	    roadmap->tracker, set, start, context->until, &roadmap->resets);
}
