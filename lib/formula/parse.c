#include "formula/parse.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

/*
 * formula := or
 * or      := and { "or" and }
 * and     := not { "and" not }
 * not     := "not" not | compare
 * compare := sum [ sign sum | [ "not" ] ( "in" list | "like" sum
 *                                       | "between" sum "and" sum ) ]
 * sum     := product { ( "+" | "-" ) product }
 * product := minus { ( "*" | "/" ) minus }
 * minus   := "-" minus | power
 * power   := primary [ "^" minus ]
 */

void
csm_parse_advance(struct csm_parser *p)
{
	p->token = csm_lexer_next(&p->lexer);
}

struct csm_place
csm_parse_here(const struct csm_parser *p)
{
	return (struct csm_place){.offset = p->token.begin};
}

int
csm_parse_is_sign(const struct csm_parser *p, const char *sign)
{
	return p->token.kind == CSM_TOKEN_SIGN && strcmp(p->token.text, sign) == 0;
}

int
csm_parse_is_word(const struct csm_parser *p, const char *word)
{
	return p->token.kind == CSM_TOKEN_WORD && strcasecmp(p->token.text, word) == 0;
}

int
csm_parse_accept(struct csm_parser *p, const char *sign)
{
	if (!csm_parse_is_sign(p, sign))
		return 0;
	csm_parse_advance(p);
	return 1;
}

int
csm_parse_expect(struct csm_parser *p, const char *sign)
{
	struct csm_buf wanted = {0};

	if (csm_parse_accept(p, sign))
		return 0;
	csm_text_quote(&wanted, sign, strlen(sign));
	csm_parse_unexpected(p, csm_buf_text(&wanted));
	csm_buf_fini(&wanted);
	return -1;
}

struct csm_node *
csm_parse_unexpected(struct csm_parser *p, const char *wanted)
{
	const struct csm_token *t = &p->token;
	struct csm_buf text = {0};

	if (t->kind == CSM_TOKEN_ERROR)
		return csm_build_fail(p->build, csm_parse_here(p), "%s", t->text);
	if (t->kind == CSM_TOKEN_END)
		return csm_build_fail(p->build, csm_parse_here(p),
		    "the formula ends where %s is wanted", wanted);
	csm_text_quote(&text, p->build->source + t->begin, t->end - t->begin);
	csm_build_fail(p->build, csm_parse_here(p), "unexpected %s, wanted %s",
	    csm_buf_text(&text), wanted);
	csm_buf_fini(&text);
	return NULL;
}

static struct csm_node *parse_chain(struct csm_parser *p, enum csm_bind bind);

/* What binds tighter than `bind`. */
static struct csm_node *parse_tighter(struct csm_parser *p, enum csm_bind bind);

static const struct csm_func *
operator_here(const struct csm_parser *p, enum csm_bind bind)
{
	if (p->token.kind != CSM_TOKEN_SIGN && p->token.kind != CSM_TOKEN_WORD)
		return NULL;
	return csm_func_by_infix(p->token.text, bind);
}

int
csm_parse_push(struct csm_parser *p, struct csm_args *args, struct csm_node *node,
    struct csm_place place)
{
	if (node == NULL)
		return -1;
	csm_args_push(p->build, args, node, place);
	return 0;
}

/*
 * Operators of one binding, from left to right.  A run of the same operator becomes one
 * call with all its arguments, if the operator takes any number: a + b + c is one SUM,
 * (a + b) + c is two.
 */
static struct csm_node *
parse_chain(struct csm_parser *p, enum csm_bind bind)
{
	struct csm_place first = csm_parse_here(p), sign = first;
	struct csm_node *left = parse_tighter(p, bind);
	const struct csm_func *run = NULL, *func;
	struct csm_args args = {0};

	while (left != NULL && (func = operator_here(p, bind)) != NULL) {
		/* Another operator, or one of exactly two arguments: what was read is
		 * its left side. */
		if (run != NULL && (run != func || func->most != 0)) {
			left = csm_build_call(p->build, run, &args, sign);
			run = NULL;
		}
		if (run == NULL) {
			args = (struct csm_args){0};
			sign = csm_parse_here(p);
			if (csm_parse_push(p, &args, left, first) != 0)
				return NULL;
			run = func;
		}
		csm_parse_advance(p);
		struct csm_place right = csm_parse_here(p);
		if (csm_parse_push(p, &args, parse_tighter(p, bind), right) != 0)
			return NULL;
	}
	return left == NULL || run == NULL ? left
					   : csm_build_call(p->build, run, &args, sign);
}

int
csm_parse_arguments(struct csm_parser *p, struct csm_args *args)
{
	if (csm_parse_accept(p, ")"))
		return 0;
	do {
		struct csm_place place = csm_parse_here(p);
		if (csm_parse_push(p, args, csm_parse_any(p), place) != 0)
			return -1;
	} while (csm_parse_accept(p, ","));
	if (csm_parse_is_sign(p, ")"))
		return csm_parse_expect(p, ")");
	return csm_parse_unexpected(p, "\",\" or \")\""), -1;
}

struct csm_node *
csm_parse_any(struct csm_parser *p)
{
	return parse_chain(p, CSM_BIND_OR);
}

static struct csm_node *
parse_not(struct csm_parser *p)
{
	struct csm_place place = csm_parse_here(p);
	struct csm_args args = {0};

	if (!csm_parse_is_word(p, "not"))
		return parse_tighter(p, CSM_BIND_NOT);
	if (csm_build_enter(p->build, place) != 0)
		return NULL;
	csm_parse_advance(p);
	struct csm_place arg = csm_parse_here(p);
	if (csm_parse_push(p, &args, parse_not(p), arg) != 0)
		return NULL;
	p->build->nest--;
	return csm_build_call(p->build, csm_func_by_json(CSM_FUNC_NOT), &args, place);
}

/* The right side of a comparison into args. */
static int
parse_right_side(
    struct csm_parser *p, const struct csm_func *func, struct csm_args *args)
{
	struct csm_place place = csm_parse_here(p);

	if (csm_func_is(func, CSM_FUNC_IN)) {
		if (csm_parse_expect(p, "(") != 0 ||
		    csm_build_enter(p->build, place) != 0)
			return -1;
		if (csm_parse_arguments(p, args) != 0)
			return -1;
		p->build->nest--;
		return 0;
	}
	/* Tighter than "and", which separates the two ends of BETWEEN. */
	if (csm_parse_push(p, args, parse_chain(p, CSM_BIND_SUM), place) != 0)
		return -1;
	if (!csm_func_is(func, CSM_FUNC_BETWEEN))
		return 0;
	if (!csm_parse_is_word(p, "and"))
		return csm_parse_unexpected(p, "and, after between"), -1;
	csm_parse_advance(p);
	place = csm_parse_here(p);
	return csm_parse_push(p, args, parse_chain(p, CSM_BIND_SUM), place);
}

static int
can_be_negated(const struct csm_func *f)
{
	return csm_func_is(f, CSM_FUNC_IN) || csm_func_is(f, CSM_FUNC_LIKE) ||
	       csm_func_is(f, CSM_FUNC_BETWEEN);
}

static struct csm_node *
parse_compare(struct csm_parser *p)
{
	struct csm_place first = csm_parse_here(p), sign;
	struct csm_node *node = parse_tighter(p, CSM_BIND_COMPARE);
	struct csm_args args = {0}, negated = {0};
	const struct csm_func *func;
	int negative;

	if (node == NULL)
		return NULL;
	sign = csm_parse_here(p);
	negative = csm_parse_is_word(p, "not");
	if (negative)
		csm_parse_advance(p);
	func = operator_here(p, CSM_BIND_COMPARE);
	if (negative && (func == NULL || !can_be_negated(func)))
		return csm_parse_unexpected(p, "in, like or between after not");
	if (func == NULL)
		return node;
	csm_parse_advance(p);
	csm_parse_push(p, &args, node, first);
	if (parse_right_side(p, func, &args) != 0)
		return NULL;
	node = csm_build_call(p->build, func, &args, sign);
	/* 1 < x < 5 would compare a truth with 5, which nobody means. */
	if (node != NULL && operator_here(p, CSM_BIND_COMPARE) != NULL)
		return csm_build_fail(p->build, csm_parse_here(p),
		    "comparisons do not follow one another; join them with and");
	if (node == NULL || !negative)
		return node;
	csm_parse_push(p, &negated, node, sign);
	return csm_build_call(p->build, csm_func_by_json(CSM_FUNC_NOT), &negated, sign);
}

/* The number after a '-' that is part of it: not in -2 ^ 2, which is -(2 ^ 2). */
static int
is_negative_number(struct csm_parser p)
{
	if (p.token.kind != CSM_TOKEN_NUMBER)
		return 0;
	csm_parse_advance(&p);
	/* p is a copy: nothing is taken. */
	return !csm_parse_is_sign(&p, "^");
}

static struct csm_node *
parse_minus(struct csm_parser *p)
{
	struct csm_place place = csm_parse_here(p), arg;
	struct csm_args args = {0};
	struct csm_node *node;

	if (!csm_parse_accept(p, "-"))
		return parse_tighter(p, CSM_BIND_MINUS);
	if (is_negative_number(*p)) {
		node = csm_build_number(p->build,
		    csm_arena_printf(p->build->arena, "-%s", p->token.text), place);
		csm_parse_advance(p);
		return node;
	}
	if (csm_build_enter(p->build, place) != 0)
		return NULL;
	arg = csm_parse_here(p);
	node = parse_minus(p);
	p->build->nest--;
	/* there is no operator for it: -x is -1 * x */
	csm_parse_push(p, &args, csm_build_number(p->build, "-1", place), place);
	if (csm_parse_push(p, &args, node, arg) != 0)
		return NULL;
	return csm_build_call(
	    p->build, csm_func_by_json(CSM_FUNC_MULTIPLICATION), &args, place);
}

static struct csm_node *
parse_power(struct csm_parser *p)
{
	struct csm_place base = csm_parse_here(p), sign;
	struct csm_args args = {0};
	struct csm_node *node = csm_parse_value(p);

	sign = csm_parse_here(p);
	if (node == NULL || !csm_parse_is_sign(p, "^"))
		return node;
	if (csm_build_enter(p->build, sign) != 0)
		return NULL;
	csm_parse_advance(p);
	csm_parse_push(p, &args, node, base);
	struct csm_place exponent = csm_parse_here(p);
	if (csm_parse_push(p, &args, parse_minus(p), exponent) != 0)
		return NULL;
	p->build->nest--;
	return csm_build_call(p->build, csm_func_by_json(CSM_FUNC_POWER), &args, sign);
}

static struct csm_node *
parse_tighter(struct csm_parser *p, enum csm_bind bind)
{
	switch (bind) {
	case CSM_BIND_AND:
		return parse_not(p);
	case CSM_BIND_NOT:
		return parse_compare(p);
	case CSM_BIND_PRODUCT:
		return parse_minus(p);
	case CSM_BIND_MINUS:
		return parse_power(p);
	default:
		return parse_chain(p, (enum csm_bind)(bind + 1));
	}
}

static void
parse_find_lines(struct csm_build *b)
{
	size_t n = 1;

	for (size_t i = 0; i < b->len; i++)
		n += b->source[i] == '\n';
	b->line = CSM_ARENA_ARRAY(b->arena, size_t, n);
	b->lines = 1;
	for (size_t i = 0; i < b->len; i++)
		if (b->source[i] == '\n')
			b->line[b->lines++] = i + 1;
}

/* Texts that are none: not UTF-8, or with a NUL. */
static int
parse_check_bytes(struct csm_build *b)
{
	size_t valid = csm_text_utf8(b->source, b->len), nul = strlen(b->source);
	size_t bad = valid < nul ? valid : nul;

	if (bad == b->len)
		return 0;
	csm_build_fail(b, (struct csm_place){.offset = bad}, "%s",
	    bad == nul ? "a NUL byte" : "not UTF-8");
	return -1;
}

struct csm_node *
csm_parse_tree(struct csm_build *b, const char *text, size_t len)
{
	struct csm_parser p = {.build = b};
	struct csm_node *node;

	/* The formula outlives the text, and messages of a run quote it. */
	b->source = csm_arena_text(b->arena, text, len);
	b->len = len;
	parse_find_lines(b);
	if (parse_check_bytes(b) != 0)
		return NULL;
	csm_lexer_init(&p.lexer, b->arena, b->source, len);
	csm_parse_advance(&p);
	if (p.token.kind == CSM_TOKEN_END)
		return csm_build_fail(b, csm_parse_here(&p), "an empty formula");
	node = parse_chain(&p, CSM_BIND_OR);
	if (node != NULL && p.token.kind != CSM_TOKEN_END)
		return csm_parse_unexpected(&p, "an operator or the end");
	return node;
}
