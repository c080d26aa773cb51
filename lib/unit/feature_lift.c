#include "unit/feature_lift.h"

#include "base/intern.h"
#include "base/xalloc.h"
#include "stats/quantile.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

/* A metric as it is counted. */
struct feature_lift_count {
	size_t company; /* the last one that has it in the window, from 1 */
	int used;       /* by that company */
	int64_t sum;    /* of that company: micros */
	size_t users[2];
	int64_t *use; /* of those that stayed and used it: micros */
	size_t n, cap;
};

/* Companies come one at a time and are forgotten: of each only counts stay, and, for
 * thresholds, one sum a metric it used. */
struct csm_feature_lifts {
	int32_t lead, window;
	struct csm_intern names;
	struct feature_lift_count *count; /* by name */
	size_t cap;
	uint32_t *touched; /* names the company has in the window */
	size_t n_touched, touched_cap;
	size_t companies[2], young, number;
	struct csm_feature_lift *row;
};

struct csm_feature_lifts *
csm_feature_lift_new(int32_t lead, int32_t window)
{
	struct csm_feature_lifts *f = csm_xcalloc(1, sizeof *f);

	f->lead = lead;
	f->window = window;
	return f;
}

void
csm_feature_lift_free(struct csm_feature_lifts *f)
{
	if (f == NULL)
		return;
	for (size_t i = 0; i < f->names.n; i++)
		free(f->count[i].use);
	free(f->count);
	free(f->touched);
	free(f->row);
	csm_intern_fini(&f->names);
	free(f);
}

static int
begins(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* Uses that add up over days and users.  A value of metrics.* is as often a state, such
 * as seats, as a count: a sum of it over days says nothing. */
static int
adds_up(const char *metric)
{
	return begins(metric, "activities.") || begins(metric, "modules.");
}

/* The company's count of a metric, begun if it is the first of it. */
static struct feature_lift_count *
count_of(struct csm_feature_lifts *f, struct csm_text metric)
{
	size_t before = f->names.n;
	uint32_t id = csm_intern_put(&f->names, metric.s, metric.len);

	if (f->names.n > before) {
		CSM_GROW(f->count, before, &f->cap);
		f->count[before] = (struct feature_lift_count){0};
	}
	struct feature_lift_count *c = &f->count[id];
	/* The count is begun anew lazily: clearing all metrics for each company would
	 * cost companies times metrics, of which most touch few. */
	if (c->company != f->number) {
		c->company = f->number;
		c->used = 0;
		c->sum = 0;
		CSM_GROW(f->touched, f->n_touched, &f->touched_cap);
		f->touched[f->n_touched++] = id;
	}
	return c;
}

/* A sum that ends at the largest number there is. */
static int64_t
feature_lift_add(int64_t a, int64_t b)
{
	const int64_t most = CSM_NUM_LIMIT - 1;

	if (b > 0 && a > most - b)
		return most;
	if (b < 0 && a < -most - b)
		return -most;
	return a + b;
}

/* Explicit missing values are no points of the series: a day nobody measured is no use.
 */
static void
add_series(struct csm_feature_lifts *f, const struct csm_metric_points *m, int32_t from,
    int32_t until)
{
	const struct csm_series *s = &m->series;
	size_t i = csm_series_at(s, from);

	/* A metric without a value in the window does not become one the company has:
	 * it may never have been sold to it. */
	if (i == s->n || s->day[i] > until)
		return;
	struct feature_lift_count *c = count_of(f, m->metric);
	for (; i < s->n && s->day[i] <= until; i++) {
		c->used |= s->value[i] != 0;
		c->sum = feature_lift_add(c->sum, s->value[i]);
	}
}

/* Any entity's first point is the company's: a user may be older in the data than the
 * company's own first metric. */
static int32_t
feature_lift_first_day(const struct csm_set *set)
{
	int32_t first = CSM_DAY_NONE;

	for (size_t i = 0; i < set->entities; i++) {
		int32_t day = set->entity[i].first_day;
		if (day != CSM_DAY_NONE && (first == CSM_DAY_NONE || day < first))
			first = day;
	}
	return first;
}

/* Both groups are looked at over windows of one length that end a lead before a day, so
 * that the last weeks of those that were leaving anyway do not make every feature speak
 * for staying. */
void
csm_feature_lift_company(
    struct csm_feature_lifts *f, const struct csm_set *set, int32_t day, int left)
{
	int32_t until = day - f->lead, from = until - f->window + 1;
	int32_t first = feature_lift_first_day(set);

	/* A company younger than its window had less of it to use anything: of the
	 * young that left, every feature would seem to be what they lacked. */
	if (first == CSM_DAY_NONE || first > from) {
		f->young++;
		return;
	}
	f->number++;
	f->n_touched = 0;
	f->companies[left]++;
	for (size_t i = 0; i < set->entities; i++) {
		const struct csm_entity_points *e = &set->entity[i];
		for (size_t m = 0; m < e->metrics; m++)
			if (adds_up(e->metric[m].metric.s) ||
			    begins(e->metric[m].metric.s, "metrics."))
				add_series(f, &e->metric[m], from, until);
	}
	for (size_t i = 0; i < f->n_touched; i++) {
		struct feature_lift_count *c = &f->count[f->touched[i]];
		c->users[left] += (size_t)c->used;
		/* Thresholds are thirds of those that stayed, for whom the unit is to
		 * be green. */
		if (!c->used || left || !adds_up(f->names.text[f->touched[i]].s))
			continue;
		CSM_GROW(c->use, c->n, &c->cap);
		c->use[c->n++] = c->sum;
	}
}

struct csm_feature_lift_counts
csm_feature_lift_counts(const struct csm_feature_lifts *f)
{
	return (struct csm_feature_lift_counts){
	    .stayed = f->companies[0], .left = f->companies[1], .young = f->young};
}

/* Thresholds without a difference beyond chance would colour companies by something
 * that separates nobody, and few values have no thirds worth the name. */
static void
set_thresholds(const struct csm_feature_lifts *f, struct feature_lift_count *c,
    struct csm_feature_lift *row)
{
	row->low = row->high = CSM_MISSING;
	if (row->difference.low <= 0 || c->n < CSM_FEATURE_LIFT_FEW ||
	    f->companies[1] < CSM_FEATURE_LIFT_FEW)
		return;
	csm_stats_sort(c->use, c->n);
	row->low = csm_stats_reached(c->use, c->n, 1, 3);
	row->high = csm_stats_reached(c->use, c->n, 2, 3);
}

/* By the lower end, not by the difference: two of three users say less than sixty of a
 * hundred.  As millionths, so that the order does not hang on the last bit of a double.
 */
static int
by_confidence(const void *a, const void *b)
{
	const struct csm_feature_lift *x = a, *y = b;
	int64_t p = csm_num_from_double(x->difference.low),
		q = csm_num_from_double(y->difference.low);

	if (p != q)
		return p > q ? -1 : 1;
	return strcmp(x->name, y->name);
}

const struct csm_feature_lift *
csm_feature_lift_rows(struct csm_feature_lifts *f, size_t *n)
{
	const size_t *all = f->companies;

	*n = 0;
	if (all[0] == 0 || all[1] == 0)
		return NULL;
	/* may be asked for more than once, with more companies between */
	free(f->row);
	f->row = csm_xcalloc(f->names.n + 1, sizeof *f->row);
	for (size_t i = 0; i < f->names.n; i++) {
		struct feature_lift_count *c = &f->count[i];
		struct csm_feature_lift *row = &f->row[*n];
		size_t users = c->users[0] + c->users[1];
		if (users == 0)
			continue;
		row->name = f->names.text[i].s;
		row->stayed = c->users[0];
		row->left = c->users[1];
		row->of_stayed = csm_share_of(row->stayed, all[0]);
		row->of_left = csm_share_of(row->left, all[1]);
		row->difference = csm_share_difference(row->of_stayed, row->of_left);
		row->lift = (double)row->stayed * (double)(all[0] + all[1]) /
			    ((double)users * (double)all[0]);
		set_thresholds(f, c, row);
		++*n;
	}
	if (*n > 0)
		qsort(f->row, *n, sizeof *f->row, by_confidence);
	return f->row;
}
