#include "record/users.h"

#include "base/buf.h"
#include "base/intern.h"
#include "base/xalloc.h"
#include "record/sort.h"

#include <stdlib.h>
#include <string.h>

#define WINDOWS 5

/* In byte order of their names; 0 days: from the first day on, for good. */
static const struct {
	const char *metric;
	int32_t days;
} series[WINDOWS + 1] = {{"system.users_active_last1", 1},
    {"system.users_active_last14", 14}, {"system.users_active_last30", 30},
    {"system.users_active_last7", 7}, {"system.users_active_last90", 90},
    {"system.users_total", 0}};

struct csm_users {
	struct csm_sorter *sorter;
	struct csm_point ahead; /* next of the sorter */
	int has_ahead;
	int32_t *change[WINDOWS + 1]; /* by day, from `first` */
	size_t cap;
	int32_t first;                /* oldest day pushed; CSM_DAY_NONE if none was */
	struct csm_buf company, user; /* whose days are being counted */
};

struct csm_users *
csm_users_new(size_t limit_bytes)
{
	struct csm_users *u = csm_xcalloc(1, sizeof *u);

	u->sorter = csm_sorter_new(limit_bytes);
	u->first = CSM_DAY_NONE;
	return u;
}

void
csm_users_free(struct csm_users *u)
{
	if (u == NULL)
		return;
	csm_sorter_free(u->sorter);
	for (int i = 0; i <= WINDOWS; i++)
		free(u->change[i]);
	csm_buf_fini(&u->company);
	csm_buf_fini(&u->user);
	free(u);
}

int
csm_users_push(struct csm_users *u, struct csm_text company, struct csm_text user,
    int32_t day, struct csm_diag *diag)
{
	struct csm_point p = {.company = company,
	    .id = user,
	    .metric = {"u", 1},
	    .model = CSM_MODEL_ENDUSER,
	    .day = day,
	    .value = 0};

	if (u->first == CSM_DAY_NONE || day < u->first)
		u->first = day;
	return csm_sorter_push(u->sorter, &p, 0, diag);
}

static int
step(struct csm_users *u, struct csm_diag *diag)
{
	u->has_ahead = csm_sorter_next(u->sorter, &u->ahead, NULL, diag);
	return u->has_ahead < 0 ? -1 : 0;
}

int
csm_users_finish(struct csm_users *u, struct csm_diag *diag)
{
	return csm_sorter_finish(u->sorter, diag) != 0 ? -1 : step(u, diag);
}

/* A user's active day, and the one after it or CSM_DAY_NONE. */
static void
count_day(struct csm_users *u, int32_t day, int32_t next, int is_first, int32_t until)
{
	if (day > until)
		return;
	for (int i = 0; i <= WINDOWS; i++) {
		int32_t end = day + series[i].days;
		if (series[i].days == 0) {
			u->change[i][day - u->first] += is_first;
			continue;
		}
		if (next != CSM_DAY_NONE && next < end)
			end = next;
		u->change[i][day - u->first]++;
		if (end <= until)
			u->change[i][end - u->first]--;
	}
}

static int
same(const struct csm_buf *kept, struct csm_text now)
{
	return kept->len == now.len && memcmp(kept->data, now.s, now.len) == 0;
}

static void
keep(struct csm_buf *buf, struct csm_text text)
{
	csm_buf_reset(buf);
	csm_buf_put(buf, text.s, text.len);
}

/* The days of one user, who is next; then the next one is. */
static int
count_user(struct csm_users *u, int32_t until, struct csm_diag *diag)
{
	int32_t day = u->ahead.day;
	int is_first = 1;

	keep(&u->user, u->ahead.id);
	for (;;) {
		if (step(u, diag) != 0)
			return -1;
		int more = u->has_ahead && same(&u->user, u->ahead.id) &&
			   same(&u->company, u->ahead.company);
		if (more && u->ahead.day == day)
			continue;
		count_day(u, day, more ? u->ahead.day : CSM_DAY_NONE, is_first, until);
		is_first = 0;
		if (!more)
			return 0;
		day = u->ahead.day;
	}
}

static void
clear(struct csm_users *u, int32_t until)
{
	size_t n = until < u->first ? 0 : (size_t)(until - u->first) + 1;

	for (int i = 0; i <= WINDOWS; i++) {
		if (n > u->cap)
			u->change[i] =
			    csm_xreallocarray(u->change[i], n, sizeof *u->change[i]);
		if (n != 0)
			memset(u->change[i], 0, n * sizeof *u->change[i]);
	}
	if (n > u->cap)
		u->cap = n;
}

/* One series of a company; returns how many points it has. */
static int64_t
write_series(const struct csm_users *u, int i, int32_t since, int32_t until,
    struct csm_point_writer *writer)
{
	struct csm_text company = {u->company.data, u->company.len};
	struct csm_point p = {.company = company,
	    .id = company,
	    .model = CSM_MODEL_COMPANY,
	    .metric = {series[i].metric, strlen(series[i].metric)}};
	int64_t users = 0, written = 0;
	int begun = 0;

	for (p.day = u->first; p.day <= until; p.day++) {
		users += u->change[i][p.day - u->first];
		begun |= users > 0;
		if (!begun || p.day < since)
			continue;
		p.value = users * CSM_NUM_ONE;
		csm_point_write(writer, &p);
		written++;
	}
	return written;
}

static int64_t
write_company(struct csm_users *u, int32_t since, int32_t until,
    struct csm_point_writer *writer, struct csm_diag *diag)
{
	int64_t written = 0;

	keep(&u->company, u->ahead.company);
	clear(u, until);
	while (u->has_ahead && same(&u->company, u->ahead.company))
		if (count_user(u, until, diag) != 0)
			return -1;
	for (int i = 0; i <= WINDOWS; i++)
		written += write_series(u, i, since, until, writer);
	return written;
}

int64_t
csm_users_write(struct csm_users *u, struct csm_text before, int32_t since,
    int32_t until, struct csm_point_writer *writer, struct csm_diag *diag)
{
	int64_t written = 0;

	while (u->has_ahead && (before.s == NULL || csm_bytes_cmp(u->ahead.company.s,
							u->ahead.company.len, before.s,
							before.len) < 0)) {
		int64_t n = write_company(u, since, until, writer, diag);
		if (n < 0)
			return -1;
		written += n;
	}
	return written;
}
