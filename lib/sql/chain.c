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
	free(c->there);
	free(c->build.result);
	free(c->build.used);
	*c = (struct csm_sql_chain){0};
}

void
csm_sql_chain_add(struct csm_sql_chain *c, size_t job)
{
	for (size_t i = 0; i < c->roots; i++)
		if (c->root[i].job == job)
			return;
	csm_sql node = csm_sql_job(&c->build, job);
	CSM_GROW(c->root, c->roots, &c->root_cap);
	c->root[c->roots++] = (struct csm_sql_root){.node = node, .job = job};
}

/* A name as it may stand in any dialect without quotes. */
static bool
chain_is_plain(const char *id)
{
	size_t n = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return id[n] == '\0' && n > 0 && n <= 40;
}

static char *
chain_name(struct csm_sql_chain *c, csm_sql node)
{
	const struct csm_job *job;

	if (node->op == CSM_SQL_BASE)
		return csm_arena_strdup(&c->graph.arena, node->text);
	if (node->op == CSM_SQL_DAY)
		return csm_arena_strdup(&c->graph.arena, "d");
	for (size_t i = 0; i < c->roots; i++) {
		job = &c->build.plan->job[c->root[i].job];
		if (c->root[i].node == node && job->metric != NULL &&
		    chain_is_plain(job->metric->id))
			return csm_arena_printf(
			    &c->graph.arena, "m_%s", job->metric->id);
	}
	return csm_arena_printf(&c->graph.arena, "v%zu", node->id);
}

/* Nodes that are not worth a column. */
static bool
chain_is_leaf(csm_sql node)
{
	return node->op == CSM_SQL_NUMBER || node->op == CSM_SQL_STRING ||
	       node->op == CSM_SQL_NULL || node->op == CSM_SQL_DAY ||
	       node->op == CSM_SQL_BASE;
}

static bool
chain_is_root(const struct csm_sql_chain *c, csm_sql node)
{
	for (size_t i = 0; i < c->roots; i++)
		if (c->root[i].node == node)
			return true;
	for (size_t i = 0; i < c->asked; i++)
		if (c->there[i] == node)
			return true;
	return node == c->condition;
}

/* How often each node is used by those that are needed at all. */
static size_t *
chain_uses(const struct csm_sql_chain *c)
{
	const struct csm_sql_graph *g = &c->graph;
	size_t *uses = csm_xcalloc(g->n + 1, sizeof *uses);

	for (size_t i = 0; i < c->roots; i++)
		uses[c->root[i].node->id]++;
	for (size_t i = 0; i < c->asked; i++)
		if (c->there[i] != NULL)
			uses[c->there[i]->id]++;
	if (c->condition != NULL)
		uses[c->condition->id]++;
	for (size_t i = g->n; i-- > 0;)
		for (size_t k = 0; uses[i] > 0 && k < g->node[i]->argc; k++)
			uses[csm_sql_arg(g->node[i], k)->id]++;
	return uses;
}

/* The stages: a column comes after those it is made of; `reach` is the latest of them,
 * through what is written out in between. */
static void
chain_stages(struct csm_sql_chain *c, const size_t *uses)
{
	const struct csm_sql_graph *g = &c->graph;
	int *reach = csm_xcalloc(g->n + 1, sizeof *reach);

	for (size_t i = 0; i < g->n; i++) {
		csm_sql node = g->node[i];
		bool column = csm_sql_is_window(node->op) || chain_is_root(c, node) ||
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
	size_t *uses = chain_uses(c);
	bool *seen = csm_xcalloc(g->n + 1, sizeof *seen);

	c->stage = csm_xcalloc(g->n + 1, sizeof *c->stage);
	c->last = csm_xcalloc(g->n + 1, sizeof *c->last);
	c->name = csm_xcalloc(g->n + 1, sizeof *c->name);
	chain_stages(c, uses);
	for (size_t i = 0; i < g->n; i++) {
		if (c->stage[i] < 0)
			continue;
		c->name[i] = chain_name(c, g->node[i]);
		memset(seen, 0, g->n * sizeof *seen);
		chain_reads(c, g->node[i], c->stage[i], seen);
		if (chain_is_root(c, g->node[i]))
			c->last[i] = INT_MAX;
	}
	for (size_t i = 0; i < c->roots; i++)
		c->root[i].column = c->name[c->root[i].node->id];
	free(seen);
	free(uses);
}

const char *
csm_sql_chain_column(const struct csm_sql_chain *c, size_t job)
{
	for (size_t i = 0; i < c->roots; i++)
		if (c->root[i].job == job)
			return c->root[i].column;
	return NULL;
}
