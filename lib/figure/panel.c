#include "figure/panel.h"

#include "base/xalloc.h"
#include "figure/facts.h"
#include "stats/quantile.h"
#include "stats/total.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

int64_t
csm_panel_days(enum csm_time_agg agg, const int64_t *value, size_t n)
{
	struct csm_total t = {.n = 0};
	int64_t last = CSM_MISSING;

	for (size_t i = 0; i < n; i++) {
		csm_total_add(&t, value[i]);
		last = value[i] == CSM_MISSING ? last : value[i];
	}
	if (t.n == 0)
		return CSM_MISSING;
	switch (agg) {
	case CSM_TIME_AGG_SUM:
		return t.sum;
	case CSM_TIME_AGG_AVG:
		return csm_stats_mean(t.sum, t.n);
	case CSM_TIME_AGG_LAST:
		return last;
	case CSM_TIME_AGG_END:
		return value[n - 1];
	case CSM_TIME_AGG_DAILY_AVG:
		return csm_stats_mean(t.sum, n);
	case CSM_TIME_AGG_MIN:
		return t.min;
	case CSM_TIME_AGG_MAX:
		return t.max;
	}
	return CSM_MISSING;
}

void
csm_panel_fini(struct csm_panel *s)
{
	for (size_t i = 0; i < s->rows; i++)
		free(s->row[i].value);
	free(s->row);
}

int64_t *
csm_panel_add(struct csm_panel *s, const char *group)
{
	int64_t *value = csm_xcalloc(s->buckets + 1, sizeof *value);

	for (size_t i = 0; i < s->buckets; i++)
		value[i] = CSM_MISSING;
	CSM_GROW(s->row, s->rows, &s->cap);
	s->row[s->rows++] = (struct csm_panel_row){group, value};
	return value;
}

static int
cmp_groups(const void *a, const void *b)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;

	if (x == NULL || y == NULL)
		return (x == NULL) - (y == NULL);
	return strcmp(x, y);
}

const char **
csm_panel_groups(const struct csm_panel *s, size_t *n)
{
	const char **group = csm_xcalloc(s->rows + 1, sizeof *group);
	size_t kept = 0;

	for (size_t i = 0; i < s->rows; i++)
		group[i] = s->row[i].group;
	qsort(group, s->rows, sizeof *group, cmp_groups);
	for (size_t i = 0; i < s->rows; i++)
		if (kept == 0 || cmp_groups(&group[kept - 1], &group[i]) != 0)
			group[kept++] = group[i];
	*n = kept;
	return group;
}

int64_t
csm_panel_over(const struct csm_panel *s, enum csm_over over, int all,
    const char *group, size_t bucket, size_t *present)
{
	struct csm_total t = {.n = 0};
	size_t companies = 0;
	int64_t *v = csm_xcalloc(s->rows + 1, sizeof *v), middle;

	assert(bucket < s->buckets);
	for (size_t i = 0; i < s->rows; i++) {
		if (!all && cmp_groups(&s->row[i].group, &group) != 0)
			continue;
		companies++;
		if (s->row[i].value[bucket] != CSM_MISSING)
			v[t.n] = s->row[i].value[bucket];
		csm_total_add(&t, s->row[i].value[bucket]);
	}
	*present = t.n;
	if (over == CSM_OVER_MEDIAN)
		csm_stats_sort(v, t.n);
	middle = csm_stats_quantile(v, t.n, 1, 2);
	free(v);
	if (t.n == 0)
		return CSM_MISSING;
	switch (over) {
	case CSM_OVER_SUM:
		return t.sum;
	case CSM_OVER_AVG:
		return csm_stats_mean(t.sum, companies);
	case CSM_OVER_AVG_PRESENT:
		return csm_stats_mean(t.sum, t.n);
	case CSM_OVER_MIN:
		return t.min;
	case CSM_OVER_MAX:
		return t.max;
	case CSM_OVER_MEDIAN:
		return middle;
	}
	return CSM_MISSING;
}
