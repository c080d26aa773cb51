/*
 * Trials: scores of companies of which it is known whether they left, and what they say
 * together.  Also companies on a day, of which nothing is known: then nobody left.
 *
 * Ownership: a list of trials owns its copies of parts; profiles and texts it borrows.
 */
#ifndef CSM_SCORE_TRIAL_H
#define CSM_SCORE_TRIAL_H

#include "base/arena.h"
#include "stats/auc.h"
#include "score/method.h"

#include <stdbool.h>

/* Scores are compared on one scale, to 100. */
#define CSM_TRIAL_TOP (100 * CSM_NUM_ONE)

struct csm_trial {
	const char *company;
	int32_t day;   /* scored */
	int left;      /* 1: it left, `lead` days later */
	int64_t score; /* micros, 0..100 */
	enum csm_pillar_state state;
	const struct csm_profile *profile;
	struct csm_part *part; /* profile->factors */
	size_t parts;
	unsigned char *truth; /* of conditions that were varied, see variant.h; NULL */
};

/* All zero is a valid empty list. */
struct csm_trials {
	struct csm_arena arena;
	struct csm_trial *trial;
	size_t n, cap;
	size_t unscored; /* without a profile, or the score unknown */
	size_t no_data;  /* nothing was known of them: the score says nothing */
	size_t dropped;  /* that left, but no condition took them on the scored day */
};

void csm_trials_fini(struct csm_trials *t);
/* Take in a score.  NULL if it says nothing: counted in unscored or no_data. */
struct csm_trial *csm_trials_add(struct csm_trials *t, const char *company, int32_t day,
    int left, const struct csm_score *score);
/* A score on the scale to 100, and the state of its band. */
int64_t csm_trial_scale(const struct csm_profile *profile, int64_t value);
enum csm_pillar_state csm_trial_state(const struct csm_score *score);

struct csm_auc csm_trials_auc(const struct csm_trials *t);
/* Whether what the score knew only with hindsight made a difference beyond chance: over
 * companies scored both ways, or, where too few are without it, if with it the score
 * tells or misleads at all.  Both lists are in order of companies. */
bool csm_trials_leak(const struct csm_trials *then, const struct csm_trials *hindsight);

/* What a band says of who is in it. */
struct csm_trial_band {
	size_t left, stayed;
	/* -1 where it cannot be told: */
	double precision; /* share of those in it that left */
	double recall;    /* share of those that left that were in it */
	double lift;      /* precision by the share of all that left */
};
void csm_trials_bands(
    const struct csm_trials *t, struct csm_trial_band band[CSM_PILLAR_UNKNOWN]);

/* A factor alone: the area of its contributions (of a pillar: its number), among those
 * it was known of. */
struct csm_auc csm_trials_factor_auc(
    const struct csm_trials *t, const struct csm_profile *profile, size_t factor);

/* The trials scored in a month, `first` being its first day. */
struct csm_auc csm_trials_month_auc(const struct csm_trials *t, int32_t first);
/* 1 and *first set to the first month with a trial after `after` (CSM_DAY_NONE: of
 * all), 0 if there is none. */
int csm_trials_next_month(const struct csm_trials *t, int32_t after, int32_t *first);

#endif
