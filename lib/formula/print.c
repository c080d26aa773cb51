#include "formula/build.h"

#include "base/num.h"

#include <string.h>

static struct csm_name
print_name_of(const struct csm_node *node)
{
	return (struct csm_name){.has_model = node->has_model,
	    .custom = node->custom,
	    .model = node->model,
	    .metric = node->metric,
	    .field = node->text};
}

static void
print_put_text(struct csm_buf *out, const char *s)
{
	csm_buf_putc(out, '\'');
	for (; *s != '\0'; s++) {
		if (*s == '\'')
			csm_buf_putc(out, '\'');
		csm_buf_putc(out, *s);
	}
	csm_buf_putc(out, '\'');
}

static void print_put_node(struct csm_buf *out, const struct csm_node *node);

static void
print_put_members(struct csm_buf *out, const char *word, const struct csm_node *node)
{
	csm_buf_printf(out, "%s(%s, ", word, csm_model_name(node->model));
	print_put_node(out, node->of->root);
	if (node->window.ago != 0)
		csm_buf_printf(out, ", ago %d", (int)node->window.ago);
	csm_buf_putc(out, ')');
}

static void
print_put_window(struct csm_buf *out, const struct csm_node *node)
{
	const struct csm_window *w = &node->window;
	struct csm_name name = print_name_of(node);

	if (node->of != NULL) {
		print_put_members(out, csm_window_info[w->op].text, node);
		return;
	}
	csm_buf_printf(
	    out, "%s(%s", csm_window_info[w->op].text, w->zero ? "zero(" : "");
	csm_name_put(&name, out);
	csm_buf_puts(out, w->zero ? ")" : "");
	/* As it was written: "plain" becomes the bucket's days elsewhere, and must read
	 * back so. */
	if (w->days > 0 && !w->plain && !csm_window_info[w->op].one_day)
		csm_buf_printf(
		    out, w->workdays ? ", workdays %d" : ", %d", (int)w->days);
	if (w->op == CSM_WINDOW_PERCENTILE) {
		char percent[CSM_NUM_TEXT];
		csm_num_format(w->percent * (CSM_NUM_ONE / 100), percent);
		csm_buf_printf(out, ", %s", percent);
	}
	if (w->trend != CSM_TREND_RATIO)
		csm_buf_printf(out, ", '%s'", csm_trend_names[w->trend]);
	if (w->ago != 0)
		csm_buf_printf(out, ", ago %d", (int)w->ago);
	if (w->rollup != CSM_ROLLUP_SUM)
		csm_buf_printf(out, ", rollup %s", csm_rollup_names[w->rollup]);
	if (node->by != NULL) {
		csm_buf_puts(out, ", by ");
		print_put_node(out, node->by);
	}
	csm_buf_putc(out, ')');
}

/* "x not in (...)": what has a negated form of its own. */
static const struct csm_node *
negated(const struct csm_node *node)
{
	const struct csm_node *arg;

	if (node->kind != CSM_NODE_CALL || !csm_func_is(node->func, CSM_FUNC_NOT))
		return NULL;
	arg = node->arg[0];
	if (arg->kind == CSM_NODE_CALL && (csm_func_is(arg->func, CSM_FUNC_IN) ||
					      csm_func_is(arg->func, CSM_FUNC_LIKE) ||
					      csm_func_is(arg->func, CSM_FUNC_BETWEEN)))
		return arg;
	return NULL;
}

static int
is_infix(const struct csm_node *node)
{
	return node->kind == CSM_NODE_CALL && node->func->infix != NULL &&
	       csm_build_existence(node) == NULL &&
	       (node->argc > 1 || csm_func_is(node->func, CSM_FUNC_NOT));
}

static enum csm_bind
bind_of(const struct csm_node *node)
{
	/* -2 ^ 2 reads back as -(2 ^ 2). */
	if (node->kind == CSM_NODE_NUMBER && node->text[0] == '-')
		return CSM_BIND_MINUS;
	/* It prints as a comparison, and binds as one. */
	if (negated(node) != NULL)
		return CSM_BIND_COMPARE;
	return is_infix(node) ? node->func->bind : CSM_BIND_PRIMARY;
}

/* In brackets unless it binds at least as tightly as `least`. */
static void
put_operand(struct csm_buf *out, const struct csm_node *node, enum csm_bind least)
{
	int brackets = bind_of(node) < least;

	csm_buf_puts(out, brackets ? "(" : "");
	print_put_node(out, node);
	csm_buf_puts(out, brackets ? ")" : "");
}

/* A field that would be read as a metric: max(enduser.a.b, 5). */
static int
print_is_like_metric(const struct csm_node *node)
{
	return node->kind == CSM_NODE_FIELD && node->has_model && !node->custom &&
	       node->model == CSM_MODEL_ENDUSER && strchr(node->text, '.') != NULL;
}

static void
put_list(struct csm_buf *out, const struct csm_node *node, size_t from)
{
	csm_buf_putc(out, '(');
	for (size_t i = from; i < node->argc; i++) {
		int brackets = i == 0 && print_is_like_metric(node->arg[i]);
		csm_buf_puts(out, i > from ? ", " : "");
		csm_buf_puts(out, brackets ? "(" : "");
		print_put_node(out, node->arg[i]);
		csm_buf_puts(out, brackets ? ")" : "");
	}
	csm_buf_putc(out, ')');
}

static void
put_compare(struct csm_buf *out, const struct csm_node *node, const char *negation)
{
	const struct csm_func *f = node->func;

	put_operand(out, node->arg[0], CSM_BIND_SUM);
	csm_buf_printf(out, " %s%s ", negation, f->infix);
	if (csm_func_is(f, CSM_FUNC_IN)) {
		put_list(out, node, 1);
		return;
	}
	put_operand(out, node->arg[1], CSM_BIND_SUM);
	if (csm_func_is(f, CSM_FUNC_BETWEEN)) {
		csm_buf_puts(out, " and ");
		put_operand(out, node->arg[2], CSM_BIND_SUM);
	}
}

/* The first argument of a run needs no brackets if it is a different operator of the
 * same binding, or one that takes exactly two: (a / b) / c. */
static enum csm_bind
first_bind(const struct csm_node *node)
{
	const struct csm_node *first = node->arg[0];

	/* (a + b) + c is two calls, and without brackets would read back as one of
	 * three. */
	if (is_infix(first) && first->func == node->func && node->func->most == 0)
		return (enum csm_bind)(node->func->bind + 1);
	return node->func->bind;
}

static void
put_infix(struct csm_buf *out, const struct csm_node *node)
{
	const struct csm_func *f = node->func;

	switch (f->bind) {
	case CSM_BIND_NOT:
		csm_buf_puts(out, "not ");
		put_operand(out, node->arg[0], CSM_BIND_NOT);
		return;
	case CSM_BIND_COMPARE:
		put_compare(out, node, "");
		return;
	case CSM_BIND_POWER:
		/* The base of a power in brackets unless it is a value; to the right
		 * they chain. */
		put_operand(out, node->arg[0], CSM_BIND_PRIMARY);
		csm_buf_puts(out, " ^ ");
		put_operand(out, node->arg[1], CSM_BIND_MINUS);
		return;
	default:
		break;
	}
	put_operand(out, node->arg[0], first_bind(node));
	for (size_t i = 1; i < node->argc; i++) {
		csm_buf_printf(out, " %s ", f->infix);
		put_operand(out, node->arg[i], (enum csm_bind)(f->bind + 1));
	}
}

static void
print_put_node(struct csm_buf *out, const struct csm_node *node)
{
	struct csm_name name;

	switch (node->kind) {
	case CSM_NODE_NUMBER:
		csm_buf_puts(out, node->text);
		return;
	case CSM_NODE_TEXT:
		print_put_text(out, node->text);
		return;
	case CSM_NODE_TRUTH:
		csm_buf_puts(out, node->number != 0 ? "true" : "false");
		return;
	case CSM_NODE_FIELD:
		name = print_name_of(node);
		csm_name_put(&name, out);
		return;
	case CSM_NODE_WINDOW:
		print_put_window(out, node);
		return;
	case CSM_NODE_CALL:
		break;
	}
	if (csm_build_existence(node) != NULL) {
		print_put_members(out, "exists", csm_build_existence(node));
	} else if (negated(node) != NULL) {
		put_compare(out, negated(node), "not ");
	} else if (is_infix(node)) {
		put_infix(out, node);
	} else {
		csm_buf_puts(out, node->func->text);
		put_list(out, node, 0);
	}
}

void
csm_node_print_text(const struct csm_node *node, struct csm_buf *out)
{
	print_put_node(out, node);
}

void
csm_formula_print_text(const struct csm_formula *f, struct csm_buf *out)
{
	print_put_node(out, f->root);
}
