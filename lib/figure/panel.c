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

	/* missing values are not added: t.n is how many there are */
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
	/* missing if the last day is, as a state is */
	case CSM_TIME_AGG_END:
		return value[n - 1];
	/* by all days: a day without an event counts as one with none */
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
	/* Apart from the list of rows, so that a row somebody fills stays where it is
	 * when the list grows.  Never of no element: that could be NULL. */
	int64_t *value = csm_xcalloc(s->buckets + 1, sizeof *value);

	for (size_t i = 0; i < s->buckets; i++)
		value[i] = CSM_MISSING;
	CSM_GROW(s->row, s->rows, &s->cap);
	s->row[s->rows++] = (struct csm_panel_row){group, value};
	return value;
}

static int
panel_by_name(const char *x, const char *y)
{
	/* companies without the field stand last, as they are shown */
	if (x == NULL || y == NULL)
		return (x == NULL) - (y == NULL);
	return strcmp(x, y);
}

static int
panel_by_group(const void *a, const void *b)
{
	const struct csm_panel_row *x = a, *y = b;

	return panel_by_name(x->group, y->group);
}

struct csm_panel_group *
csm_panel_groups(struct csm_panel *s, size_t *n)
{
	struct csm_panel_group *group = csm_xcalloc(s->rows + 1, sizeof *group);

	/* Rows change their places here, so that a group is a run of them. */
	*n = 0;
	if (s->rows > 0)
		qsort(s->row, s->rows, sizeof *s->row, panel_by_group);
	for (size_t i = 0; i < s->rows; i++) {
		const char *name = s->row[i].group;
		if (*n == 0 || panel_by_name(group[*n - 1].name, name) != 0)
			group[(*n)++] = (struct csm_panel_group){name, i, 0};
		group[*n - 1].n++;
	}
	return group;
}

int64_t
csm_panel_over(const struct csm_panel *s, enum csm_over over,
    const struct csm_panel_group *group, size_t bucket, size_t *present)
{
	const struct csm_panel_group all = {NULL, 0, s->rows};
	const struct csm_panel_group *of = group == NULL ? &all : group;
	const struct csm_panel_row *row = s->row + of->from;
	struct csm_total t = {.n = 0};
	/* A copy, since the order of rows is that of groups. */
	int64_t *v = csm_xcalloc(of->n + 1, sizeof *v), middle;

	assert(bucket < s->buckets && of->from + of->n <= s->rows);
	for (size_t i = 0; i < of->n; i++) {
		if (row[i].value[bucket] != CSM_MISSING)
			v[t.n] = row[i].value[bucket];
		csm_total_add(&t, row[i].value[bucket]);
	}
	*present = t.n;
	/* the only one that needs an order */
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
		return csm_stats_mean(t.sum, of->n);
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
