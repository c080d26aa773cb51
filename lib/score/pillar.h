/*
 * Pillars: parts of a score that are judged by conditions, as CustomerSuccessBox does
 * it: poor if the condition for poor holds, good if that for good does, else average;
 * unknown if neither condition could be evaluated.
 *
 * Ownership: pillars live in the arena they were read into.
 */
#ifndef CSM_SCORE_PILLAR_H
#define CSM_SCORE_PILLAR_H

#include "score/factor.h"

/* In order: the lower the worse. */
enum csm_pillar_state {
	CSM_PILLAR_POOR,
	CSM_PILLAR_AVERAGE,
	CSM_PILLAR_GOOD,
	CSM_PILLAR_UNKNOWN
};

enum csm_overall {
	CSM_OVERALL_POOR_IF_ANY, /* poor if one is poor, good if all known ones are
				    good, else average */
	CSM_OVERALL_WORST,       /* that of the worst known one, which is the same */
	CSM_OVERALL_MAJORITY,    /* that of most known ones; of as many the worse */
	CSM_OVERALL_WEIGHTED,    /* the mean of their numbers, judged by bands */
	CSM_OVERALLS
};

/* Read one; `weighted`: it may have a weight.  -1 after a report. */
int csm_pillar_read(struct csm_arena *arena, const struct csm_json *entry, int weighted,
    struct csm_factor *factor, struct csm_diag *diag);
int csm_overall_read(
    const struct csm_json *entry, enum csm_overall *overall, struct csm_diag *diag);

/* Its state: poor wins over good; of one that is neither `known` says whether any
 * condition could be evaluated. */
enum csm_pillar_state csm_pillar_judge(int known, int good, int poor);
/* "poor", "average", "good", "unknown" */
const char *csm_pillar_state_name(enum csm_pillar_state state);
/* For charts, in micros: 0, 5, 10, CSM_MISSING. */
int64_t csm_pillar_number(enum csm_pillar_state state);
/* The state of so many pillars of each state by any rule but WEIGHTED; UNKNOWN if none
 * is known. */
enum csm_pillar_state csm_overall_state(
    enum csm_overall overall, const size_t count[CSM_PILLAR_UNKNOWN]);
extern const struct csm_words csm_overall_words;
const char *csm_overall_name(enum csm_overall overall);

#endif
