#include "ingest/active.h"

#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

/* In byte order of their names; 0 days: from the first day on, for good. */
static const struct {
	const char *metric;
	int32_t days;
} series[CSM_ACTIVE_SERIES] = {{"system.users_active_last1", 1},
    {"system.users_active_last14", 14}, {"system.users_active_last30", 30},
    {"system.users_active_last7", 7}, {"system.users_active_last90", 90},
    {"system.users_total", 0}};

void
csm_active_fini(struct csm_active *a)
{
	for (int i = 0; i < CSM_ACTIVE_SERIES; i++)
		free(a->change[i]);
	*a = (struct csm_active){0};
}

/* Counts are kept as changes from day to day, so that a day of a user is two steps for
 * each series, however long its window is. */
void
csm_active_begin(struct csm_active *a)
{
	size_t n = a->until < a->first ? 0 : (size_t)(a->until - a->first) + 1;

	for (int i = 0; i < CSM_ACTIVE_SERIES; i++) {
		if (n > a->cap)
			a->change[i] =
			    csm_xreallocarray(a->change[i], n, sizeof *a->change[i]);
		if (n != 0)
			memset(a->change[i], 0, n * sizeof *a->change[i]);
	}
	if (n > a->cap)
		a->cap = n;
}

void
csm_active_day(struct csm_active *a, int32_t day, int32_t next, int is_first)
{
	/* Days before `first` do not come: it is the oldest of the run. */
	if (day > a->until)
		return;
	for (int i = 0; i < CSM_ACTIVE_SERIES; i++) {
		int32_t end = day + series[i].days;
		if (series[i].days == 0) {
			a->change[i][day - a->first] += is_first;
			continue;
		}
		/* The user's next day takes over, so that nobody is counted twice on a
		 * day. */
		if (next != CSM_DAY_NONE && next < end)
			end = next;
		a->change[i][day - a->first]++;
		if (end <= a->until)
			a->change[i][end - a->first]--;
	}
}

/* One series of a company; returns how many points it has. */
static int64_t
active_write_series(const struct csm_active *a, int i, struct csm_text company,
    struct csm_point_writer *writer)
{
	struct csm_point p = {.company = company,
	    .id = company,
	    .model = CSM_MODEL_COMPANY,
	    .metric = {series[i].metric, strlen(series[i].metric)}};
	int64_t users = 0, written = 0;
	int begun = 0;

	csm_point_writer_series(writer, &p);
	for (p.day = a->first; p.day <= a->until; p.day++) {
		users += a->change[i][p.day - a->first];
		/* Before its first user a company has no points: that is missing, and
		 * not 0. */
		begun |= users > 0;
		if (!begun || p.day < a->since)
			continue;
		csm_point_writer_add(writer, p.day, users * CSM_NUM_ONE);
		written++;
	}
	return written;
}

int64_t
csm_active_write(const struct csm_active *a, struct csm_text company,
    struct csm_point_writer *writer)
{
	int64_t written = 0;

	for (int i = 0; i < CSM_ACTIVE_SERIES; i++)
		written += active_write_series(a, i, company, writer);
	return written;
}
