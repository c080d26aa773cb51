/*
 * Scorecard: how a company's health score came about: a page for people, rows for
 * programs.
 *
 * Ownership: the rows are the lab's document, which borrows profiles and overrides.
 */
#ifndef CSM_LAB_SCORECARD_H
#define CSM_LAB_SCORECARD_H

#include "io/output.h"
#include "lab/lab.h"
#include "score/shown.h"

/* The score of the company the engine is turned to, on the last day; shown: with what,
 * NULL: with nothing. */
void csm_scorecard(const struct csm_lab *lab, const struct csm_score *score,
    const struct csm_shown *shown, struct csm_output *out);
/* The same as a table: a row for the start, each factor and pillar, each input of
 * their formulas, what keeps the sum within its scale, the score, and the score set by
 * hand.  The column `adds` of all but the last two adds up to that of the score. */
void csm_scorecard_rows(struct csm_lab *lab, struct csm_text company,
    const struct csm_score *score, const struct csm_shown *shown);

#endif
