#include "sections/sections.h"
#include "data.h"
#include "audit/trace.h"

static struct csm_arena arena;

static struct csm_metric
metric(const char *id, const char *formula)
{
	struct csm_diag diag = data_diag();
	struct csm_metric *m = csm_metric_from_text(&arena, id, formula, NULL, &diag);

	ck_assert_msg(m != NULL, "%s", data_said());
	return *m;
}

START_TEST(a_chain_of_thousands_is_told_without_a_deep_stack)
{
	enum { N = 3000 };
	static struct csm_metric m[N];
	static const struct csm_metric *all[N];
	struct csm_config *conf = csm_config_new(&csm_sections);
	struct csm_buf text = {0};

	for (int i = 0; i < N; i++) {
		const char *id = csm_arena_printf(&arena, "m%04d", i);
		m[i] = metric(id, i == 0 ? "1"
					 : csm_arena_printf(&arena,
					       "last(calculated.m%04d, 1)", i - 1));
		all[i] = &m[i];
	}
	struct csm_trace *t = csm_trace_new(conf, all, N);
	csm_trace_print(t, csm_trace_find(t, "m2999", &text), &text);
	ck_assert_ptr_nonnull(strstr(text.data, "calculated.m0000\n"));
	csm_buf_reset(&text);
	csm_trace_dot(t, CSM_TRACE_NONE, &text);
	ck_assert_ptr_nonnull(
	    strstr(text.data, "\t\"calculated.m0000\" -> \"calculated.m0001\";\n"));
	csm_buf_fini(&text);
	csm_buf_fini(&data_messages);
	csm_trace_free(t);
	csm_config_free(conf);
	csm_arena_fini(&arena);
}
END_TEST

/* Each uses the two before it: told thing by thing, not way by way. */
START_TEST(many_ways_to_a_thing_do_not_multiply)
{
	enum { N = 60 };
	static struct csm_metric m[N];
	static const struct csm_metric *all[N];
	struct csm_config *conf = csm_config_new(&csm_sections);
	struct csm_buf text = {0};
	size_t lines = 0;

	for (int i = 0; i < N; i++) {
		m[i] = metric(csm_arena_printf(&arena, "m%02d", i),
		    i < 2 ? "1"
			  : csm_arena_printf(&arena,
				"last(calculated.m%02d, 1) + last(calculated.m%02d, 1)",
				i - 1, i - 2));
		all[i] = &m[i];
	}
	struct csm_trace *t = csm_trace_new(conf, all, N);
	csm_trace_print(t, csm_trace_find(t, "m59", &text), &text);
	for (const char *s = text.data; *s != '\0'; s++)
		lines += *s == '\n';
	/* its name, "uses", two lines for each of 58, "is used by nothing" */
	ck_assert_uint_eq(lines, 1 + 1 + 2 * 58 + 1);
	csm_buf_fini(&text);
	csm_buf_fini(&data_messages);
	csm_trace_free(t);
	csm_config_free(conf);
	csm_arena_fini(&arena);
}
END_TEST

START_TEST(names_are_quoted_for_dot)
{
	struct csm_metric m = metric("a\"b\\c", "sum(activities.\"x\"\"y\", 1)");
	const struct csm_metric *all[] = {&m};
	struct csm_config *conf = csm_config_new(&csm_sections);
	struct csm_buf text = {0};
	struct csm_trace *t = csm_trace_new(conf, all, 1);

	csm_trace_dot(t, CSM_TRACE_NONE, &text);
	/* calculated."a""b\c" and activities."x""y" as formulas have them */
	ck_assert_str_eq(text.data,
	    "digraph csm {\n\trankdir=LR;\n"
	    "\t\"calculated.\\\"a\\\"\\\"b\\\\c\\\"\" [shape=box];\n"
	    "\t\"activities.\\\"x\\\"\\\"y\\\"\" [shape=ellipse];\n"
	    "\t\"activities.\\\"x\\\"\\\"y\\\"\" -> "
	    "\"calculated.\\\"a\\\"\\\"b\\\\c\\\"\";\n}\n");
	csm_buf_fini(&text);
	csm_buf_fini(&data_messages);
	csm_trace_free(t);
	csm_config_free(conf);
	csm_arena_fini(&arena);
}
END_TEST

TEST_MAIN("trace", a_chain_of_thousands_is_told_without_a_deep_stack,
    many_ways_to_a_thing_do_not_multiply, names_are_quoted_for_dot)
