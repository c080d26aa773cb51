#include "figure/known.h"

#include "base/xalloc.h"
#include "figure/facts.h"
#include "score/profile.h"
#include "score/score.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#define BY_HAND "system.health_by_hand"
/* Half of a profile: settings.low_coverage says another share. */
#define LOW_PERCENT 50
/* A note of more is no note; the column beside each score has all. */
#define NAMED 10 /* in the note, at most */
/* Companies whose answers are kept: more than any two contexts of a run are apart. */
#define ANSWERS 1024

/* Scores of some days by the profiles of the configuration. */
struct known_scores {
	struct csm_engine *engine; /* NULL: there are no profiles to go by */
	struct csm_scorer *scorer;
};

struct csm_knowing {
	struct csm_arena arena;
	const struct csm_profile *profile;
	size_t profiles;
	struct known_scores now,
	    days; /* of the as-of day; of all days, once asked for */
	bool has_days;
	pthread_mutex_t lock; /* of `now` and the answers: elements of a page ask on
				 threads of their own */
	/* What was known of sets that were asked about, by company. */
	struct known_answer {
		const struct csm_entity_points *entity;
		size_t entities;
		struct csm_buf company;
		int64_t coverage, staleness;
	} answer[ANSWERS];
	int64_t low; /* percent, in micros */
	const char *noted;
};

static void
known_scores_end(struct known_scores *s)
{
	csm_scorer_free(s->scorer);
	csm_engine_free(s->engine);
	*s = (struct known_scores){NULL, NULL};
}

/* An engine of its own: what its formulas name and is not there was told by the program
 * that made the scores. */
static void
known_scores_begin(struct known_scores *s, const struct csm_knowing *k,
    struct csm_context *context, int32_t since)
{
	struct csm_engine_options options = {
	    .since = since, .until = context->until, .taken = CSM_TAKEN_UNTOLD};
	struct csm_diag quiet;

	/* Errors of profiles are those of csm-health, which told them. */
	csm_diag_init(&quiet, NULL, NULL);
	if (k->profiles == 0)
		return;
	for (int m = 0; m < CSM_MODELS; m++)
		options.fields[m] = context->fields[m];
	s->engine = csm_engine_new(&options);
	/* A score by rank would need a pass over all companies: then nothing is said of
	 * what is known. */
	csm_engine_refuse_ranks(s->engine);
	for (size_t i = 0; i < context->metrics; i++)
		csm_engine_metric(s->engine, &context->metric[i]);
	s->scorer = csm_scorer_new(k->profile, k->profiles, s->engine);
	if (!csm_scorer_scores(s->scorer, CSM_MODEL_COMPANY) ||
	    csm_engine_prepare(s->engine, &quiet) != 0)
		known_scores_end(s);
}

static void
knowing_begin(struct csm_knowing *k, struct csm_context *context)
{
	struct csm_profile *profile;
	struct csm_diag quiet;

	csm_diag_init(&quiet, NULL, NULL);
	if (csm_profiles_read(
		&k->arena, context->conf, &profile, &k->profiles, &quiet) != 0)
		k->profiles = 0;
	else
		k->profile = profile;
	known_scores_begin(&k->now, k, context, context->until);
}

static void
knowing_end(void *of)
{
	struct csm_knowing *k = of;

	known_scores_end(&k->now);
	known_scores_end(&k->days);
	for (size_t i = 0; i < ANSWERS; i++)
		csm_buf_fini(&k->answer[i].company);
	pthread_mutex_destroy(&k->lock);
	csm_arena_fini(&k->arena);
	free(k);
}

static struct csm_knowing *
knowing(struct csm_context *context)
{
	const struct csm_json *low = csm_config_setting(context->conf, "low_coverage");
	struct csm_knowing *k = context->knowing;

	if (k != NULL)
		return k;
	k = context->knowing = csm_xcalloc(1, sizeof *k);
	k->low = low == NULL ? LOW_PERCENT * CSM_NUM_ONE
			     : csm_num_from_double(low->number * 100);
	pthread_mutex_init(&k->lock, NULL);
	csm_context_at_end(context, knowing_end, k);
	knowing_begin(k, context);
	return k;
}

bool
csm_known_scores(struct csm_context *context)
{
	return knowing(context)->now.scorer != NULL;
}

/* Each company once, though several tables may show it. */
static void
knowing_note(struct csm_context *context, const char *id, const char *by_hand)
{
	struct csm_knowing *k = knowing(context);

	/* companies come one after the other */
	if (k->noted != NULL && strcmp(k->noted, id) == 0)
		return;
	k->noted = csm_arena_strdup(&k->arena, id);
	if (context->by_hands++ >= NAMED)
		return;
	csm_buf_printf(&context->by_hand, "%s%s: %s",
	    context->by_hands == 1 ? "" : "; ",
	    csm_context_name(context, CSM_MODEL_COMPANY, id, id), by_hand);
}

/* 1 if it is the answer for the set: of the same points of the same company. */
static bool
known_is_of(const struct known_answer *a, const struct csm_set *set)
{
	return a->company.len > 0 && a->entity == set->entity &&
	       a->entities == set->entities &&
	       csm_text_is(a->company.data, set->company.s, set->company.len);
}

/* Coverage and staleness of the score that the profile gives. */
static void
known_score(struct csm_knowing *k, struct known_answer *a, const struct csm_set *set,
    const char *profile)
{
	const struct csm_score *score;
	int32_t days;

	a->entity = set->entity;
	a->entities = set->entities;
	csm_buf_reset(&a->company);
	csm_buf_put(&a->company, set->company.s, set->company.len);
	a->coverage = a->staleness = CSM_MISSING;
	csm_engine_company(k->now.engine, set);
	score = csm_scorer_score(k->now.scorer, CSM_MODEL_COMPANY, 0, 0);
	/* the points may have been made with other profiles than these */
	if (score->profile == NULL || strcmp(score->profile->id, profile) != 0)
		return;
	a->coverage = score->coverage * 100;
	days = csm_scorer_staleness(k->now.scorer);
	if (days >= 0)
		a->staleness = days * CSM_NUM_ONE;
}

static void
known_answer(struct csm_knowing *k, const struct csm_set *set, const char *profile,
    struct csm_known *known)
{
	struct known_answer *a =
	    &k->answer[XXH3_64bits(set->company.s, set->company.len) % ANSWERS];

	pthread_mutex_lock(&k->lock);
	if (!known_is_of(a, set))
		known_score(k, a, set, profile);
	known->coverage = a->coverage;
	known->staleness = a->staleness;
	pthread_mutex_unlock(&k->lock);
}

struct csm_known
csm_known_score(struct csm_context *context, const struct csm_set *set)
{
	struct csm_known known = {.coverage = CSM_MISSING, .staleness = CSM_MISSING};
	const char *profile = csm_facts_profile(set, context->until);
	/* Elements of a page ask what the page has asked. */
	struct csm_knowing *k =
	    knowing(context->above != NULL ? context->above : context);
	struct csm_text hand;

	/* Its state holds who, why and until when: points have no other place for
	 * text. */
	if (csm_facts_point(set, BY_HAND, context->until, &hand) != CSM_MISSING)
		known.by_hand = csm_arena_text(&context->arena, hand.s, hand.len);
	if (known.by_hand != NULL)
		knowing_note(context, set->company.s, known.by_hand);
	if (k->now.scorer != NULL && profile != NULL)
		known_answer(k, set, profile, &known);
	return known;
}

struct csm_cell
csm_known_health(struct csm_context *context, const struct csm_set *set,
    const struct csm_known *known)
{
	struct csm_cell cell =
	    csm_facts_cell(context, set, "system.health", context->until);

	if (known->by_hand != NULL)
		cell.state = csm_state_by_hand(cell.state);
	else if (known->coverage != CSM_MISSING &&
		 known->coverage < knowing(context)->low)
		cell.state = csm_state_little_known(cell.state);
	return cell;
}

size_t
csm_known_little(struct csm_context *context, const struct csm_set *set, bool *little)
{
	const size_t n = (size_t)(context->until - context->since) + 1;
	struct csm_knowing *k = knowing(context);
	size_t days = 0;

	memset(little, 0, n * sizeof *little);
	if (!k->has_days)
		known_scores_begin(&k->days, k, context, context->since);
	k->has_days = true;
	if (k->days.scorer == NULL)
		return 0;
	csm_engine_company(k->days.engine, set);
	for (size_t i = 0; i < n; i++) {
		const int32_t day = context->since + (int32_t)i;
		const char *profile = csm_facts_profile(set, day);
		const struct csm_score *score;
		if (profile == NULL ||
		    csm_facts_point(set, BY_HAND, day, NULL) != CSM_MISSING)
			continue;
		score = csm_scorer_score(k->days.scorer, CSM_MODEL_COMPANY, 0, i);
		if (score->profile == NULL || strcmp(score->profile->id, profile) != 0)
			continue;
		little[i] = score->coverage * 100 < k->low;
		days += little[i];
	}
	return days;
}
