/*
 * Points to rows.  What a row shares with the row before (entity, metric, month) is
 * kept as text, so that most rows are three copies and one number.
 */
#include "base/xalloc.h"
#include "syntax/json.h"
#include "point/point.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes handed to the output at a time: they are still in the cache when it copies them. */
#define FLUSH_BYTES ((size_t)64 * 1024)
/* room for a row's fixed parts: punctuation, keys, day and value */
#define ROW_BYTES 128
/* Bytes copied at once of a prefix and of a date; there is room for them behind both. */
#define WIDE 32
/* A power of two above a year: 20 KiB, looked at once a row.  Not measured apart. */
#define DATES 512

/* One row, put behind w->rows. */
typedef void put_row(struct csm_point_writer *w, const struct csm_point *p);
/* What the rows of a company and a model begin with, into w->prefix; what those of an
 * entity have then. */
typedef void put_company(
    struct csm_point_writer *w, struct csm_text company, enum csm_model model);
typedef void put_entity(struct csm_point_writer *w, struct csm_text id);
/* And what those of a metric have then, up to the date. */
typedef void put_metric(
    const struct csm_point_writer *w, struct csm_buf *to, struct csm_text metric);

static const char before_value[] = "\",\"value\":";

struct csm_point_writer {
	struct csm_output *out;
	put_row *put;
	put_company *company;
	put_entity *entity;
	put_metric *metric;
	char before[16], after[8]; /* what stands around a value */
	size_t date_len, after_len;
	char delimiter;
	struct csm_buf rows, prefix;    /* prefix: the row up to its date */
	size_t company_len, entity_len; /* of the prefix: up to the id, the metric */
	struct csm_point_last last;
	struct csm_odd_ids odd;
	struct date {
		int32_t day;
		char known;
		char text[WIDE]; /* then what stands before a value */
	} date[DATES]; /* by day modulo DATES: series begin with the same days again */
};

static put_row point_writer_put_delimited, point_writer_put_json;
static put_company company_delimited, company_json;
static put_entity entity_delimited, entity_json;
static put_metric metric_delimited, metric_json;

struct csm_point_writer *
csm_point_writer_new(struct csm_output *out, enum csm_format format)
{
	static const char *const names[] = {
	    "company", "model", "id", "metric", "date", "value", "state"};
	struct csm_point_writer *w = csm_xcalloc(1, sizeof *w);

	/* An array would need an end, which a writer that is cut off has not. */
	assert(format != CSM_FORMAT_JSON);
	w->out = out;
	w->put = format == CSM_FORMAT_NDJSON ? point_writer_put_json
					     : point_writer_put_delimited;
	w->company = format == CSM_FORMAT_NDJSON ? company_json : company_delimited;
	w->entity = format == CSM_FORMAT_NDJSON ? entity_json : entity_delimited;
	w->metric = format == CSM_FORMAT_NDJSON ? metric_json : metric_delimited;
	w->delimiter = format == CSM_FORMAT_TSV ? '\t' : ',';
	snprintf(w->before, sizeof w->before, "%s",
	    format == CSM_FORMAT_NDJSON ? before_value : (char[]){w->delimiter, 0});
	snprintf(w->after, sizeof w->after, "%s",
	    format == CSM_FORMAT_NDJSON ? "}\n" : (char[]){w->delimiter, '\n', 0});
	w->date_len = CSM_DAY_TEXT - 1 + strlen(w->before);
	w->after_len = strlen(w->after);
	for (size_t i = 0; w->put == point_writer_put_delimited && i < 7; i++) {
		if (i > 0)
			csm_buf_putc(&w->rows, w->delimiter);
		csm_buf_puts(&w->rows, names[i]);
	}
	if (w->rows.len != 0)
		csm_buf_putc(&w->rows, '\n');
	return w;
}

static void
point_writer_flush(struct csm_point_writer *w)
{
	if (w->out == NULL)
		return; /* a fork keeps its rows */
	csm_output_write(w->out, csm_buf_text(&w->rows), w->rows.len);
	csm_buf_reset(&w->rows);
}

void
csm_point_writer_free(struct csm_point_writer *w)
{
	if (w == NULL)
		return;
	point_writer_flush(w);
	csm_buf_fini(&w->rows);
	csm_buf_fini(&w->prefix);
	csm_point_last_fini(&w->last);
	csm_odd_ids_fini(&w->odd);
	free(w);
}

/* The date's text, and what stands before a value. */
static inline const char *
date_text(struct csm_point_writer *w, int32_t day)
{
	struct date *date = &w->date[day % DATES];

	if (!date->known || date->day != day) {
		csm_date_format(day, date->text);
		memcpy(date->text + CSM_DAY_TEXT - 1, w->before, sizeof w->before);
		date->day = day;
		date->known = 1;
	}
	return date->text;
}

static char *
point_writer_append(char *to, const void *bytes, size_t len)
{
	memcpy(to, bytes, len);
	return to + len;
}

/* The prefix and the date behind the rows, their length not yet counted.
 * Returns the row's end: ROW_BYTES less the date are left. */
static char *
point_writer_put_start(struct csm_point_writer *w, const struct csm_point *p)
{
	csm_buf_reserve(&w->rows, w->prefix.len + ROW_BYTES);
	char *end = w->rows.data + w->rows.len;
	end = point_writer_append(end, w->prefix.data, w->prefix.len);
	return point_writer_append(end, date_text(w, p->day), CSM_DAY_TEXT - 1);
}

static void
company_delimited(
    struct csm_point_writer *w, struct csm_text company, enum csm_model model)
{
	csm_csv_put(&w->prefix, company.s, company.len, w->delimiter);
	csm_buf_putc(&w->prefix, w->delimiter);
	csm_buf_puts(&w->prefix, csm_model_name(model));
	csm_buf_putc(&w->prefix, w->delimiter);
}

static void
entity_delimited(struct csm_point_writer *w, struct csm_text id)
{
	csm_csv_put(&w->prefix, id.s, id.len, w->delimiter);
	csm_buf_putc(&w->prefix, w->delimiter);
}

static void
metric_delimited(
    const struct csm_point_writer *w, struct csm_buf *to, struct csm_text metric)
{
	csm_csv_put(to, metric.s, metric.len, w->delimiter);
	csm_buf_putc(to, w->delimiter);
}

static void
point_writer_put_delimited(struct csm_point_writer *w, const struct csm_point *p)
{
	char d = w->delimiter;

	char *end = point_writer_put_start(w, p);
	*end++ = d;
	if (p->value != CSM_MISSING)
		end += csm_num_format(p->value, end);
	*end++ = d;
	*end = '\0';
	w->rows.len = (size_t)(end - w->rows.data);
	if (p->state.len != 0)
		csm_csv_put(&w->rows, p->state.s, p->state.len, d);
	csm_buf_putc(&w->rows, '\n');
}

static void
point_writer_put_member(struct csm_buf *b, const char *before, struct csm_text t)
{
	csm_buf_puts(b, before);
	csm_json_put_text(b, t.s, t.len);
}

static void
company_json(struct csm_point_writer *w, struct csm_text company, enum csm_model model)
{
	point_writer_put_member(&w->prefix, "{\"company\":", company);
	csm_buf_printf(&w->prefix, ",\"model\":\"%s\"", csm_model_name(model));
}

static void
entity_json(struct csm_point_writer *w, struct csm_text id)
{
	point_writer_put_member(&w->prefix, ",\"id\":", id);
}

static void
metric_json(
    const struct csm_point_writer *w, struct csm_buf *to, struct csm_text metric)
{
	(void)w;
	point_writer_put_member(to, ",\"metric\":", metric);
	csm_buf_puts(to, ",\"date\":\"");
}

/* What the rows of a point's series begin with. */
static void
point_writer_begin(struct csm_point_writer *w, const struct csm_point *p)
{
	w->prefix.len = w->entity_len;
	if (!(w->last.same & CSM_SAME_ENTITY)) {
		csm_odd_ids_saw(&w->odd, p->company);
		csm_odd_ids_saw(&w->odd, p->id);
		csm_buf_reset(&w->prefix);
		w->company(w, p->company, p->model);
		w->company_len = w->prefix.len;
		w->entity(w, p->id);
	}
	w->entity_len = w->prefix.len;
	w->metric(w, &w->prefix, p->metric);
	csm_buf_reserve(&w->prefix, WIDE);
}

static void
point_writer_put_json(struct csm_point_writer *w, const struct csm_point *p)
{
	char *end = point_writer_put_start(w, p);
	end = point_writer_append(end, before_value, sizeof before_value - 1);
	if (p->value != CSM_MISSING)
		end += csm_num_format(p->value, end);
	else
		end = point_writer_append(end, "null", 4);
	*end = '\0';
	w->rows.len = (size_t)(end - w->rows.data);
	if (p->state.len != 0)
		point_writer_put_member(&w->rows, ",\"state\":", p->state);
	if (p->extra != NULL)
		csm_buf_puts(&w->rows, p->extra);
	csm_buf_puts(&w->rows, "}\n");
}

void
csm_point_write(struct csm_point_writer *w, const struct csm_point *point)
{
	const unsigned same = CSM_SAME_ENTITY | CSM_SAME_METRIC;
	int order = csm_point_last_put(&w->last, point);

	assert(order >= 0);
	(void)order;
	if ((w->last.same & same) != same)
		point_writer_begin(w, point);
	w->put(w, point);
	if (w->rows.len >= FLUSH_BYTES)
		point_writer_flush(w);
}

void
csm_point_writer_series(struct csm_point_writer *w, const struct csm_point *point)
{
	/* csm_point_write goes on from here */
	csm_point_last_put(&w->last, point);
	point_writer_begin(w, point);
}

void
csm_point_writer_company(
    struct csm_point_writer *w, struct csm_text company, enum csm_model model)
{
	w->last.any = 0; /* there is no whole key to go on from */
	csm_odd_ids_saw(&w->odd, company);
	csm_buf_reset(&w->prefix);
	w->company(w, company, model);
	w->company_len = w->prefix.len;
}

void
csm_point_writer_entity(struct csm_point_writer *w, struct csm_text id)
{
	csm_odd_ids_saw(&w->odd, id);
	w->prefix.len = w->company_len;
	w->entity(w, id);
	w->entity_len = w->prefix.len;
}

void
csm_point_writer_ready(
    const struct csm_point_writer *w, struct csm_buf *to, struct csm_text metric)
{
	w->metric(w, to, metric);
}

void
csm_point_writer_metric(struct csm_point_writer *w, struct csm_text ready)
{
	w->prefix.len = w->entity_len;
	csm_buf_put(&w->prefix, ready.s, ready.len);
	csm_buf_reserve(&w->prefix, WIDE);
}

void
csm_point_writer_name(struct csm_point_writer *w, struct csm_text metric)
{
	w->prefix.len = w->entity_len;
	w->metric(w, &w->prefix, metric);
	csm_buf_reserve(&w->prefix, WIDE);
}

/* As append, of up to WIDE bytes more than are meant. */
static inline char *
append_wide(char *to, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i += WIDE)
		memcpy(to + i, bytes + i, WIDE);
	return to + len;
}

/* Measured by profile on rows of 69 bytes: 6 ns a row. */
void
csm_point_writer_add(struct csm_point_writer *w, int32_t day, int64_t value)
{
	if (w->rows.cap - w->rows.len < w->prefix.len + ROW_BYTES)
		csm_buf_reserve(&w->rows, w->prefix.len + ROW_BYTES);
	char *end = w->rows.data + w->rows.len;

	end = append_wide(end, w->prefix.data, w->prefix.len);
	memcpy(end, date_text(w, day), WIDE);
	end += w->date_len;
	/* Most points of single users are one event on a day. */
	if (value == CSM_NUM_ONE)
		*end++ = '1';
	else
		end += csm_num_format(value, end);
	/* Of eight bytes after_len count: a copy of fixed size is one instruction. */
	memcpy(end, w->after, sizeof w->after);
	w->rows.len = (size_t)(end - w->rows.data) + w->after_len;
	if (w->rows.len >= FLUSH_BYTES)
		point_writer_flush(w);
}

void
csm_point_writer_put(struct csm_point_writer *w, struct csm_text written)
{
	csm_buf_put(&w->rows, written.s, written.len);
	if (w->rows.len >= FLUSH_BYTES)
		point_writer_flush(w);
}

struct csm_point_writer *
csm_point_writer_fork(const struct csm_point_writer *w)
{
	struct csm_point_writer *fork = csm_xcalloc(1, sizeof *fork);

	fork->put = w->put;
	fork->company = w->company;
	fork->entity = w->entity;
	fork->metric = w->metric;
	fork->date_len = w->date_len;
	fork->after_len = w->after_len;
	fork->delimiter = w->delimiter;
	memcpy(fork->before, w->before, sizeof w->before);
	memcpy(fork->after, w->after, sizeof w->after);
	return fork;
}

struct csm_text
csm_point_writer_rows(const struct csm_point_writer *fork)
{
	return (struct csm_text){fork->rows.data, fork->rows.len};
}

void
csm_point_writer_clear(struct csm_point_writer *fork)
{
	csm_buf_reset(&fork->rows);
}

void
csm_point_writer_append(struct csm_point_writer *w, struct csm_text rows)
{
	point_writer_flush(w);
	if (rows.len != 0)
		csm_output_write(w->out, rows.s, rows.len);
}

void
csm_point_writer_join(struct csm_point_writer *w, const struct csm_point_writer *fork)
{
	csm_odd_ids_merge(&w->odd, &fork->odd);
}

const struct csm_odd_ids *
csm_point_writer_odd(const struct csm_point_writer *w)
{
	return &w->odd;
}
