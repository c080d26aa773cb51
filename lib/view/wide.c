#include "view/wide.h"

#include "base/xalloc.h"
#include "record/row_writer.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { COMPANY, MODEL, ID, DATE, KEYS };

static const char *const keys[KEYS] = {"company", "model", "id", "date"};

struct csm_wide {
	struct csm_output *out;
	enum csm_format format;
	const struct csm_metric *const *metric;
	const size_t *query;
	size_t n;
	const int64_t *
	    *column; /* values of the current entity; NULL: another model's */
	struct csm_buf prefix, rows; /* rows: not yet handed to the output */
};

/* Rows handed on at once: fewer calls against a cache they still fit into. */
#define FLUSH_BYTES ((size_t)64 * 1024)

static char
wide_delimiter(const struct csm_wide *w)
{
	return w->format == CSM_FORMAT_TSV ? '\t' : ',';
}

static void
wide_flush(struct csm_wide *w)
{
	if (w->out == NULL)
		return; /* a fork keeps its rows */
	csm_output_write(w->out, csm_buf_text(&w->rows), w->rows.len);
	csm_buf_reset(&w->rows);
}

struct csm_wide *
csm_wide_new(struct csm_output *out, enum csm_format format,
    const struct csm_metric *const *metric, const size_t *query, size_t n)
{
	struct csm_wide *w = csm_xcalloc(1, sizeof *w);
	struct csm_rowwriter head;

	*w = (struct csm_wide){.out = out,
	    .format = format,
	    .metric = metric,
	    .query = query,
	    .n = n,
	    .column = csm_xcalloc(n, sizeof *w->column)};
	/* a header of names is CSV's and TSV's */
	if (format == CSM_FORMAT_NDJSON)
		return w;
	head = csm_rowwriter(&w->rows, format);
	for (size_t i = 0; i < KEYS; i++)
		csm_rowwriter_heading(&head, keys[i]);
	for (size_t m = 0; m < n; m++)
		csm_rowwriter_heading(&head, metric[m]->id);
	csm_rowwriter_end(&head);
	return w;
}

void
csm_wide_free(struct csm_wide *w)
{
	if (w == NULL)
		return;
	wide_flush(w);
	csm_buf_fini(&w->prefix);
	csm_buf_fini(&w->rows);
	free(w->column);
	free(w);
}

struct csm_wide *
csm_wide_fork(const struct csm_wide *wide)
{
	struct csm_wide *fork = csm_xcalloc(1, sizeof *fork);

	*fork = (struct csm_wide){.format = wide->format,
	    .metric = wide->metric,
	    .query = wide->query,
	    .n = wide->n,
	    .column = csm_xcalloc(wide->n, sizeof *fork->column)};
	return fork;
}

void
csm_wide_append(struct csm_wide *wide, struct csm_wide *fork)
{
	/* What the main one holds came first, the header for one. */
	wide_flush(wide);
	if (fork->rows.len > 0)
		csm_output_write(wide->out, fork->rows.data, fork->rows.len);
	csm_buf_reset(&fork->rows);
}

/* What every row of an entity begins with, up to the day. */
static void
put_prefix(struct csm_wide *w, struct csm_text company, enum csm_model model,
    struct csm_text id)
{
	struct csm_rowwriter row = csm_rowwriter(&w->prefix, w->format);

	csm_buf_reset(&w->prefix);
	csm_rowwriter_text(&row, keys[COMPANY], company.s, company.len);
	csm_rowwriter_string(&row, keys[MODEL], csm_model_name(model));
	csm_rowwriter_text(&row, keys[ID], id.s, id.len);
}

static void
put_json_values(struct csm_wide *w, struct csm_rowwriter *row, size_t at)
{
	for (size_t m = 0; m < w->n; m++)
		csm_rowwriter_number(row, w->metric[m]->id,
		    w->column[m] == NULL ? CSM_MISSING : w->column[m][at]);
	csm_rowwriter_end(row);
}

/* Hot with many metrics and days: numbers are formatted where they are to stand. */
static void
put_csv_values(struct csm_wide *w, size_t at)
{
	char *p, d = wide_delimiter(w);

	/* A delimiter and the longest number each, the line's end and NUL: nothing
	 * below asks for room again. */
	csm_buf_reserve(&w->rows, w->n * (CSM_NUM_TEXT + 1) + 2);
	p = w->rows.data + w->rows.len;
	for (size_t m = 0; m < w->n; m++) {
		*p++ = d;
		if (w->column[m] != NULL && w->column[m][at] != CSM_MISSING)
			p += csm_num_format(w->column[m][at], p);
	}
	*p++ = '\n';
	*p = '\0';
	w->rows.len = (size_t)(p - w->rows.data);
}

static void
wide_put_row(struct csm_wide *w, int32_t day, size_t at)
{
	struct csm_rowwriter row = csm_rowwriter(&w->rows, w->format);

	csm_rowwriter_repeat(&row, &w->prefix);
	csm_rowwriter_day(&row, keys[DATE], day);
	if (w->format == CSM_FORMAT_NDJSON)
		put_json_values(w, &row, at);
	else
		put_csv_values(w, at);
	if (w->rows.len >= FLUSH_BYTES)
		wide_flush(w);
}

static bool
has_value(const struct csm_wide *w, size_t at)
{
	for (size_t m = 0; m < w->n; m++)
		if (w->column[m] != NULL && w->column[m][at] != CSM_MISSING)
			return 1;
	return 0;
}

struct wide_days {
	int32_t since, until;
};

static void
put_entity(struct csm_wide *w, const struct csm_engine *engine,
    const struct wide_days *days, struct csm_text company, enum csm_model model,
    size_t entity)
{
	for (size_t m = 0; m < w->n; m++)
		/* Metrics of other models are columns, too, and empty in the rows of
		 * this one. */
		w->column[m] = w->metric[m]->model != model
				   ? NULL
				   : csm_engine_micros(engine, w->query[m], entity);
	put_prefix(w, company, model, csm_engine_entity(engine, model, entity));
	for (int32_t day = days->since; day <= days->until; day++) {
		size_t at = (size_t)(day - days->since);
		/* A year of days on which nothing is known of a user would be a file of
		 * commas. */
		if (has_value(w, at))
			wide_put_row(w, day, at);
	}
}

void
csm_wide_company(struct csm_wide *w, const struct csm_engine *engine,
    struct csm_text company, int32_t since, int32_t until)
{
	const struct wide_days days = {since, until};

	for (enum csm_model model = 0; model < CSM_MODELS; model++)
		for (size_t i = 0; i < csm_engine_entities(engine, model); i++)
			put_entity(w, engine, &days, company, model, i);
}
