/*
 * Milestones: conditions that, once they held, stay met.  What follows is what
 * unit/tracker.h does with them:
 *
 * A company's history begins with its first point or, if that is earlier, with its
 * start date, and ends with the as-of day.  A milestone is met on the first day of it
 * on which its condition held.  A reset starts it again: the history then begins on the
 * day of the reset, and points before it are as if they had never been.  With a segment
 * it is for companies that were in it on any day of their history.
 *
 * Ownership: milestones live in the arena they were read into and borrow texts from the
 * configuration.
 */
#ifndef CSM_UNIT_MILESTONE_H
#define CSM_UNIT_MILESTONE_H

#include "config/shape.h"
#include "config/config.h"

#include <stddef.h>
#include <stdint.h>

struct csm_formula;

struct csm_milestone {
	const char *id, *name;  /* name: for people, the id if none was given */
	struct csm_formula *in; /* the segment's condition; NULL: every company */
	double order;
	struct csm_formula *when;
	int valuable;  /* 1: shows that the customer has value of it */
	int32_t reset; /* CSM_DAY_NONE: none */
	const struct csm_json *at;
};

/* Read the section "milestones", by `order`, then id.  All errors are reported with
 * position, E_CONFIG or E_FORMULA: an unknown segment, or one that is not of companies,
 * a reset that is no day, a text as condition.  -1 if any. */
int csm_milestones_read(struct csm_arena *arena, const struct csm_config *conf,
    struct csm_milestone **milestones, size_t *n, struct csm_diag *diag);

/* The section "milestones" of a configuration. */
extern const struct csm_config_shape csm_milestones_shape;

#endif
