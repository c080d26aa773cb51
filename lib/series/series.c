#include "series/series.h"

#include "series/fold.h"

size_t
csm_series_at(const struct csm_series *s, int32_t day)
{
	size_t lo = 0, hi = s->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (s->day[mid] < day)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

bool
csm_series_covers(const struct csm_series *s, int32_t from, int32_t until, size_t *at)
{
	/* days ascend: as many of them as there are from the one to the other are all */
	const size_t last = (size_t)(until - from);

	*at = csm_series_at(s, from);
	return s->n - *at > last && s->day[*at] == from && s->day[*at + last] == until;
}

/* What of a series lies in from..until. */
static struct csm_series
series_between(const struct csm_series *s, int32_t from, int32_t until)
{
	size_t begin = 0, end = s->n;

	/* most lie there whole */
	if (end > 0 && s->day[0] < from)
		begin = csm_series_at(s, from);
	if (end > 0 && s->day[end - 1] > until)
		end = csm_series_at(s, until + 1);
	return (struct csm_series){
	    s->day + begin, s->value + begin, end > begin ? end - begin : 0};
}

struct csm_series
csm_series_combine(struct csm_arena *arena, const struct csm_series *const *of,
    size_t n, enum csm_series_fold fold, int32_t from, int32_t until)
{
	int32_t first = INT32_MAX, last = INT32_MIN;
	struct csm_fold cells;

	/* Sum, mean and extremes of one are itself; COUNT would be 1 on each of its
	 * days. */
	if (n == 1 && fold != CSM_FOLD_COUNT)
		return *of[0];
	for (size_t i = 0; i < n; i++) {
		if (of[i]->n == 0)
			continue;
		if (of[i]->day[0] < first)
			first = of[i]->day[0];
		if (of[i]->day[of[i]->n - 1] > last)
			last = of[i]->day[of[i]->n - 1];
	}
	first = first < from ? from : first;
	last = last > until ? until : last;
	if (first > last)
		return (struct csm_series){0};
	csm_fold_init(&cells, first, last);
	for (size_t i = 0; i < n; i++) {
		struct csm_series s = series_between(of[i], first, last);
		csm_fold_add(&cells, &s);
	}
	struct csm_series out = csm_fold_series(&cells, arena, fold);
	csm_fold_fini(&cells);
	return out;
}
