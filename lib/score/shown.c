#include "score/shown.h"

#include <assert.h>

const char *
csm_shown_state(const struct csm_score *score)
{
	return score->band == NULL ? "unknown" : score->band->state;
}

void
csm_shown_profile(const struct csm_score *score, struct csm_shown *shown)
{
	assert(score->profile != NULL);
	*shown = (struct csm_shown){.value = score->value,
	    .top = score->profile->top,
	    .state = csm_shown_state(score)};
}

/* By the scale of the profile, or the usual one where none fits. */
static bool
shown_by_hand(const struct csm_override *o, const struct csm_profile *profile,
    struct csm_shown *shown)
{
	/* A company of no profile may still be judged by hand; it needs a scale and
	 * bands to be read by. */
	struct csm_profile usual = {.top = CSM_SCORE_TOP};
	const struct csm_profile *by = profile == NULL ? &usual : profile;
	int64_t value = csm_override_value(o, by->top);

	if (value == CSM_MISSING)
		return false;
	usual.band = csm_bands_usual(usual.top, &usual.bands);
	*shown = (struct csm_shown){.value = value,
	    .top = by->top,
	    .state = o->state != NULL ? o->state : csm_profile_band(by, value)->state,
	    .override = o};
	return true;
}

bool
csm_shown_company(const struct csm_overrides *overrides, const struct csm_score *score,
    struct csm_text company, int32_t day, struct csm_shown *shown)
{
	const struct csm_override *o =
	    overrides == NULL ? NULL : csm_overrides_at(overrides, company, day);

	/* An override that cannot be read on the profile's scale leaves the profile's
	 * score, and is told. */
	if (o != NULL && shown_by_hand(o, score->profile, shown))
		return true;
	*shown = (struct csm_shown){0};
	if (score->profile != NULL)
		csm_shown_profile(score, shown);
	shown->beyond = o != NULL;
	return score->profile != NULL;
}

int64_t
csm_shown_round(int64_t micros)
{
	int64_t half = micros < 0 ? -CSM_NUM_ONE / 2 : CSM_NUM_ONE / 2;

	/* INT64_MIN, which half is not to be taken from */
	if (micros == CSM_MISSING)
		return micros;
	return (micros + half) / CSM_NUM_ONE * CSM_NUM_ONE;
}
