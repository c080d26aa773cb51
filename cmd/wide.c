#include "wide.h"

#include "base/xalloc.h"
#include "io/json.h"

#include <stdlib.h>
#include <string.h>

struct csm_wide {
	struct csm_out *out;
	enum csm_format format;
	const struct csm_metric *const *metric;
	const size_t *query;
	size_t n;
	struct csm_buf row;
};

static char
delimiter(const struct csm_wide *w)
{
	return w->format == CSM_FORMAT_TSV ? '\t' : ',';
}

struct csm_wide *
csm_wide_new(struct csm_out *out, enum csm_format format,
    const struct csm_metric *const *metric, const size_t *query, size_t n)
{
	struct csm_wide *w = csm_xcalloc(1, sizeof *w);
	char d;

	*w = (struct csm_wide){out, format, metric, query, n, {0}};
	if (format == CSM_FORMAT_NDJSON)
		return w;
	d = delimiter(w);
	csm_buf_printf(&w->row, "company%cmodel%cid%cdate", d, d, d);
	for (size_t m = 0; m < n; m++) {
		csm_buf_putc(&w->row, d);
		csm_csv_put(&w->row, metric[m]->id, strlen(metric[m]->id), d);
	}
	csm_buf_putc(&w->row, '\n');
	csm_out_write(out, w->row.data, w->row.len);
	return w;
}

void
csm_wide_free(struct csm_wide *w)
{
	if (w == NULL)
		return;
	csm_buf_fini(&w->row);
	free(w);
}

static void
put_key(struct csm_wide *w, struct csm_text company, enum csm_model model,
    struct csm_text id, int32_t day)
{
	char date[CSM_DAY_TEXT], d = delimiter(w);

	csm_buf_reset(&w->row);
	csm_date_format(day, date);
	if (w->format == CSM_FORMAT_NDJSON) {
		csm_buf_puts(&w->row, "{\"company\":");
		csm_json_put_text(&w->row, company.s, company.len);
		csm_buf_printf(
		    &w->row, ",\"model\":\"%s\",\"id\":", csm_model_name(model));
		csm_json_put_text(&w->row, id.s, id.len);
		csm_buf_printf(&w->row, ",\"date\":\"%s\"", date);
		return;
	}
	csm_csv_put(&w->row, company.s, company.len, d);
	csm_buf_printf(&w->row, "%c%s%c", d, csm_model_name(model), d);
	csm_csv_put(&w->row, id.s, id.len, d);
	csm_buf_printf(&w->row, "%c%s", d, date);
}

static void
put_value(struct csm_wide *w, size_t m, int64_t micros)
{
	char text[CSM_NUM_TEXT] = "";

	if (micros != CSM_MISSING)
		csm_num_format(micros, text);
	if (w->format == CSM_FORMAT_NDJSON) {
		csm_buf_putc(&w->row, ',');
		csm_json_put_text(&w->row, w->metric[m]->id, strlen(w->metric[m]->id));
		csm_buf_printf(&w->row, ":%s", *text == '\0' ? "null" : text);
	} else {
		csm_buf_printf(&w->row, "%c%s", delimiter(w), text);
	}
}

/* One row, written only if one of its metrics has a value. */
static void
put_row(struct csm_wide *w, const struct csm_engine *engine, struct csm_text company,
    enum csm_model model, size_t entity, int32_t day, size_t at)
{
	int any = 0;

	put_key(w, company, model, csm_engine_entity(engine, model, entity), day);
	for (size_t m = 0; m < w->n; m++) {
		int64_t micros = CSM_MISSING;
		if (w->metric[m]->model == model)
			micros = csm_engine_micros(engine, w->query[m], entity)[at];
		any |= micros != CSM_MISSING;
		put_value(w, m, micros);
	}
	csm_buf_puts(&w->row, w->format == CSM_FORMAT_NDJSON ? "}\n" : "\n");
	if (any)
		csm_out_write(w->out, w->row.data, w->row.len);
}

void
csm_wide_company(struct csm_wide *w, const struct csm_run *run,
    const struct csm_engine *engine, struct csm_text company)
{
	for (enum csm_model model = 0; model < CSM_MODELS; model++)
		for (size_t i = 0; i < csm_engine_entities(engine, model); i++)
			for (int32_t day = run->since; day <= run->until; day++)
				put_row(w, engine, company, model, i, day,
				    (size_t)(day - run->since));
}
