/*
 * Shown: the score a company is shown with: what was set by hand, which wins, or what
 * its profile says.
 *
 * Ownership: plain values that borrow from score, profile and overrides.
 */
#ifndef CSM_SCORE_SHOWN_H
#define CSM_SCORE_SHOWN_H

#include "score/method.h"
#include "score/override.h"

#include <stdbool.h>

struct csm_shown {
	int64_t value;                       /* micros, MISSING */
	int64_t top;                         /* of the scale the value is on */
	const char *state;                   /* "unknown" if missing */
	const struct csm_override *override; /* NULL: the profile's */
	bool beyond; /* a score set by hand is above the scale: it does not count */
};

/* overrides: NULL: none.  A score set by hand counts where no profile fits, too, on
 * the usual scale.  False: there is neither, and only `beyond` is set. */
bool csm_shown_company(const struct csm_overrides *overrides,
    const struct csm_score *score, struct csm_text company, int32_t day,
    struct csm_shown *shown);
/* The profile's, where nothing can be set by hand; score->profile is not NULL. */
void csm_shown_profile(const struct csm_score *score, struct csm_shown *shown);
/* The state of the score's band; "unknown" if it has no value. */
const char *csm_shown_state(const struct csm_score *score);
/* The nearest whole number, halves away from zero; MISSING stays. */
int64_t csm_shown_round(int64_t micros);

#endif
