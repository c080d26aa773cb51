/*
 * Walk: the companies of a run, one after another, in byte order: those of the company
 * fields file if there is one, else those that occur in the points.
 *
 * Ownership: the set is borrowed until the next call; stream and fields are the
 * caller's.
 */
#ifndef CSM_METRIC_WALK_H
#define CSM_METRIC_WALK_H

#include "entity/fields.h"
#include "series/set.h"

struct csm_engine;

struct csm_walk;

/* `companies` may be NULL. */
struct csm_walk *csm_walk_new(
    struct csm_points *points, const struct csm_fields *companies);
/* From the first company on, give sets with csm_set_hide_users; NULL: as they are. */
void csm_walk_hide_users(struct csm_walk *walk, const struct csm_pseudonym *p);
/* Sets are opened by csm_engine_open, not by csm_set_open; NULL: again by that. */
void csm_walk_opens_for(struct csm_walk *walk, const struct csm_engine *engine);
void csm_walk_free(struct csm_walk *walk);
/*
 * 1 with the next company's set (no entities if it has fields but no points); 0; -1
 * after a report.  *listed is 0 for a company that has points but is not in the fields
 * file: it is not evaluated, but passed through; csm_walk_unlisted counts them.
 */
int csm_walk_next(struct csm_walk *walk, const struct csm_set **set, int *listed,
    struct csm_diag *diag);
/* As csm_walk_next; the set is the caller's, `into`, whose memory is used for it, and
 * who calls csm_set_open. */
int csm_walk_take(
    struct csm_walk *walk, struct csm_set *into, int *listed, struct csm_diag *diag);
size_t csm_walk_companies(const struct csm_walk *walk); /* listed, so far */
size_t csm_walk_unlisted(const struct csm_walk *walk);
/* Once it has ended: name some of those that are not in the fields file, W_UNKNOWN. */
void csm_walk_tell(const struct csm_walk *walk, struct csm_diag *diag);

#endif
