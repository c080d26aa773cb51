#include "table/drawn.h"

/* Choices of looks: what fits a screen in height; of cohorts five years of months. */
#define BARS 20
#define HEAT 60

/* A row of the table that is drawn. */
struct drawn_row {
	const struct csm_table *of;
	size_t row;
};

static struct csm_cell
drawn_cell(const void *row, size_t column)
{
	const struct drawn_row *r = row;

	return *csm_table_at(r->of, r->row, column);
}

static void
drawn_add_column(
    struct csm_table *t, const struct csm_table *rows, size_t column, const char *title)
{
	const struct csm_heading *h = &rows->column[column];

	csm_table_add(t,
	    &(const struct csm_table_column){h->name, title == NULL ? h->title : title,
		h->kind, .of = drawn_cell, .at = column, .look = &h->look});
}

static bool
drawn_has_number(const struct csm_table *rows, const char *name)
{
	size_t column = csm_table_find(rows, name);

	for (size_t r = 0; r < rows->rows; r++)
		if (csm_table_at(rows, r, column)->kind == CSM_CELL_NUMBER)
			return true;
	return false;
}

/* Without a number in any of them the last is drawn, which says so. */
static size_t
drawn_choose(const struct csm_drawn *drawn, const struct csm_table *rows)
{
	return drawn->of[1].column != NULL &&
		       !drawn_has_number(rows, drawn->of[0].column)
		   ? 1
		   : 0;
}

void
csm_drawn_put(
    const struct csm_drawn *drawn, struct csm_doc *doc, struct csm_table *rows)
{
	bool heat = drawn->chart == CSM_CHART_HEAT;
	size_t most = heat ? HEAT : BARS, chosen = drawn_choose(drawn, rows),
	       column = csm_table_find(rows, drawn->of[chosen].column);
	const char *title = drawn->of[chosen].title;
	struct csm_table *t =
	    csm_doc_table(doc, "chart", title == NULL ? rows->title : title);

	csm_doc_before(doc, rows);
	t->chart = drawn->chart;
	/* In HTML the table has bars or shades itself. */
	t->for_eyes = CSM_EYES_PICTURE;
	t->note = drawn->noted ? rows->note : NULL;
	if (rows->rows > most)
		t->note = csm_arena_printf(&doc->arena,
		    "%s%sThe first %zu of %zu, in the order of the table.",
		    t->note == NULL ? "" : t->note, t->note == NULL ? "" : " ", most,
		    rows->rows);
	drawn_add_column(t, rows, csm_table_find(rows, drawn->name), NULL);
	if (!heat)
		drawn_add_column(t, rows, column, title);
	for (size_t c = column + 1; heat && c < rows->columns; c++)
		drawn_add_column(t, rows, c, NULL);
	t->chart_columns = t->columns - 1;
	for (size_t r = 0; r < rows->rows && r < most; r++)
		csm_table_put(t, &(const struct drawn_row){rows, r});
}
