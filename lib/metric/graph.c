#include "metric/graph.h"

#include "base/xalloc.h"

#include <assert.h>
#include <stdlib.h>

void
csm_graph_fini(struct csm_graph *g)
{
	free(g->start);
	free(g->to);
	*g = (struct csm_graph){0};
}

size_t
csm_graph_node(struct csm_graph *g)
{
	CSM_GROW(g->start, g->nodes + 1, &g->start_cap);
	if (g->nodes == 0)
		g->start[0] = 0;
	/* No edges yet: where they end moves with each that is added. */
	g->start[g->nodes + 1] = g->start[g->nodes];
	return g->nodes++;
}

void
csm_graph_edge(struct csm_graph *g, size_t to)
{
	assert(g->nodes > 0); /* edges are those of the newest node */
	CSM_GROW(g->to, g->start[g->nodes], &g->to_cap);
	g->to[g->start[g->nodes]++] = to;
}

/* A walk in depth: path[0..depth) uses one another, next[] is each node's next edge. */
struct visit {
	enum { NEW, OPEN, DONE } * state;
	size_t *next, *path, depth;
	size_t *order, ordered;
};

static void
enter(struct visit *v, const struct csm_graph *g, size_t node)
{
	v->state[node] = OPEN;
	v->next[node] = g->start[node];
	assert(v->depth < g->nodes); /* a node is on the path once */
	v->path[v->depth++] = node;
}

static void
leave(struct visit *v)
{
	size_t node = v->path[--v->depth];

	v->state[node] = DONE;
	v->order[v->ordered++] = node;
}

/* How far up the path an open node is. */
static size_t
place_in_path(const struct visit *v, size_t node)
{
	size_t i = v->depth;

	assert(v->state[node] == OPEN); /* so it is there */
	while (v->path[--i] != node)
		continue;
	return i;
}

int
csm_graph_order(const struct csm_graph *g, size_t *order,
    void (*cycle)(void *ctx, const size_t *path, size_t n), void *ctx)
{
	struct visit v = {.state = csm_xcalloc(g->nodes, sizeof *v.state),
	    .next = csm_xcalloc(g->nodes, sizeof *v.next),
	    .path = csm_xcalloc(g->nodes, sizeof *v.path),
	    .order = order};
	int rc = 0;

	for (size_t root = 0; root < g->nodes; root++) {
		if (v.state[root] == NEW)
			enter(&v, g, root);
		while (v.depth > 0) {
			size_t node = v.path[v.depth - 1];
			if (v.next[node] == g->start[node + 1]) {
				leave(&v);
				continue;
			}
			size_t to = g->to[v.next[node]++];
			if (v.state[to] == NEW) {
				enter(&v, g, to);
			} else if (v.state[to] == OPEN) {
				size_t at = place_in_path(&v, to);
				/* And the walk goes on, so that every circle it meets
				 * is told in one run. */
				cycle(ctx, v.path + at, v.depth - at);
				rc = -1;
			}
		}
	}
	/* Circles or not, each node was left once. */
	assert(v.ordered == g->nodes);
	free(v.state);
	free(v.next);
	free(v.path);
	return rc;
}
