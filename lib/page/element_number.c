/* A number: all days as one, set against those before, and day by day. */
#include "page/element.h"
#include "table/show.h"

#include <string.h>

static int
read_number(struct csm_element *e)
{
	const struct csm_json *metric = csm_json_get(e->json, "metric");

	if (metric == NULL)
		return csm_json_error(
		    e->page->diag, e->json, CSM_E_CONFIG, "a number wants \"metric\"");
	/* Twice the same metric: once all days as one number with what was before, once
	 * day by day for the little line. */
	if (csm_element_trend(e, metric, NULL, 1) != 0 ||
	    csm_element_trend(e, metric, NULL, 1) != 0)
		return -1;
	e->sub[0].options.compare = CSM_COMPARE_PREVIOUS;
	e->sub[1].options.bucket = CSM_BUCKET_DAY;
	return 0;
}

/* "-12 against the 30 days before" */
static const char *
number_against(const struct csm_element *e, struct csm_arena *arena)
{
	const struct csm_table *whole = e->sub[0].doc.first;
	size_t change = csm_table_find(whole, "change");
	struct csm_buf against = {0}, shown = {0};
	const char *copy;

	csm_show_cell(&shown, csm_table_at(whole, 0, change), &whole->column[change]);
	if (*csm_buf_text(&shown) == '-')
		csm_buf_printf(&against, "\u2212%s", shown.data + 1);
	else
		csm_buf_puts(&against, csm_buf_text(&shown));
	if (e->sub[0].days == 1)
		csm_buf_puts(&against, " against the day before");
	else
		csm_buf_printf(
		    &against, " against the %ld days before", e->sub[0].days);
	copy = csm_arena_strdup(arena, csm_buf_text(&against));
	csm_buf_fini(&shown);
	csm_buf_fini(&against);
	return copy;
}

struct number_row {
	const char *what, *against;
	struct csm_cell value, days;
};

static const struct csm_table_column number_columns[] = {
    {"what", "", CSM_OF_TEXT(struct number_row, what)},
    {"value", "", CSM_OF_CELL(CSM_CELL_NUMBER, struct number_row, value)},
    {"against", "", CSM_OF_TEXT(struct number_row, against)},
    {"days", "", CSM_OF_CELL(CSM_CELL_SERIES, struct number_row, days)}};

static void
finish_number(struct csm_element *e, struct csm_doc *doc)
{
	const struct csm_table *whole = e->sub[0].doc.first,
			       *days = e->sub[1].doc.first;
	size_t value = csm_table_find(whole, "value"),
	       of_day = csm_table_find(days, "value");
	int64_t *series = CSM_ARENA_ARRAY(&doc->arena, int64_t, days->rows);
	struct csm_table *t;

	if (e->box.title == NULL)
		e->box.title = e->sub[0].title;
	t = csm_element_table(e, doc, "number");
	t->layout = CSM_LAYOUT_TILES;
	CSM_TABLE_COLUMNS(t, number_columns);
	csm_table_heading(t, "value")->look = whole->column[value].look;
	csm_table_heading(t, "value")->look.show = CSM_SHOW_PLAIN;
	for (size_t i = 0; i < days->rows; i++) {
		const struct csm_cell *cell = csm_table_at(days, i, of_day);
		series[i] = cell->kind == CSM_CELL_NUMBER ? cell->number : CSM_MISSING;
	}
	csm_table_put(t,
	    &(const struct number_row){e->box.title, number_against(e, &doc->arena),
		*csm_table_at(whole, 0, value), csm_cell_series(series, days->rows)});
}

const struct csm_element_kind csm_element_number = {
    "metric agg over days segment where owner", read_number, finish_number};
