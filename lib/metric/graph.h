/*
 * Graph: things that use each other, brought into an order in which everything comes
 * after what it uses.  No recursion: chains of thousands are ordinary.
 *
 * Ownership: the graph owns its edges.
 */
#ifndef CSM_METRIC_GRAPH_H
#define CSM_METRIC_GRAPH_H

#include <stddef.h>

/* All zero is a valid empty graph; edges are added node after node. */
struct csm_graph {
	size_t nodes;
	size_t *start; /* nodes + 1 of them: the edges of node i are to[start[i]] .. */
	size_t *to;
	size_t start_cap, to_cap;
};

void csm_graph_fini(struct csm_graph *g);
/* The next node; then what it uses, which may be nodes that do not exist yet. */
size_t csm_graph_node(struct csm_graph *g);
void csm_graph_edge(struct csm_graph *g, size_t to);
/*
 * order[0..nodes): used ones first.  -1 if there is a circle; `cycle` is told each one
 * that was met, its nodes in order of use.
 */
int csm_graph_order(const struct csm_graph *g, size_t *order,
    void (*cycle)(void *ctx, const size_t *path, size_t n), void *ctx);

#endif
