#include "metric/graph.h"

#include "test.h"

#include "base/buf.h"

static void
keep_cycle(void *ctx, const size_t *path, size_t n)
{
	for (size_t i = 0; i < n; i++)
		csm_buf_printf(ctx, "%zu>", path[i]);
	csm_buf_putc(ctx, '\n');
}

START_TEST(everything_comes_after_what_it_uses)
{
	/* 0 uses 2 and 1; 1 uses 2; 3 uses nothing. */
	struct csm_graph g = {0};
	size_t order[4];
	struct csm_buf cycles = {0};

	csm_graph_node(&g);
	csm_graph_edge(&g, 2);
	csm_graph_edge(&g, 1);
	csm_graph_node(&g);
	csm_graph_edge(&g, 2);
	csm_graph_node(&g);
	csm_graph_node(&g);
	ck_assert_int_eq(csm_graph_order(&g, order, keep_cycle, &cycles), 0);
	ck_assert_uint_eq(order[0], 2);
	ck_assert_uint_eq(order[1], 1);
	ck_assert_uint_eq(order[2], 0);
	ck_assert_uint_eq(order[3], 3);
	ck_assert_uint_eq(cycles.len, 0);
	csm_graph_fini(&g);
}
END_TEST

START_TEST(a_circle_is_told_node_by_node)
{
	/* 0 uses 1; 1 uses 2; 2 uses 1 and itself. */
	struct csm_graph g = {0};
	size_t order[3];
	struct csm_buf cycles = {0};

	csm_graph_node(&g);
	csm_graph_edge(&g, 1);
	csm_graph_node(&g);
	csm_graph_edge(&g, 2);
	csm_graph_node(&g);
	csm_graph_edge(&g, 1);
	csm_graph_edge(&g, 2);
	ck_assert_int_eq(csm_graph_order(&g, order, keep_cycle, &cycles), -1);
	ck_assert_str_eq(cycles.data, "1>2>\n2>\n");
	csm_buf_fini(&cycles);
	csm_graph_fini(&g);
}
END_TEST

START_TEST(a_chain_of_a_million_needs_no_stack)
{
	enum { N = 1000000 };
	struct csm_graph g = {0};
	size_t *order = calloc(N, sizeof *order);

	for (size_t i = 0; i < N; i++) {
		csm_graph_node(&g);
		if (i + 1 < N)
			csm_graph_edge(&g, i + 1);
	}
	ck_assert_int_eq(csm_graph_order(&g, order, keep_cycle, NULL), 0);
	ck_assert_uint_eq(order[0], N - 1);
	ck_assert_uint_eq(order[N - 1], 0);
	free(order);
	csm_graph_fini(&g);
}
END_TEST

START_TEST(an_empty_graph_has_an_order)
{
	struct csm_graph g = {0};

	ck_assert_int_eq(csm_graph_order(&g, NULL, keep_cycle, NULL), 0);
	csm_graph_fini(&g);
}
END_TEST

TEST_MAIN("graph", everything_comes_after_what_it_uses, a_circle_is_told_node_by_node,
    a_chain_of_a_million_needs_no_stack, an_empty_graph_has_an_order)
