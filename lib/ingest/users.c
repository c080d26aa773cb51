#include "ingest/users.h"

#include "base/buf.h"
#include "base/intern.h"
#include "base/xalloc.h"
#include "ingest/active.h"
#include "point/sort.h"

#include <stdlib.h>
#include <string.h>

struct csm_users {
	struct csm_sorter *sorter;
	struct csm_point ahead; /* next of the sorter */
	int has_ahead;
	struct csm_active active;
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
	csm_active_fini(&u->active);
	csm_buf_fini(&u->company);
	csm_buf_fini(&u->user);
	free(u);
}

int
csm_users_push(struct csm_users *u, struct csm_text company, struct csm_text user,
    int32_t day, struct csm_diag *diag)
{
	/* As a point, so that the sorter that spills serves for days too; its metric is
	 * the shortest. */
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
users_step(struct csm_users *u, struct csm_diag *diag)
{
	u->has_ahead = csm_sorter_next(u->sorter, &u->ahead, NULL, diag);
	return u->has_ahead < 0 ? -1 : 0;
}

int
csm_users_finish(struct csm_users *u, struct csm_diag *diag)
{
	return csm_sorter_finish(u->sorter, diag) != 0 ? -1 : users_step(u, diag);
}

static int
users_same(const struct csm_buf *kept, struct csm_text now)
{
	return kept->len == now.len && memcmp(kept->data, now.s, now.len) == 0;
}

static void
users_keep(struct csm_buf *buf, struct csm_text text)
{
	csm_buf_reset(buf);
	csm_buf_put(buf, text.s, text.len);
}

/* The days of one user, who is next; then the next one is. */
static int
count_user(struct csm_users *u, struct csm_diag *diag)
{
	int32_t day = u->ahead.day;
	int is_first = 1;

	users_keep(&u->user, u->ahead.id);
	for (;;) {
		if (users_step(u, diag) != 0)
			return -1;
		int more = u->has_ahead && users_same(&u->user, u->ahead.id) &&
			   users_same(&u->company, u->ahead.company);
		/* Several rows of a day are one day. */
		if (more && u->ahead.day == day)
			continue;
		csm_active_day(
		    &u->active, day, more ? u->ahead.day : CSM_DAY_NONE, is_first);
		is_first = 0;
		if (!more)
			return 0;
		day = u->ahead.day;
	}
}

static int64_t
write_company(struct csm_users *u, int32_t since, int32_t until,
    struct csm_point_writer *writer, struct csm_diag *diag)
{
	users_keep(&u->company, u->ahead.company);
	u->active.first = u->first;
	u->active.since = since;
	u->active.until = until;
	csm_active_begin(&u->active);
	while (u->has_ahead && users_same(&u->company, u->ahead.company))
		if (count_user(u, diag) != 0)
			return -1;
	return csm_active_write(
	    &u->active, (struct csm_text){u->company.data, u->company.len}, writer);
}

/* Companies without points of their own are written here too, in their place. */
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
