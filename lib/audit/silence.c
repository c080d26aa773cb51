#include "audit/silence.h"

#include "base/xalloc.h"
#include "config/formulas.h"
#include "formula/func.h"
#include "metric/operand.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* What stands in for days since an event that never was. */
#define LONG_AGO "36500"

/* What a value is for those without events. */
enum silence { SILENCE_NONE, SILENCE_SMALL, SILENCE_LONG_AGO };

static enum silence silence_of(
    const struct csm_silence_search *s, const struct csm_node *node);

static bool
silence_is_event(const char *metric)
{
	return csm_operand_rolls_up(metric) ||
	       strcmp(metric, "system.activity_count") == 0;
}

/* A calculated metric is what its formula is, unless that is made 0.  It is found out
 * once: of a chain whose metrics use the one before twice, each would else be asked twice
 * as often as the next. */
static enum silence
silence_of_metric(const struct csm_silence_search *s, const char *id)
{
	for (size_t i = 0; i < s->metrics; i++) {
		const struct csm_metric *m = s->metric[i];
		if (strcmp(m->id, id) != 0)
			continue;
		if (s->known[i] == 0) {
			/* what a circle comes back to says nothing */
			s->known[i] = 1 + SILENCE_NONE;
			if (m->nulls && m->where == NULL)
				s->known[i] =
				    (unsigned char)(1 +
						    silence_of(s, m->formula->root));
		}
		return (enum silence)(s->known[i] - 1);
	}
	return SILENCE_NONE;
}

/* The search with room for what is found out of its metrics, which is to be freed. */
static struct csm_silence_search
silence_begin_search(const struct csm_silence_search *s)
{
	struct csm_silence_search own = *s;

	own.known = csm_xcalloc(s->metrics + 1, sizeof *own.known);
	return own;
}

static enum silence
silence_of_window(const struct csm_silence_search *s, const struct csm_node *node)
{
	/* zero() says what silence means, and a count of members is 0 where there are
	 * none. */
	if (node->window.zero || node->of != NULL)
		return SILENCE_NONE;
	const char *id = csm_operand_calculated(node->metric);
	bool event = silence_is_event(node->metric);

	switch (node->window.op) {
	case CSM_WINDOW_LAST:
		if (id != NULL)
			return silence_of_metric(s, id);
		return event ? SILENCE_SMALL : SILENCE_NONE;
	case CSM_WINDOW_SUM:
	case CSM_WINDOW_MAX:
	case CSM_WINDOW_MIN:
	case CSM_WINDOW_MEDIAN:
	case CSM_WINDOW_PERCENTILE:
	case CSM_WINDOW_UNIQUES:
		return event ? SILENCE_SMALL : SILENCE_NONE;
	case CSM_WINDOW_DAYS_SINCE:
		return event ? SILENCE_LONG_AGO : SILENCE_NONE;
	default:
		return SILENCE_NONE;
	}
}

/* Of functions that ignore what is missing, and are missing if all is. */
static enum silence
silence_of_all(const struct csm_silence_search *s, const struct csm_node *node)
{
	for (size_t i = 0; i < node->argc; i++)
		/* One argument that stays keeps the whole from being missing. */
		if (silence_of(s, node->arg[i]) != SILENCE_SMALL)
			return SILENCE_NONE;
	return SILENCE_SMALL;
}

/* Calls that are missing where an argument is, and 0 where it is 0. */
static enum silence
silence_of_call(const struct csm_silence_search *s, const struct csm_node *node)
{
	static const char *const all[] = {
	    "SUM", "AVERAGE", "MAX", "MIN", "SUBTRACTION"};
	static const char *const first[] = {"DIVISION", "ROUND", "ABS", "SQRT"};

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (csm_func_is(node->func, all[i]))
			return silence_of_all(s, node);
	for (size_t i = 0; i < sizeof first / sizeof first[0]; i++)
		if (csm_func_is(node->func, first[i]))
			return silence_of(s, node->arg[0]);
	if (csm_func_is(node->func, "DAYS_BETWEEN"))
		return node->arg[0]->kind == CSM_NODE_WINDOW &&
			       node->arg[0]->window.op == CSM_WINDOW_LAST_DAY &&
			       silence_is_event(node->arg[0]->metric)
			   ? SILENCE_LONG_AGO
			   : SILENCE_NONE;
	if (csm_func_is(node->func, CSM_FUNC_MULTIPLICATION))
		for (size_t i = 0; i < node->argc; i++)
			if (silence_of(s, node->arg[i]) == SILENCE_SMALL)
				return SILENCE_SMALL;
	return SILENCE_NONE;
}

/* Formulas are at most CSM_FORMULA_DEPTH deep. */
static enum silence
silence_of(const struct csm_silence_search *s, const struct csm_node *node)
{
	if (node->kind == CSM_NODE_WINDOW)
		return silence_of_window(s, node);
	return node->kind == CSM_NODE_CALL ? silence_of_call(s, node) : SILENCE_NONE;
}

static bool
silence_is_asked(const struct csm_node *node)
{
	if (node->kind != CSM_NODE_CALL)
		return false;
	/* Who asks has_value anywhere in the formula has thought of it. */
	if (csm_func_is(node->func, CSM_FUNC_HAS_VALUE))
		return true;
	for (size_t i = 0; i < node->argc; i++)
		if (silence_is_asked(node->arg[i]))
			return true;
	return false;
}

static const char *
silence_text(const struct csm_silence_search *s, const struct csm_node *node)
{
	struct csm_buf text = {0};

	csm_node_print_text(node, &text);
	const char *kept = csm_arena_strdup(s->arena, csm_buf_text(&text));
	csm_buf_fini(&text);
	return kept;
}

static void
silence_tell(const struct csm_silence_search *s, const struct csm_formula *f,
    const struct csm_node *operand, const char *why, const char *instead)
{
	bool never = silence_of(s, operand) == SILENCE_LONG_AGO;

	s->visit(s->ctx, &(struct csm_silence){f, operand, never, why, instead});
}

/* A comparison with its operand on the left. */
static const char *
silence_turned(const struct csm_func *f, bool turn)
{
	static const char *const sides[][2] = {{"<", ">"}, {"<=", ">="}, {"=", "="}};

	for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++)
		for (int side = 0; side < 2; side++)
			if (strcmp(f->infix, sides[i][side]) == 0)
				return sides[i][turn ? 1 - side : side];
	return NULL;
}

/* Whether 0 fulfils the comparison; with what is no number, "less" may. */
static bool
silence_fulfils(const char *sign, const struct csm_node *with)
{
	if (sign[0] == '<')
		return with->kind != CSM_NODE_NUMBER || with->number > 0 ||
		       (sign[1] == '=' && with->number >= 0);
	return sign[0] == '=' && with->kind == CSM_NODE_NUMBER &&
	       /* Zero of either sign, without comparing doubles for equality. */
	       fabs(with->number) <= 0;
}

static void
silence_compared(const struct csm_silence_search *s, const struct csm_formula *f,
    const struct csm_node *node, bool right)
{
	const struct csm_node *operand = node->arg[right], *with = node->arg[!right];
	const char *sign = silence_turned(node->func, right);
	enum silence is = silence_of(s, operand);

	if (sign == NULL || is == SILENCE_NONE)
		return;
	const char *text = silence_text(s, operand), *other = silence_text(s, with);
	if (is == SILENCE_LONG_AGO && sign[0] == '>')
		silence_tell(s, f, operand,
		    "without any event ever this is missing, and missing is not long "
		    "ago",
		    csm_arena_printf(s->arena, "not %s %s %s", text,
			sign[1] == '=' ? "<" : "<=", other));
	else if (is == SILENCE_SMALL && silence_fulfils(sign, with))
		silence_tell(s, f, operand,
		    "without any event this is missing, and missing is not small",
		    silence_of(s, with) == SILENCE_SMALL
			/* Both sides are silent together: coalesce of the one would
			 * compare 0 with what is missing. */
			? csm_arena_printf(s->arena, "%s %s %s or not has_value(%s)",
			      text, sign, other, text)
			: csm_arena_printf(
			      s->arena, "coalesce(%s, 0) %s %s", text, sign, other));
}

static void
silence_node(const struct csm_silence_search *s, const struct csm_formula *f,
    const struct csm_node *node)
{
	if (node->kind != CSM_NODE_CALL)
		return;
	if (node->argc == 2 && node->func->bind == CSM_BIND_COMPARE) {
		silence_compared(s, f, node, false);
		silence_compared(s, f, node, true);
	}
	for (size_t i = 0; i < node->argc; i++)
		silence_node(s, f, node->arg[i]);
}

void
csm_silence_formula(const struct csm_silence_search *s, const struct csm_formula *f)
{
	struct csm_silence_search own = silence_begin_search(s);

	if (!silence_is_asked(f->root))
		silence_node(&own, f, f->root);
	free(own.known);
}

static void
silence_metric(const struct csm_silence_search *s, const struct csm_formula *f,
    enum silence is, const char *leads)
{
	silence_tell(s, f, f->root,
	    csm_arena_printf(s->arena, "without any event%s this is missing, and %s",
		is == SILENCE_LONG_AGO ? " ever" : "", leads),
	    csm_arena_printf(s->arena, "coalesce(%s, %s)", silence_text(s, f->root),
		is == SILENCE_LONG_AGO ? LONG_AGO : "0"));
}

/* A number of an entry, NAN: there is none. */
static double
silence_number(const struct csm_json *entry, const char *key)
{
	const struct csm_json *v = csm_json_get(entry, key);

	return v == NULL || v->type != CSM_JSON_NUMBER ? NAN : v->number;
}

static void
silence_unit(const struct csm_silence_search *s, const struct csm_json *unit,
    const struct csm_formula *f)
{
	const struct csm_json *lower = csm_json_get(unit, "lower_is_better");
	bool inverse = lower != NULL && lower->type == CSM_JSON_TRUE;
	enum silence is = silence_of(s, f->root);

	/* It says which state is meant. */
	if (csm_json_get(unit, "default") != NULL)
		return;
	/* A NAN is not above 0: a unit without a threshold has no red to miss. */
	if (is == SILENCE_SMALL ? !inverse && silence_number(unit, "low") > 0
				: inverse && is == SILENCE_LONG_AGO)
		silence_metric(s, f, is, "the unit is not red");
}

/* What a line through [value, impact] at both ends gives at its lowest or highest. */
static double
silence_end(const struct csm_json *factor, const char *end, size_t item)
{
	const struct csm_json *pair = csm_json_get(factor, end);

	if (pair == NULL || pair->type != CSM_JSON_ARRAY || pair->count != 2)
		return NAN;
	return (item == 0 ? pair->child : pair->child->next)->number;
}

static void
silence_points(const struct csm_silence_search *s, const struct csm_json *factor,
    const struct csm_json *condition, const struct csm_formula *f)
{
	const struct csm_func *func = csm_func_by_condition(condition->text);
	const struct csm_json *value = csm_json_get(factor, "value");
	enum silence is = silence_of(s, f->root);
	bool tell;

	if (func == NULL) /* linear: at its lower end is 0, at its upper long ago */
		tell = is == SILENCE_LONG_AGO
			   ? silence_end(factor, "high", 1) < 0
			   : is == SILENCE_SMALL && silence_end(factor, "low", 1) < 0 &&
				 silence_end(factor, "high", 0) > 0;
	else if (value == NULL || value->type != CSM_JSON_NUMBER)
		return;
	else if (is == SILENCE_LONG_AGO)
		tell = func->infix != NULL && func->infix[0] == '>';
	else
		tell = is == SILENCE_SMALL && func->infix != NULL &&
		       silence_fulfils(
			   func->infix, &(struct csm_node){.number = value->number});
	if (tell)
		silence_metric(s, f, is,
		    csm_arena_printf(s->arena, "\"%s\" %s", condition->text,
			func == NULL ? "adds nothing" : "does not hold"));
}

/* What a factor of the weighted method scores at 0; NAN: it cannot be told. */
static double
silence_score(const struct csm_json *factor)
{
	const struct csm_json *linear = csm_json_get(factor, "linear");
	const struct csm_json *steps = csm_json_get(factor, "thresholds");
	double low = silence_number(linear, "low"),
	       high = silence_number(linear, "high");

	if (linear != NULL)
		return 10 * fmin(fmax((0 - low) / (high - low), 0), 1);
	/* The first step that 0 is below, or the last, which has no bound. */
	for (const struct csm_json *s = steps == NULL ? NULL : steps->child; s != NULL;
	     s = s->next)
		if (s->next == NULL || silence_number(s, "below") > 0)
			return silence_number(s, "score");
	return NAN;
}

static void
silence_weighted(const struct csm_silence_search *s, const struct csm_json *factor,
    const struct csm_formula *f)
{
	const struct csm_json *invert = csm_json_get(factor, "invert");
	double score = silence_score(factor);

	if (invert != NULL && invert->type == CSM_JSON_TRUE)
		score = 10 - score;
	/* what scores low would lower the mean of the others, which it is left out of */
	if (csm_json_get(factor, "missing") == NULL && score < 5 &&
	    silence_of(s, f->root) == SILENCE_SMALL)
		silence_metric(s, f, SILENCE_SMALL, "its weight goes to the others");
}

void
csm_silence_entry(const struct csm_silence_search *s, const struct csm_json *at,
    const struct csm_formula *f)
{
	const struct csm_json *entry = at->parent, *condition;
	struct csm_silence_search own;

	/* Conditions ("where", "when") are compared within themselves:
	 * csm_silence_formula. */
	if (entry == NULL || at->key == NULL || strcmp(at->key, "metric") != 0)
		return;
	own = silence_begin_search(s);
	condition = csm_json_get(entry, "condition");
	if (strcmp(csm_config_section_of(at), "units") == 0)
		silence_unit(&own, entry, f);
	if (strcmp(csm_config_section_of(at), "health") == 0) {
		if (condition != NULL && condition->type == CSM_JSON_STRING)
			silence_points(&own, entry, condition, f);
		else
			silence_weighted(&own, entry, f);
	}
	free(own.known);
}
