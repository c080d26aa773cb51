/*
 * Wording: the rule of a factor, and what became of it, in words.
 *
 * Ownership: nothing is kept.
 */
#ifndef CSM_LAB_WORDING_H
#define CSM_LAB_WORDING_H

#include "base/buf.h"
#include "score/method.h"

/* "33.33%", of 0..1 */
void csm_wording_percent(struct csm_buf *b, double share);
/* Of the methods points and weighted: "more than 14 adds -3: does not hold". */
void csm_wording_rule(
    struct csm_buf *b, const struct csm_part *part, const struct csm_profile *profile);
/* "newest point of 2026-11-18, 2 days old", seen from `day`. */
void csm_wording_age(struct csm_buf *b, int32_t day, int32_t days);

#endif
