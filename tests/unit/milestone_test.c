#include "sections/sections.h"
#include "unit/milestone.h"

#include "time/date.h"
#include "unit/reset.h"
#include "unit/tracker.h"

#include "data.h"

#define NOV_20 20777 /* 2026-11-20 */
#define OCT_1 20727  /* 2026-10-01 */
#define NEVER CSM_DAY_NONE

/* Milestones of a configuration, and a tracker at the first company of some points. */
struct bench {
	struct csm_arena arena;
	struct csm_config *conf;
	struct csm_milestone *milestone;
	size_t n;
	struct csm_fields *fields;
	struct csm_engine *engine;
	struct csm_tracker *tracker;
	struct csm_points *points;
	struct csm_set set;
	struct csm_ledger resets;
};

static int
bench_read(struct bench *b, const char *conf)
{
	struct csm_diag diag = data_diag();

	*b = (struct bench){.conf = csm_config_new(&csm_sections)};
	ck_assert_int_eq(
	    csm_config_load_text(b->conf, "m.json", conf, strlen(conf), &diag), 0);
	return csm_milestones_read(&b->arena, b->conf, &b->milestone, &b->n, &diag);
}

static void
bench_init(struct bench *b, const char *conf, const char *fields, const char *rows)
{
	struct csm_engine_options eo = {.since = NOV_20, .until = NOV_20};
	struct csm_diag diag;

	ck_assert_int_eq(bench_read(b, conf), 0);
	diag = data_diag();
	b->fields = data_fields(CSM_MODEL_COMPANY, fields, &diag);
	eo.fields[CSM_MODEL_COMPANY] = b->fields;
	b->engine = csm_engine_new(&eo);
	b->tracker = csm_tracker_new(b->milestone, b->n, b->engine);
	ck_assert_int_eq(csm_engine_prepare(b->engine, &diag), 0);
	b->points = data_points(rows, &diag);
	ck_assert_int_eq(data_set_next(&b->set, b->points, &diag), 1);
	ck_assert_str_eq(data_said(), "");
}

static void
bench_fini(struct bench *b)
{
	csm_ledger_fini(&b->resets);
	csm_tracker_free(b->tracker);
	csm_engine_free(b->engine);
	csm_set_fini(&b->set);
	csm_points_free(b->points);
	csm_fields_free(b->fields);
	csm_config_free(b->conf);
	csm_arena_fini(&b->arena);
	csm_buf_fini(&data_messages);
}

/* When milestone i was met. */
static int32_t
met(struct bench *b, size_t i, int32_t start, int32_t as_of)
{
	return csm_tracker_company(b->tracker, &b->set, start, as_of, &b->resets)[i]
	    .day;
}

static void
reset(struct bench *b, uint32_t of, int32_t day)
{
	csm_ledger_add(
	    &b->resets, (struct csm_text){"acme", 4}, of, day, 0, 2 + b->resets.n);
	csm_ledger_sort(&b->resets);
}

#define CONF(list) "{\"milestones\":[" list "]}"
#define FIELDS "id,plan,valid_from\nacme,Pro,2026-10-01\nacme,Basic,2026-11-01\n"
/* Three logins on 2026-10-10, two on 2026-11-10, none on 2026-11-15. */
#define ROWS                                                                           \
	"acme,company,acme,metrics.seats,2026-10-05,9,\n"                              \
	"acme,company,acme,metrics.seats,2026-10-20,3,\n"                              \
	"acme,enduser,u-1,activities.login,2026-10-10,3,\n"                            \
	"acme,enduser,u-2,activities.login,2026-11-10,2,\n"                            \
	"acme,enduser,u-2,activities.login,2026-11-15,0,\n"

START_TEST(milestones_stand_by_order_then_id)
{
	struct bench b;

	ck_assert_int_eq(
	    bench_read(&b,
		CONF("{\"id\":\"b\",\"order\":2,\"when\":\"1 = 1\"},"
		     "{\"id\":\"z\",\"name\":\"Z\",\"when\":\"1 = 1\"},"
		     "{\"id\":\"a\",\"order\":2,\"when\":\"1 = 1\",\"valuable\":true,"
		     "\"reset\":\"2026-11-20\"}")),
	    0);
	ck_assert_uint_eq(b.n, 3);
	ck_assert_str_eq(b.milestone[0].id, "z");
	ck_assert_str_eq(b.milestone[0].name, "Z");
	ck_assert_int_eq(b.milestone[0].reset, NEVER);
	ck_assert_str_eq(b.milestone[1].id, "a");
	ck_assert_str_eq(b.milestone[1].name, "a");
	ck_assert_int_eq(b.milestone[1].valuable, 1);
	ck_assert_int_eq(b.milestone[1].reset, NOV_20);
	ck_assert_str_eq(b.milestone[2].id, "b");
	bench_fini(&b);
}
END_TEST

START_TEST(all_that_is_wrong_is_told)
{
	struct bench b;

	ck_assert_int_eq(
	    bench_read(&b,
		"{\"segments\":[{\"id\":\"pro\",\"where\":\"1 = 1\"},"
		"{\"id\":\"admins\",\"model\":\"enduser\",\"where\":\"1 = 1\"}],"
		"\"milestones\":["
		"{\"id\":\"a\",\"when\":\"'text'\",\"segment\":\"prp\","
		"\"reset\":\"2026-02-30\"},"
		"{\"id\":\"b\",\"when\":\"1 = 1\",\"segment\":\"admins\"}]}"),
	    -1);
	ck_assert_str_eq(data_said(),
	    "E_CONFIG: bad date \"2026-02-30\" (no such day)\n"
	    "E_CONFIG: unknown segment \"prp\"; did you mean \"pro\"?\n"
	    "E_FORMULA: a condition is wanted, this is a text\n"
	    "E_CONFIG: a milestone is of companies; the segment is one of end users\n");
	bench_fini(&b);
}
END_TEST

START_TEST(it_is_met_on_the_first_day_and_for_good)
{
	struct bench b;

	bench_init(&b,
	    CONF("{\"id\":\"a\",\"when\":\"total(activities.login) >= 3\"},"
		 "{\"id\":\"b\",\"when\":\"total(activities.login) >= 5\"},"
		 "{\"id\":\"c\",\"when\":\"last(metrics.seats, 30) > 5\"},"
		 "{\"id\":\"d\",\"when\":\"total(activities.login) >= 6\"}"),
	    FIELDS, ROWS);
	ck_assert_int_eq(met(&b, 0, NEVER, NOV_20), OCT_1 + 9);
	ck_assert_int_eq(met(&b, 1, NEVER, NOV_20), NOV_20 - 10);
	/* 9 seats on the first day; since then 3. */
	ck_assert_int_eq(met(&b, 2, NEVER, NOV_20), OCT_1 + 4);
	ck_assert_int_eq(met(&b, 3, NEVER, NOV_20), NEVER);
	bench_fini(&b);
}
END_TEST

START_TEST(nothing_after_the_day_is_looked_at)
{
	struct bench b;

	bench_init(&b, CONF("{\"id\":\"a\",\"when\":\"total(activities.login) >= 5\"}"),
	    FIELDS, ROWS);
	ck_assert_int_eq(met(&b, 0, NEVER, NOV_20 - 10), NOV_20 - 10);
	ck_assert_int_eq(met(&b, 0, NEVER, NOV_20 - 11), NEVER);
	ck_assert_int_eq(met(&b, 0, NEVER, OCT_1 - 300), NEVER);
	bench_fini(&b);
}
END_TEST

START_TEST(history_begins_with_the_first_point_or_the_start)
{
	struct bench b;

	bench_init(
	    &b, CONF("{\"id\":\"a\",\"when\":\"company.plan = 'Pro'\"}"), FIELDS, ROWS);
	/* The plan holds from 2026-10-01 on, the first point is of 2026-10-05. */
	ck_assert_int_eq(met(&b, 0, NEVER, NOV_20), OCT_1 + 4);
	ck_assert_int_eq(met(&b, 0, OCT_1 + 2, NOV_20), OCT_1 + 2);
	ck_assert_int_eq(met(&b, 0, OCT_1 - 900, NOV_20), OCT_1);
	ck_assert_int_eq(met(&b, 0, NOV_20 + 5, NOV_20), OCT_1 + 4);
	bench_fini(&b);
}
END_TEST

START_TEST(without_points_and_start_there_is_only_the_day)
{
	struct bench b;

	bench_init(&b, CONF("{\"id\":\"a\",\"when\":\"company.plan = 'Basic'\"}"),
	    FIELDS, ROWS);
	struct csm_set empty = {.company = b.set.company};
	ck_assert_int_eq(
	    csm_tracker_company(b.tracker, &empty, NEVER, NOV_20, &b.resets)[0].day,
	    NOV_20);
	bench_fini(&b);
}
END_TEST

START_TEST(a_reset_starts_again_without_what_was_before)
{
	struct bench b;

	bench_init(&b,
	    CONF("{\"id\":\"a\",\"when\":\"total(activities.login) >= 2\","
		 "\"reset\":\"2026-11-01\"},"
		 "{\"id\":\"b\",\"when\":\"total(activities.login) >= 2\"},"
		 "{\"id\":\"c\",\"when\":\"last(metrics.seats, 365) > 0\","
		 "\"reset\":\"2026-11-01\"}"),
	    FIELDS, ROWS);
	ck_assert_int_eq(met(&b, 0, NEVER, NOV_20), NOV_20 - 10);
	ck_assert_int_eq(met(&b, 1, NEVER, NOV_20), OCT_1 + 9);
	ck_assert_int_eq(met(&b, 2, NEVER, NOV_20), NEVER);
	/* Before the day of the reset it has not been reset. */
	ck_assert_int_eq(met(&b, 0, NEVER, OCT_1 + 30), OCT_1 + 9);
	ck_assert_int_eq(met(&b, 2, NEVER, OCT_1 + 30), OCT_1 + 4);
	bench_fini(&b);
}
END_TEST

START_TEST(the_newest_reset_holds)
{
	struct bench b;

	bench_init(&b,
	    CONF("{\"id\":\"a\",\"when\":\"total(activities.login) >= 2\","
		 "\"reset\":\"2026-11-01\"}"),
	    FIELDS, ROWS);
	reset(&b, 0, OCT_1);
	ck_assert_int_eq(met(&b, 0, NEVER, NOV_20), NOV_20 - 10);
	reset(&b, 0, NOV_20 - 10);
	ck_assert_int_eq(met(&b, 0, NEVER, NOV_20), NOV_20 - 10);
	reset(&b, 0, NOV_20 - 9);
	ck_assert_int_eq(met(&b, 0, NEVER, NOV_20), NEVER);
	ck_assert_int_eq(met(&b, 0, NEVER, NOV_20 - 10), NOV_20 - 10);
	bench_fini(&b);
}
END_TEST

START_TEST(a_segment_is_whoever_was_in_it_on_some_day)
{
	struct bench b;
	const struct csm_met *m;

	bench_init(&b,
	    "{\"segments\":[{\"id\":\"pro\",\"where\":\"company.plan = 'Pro'\"},"
	    "{\"id\":\"big\",\"where\":\"company.plan = 'Big'\"}],"
	    "\"milestones\":[{\"id\":\"a\",\"segment\":\"pro\",\"when\":"
	    "\"total(activities.login) >= 5\",\"reset\":\"2026-11-05\"},"
	    "{\"id\":\"b\",\"segment\":\"pro\",\"when\":"
	    "\"total(activities.login) >= 5\"},"
	    "{\"id\":\"c\",\"segment\":\"big\",\"when\":\"1 = 1\"}]}",
	    FIELDS, ROWS);
	m = csm_tracker_company(b.tracker, &b.set, NEVER, NOV_20, &b.resets);
	/* It was Pro until the end of October. */
	ck_assert_int_eq(m[0].there, 1);
	ck_assert_int_eq(m[0].day, NEVER);
	ck_assert_int_eq(m[1].there, 1);
	ck_assert_int_eq(m[1].day, NOV_20 - 10);
	ck_assert_int_eq(m[2].there, 0);
	bench_fini(&b);
}
END_TEST

START_TEST(resets_without_a_known_milestone_are_left_out)
{
	struct bench b;
	struct csm_diag diag;
	char path[sizeof FIXTURE_PATH];
	const char *text = "company,milestone,date,by\n"
			   "acme,a,2026-11-01,ann\n"
			   "acme,aa,2026-11-01,ann\n"
			   "acme,a,,ann\n"
			   ",a,2026-11-01,ann\n"
			   "acme,,2026-11-01,ann\n"
			   "acme,a,1.11.2026,ann\n";

	ck_assert_int_eq(bench_read(&b, CONF("{\"id\":\"a\",\"when\":\"1 = 1\"}")), 0);
	diag = data_diag();
	fixture_text(path, text);
	ck_assert_int_eq(csm_resets_load(&b.resets, path, b.milestone, b.n, &diag), 0);
	unlink(path);
	ck_assert_uint_eq(b.resets.n, 1);
	ck_assert_int_eq(b.resets.entry[0].day, NOV_20 - 19);
	ck_assert_str_eq(data_said(),
	    "W_UNKNOWN: reset left out: there is no milestone \"aa\"; did you mean "
	    "\"a\"?\n"
	    "E_MISSING: no date; row rejected\n"
	    "E_COMPANY: no company; row rejected\n"
	    "E_MISSING: no milestone; row rejected\n"
	    "E_DATE: bad date \"1.11.2026\" (not a date YYYY-MM-DD); row rejected\n");
	bench_fini(&b);
}
END_TEST

TEST_MAIN("milestone", milestones_stand_by_order_then_id, all_that_is_wrong_is_told,
    it_is_met_on_the_first_day_and_for_good, nothing_after_the_day_is_looked_at,
    history_begins_with_the_first_point_or_the_start,
    without_points_and_start_there_is_only_the_day,
    a_reset_starts_again_without_what_was_before, the_newest_reset_holds,
    a_segment_is_whoever_was_in_it_on_some_day,
    resets_without_a_known_milestone_are_left_out)
