/* The report `list`. */
#include "base/xalloc.h"
#include "figure/column.h"
#include "figure/report.h"
#include "figure/shape.h"
#include "io/output.h"
#include "record/row_writer.h"

#include <stdlib.h>
#include <string.h>

struct list_row {
	struct csm_cell *cell;
	const struct csm_facts *units; /* NULL: no column needs them */
	size_t order;                  /* in which it came */
	const struct list_work *work;
	const char *company, *id; /* to be frozen, else NULL */
};

struct list_work {
	enum csm_model model;
	struct csm_list_column *column;
	size_t columns; /* the hidden ones stand last */
	size_t sort;    /* column sorted by; SIZE_MAX: none */
	struct csm_shape shape;
	int wants_units;
	struct list_row *row;
	size_t rows, cap;
};

static const char *
usual_columns(const struct csm_context *context, enum csm_model model)
{
	/* Of people it matters when they were last there; scores and units are of
	 * companies. */
	if (model != CSM_MODEL_COMPANY)
		return "company,id,name,days_since(activities.*) as days since use,"
		       "sum(activities.*, 30) as events in 30 days";
	return context->owner_column < 0
		   ? "id,name,health,units,revenue.mrr as mrr,"
		     "sum(activities.*, 14) as events in 14 days"
		   : csm_arena_printf((struct csm_arena *)&context->arena,
			 "id,name,%s,health,units,revenue.mrr as mrr,"
			 "sum(activities.*, 14) as events in 14 days",
			 csm_fields_column_name(context->fields[CSM_MODEL_COMPANY],
			     (size_t)context->owner_column));
}

static int
read_sort(struct csm_context *context, struct list_work *w)
{
	const char *key;

	w->sort = SIZE_MAX;
	if (csm_shape_read(context, &w->shape) != 0)
		return -1;
	key = w->shape.key;
	if (key == NULL)
		return 0;
	for (size_t i = 0; i < w->columns; i++)
		if (strcmp(w->column[i].text, key) == 0 ||
		    strcmp(w->column[i].title, key) == 0)
			w->sort = i;
	/* Whatever may be a column may be sorted by: it is read, and not shown. */
	if (w->sort == SIZE_MAX) {
		w->sort = w->columns;
		if (csm_column_read(
			context, w->model, key, "--sort", &w->column[w->columns]) != 0)
			return -1;
		w->column[w->columns++].hidden = 1;
	}
	return 0;
}

static int
list_begin(struct csm_context *context)
{
	struct list_work *w = context->work;
	const struct csm_report_options *o = context->options;
	struct csm_list_column *column;

	if (o->model != NULL &&
	    csm_model_parse(o->model, strlen(o->model), &w->model) != 0)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--model wants company, asset, enduser or project, not \"%s\"",
		    o->model);
	if (o->freeze != NULL && strcmp(o->freeze, "-") == 0)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--freeze wants the name of a file, which in_list can read");
	if (csm_columns_read(context, w->model,
		o->columns != NULL ? o->columns : usual_columns(context, w->model),
		o->columns != NULL ? "--columns" : NULL, &column, &w->columns) != 0)
		return -1;
	/* one more for the column that is only sorted by */
	w->column =
	    CSM_ARENA_ARRAY(&context->arena, struct csm_list_column, w->columns + 1);
	memcpy(w->column, column, w->columns * sizeof *column);
	if (read_sort(context, w) != 0)
		return -1;
	for (size_t i = 0; i < w->columns; i++)
		w->wants_units |= w->column[i].kind == CSM_COLUMN_UNITS;
	return 0;
}

static int
list_company(struct csm_context *context, const struct csm_set *set)
{
	struct list_work *w = context->work;
	size_t n = csm_engine_entities(context->now, w->model);

	for (size_t i = 0; i < n; i++) {
		CSM_GROW(w->row, w->rows, &w->cap);
		struct list_row *row = &w->row[w->rows];
		*row = (struct list_row){.order = w->rows++, .work = w};
		row->cell =
		    CSM_ARENA_ARRAY(&context->arena, struct csm_cell, w->columns);
		if (context->options->freeze != NULL) {
			struct csm_text id =
			    csm_engine_entity(context->now, w->model, i);
			row->company =
			    csm_arena_strdup(&context->arena, set->company.s);
			row->id = csm_arena_text(&context->arena, id.s, id.len);
		}
		for (size_t c = 0; c < w->columns; c++)
			row->cell[c] =
			    csm_column_cell(context, w->model, &w->column[c], set, i);
		if (w->wants_units)
			row->units = csm_facts_units(context, set);
	}
	return 0;
}

/* Equals as they came. */
static int
list_by_key(const void *a, const void *b)
{
	const struct list_row *x = a, *y = b;
	const struct list_work *w = x->work;
	int order = csm_shape_compare(&w->shape, &x->cell[w->sort], &y->cell[w->sort]);

	return order != 0 ? order : x->order < y->order ? -1 : 1;
}

static int
list_as_they_came(const void *a, const void *b)
{
	const struct list_row *x = *(const struct list_row *const *)a,
			      *y = *(const struct list_row *const *)b;

	return x->order < y->order ? -1 : x->order > y->order;
}

/* Metrics somebody asked for must occur; the usual ones may be missing. */
static int
need_metrics(struct csm_context *context, const struct list_work *w)
{
	const struct csm_report_options *o = context->options;

	if (context->first_day == CSM_DAY_NONE)
		return 0; /* no points at all: every metric is missing */
	for (size_t c = 0; c < w->columns; c++) {
		const struct csm_list_column *column = &w->column[c];
		int asked = (column->hidden ? o->sort : o->columns) != NULL;
		if (asked && column->kind == CSM_COLUMN_METRIC &&
		    csm_context_need_metric(context, column->metric,
			column->hidden ? "--sort" : "--columns") != 0)
			return -1;
	}
	return 0;
}

static struct csm_cell
list_cell(const void *row, size_t column)
{
	const struct list_row *r = row;

	return r->cell[column];
}

static struct csm_table *
list_table_new(const struct list_work *w, struct csm_doc *doc)
{
	struct csm_table *t = csm_doc_table(doc, "list", doc->title);

	for (size_t i = 0; i < w->columns; i++) {
		const struct csm_list_column *c = &w->column[i];
		if (!c->hidden)
			csm_table_add(t,
			    &(const struct csm_table_column){c->title, c->title,
				c->heading.kind, .of = list_cell, .at = i,
				.look = &c->heading.look, .stated = c->heading.stated});
	}
	return t;
}

/* Lights are made of the rows that are left. */
static void
list_put_row(
    struct csm_context *context, struct csm_table *t, const struct list_row *row)
{
	const struct list_work *w = context->work;

	for (size_t c = 0; c < w->columns; c++)
		if (w->column[c].kind == CSM_COLUMN_UNITS)
			row->cell[c] = csm_facts_lights(context, row->units);
	csm_table_put(t, row);
}

static void
list_freeze_row(struct csm_rowwriter *line, const char *model, const struct list_row *r)
{
	csm_rowwriter_string(line, "model", model);
	csm_rowwriter_string(line, "company", r->company);
	csm_rowwriter_string(line, "id", r->id);
	csm_rowwriter_end(line);
}

/* The first n rows, in the order of their ids: a list that is the same is the same file. */
static int
list_freeze(struct csm_context *context, const struct list_work *w, size_t n)
{
	struct csm_buf text = {0};
	struct csm_rowwriter line = csm_rowwriter_by(&text, ',');
	const struct list_row **row =
	    CSM_ARENA_ARRAY(&context->arena, const struct list_row *, n);
	struct csm_output *out;

	if (csm_output_open(&out, context->options->freeze, context->diag) != 0)
		return -1;
	for (size_t r = 0; r < n; r++)
		row[r] = &w->row[r];
	qsort(row, n, sizeof(struct list_row *), list_as_they_came);
	csm_buf_puts(&text, "model,company,id\n");
	for (size_t r = 0; r < n; r++)
		list_freeze_row(&line, csm_model_name(w->model), row[r]);
	csm_output_write(out, text.data, text.len);
	csm_buf_fini(&text);
	return csm_output_commit(out, context->diag);
}

static int
list_finish(struct csm_context *context, struct csm_doc *doc)
{
	static const char *const titles[CSM_MODELS] = {
	    "Companies", "Assets", "End users", "Projects"};
	static const char *const counted[CSM_MODELS] = {
	    "companies", "assets", "end users", "projects"};
	struct list_work *w = context->work;
	struct csm_table *t;
	size_t n;

	if (need_metrics(context, w) != 0)
		return -1;
	doc->title = titles[w->model];
	doc->subtitle = csm_context_subtitle(context, w->rows, counted[w->model]);
	t = list_table_new(w, doc);
	if (w->sort != SIZE_MAX && w->rows > 0)
		qsort(w->row, w->rows, sizeof *w->row, list_by_key);
	/* The report shapes its rows itself, since it may sort by what it does not
	 * show. */
	n = csm_shape_kept(context, &w->shape, w->rows);
	for (size_t r = 0; r < n; r++)
		list_put_row(context, t, &w->row[r]);
	return context->options->freeze == NULL ? 0 : list_freeze(context, w, n);
}

static void
list_end(struct csm_context *context)
{
	struct list_work *w = context->work;

	free(w->row);
}

const struct csm_report csm_report_list = {.name = "list",
    .work = sizeof(struct list_work),
    .summary = "companies, or end users, with the columns asked for",
    .takes = "columns sort top bottom limit model freeze",
    .begin = list_begin,
    .company = list_company,
    .finish = list_finish,
    .end = list_end};
