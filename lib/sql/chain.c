#include "sql/chain.h"

#include "base/xalloc.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

void
csm_sql_chain_fini(struct csm_sql_chain *c)
{
	csm_sql_graph_fini(&c->graph);
	free(c->root);
	free(c->stage);
	free(c->last);
	free(c->name);
	free(c->given);
	free(c->named);
	free(c->build.result);
	free(c->build.value);
	free(c->build.used);
	*c = (struct csm_sql_chain){0};
}

/* What a metric is, above the stage that makes it. */
static void
chain_name_job(struct csm_sql_chain *c, csm_sql node, const struct csm_job *job)
{
	struct csm_buf text = {0};

	if (job->metric == NULL)
		return;
	csm_buf_printf(&text, "%s = ", job->metric->id);
	csm_formula_print_text(job->formula, &text);
	csm_sql_chain_name(c, node, "m", job->metric->id, csm_buf_text(&text));
	csm_buf_fini(&text);
}

/* A job that several ask for is one root. */
csm_sql
csm_sql_chain_add(struct csm_sql_chain *c, size_t job)
{
	for (size_t i = 0; i < c->roots; i++)
		if (c->root[i].job == job)
			return c->root[i].node;
	csm_sql node = csm_sql_job(&c->build, job);
	CSM_GROW(c->root, c->roots, &c->root_cap);
	c->root[c->roots++] = (struct csm_sql_root){.node = node, .job = job};
	chain_name_job(c, node, &c->build.plan->job[job]);
	return node;
}

void
csm_sql_chain_give(struct csm_sql_chain *c, const struct csm_sql_given *given)
{
	CSM_GROW(c->given, c->gives, &c->give_cap);
	c->given[c->gives++] = *given;
}

/* A name as it may stand in any dialect without quotes. */
static bool
chain_is_plain(const char *id)
{
	/* Capitals are folded by some engines and not by others, and 63 bytes is the
	 * shortest limit of a name: 40 leave room for the prefix. */
	size_t n = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return id[n] == '\0' && n > 0 && n <= 40;
}

void
csm_sql_chain_name(struct csm_sql_chain *c, csm_sql node, const char *prefix,
    const char *id, const char *comment)
{
	struct csm_arena *arena = &c->graph.arena;
	struct csm_sql_named named = {
	    .node = node, .comment = csm_arena_strdup(arena, comment)};

	if (chain_is_plain(id))
		named.column = csm_arena_printf(arena, "%s_%s", prefix, id);
	for (size_t i = 0; i < c->names; i++)
		if (c->named[i].node == node ||
		    (c->named[i].column != NULL && named.column != NULL &&
			/* A name that is taken goes with the node that had it; this one
			 * has a number then. */
			strcmp(c->named[i].column, named.column) == 0))
			named.column = NULL;
	CSM_GROW(c->named, c->names, &c->name_cap);
	c->named[c->names++] = named;
}

static char *
chain_column_name(struct csm_sql_chain *c, csm_sql node)
{
	/* The first stage calls its columns so itself. */
	if (node->op == CSM_SQL_BASE)
		return csm_arena_strdup(&c->graph.arena, node->text);
	if (node->op == CSM_SQL_DAY)
		return csm_arena_strdup(&c->graph.arena, "d");
	for (size_t i = 0; i < c->names; i++)
		if (c->named[i].node == node && c->named[i].column != NULL)
			return csm_arena_strdup(&c->graph.arena, c->named[i].column);
	return csm_arena_printf(&c->graph.arena, "v%zu", node->id);
}

/* Nodes that are not worth a column.  Written out wherever they are used, they cost
 * nothing. */
static bool
chain_is_leaf(csm_sql node)
{
	return node->op == CSM_SQL_NUMBER || node->op == CSM_SQL_STRING ||
	       node->op == CSM_SQL_NULL || node->op == CSM_SQL_DAY ||
	       node->op == CSM_SQL_BASE;
}

/* Nodes the last stage has. */
static bool *
chain_kept(const struct csm_sql_chain *c)
{
	bool *kept = csm_xcalloc(c->graph.n + 1, sizeof *kept);

	for (size_t i = 0; i < c->roots; i++)
		kept[c->root[i].node->id] = true;
	for (size_t i = 0; i < c->gives; i++) {
		const struct csm_sql_given *given = &c->given[i];
		kept[given->value->id] = true;
		if (given->state != NULL)
			kept[given->state->id] = true;
		if (given->exists != NULL)
			kept[given->exists->id] = true;
	}
	if (c->condition != NULL)
		kept[c->condition->id] = true;
	return kept;
}

/* How often each node is used by those that are needed at all. */
static size_t *
chain_uses(const struct csm_sql_chain *c, const bool *kept)
{
	const struct csm_sql_graph *g = &c->graph;
	size_t *uses = csm_xcalloc(g->n + 1, sizeof *uses);

	/* Backwards, since arguments come before who uses them: uses of a node are
	 * complete when its own arguments are counted. */
	for (size_t i = g->n; i-- > 0;) {
		uses[i] += kept[i];
		for (size_t k = 0; uses[i] > 0 && k < g->node[i]->argc; k++)
			uses[csm_sql_arg(g->node[i], k)->id]++;
	}
	return uses;
}

/* The stages: a column comes after those it is made of; `reach` is the latest of them,
 * through what is written out in between. */
static void
chain_stages(struct csm_sql_chain *c, const size_t *uses, const bool *kept)
{
	const struct csm_sql_graph *g = &c->graph;
	int *reach = csm_xcalloc(g->n + 1, sizeof *reach);

	for (size_t i = 0; i < g->n; i++) {
		csm_sql node = g->node[i];
		/* A window can stand in no expression of another window; what several
		 * use becomes a column so that text does not double with each use; what
		 * is not settled is left where its CASE guards it. */
		bool column = csm_sql_is_window(node->op) || kept[i] ||
			      (node->settled && uses[i] > 1 && !chain_is_leaf(node));
		c->stage[i] = -1;
		for (size_t k = 0; k < node->argc; k++)
			if (reach[csm_sql_arg(node, k)->id] > reach[i])
				reach[i] = reach[csm_sql_arg(node, k)->id];
		if (uses[i] == 0)
			continue;
		if (node->op == CSM_SQL_BASE || node->op == CSM_SQL_DAY)
			c->stage[i] = 0;
		else if (column)
			/* One later than all it reads. */
			c->stage[i] = ++reach[i];
		if (c->stage[i] > c->stages)
			c->stages = c->stage[i];
	}
	free(reach);
}

/* What the columns of a stage read, through what is written out. */
static void
chain_reads(struct csm_sql_chain *c, csm_sql node, int stage, bool *seen)
{
	for (size_t k = 0; k < node->argc; k++) {
		csm_sql arg = csm_sql_arg(node, k);
		if (c->stage[arg->id] >= 0) {
			if (c->last[arg->id] < stage)
				c->last[arg->id] = stage;
			/* Once each: a graph of n nodes can have 2^n ways through it. */
		} else if (!seen[arg->id]) {
			seen[arg->id] = true;
			chain_reads(c, arg, stage, seen);
		}
	}
}

void
csm_sql_chain_arrange(struct csm_sql_chain *c)
{
	const struct csm_sql_graph *g = &c->graph;
	bool *kept = chain_kept(c);
	size_t *uses = chain_uses(c, kept);
	bool *seen = csm_xcalloc(g->n + 1, sizeof *seen);

	c->stage = csm_xcalloc(g->n + 1, sizeof *c->stage);
	c->last = csm_xcalloc(g->n + 1, sizeof *c->last);
	c->name = csm_xcalloc(g->n + 1, sizeof *c->name);
	chain_stages(c, uses, kept);
	for (size_t i = 0; i < g->n; i++) {
		if (c->stage[i] < 0)
			continue;
		c->name[i] = chain_column_name(c, g->node[i]);
		memset(seen, 0, g->n * sizeof *seen);
		chain_reads(c, g->node[i], c->stage[i], seen);
		if (kept[i])
			/* Kept to the end, for the SELECT. */
			c->last[i] = INT_MAX;
	}
	free(kept);
	free(seen);
	free(uses);
}

const char *
csm_sql_chain_column(const struct csm_sql_chain *c, size_t job)
{
	for (size_t i = 0; i < c->roots; i++)
		if (c->root[i].job == job)
			return c->name[c->root[i].node->id];
	return NULL;
}
