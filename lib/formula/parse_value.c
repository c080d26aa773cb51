#include "formula/parse.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

static void
offer_functions(struct csm_nearest *s)
{
	for (size_t i = 0; i < csm_func_count; i++)
		if (csm_func_table[i].text != NULL)
			csm_nearest_offer(s, csm_func_table[i].text);
	for (int op = 0; op < CSM_WINDOW_OPS; op++)
		csm_nearest_offer(s, csm_window_info[op].text);
	csm_nearest_offer(s, "zero");
	csm_nearest_offer(s, "changed");
	csm_nearest_offer(s, "exists");
}

/* What others call a function of ours. */
static const char *
parse_other_name(const char *word)
{
	static const char *const other[][2] = {{"count_distinct", "uniques"},
	    {"distinct_count", "uniques"}, {"countdistinct", "uniques"},
	    {"unique", "uniques"}, {"avg", "average"}, {"mean", "average"},
	    {"ifnull", "coalesce"}, {"nvl", "coalesce"}, {"datediff", "days_between"}};

	for (size_t i = 0; i < sizeof other / sizeof other[0]; i++)
		if (strcasecmp(other[i][0], word) == 0)
			return other[i][1];
	return NULL;
}

static struct csm_node *
unknown_function(struct csm_parser *p, const char *word, struct csm_place place)
{
	struct csm_buf quoted = {0}, hint = {0};
	struct csm_nearest s;

	csm_nearest_init(&s, word);
	if (parse_other_name(word) != NULL)
		csm_buf_printf(&hint, "; did you mean \"%s\"?", parse_other_name(word));
	else
		offer_functions(&s);
	csm_text_quote(&quoted, word, strlen(word));
	if (hint.len == 0)
		csm_nearest_hint(&s, &hint);
	csm_build_fail(p->build, place, "unknown function %s%s", csm_buf_text(&quoted),
	    csm_buf_text(&hint));
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
	return NULL;
}

/* The same window so many days earlier. */
static struct csm_node *
parse_earlier(struct csm_parser *p, const struct csm_node *node, int32_t days,
    struct csm_place place)
{
	struct csm_node *then = CSM_ARENA_NEW(p->build->arena, struct csm_node);

	*then = *node;
	/* A copy of the node, so that both are leaves of their own. */
	then->window.ago += days;
	if (then->window.ago > CSM_WINDOW_DAYS_MAX)
		return csm_build_fail(
		    p->build, place, "ago is %d, not " CSM_AGO_RANGE, then->window.ago);
	return then;
}

/* After "changed(": window [ "," days ] ")", which is window != window, ago days. */
static struct csm_node *
parse_changed(struct csm_parser *p, struct csm_place place)
{
	struct csm_place of = csm_parse_here(p), count = of;
	struct csm_node *now = csm_parse_value(p), *then;
	struct csm_args args = {0};
	int32_t days = 1;

	if (now == NULL)
		return NULL;
	/* A calculation has no days of its own to go back by. */
	if (now->kind != CSM_NODE_WINDOW)
		return csm_build_fail(p->build, of,
		    "changed compares a metric or window with itself some days "
		    "earlier: changed(state(units.pipe), 7)");
	if (csm_parse_accept(p, ",")) {
		count = csm_parse_here(p);
		if (p->token.kind != CSM_TOKEN_NUMBER)
			return csm_parse_unexpected(p, "a number of days");
		if (!csm_build_days(p->token.text, 1, &days))
			return csm_build_fail(p->build, count,
			    "days is %s, not " CSM_DAYS_RANGE, p->token.text);
		csm_parse_advance(p);
	}
	then = parse_earlier(p, now, days, count);
	if (then == NULL || csm_parse_expect(p, ")") != 0)
		return NULL;
	csm_parse_push(p, &args, now, of);
	csm_parse_push(p, &args, then, of);
	return csm_build_call(
	    p->build, csm_func_by_json(CSM_FUNC_NOT_EQUAL), &args, place);
}

/* After "word(". */
static struct csm_node *
parse_call(struct csm_parser *p, const char *word, struct csm_place place)
{
	const struct csm_func *func = csm_func_by_text(word);
	int op = csm_parse_window_op(word);
	struct csm_args args = {0};
	struct csm_node *node = NULL;

	if (csm_build_enter(p->build, place) != 0)
		return NULL;
	/* In this order: count is a window and members, max a window and a function. */
	if (csm_parse_members_follow(*p, word))
		node = csm_parse_members(p, word, place);
	else if (op >= 0 && (func == NULL || csm_parse_window_follows(*p)))
		node = csm_parse_window(p, (enum csm_window_op)op, func, place);
	else if (strcasecmp(word, "changed") == 0)
		node = parse_changed(p, place);
	else if (func == NULL)
		node = unknown_function(p, word, place);
	else if (csm_parse_arguments(p, &args) == 0)
		node = csm_build_call(p->build, func, &args, place);
	p->build->nest--;
	return node;
}

/* A word: true, false, or a function. */
static struct csm_node *
parse_word(struct csm_parser *p)
{
	struct csm_place place = csm_parse_here(p);
	const char *word = p->token.text;
	struct csm_node *node;

	if (csm_parse_is_word(p, "true") || csm_parse_is_word(p, "false")) {
		node = csm_build_node(p->build, CSM_NODE_TRUTH, place);
		node->number = csm_parse_is_word(p, "true");
		csm_parse_advance(p);
		return node;
	}
	/* "5 + and" wants a value; as a name it would be told as unknown. */
	if (csm_lex_is_reserved(word))
		return csm_parse_unexpected(p, "a value");
	struct csm_parser after = *p;
	csm_parse_advance(&after);
	if (!csm_parse_is_sign(&after, "(")) {
		*p = after; /* a column, else unknown: a name without a point */
		if (!p->build->columns && csm_func_by_text(word) != NULL)
			return csm_build_fail(p->build, place,
			    "%s is a function: its arguments stand in (...), with "
			    "commas between",
			    word);
		return csm_build_field(p->build, word, place);
	}
	/* zero() belongs to the name of a metric; it is no function of values. */
	if (csm_parse_is_word(p, "zero"))
		return csm_parse_metric(p);
	*p = after;
	csm_parse_advance(p);
	return parse_call(p, word, place);
}

/* A name that is no plain word. */
static struct csm_node *
parse_name(struct csm_parser *p)
{
	struct csm_place place = csm_parse_here(p);
	const char *name = p->token.text;

	if (!p->build->columns && csm_name_is_metric(name))
		return csm_parse_metric(p);
	/* SQL has it the other way round, and who comes from there writes "text". */
	if (!p->build->columns && strchr(name, '.') == NULL)
		return csm_build_fail(p->build, place,
		    "double quotes are for names; a text is written with single ones");
	csm_parse_advance(p);
	return csm_build_field(p->build, name, place);
}

static struct csm_node *
parse_group(struct csm_parser *p)
{
	struct csm_node *node;

	if (csm_build_enter(p->build, csm_parse_here(p)) != 0)
		return NULL;
	csm_parse_advance(p);
	node = csm_parse_any(p);
	if (node == NULL || csm_parse_expect(p, ")") != 0)
		return NULL;
	p->build->nest--;
	return node;
}

struct csm_node *
csm_parse_value(struct csm_parser *p)
{
	struct csm_place place = csm_parse_here(p);
	struct csm_token t = p->token;
	struct csm_node *node;

	switch (t.kind) {
	case CSM_TOKEN_NUMBER:
		csm_parse_advance(p);
		return csm_build_number(p->build, t.text, place);
	case CSM_TOKEN_TEXT:
		csm_parse_advance(p);
		node = csm_build_node(p->build, CSM_NODE_TEXT, place);
		node->text = t.text;
		return node;
	case CSM_TOKEN_NAME:
		return parse_name(p);
	case CSM_TOKEN_WORD:
		return parse_word(p);
	case CSM_TOKEN_SIGN:
		if (csm_parse_is_sign(p, "("))
			return parse_group(p);
		break;
	default:
		break;
	}
	return csm_parse_unexpected(p, "a value");
}
