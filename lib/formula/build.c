#include "formula/build.h"

#include "base/text.h"
#include "formula/caret.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const csm_rollup_names[] = {[CSM_ROLLUP_SUM] = "sum",
    [CSM_ROLLUP_AVG] = "avg",
    [CSM_ROLLUP_MAX] = "max",
    [CSM_ROLLUP_MIN] = "min",
    [CSM_ROLLUP_COUNT] = "count"};
const char *const csm_trend_names[] = {[CSM_TREND_RATIO] = "ratio",
    [CSM_TREND_DIFFERENCE] = "difference",
    [CSM_TREND_PERCENT] = "percent"};

void
csm_args_push(struct csm_build *b, struct csm_args *args, struct csm_node *node,
    struct csm_place place)
{
	if (args->n == args->cap) {
		/* In the arena, which frees nothing: what is outgrown stays until the
		 * formula goes. */
		size_t cap = args->cap ? args->cap * 2 : 4;
		struct csm_node **nodes =
		    CSM_ARENA_ARRAY(b->arena, struct csm_node *, cap);
		struct csm_place *places =
		    CSM_ARENA_ARRAY(b->arena, struct csm_place, cap);
		for (size_t i = 0; i < args->n; i++) {
			nodes[i] = args->node[i];
			places[i] = args->place[i];
		}
		*args = (struct csm_args){nodes, places, args->n, cap};
	}
	args->node[args->n] = node;
	args->place[args->n++] = place;
}

/* Line and column (in bytes) of a byte of the text, both from 1. */
static void
build_find_line(const struct csm_build *b, size_t offset, struct csm_pos *pos)
{
	size_t lo = 0, hi = b->lines;

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;
		if (b->line[mid] <= offset)
			lo = mid;
		else
			hi = mid;
	}
	pos->line = lo + 1;
	pos->column = (uint32_t)(offset - b->line[lo] + 1);
}

/* Of the name of a file where its formula is wanted. */
static const char *
build_cure(const struct csm_build *b)
{
	const char *end = ".json";
	size_t len = strlen(end);

	if (b->len <= len || memcmp(b->source + b->len - len, end, len) != 0 ||
	    memchr(b->source, '(', b->len) != NULL)
		return "";
	return "; a formula is wanted, -c FILE reads the metrics of a file";
}

static void
fail_in_text(struct csm_build *b, size_t offset, const char *message)
{
	struct csm_pos pos = {0};
	struct csm_buf lines = {0};

	if (b->at != NULL)
		pos = *b->at;
	/* What is missing at the end is missing behind the last word, not below the
	 * last blank line. */
	if (offset == b->len) /* at the end: after what is there */
		while (offset > 0 && strchr(" \t\r\n", b->source[offset - 1]) != NULL)
			offset--;
	/* A text in a document has the place of its value, whose escapes make its own
	 * lines useless. */
	if (pos.line == 0)
		build_find_line(b, offset, &pos);
	csm_caret_put(&lines, b->source, b->len, offset);
	csm_error_extra(b->diag, CSM_E_FORMULA, &pos,
	    lines.len > 0 ? csm_buf_text(&lines) : NULL, "%s%s", message,
	    build_cure(b));
	csm_buf_fini(&lines);
}

struct csm_node *
csm_build_fail(struct csm_build *b, struct csm_place place, const char *fmt, ...)
{
	struct csm_buf message = {0};
	va_list ap;

	va_start(ap, fmt);
	csm_buf_vprintf(&message, fmt, ap);
	va_end(ap);
	if (place.json != NULL)
		csm_json_error(b->diag, place.json, CSM_E_FORMULA, "%s", message.data);
	else
		fail_in_text(b, place.offset, message.data);
	csm_buf_fini(&message);
	return NULL;
}

int
csm_build_enter(struct csm_build *b, struct csm_place place)
{
	/* Counted while reading, before there is a node: a megabyte of brackets must
	 * not come to the end of the stack. */
	if (++b->nest <= CSM_FORMULA_DEPTH)
		return 0;
	csm_build_fail(b, place, "nested deeper than %d levels", CSM_FORMULA_DEPTH);
	return -1;
}

struct csm_node *
csm_build_node(struct csm_build *b, enum csm_node_kind kind, struct csm_place place)
{
	struct csm_node *node = CSM_ARENA_NEW(b->arena, struct csm_node);
	struct csm_pos pos = {0};

	if (place.json != NULL)
		pos = (struct csm_pos){
		    .line = place.json->line, .column = place.json->column};
	else
		build_find_line(b, place.offset, &pos);
	node->kind = kind;
	node->line = (uint32_t)pos.line;
	node->column = pos.column;
	node->depth = 1;
	return node;
}

/* A literal of more than six places is its nearest double. */
static double
build_literal(const char *text)
{
	int64_t micros;

	/* By way of millionths, as values of points become doubles: 0.1 equals a metric
	 * of 0.1. */
	if (csm_num_parse(text, strlen(text), &micros) == CSM_NUM_OK)
		return csm_num_to_double(micros);
	return strtod(text, NULL);
}

struct csm_node *
csm_build_number(struct csm_build *b, const char *text, struct csm_place place)
{
	struct csm_node *node = csm_build_node(b, CSM_NODE_NUMBER, place);

	node->number = build_literal(text);
	node->text = text;
	return node;
}

static struct csm_node *
build_column(struct csm_build *b, const char *text, enum csm_node_kind kind,
    struct csm_place place)
{
	struct csm_node *node;

	if (kind != CSM_NODE_FIELD)
		return csm_build_fail(
		    b, place, "a row has columns; metrics and windows it has not");
	node = csm_build_node(b, kind, place);
	node->text = csm_arena_strdup(b->arena, text);
	return node;
}

/* A leaf of either kind from its name, which must be of that kind. */
static struct csm_node *
named(struct csm_build *b, const char *text, enum csm_node_kind kind,
    struct csm_place place)
{
	struct csm_node *node = NULL;
	struct csm_buf why = {0};
	struct csm_name name;

	if (b->columns)
		return build_column(b, text, kind, place);
	if (csm_name_resolve(b->arena, text, &name, &why) != 0) {
		csm_build_fail(b, place, "%s", csm_buf_text(&why));
		csm_buf_fini(&why);
		return NULL;
	}
	/* Only where a metric is wanted: alone, enduser.email_events.sent is a field of
	 * end users. */
	if (kind == CSM_NODE_WINDOW && name.metric == NULL &&
	    csm_name_may_be_metric(text))
		csm_name_as_metric(b->arena, &name);
	if ((name.metric != NULL) != (kind == CSM_NODE_WINDOW)) {
		csm_text_quote(&why, text, strlen(text));
		csm_build_fail(b, place, "%s is a %s", csm_buf_text(&why),
		    name.metric != NULL ? "metric, a field is wanted"
					: "field, a metric is wanted");
	} else {
		node = csm_build_node(b, kind, place);
		node->has_model = name.has_model;
		node->model = name.model;
		node->custom = name.custom;
		node->metric = name.metric;
		node->pattern = name.pattern;
		node->text = name.field;
	}
	csm_buf_fini(&why);
	return node;
}

struct csm_node *
csm_build_field(struct csm_build *b, const char *name, struct csm_place place)
{
	return named(b, name, CSM_NODE_FIELD, place);
}

struct csm_node *
csm_build_window(struct csm_build *b, const char *name, struct csm_window window,
    struct csm_place place)
{
	const struct csm_window_info *info = &csm_window_info[window.op];
	struct csm_node *node = named(b, name, CSM_NODE_WINDOW, place);

	if (node == NULL)
		return NULL;
	/* States are words: there is nothing to add up, and no zero among them. */
	if (info->of_states &&
	    (node->pattern || window.zero || window.rollup != CSM_ROLLUP_SUM))
		return csm_build_fail(b, place,
		    "%s looks at the states of one metric of one entity; it has no "
		    "\"*\", zero() or rollup",
		    b->source == NULL ? info->json : info->text);
	node->window = window;
	return node;
}

struct csm_node *
csm_build_members(struct csm_build *b, enum csm_model model,
    struct csm_formula *condition, struct csm_place place)
{
	struct csm_node *node;

	if (b->columns)
		return csm_build_fail(b, place,
		    "a row has columns; end users, assets and projects it has not");
	if (model == CSM_MODEL_COMPANY)
		return csm_build_fail(b, place,
		    "what a company has is counted: end users, assets or projects");
	if (csm_formula_type(condition) == CSM_FORMULA_TEXT)
		return csm_build_fail(b, place, "the condition is a text");
	node = csm_build_node(b, CSM_NODE_WINDOW, place);
	node->has_model = 1;
	node->model = model;
	/* Not NULL, as every window has a name that is compared; no metric is called
	 * so. */
	node->metric = "";
	node->window = (struct csm_window){.op = CSM_WINDOW_MEMBERS, .days = 1};
	node->of = condition;
	/* The condition counts: printing and linting walk into it. */
	node->depth = condition->root->depth + 1;
	if (node->depth > CSM_FORMULA_DEPTH)
		return csm_build_fail(
		    b, place, "nested deeper than %d levels", CSM_FORMULA_DEPTH);
	return node;
}

struct csm_node *
csm_build_exists(struct csm_build *b, struct csm_node *count, struct csm_place place)
{
	struct csm_args args = {0};

	if (count == NULL)
		return NULL;
	csm_args_push(b, &args, count, place);
	csm_args_push(b, &args, csm_build_number(b, "0", place), place);
	return csm_build_call(b, csm_func_by_json(CSM_FUNC_MORE_THAN), &args, place);
}

const struct csm_node *
csm_build_existence(const struct csm_node *node)
{
	const struct csm_node *count;

	if (node->kind != CSM_NODE_CALL || !csm_func_is(node->func, CSM_FUNC_MORE_THAN))
		return NULL;
	count = node->arg[0];
	return count->kind == CSM_NODE_WINDOW && count->of != NULL &&
		       node->arg[1]->kind == CSM_NODE_NUMBER &&
		       /* Only of these two nodes can it be printed as exists() again,
		        * whoever wrote the comparison. */
		       node->arg[1]->number == 0
		   ? count
		   : NULL;
}

int
csm_build_workdays(struct csm_build *b, const char *name, enum csm_window_op op,
    struct csm_place place)
{
	/* Their series counts windows of so many days before any company is known. */
	if (op != CSM_WINDOW_UNIQUES && op != CSM_WINDOW_DISTINCT)
		return 0;
	csm_build_fail(b, place, "%s counts in days, it takes no workdays", name);
	return -1;
}

int
csm_build_days(const char *text, int32_t least, int32_t *days)
{
	int64_t micros;

	if (csm_num_parse(text, strlen(text), &micros) != CSM_NUM_OK ||
	    micros % CSM_NUM_ONE != 0 || micros < least * CSM_NUM_ONE ||
	    micros > CSM_WINDOW_DAYS_MAX * CSM_NUM_ONE)
		return 0;
	*days = (int32_t)(micros / CSM_NUM_ONE);
	return 1;
}

int
csm_build_percent(const char *text, int32_t *percent)
{
	const int64_t hundredth = CSM_NUM_ONE / 100;
	int64_t micros;

	if (csm_num_parse(text, strlen(text), &micros) != CSM_NUM_OK ||
	    micros % hundredth != 0 || micros < 0 ||
	    micros > CSM_WINDOW_PERCENT_MAX * hundredth)
		return 0;
	*percent = (int32_t)(micros / hundredth);
	return 1;
}

int
csm_build_choice(
    const char *name, const char *const *names, size_t n, struct csm_buf *hint)
{
	struct csm_nearest s;

	csm_nearest_init(&s, name);
	for (size_t i = 0; i < n; i++) {
		if (strcmp(name, names[i]) == 0)
			return (int)i;
		csm_nearest_offer(&s, names[i]);
	}
	csm_nearest_hint(&s, hint);
	return -1;
}

/* Counts the leaves under a node, and lists them if `leaf` is not NULL. */
static size_t
build_collect(struct csm_node *node, struct csm_node **leaf, size_t n)
{
	if (node->kind == CSM_NODE_FIELD || node->kind == CSM_NODE_WINDOW) {
		/* Numbered in both passes alike, left to right, which is the order
		 * callers give columns in. */
		node->leaf = (uint32_t)n;
		if (leaf != NULL)
			leaf[n] = node;
		return n + 1;
	}
	for (size_t i = 0; i < node->argc; i++)
		n = build_collect(node->arg[i], leaf, n);
	return n;
}

struct csm_formula *
csm_build_formula(struct csm_build *b, struct csm_node *root)
{
	struct csm_formula *f = CSM_ARENA_NEW(b->arena, struct csm_formula);

	csm_node_want(root);
	f->root = root;
	f->leaves = build_collect(root, NULL, 0);
	f->leaf = CSM_ARENA_ARRAY(b->arena, struct csm_node *, f->leaves);
	build_collect(root, f->leaf, 0);
	return f;
}
