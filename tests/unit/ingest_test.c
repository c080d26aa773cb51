#include "ingest/ingest.h"

#include "base/buf.h"
#include "ingest/kind.h"
#include "fixture.h"

#include <string.h>
#include <unistd.h>

static struct csm_arena arena;
static struct csm_buf messages;
static struct csm_diag diag;
static struct csm_zone *zone;
static struct csm_ingest_counts counts;
static struct csm_ingest_options options;
static int status;

static void
begin(const char *tz)
{
	fixture_diag(&diag, &messages, "%l:%k: %t [%c]\n");
	zone = csm_zone_open(tz, &diag);
	ck_assert_ptr_nonnull(zone);
	options = (struct csm_ingest_options){
	    .since = CSM_DAY_NONE, .until = CSM_DAY_NONE, .zone = zone};
	csm_date_parse("2026-01-31", 10, &options.last);
}

static void
end(void)
{
	csm_zone_free(zone);
	csm_arena_fini(&arena);
	csm_buf_fini(&messages);
}

static void
read_text(struct csm_ingest *in, const char *text, enum csm_format format)
{
	struct csm_reader_options how = {.format = format};
	struct csm_input *input;

	ck_assert_int_eq(
	    csm_input_open_memory(&input, "t", text, strlen(text), &diag), 0);
	struct csm_reader *reader = csm_reader_over(input, &how, &diag);
	ck_assert_ptr_nonnull(reader);
	status = csm_ingest_reader(in, reader);
	csm_reader_free(reader);
}

/* Points of a run as the lines of a CSV without its header; the caller frees. */
static char *
write_text(struct csm_ingest *in)
{
	char path[sizeof FIXTURE_PATH], *text, *lines;
	struct csm_output *out = fixture_output(path, &diag);
	struct csm_point_writer *w = csm_point_writer_new(out, CSM_FORMAT_CSV);
	ck_assert_int_eq(csm_ingest_write(in, w), 0);
	csm_point_writer_free(w);
	text = fixture_written(out, path, &diag);
	lines = strdup(strchr(text, '\n') + 1);
	free(text);
	return lines;
}

/* Run texts through a mapping in the words of the configuration. */
static void
expect(const char *mapping, const char *const *texts, const char *want)
{
	const struct csm_json *json =
	    csm_json_parse(&arena, "m.json", mapping, strlen(mapping), &diag);
	struct csm_mapping *m = csm_mapping_from_json(&arena, json, &diag);
	struct csm_ingest *in;

	ck_assert_ptr_nonnull(m);
	options.mapping = m;
	options.kind = csm_kind_find(m->kind, &diag);
	ck_assert_int_eq(csm_kind_check(options.kind, m, &diag), 0);
	in = csm_ingest_new(&options, &diag);
	for (status = 0; status == 0 && *texts != NULL; texts++)
		read_text(in, *texts, CSM_FORMAT_AUTO);
	if (status == 0)
		status = csm_ingest_finish(in);
	if (status == 0) {
		char *got = write_text(in);
		ck_assert_str_eq(got, want);
		free(got);
	}
	counts = csm_ingest_counts(in);
	csm_ingest_free(in);
}

#define TEXTS(...) ((const char *const[]){__VA_ARGS__, NULL})

#define EVENTS                                                                         \
	"{\"kind\":\"activities\",\"time\":\"t\",\"company\":\"c\",\"user\":\"u\","    \
	"\"name\":\"n\",\"count\":\"x\",\"id\":\"id\"}"

START_TEST(activities_are_counted_per_user_and_day_of_the_zone)
{
	begin("Europe/Stockholm");
	expect(EVENTS,
	    TEXTS("t,c,u,n,x,id\n"
		  "2026-01-10T22:59:59Z,b,u1,login,,1\n"
		  "2026-01-10T23:00:00Z,b,u1,login,2,2\n"
		  "2026-01-11 23:30,b,u1,login,0.5,3\n"
		  "2026-01-10,a,u1,log in,1,\n"
		  "2026-01-10,a,u1,log in,-3,\n"),
	    "a,enduser,u1,activities.log in,2026-01-10,-2,\n"
	    "b,enduser,u1,activities.login,2026-01-11,2.5,\n");
	ck_assert_uint_eq(counts.used, 4);
	ck_assert_uint_eq(counts.empty, 1);
	ck_assert_str_eq(csm_buf_text(&messages), "");
	end();
}
END_TEST

START_TEST(the_first_row_with_an_id_counts_and_a_rejected_row_takes_no_id)
{
	begin("UTC");
	options.since = options.last;
	expect(EVENTS,
	    TEXTS("t,c,u,n,x,id\n"
		  "2026-01-31,a,u,n,bad,7\n"
		  "2026-01-31,a,u,n,1,7\n"
		  "2026-01-31,a,u,n,1,7\n"
		  "2026-01-30,a,u,n,1,8\n"
		  "2026-01-31,a,u,n,5,8\n"),
	    "a,enduser,u,activities.n,2026-01-31,1,\n");
	ck_assert_str_eq(csm_buf_text(&messages),
	    "2:5: bad number \"bad\" (not a decimal number); row rejected [E_NUMBER]\n"
	    "4:6: id \"7\" again; the first row with it counts [N_DUPLICATE]\n"
	    "6:6: id \"8\" again; the first row with it counts [N_DUPLICATE]\n");
	ck_assert_uint_eq(counts.rows, 5);
	ck_assert_uint_eq(counts.used, 1);
	ck_assert_uint_eq(counts.duplicates, 2);
	ck_assert_uint_eq(counts.filtered, 1);
	ck_assert_uint_eq(counts.rejected, 1);
	end();
}
END_TEST

START_TEST(day_and_month_are_read_once_a_row_proves_their_order)
{
	begin("UTC");
	expect(EVENTS,
	    TEXTS("t,c,u,n,x,id\n03-04-2026,a,u,n,1,\n01-02-2026 10:00,a,u,n,1,\n",
		"t,c,u,n,x,id\n02-03-2026,a,u,n,1,\n13-01-2026,a,u,n,1,\n"
		"45-45-2026,a,u,n,1,\n05-06-2026,a,u,n,1,\n"),
	    "a,enduser,u,activities.n,2026-01-13,1,\n"
	    "a,enduser,u,activities.n,2026-02-01,1,\n"
	    "a,enduser,u,activities.n,2026-03-02,1,\n"
	    "a,enduser,u,activities.n,2026-04-03,1,\n"
	    "a,enduser,u,activities.n,2026-06-05,1,\n");
	ck_assert_str_eq(csm_buf_text(&messages),
	    "3:1: \"13-01-2026\" proves that times are day-month-year; --time-format "
	    "says it without this note [N_NOTE]\n"
	    "4:1: bad date \"45-45-2026\" (month 45); row rejected [E_DATE]\n");
	end();
}
END_TEST

START_TEST(an_order_no_row_proves_or_two_rows_deny_ends_the_run)
{
	begin("UTC");
	expect(EVENTS, TEXTS("t,c,u,n,x,id\n03/04/2026,a,u,n,1,\n"), "");
	ck_assert_int_eq(status, -1);
	ck_assert_int_eq(diag.status, 3);
	expect(EVENTS,
	    TEXTS("t,c,u,n,x,id\n03/14/2026,a,u,n,1,\n14/03/2026,a,u,n,1,\n"), "");
	ck_assert_int_eq(status, -1);
	ck_assert_str_eq(csm_buf_text(&messages),
	    "2:1: \"03/04/2026\": no row tells day-month from month-day; say which "
	    "with --time-format [E_AMBIGUOUS]\n"
	    "2:1: \"03/14/2026\" proves that times are month-day-year; --time-format "
	    "says it without this note [N_NOTE]\n"
	    "3:1: \"14/03/2026\" cannot be month-day-year, as times before it are; say "
	    "which with --time-format [E_AMBIGUOUS]\n");
	end();
}
END_TEST

START_TEST(level_company_adds_up_and_counts_distinct_users)
{
	begin("UTC");
	csm_date_parse("2026-01-09", 10, &options.since);
	csm_date_parse("2026-01-10", 10, &options.until);
	/* u1 on the 1st, 3rd and 10th, u2 on the 9th, z only before the range */
	expect("{\"kind\":\"activities\",\"time\":\"t\",\"company\":\"c\",\"user\":"
	       "\"u\",\"name\":\"n\",\"level\":\"company\"}",
	    TEXTS("t,c,u,n\n2026-01-01,a,u1,n\n2026-01-03,a,u1,n\n2026-01-10,a,u1,n\n"
		  "2026-01-09,a,u2,n\n2026-01-10,a,u1,n\n2026-01-11,a,u3,n\n"
		  "2026-01-02,b,z,n\n"),
	    "a,company,a,activities.n,2026-01-09,1,\n"
	    "a,company,a,activities.n,2026-01-10,2,\n"
	    "a,company,a,system.users_active_last1,2026-01-09,1,\n"
	    "a,company,a,system.users_active_last1,2026-01-10,1,\n"
	    "a,company,a,system.users_active_last14,2026-01-09,2,\n"
	    "a,company,a,system.users_active_last14,2026-01-10,2,\n"
	    "a,company,a,system.users_active_last30,2026-01-09,2,\n"
	    "a,company,a,system.users_active_last30,2026-01-10,2,\n"
	    "a,company,a,system.users_active_last7,2026-01-09,2,\n"
	    "a,company,a,system.users_active_last7,2026-01-10,2,\n"
	    "a,company,a,system.users_active_last90,2026-01-09,2,\n"
	    "a,company,a,system.users_active_last90,2026-01-10,2,\n"
	    "a,company,a,system.users_total,2026-01-09,2,\n"
	    "a,company,a,system.users_total,2026-01-10,2,\n"
	    "b,company,b,system.users_active_last1,2026-01-09,0,\n"
	    "b,company,b,system.users_active_last1,2026-01-10,0,\n"
	    "b,company,b,system.users_active_last14,2026-01-09,1,\n"
	    "b,company,b,system.users_active_last14,2026-01-10,1,\n"
	    "b,company,b,system.users_active_last30,2026-01-09,1,\n"
	    "b,company,b,system.users_active_last30,2026-01-10,1,\n"
	    "b,company,b,system.users_active_last7,2026-01-09,0,\n"
	    "b,company,b,system.users_active_last7,2026-01-10,0,\n"
	    "b,company,b,system.users_active_last90,2026-01-09,1,\n"
	    "b,company,b,system.users_active_last90,2026-01-10,1,\n"
	    "b,company,b,system.users_total,2026-01-09,1,\n"
	    "b,company,b,system.users_total,2026-01-10,1,\n");
	end();
}
END_TEST

START_TEST(metrics_keep_the_last_by_time_or_what_agg_says)
{
	begin("UTC");
	expect(
	    "{\"kind\":\"metrics\",\"time\":\"t\",\"company\":\"c\",\"name\":\"n\","
	    "\"value\":\"v\",\"agg\":{\"peak\":\"max\"},\"zero\":{\"load\":\"null\"},"
	    "\"rename\":{\"s\":\"seats\"}}",
	    TEXTS("t,c,n,v\n2026-01-02 12:00,a,s,5\n2026-01-02 09:00,a,s,7\n"
		  "2026-01-02 12:00,a,s,6\n2026-01-02 13:00,a,s,\n"
		  "2026-01-02,a,peak,3\n2026-01-02,a,peak,2\n2026-01-02,a,load,0\n"
		  "2026-01-02,a,peak,0\n"),
	    "a,company,a,metrics.peak,2026-01-02,3,\n"
	    "a,company,a,metrics.seats,2026-01-02,6,\n");
	ck_assert_uint_eq(counts.empty, 2);
	ck_assert_uint_eq(counts.used, 6);
	end();
}
END_TEST

START_TEST(a_wide_table_gives_a_metric_a_column)
{
	begin("UTC");
	expect(
	    "{\"kind\":\"metrics\",\"time\":\"d\",\"company\":\"c\",\"entity\":\"e\","
	    "\"model\":\"asset\",\"columns\":{\"x\":\"one\",\"y y\":\"two\"}}",
	    TEXTS("d,c,e,x,y y\n2026-01-02,a,e1,1,2\n2026-01-03,a,e1,,0\n"
		  "2026-01-03,a,e1,,\n2026-01-03,a,,1,1\n2026-01-03,a,e1,1,1e999\n"),
	    "a,asset,e1,metrics.one,2026-01-02,1,\n"
	    "a,asset,e1,metrics.two,2026-01-02,2,\n"
	    "a,asset,e1,metrics.two,2026-01-03,0,\n");
	ck_assert_str_eq(csm_buf_text(&messages),
	    "5:3: no entity; row rejected [E_MISSING]\n"
	    "6:5: bad number \"1e999\" (9000000000000 or more); row rejected "
	    "[E_RANGE]\n");
	ck_assert_uint_eq(counts.empty, 1);
	end();
}
END_TEST

START_TEST(conversations_count_a_thread_once_a_day)
{
	begin("UTC");
	expect("{\"kind\":\"conversations\",\"time\":\"t\",\"company\":\"c\",\"user\":"
	       "\"u\",\"type\":{\"const\":\"ticket\"},\"thread\":\"th\"}",
	    TEXTS("t,c,u,th\n2026-01-02 10:00,a,,T1\n2026-01-02 11:00,a,,T1\n"
		  "2026-01-02 11:00,a,,T2\n2026-01-03 11:00,a,,T1\n"
		  "2026-01-02,a,,\n2026-01-02,a,,\n2026-01-02,a,u,T1\n"),
	    "a,company,a,conversations.ticket,2026-01-02,4,\n"
	    "a,company,a,conversations.ticket,2026-01-03,1,\n"
	    "a,enduser,u,conversations.ticket,2026-01-02,1,shared\n");
	end();
}
END_TEST

START_TEST(an_answer_is_promoter_passive_or_detractor)
{
	begin("UTC");
	expect("{\"kind\":\"nps\",\"time\":\"t\",\"company\":\"c\",\"score\":\"s\"}",
	    TEXTS("t,c,s\n2026-01-02 10:00,a,9\n2026-01-02 09:00,a,10\n"
		  "2026-01-02 08:00,a,6\n2026-01-02,a,7\n2026-01-02,a,\n"
		  "2026-01-02,a,11\n2026-01-02,a,-1\n2026-01-02,a,ten\n"),
	    "a,company,a,nps.detractors,2026-01-02,1,\n"
	    "a,company,a,nps.passives,2026-01-02,1,\n"
	    "a,company,a,nps.promoters,2026-01-02,2,\n"
	    "a,company,a,nps.score,2026-01-02,9,\n");
	ck_assert_uint_eq(counts.rejected, 3);
	ck_assert_uint_eq(counts.empty, 1);
	end();
}
END_TEST

#define PERIODS                                                                        \
	"{\"kind\":\"revenue\",\"company\":\"c\",\"start\":\"s\",\"end\":\"e\","       \
	"\"recurring\":\"r\",\"one_off\":\"o\",\"recurring_unit\":\"%s\"}"

static const char *
periods(const char *unit)
{
	return csm_arena_printf(&arena, PERIODS, unit);
}

START_TEST(periods_overlap_end_before_their_end_and_stay_open)
{
	begin("UTC");
	expect(periods("mrr"),
	    TEXTS("c,s,e,r,o\n"
		  "a,2026-01-28,2026-01-30,0.1,\n" /* 28, 29 */
		  "a,2026-01-29,,10,5\n"           /* 29, 30, 31 */
		  "a,2026-01-29,2026-01-29,7,\n"   /* no day */
		  "b,2026-01-30,2026-01-29,1,\n"
		  "b,2026-01-31,2027-01-01,0,\n"
		  "b,2026-02-01,,9,\n"),
	    "a,company,a,revenue.arr,2026-01-28,1.2,\n"
	    "a,company,a,revenue.arr,2026-01-29,121.2,\n"
	    "a,company,a,revenue.arr,2026-01-30,120,\n"
	    "a,company,a,revenue.arr,2026-01-31,120,\n"
	    "a,company,a,revenue.mrr,2026-01-28,0.1,\n"
	    "a,company,a,revenue.mrr,2026-01-29,10.1,\n"
	    "a,company,a,revenue.mrr,2026-01-30,10,\n"
	    "a,company,a,revenue.mrr,2026-01-31,10,\n"
	    "a,company,a,revenue.nrr,2026-01-29,5,\n"
	    "a,company,a,revenue.rrvalue,2026-01-28,0.1,\n"
	    "a,company,a,revenue.rrvalue,2026-01-29,10.1,\n"
	    "a,company,a,revenue.rrvalue,2026-01-30,10,\n"
	    "a,company,a,revenue.rrvalue,2026-01-31,10,\n"
	    "b,company,b,revenue.arr,2026-01-31,0,\n"
	    "b,company,b,revenue.mrr,2026-01-31,0,\n"
	    "b,company,b,revenue.rrvalue,2026-01-31,0,\n");
	ck_assert_str_eq(csm_buf_text(&messages),
	    "5:3: bad period end \"2026-01-29\" (before its start); row rejected "
	    "[E_PERIOD]\n");
	ck_assert_uint_eq(counts.filtered, 2);
	end();
}
END_TEST

START_TEST(a_yearly_value_is_twelve_monthly_ones)
{
	begin("UTC");
	expect(periods("arr"), TEXTS("c,s,e,r,o\na,2026-01-31,,100,\n"),
	    "a,company,a,revenue.arr,2026-01-31,100,\n"
	    "a,company,a,revenue.mrr,2026-01-31,8.333333,\n"
	    "a,company,a,revenue.rrvalue,2026-01-31,100,\n");
	end();
}
END_TEST

START_TEST(a_value_over_a_period_is_spread_over_its_months)
{
	begin("UTC");
	options.since = options.last;
	/* a year; 15 January to 1 March, 1.5 months; 31 days of January */
	expect(periods("value"),
	    TEXTS("c,s,e,r,o\na,2025-06-01,2026-06-01,1200,\n"
		  "b,2026-01-15,2026-03-01,150,\n"
		  "c,2026-01-31,2026-02-28,7,\nd,2026-01-31,,7,\n"),
	    "a,company,a,revenue.arr,2026-01-31,1200,\n"
	    "a,company,a,revenue.mrr,2026-01-31,100,\n"
	    "a,company,a,revenue.rrvalue,2026-01-31,1200,\n"
	    "b,company,b,revenue.arr,2026-01-31,1200,\n"
	    "b,company,b,revenue.mrr,2026-01-31,100,\n"
	    "b,company,b,revenue.rrvalue,2026-01-31,150,\n"
	    "c,company,c,revenue.arr,2026-01-31,84,\n"
	    "c,company,c,revenue.mrr,2026-01-31,7,\n"
	    "c,company,c,revenue.rrvalue,2026-01-31,7,\n");
	ck_assert_str_eq(csm_buf_text(&messages),
	    "5:3: a value over a period without an end; row rejected "
	    "[E_PERIOD]\n");
	end();
}
END_TEST

START_TEST(json_paths_are_columns)
{
	begin("UTC");
	expect("{\"kind\":\"activities\",\"time\":\"at\",\"company\":\"ctx.group\","
	       "\"user\":\"uid\",\"name\":\"event\",\"count\":\"p.n\"}",
	    TEXTS(
		"{\"at\":\"2026-01-02\",\"ctx\":{\"group\":\"g\"},\"uid\":7,\"event\":"
		"\"e\"}\n"
		"{\"at\":\"2026-01-02\",\"ctx\":{\"group\":\"g\"},\"uid\":7,\"event\":"
		"\"e\",\"p\":{\"n\":2.5}}\n"
		"{\"at\":\"2026-01-02\",\"ctx\":{},\"uid\":7,\"event\":\"e\"}\n"),
	    "g,enduser,7,activities.e,2026-01-02,3.5,\n");
	ck_assert_str_eq(
	    csm_buf_text(&messages), "3:0: no company; row rejected [E_COMPANY]\n");
	end();
}
END_TEST

START_TEST(a_file_without_a_mapped_column_ends_the_run)
{
	begin("UTC");
	expect(EVENTS, TEXTS("t,c,u,n,count\n"), "");
	ck_assert_int_eq(status, -1);
	ck_assert_int_eq(diag.status, 3);
	end();
}
END_TEST

START_TEST(an_empty_file_has_no_rows)
{
	begin("UTC");
	expect(EVENTS, TEXTS("", "t,c,u,n,x,id\n"), "");
	ck_assert_int_eq(status, 0);
	ck_assert_uint_eq(counts.rows, 0);
	end();
}
END_TEST

START_TEST(a_sum_beyond_the_range_is_left_out_and_said)
{
	begin("UTC");
	expect(EVENTS,
	    TEXTS("t,c,u,n,x,id\n2026-01-02,a,u,n,8000000000000,\n"
		  "2026-01-02,a,u,n,8000000000000,\n2026-01-02,b,u,n,1,\n"),
	    "b,enduser,u,activities.n,2026-01-02,1,\n");
	ck_assert_str_eq(csm_buf_text(&messages),
	    "0:0: 1 point beyond the range of a number left out [E_RANGE]\n");
	end();
}
END_TEST

static int
check_of(const char *mapping)
{
	const struct csm_json *json =
	    csm_json_parse(&arena, "m.json", mapping, strlen(mapping), &diag);
	struct csm_mapping *m = csm_mapping_from_json(&arena, json, &diag);

	return csm_kind_check(csm_kind_find(m->kind, &diag), m, &diag);
}

START_TEST(a_mapping_must_suit_its_kind)
{
	begin("UTC");
	ck_assert_int_eq(
	    check_of("{\"kind\":\"activities\",\"time\":\"t\",\"name\":\"n\"}"), -1);
	ck_assert_int_eq(check_of("{\"kind\":\"nps\",\"time\":\"t\",\"company\":\"n\","
				  "\"score\":\"s\",\"end\":\"e\"}"),
	    -1);
	ck_assert_int_eq(
	    check_of("{\"kind\":\"metrics\",\"time\":\"t\",\"company\":\"n\"}"), -1);
	ck_assert_int_eq(
	    check_of("{\"kind\":\"revenue\",\"start\":\"t\",\"company\":\"n\"}"), -1);
	ck_assert_ptr_null(csm_kind_find("activites", &diag));
	ck_assert_str_eq(csm_buf_text(&messages),
	    "0:0: kind activities wants to know which column is the company: --company "
	    "COLUMN [E_USAGE]\n"
	    "0:0: kind nps has no use for end [E_USAGE]\n"
	    "0:0: kind metrics wants name and value, or columns [E_USAGE]\n"
	    "0:0: kind revenue wants recurring, one_off or both [E_USAGE]\n"
	    "0:0: unknown kind \"activites\"; there are: activities, metrics, "
	    "conversations, tasks, nps, revenue, invoices, states, points, fields, "
	    "records; did you mean \"activities\"? "
	    "[E_USAGE]\n");
	end();
}
END_TEST

TEST_MAIN("ingest", activities_are_counted_per_user_and_day_of_the_zone,
    the_first_row_with_an_id_counts_and_a_rejected_row_takes_no_id,
    day_and_month_are_read_once_a_row_proves_their_order,
    an_order_no_row_proves_or_two_rows_deny_ends_the_run,
    level_company_adds_up_and_counts_distinct_users,
    metrics_keep_the_last_by_time_or_what_agg_says,
    a_wide_table_gives_a_metric_a_column, conversations_count_a_thread_once_a_day,
    an_answer_is_promoter_passive_or_detractor,
    periods_overlap_end_before_their_end_and_stay_open,
    a_yearly_value_is_twelve_monthly_ones,
    a_value_over_a_period_is_spread_over_its_months, json_paths_are_columns,
    a_file_without_a_mapped_column_ends_the_run, an_empty_file_has_no_rows,
    a_sum_beyond_the_range_is_left_out_and_said, a_mapping_must_suit_its_kind)
