/*
 * Users: how many different end users of a company were active in the last 1, 7, 14, 30
 * and 90 days, and how many there have been at all, for every day.  Exact: each user's
 * days are sorted, and each is counted from its day on until the window has passed or
 * the next one takes over.
 *
 * Ownership: texts are copied in.
 */
#ifndef CSM_INGEST_USERS_H
#define CSM_INGEST_USERS_H

#include "point/point.h"

struct csm_users;

struct csm_users *csm_users_new(size_t limit_bytes);
void csm_users_free(struct csm_users *users); /* NULL allowed */
/* A user was active: 0, or -1 after a report. */
int csm_users_push(struct csm_users *users, struct csm_text company,
    struct csm_text user, int32_t day, struct csm_diag *diag);
/* After the last push. */
int csm_users_finish(struct csm_users *users, struct csm_diag *diag);
/*
 * Write the system.users_* points of the companies that come before `before` in byte
 * order and were not written yet; with s == NULL, of all that are left.  A company has
 * them from its first active day, or `since` if that is later, to `until`.  Returns how
 * many points were written, -1 after a report.
 */
int64_t csm_users_write(struct csm_users *users, struct csm_text before, int32_t since,
    int32_t until, struct csm_point_writer *writer, struct csm_diag *diag);

#endif
