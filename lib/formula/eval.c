#include "formula/eval.h"

#include <assert.h>

/*
 * A whole column is computed for each node.  `row` lists the days a node is needed for:
 * the branches of IF, the later arguments of AND, OR and COALESCE get fewer of them, so
 * that what is not needed is not computed and a division by zero there not counted.
 * Columns of a node are dense: value i belongs to day row[i].
 */
struct evaluation {
	const struct csm_column *leaf;
	struct csm_arena *scratch;
	struct csm_eval_counts *counts;
};

static void eval_eval(const struct evaluation *e, const struct csm_node *node,
    const uint32_t *row, size_t n, struct csm_value *out);

static void
eval_fill(struct csm_value *out, size_t n, struct csm_value value)
{
	for (size_t i = 0; i < n; i++)
		out[i] = value;
}

static void
eval_leaf(const struct csm_column *column, const uint32_t *row, size_t n,
    struct csm_value *out)
{
	assert(column->value != NULL || n == 0);
	/* One value for all days: a field of a company, a lookup. */
	if (column->constant) {
		eval_fill(out, n, column->value[0]);
		return;
	}
	for (size_t i = 0; i < n; i++)
		out[i] = column->value[row[i]];
}

static void
eval_call(const struct evaluation *e, const struct csm_node *node, const uint32_t *row,
    size_t n, struct csm_value *out)
{
	const struct csm_value **arg =
	    /* Columns live until the caller resets the scratch memory: texts made here
	     * are borrowed by the results. */
	    CSM_ARENA_ARRAY(e->scratch, const struct csm_value *, node->argc);

	for (size_t k = 0; k < node->argc; k++) {
		struct csm_value *column =
		    CSM_ARENA_ARRAY(e->scratch, struct csm_value, n);
		eval_eval(e, node->arg[k], row, n, column);
		arg[k] = column;
	}
	assert(node->argc >= node->func->least); /* functions read so many unasked */
	/* After the arguments, which set it to their own calls. */
	e->counts->call = node;
	node->func->eval(arg, node->argc, n, out, e->counts);
}

/* The rows for which the next argument is wanted, as places in the column. */
struct waiting {
	uint32_t *place;
	size_t n;
};

/* Each argument is evaluated for the rows that have come to it and not ended before. */
static void
eval_steps(const struct evaluation *e, const struct csm_node *node, const uint32_t *row,
    size_t n, struct csm_value *out)
{
	struct waiting now, next, after;
	uint32_t *rows = CSM_ARENA_ARRAY(e->scratch, uint32_t, n);
	struct csm_value *column = CSM_ARENA_ARRAY(e->scratch, struct csm_value, n);

	now = (struct waiting){CSM_ARENA_ARRAY(e->scratch, uint32_t, n), n};
	next = (struct waiting){CSM_ARENA_ARRAY(e->scratch, uint32_t, n), 0};
	after = (struct waiting){CSM_ARENA_ARRAY(e->scratch, uint32_t, n), 0};
	for (size_t i = 0; i < n; i++)
		now.place[i] = (uint32_t)i;
	for (size_t k = 0; k < node->argc; k++) {
		for (size_t i = 0; i < now.n; i++)
			rows[i] = row[now.place[i]];
		/* No row has come so far: nothing is evaluated, and no division there
		 * is counted. */
		if (now.n > 0)
			eval_eval(e, node->arg[k], rows, now.n, column);
		for (size_t i = 0; i < now.n; i++) {
			uint32_t place = now.place[i];
			enum csm_step step =
			    node->func->step(k, node->argc, &column[i], &out[place]);
			if (step == CSM_STEP_NEXT)
				/* Places in the column of the whole call; rows are what
				 * the leaves know them by. */
				next.place[next.n++] = place;
			else if (step == CSM_STEP_SKIP)
				after.place[after.n++] = place;
		}
		struct waiting done = now;
		now = next;
		next = after;
		assert(now.n + next.n <= n); /* a row waits once */
		/* Three arrays take turns, since a row may skip one argument but never
		 * two. */
		after = (struct waiting){done.place, 0};
	}
}

/* Cells as what is wanted of them; a text that is no number is told. */
static void
eval_as_wanted(const struct evaluation *e, const struct csm_node *node, size_t n,
    struct csm_value *out)
{
	if (node->want == CSM_VALUE_MISSING)
		return;
	for (size_t i = 0; i < n; i++) {
		struct csm_value was = out[i];
		out[i] = csm_value_as(&was, node->want);
		if (node->want == CSM_VALUE_NUMBER && was.type == CSM_VALUE_CELL &&
		    out[i].type == CSM_VALUE_MISSING)
			csm_eval_not_number(e->counts, was.u.cell->text);
	}
}

static void
eval_eval(const struct evaluation *e, const struct csm_node *node, const uint32_t *row,
    size_t n, struct csm_value *out)
{
	switch (node->kind) {
	case CSM_NODE_NUMBER:
		eval_fill(out, n,
		    (struct csm_value){
			.type = CSM_VALUE_NUMBER, .u.number = node->number});
		break;
	case CSM_NODE_TEXT:
		eval_fill(out, n,
		    (struct csm_value){.type = CSM_VALUE_TEXT, .u.text = node->text});
		break;
	case CSM_NODE_TRUTH:
		eval_fill(out, n,
		    (struct csm_value){
			.type = CSM_VALUE_BOOL, .u.truth = node->number != 0});
		break;
	case CSM_NODE_FIELD:
		eval_leaf(&e->leaf[node->leaf], row, n, out);
		eval_as_wanted(e, node, n, out);
		break;
	case CSM_NODE_WINDOW:
		eval_leaf(&e->leaf[node->leaf], row, n, out);
		break;
	case CSM_NODE_CALL:
		if (node->func->step != NULL)
			eval_steps(e, node, row, n, out);
		else
			eval_call(e, node, row, n, out);
		eval_as_wanted(e, node, n, out);
		break;
	}
}

void
csm_formula_eval(const struct csm_formula *f, const struct csm_column *leaf, size_t n,
    struct csm_value *out, struct csm_arena *scratch, struct csm_eval_counts *counts)
{
	struct csm_eval_counts ignored = {0};
	struct evaluation e = {leaf, scratch, counts != NULL ? counts : &ignored};
	uint32_t *row = CSM_ARENA_ARRAY(scratch, uint32_t, n);

	e.counts->scratch = scratch;

	assert(n <= UINT32_MAX);
	for (size_t i = 0; i < n; i++)
		row[i] = (uint32_t)i;
	eval_eval(&e, f->root, row, n, out);
}

struct explanation {
	struct evaluation evaluation;
	void (*visit)(void *ctx, const struct csm_node *node, int depth, int taken,
	    const struct csm_value *value);
	void *ctx;
};

static struct csm_value eval_explain(
    const struct explanation *x, const struct csm_node *node, int depth, int taken);

/* Arguments of which the values before decide whether they are needed. */
static void
explain_steps(
    const struct explanation *x, const struct csm_node *node, int depth, int taken)
{
	struct csm_value result;
	size_t wanted = 0;

	for (size_t k = 0; k < node->argc; k++) {
		int needed = taken && k == wanted;
		struct csm_value v = eval_explain(x, node->arg[k], depth, needed);
		if (!needed)
			continue;
		enum csm_step step = node->func->step(k, node->argc, &v, &result);
		wanted = step == CSM_STEP_TAKE ? node->argc
					       : k + (step == CSM_STEP_SKIP ? 2 : 1);
	}
}

/* Evaluates each subtree anew: at most CSM_FORMULA_DEPTH times the work, for one day.
 */
static struct csm_value
eval_explain(
    const struct explanation *x, const struct csm_node *node, int depth, int taken)
{
	struct csm_value value = {.type = CSM_VALUE_MISSING};
	uint32_t row = 0;

	if (taken)
		eval_eval(&x->evaluation, node, &row, 1, &value);
	/* The node before what it is made of, as --explain indents it. */
	x->visit(x->ctx, node, depth, taken, &value);
	if (node->kind == CSM_NODE_CALL && node->func->step != NULL) {
		explain_steps(x, node, depth + 1, taken);
		return value;
	}
	for (size_t k = 0; k < node->argc; k++)
		eval_explain(x, node->arg[k], depth + 1, taken);
	return value;
}

void
csm_formula_explain(const struct csm_formula *f, const struct csm_column *leaf,
    struct csm_arena *scratch, const struct csm_calendar *calendar,
    void (*visit)(void *ctx, const struct csm_node *node, int depth, int taken,
	const struct csm_value *value),
    void *ctx)
{
	struct csm_eval_counts ignored = {.calendar = calendar};
	struct explanation x = {{leaf, scratch, &ignored}, visit, ctx};

	ignored.scratch = scratch;

	eval_explain(&x, f->root, 0, 1);
}
