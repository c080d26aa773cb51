#include "point/cuts.h"

#include "base/xalloc.h"

#include <assert.h>
#include <stdlib.h>

/* Rows of a company are given out in parts that are not much longer: who keeps them need not
 * keep all. */
#define CUT_BYTES ((uint32_t)1 << 20)
/* Cuts are not dear while they take no more than this, which nobody notices. */
#define CHEAP_BYTES ((size_t)64 << 10)

void
csm_cuts_fini(struct csm_cuts *cuts)
{
	free(cuts->at);
	*cuts = (struct csm_cuts){.n = 0};
}

void
csm_cuts_put(struct csm_cuts *cuts, const struct csm_point_rows *rows)
{
	struct csm_cut *cut = cuts->n == 0 ? NULL : &cuts->at[cuts->n - 1];

	if (cut == NULL || rows->begins || cut->bytes >= CUT_BYTES) {
		CSM_GROW(cuts->at, cuts->n, &cuts->cap);
		cut = &cuts->at[cuts->n++];
		*cut = (struct csm_cut){.newest = CSM_DAY_NONE,
		    .oldest = INT32_MAX,
		    .begins = rows->begins};
	}
	/* they stand in what a reader reads at once */
	assert(rows->text.len <= UINT32_MAX - CUT_BYTES);
	cut->bytes += (uint32_t)rows->text.len;
	cut->n += (uint32_t)rows->n;
	cut->newest = rows->newest > cut->newest ? rows->newest : cut->newest;
	cut->oldest = rows->oldest < cut->oldest ? rows->oldest : cut->oldest;
	cuts->rows += rows->n;
}

bool
csm_cuts_are_dear(const struct csm_cuts *cuts, size_t bytes)
{
	const size_t own = csm_cuts_bytes(cuts);

	return own > CHEAP_BYTES && own > bytes / 16;
}

size_t
csm_cuts_rest(const struct csm_cuts *cuts, const char *row, struct csm_point_rows *rows)
{
	const struct csm_cut *cut = csm_cuts_next(cuts);

	if (cut->begins)
		return 0;
	*rows = (struct csm_point_rows){.text = {row, cut->bytes},
	    .n = cut->n,
	    .newest = cut->newest,
	    .oldest = cut->oldest};
	return cut->bytes;
}

void
csm_cuts_use(struct csm_cuts *cuts, size_t bytes, size_t rows)
{
	while (cuts->next < cuts->n && bytes > 0) {
		struct csm_cut *cut = &cuts->at[cuts->next];
		const size_t n = bytes < cut->bytes ? rows : cut->n,
			     len = bytes < cut->bytes ? bytes : cut->bytes;
		/* whole rows, as they were put */
		assert(
		    n <= rows && n <= cut->n && (n == cut->n) == (len == cut->bytes));
		cut->bytes -= (uint32_t)len;
		cut->n -= (uint32_t)n;
		cut->begins = false;
		cuts->rows -= n;
		cuts->next += cut->n == 0;
		bytes -= len;
		rows -= n;
	}
}
