/* Which partition a company is in. */
#include "base/intern.h"
#include "base/xalloc.h"
#include "ingest/fast/shard.h"

#include <stdlib.h>

static int
shard_plan_by_text(const void *pa, const void *pb)
{
	const struct csm_dict_entry *a = pa, *b = pb;

	return csm_bytes_cmp(a->s, a->len, b->s, b->len);
}

void
csm_shard_plan_set(struct csm_shard_plan *plan, const struct csm_dict *sample)
{
	struct csm_dict_entry *sorted = csm_xcalloc(sample->n + 1, sizeof *sorted);
	size_t want = CSM_SHARD_PARTS < sample->n ? CSM_SHARD_PARTS : sample->n;

	if (sample->n != 0)
		memcpy(sorted, sample->text, sample->n * sizeof *sorted);
	qsort(sorted, sample->n, sizeof *sorted, shard_plan_by_text);
	plan->splitter = csm_xcalloc(want + 1, sizeof *plan->splitter);
	/* Evenly by company, since a sample of the first rows says little of how many
	 * rows each has; what turns out uneven is divided later (fast_divide.c). */
	for (size_t i = 1; i < want; i++) {
		struct csm_dict_entry t = sorted[i * sample->n / want];
		/* The sample is gone once the plan is made. */
		t.s = csm_xmemdup0(t.s, t.len);
		plan->splitter[plan->splitters++] = t;
	}
	free(sorted);
}

void
csm_shard_plan_fini(struct csm_shard_plan *plan)
{
	for (size_t i = 0; i < plan->splitters; i++)
		free((char *)(size_t)plan->splitter[i].s);
	free(plan->splitter);
}

/* How many splitters are not after the name. */
uint16_t
csm_shard_plan_part(const struct csm_shard_plan *plan, struct csm_text name)
{
	size_t from = 0, to = plan->splitters;

	while (from < to) {
		size_t mid = (from + to) / 2;
		const struct csm_dict_entry *at = &plan->splitter[mid];
		if (csm_bytes_cmp(at->s, at->len, name.s, name.len) <= 0)
			from = mid + 1;
		else
			to = mid;
	}
	return (uint16_t)from;
}
