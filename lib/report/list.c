/* The report `list`. */
#include "base/xalloc.h"
#include "figure/column.h"
#include "figure/report.h"
#include "figure/shape.h"
#include "io/output.h"
#include "record/row_writer.h"
#include "table/packed.h"

#include <stdlib.h>
#include <string.h>

/* A row as the table keeps it: of millions there are as many. */
struct list_row {
	const struct csm_facts *units; /* NULL: no column needs them */
	struct csm_packed cell[];
};

/* Whose row it is: stands in front of it, if it is to be frozen. */
struct list_id {
	const char *company, *id;
};

struct list_work {
	enum csm_model model;
	struct csm_doc doc; /* its table is made while companies come by */
	struct csm_table *table;
	struct csm_list_column *column;
	size_t columns; /* the hidden ones stand last */
	size_t sort;    /* column sorted by; SIZE_MAX: none */
	struct csm_shape shape;
	int wants_units;
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

static struct csm_cell
list_cell(const void *row, size_t column)
{
	const struct list_row *r = row;

	return csm_packed_cell(r->cell[column]);
}

/* Those that are only sorted by are columns, too, until the rows are in order. */
static void
list_table_begin(struct csm_context *context, struct list_work *w)
{
	w->doc.manner = &context->catalog.manner;
	w->table = csm_doc_table(&w->doc, "list", NULL);
	for (size_t i = 0; i < w->columns; i++) {
		const struct csm_list_column *c = &w->column[i];
		csm_table_add(w->table,
		    &(const struct csm_table_column){c->title, c->title,
			c->heading.kind, .of = list_cell, .at = i,
			.look = &c->heading.look, .stated = c->heading.stated});
	}
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
	list_table_begin(context, w);
	return 0;
}

static struct list_id *
list_id_of(const struct list_row *row)
{
	return (struct list_id *)(uintptr_t)row - 1;
}

static struct list_row *
list_row_new(struct csm_context *context, const struct list_work *w,
    const struct csm_set *set, size_t i)
{
	size_t before = context->options->freeze == NULL ? 0 : sizeof(struct list_id);
	char *p = csm_arena_alloc(&context->arena,
	    before + sizeof(struct list_row) + w->columns * sizeof(struct csm_packed));
	struct list_row *row = (void *)(p + before);

	if (before > 0) {
		struct csm_text id = csm_engine_entity(context->now, w->model, i);
		*list_id_of(row) =
		    (struct list_id){csm_arena_strdup(&context->arena, set->company.s),
			csm_arena_text(&context->arena, id.s, id.len)};
	}
	if (w->wants_units)
		row->units = csm_facts_units(context, set);
	return row;
}

static struct csm_packed
list_pack(struct csm_context *context, struct list_work *w, const struct csm_set *set,
    size_t column, size_t i)
{
	const struct csm_cell cell =
	    csm_column_cell(context, w->model, &w->column[column], set, i);

	return csm_packed_of(&w->table->column[column].forms, &context->arena, &cell);
}

static int
list_company(struct csm_context *context, const struct csm_set *set)
{
	struct list_work *w = context->work;
	size_t n = csm_engine_entities(context->now, w->model);

	for (size_t i = 0; i < n; i++) {
		struct list_row *row = list_row_new(context, w, set, i);
		for (size_t c = 0; c < w->columns; c++)
			row->cell[c] = list_pack(context, w, set, c, i);
		csm_table_keep(w->table, row);
	}
	return 0;
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

/* Lights are made of the rows that are left. */
static void
list_light_row(struct csm_context *context, struct list_work *w, struct list_row *row)
{
	for (size_t c = 0; c < w->columns; c++) {
		struct csm_cell lights;
		if (w->column[c].kind != CSM_COLUMN_UNITS)
			continue;
		lights = csm_facts_lights(context, row->units);
		row->cell[c] =
		    csm_packed_of(&w->table->column[c].forms, &context->arena, &lights);
	}
}

static void
list_freeze_row(struct csm_rowwriter *line, const char *model, const struct list_id *r)
{
	csm_rowwriter_string(line, "model", model);
	csm_rowwriter_string(line, "company", r->company);
	csm_rowwriter_string(line, "id", r->id);
	csm_rowwriter_end(line);
}

static int
list_by_ids(const void *a, const void *b)
{
	const struct list_id *x = *(const struct list_id *const *)a,
			     *y = *(const struct list_id *const *)b;
	int order = strcmp(x->company, y->company);

	return order != 0 ? order : strcmp(x->id, y->id);
}

/* The rows shown, in the order of their ids: a list that is the same is the same file. */
static int
list_freeze(struct csm_context *context, const struct list_work *w)
{
	const struct csm_table *t = w->table;
	struct csm_buf text = {0};
	struct csm_rowwriter line = csm_rowwriter_by(&text, ',');
	const struct list_id **id =
	    CSM_ARENA_ARRAY(&context->arena, const struct list_id *, t->rows);
	struct csm_output *out;

	if (csm_output_open(&out, context->options->freeze, context->diag) != 0)
		return -1;
	for (size_t r = 0; r < t->rows; r++)
		id[r] = list_id_of(t->row[r]);
	qsort(id, t->rows, sizeof(struct list_id *), list_by_ids);
	csm_buf_puts(&text, "model,company,id\n");
	for (size_t r = 0; r < t->rows; r++)
		list_freeze_row(&line, csm_model_name(w->model), id[r]);
	csm_output_write(out, text.data, text.len);
	csm_buf_fini(&text);
	return csm_output_commit(out, context->diag);
}

/* The report shapes its rows itself, since it may sort by what it does not show. */
static void
list_shape(struct csm_context *context, struct list_work *w)
{
	struct csm_table *t = w->table;

	if (w->sort != SIZE_MAX)
		csm_shape_sort(&w->shape, t, w->sort);
	t->rows = csm_shape_kept(context, &w->shape, t->rows);
	for (size_t r = 0; w->wants_units && r < t->rows; r++)
		list_light_row(context, w, (struct list_row *)(uintptr_t)t->row[r]);
	while (t->columns > 0 && w->column[t->columns - 1].hidden)
		t->columns--;
}

static int
list_finish(struct csm_context *context, struct csm_doc *doc)
{
	static const char *const titles[CSM_MODELS] = {
	    "Companies", "Assets", "End users", "Projects"};
	static const char *const counted[CSM_MODELS] = {
	    "companies", "assets", "end users", "projects"};
	struct list_work *w = context->work;

	if (need_metrics(context, w) != 0)
		return -1;
	doc->title = w->table->title = titles[w->model];
	doc->subtitle =
	    csm_context_subtitle(context, w->table->rows, counted[w->model]);
	list_shape(context, w);
	csm_doc_add(doc, w->table);
	return context->options->freeze == NULL ? 0 : list_freeze(context, w);
}

static void
list_end(struct csm_context *context)
{
	struct list_work *w = context->work;

	csm_doc_fini(&w->doc);
}

const struct csm_report csm_report_list = {.name = "list",
    .work = sizeof(struct list_work),
    .parts = (const char *const[]){"list", NULL},
    .summary = "companies, or end users, with the columns asked for",
    .takes = "columns sort top bottom limit model freeze",
    .begin = list_begin,
    .company = list_company,
    .finish = list_finish,
    .end = list_end};
