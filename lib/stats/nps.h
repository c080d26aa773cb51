/*
 * NPS: the net promoter score of Reichheld, "The One Number You Need to Grow", Harvard
 * Business Review 81 (2003): of answers from 0 to 10 the percentage of 9 and 10, the
 * promoters, less that of 0 to 6, the detractors; 7 and 8 are passive.
 *
 * Ownership: plain values, nothing to free.
 */
#ifndef CSM_STATS_NPS_H
#define CSM_STATS_NPS_H

#include <stddef.h>
#include <stdint.h>

#define CSM_NPS_MOST 10

struct csm_nps {
	size_t promoters, passives, detractors;
};

/* Count an answer, in micros. */
void csm_nps_add(struct csm_nps *nps, int64_t score);
/* Which answer it is for a count by answer, 0 to CSM_NPS_MOST. */
size_t csm_nps_answer(int64_t score);
size_t csm_nps_answers(const struct csm_nps *nps);
/* -100 to 100, micros; CSM_MISSING without an answer. */
int64_t csm_nps_score(const struct csm_nps *nps);

#endif
