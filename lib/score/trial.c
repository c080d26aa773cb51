#include "score/trial.h"

#include "score/method.h"
#include "base/xalloc.h"
#include "time/bucket.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

void
csm_trials_fini(struct csm_trials *t)
{
	csm_arena_fini(&t->arena);
	free(t->trial);
	*t = (struct csm_trials){0};
}

int64_t
csm_trial_scale(const struct csm_profile *profile, int64_t value)
{
	return value == CSM_MISSING ? value : value * (CSM_TRIAL_TOP / profile->top);
}

enum csm_pillar_state
csm_trial_state(const struct csm_score *score)
{
	int s = CSM_PILLAR_POOR;

	if (score->band == NULL)
		return CSM_PILLAR_UNKNOWN;
	while (s < CSM_PILLAR_UNKNOWN &&
	       strcmp(csm_pillar_state_name((enum csm_pillar_state)s),
		   score->band->state) != 0)
		s++;
	return (enum csm_pillar_state)s;
}

struct csm_trial *
csm_trials_add(struct csm_trials *t, const char *company, int32_t day, int left,
    const struct csm_score *score)
{
	struct csm_trial *trial;

	if (score->profile == NULL || score->value == CSM_MISSING) {
		t->unscored++;
		/* A backtest that loses those that left says so: the others would look
		 * easy to tell. */
		t->dropped += left && score->profile == NULL;
		return NULL;
	}
	/* All its parts stood in for missing values: it says what the profile assumes,
	 * not what the company did. */
	if (score->coverage == 0) {
		t->no_data++;
		return NULL;
	}
	CSM_GROW(t->trial, t->n, &t->cap);
	trial = &t->trial[t->n++];
	*trial = (struct csm_trial){.company = csm_arena_strdup(&t->arena, company),
	    .day = day,
	    .left = left,
	    .score = csm_trial_scale(score->profile, score->value),
	    .state = csm_trial_state(score),
	    .profile = score->profile,
	    .parts = score->parts};
	trial->part = CSM_ARENA_ARRAY(&t->arena, struct csm_part, score->parts);
	/* parts are the scorer's until its next score; variants score them again */
	memcpy(trial->part, score->part, score->parts * sizeof *trial->part);
	return trial;
}

/* Scores and outcomes of the trials chosen, as arrays. */
struct sample {
	int64_t *score;
	unsigned char *left;
	size_t n;
};

static struct sample
sample_new(size_t most)
{
	struct sample s = {.score = csm_xcalloc(most + 1, sizeof *s.score),
	    .left = csm_xcalloc(most + 1, 1)};

	return s;
}

static void
sample_add(struct sample *s, int64_t score, int left)
{
	s->score[s->n] = score;
	s->left[s->n++] = (unsigned char)left;
}

static struct csm_auc
sample_auc(struct sample *s)
{
	struct csm_auc auc = csm_auc(s->score, s->left, s->n);

	free(s->score);
	free(s->left);
	return auc;
}

struct csm_auc
csm_trials_auc(const struct csm_trials *t)
{
	struct sample s = sample_new(t->n);

	for (size_t i = 0; i < t->n; i++)
		sample_add(&s, t->trial[i].score, t->trial[i].left);
	return sample_auc(&s);
}

static bool
is_beyond_chance(const struct csm_auc *auc)
{
	return auc->has_interval && (auc->low > 0.5 || auc->high < 0.5);
}

bool
csm_trials_leak(const struct csm_trials *then, const struct csm_trials *hindsight)
{
	struct csm_auc known = csm_trials_auc(then), all = csm_trials_auc(hindsight);
	struct sample a = sample_new(then->n), b = sample_new(then->n);
	size_t k = 0;
	bool leaks;

	for (size_t i = 0; i < then->n; i++) {
		const struct csm_trial *t = &then->trial[i];
		/* Who is scored by one only says nothing of a difference: the same
		 * companies are compared, in one pass over both lists. */
		while (k < hindsight->n &&
		       strcmp(hindsight->trial[k].company, t->company) < 0)
			k++;
		if (k == hindsight->n ||
		    strcmp(hindsight->trial[k].company, t->company) != 0)
			continue;
		sample_add(&a, t->score, t->left);
		sample_add(&b, hindsight->trial[k].score, t->left);
	}
	/* The areas are of the same companies, so their difference has a variance of
	 * its own, smaller than that of two areas: DeLong's for pairs. */
	leaks = known.has_interval ? csm_auc_differ(a.score, b.score, a.left, a.n)
				   : is_beyond_chance(&all);
	free(a.score);
	free(a.left);
	free(b.score);
	free(b.left);
	return leaks;
}

struct csm_auc
csm_trials_factor_auc(
    const struct csm_trials *t, const struct csm_profile *profile, size_t factor)
{
	int pillars = profile->method->parts == CSM_PARTS_PILLARS;
	struct sample s = sample_new(t->n);

	for (size_t i = 0; i < t->n; i++) {
		const struct csm_trial *at = &t->trial[i];
		if (at->profile != profile || !at->part[factor].known)
			continue;
		/* A weight only stretches a score; its share may be 0. */
		sample_add(&s,
		    pillars || profile->method->parts == CSM_PARTS_MEASURES
			? at->part[factor].score
			: at->part[factor].contribution,
		    at->left);
	}
	return sample_auc(&s);
}

static int32_t
month(int32_t day)
{
	return csm_bucket_start(CSM_BUCKET_MONTH, day);
}

struct csm_auc
csm_trials_month_auc(const struct csm_trials *t, int32_t first)
{
	struct sample s = sample_new(t->n);

	for (size_t i = 0; i < t->n; i++)
		if (month(t->trial[i].day) == first)
			sample_add(&s, t->trial[i].score, t->trial[i].left);
	return sample_auc(&s);
}

/* Trials are in order of companies, not of days: months are few, and each asks once
 * through all. */
int
csm_trials_next_month(const struct csm_trials *t, int32_t after, int32_t *first)
{
	int found = 0;

	for (size_t i = 0; i < t->n; i++) {
		int32_t m = month(t->trial[i].day);
		if ((after != CSM_DAY_NONE && m <= after) || (found && m >= *first))
			continue;
		*first = m;
		found = 1;
	}
	return found;
}

static double
ratio(double a, double b)
{
	return b > 0 ? a / b : -1;
}

void
csm_trials_bands(
    const struct csm_trials *t, struct csm_trial_band band[CSM_PILLAR_UNKNOWN])
{
	size_t left = 0;

	memset(band, 0, CSM_PILLAR_UNKNOWN * sizeof *band);
	for (size_t i = 0; i < t->n; i++) {
		struct csm_trial_band *b = &band[t->trial[i].state];
		b->left += t->trial[i].left != 0;
		b->stayed += t->trial[i].left == 0;
		left += t->trial[i].left != 0;
	}
	for (int s = 0; s < CSM_PILLAR_UNKNOWN; s++) {
		struct csm_trial_band *b = &band[s];
		double base = ratio((double)left, (double)t->n);
		b->precision = ratio((double)b->left, (double)(b->left + b->stayed));
		b->recall = ratio((double)b->left, (double)left);
		/* a band nobody is in has no lift, where base is known */
		b->lift = b->precision < 0 ? -1 : ratio(b->precision, base);
	}
}
