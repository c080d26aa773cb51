/*
 * Family: what a metric is by its name: "activities.login" by what stands before the
 * first point, "ticket.open" by what stands behind the last.
 *
 * Ownership: all of it is constant.
 */
#ifndef CSM_POINT_FAMILY_H
#define CSM_POINT_FAMILY_H

#include <stddef.h>

/* The prefixes of metrics, without the point, NULL at the end; the last CSM_ALIASES are
 * other spellings of those before. */
#define CSM_ALIASES 3
extern const char *const csm_family_prefixes[];
/* The bytes of a name after such a prefix and its point, else NULL. */
const char *csm_family_rest(const char *name, size_t len);

/*
 * What is known of records that have a state (tickets, opportunities, invoices) on each
 * day: "<type>.opened" and so on, where the type begins with no prefix of the above
 * and no model.
 */
enum csm_family_state_part {
	CSM_FAMILY_NONE, /* no such metric */
	CSM_FAMILY_OPENED,
	CSM_FAMILY_CLOSED,
	CSM_FAMILY_OPEN,   /* how many are open */
	CSM_FAMILY_AMOUNT, /* of what is open */
	CSM_FAMILY_AGE     /* mean days open */
};
enum csm_family_state_part csm_family_state(const char *name, size_t len);
const char *csm_family_state_name(enum csm_family_state_part part);

#endif
