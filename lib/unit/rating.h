/*
 * Ratings: success units judged by people, from a file with the columns company, unit,
 * rating and, if there are, date (by, note and others are for people and not read).
 * A rating holds from its date on, until a newer one; without a date it holds from the
 * beginning.  Of two with one date the later row holds.
 *
 * Ownership: the ratings own all they hold and borrow the units.
 */
#ifndef CSM_UNIT_RATING_H
#define CSM_UNIT_RATING_H

#include "base/intern.h"
#include "entity/fields.h"
#include "syntax/csv.h"
#include "unit/unit.h"

#include <stdbool.h>

struct csm_ratings;

/*
 * Load.  NULL after a report: E_OPEN, E_HEADER, or E_RATING for ratings that are no
 * whole number from 1 to 5 and neither na nor off.  A row for a unit that does
 * not exist, or a rating of one that is judged by a metric, is warned about and left
 * out; a row without company, unit or a good date is rejected.  A company may be called by
 * its name in `companies` (NULL: ids alone); E_USAGE at the row if several are.
 */
struct csm_ratings *csm_ratings_load(const char *path, const struct csm_unit *units,
    size_t n, const struct csm_fields *companies, struct csm_diag *diag);
void csm_ratings_free(struct csm_ratings *r);

/* The rating in force on a day, in micros; CSM_MISSING if there is none.  `unit` is the
 * place among the units given to _load. */
int64_t csm_ratings_at(
    const struct csm_ratings *r, struct csm_text company, size_t unit, int32_t day);

/* Whether it is na or off on the day, whatever the unit is judged by: sets *state. */
bool csm_ratings_state(const struct csm_ratings *r, struct csm_text company,
    size_t unit, int32_t day, enum csm_unit_state *state);

/* After the last company: W_UNKNOWN for each rated one that is not among the known ids,
 * with the nearest that is. */
void csm_ratings_finish(
    const struct csm_ratings *r, const struct csm_intern *known, struct csm_diag *diag);

#endif
