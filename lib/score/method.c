#include "score/method.h"

#include "score/measure.h"

#include <assert.h>
#include <stdbool.h>

int
csm_method_check_weights(const struct csm_factor *factor, size_t n,
    const struct csm_json *at, struct csm_diag *diag)
{
	double sum = 0;
	int failed = 0;

	for (size_t i = 0; i < n; i++) {
		const struct csm_json *w = csm_json_get(factor[i].at, "weight");
		sum += factor[i].weight;
		if (w != NULL)
			failed |= csm_factor_check_points(w, factor[i].weight, diag);
	}
	/* Shares are weights divided by their sum; !(>) refuses NaN, too. */
	if (n > 0 && !(sum > 0))
		failed =
		    csm_json_error(diag, at, CSM_E_CONFIG, "the weights add up to 0");
	return failed;
}

/* What is already rounded is taken off, so no error is carried to the next part. */
void
csm_method_add(struct csm_part *part, double total, struct csm_score *score)
{
	part->contribution = csm_num_from_double(total) - score->sum;
	score->sum += part->contribution;
}

void
csm_method_add_shares(
    const struct csm_profile *p, struct csm_part *part, struct csm_score *score)
{
	/* Scaled before it is rounded: ten times a rounded score is not the score to
	 * 100. */
	double scale = (double)(p->top / CSM_MEASURE_TOP), total = 0;

	score->sum = 0;
	for (size_t i = 0; i < score->parts; i++) {
		part[i].contribution = 0;
		/* A part that is skipped adds nothing, and not a rounding error of
		 * others, either. */
		if (part[i].score == CSM_MISSING || part[i].share == 0)
			continue;
		total += part[i].share * part[i].exact * scale;
		csm_method_add(&part[i], total, score);
	}
	score->value = score->sum;
}

static const struct method_entry {
	const char *name; /* first, see csm_words */
	const struct csm_method *method;
} methods[] = {{"points", &csm_method_points}, {"pillars", &csm_method_pillars},
    {"weighted", &csm_method_weighted}, {.name = NULL}};
const struct csm_words csm_method_words = CSM_WORDS(methods);

const struct csm_method *
csm_method_find(const char *name)
{
	const struct method_entry *named = csm_words_find(&csm_method_words, name);

	return named == NULL ? NULL : named->method;
}

int
csm_method_read(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_profile *p, struct csm_diag *diag)
{
	const struct method_entry *named;
	const char *name;
	int found = csm_json_text(entry, "method", &name, diag);

	/* Before the method is known: bands are read by it even if the method is bad,
	 * so that their errors are told, too. */
	p->top = CSM_SCORE_TOP;
	if (found == 0)
		csm_json_error(
		    diag, entry, CSM_E_CONFIG, "a profile wants a \"method\"");
	if (found != 1)
		return -1;
	named = csm_words_find(&csm_method_words, name);
	if (named == NULL)
		return csm_json_error(diag, csm_json_get(entry, "method"), CSM_E_CONFIG,
		    "unknown method \"%s\"", name);
	p->method = named->method;
	return p->method->read(arena, entry, p, diag);
}

/* What every table and card of a score relies on. */
static bool
method_adds_up(const struct csm_score *score)
{
	int64_t sum = score->base;

	for (size_t i = 0; i < score->parts; i++)
		sum += score->part[i].contribution;
	return sum == score->sum;
}

void
csm_method_score(
    const struct csm_profile *profile, struct csm_part *part, struct csm_score *score)
{
	*score = (struct csm_score){
	    .profile = profile, .part = part, .parts = profile->factors};
	profile->method->combine(profile, part, score);
	assert(score->value == CSM_MISSING || method_adds_up(score));
	if (score->value == CSM_MISSING) {
		/* Without a score its parts add up to nothing: no table may show some
		 * of them as if they did. */
		score->sum = CSM_MISSING;
		for (size_t i = 0; i < score->parts; i++)
			part[i].contribution = CSM_MISSING;
	} else {
		score->band = csm_profile_band(profile, score->value);
	}
}
