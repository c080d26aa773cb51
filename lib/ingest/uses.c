#include "ingest/uses.h"

#include "base/buf.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

/* What the points of a metric tell. */
enum use { USE_NOTHING, USE_FEATURE, USE_MODULE, USES };

/* Days with a use of one feature or module; a day comes once for each. */
struct uses_days {
	int32_t *day;
	size_t n, cap;
};

struct csm_uses {
	const struct csm_features *features;
	struct csm_point_writer *writer;
	struct csm_buf metric; /* of the point before */
	enum use use;          /* of that metric */
	struct uses_days used[USES];
};

struct csm_uses *
csm_uses_new(const struct csm_features *features, struct csm_point_writer *writer)
{
	struct csm_uses *u = csm_xcalloc(1, sizeof *u);

	u->features = features;
	u->writer = writer;
	return u;
}

void
csm_uses_free(struct csm_uses *u)
{
	if (u == NULL)
		return;
	for (int i = 0; i < USES; i++)
		free(u->used[i].day);
	csm_buf_fini(&u->metric);
	free(u);
}

static enum use
use_of(const struct csm_uses *u, struct csm_text metric)
{
	static const char activities[] = "activities.", modules[] = "modules.";
	const size_t a = sizeof activities - 1, m = sizeof modules - 1;
	struct csm_text module;

	if (metric.len > m && memcmp(metric.s, modules, m) == 0)
		return USE_MODULE;
	if (metric.len <= a || memcmp(metric.s, activities, a) != 0)
		return USE_NOTHING;
	return u->features == NULL || csm_features_find(u->features, metric.s + a,
					  metric.len - a, &module)
		   ? USE_FEATURE
		   : USE_NOTHING;
}

void
csm_uses_put(struct csm_uses *u, const struct csm_point *p)
{
	struct uses_days *days;

	if (u->metric.data == NULL || u->metric.len != p->metric.len ||
	    memcmp(u->metric.data, p->metric.s, p->metric.len) != 0) {
		csm_buf_reset(&u->metric);
		csm_buf_put(&u->metric, p->metric.s, p->metric.len);
		/* Once a series: points come in canonical order. */
		u->use = use_of(u, p->metric);
	}
	/* A day with 0 uses is none of use. */
	if (u->use == USE_NOTHING || p->value == 0 || p->value == CSM_MISSING)
		return;
	days = &u->used[u->use];
	CSM_GROW(days->day, days->n, &days->cap);
	days->day[days->n++] = p->day;
}

static int
uses_by_day(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

static uint64_t
write_days(struct csm_uses *u, struct csm_point *p, const char *metric,
    const struct uses_days *days)
{
	uint64_t written = 0;

	if (days->n != 0)
		/* By day over all metrics of the entity; as many equal days as features
		 * were used on it. */
		qsort(days->day, days->n, sizeof *days->day, uses_by_day);
	p->metric = (struct csm_text){metric, strlen(metric)};
	for (size_t i = 0, next; i < days->n; i = next) {
		for (next = i; next < days->n && days->day[next] == days->day[i];)
			next++;
		p->day = days->day[i];
		p->value = (int64_t)(next - i) * CSM_NUM_ONE;
		csm_point_write(u->writer, p);
		written++;
	}
	return written;
}

uint64_t
csm_uses_write(struct csm_uses *u, const struct csm_point *entity)
{
	struct csm_point p = {
	    .company = entity->company, .id = entity->id, .model = entity->model};
	uint64_t written =
	    write_days(u, &p, "system.features_used", &u->used[USE_FEATURE]);

	written += write_days(u, &p, "system.modules_used", &u->used[USE_MODULE]);
	for (int i = 0; i < USES; i++)
		u->used[i].n = 0;
	return written;
}
