/*
 * Overrides: scores of companies set by hand, from a file with the columns company and
 * score_or_state (a score, or good, average or poor, or green, amber or red), and if there
 * are reason, by, from and until (days, both included).  Of several that hold on a day the
 * last row counts.
 *
 * Ownership: the overrides own all they hold.
 */
#ifndef CSM_SCORE_OVERRIDE_H
#define CSM_SCORE_OVERRIDE_H

#include "base/diag.h"
#include "base/intern.h"
#include "entity/fields.h"
#include "syntax/csv.h"

#include <stdint.h>

struct csm_override {
	const char *state;       /* "good", "average", "poor"; NULL: a score */
	int64_t score;           /* micros, 0 and up; MISSING for a state */
	const char *reason, *by; /* "" if not said */
	int32_t from, until;     /* CSM_DAY_NONE: without end */
	uint64_t line;
};

struct csm_overrides;

/* Load.  NULL after a report: E_OPEN, E_HEADER, E_CONFIG for what is neither a score
 * nor a state.  A row without company or with a bad date is rejected. */
struct csm_overrides *csm_overrides_load(const char *path, struct csm_diag *diag);
/* Rows may name a company by its field `name`, if none has that id; companies NULL: there are
 * no names.  -1 after E_USAGE at the row with the ids: several are called so. */
int csm_overrides_name(
    struct csm_overrides *o, const struct csm_fields *companies, struct csm_diag *diag);
void csm_overrides_free(struct csm_overrides *o);
/* The one in force on a day, NULL if there is none. */
const struct csm_override *csm_overrides_at(
    const struct csm_overrides *o, struct csm_text company, int32_t day);
/* The number an override stands for on a scale to `top`: its score, or for a state 10,
 * 5 or 0 tenths of it.  MISSING if the score is above the scale. */
int64_t csm_override_value(const struct csm_override *o, int64_t top);
/* After the last company: W_UNKNOWN for each that is not among the known ids, with the
 * nearest that is. */
void csm_overrides_finish(const struct csm_overrides *o, const struct csm_intern *known,
    struct csm_diag *diag);

#endif
