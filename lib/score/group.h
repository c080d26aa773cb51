/*
 * Groups: companies of one parent, and the score of all of them together.  A group is
 * a company that others name as their parent, with these, and with theirs.
 *
 * Ownership: groups own all they hold.
 */
#ifndef CSM_SCORE_GROUP_H
#define CSM_SCORE_GROUP_H

#include "base/diag.h"
#include "base/intern.h"
#include "syntax/csv.h"
#include "score/profile.h"

#include <stdint.h>

enum csm_group_by {
	CSM_GROUP_MEAN,
	CSM_GROUP_MIN,
	CSM_GROUP_WEIGHTED /* the mean by weights above 0 */
};

struct csm_groups;

/* For so many days. */
struct csm_groups *csm_groups_new(enum csm_group_by by, size_t days);
void csm_groups_free(struct csm_groups *g);
/* A company and its parent's id, NULL or "" if it has none. */
void csm_groups_add(struct csm_groups *g, struct csm_text company, const char *parent);
/* Score of the company added last on a day, on a scale to `top` (10 or 100), its weight,
 * all in micros, MISSING for none, and its profile. */
void csm_groups_score(struct csm_groups *g, size_t day, int64_t score, int64_t top,
    int64_t weight, const struct csm_profile *profile);
/* Work out all groups, after the last company.  W_UNKNOWN for parents that are none of
 * the known companies, with the nearest; W_OTHER for companies that are their own
 * parents' parent: they belong to no group. */
void csm_groups_finish(
    struct csm_groups *g, const struct csm_intern *known, struct csm_diag *diag);
struct csm_group_score {
	int64_t value;                     /* micros; MISSING if nobody counts */
	int64_t top;                       /* of its scale: that of the profile */
	size_t members;                    /* that count */
	const struct csm_profile *profile; /* the parent's own; NULL: it has none */
};
/* The group of a company on a day; -1 if it is no parent. */
int csm_groups_value(const struct csm_groups *g, struct csm_text company, size_t day,
    struct csm_group_score *score);
/* The id of each company: 1, or 0 at the end. */
int csm_groups_each(const struct csm_groups *g, size_t i, struct csm_text *company);

#endif
