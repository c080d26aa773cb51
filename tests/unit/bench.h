/* An engine over metrics, points and fields given as texts, for one company. */
#ifndef BENCH_H
#define BENCH_H

#include "sections/sections.h"
#include "metric/engine.h"

#include "data.h"

#include <stdio.h>

struct bench {
	struct csm_arena arena;
	struct csm_diag diag;
	struct csm_config *conf;
	struct csm_metric *metric;
	size_t metrics;
	struct csm_points *points;
	struct csm_set set;
	struct csm_engine_options options;
	struct csm_fields *fields[CSM_MODELS];
	struct csm_engine *engine;
	size_t query[16]; /* of the metrics, the first ones */
};

static inline int32_t
bench_day(const char *date)
{
	int32_t day;

	ck_assert_ptr_null(csm_date_parse(date, strlen(date), &day));
	return day;
}

/*
 * json: the entries of "metrics", or "".  company and enduser: fields files, or NULL.
 * The engine knows all metrics and nothing is asked for yet.
 */
static inline void
bench_open(struct bench *b, const char *json, const char *rows, const char *company,
    const char *enduser, const char *since, const char *until)
{
	struct csm_buf text = {0};

	memset(b, 0, sizeof *b);
	b->diag = data_diag();
	csm_buf_printf(&text, "{\"metrics\":[%s]}", json);
	b->conf = csm_config_new(&csm_sections);
	ck_assert_int_eq(
	    csm_config_load_text(b->conf, "m.json", text.data, text.len, &b->diag), 0);
	csm_buf_fini(&text);
	ck_assert_msg(csm_metrics_read(
			  &b->arena, b->conf, &b->metric, &b->metrics, &b->diag) == 0,
	    "%s", data_said());
	b->points = data_points(rows, &b->diag);
	b->options.since = bench_day(since);
	b->options.until = bench_day(until);
	if (company != NULL)
		b->fields[CSM_MODEL_COMPANY] =
		    data_fields(CSM_MODEL_COMPANY, company, &b->diag);
	if (enduser != NULL)
		b->fields[CSM_MODEL_ENDUSER] =
		    data_fields(CSM_MODEL_ENDUSER, enduser, &b->diag);
	for (int m = 0; m < CSM_MODELS; m++)
		b->options.fields[m] = b->fields[m];
	b->engine = csm_engine_new(&b->options);
	for (size_t i = 0; i < b->metrics; i++)
		csm_engine_metric(b->engine, &b->metric[i]);
}

static inline size_t
bench_query(struct bench *b, enum csm_model model, const char *text)
{
	static const struct csm_pos written = {.file = "-e"};
	struct csm_formula *f =
	    csm_formula_parse(&b->arena, text, strlen(text), &written, &b->diag);

	ck_assert_msg(f != NULL, "%s", data_said());
	return csm_engine_query(b->engine, model, f);
}

/* Resolve, and turn to the first company of the points ("acme" without any). */
static inline void
bench_go(struct bench *b)
{
	ck_assert_msg(csm_engine_prepare(b->engine, &b->diag) == 0, "%s", data_said());
	if (data_set_next(&b->set, b->points, &b->diag) != 1)
		b->set.company = (struct csm_text){"acme", 4};
	csm_engine_company(b->engine, &b->set);
}

static inline void
bench_close(struct bench *b)
{
	csm_engine_free(b->engine);
	csm_set_fini(&b->set);
	csm_points_free(b->points);
	for (int m = 0; m < CSM_MODELS; m++)
		csm_fields_free(b->fields[m]);
	csm_config_free(b->conf);
	csm_arena_fini(&b->arena);
	csm_buf_fini(&data_messages);
}

/* Values as text, "7 - 0.5": '-' is missing. */
static inline const char *
bench_text(const struct csm_value *v, size_t n)
{
	static char text[4096];
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		int64_t micros = csm_value_micros(&v[i]);
		char number[CSM_NUM_TEXT] = "-";
		if (micros != CSM_MISSING)
			csm_num_format(micros, number);
		len += (size_t)snprintf(text + len, sizeof text - len, "%s%s",
		    i > 0 ? " " : "",
		    v[i].type == CSM_VALUE_TEXT ? v[i].u.text : number);
	}
	return text;
}

static inline const char *
bench_values(const struct bench *b, size_t query, size_t i)
{
	return bench_text(
	    csm_engine_values(b->engine, query, i), csm_engine_days(b->engine));
}

/* One formula of companies, evaluated for since..until. */
static inline const char *
bench_formula(
    const char *formula, const char *rows, const char *since, const char *until)
{
	struct bench b;

	bench_open(&b, "", rows, NULL, NULL, since, until);
	size_t q = bench_query(&b, CSM_MODEL_COMPANY, formula);
	bench_go(&b);
	const char *text = bench_values(&b, q, 0);
	bench_close(&b);
	return text;
}

#endif
