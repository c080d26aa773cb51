/* What csm-calc tells about formulas without reading data. */
#include "sections/sections.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "calc.h"
#include "view/explanation.h"
#include "syntax/csv.h"
#include "audit/trace.h"
#include "record/row_writer.h"

#include <stdlib.h>
#include <string.h>

static int
write_out(struct csm_run *run, struct csm_buf *text)
{
	int rc = csm_run_output(run);

	if (rc == 0)
		csm_output_write(run->out, csm_buf_text(text), text->len);
	csm_buf_fini(text);
	return rc;
}

/* One formula a line; with its id where there is more than one. */
static int
print_formulas(struct csm_run *run, const struct csm_calc *calc)
{
	int form = csm_calc_options.print;
	struct csm_buf text = {0};

	for (size_t i = 0; i < calc->n; i++) {
		if (calc->n > 1 && form == CSM_CALC_PRINT_TEXT)
			csm_buf_printf(&text, "# %s\n", calc->metric[i]->id);
		if (form == CSM_CALC_PRINT_JSON)
			csm_formula_print_json(calc->metric[i]->formula, &text);
		else
			csm_formula_print_text(calc->metric[i]->formula, &text);
		csm_buf_putc(&text, '\n');
	}
	return write_out(run, &text);
}

/* Those of the configuration and of the library and those given with -e, each once.
 * The first of an id stands for it: the configuration goes before what was chosen,
 * and that before the library. */
static struct csm_trace *
trace_all(struct csm_run *run, const struct csm_calc *calc)
{
	size_t n = 0, most = calc->ev.metrics + calc->library.n + calc->n;
	const struct csm_metric **all = csm_xcalloc(most + 1, sizeof *all);
	struct csm_intern ids = {0};

	for (size_t i = 0; i < most; i++) {
		size_t j = i, known = ids.n;
		const struct csm_metric *m;
		if (j < calc->ev.metrics)
			m = &calc->ev.metric[j];
		/* What was chosen may be of the configuration too: the set of ids
		 * tells. */
		else if ((j -= calc->ev.metrics) < calc->n)
			m = calc->metric[j];
		else
			m = &calc->library.metric[j - calc->n];
		csm_intern_put(&ids, m->id, strlen(m->id));
		if (ids.n > known)
			all[n++] = m;
	}
	struct csm_trace *trace = csm_trace_new(run->conf, all, n);
	csm_intern_fini(&ids);
	free(all);
	return trace;
}

static int
print_trace(struct csm_run *run, const struct csm_calc *calc)
{
	const char *id = csm_calc_options.trace;
	struct csm_trace *trace = trace_all(run, calc);
	struct csm_buf text = {0}, hint = {0};
	/* Without an id all of it is printed. */
	size_t thing = CSM_TRACE_NONE;
	int rc = 0;

	if (id != NULL && (thing = csm_trace_find(trace, id, &hint)) == CSM_TRACE_NONE)
		rc = csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--trace: there is no metric or field \"%s\"%s", id,
		    csm_buf_text(&hint));
	else if (csm_calc_options.dot)
		csm_trace_dot(trace, thing, &text);
	else
		csm_trace_print(trace, thing, &text);
	if (rc == 0)
		rc = write_out(run, &text);
	csm_buf_fini(&hint);
	csm_trace_free(trace);
	return rc;
}

int
csm_calc_ask(struct csm_run *run, const struct csm_calc *calc)
{
	if (csm_calc_options.print != CSM_CALC_PRINT_NONE)
		return print_formulas(run, calc);
	return print_trace(run, calc);
}

const char *
csm_calc_share(struct csm_arena *arena)
{
	return csm_run_share(arena, "metrics");
}

/* Lines of the list, those after the first further in. */
static void
list_lines(struct csm_buf *out, const char *text, int further)
{
	if (text == NULL || *text == '\0')
		return;
	csm_buf_puts(out, "    ");
	csm_explanation_wrap(out, text, 4 + further);
}

static void
list_text(struct csm_buf *out, const struct csm_metric *m)
{
	struct csm_buf formula = {0};

	csm_buf_puts(out, m->id);
	if (m->name != NULL)
		csm_buf_puts(out, ": ");
	csm_explanation_wrap(out, m->name != NULL ? m->name : "", 4);
	list_lines(out, m->description, 0);
	csm_formula_print_text(m->formula, &formula);
	list_lines(out, csm_buf_text(&formula), 4);
	csm_buf_fini(&formula);
}

static void
calc_ask_put_id(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_metric *m = of;

	csm_rowwriter_string(row, name, m->id);
}

static void
calc_ask_put_model(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_metric *m = of;

	csm_rowwriter_string(row, name, csm_model_name(m->model));
}

static void
calc_ask_put_name(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_metric *m = of;

	csm_rowwriter_string(row, name, m->name != NULL ? m->name : "");
}

static void
calc_ask_put_unit(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_metric *m = of;

	csm_rowwriter_string(row, name, m->unit != NULL ? m->unit : "");
}

static void
calc_ask_put_description(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_metric *m = of;

	csm_rowwriter_string(row, name, m->description != NULL ? m->description : "");
}

static void
calc_ask_put_formula(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_metric *m = of;
	struct csm_buf formula = {0};

	csm_formula_print_text(m->formula, &formula);
	csm_rowwriter_string(row, name, csm_buf_text(&formula));
	csm_buf_fini(&formula);
}

static const struct csm_rowwriter_column columns[] = {{"id", calc_ask_put_id},
    {"model", calc_ask_put_model}, {"name", calc_ask_put_name},
    {"unit", calc_ask_put_unit}, {"description", calc_ask_put_description},
    {"formula", calc_ask_put_formula}};
#define COLUMNS (sizeof columns / sizeof columns[0])

int
csm_calc_list(struct csm_run *run)
{
	struct csm_library library = {0};
	/* A list for people unless a format is asked for, also in a pipe: nothing reads
	 * it but less. */
	int as_text = run->common->to == CSM_TO_DEFAULT;
	struct csm_buf text = {0};
	int rc = csm_library_open(
	    &library, &csm_sections, csm_calc_share(&run->arena), &run->diag);

	struct csm_rowwriter row = csm_rowwriter(&text, csm_run_format(run));
	if (!as_text)
		csm_rowwriter_head(&row, columns, COLUMNS);
	for (size_t i = 0; rc == 0 && i < library.n; i++) {
		if (as_text)
			list_text(&text, &library.metric[i]);
		else
			csm_rowwriter_put(&row, columns, COLUMNS, &library.metric[i]);
	}
	if (rc == 0)
		rc = write_out(run, &text);
	csm_buf_fini(&text);
	csm_library_close(&library);
	return rc;
}
