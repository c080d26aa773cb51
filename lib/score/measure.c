#include "score/measure.h"

#include "formula/eval.h"
#include "base/num.h"

#include <string.h>

/* In the order of the enum; skip is the default since it claims nothing. */
static const char *const missing_names[CSM_MISSINGS + 1] = {
    "skip", "zero", "neutral", "worst", "unknown"};
const struct csm_words csm_missing_words = CSM_WORDS(missing_names);

const char *
csm_missing_name(enum csm_missing missing)
{
	return missing_names[missing];
}

static int
read_missing(
    const struct csm_json *entry, enum csm_missing *missing, struct csm_diag *diag)
{
	const char *name = missing_names[CSM_MISSING_SKIP];

	if (csm_json_text(entry, "missing", &name, diag) < 0)
		return -1;
	for (*missing = 0; *missing < CSM_MISSINGS; (*missing)++)
		if (strcmp(missing_names[*missing], name) == 0)
			return 0;
	return csm_json_error(diag, csm_json_get(entry, "missing"), CSM_E_CONFIG,
	    "unknown value \"%s\"", name);
}

static int
measure_read_linear(
    const struct csm_json *at, struct csm_factor *f, struct csm_diag *diag)
{
	if (csm_json_number(at, "low", &f->low[0], diag) != 1 ||
	    csm_json_number(at, "high", &f->high[0], diag) != 1)
		return csm_json_error(diag, at, CSM_E_CONFIG,
		    "a linear scale wants a \"low\" and a \"high\"");
	/* low[1] is 0: the scores at both ends, for whoever draws or explains the line.
	 */
	f->high[1] = 10;
	if (f->low[0] < f->high[0])
		return 0;
	return csm_json_error(diag, csm_json_get(at, "low"), CSM_E_CONFIG,
	    "low is not below high; for the lower the better say \"invert\": true");
}

/* `step` is a place in an array; the first has no place before it. */
static int
read_step(const struct csm_json *at, struct csm_threshold *step, struct csm_diag *diag)
{
	const struct csm_json *below = csm_json_get(at, "below");

	/* Each step is checked as it is read, against the one before: steps have to
	 * ascend without gap or overlap, so that every value has one score. */
	step->last = below == NULL;
	if (csm_json_number(at, "score", &step->score, diag) != 1 ||
	    csm_json_number(at, "below", &step->below, diag) < 0)
		return csm_json_error(
		    diag, at, CSM_E_CONFIG, "a threshold wants a \"score\"");
	if (step->last && at->next != NULL)
		return csm_json_error(diag, at, CSM_E_CONFIG,
		    "thresholds overlap: one without \"below\" that is not the last "
		    "takes every value");
	if (!step->last && at->next == NULL)
		return csm_json_error(diag, at, CSM_E_CONFIG,
		    "thresholds leave a gap: the last has a \"below\", values from "
		    "there on no score");
	if (at->index > 0 && !step->last && step->below <= step[-1].below)
		return csm_json_error(diag, below, CSM_E_CONFIG,
		    "thresholds overlap: %g is not above the one before", step->below);
	if (step->score >= 0 && step->score <= 10)
		return 0;
	return csm_json_error(diag, csm_json_get(at, "score"), CSM_E_CONFIG,
	    "%g is not a score from 0 to 10", step->score);
}

static int
read_steps(struct csm_arena *arena, const struct csm_json *list, struct csm_factor *f,
    struct csm_diag *diag)
{
	struct csm_threshold *step =
	    CSM_ARENA_ARRAY(arena, struct csm_threshold, list->count);
	int failed = 0;

	/* measure_place takes the last step for what is left, so there has to be one */
	if (list->count == 0)
		return csm_json_error(diag, list, CSM_E_CONFIG, "no threshold");
	f->step = step;
	f->steps = list->count;
	for (const struct csm_json *at = list->child; at != NULL; at = at->next)
		failed |= read_step(at, step++, diag);
	return failed;
}

static int
read_scale(struct csm_arena *arena, const struct csm_json *entry, struct csm_factor *f,
    struct csm_diag *diag)
{
	const struct csm_json *linear = NULL, *steps = NULL;

	if (csm_json_object(entry, "linear", &linear, diag) < 0 ||
	    csm_json_array(entry, "thresholds", &steps, diag) < 0)
		return -1;
	if ((linear == NULL) == (steps == NULL))
		return csm_json_error(diag, entry, CSM_E_CONFIG,
		    "a factor of the method \"weighted\" wants either \"linear\" or "
		    "\"thresholds\"");
	return linear != NULL ? measure_read_linear(linear, f, diag)
			      : read_steps(arena, steps, f, diag);
}

int
csm_measure_read(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_factor *f, struct csm_diag *diag)
{
	static const char *const others[] = {
	    "condition", "value", "impact", "low", "high", NULL};
	int failed = csm_factor_begin(arena, entry, f, diag);

	failed |= csm_factor_refuse(
	    entry, others, "a factor of the method \"weighted\"", diag);
	/* before it is read, which leaves it where none is given */
	f->weight = 1;
	failed |= csm_json_number(entry, "weight", &f->weight, diag) < 0;
	failed |= csm_json_bool(entry, "invert", &f->invert, diag) < 0;
	failed |= read_missing(entry, &f->missing, diag);
	failed |= read_scale(arena, entry, f, diag);
	if (f->metric != NULL && csm_formula_type(f->metric) == CSM_FORMULA_TEXT)
		failed = csm_json_error(diag, csm_json_get(entry, "metric"),
		    CSM_E_CONFIG, "a number is wanted; this is a text");
	return failed ? -1 : 0;
}

/* Before `invert`. Values on an edge belong to the step above, as "below" says. */
static double
measure_place(const struct csm_factor *f, double x)
{
	size_t i = 0;

	if (f->steps > 0) {
		while (i + 1 < f->steps && x >= f->step[i].below)
			i++;
		return f->step[i].score;
	}
	if (x <= f->low[0])
		return 0;
	return x >= f->high[0] ? 10 : (x - f->low[0]) / (f->high[0] - f->low[0]) * 10;
}

bool
csm_measure_score(const struct csm_factor *f, const struct csm_value *v, double *score)
{
	double x;

	if (!csm_value_number(v, &x))
		return false;
	*score = f->invert ? 10 - measure_place(f, x) : measure_place(f, x);
	return true;
}

/* The least any value could score.  A linear scale reaches 0 at one end, whichever way
 * it goes; steps may not. */
static double
worst(const struct csm_factor *f)
{
	double least = 10;

	for (size_t i = 0; i < f->steps; i++) {
		double s = f->invert ? 10 - f->step[i].score : f->step[i].score;
		least = s < least ? s : least;
	}
	return f->steps > 0 ? least : 0;
}

int64_t
csm_measure_default(const struct csm_factor *f)
{
	switch (f->missing) {
	case CSM_MISSING_ZERO:
		return 0;
	case CSM_MISSING_NEUTRAL:
		return CSM_MEASURE_TOP / 2;
	case CSM_MISSING_WORST:
		return csm_num_from_double(worst(f));
	default:
		return CSM_MISSING;
	}
}
