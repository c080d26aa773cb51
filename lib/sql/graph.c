#include "sql/graph.h"

#include "base/buf.h"
#include "base/xalloc.h"
#include "sql/bound.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
csm_sql_graph_fini(struct csm_sql_graph *g)
{
	csm_arena_fini(&g->arena);
	csm_intern_fini(&g->keys);
	free(g->node);
	*g = (struct csm_sql_graph){0};
}

csm_sql
csm_sql_arg(csm_sql node, size_t i)
{
	return node->more != NULL ? node->more[i] : node->arg[i];
}

bool
csm_sql_is_window(enum csm_sql_op op)
{
	return op >= CSM_SQL_W_SUM;
}

/* The node, or the one that is there already and means the same. */
static csm_sql
graph_put(struct csm_sql_graph *g, const struct csm_sql_node *node)
{
	struct csm_buf key = {0};
	size_t id;

	/* %a has all bits of a double; bounds and `settled` are no part of what a node
	 * means. */
	csm_buf_printf(&key, "%d %d %lld %a %d %d %zu", (int)node->op, (int)node->type,
	    (long long)node->number, node->real, (int)node->far, (int)node->near,
	    node->argc);
	for (size_t i = 0; i < node->argc; i++)
		csm_buf_printf(&key, " %zu", csm_sql_arg(node, i)->id);
	if (node->text != NULL)
		csm_buf_printf(&key, " %s", node->text);
	id = csm_intern_put(&g->keys, csm_buf_text(&key), key.len);
	csm_buf_fini(&key);
	if (id < g->n)
		return g->node[id];
	struct csm_sql_node *put = CSM_ARENA_NEW(&g->arena, struct csm_sql_node);
	*put = *node;
	put->id = id;
	/* Nobody said: what follows from the smallest value. */
	if (put->place == 0)
		put->place = csm_sql_last_place(put->least);
	if (node->text != NULL)
		put->text = csm_arena_strdup(&g->arena, node->text);
	CSM_GROW(g->node, g->n, &g->cap);
	g->node[g->n++] = put;
	return put;
}

csm_sql
csm_sql_int(struct csm_sql_graph *g, int64_t number)
{
	return graph_put(
	    g, &(struct csm_sql_node){
		   .op = CSM_SQL_NUMBER, .type = CSM_SQL_INT, .number = number});
}

csm_sql
csm_sql_real(struct csm_sql_graph *g, double real)
{
	double size = fabs(real);

	return graph_put(g, &(struct csm_sql_node){.op = CSM_SQL_NUMBER,
				.type = CSM_SQL_REAL,
				.real = real,
				/* Bounds are of what is not 0, so any do for 0. */
				.least = size > 0 ? size : 1,
				.most = size > 0 ? size : 1});
}

csm_sql
csm_sql_string(struct csm_sql_graph *g, const char *text)
{
	return graph_put(
	    g, &(struct csm_sql_node){
		   .op = CSM_SQL_STRING, .type = CSM_SQL_TEXT, .text = text});
}

csm_sql
csm_sql_null(struct csm_sql_graph *g, enum csm_sql_type type)
{
	return graph_put(g, &(struct csm_sql_node){.op = CSM_SQL_NULL,
				.type = type,
				.maybe = true,
				.least = 1,
				.most = 1});
}

csm_sql
csm_sql_day(struct csm_sql_graph *g)
{
	return graph_put(
	    g, &(struct csm_sql_node){.op = CSM_SQL_DAY, .type = CSM_SQL_INT});
}

csm_sql
csm_sql_base(
    struct csm_sql_graph *g, enum csm_sql_type type, const char *name, bool maybe)
{
	return graph_put(g, &(struct csm_sql_node){.op = CSM_SQL_BASE,
				.type = type,
				.text = name,
				.maybe = maybe,
				.least = 1,
				.most = 1});
}

static enum csm_sql_type
graph_result(enum csm_sql_op op, csm_sql a)
{
	switch (op) {
	case CSM_SQL_TO_REAL:
		return CSM_SQL_REAL;
	case CSM_SQL_FLOOR:
	case CSM_SQL_NTH:
		return CSM_SQL_INT;
	case CSM_SQL_EQ:
	case CSM_SQL_NE:
	case CSM_SQL_LT:
	case CSM_SQL_LE:
	case CSM_SQL_LIKE:
	case CSM_SQL_IS_NULL:
	case CSM_SQL_NOT_NULL:
	case CSM_SQL_AND:
	case CSM_SQL_OR:
	case CSM_SQL_NOT:
		return CSM_SQL_TRUTH;
	default:
		return a->type;
	}
}

/* As a comparison of constants, since engines have no literal for truths in common. */
static csm_sql
graph_truth(struct csm_sql_graph *g, bool holds)
{
	csm_sql zero = csm_sql_int(g, 0);

	return graph_put(
	    g, &(struct csm_sql_node){.op = holds ? CSM_SQL_EQ : CSM_SQL_NE,
		   .type = CSM_SQL_TRUTH,
		   .arg = {zero, zero},
		   .argc = 2});
}

static bool
graph_is_literal(csm_sql a)
{
	return a->op == CSM_SQL_NUMBER && a->type == CSM_SQL_REAL;
}

/* A function of a constant; an engine that did it while it plans could object. */
static csm_sql
graph_constant(struct csm_sql_graph *g, enum csm_sql_op op, csm_sql a)
{
	double x = a->real;

	switch (op) {
	case CSM_SQL_ABS:
		return csm_sql_real(g, fabs(x));
	case CSM_SQL_SQRT:
		x = sqrt(x);
		break;
	case CSM_SQL_LN:
		x = log(x);
		break;
	case CSM_SQL_LOG10:
		x = log10(x);
		break;
	case CSM_SQL_FLOOR_R:
		x = floor(x);
		break;
	default:
		return NULL;
	}
	return isfinite(x) ? csm_sql_real(g, x) : csm_sql_null(g, CSM_SQL_REAL);
}

csm_sql
csm_sql_op1(struct csm_sql_graph *g, enum csm_sql_op op, csm_sql a)
{
	struct csm_sql_node n = {.op = op, .arg = {a}, .argc = 1, .maybe = a->maybe};
	csm_sql known;

	if (op == CSM_SQL_IS_NULL || op == CSM_SQL_NOT_NULL || op == CSM_SQL_NOT)
		n.maybe = false;
	if ((op == CSM_SQL_IS_NULL || op == CSM_SQL_NOT_NULL) && !a->maybe)
		return graph_truth(g, op == CSM_SQL_NOT_NULL);
	if (op == CSM_SQL_TO_REAL && a->op == CSM_SQL_NUMBER)
		return csm_sql_real(g, (double)a->number);
	if (graph_is_literal(a) && (known = graph_constant(g, op, a)) != NULL)
		return known;
	n.type = graph_result(op, a);
	if (n.type == CSM_SQL_REAL)
		csm_sql_bound(&n);
	return graph_put(g, &n);
}

/* Of two numbers that are written down; NULL if it is for the engine to do. */
static csm_sql
graph_fold(struct csm_sql_graph *g, enum csm_sql_op op, double a, double b)
{
	double x;

	switch (op) {
	case CSM_SQL_ADD:
		x = a + b;
		break;
	case CSM_SQL_SUB:
		x = a - b;
		break;
	case CSM_SQL_MUL:
		x = a * b;
		break;
	case CSM_SQL_DIV:
		x = a / b;
		break;
	case CSM_SQL_POW:
		x = pow(a, b);
		break;
	case CSM_SQL_EQ:
		return graph_truth(g, a == b);
	case CSM_SQL_NE:
		return graph_truth(g, a != b);
	case CSM_SQL_LT:
		return graph_truth(g, a < b);
	case CSM_SQL_LE:
		return graph_truth(g, a <= b);
	default:
		return NULL;
	}
	return isfinite(x) ? csm_sql_real(g, x) : csm_sql_null(g, CSM_SQL_REAL);
}

csm_sql
csm_sql_op2(struct csm_sql_graph *g, enum csm_sql_op op, csm_sql a, csm_sql b)
{
	struct csm_sql_node n = {
	    .op = op, .arg = {a, b}, .argc = 2, .maybe = a->maybe || b->maybe};
	csm_sql known;

	if (op == CSM_SQL_COALESCE) {
		if (!a->maybe)
			return a;
		n.maybe = b->maybe;
	}
	if (graph_is_literal(a) && graph_is_literal(b) &&
	    (known = graph_fold(g, op, a->real, b->real)) != NULL)
		return known;
	n.type = graph_result(op, a);
	if (n.type == CSM_SQL_REAL)
		csm_sql_bound(&n);
	return graph_put(g, &n);
}

csm_sql
csm_sql_like(struct csm_sql_graph *g, csm_sql a, const char *pattern)
{
	return graph_put(g, &(struct csm_sql_node){.op = CSM_SQL_LIKE,
				.type = CSM_SQL_TRUTH,
				.text = pattern,
				.arg = {a},
				.argc = 1,
				.maybe = a->maybe});
}

/* 1, 0, or -1 if it depends on the row. */
static int
graph_known(csm_sql condition)
{
	if (condition->argc != 2 || condition->arg[0] != condition->arg[1] ||
	    condition->arg[0]->op != CSM_SQL_NUMBER)
		return -1;
	return condition->op == CSM_SQL_EQ ? 1 : condition->op == CSM_SQL_NE ? 0 : -1;
}

csm_sql
csm_sql_if(struct csm_sql_graph *g, csm_sql condition, csm_sql value, csm_sql other)
{
	struct csm_sql_node n = {.op = CSM_SQL_CASE, .type = value->type};
	/* A condition over constants chooses its branch now, and the other is never
	 * spelled. */
	int known = graph_known(condition);
	const struct csm_sql_node **more;

	if (known >= 0)
		return known ? value : other;
	if (value == other)
		return value;
	/* else of an else: one CASE of many branches */
	size_t rest = other->op == CSM_SQL_CASE ? other->argc : 1;
	more = CSM_ARENA_ARRAY(&g->arena, const struct csm_sql_node *, rest + 2);
	more[0] = condition;
	more[1] = value;
	for (size_t i = 0; i < rest; i++)
		more[i + 2] = other->op == CSM_SQL_CASE ? csm_sql_arg(other, i) : other;
	n.more = more;
	n.argc = rest + 2;
	n.maybe = value->maybe || other->maybe;
	csm_sql_bound_either(&n, value, other);
	return graph_put(g, &n);
}

/* A window may have no row, and then it is NULL, except that a count is 0. */
csm_sql
csm_sql_window(
    struct csm_sql_graph *g, enum csm_sql_op op, csm_sql a, int32_t far, int32_t near)
{
	bool is_count = op == CSM_SQL_W_COUNT || op == CSM_SQL_W_COUNT_AHEAD;

	if (op == CSM_SQL_W_AT && near == 0)
		return a;
	return graph_put(g, &(struct csm_sql_node){.op = op,
				.type = op == CSM_SQL_W_LIST ? CSM_SQL_LIST
					: is_count           ? CSM_SQL_INT
							     : a->type,
				.arg = {a},
				.argc = 1,
				.far = far,
				.near = near,
				.maybe = !is_count,
				.place = a->place,
				.least = a->least,
				.most = a->most});
}

csm_sql
csm_sql_fill(struct csm_sql_graph *g, csm_sql a, csm_sql of, bool ahead)
{
	/* Rows up to one that has a value are numbered alike, so the first of a number
	 * is the one. */
	csm_sql counted = csm_sql_window(
	    g, ahead ? CSM_SQL_W_COUNT_AHEAD : CSM_SQL_W_COUNT, of, -1, 0);

	return graph_put(g,
	    &(struct csm_sql_node){.op = ahead ? CSM_SQL_W_FILL_AHEAD : CSM_SQL_W_FILL,
		.type = a->type,
		.arg = {a, counted},
		.argc = 2,
		.maybe = true,
		.place = a->place,
		.least = a->least,
		.most = a->most});
}

csm_sql
csm_sql_within(struct csm_sql_graph *g, csm_sql real, double least, double most)
{
	struct csm_sql_node *n = g->node[real->id];

	if (n->op == CSM_SQL_NUMBER)
		return n;
	/* Bounds only ever become narrower: equal nodes are one, whoever said it
	 * first. */
	n->least = n->least > least ? n->least : least;
	n->most = n->most < most ? n->most : most;
	return n;
}

csm_sql
csm_sql_settle(struct csm_sql_graph *g, csm_sql node)
{
	g->node[node->id]->settled = true;
	return node;
}
