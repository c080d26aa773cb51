/*
 * How fast formulas are evaluated, without reading and writing text.
 *
 *   evaluate CONFIG POINTS SINCE UNTIL ROUNDS
 *
 * Keeps the companies of POINTS in memory and evaluates all metrics of CONFIG for every
 * day, ROUNDS times.  Prints values, seconds of processor time and millions of values a
 * second; the values' sum goes there too, so that nobody can leave the work out.
 */
#include "sections/sections.h"
#include "base/xalloc.h"
#include "metric/engine.h"
#include "metric/walk.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void
say(void *ctx, const struct csm_message *m)
{
	(void)ctx;
	fprintf(stderr, "evaluate: %s\n", m->text);
}

static int32_t
day_of(const char *text)
{
	int32_t day;

	if (csm_date_parse(text, strlen(text), &day) != NULL)
		exit(2);
	return day;
}

struct companies {
	struct csm_set *set;
	size_t n, cap;
};

static int
read_all(const char *path, struct companies *all, struct csm_diag *diag)
{
	const struct csm_points_options options = {0};
	struct csm_points *points = csm_points_open(&path, 1, &options, diag);
	struct csm_walk *walk;
	int listed, rc = 1;

	if (points == NULL)
		return -1;
	walk = csm_walk_new(points, NULL);
	while (rc == 1) {
		CSM_GROW(all->set, all->n, &all->cap);
		all->set[all->n] = (struct csm_set){0};
		rc = csm_walk_take(walk, &all->set[all->n], &listed, diag);
		all->n += rc == 1;
	}
	csm_walk_free(walk);
	csm_points_free(points);
	return rc;
}

static uint64_t
evaluate(struct csm_engine *engine, const size_t *query, size_t n,
    const struct companies *all, uint64_t *sum)
{
	size_t days = csm_engine_days(engine);
	uint64_t values = 0;

	for (size_t c = 0; c < all->n; c++) {
		csm_engine_company(engine, &all->set[c]);
		for (size_t q = 0; q < n; q++) {
			const int64_t *v = csm_engine_micros(engine, query[q], 0);
			*sum += (uint64_t)v[0] + (uint64_t)v[days - 1];
			values += days;
		}
	}
	return values;
}

int
main(int argc, char **argv)
{
	struct csm_engine_options options = {0};
	struct csm_arena arena = {0};
	struct csm_metric *metric;
	struct companies all = {0};
	struct csm_diag diag;
	uint64_t values = 0, sum = 0;
	size_t n;

	csm_diag_init(&diag, say, NULL);
	if (argc != 6)
		return 2;
	struct csm_config *conf = csm_config_new(&csm_sections);
	if (csm_config_load(conf, argv[1], &diag) != 0 ||
	    csm_metrics_read(&arena, conf, &metric, &n, &diag) != 0)
		return 2;
	options.since = day_of(argv[3]);
	options.until = day_of(argv[4]);
	struct csm_engine *engine = csm_engine_new(&options);
	size_t *query = csm_xcalloc(n, sizeof *query);
	for (size_t i = 0; i < n; i++)
		csm_engine_metric(engine, &metric[i]);
	for (size_t i = 0; i < n; i++)
		query[i] = csm_engine_query_metric(engine, &metric[i]);
	if (csm_engine_prepare(engine, &diag) != 0 ||
	    read_all(argv[2], &all, &diag) != 0)
		return 2;
	clock_t begin = clock();
	for (int round = 0; round < atoi(argv[5]); round++)
		values += evaluate(engine, query, n, &all, &sum);
	double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
	printf("%" PRIu64 " %.3f %.1f %" PRIx64 "\n", values, seconds,
	    (double)values / seconds / 1e6, sum);
	for (size_t i = 0; i < all.n; i++)
		csm_set_fini(&all.set[i]);
	free(all.set);
	free(query);
	csm_engine_free(engine);
	csm_config_free(conf);
	csm_arena_fini(&arena);
	return 0;
}
