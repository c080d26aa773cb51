#include "point/point.h"

#include "base/buf.h"
#include "io/input.h"
#include "io/output.h"

#include "fixture.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static struct csm_text
text(const char *s)
{
	return (struct csm_text){s, strlen(s)};
}

static struct csm_point
point(const char *company, enum csm_model model, const char *id, const char *metric,
    int32_t day)
{
	return (struct csm_point){.company = text(company),
	    .id = text(id),
	    .metric = text(metric),
	    .model = model,
	    .day = day};
}

/* Read `data` whole; points as company|model|id|metric|day|value|state lines. */
static struct csm_point_counts
read_all(const char *data, struct csm_buf *points, struct csm_buf *messages)
{
	struct csm_reader_options options = {0};
	struct csm_point_counts counts = {0};
	struct csm_point p;
	struct csm_diag diag;
	struct csm_input *in;
	int got;

	fixture_diag(&diag, messages, "%c %l:%k %p: %t\n");
	ck_assert_int_eq(
	    csm_input_open_memory(&in, "t.csv", data, strlen(data), &diag), 0);
	struct csm_point_reader *r = csm_point_reader_over(in, &options, &diag);
	if (r == NULL)
		return counts;
	while ((got = csm_point_reader_next(r, &p, &diag)) == 1) {
		csm_buf_printf(points, "%.*s|%s|%.*s|%.*s|%d|", (int)p.company.len,
		    p.company.s, csm_model_name(p.model), (int)p.id.len, p.id.s,
		    (int)p.metric.len, p.metric.s, p.day);
		if (p.value != CSM_MISSING)
			csm_buf_printf(points, "%lld", (long long)p.value);
		csm_buf_printf(
		    points, "|%.*s\n", (int)p.state.len, p.state.len ? p.state.s : "");
	}
	ck_assert_int_eq(got, 0);
	counts = csm_point_reader_counts(r);
	ck_assert_uint_eq(counts.rows, counts.points + counts.rejected);
	csm_point_reader_free(r);
	return counts;
}

static void
expect(const char *data, const char *points, const char *messages)
{
	struct csm_buf got = {0}, said = {0};

	read_all(data, &got, &said);
	ck_assert_str_eq(csm_buf_text(&got), points);
	ck_assert_str_eq(csm_buf_text(&said), messages);
	csm_buf_fini(&got);
	csm_buf_fini(&said);
}

START_TEST(points_are_read_from_csv_by_column_name_in_any_order)
{
	/* 2026-11-20 is day 20777 */
	expect("value,company,x,model,id,metric,date,state\n"
	       "25,acme,?,company,acme,metrics.seats,2026-11-20,\n"
	       "3,acme,?,enduser,u-17,activities.login,2026-11-20,\n"
	       "0.42,acme,?,company,,units.adoption,2026-11-20,red\n"
	       ",acme,?,,,metrics.seats,2026-12-01,\n",
	    "acme|company|acme|metrics.seats|20777|25000000|\n"
	    "acme|enduser|u-17|activities.login|20777|3000000|\n"
	    "acme|company|acme|units.adoption|20777|420000|red\n"
	    "acme|company|acme|metrics.seats|20788||\n",
	    "");
}
END_TEST

START_TEST(points_are_read_from_json_lines)
{
	expect("{\"company\":\"acme\",\"model\":\"enduser\",\"id\":\"u-17\","
	       "\"metric\":\"activities.login\",\"date\":\"2026-11-20\",\"value\":3}\n"
	       "{\"company\":\"acme\",\"metric\":\"custom.seats\",\"value\":null,"
	       "\"date\":\"2026-11-20\"}\n",
	    "acme|enduser|u-17|activities.login|20777|3000000|\n"
	    "acme|company|acme|metrics.seats|20777||\n",
	    "");
}
END_TEST

START_TEST(rows_that_are_no_points_are_rejected_with_place_and_reason)
{
	expect("company,model,id,metric,date,value\n"
	       ",company,,m,2026-11-20,1\n"
	       "acme,account,,m,2026-11-20,1\n"
	       "acme,enduser,,m,2026-11-20,1\n"
	       "acme,company,other,m,2026-11-20,1\n"
	       "acme,,,,2026-11-20,1\n"
	       "acme,,,m,,1\n"
	       "acme,,,m,2024-02-30,1\n"
	       "acme,,,m,2024-02-28,1\n"
	       "acme,,,m,2024-02-30,1\n"
	       "acme,,,m,2024-02-0x,1\n"
	       "acme,,,m,2106-01-01,1\n"
	       "acme,,,m,2024-02-29,one\n"
	       "acme,,,m,2024-02-29,9e12\n",
	    "acme|company|acme|m|19781|1000000|\n",
	    "E_COMPANY 2:1 company: no company; row rejected\n"
	    "E_MODEL 3:2 model: unknown model \"account\" "
	    "(company, enduser, asset or project); row rejected\n"
	    "E_MISSING 4:3 id: no id (only a company's own point may go without); "
	    "row rejected\n"
	    "E_COMPANY 5:3 id: bad id \"other\" (model company, but not the company's "
	    "id); row rejected\n"
	    "E_MISSING 6:4 metric: no metric; row rejected\n"
	    "E_MISSING 7:5 date: no date; row rejected\n"
	    "E_DATE 8:5 date: bad date \"2024-02-30\" (no such day); row rejected\n"
	    "E_DATE 10:5 date: bad date \"2024-02-30\" (no such day); row rejected\n"
	    "E_DATE 11:5 date: bad date \"2024-02-0x\" (not a date YYYY-MM-DD); "
	    "row rejected\n"
	    "E_RANGE 12:5 date: bad date \"2106-01-01\" (outside 1970-01-01 to "
	    "2105-12-31); row rejected\n"
	    "E_NUMBER 13:6 value: bad number \"one\" (not a decimal); row rejected\n"
	    "E_RANGE 14:6 value: bad number \"9e12\" (9000000000000 or more); "
	    "row rejected\n");
}
END_TEST

START_TEST(rounded_values_and_rejected_rows_are_counted)
{
	struct csm_buf got = {0}, said = {0};
	struct csm_point_counts c = read_all("company,metric,date,value\n"
					     "a,m,2026-11-20,0.333333333333\n"
					     "a,m,2026-11-21,1,2\n"
					     "a,m,2026-11-22,\n"
					     "a,m,2026-11-22,x\n",
	    &got, &said);

	ck_assert_uint_eq(c.rows, 4);
	ck_assert_uint_eq(c.points, 2);
	ck_assert_uint_eq(c.rejected, 2);
	ck_assert_uint_eq(c.rounded, 1);
	csm_buf_fini(&got);
	csm_buf_fini(&said);
}
END_TEST

START_TEST(a_header_without_a_needed_column_is_refused_and_nothing_is_no_point)
{
	struct csm_buf got = {0}, said = {0};

	read_all("company,metric,value\na,m,1\n", &got, &said);
	ck_assert_uint_eq(got.len, 0);
	ck_assert_ptr_nonnull(strstr(csm_buf_text(&said), "E_HEADER"));
	ck_assert_ptr_nonnull(strstr(csm_buf_text(&said), "date"));
	csm_buf_fini(&got);
	csm_buf_fini(&said);
	expect("", "",
	    "W_OTHER 0:0 -: the input is empty, without even a header; --min-rows 1 "
	    "takes that for an error\n");
	expect("company,metric,date,value\n", "", "");
}
END_TEST

START_TEST(canonical_order_is_company_model_id_metric_day_by_bytes)
{
	const struct csm_point order[] = {point("B", CSM_MODEL_COMPANY, "B", "m", 9),
	    point("a", CSM_MODEL_COMPANY, "a", "m", 1),
	    point("a", CSM_MODEL_COMPANY, "a", "m", 2),
	    point("a", CSM_MODEL_COMPANY, "a", "m.", 1),
	    point("a", CSM_MODEL_ASSET, "x", "m", 1),
	    point("a", CSM_MODEL_ENDUSER, "u", "m", 1),
	    point("a", CSM_MODEL_ENDUSER, "u1", "a", 0),
	    point("a", CSM_MODEL_PROJECT, "", "m", 1),
	    point("aa", CSM_MODEL_COMPANY, "aa", "m", 0),
	    point("\xc3\xa9", CSM_MODEL_COMPANY, "\xc3\xa9", "m", 0)};

	for (size_t i = 0; i < COUNT(order); i++)
		for (size_t j = 0; j < COUNT(order); j++) {
			struct csm_point_last last = {0};
			int want = (i > j) - (i < j);
			int c = csm_point_cmp(&order[i], &order[j]);
			ck_assert_int_eq((c > 0) - (c < 0), want);
			ck_assert_int_eq(csm_point_last_put(&last, &order[j]), 1);
			ck_assert_int_eq(csm_point_last_put(&last, &order[i]), want);
			csm_point_last_fini(&last);
		}
}
END_TEST

START_TEST(the_last_point_says_what_the_next_shares_with_it)
{
	const struct csm_point p[] = {point("a", CSM_MODEL_ENDUSER, "u", "m", 1),
	    point("a", CSM_MODEL_ENDUSER, "u", "n", 1),
	    point("a", CSM_MODEL_PROJECT, "u", "n", 1),
	    point("b", CSM_MODEL_PROJECT, "u", "n", 1)};
	static const unsigned same[] = {0, CSM_SAME_COMPANY | CSM_SAME_ENTITY,
	    CSM_SAME_COMPANY | CSM_SAME_METRIC, CSM_SAME_METRIC};
	struct csm_point_last last = {0};

	for (size_t i = 0; i < COUNT(p); i++) {
		csm_point_last_put(&last, &p[i]);
		ck_assert_uint_eq(last.same, same[i]);
	}
	csm_point_last_fini(&last);
}
END_TEST

START_TEST(models_and_metric_aliases_have_one_spelling)
{
	static const char *const names[][2] = {{"custom.seats", "metrics.seats"},
	    {"conversation.ticket", "conversations.ticket"},
	    {"task.call", "tasks.call"}, {"custom", "custom"},
	    {"customer.x", "customer.x"}, {"Custom.x", "Custom.x"},
	    {"custom.custom.x", "metrics.custom.x"}};
	struct csm_buf b = {0};
	enum csm_model model;

	for (size_t i = 0; i < COUNT(names); i++) {
		csm_buf_reset(&b);
		csm_canonical_metric(&b, names[i][0], strlen(names[i][0]));
		ck_assert_str_eq(csm_buf_text(&b), names[i][1]);
	}
	csm_buf_fini(&b);
	for (int m = 0; m < CSM_MODELS; m++) {
		const char *name = csm_model_name((enum csm_model)m);
		ck_assert_int_eq(csm_model_parse(name, strlen(name), &model), 0);
		ck_assert_int_eq(model, m);
	}
	ck_assert_int_eq(csm_model_parse("Company", 7, &model), -1);
	ck_assert_int_eq(csm_model_parse("compan", 6, &model), -1);
}
END_TEST

/* What the writer makes of the points, in a file; the caller frees. */
static char *
written(const struct csm_point *points, size_t n, enum csm_format format)
{
	char path[sizeof FIXTURE_PATH];
	struct csm_diag diag;
	struct csm_output *out;

	csm_diag_init(&diag, NULL, NULL);
	out = fixture_output(path, &diag);
	struct csm_point_writer *w = csm_point_writer_new(out, format);
	for (size_t i = 0; i < n; i++)
		csm_point_write(w, &points[i]);
	csm_point_writer_free(w);
	return fixture_written(out, path, &diag);
}

/* 20787 is 2026-11-30. */
static size_t
sample(struct csm_point *p)
{
	p[0] = point("a,c", CSM_MODEL_COMPANY, "a,c", "metrics.say \"hi\"", 0);
	p[0].value = -1;
	p[1] = p[0];
	p[1].day = 20787;
	p[1].value = CSM_MISSING;
	p[2] = p[1];
	p[2].day++;
	p[2].value = INT64_C(8000000000000000000);
	p[2].state = text("red,");
	p[3] = point("a,c", CSM_MODEL_ENDUSER, "u 1", "x", 20788);
	p[3].value = 10300000;
	p[4] = p[3];
	p[4].day = 20807;
	return 5;
}

START_TEST(points_are_written_as_csv_tsv_and_json_lines)
{
	struct csm_point p[8];
	size_t n = sample(p);
	char *csv = written(p, n, CSM_FORMAT_CSV), *tsv = written(p, n, CSM_FORMAT_TSV),
	     *json = written(p, n, CSM_FORMAT_NDJSON);

	ck_assert_str_eq(csv,
	    "company,model,id,metric,date,value,state\n"
	    "\"a,c\",company,\"a,c\",\"metrics.say \"\"hi\"\"\",1970-01-01,-0.000001,\n"
	    "\"a,c\",company,\"a,c\",\"metrics.say \"\"hi\"\"\",2026-11-30,,\n"
	    "\"a,c\",company,\"a,c\",\"metrics.say \"\"hi\"\"\",2026-12-01,"
	    "8000000000000,\"red,\"\n"
	    "\"a,c\",enduser,u 1,x,2026-12-01,10.3,\n"
	    "\"a,c\",enduser,u 1,x,2026-12-20,10.3,\n");
	ck_assert_ptr_nonnull(
	    strstr(tsv, "\na,c\tenduser\tu 1\tx\t2026-12-01\t10.3\t\n"));
	ck_assert_ptr_nonnull(strstr(json,
	    "{\"company\":\"a,c\",\"model\":\"company\",\"id\":\"a,c\",\"metric\":"
	    "\"metrics.say \\\"hi\\\"\",\"date\":\"2026-11-30\",\"value\":null}\n"));
	ck_assert_ptr_nonnull(strstr(json,
	    "\"date\":\"2026-12-01\",\"value\":8000000000000,\"state\":\"red,\"}\n"));
	free(csv);
	free(tsv);
	free(json);
}
END_TEST

START_TEST(what_is_written_reads_back_in_every_format)
{
	static const enum csm_format formats[] = {
	    CSM_FORMAT_CSV, CSM_FORMAT_TSV, CSM_FORMAT_NDJSON};
	struct csm_point p[8];
	size_t n = sample(p);

	for (size_t i = 0; i < COUNT(formats); i++) {
		char *data = written(p, n, formats[i]);
		expect(data,
		    "a,c|company|a,c|metrics.say \"hi\"|0|-1|\n"
		    "a,c|company|a,c|metrics.say \"hi\"|20787||\n"
		    "a,c|company|a,c|metrics.say \"hi\"|20788|8000000000000000000|"
		    "red,\n"
		    "a,c|enduser|u 1|x|20788|10300000|\n"
		    "a,c|enduser|u 1|x|20807|10300000|\n",
		    "");
		free(data);
	}
}
END_TEST

START_TEST(without_points_csv_is_its_header_and_json_lines_are_nothing)
{
	char *csv = written(NULL, 0, CSM_FORMAT_AUTO);
	char *json = written(NULL, 0, CSM_FORMAT_NDJSON);

	ck_assert_str_eq(csv, "company,model,id,metric,date,value,state\n");
	ck_assert_str_eq(json, "");
	free(csv);
	free(json);
}
END_TEST

START_TEST(extra_members_are_written_in_json_lines_only)
{
	struct csm_point p[8];

	sample(p);
	p[3].state = text("good");
	p[3].extra = ",\"coverage\":0.5";
	char *csv = written(&p[3], 1, CSM_FORMAT_CSV),
	     *json = written(&p[3], 2, CSM_FORMAT_NDJSON);
	ck_assert_str_eq(csv, "company,model,id,metric,date,value,state\n"
			      "\"a,c\",enduser,u 1,x,2026-12-01,10.3,good\n");
	ck_assert_str_eq(json,
	    "{\"company\":\"a,c\",\"model\":\"enduser\",\"id\":\"u 1\",\"metric\":"
	    "\"x\",\"date\":\"2026-12-01\",\"value\":10.3,\"state\":\"good\","
	    "\"coverage\":0.5}\n"
	    "{\"company\":\"a,c\",\"model\":\"enduser\",\"id\":\"u 1\",\"metric\":"
	    "\"x\",\"date\":\"2026-12-20\",\"value\":10.3}\n");
	free(csv);
	free(json);
}
END_TEST

TEST_MAIN("point", points_are_read_from_csv_by_column_name_in_any_order,
    points_are_read_from_json_lines,
    rows_that_are_no_points_are_rejected_with_place_and_reason,
    rounded_values_and_rejected_rows_are_counted,
    a_header_without_a_needed_column_is_refused_and_nothing_is_no_point,
    canonical_order_is_company_model_id_metric_day_by_bytes,
    the_last_point_says_what_the_next_shares_with_it,
    models_and_metric_aliases_have_one_spelling,
    points_are_written_as_csv_tsv_and_json_lines,
    what_is_written_reads_back_in_every_format,
    without_points_csv_is_its_header_and_json_lines_are_nothing,
    extra_members_are_written_in_json_lines_only)
