#include "formula/part.h"

#include "base/text.h"

#include <string.h>

static struct csm_place
part_place_of(const struct csm_json *json)
{
	return (struct csm_place){.json = json};
}

/* Reports `what` with the value's text and the nearest of what was offered. */
struct csm_node *
csm_part_unknown(struct csm_build *b, const struct csm_json *at, const char *what,
    const struct csm_nearest *s)
{
	struct csm_buf quoted = {0}, hint = {0};

	csm_text_quote(&quoted, at->text, at->len);
	csm_nearest_hint(s, &hint);
	csm_build_fail(b, part_place_of(at), "unknown %s %s%s", what,
	    csm_buf_text(&quoted), csm_buf_text(&hint));
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
	return NULL;
}

/* Of what is pasted as a whole where its formula alone is wanted. */
static const char *
part_cure(const struct csm_json *part, const char *key)
{
	if (strcmp(key, "type") != 0)
		return "";
	if (csm_json_get(part, "formula") != NULL)
		return "; what stands at \"formula\" is the formula, -c FILE reads "
		       "whole entries of \"metrics\"";
	return csm_json_get(part, "metrics") != NULL
		   ? "; this is a configuration, which -c FILE reads"
		   : "";
}

/* The member of a part as a text; NULL after a report. */
const struct csm_json *
csm_part_text(struct csm_build *b, const struct csm_json *part, const char *key)
{
	const struct csm_json *m = csm_json_get(part, key);

	if (m == NULL)
		csm_build_fail(b, part_place_of(part),
		    "a part of this type needs \"%s\"%s", key, part_cure(part, key));
	else if (m->type != CSM_JSON_STRING)
		csm_build_fail(b, part_place_of(m), "\"%s\" is %s, wants a text", key,
		    csm_json_type_name(m->type));
	return m != NULL && m->type == CSM_JSON_STRING ? m : NULL;
}

static int
read_count(struct csm_build *b, const struct csm_json *part, const char *key,
    int32_t least, int32_t *out)
{
	const struct csm_json *m = csm_json_get(part, key);

	if (m == NULL)
		return 0;
	/* The text of the number: as a double 1.0000000000000001 would be one day. */
	if (m->type == CSM_JSON_NUMBER && csm_build_days(m->text, least, out))
		return 0;
	csm_build_fail(b, part_place_of(m), "\"%s\" is %s, not %s", key,
	    m->type == CSM_JSON_NUMBER ? m->text : csm_json_type_name(m->type),
	    least > 0 ? CSM_DAYS_RANGE : CSM_AGO_RANGE);
	return -1;
}

/* Sets *out to the place of the member's text in names; left alone without a member. */
static int
read_choice(struct csm_build *b, const struct csm_json *part, const char *key,
    const char *const *names, size_t n, int *out)
{
	const struct csm_json *m = csm_json_get(part, key);
	struct csm_buf quoted = {0}, hint = {0};

	if (m == NULL)
		return 0;
	if ((m = csm_part_text(b, part, key)) == NULL)
		return -1;
	*out = csm_build_choice(m->text, names, n, &hint);
	if (*out < 0) {
		csm_text_quote(&quoted, m->text, m->len);
		csm_build_fail(b, part_place_of(m), "unknown %s %s%s", key,
		    csm_buf_text(&quoted), csm_buf_text(&hint));
	}
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
	return *out < 0 ? -1 : 0;
}

static int
read_op(struct csm_build *b, const struct csm_json *part, struct csm_window *w)
{
	const struct csm_json *m = csm_json_get(part, "op");
	struct csm_nearest s;

	if (m == NULL)
		return 0;
	if ((m = csm_part_text(b, part, "op")) == NULL)
		return -1;
	csm_nearest_init(&s, m->text);
	for (int op = 0; op < CSM_WINDOW_OPS; op++) {
		const struct csm_window_info *info = &csm_window_info[op];
		/* These are types of parts, not operators. */
		if (info->unbounded)
			continue;
		if (strcmp(m->text, info->json) == 0 ||
		    (info->alias != NULL && strcmp(m->text, info->alias) == 0)) {
			w->op = (enum csm_window_op)op;
			return 0;
		}
		csm_nearest_offer(&s, info->json);
	}
	csm_part_unknown(b, m, "operator", &s);
	return -1;
}

/* "p", which PERCENTILE must have and nothing else may. */
static int
read_percent(struct csm_build *b, const struct csm_json *part, struct csm_window *w)
{
	const struct csm_json *m = csm_json_get(part, "p");

	if (m == NULL && w->op != CSM_WINDOW_PERCENTILE)
		return 0;
	if (m == NULL)
		csm_build_fail(b, part_place_of(part), "PERCENTILE needs \"p\", %s",
		    CSM_PERCENT_RANGE);
	else if (w->op != CSM_WINDOW_PERCENTILE)
		csm_build_fail(
		    b, part_place_of(m), "\"p\" belongs to the operator PERCENTILE");
	else if (m->type == CSM_JSON_NUMBER && csm_build_percent(m->text, &w->percent))
		return 0;
	else
		csm_build_fail(b, part_place_of(m), "\"p\" is %s, not %s",
		    m->type == CSM_JSON_NUMBER ? m->text : csm_json_type_name(m->type),
		    CSM_PERCENT_RANGE);
	return -1;
}

/* "offset", "rollup", "missing": what every window may have. */
static int
read_common(struct csm_build *b, const struct csm_json *part, struct csm_window *w)
{
	static const char *const missing[] = {"missing", "zero"};
	int rollup = CSM_ROLLUP_SUM, zero = 0;

	if (read_count(b, part, "offset", 0, &w->ago) != 0 ||
	    read_choice(b, part, "rollup", csm_rollup_names,
		sizeof csm_rollup_names / sizeof csm_rollup_names[0], &rollup) != 0 ||
	    read_choice(b, part, "missing", missing, 2, &zero) != 0)
		return -1;
	w->rollup = (enum csm_rollup)rollup;
	w->zero = zero;
	return 0;
}

static struct csm_node *
window_of(struct csm_build *b, const struct csm_json *part, struct csm_window w)
{
	const struct csm_json *prop = csm_part_text(b, part, "prop");
	struct csm_node *node;

	if (prop == NULL || read_common(b, part, &w) != 0)
		return NULL;
	node = csm_build_window(b, prop->text, w, part_place_of(prop));
	if (node != NULL) {
		node->line = part->line;
		node->column = part->column;
	}
	return node;
}

/* "by", which RANK may have: the field is the node's. */
static struct csm_node *
read_by(struct csm_build *b, const struct csm_json *part, struct csm_node *node)
{
	const struct csm_json *by = csm_json_get(part, "by");

	if (node == NULL || by == NULL)
		return node;
	if (node->window.op != CSM_WINDOW_RANK)
		return csm_build_fail(b, part_place_of(by), CSM_BY_RANK);
	if (csm_part_text(b, part, "by") == NULL)
		return NULL;
	node->by = csm_build_field(b, by->text, part_place_of(by));
	return node->by == NULL ? NULL : node;
}

/* "workdays", in place of "days". */
static int
read_workdays(struct csm_build *b, const struct csm_json *part, struct csm_window *w)
{
	struct csm_place at = part_place_of(csm_json_get(part, "workdays"));

	if (csm_json_get(part, "days") != NULL) {
		csm_build_fail(b, at, "\"workdays\" stands in place of \"days\"");
		return -1;
	}
	w->workdays = 1;
	return csm_build_workdays(b, csm_window_info[w->op].json, w->op, at) != 0
		   ? -1
		   : read_count(b, part, "workdays", 1, &w->days);
}

static struct csm_node *
read_metric_over_time(struct csm_build *b, const struct csm_json *part)
{
	struct csm_window w = {.op = CSM_WINDOW_LAST, .days = 1};
	const struct csm_json *mode = csm_json_get(part, "mode");
	const struct csm_json *rollup = csm_json_get(part, "rollup");
	int trend = CSM_TREND_RATIO;

	if (read_op(b, part, &w) != 0)
		return NULL;
	w.days = csm_window_days_usual(w.op);
	if (csm_json_get(part, "workdays") != NULL && read_workdays(b, part, &w) != 0)
		return NULL;
	/* Only where an operator stands: a part without one is the value of the day. */
	w.plain = csm_json_get(part, "days") == NULL && !w.workdays &&
		  csm_json_get(part, "op") != NULL && csm_window_may_be_plain(w.op);
	if (read_count(b, part, "days", 1, &w.days) != 0 ||
	    read_percent(b, part, &w) != 0 ||
	    read_choice(b, part, "mode", csm_trend_names,
		sizeof csm_trend_names / sizeof csm_trend_names[0], &trend) != 0)
		return NULL;
	/* Said where nothing reads it, it was meant for something. */
	if (mode != NULL && w.op != CSM_WINDOW_TREND)
		return csm_build_fail(
		    b, part_place_of(mode), "\"mode\" belongs to the operator TREND");
	if (rollup != NULL && csm_window_info[w.op].counts != NULL)
		return csm_build_fail(b, part_place_of(rollup),
		    "%s counts %s, it has no rollup", csm_window_info[w.op].json,
		    csm_window_info[w.op].counts);
	if (csm_window_info[w.op].one_day && (w.days != 1 || w.workdays))
		return csm_build_fail(b,
		    part_place_of(csm_json_get(part, w.workdays ? "workdays" : "days")),
		    "%s compares the values of one day, it takes no number of days",
		    csm_window_info[w.op].json);
	w.trend = (enum csm_trend)trend;
	return read_by(b, part, window_of(b, part, w));
}

/* Operators that take no days are types of parts: daysSince. */
static struct csm_node *
read_unbounded(struct csm_build *b, const struct csm_json *part)
{
	const char *type = csm_json_get(part, "type")->text;
	struct csm_window w = {.op = CSM_WINDOW_SUM};

	/* It ends: part_types names the unbounded ones as csm_window_info does. */
	while (strcmp(csm_window_info[w.op].json, type) != 0)
		w.op++;
	return window_of(b, part, w);
}

/* Entities of a model that fulfil a condition. */
static struct csm_node *
read_members(struct csm_build *b, const struct csm_json *part)
{
	const struct csm_json *name = csm_part_text(b, part, "model");
	const struct csm_json *where = csm_json_get(part, "where");
	struct csm_formula *condition;
	struct csm_node *node;
	enum csm_model model;
	struct csm_nearest s;

	if (name == NULL)
		return NULL;
	csm_nearest_init(&s, name->text);
	for (int m = 0; m < CSM_MODELS; m++)
		csm_nearest_offer(&s, csm_model_name((enum csm_model)m));
	if (csm_model_parse(name->text, name->len, &model) != 0)
		return csm_part_unknown(b, name, "model", &s);
	if (where == NULL)
		return csm_build_fail(
		    b, part_place_of(part), "a part of this type needs \"where\"");
	condition = csm_part_formula(b, where);
	if (condition == NULL)
		return NULL;
	node = csm_build_members(b, model, condition, part_place_of(part));
	if (node == NULL || read_count(b, part, "offset", 0, &node->window.ago) != 0)
		return NULL;
	return node;
}

static struct csm_node *
read_exists(struct csm_build *b, const struct csm_json *part)
{
	return csm_build_exists(b, read_members(b, part), part_place_of(part));
}

static struct csm_node *
read_property(struct csm_build *b, const struct csm_json *part)
{
	const struct csm_json *prop = csm_part_text(b, part, "prop");

	return prop == NULL ? NULL
			    : csm_build_field(b, prop->text, part_place_of(prop));
}

/* A number, text or truth that stands for itself. */
struct csm_node *
csm_part_literal(struct csm_build *b, const struct csm_json *v)
{
	struct csm_node *node = NULL;

	switch (v->type) {
	case CSM_JSON_NUMBER:
		return csm_build_number(b, v->text, part_place_of(v));
	case CSM_JSON_TRUE:
	case CSM_JSON_FALSE:
		node = csm_build_node(b, CSM_NODE_TRUTH, part_place_of(v));
		node->number = v->type == CSM_JSON_TRUE;
		return node;
	case CSM_JSON_STRING:
		node = csm_build_node(b, CSM_NODE_TEXT, part_place_of(v));
		node->text = csm_arena_text(b->arena, v->text, v->len);
		return node;
	default:
		return csm_build_fail(b, part_place_of(v), "\"value\" is %s",
		    csm_json_type_name(v->type));
	}
}

static struct csm_node *
read_raw_number(struct csm_build *b, const struct csm_json *part)
{
	const struct csm_json *v = csm_json_get(part, "value");

	if (v == NULL)
		return csm_build_fail(
		    b, part_place_of(part), "a part of this type needs \"value\"");
	if (v->type != CSM_JSON_NUMBER)
		return csm_build_fail(b, part_place_of(v),
		    "\"value\" is %s, wants a number", csm_json_type_name(v->type));
	return csm_part_literal(b, v);
}

static struct csm_node *
read_raw_value(struct csm_build *b, const struct csm_json *part)
{
	const struct csm_json *v = csm_json_get(part, "value");

	if (v == NULL)
		return csm_build_fail(
		    b, part_place_of(part), "a part of this type needs \"value\"");
	return csm_part_literal(b, v);
}

static struct csm_node *
part_read_condition(struct csm_build *b, const struct csm_json *part)
{
	return csm_build_fail(b, part_place_of(part),
	    "a condition stands only inside IF, between what it compares");
}

#define PART_KEYS 10

static const struct part_type {
	const char *name;
	struct csm_node *(*read)(struct csm_build *b, const struct csm_json *part);
	const char *keys[PART_KEYS]; /* besides "type" */
} part_types[] = {
    {"rawNumber", read_raw_number, {"value"}},
    {"rawValue", read_raw_value, {"value"}},
    {"propertyValue", read_property, {"prop", "op"}},
    {"metricOverTime", read_metric_over_time,
	{"prop", "days", "workdays", "op", "offset", "missing", "rollup", "mode", "p",
	    "by"}},
    {"daysSince", read_unbounded, {"prop", "op", "offset", "missing", "rollup"}},
    {"totalSum", read_unbounded, {"prop", "op", "offset", "missing", "rollup"}},
    {"firstDay", read_unbounded, {"prop", "op", "offset", "missing", "rollup"}},
    {"lastDay", read_unbounded, {"prop", "op", "offset", "missing", "rollup"}},
    {"count", read_members, {"model", "where", "offset"}},
    {"exists", read_exists, {"model", "where", "offset"}},
    {"condition", part_read_condition, {"value"}},
};
#define PART_TYPES (sizeof part_types / sizeof part_types[0])

/* Keys the type does not have: a misspelled "days" must not count as 1. */
static int
part_check_keys(
    struct csm_build *b, const struct csm_json *part, const struct part_type *type)
{
	for (const struct csm_json *m = part->child; m != NULL; m = m->next) {
		struct csm_nearest s;
		struct csm_buf quoted = {0}, hint = {0};
		int known = strcmp(m->key, "type") == 0;
		csm_nearest_init(&s, m->key);
		for (size_t i = 0; i < PART_KEYS && type->keys[i] != NULL && !known;
		     i++) {
			known = strcmp(m->key, type->keys[i]) == 0;
			csm_nearest_offer(&s, type->keys[i]);
		}
		if (known)
			continue;
		csm_text_quote(&quoted, m->key, strlen(m->key));
		csm_build_fail(b, part_place_of(m), "%s has no member %s%s", type->name,
		    csm_buf_text(&quoted), csm_nearest_hint(&s, &hint));
		csm_buf_fini(&quoted);
		csm_buf_fini(&hint);
		return -1;
	}
	return 0;
}

struct csm_node *
csm_part_read(struct csm_build *b, const struct csm_json *part)
{
	const struct csm_json *type = csm_part_text(b, part, "type");
	struct csm_nearest s;

	if (type == NULL)
		return NULL;
	csm_nearest_init(&s, type->text);
	for (size_t i = 0; i < PART_TYPES; i++) {
		if (strcmp(type->text, part_types[i].name) == 0)
			return part_check_keys(b, part, &part_types[i]) != 0
				   ? NULL
				   : part_types[i].read(b, part);
		csm_nearest_offer(&s, part_types[i].name);
	}
	return csm_part_unknown(b, type, "type", &s);
}
