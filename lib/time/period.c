#include "time/period.h"

#include "time/date.h"

struct csm_period *
csm_periods(struct csm_arena *arena, enum csm_bucket bucket, int32_t since,
    int32_t until, size_t *n)
{
	struct csm_period *span;

	*n = 0;
	for (int32_t d = since; d <= until; d = csm_bucket_next(bucket, d))
		++*n;
	span = CSM_ARENA_ARRAY(arena, struct csm_period, *n + 1);
	for (size_t i = 0; i < *n; i++) {
		int32_t next = csm_bucket_next(bucket, since);
		span[i] =
		    (struct csm_period){since, next - 1 < until ? next - 1 : until};
		since = next;
	}
	return span;
}

static struct csm_period
alike(enum csm_bucket bucket, struct csm_period now, int32_t start)
{
	int32_t begin = csm_bucket_start(bucket, now.from),
		last = csm_bucket_next(bucket, start) - 1;
	struct csm_period s = {start + (now.from - begin), start + (now.to - begin)};

	/* A whole bucket is compared with a whole one, though February is shorter than
	 * March; one cut short by the last day with as many days. */
	if (now.to == csm_bucket_next(bucket, now.from) - 1 || s.to > last)
		s.to = last;
	/* A span that begins on the 31st has no such day in February. */
	if (s.from > s.to)
		s.from = s.to;
	return s;
}

struct csm_period *
csm_periods_before(struct csm_arena *arena, enum csm_bucket bucket,
    const struct csm_period *span, size_t n)
{
	struct csm_period *before = CSM_ARENA_ARRAY(arena, struct csm_period, n + 1);
	int32_t start = n == 0 ? 0 : csm_bucket_start(bucket, span[0].from);

	for (size_t i = 0; i < n; i++)
		start = csm_bucket_start(bucket, start - 1);
	for (size_t i = 0; i < n; i++) {
		before[i] = alike(bucket, span[i], start);
		start = csm_bucket_next(bucket, start);
	}
	return before;
}
