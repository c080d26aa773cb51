#include "figure/shape.h"

#include "table/drawn.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "figure/report.h"
#include "formula/titled.h"

#include <stdlib.h>
#include <string.h>

/* "10", "5%" */
static int
read_share(struct csm_context *context, struct csm_shape *shape, const char *option,
    const char *text)
{
	char *end;
	double n = strtod(text, &end);
	int percent = *end == '%';

	if (end == text || end[percent] != '\0' || !(n >= 0) || n > 1e9 ||
	    /* strtod also reads hexadecimal numbers, infinity and nan */
	    strpbrk(text, "xXpPnN") != NULL || (percent && n > 100) ||
	    (!percent && n != (double)(long)n))
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--%s wants a whole number or a percentage such as 10%%, not "
		    "\"%s\"",
		    option, text);
	shape->keep = (size_t)n;
	shape->percent = percent ? n : 0;
	return 0;
}

int
csm_shape_read(struct csm_context *context, struct csm_shape *shape)
{
	const struct csm_report_options *o = context->options;

	*shape = (struct csm_shape){.key = o->sort, .keep = SIZE_MAX};
	if (o->top != NULL && o->bottom != NULL)
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--top and --bottom exclude each other");
	if (o->sort == NULL && (o->top != NULL || o->bottom != NULL))
		return csm_error(context->diag, CSM_E_USAGE, NULL,
		    "--top and --bottom want --sort, which says by what");
	if (o->sort == NULL)
		return 0;
	/* The first of a top is the largest, the first of a bottom the smallest, with
	 * or without a sign. */
	shape->descending = o->bottom == NULL && (*o->sort == '-' || o->top != NULL);
	shape->key += *o->sort == '-' || *o->sort == '+';
	if (o->top != NULL)
		return read_share(context, shape, "top", o->top);
	return o->bottom == NULL ? 0 : read_share(context, shape, "bottom", o->bottom);
}

static int
compare_values(const struct csm_cell *a, const struct csm_cell *b)
{
	switch (a->kind) {
	case CSM_CELL_NUMBER:
		return a->number < b->number ? -1 : a->number > b->number;
	case CSM_CELL_DAY:
		return a->day < b->day ? -1 : a->day > b->day;
	case CSM_CELL_TEXT:
		return strcmp(a->text, b->text);
	default:
		return 0;
	}
}

static int
empty(const struct csm_cell *cell)
{
	return cell->kind == CSM_CELL_NONE || cell->kind == CSM_CELL_BLANK;
}

/* Order of two cells; one without a value stands last, whichever the direction.  0 if
 * they are equal. */
static int
figure_shape_compare(
    const struct csm_shape *shape, const struct csm_cell *a, const struct csm_cell *b)
{
	int order;

	if (empty(a) || empty(b))
		return empty(a) - empty(b);
	/* a formula may give a text here and a number there */
	order =
	    a->kind != b->kind ? (a->kind < b->kind ? -1 : 1) : compare_values(a, b);
	return shape->descending ? -order : order;
}

size_t
csm_shape_kept(
    const struct csm_context *context, const struct csm_shape *shape, size_t rows)
{
	size_t n = rows;

	if (shape->percent > 0) /* a part of a row is a row */
		n = (size_t)(shape->percent / 100 * (double)rows + 0.999999);
	else if (shape->keep < n)
		n = shape->keep;
	if (context->options->limit >= 0 && (size_t)context->options->limit < n)
		n = (size_t)context->options->limit;
	return n < rows ? n : rows;
}

/* The column of this name or title; -1 after a report. */
static int
figure_shape_find_column(struct csm_context *context, const struct csm_table *table,
    const char *name, size_t len, const char *option, size_t *column)
{
	struct csm_nearest near;
	struct csm_buf hint = {0}, quoted = {0};
	const char *text = csm_arena_text(&context->arena, name, len);

	csm_nearest_init(&near, text);
	for (size_t i = 0; i < table->columns; i++) {
		const struct csm_heading *c = &table->column[i];
		if (strcmp(c->name, text) == 0 || strcmp(c->title, text) == 0) {
			*column = i;
			return 0;
		}
		csm_nearest_offer(&near, c->name);
	}
	if (context->extras && strcmp(option, "--columns") == 0)
		csm_context_offer_fields(context, CSM_MODEL_COMPANY, &near);
	csm_text_quote(&quoted, text, len);
	csm_error(context->diag, CSM_E_USAGE, NULL, "%s: %s has no column %s%s", option,
	    context->report->name, quoted.data, csm_nearest_hint(&near, &hint));
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
	return -1;
}

struct shape_order {
	const struct csm_shape *shape;
	const struct csm_table *table;
	size_t column;
};

struct placed {
	const void *row;
	const struct shape_order *by;
	size_t order;
};

static int
figure_shape_by_key(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	const struct shape_order *by = x->by;
	const struct csm_cell p = csm_table_cell(by->table, x->row, by->column),
			      q = csm_table_cell(by->table, y->row, by->column);
	int order = figure_shape_compare(by->shape, &p, &q);

	/* Rows that are equal keep the report's own order, which qsort would not. */
	return order != 0 ? order : x->order < y->order ? -1 : 1;
}

void
csm_shape_sort(const struct csm_shape *shape, struct csm_table *t, size_t column)
{
	const struct shape_order by = {shape, t, column};
	struct placed *p = csm_xcalloc(t->rows + 1, sizeof *p);

	for (size_t r = 0; r < t->rows; r++)
		p[r] = (struct placed){t->row[r], &by, r};
	qsort(p, t->rows, sizeof *p, figure_shape_by_key);
	for (size_t r = 0; r < t->rows; r++)
		t->row[r] = p[r].row;
	free(p);
}

/* "company,health as H": these columns, in this order. */
static int
choose_columns(struct csm_context *context, struct csm_doc *doc, struct csm_table *t)
{
	size_t n;
	const struct csm_titled *asked =
	    csm_titled_split(&doc->arena, context->options->columns, &n);
	size_t *from = CSM_ARENA_ARRAY(&doc->arena, size_t, n);

	for (size_t i = 0; i < n; i++) {
		const char *name = asked[i].title; /* that of a column made for it */
		if (!csm_table_has(t, name))
			name = asked[i].text;
		if (figure_shape_find_column(
			context, t, name, strlen(name), "--columns", &from[i]) != 0)
			return -1;
	}
	struct csm_heading *heading =
	    CSM_ARENA_ARRAY(&doc->arena, struct csm_heading, n);
	for (size_t c = 0; c < n; c++) {
		heading[c] = t->column[from[c]];
		if (asked[c].title != asked[c].text)
			heading[c].name = heading[c].title = asked[c].title;
		heading[c].for_machines = 0; /* asked for */
	}
	t->column = heading;
	t->columns = t->column_cap = n;
	return 0;
}

int
csm_shape_table(
    struct csm_context *context, struct csm_doc *doc, struct csm_table *table)
{
	struct csm_shape shape;
	size_t column;

	if (csm_shape_read(context, &shape) != 0)
		return -1;
	if (shape.key != NULL) {
		if (figure_shape_find_column(context, table, shape.key,
			strlen(shape.key), "--sort", &column) != 0)
			return -1;
		csm_shape_sort(&shape, table, column);
	}
	/* along time, or not at all; of other columns another chart */
	if ((table->chart == CSM_CHART_LINE || table->chart == CSM_CHART_COLUMNS) &&
	    (shape.key != NULL || context->options->columns != NULL))
		table->chart = CSM_CHART_NONE;
	table->rows = csm_shape_kept(context, &shape, table->rows);
	if (context->report->drawn != NULL)
		csm_drawn_put(context->report->drawn, doc, table);
	return context->options->columns == NULL ? 0
						 : choose_columns(context, doc, table);
}
