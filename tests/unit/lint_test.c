#include "sections/sections.h"
#include "data.h"
#include "audit/lint.h"

#include <stdio.h>

/* What is said of the one formula, with an entry of "sources" that folds by last. */
static void
expect(const char *formula, const char *want)
{
	static const char text[] =
	    "{\"sources\": {\"daily\": {\"agg\": {\"seats\": \"last\", "
	    "\"metrics.logins\": \"sum\"}}, \"other\": {\"agg\": \"last\"}}}";
	struct csm_arena arena = {0};
	struct csm_diag diag = data_diag();
	struct csm_config *conf = csm_config_new(&csm_sections);

	ck_assert_int_eq(
	    csm_config_load_text(conf, "c.json", text, sizeof text - 1, &diag), 0);
	const struct csm_metric *m =
	    csm_metric_from_text(&arena, "m", formula, NULL, &diag);
	ck_assert_msg(m != NULL, "%s", data_said());
	csm_lint_metrics(conf, &m, 1, &diag);
	ck_assert_msg(strcmp(data_said(), want) == 0, "%s: %s", formula, data_said());
	ck_assert_int_eq(diag.status, 0);
	csm_config_free(conf);
	csm_arena_fini(&arena);
	csm_buf_fini(&data_messages);
}

START_TEST(a_mean_of_events_is_per_active_day)
{
	expect("average(activities.login, 7)",
	    "W_LINT: average of \"activities.login\" counts only days that have any; "
	    "sum / 7 is per day\n");
	expect("1 + average(conversations.*, 30)",
	    "W_LINT: average of \"conversations.*\" counts only days that have any; "
	    "sum / 30 is per day\n");
	expect("average(activities.login, 1)",
	    "W_LINT: the average of \"activities.login\" over one day is its value\n");
	expect("average(zero(activities.login), 7)", "");
	expect("average(metrics.seats, 7)", "");
	expect("average(sum(activities.a, 7), sum(activities.b, 7))", "");
}
END_TEST

#define LEVEL(name)                                                                    \
	"W_LINT: \"" name "\" is a level, and its sum counts it once a day; average "  \
	"or last\n"

START_TEST(a_sum_of_a_level_counts_it_once_a_day)
{
	expect("sum(revenue.mrr, 30)", LEVEL("revenue.mrr"));
	expect("sum(system.users_active_last7, 7)", LEVEL("system.users_active_last7"));
	expect("sum(metrics.seats, 2)", LEVEL("metrics.seats"));
	expect("sum(revenue.mrr, 1)", "");
	expect("sum(revenue.nrr, 30)", "");
	expect("sum(metrics.logins, 7)", "");
	expect("sum(metrics.other, 7)", "");
}
END_TEST

START_TEST(differences_and_means_of_sums_are_fine)
{
	expect("sum(system.health, 7) - sum(system.health, 6)", "");
	expect("sum(revenue.mrr, 30) / 30", "");
	expect("sum(system.health, 7) - sum(system.csm_score, 7)",
	    LEVEL("system.health") LEVEL("system.csm_score"));
	expect("sum(revenue.mrr, 30) / company.seats", LEVEL("revenue.mrr"));
	expect("30 / sum(revenue.mrr, 30)", LEVEL("revenue.mrr"));
}
END_TEST

/* Forty metrics, each twice the one before it, and the last of them compared; as they are
 * defined, or from the last to the first. */
static void
expect_chain(int backwards)
{
	enum { N = 40 };
	const struct csm_metric *m[N];
	struct csm_arena arena = {0};
	struct csm_diag diag = data_diag();
	struct csm_config *conf = csm_config_new(&csm_sections);
	struct csm_diag quiet;

	csm_diag_init(&quiet, NULL, NULL);
	for (int i = 0; i < N; i++) {
		char id[16], text[100];
		snprintf(id, sizeof id, "m%d", i);
		snprintf(text, sizeof text,
		    "last(calculated.m%d) + last(calculated.m%d)%s", i - 1, i - 1,
		    i == N - 1 ? " < 5" : "");
		m[backwards ? N - 1 - i : i] =
		    csm_metric_from_text(&arena, csm_arena_strdup(&arena, id),
			i == 0 ? "sum(activities.login, 30)" : text, NULL, &quiet);
	}
	csm_lint_metrics(conf, m, N, &diag);
	ck_assert_ptr_ne(strstr(data_said(), "missing is not small"), NULL);
	csm_config_free(conf);
	csm_arena_fini(&arena);
	csm_buf_fini(&data_messages);
}

START_TEST(a_chain_of_metrics_is_looked_at_in_any_order_and_in_no_time)
{
	expect_chain(0);
	expect_chain(1);
}
END_TEST

TEST_MAIN("lint", a_mean_of_events_is_per_active_day,
    a_sum_of_a_level_counts_it_once_a_day, differences_and_means_of_sums_are_fine,
    a_chain_of_metrics_is_looked_at_in_any_order_and_in_no_time)
