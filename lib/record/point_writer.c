/*
 * Points to rows.  What a row shares with the row before (entity, metric, month) is
 * kept as text, so that most rows are three copies and one number.
 */
#include "base/xalloc.h"
#include "io/json.h"
#include "record/point.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define FLUSH_BYTES ((size_t)64 * 1024)
/* room for a row's fixed parts: punctuation, keys, day and value */
#define ROW_BYTES 96

/* One row, put behind w->rows. */
typedef void put_row(struct csm_point_writer *w, const struct csm_point *p);

struct csm_point_writer {
	struct csm_out *out;
	put_row *put;
	char delimiter;
	struct csm_buf rows, prefix; /* prefix: the row up to its date */
	struct csm_point_last last;
	char date[CSM_DAY_TEXT]; /* of a day in the month ... */
	int32_t month_first;
	int month_days; /* ... with so many days; 0: none yet */
};

static put_row put_delimited, put_json;

struct csm_point_writer *
csm_point_writer_new(struct csm_out *out, enum csm_format format)
{
	static const char *const names[] = {
	    "company", "model", "id", "metric", "date", "value", "state"};
	struct csm_point_writer *w = csm_xcalloc(1, sizeof *w);

	assert(format != CSM_FORMAT_JSON);
	w->out = out;
	w->put = format == CSM_FORMAT_NDJSON ? put_json : put_delimited;
	w->delimiter = format == CSM_FORMAT_TSV ? '\t' : ',';
	for (size_t i = 0; w->put == put_delimited && i < 7; i++) {
		if (i > 0)
			csm_buf_putc(&w->rows, w->delimiter);
		csm_buf_puts(&w->rows, names[i]);
	}
	if (w->rows.len != 0)
		csm_buf_putc(&w->rows, '\n');
	return w;
}

static void
flush(struct csm_point_writer *w)
{
	csm_out_write(w->out, csm_buf_text(&w->rows), w->rows.len);
	csm_buf_reset(&w->rows);
}

void
csm_point_writer_free(struct csm_point_writer *w)
{
	if (w == NULL)
		return;
	flush(w);
	csm_buf_fini(&w->rows);
	csm_buf_fini(&w->prefix);
	csm_point_last_fini(&w->last);
	free(w);
}

/* The date's text, from the month's when the day lies in it. */
static const char *
date_text(struct csm_point_writer *w, int32_t day)
{
	int32_t of_month = day - w->month_first;

	if (of_month < 0 || of_month >= w->month_days) {
		struct csm_civil c = csm_date_to_civil(day);
		csm_date_format(day, w->date);
		w->month_first = day - c.day + 1;
		w->month_days = csm_date_days_in_month(c.year, c.month);
		return w->date;
	}
	w->date[8] = (char)('0' + (of_month + 1) / 10);
	w->date[9] = (char)('0' + (of_month + 1) % 10);
	return w->date;
}

static char *
append(char *to, const void *bytes, size_t len)
{
	memcpy(to, bytes, len);
	return to + len;
}

/* The prefix and the date behind the rows, their length not yet counted.
 * Returns the row's end: ROW_BYTES less the date are left. */
static char *
put_start(struct csm_point_writer *w, const struct csm_point *p)
{
	csm_buf_reserve(&w->rows, w->prefix.len + ROW_BYTES);
	char *end = w->rows.data + w->rows.len;
	end = append(end, w->prefix.data, w->prefix.len);
	return append(end, date_text(w, p->day), CSM_DAY_TEXT - 1);
}

static void
put_delimited(struct csm_point_writer *w, const struct csm_point *p)
{
	const unsigned same = CSM_SAME_ENTITY | CSM_SAME_METRIC;
	char d = w->delimiter;

	if ((w->last.same & same) != same) {
		csm_buf_reset(&w->prefix);
		csm_csv_put(&w->prefix, p->company.s, p->company.len, d);
		csm_buf_putc(&w->prefix, d);
		csm_buf_puts(&w->prefix, csm_model_name(p->model));
		csm_buf_putc(&w->prefix, d);
		csm_csv_put(&w->prefix, p->id.s, p->id.len, d);
		csm_buf_putc(&w->prefix, d);
		csm_csv_put(&w->prefix, p->metric.s, p->metric.len, d);
		csm_buf_putc(&w->prefix, d);
	}
	char *end = put_start(w, p);
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
put_member(struct csm_buf *b, const char *before, struct csm_text t)
{
	csm_buf_puts(b, before);
	csm_json_put_text(b, t.s, t.len);
}

static void
put_json(struct csm_point_writer *w, const struct csm_point *p)
{
	static const char before_value[] = "\",\"value\":";
	const unsigned same = CSM_SAME_ENTITY | CSM_SAME_METRIC;

	if ((w->last.same & same) != same) {
		csm_buf_reset(&w->prefix);
		put_member(&w->prefix, "{\"company\":", p->company);
		csm_buf_printf(
		    &w->prefix, ",\"model\":\"%s\"", csm_model_name(p->model));
		put_member(&w->prefix, ",\"id\":", p->id);
		put_member(&w->prefix, ",\"metric\":", p->metric);
		csm_buf_puts(&w->prefix, ",\"date\":\"");
	}
	char *end = put_start(w, p);
	end = append(end, before_value, sizeof before_value - 1);
	if (p->value != CSM_MISSING)
		end += csm_num_format(p->value, end);
	else
		end = append(end, "null", 4);
	*end = '\0';
	w->rows.len = (size_t)(end - w->rows.data);
	if (p->state.len != 0)
		put_member(&w->rows, ",\"state\":", p->state);
	if (p->extra != NULL)
		csm_buf_puts(&w->rows, p->extra);
	csm_buf_puts(&w->rows, "}\n");
}

void
csm_point_write(struct csm_point_writer *w, const struct csm_point *point)
{
	int order = csm_point_last_put(&w->last, point);

	assert(order >= 0);
	(void)order;
	w->put(w, point);
	if (w->rows.len >= FLUSH_BYTES)
		flush(w);
}
