#include "score/factor.h"

#include "formula/eval.h"
#include "base/num.h"
#include "base/text.h"
#include "config/config.h"
#include "time/date.h"

#include <stdbool.h>
#include <string.h>

/* Beside a scale of 10 more is a mistake, and a sum of them has to fit into micros. */
#define POINTS_MAX 1000000

/* Planhat's words, in the order of the enum. */
static const char *const condition_names[CSM_CONDITIONS + 1] = {"less than",
    "more than", "equal to", "not equal to", "at least", "at most", "linear",
    "linear bounded"};
const struct csm_words csm_condition_words = CSM_WORDS(condition_names);

const char *
csm_condition_name(enum csm_condition condition)
{
	return condition_names[condition];
}

bool
csm_condition_linear(enum csm_condition condition)
{
	return condition == CSM_CONDITION_LINEAR ||
	       condition == CSM_CONDITION_LINEAR_BOUNDED;
}

static bool
is_equality(enum csm_condition condition)
{
	return condition == CSM_CONDITION_EQUAL || condition == CSM_CONDITION_NOT_EQUAL;
}

int
csm_factor_check_points(const struct csm_json *at, double points, struct csm_diag *diag)
{
	if (points >= -POINTS_MAX && points <= POINTS_MAX)
		return 0;
	return csm_json_error(diag, at, CSM_E_CONFIG,
	    "%g points are out of range, -%d to %d", points, POINTS_MAX, POINTS_MAX);
}

int
csm_factor_refuse(const struct csm_json *entry, const char *const *keys, const char *of,
    struct csm_diag *diag)
{
	int failed = 0;

	for (; *keys != NULL; keys++)
		if (csm_json_get(entry, *keys) != NULL)
			failed = csm_json_error(diag, csm_json_get(entry, *keys),
			    CSM_E_CONFIG, "not a key of %s", of);
	return failed;
}

/* A pair [value, impact]. */
static int
read_end(
    const struct csm_json *entry, const char *key, double end[2], struct csm_diag *diag)
{
	const struct csm_json *pair = csm_json_get(entry, key);

	if (pair == NULL)
		return csm_json_error(diag, entry, CSM_E_CONFIG,
		    "a linear condition wants \"low\" and \"high\", each a pair "
		    "[value, impact]");
	if (pair->type != CSM_JSON_ARRAY || pair->count != 2 ||
	    pair->child->type != CSM_JSON_NUMBER ||
	    pair->child->next->type != CSM_JSON_NUMBER)
		return csm_json_error(
		    diag, pair, CSM_E_CONFIG, "wants two numbers, [value, impact]");
	end[0] = pair->child->number;
	end[1] = pair->child->next->number;
	return csm_factor_check_points(pair->child->next, end[1], diag);
}

static int
factor_read_linear(
    const struct csm_json *entry, struct csm_factor *f, struct csm_diag *diag)
{
	static const char *const others[] = {"value", "impact", NULL};

	if (csm_factor_refuse(entry, others, "a linear condition", diag) != 0 ||
	    read_end(entry, "low", f->low, diag) != 0 ||
	    read_end(entry, "high", f->high, diag) != 0)
		return -1;
	/* Their distance is divided by.  The impacts may be either way round: less of
	 * something may be worth more. */
	if (f->low[0] < f->high[0])
		return 0;
	return csm_json_error(
	    diag, csm_json_get(entry, "low"), CSM_E_CONFIG, "low is not below high");
}

static int
factor_read_value(
    const struct csm_json *value, struct csm_factor *f, struct csm_diag *diag)
{
	switch (value->type) {
	case CSM_JSON_NUMBER:
		f->value.type = CSM_VALUE_NUMBER;
		f->value.u.number = value->number;
		return 0;
	case CSM_JSON_STRING:
		f->value.type = CSM_VALUE_TEXT;
		f->value.u.text = value->text;
		break;
	case CSM_JSON_TRUE:
	case CSM_JSON_FALSE:
		f->value.type = CSM_VALUE_BOOL;
		f->value.u.truth = value->type == CSM_JSON_TRUE;
		break;
	default:
		return csm_json_error(diag, value, CSM_E_CONFIG,
		    "wants a number, a text or true or false");
	}
	/* texts and truths have no order */
	if (is_equality(f->condition))
		return 0;
	return csm_json_error(diag, value, CSM_E_CONFIG,
	    "\"%s\" compares with a number only", condition_names[f->condition]);
}

static int
read_compared(const struct csm_json *entry, struct csm_factor *f, struct csm_diag *diag)
{
	static const char *const others[] = {"low", "high", NULL};
	const struct csm_json *value = csm_json_get(entry, "value");
	int failed =
	    csm_factor_refuse(entry, others, "a condition that is not linear", diag);
	int found = csm_json_number(entry, "impact", &f->impact, diag);

	/* one report for both: who forgot one often forgot the other */
	if (value == NULL || found == 0)
		return csm_json_error(diag, entry, CSM_E_CONFIG,
		    "\"%s\" wants a \"value\" and an \"impact\"",
		    condition_names[f->condition]);
	if (found < 0 || factor_read_value(value, f, diag) != 0)
		return -1;
	failed |=
	    csm_factor_check_points(csm_json_get(entry, "impact"), f->impact, diag);
	return failed;
}

static int
factor_read_condition(
    const struct csm_json *entry, struct csm_factor *f, struct csm_diag *diag)
{
	struct csm_nearest near;
	struct csm_buf hint = {0};
	const char *name;
	int found = csm_json_text(entry, "condition", &name, diag);

	if (found == 0)
		csm_json_error(diag, entry, CSM_E_CONFIG,
		    "a factor of the method \"points\" wants a \"condition\"");
	if (found != 1)
		return -1;
	csm_nearest_init(&near, name);
	for (f->condition = 0; f->condition < CSM_CONDITIONS; f->condition++) {
		if (strcmp(condition_names[f->condition], name) == 0)
			return 0;
		csm_nearest_offer(&near, condition_names[f->condition]);
	}
	csm_json_error(diag, csm_json_get(entry, "condition"), CSM_E_CONFIG,
	    "unknown condition \"%s\"%s", name, csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
	return -1;
}

static int
factor_read_metric(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_factor *f, struct csm_diag *diag)
{
	const struct csm_json *metric = csm_json_get(entry, "metric");

	if (metric == NULL)
		return csm_json_error(
		    diag, entry, CSM_E_CONFIG, "a factor wants a \"metric\"");
	f->metric = csm_formula_from_json(arena, metric, diag);
	return f->metric == NULL ? -1 : 0;
}

int
csm_factor_name(
    const struct csm_json *entry, struct csm_factor *f, struct csm_diag *diag)
{
	f->at = entry;
	if (csm_config_id_of(entry, "a factor", &f->id, diag) != 0)
		return -1;
	f->name = f->id;
	return csm_json_text(entry, "name", &f->name, diag) < 0 ? -1 : 0;
}

/* Both are read, so that both are told. */
int
csm_factor_begin(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_factor *f, struct csm_diag *diag)
{
	int failed = csm_factor_name(entry, f, diag);

	failed |= factor_read_metric(arena, entry, f, diag);
	return failed;
}

int
csm_factor_read(struct csm_arena *arena, const struct csm_json *entry,
    struct csm_factor *f, struct csm_diag *diag)
{
	static const char *const others[] = {
	    "weight", "linear", "thresholds", "invert", "missing", NULL};
	int failed = csm_factor_begin(arena, entry, f, diag);

	failed |=
	    csm_factor_refuse(entry, others, "a factor of the method \"points\"", diag);
	/* What else is wanted depends on the condition: without it nothing more can be
	 * said. */
	if (factor_read_condition(entry, f, diag) != 0)
		return -1;
	failed |= csm_condition_linear(f->condition)
		      ? factor_read_linear(entry, f, diag)
		      : read_compared(entry, f, diag);
	if (f->metric != NULL && !is_equality(f->condition) &&
	    csm_formula_type(f->metric) == CSM_FORMULA_TEXT)
		failed = csm_json_error(diag, csm_json_get(entry, "metric"),
		    CSM_E_CONFIG, "\"%s\" judges numbers; this is a text",
		    condition_names[f->condition]);
	return failed ? -1 : 0;
}

/* Whether the ends belong to the line makes no difference but for BOUNDED, where they
 * do. */
static double
linear(const struct csm_factor *f, double v)
{
	if (v < f->low[0] || v > f->high[0]) {
		if (f->condition == CSM_CONDITION_LINEAR_BOUNDED)
			return 0;
		return v < f->low[0] ? f->low[1] : f->high[1];
	}
	double at = (v - f->low[0]) / (f->high[0] - f->low[0]);
	return f->low[1] + at * (f->high[1] - f->low[1]);
}

/* Numbers compare with truths as 1 and 0; a day compares with its text.  By millionths,
 * as points and results carry numbers: 0.1 + 0.2 equals 0.3. */
static int
factor_equal(const struct csm_value *a, const struct csm_value *b)
{
	char day[CSM_DAY_TEXT];

	if (a->type == CSM_VALUE_TEXT && b->type == CSM_VALUE_TEXT)
		return strcmp(a->u.text, b->u.text) == 0;
	if (a->type == CSM_VALUE_DAY && b->type == CSM_VALUE_TEXT) {
		csm_date_format(a->u.day, day);
		return strcmp(day, b->u.text) == 0;
	}
	int64_t x = csm_value_micros(a), y = csm_value_micros(b);
	return x != CSM_MISSING && x == y;
}

/* A number or truth: 0 and *x set, else -1. */
static int
to_number(const struct csm_value *v, double *x)
{
	return csm_value_number(v, x) ? 0 : -1;
}

/* A cell of a field is a text until somebody says as what it is read: here the value of
 * the condition does. */
enum csm_value_type
csm_factor_wants(const struct csm_factor *f)
{
	return is_equality(f->condition) && f->value.type != CSM_VALUE_MISSING
		   ? f->value.type
		   : CSM_VALUE_NUMBER;
}

int
csm_factor_holds(const struct csm_factor *f, const struct csm_value *v)
{
	double x, y = f->value.u.number;

	/* Not even "not equal to" holds: nothing is known of it. */
	if (v->type == CSM_VALUE_MISSING)
		return 0;
	if (is_equality(f->condition))
		return factor_equal(v, &f->value) ==
		       (f->condition == CSM_CONDITION_EQUAL);
	if (to_number(v, &x) != 0)
		return 0;
	switch (f->condition) {
	case CSM_CONDITION_LESS:
		return x < y;
	case CSM_CONDITION_MORE:
		return x > y;
	case CSM_CONDITION_AT_LEAST:
		return x >= y;
	default:
		return x <= y;
	}
}

double
csm_factor_impact(const struct csm_factor *f, const struct csm_value *v)
{
	double x;

	if (csm_condition_linear(f->condition))
		return to_number(v, &x) == 0 ? linear(f, x) : 0;
	return csm_factor_holds(f, v) ? f->impact : 0;
}
