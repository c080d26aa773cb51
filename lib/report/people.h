/*
 * People: what each end user did, for the report `people`.
 *
 * Ownership: people live in the arena given.
 */
#ifndef CSM_REPORT_PEOPLE_H
#define CSM_REPORT_PEOPLE_H

#include "figure/context.h"
#include "figure/inventory.h"

#define CSM_PEOPLE_DAYS 60   /* of activity shown, and counted for the top features */
#define CSM_PEOPLE_RECENT 14 /* days in which features are counted */
#define CSM_PEOPLE_TOP 5     /* features named */

struct csm_end_user {
	const char *company, *id;
	int32_t last;    /* newest day with an activity that is not 0; CSM_DAY_NONE */
	int32_t touch;   /* the same of conversations.* */
	size_t features; /* different ones used in the 14 days */
	size_t active_days;           /* of the 60 */
	int64_t events;               /* in the 60 days; CSM_MISSING: none */
	int64_t *day;                 /* events a day */
	uint32_t top[CSM_PEOPLE_TOP]; /* features by events, most first */
	size_t tops;
	int64_t relevance; /* system.relevance, micros */
	/* Of it, of its company, of top: told by the report. */
	const char *name, *company_name, *used;
};

/* What is kept from one end user to the next; all zero is valid. */
struct csm_people_reader {
	struct csm_variety features;
	int64_t *count;                 /* by feature */
	uint32_t *seen;                 /* features with a count */
	size_t n, cap;                  /* n: of seen */
	size_t active[CSM_PEOPLE_DAYS]; /* how many were, day by day */
};
void csm_people_fini(struct csm_people_reader *r);
/* points: NULL: known from the fields file alone. */
struct csm_end_user *csm_people_end_user(struct csm_people_reader *r,
    struct csm_arena *arena, struct csm_inventory *inv,
    const struct csm_entity_points *points, int32_t until);

#endif
