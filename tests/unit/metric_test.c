#include "sections/sections.h"
#include "metric/metric.h"

#include "data.h"

static struct csm_arena arena;
static struct csm_config *conf;
static struct csm_metric *metrics;
static size_t n;

/* Reads the section; 0, or -1 with the messages in data_said(). */
static int
read_metrics(const char *json)
{
	struct csm_diag diag = data_diag();

	conf = csm_config_new(&csm_sections);
	ck_assert_int_eq(
	    csm_config_load_text(conf, "m.json", json, strlen(json), &diag), 0);
	return csm_metrics_read(&arena, conf, &metrics, &n, &diag);
}

static void
done(void)
{
	csm_config_free(conf);
	csm_arena_fini(&arena);
	csm_buf_fini(&data_messages);
}

START_TEST(a_metric_has_what_its_entry_says)
{
	ck_assert_int_eq(
	    read_metrics(
		"{\"metrics\":[{\"id\":\"wow\",\"name\":\"Week\","
		"\"description\":\"d\",\"model\":\"enduser\","
		"\"formula\":\"sum(activities.login, 7)\",\"nulls\":false,"
		"\"where\":\"company.plan = 'A'\",\"round\":2,\"unit\":\"%\"}]}"),
	    0);
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(metrics[0].id, "wow");
	ck_assert_str_eq(metrics[0].name, "Week");
	ck_assert_str_eq(metrics[0].description, "d");
	ck_assert_str_eq(metrics[0].unit, "%");
	ck_assert_int_eq(metrics[0].model, CSM_MODEL_ENDUSER);
	ck_assert_uint_eq(metrics[0].formula->leaves, 1);
	ck_assert_uint_eq(metrics[0].where->leaves, 1);
	ck_assert_int_eq(metrics[0].nulls, 0);
	ck_assert_int_eq(metrics[0].round, 2);
	done();
}
END_TEST

START_TEST(what_an_entry_leaves_out_has_a_default)
{
	ck_assert_int_eq(
	    read_metrics("{\"metrics\":[{\"id\":\"a\",\"formula\":\"1\"}]}"), 0);
	ck_assert_ptr_null(metrics[0].name);
	ck_assert_ptr_null(metrics[0].unit);
	ck_assert_ptr_null(metrics[0].where);
	ck_assert_int_eq(metrics[0].model, CSM_MODEL_COMPANY);
	ck_assert_int_eq(metrics[0].nulls, 1);
	ck_assert_int_eq(metrics[0].round, -1);
	done();
}
END_TEST

START_TEST(a_configuration_without_metrics_has_none)
{
	ck_assert_int_eq(read_metrics("{}"), 0);
	ck_assert_uint_eq(n, 0);
	done();
}
END_TEST

START_TEST(every_bad_formula_is_told)
{
	ck_assert_int_eq(
	    read_metrics("{\"metrics\":["
			 "{\"id\":\"a\",\"formula\":[\"SUMM\",1],\"where\":\"1 +\"},"
			 "{\"id\":\"b\",\"formula\":\"sum(\"}]}"),
	    -1);
	const char *said = data_said();
	size_t lines = 0;
	for (const char *s = said; (s = strstr(s, "E_FORMULA: ")) != NULL; s++)
		lines++;
	ck_assert_uint_eq(lines, 3);
	done();
}
END_TEST

START_TEST(a_metric_can_be_made_from_text)
{
	struct csm_diag diag = data_diag();
	const struct csm_pos at = {.file = "-e"};
	struct csm_metric *m =
	    csm_metric_from_text(&arena, "e", "last(metrics.a, 1)", &at, &diag);

	ck_assert_ptr_nonnull(m);
	ck_assert_str_eq(m->id, "e");
	ck_assert_int_eq(m->model, CSM_MODEL_COMPANY);
	ck_assert_int_eq(m->nulls, 1);
	ck_assert_ptr_null(m->at);
	ck_assert_ptr_null(csm_metric_from_text(&arena, "e", "1 +", &at, &diag));
	ck_assert_uint_eq(diag.count[CSM_E_FORMULA], 1);
	conf = NULL;
	done();
}
END_TEST

TEST_MAIN("metric", a_metric_has_what_its_entry_says,
    what_an_entry_leaves_out_has_a_default, a_configuration_without_metrics_has_none,
    every_bad_formula_is_told, a_metric_can_be_made_from_text)
