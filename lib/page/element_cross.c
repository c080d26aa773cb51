/* Charts of several metrics beside one another: a table of groups by metrics. */
#include "page/element.h"

#include <string.h>

/* A group, found by its name in the trend of each metric, or a column of all of them. */
struct cross_row {
	const char *title;
	size_t column; /* 0: by name */
	const struct csm_element *element;
};

/* The column of a trend that is about the group; 0: that metric has nobody in it. */
static size_t
cross_column(const struct csm_table *t, const char *title)
{
	for (size_t c = 1; c < t->columns; c++)
		if (strcmp(t->column[c].title, title) == 0)
			return c;
	return 0;
}

static struct csm_cell
cross_cell(const void *row, size_t metric)
{
	const struct cross_row *r = row;
	const struct csm_table *t = r->element->sub[metric].doc.first;
	size_t column = r->column > 0 ? r->column : cross_column(t, r->title);

	/* one bucket: all days are in the first row */
	return column == 0 || t->rows == 0 ? (struct csm_cell){.kind = CSM_CELL_NONE}
					   : *csm_table_at(t, 0, column);
}

static const struct csm_table_column cross_columns[] = {
    {"group", "", CSM_OF_TEXT(struct cross_row, title)}};

/* Groups of any of the trends, in the order of the first that has them; the last column
 * of a trend is about its days. */
static void
cross_put_groups(struct csm_element *e, struct csm_table *t)
{
	for (size_t i = 0; i < e->subs; i++) {
		const struct csm_table *of = e->sub[i].doc.first;
		for (size_t c = 1; c + 1 < of->columns; c++) {
			const char *title = of->column[c].title;
			size_t before = 0;
			while (before < i &&
			       cross_column(e->sub[before].doc.first, title) == 0)
				before++;
			if (before == i)
				csm_table_put(
				    t, &(const struct cross_row){title, 0, e});
		}
	}
}

void
csm_element_cross(struct csm_element *e, struct csm_table *t)
{
	struct csm_arena *arena = &e->page->arena;
	long days = e->sub[0].days;

	CSM_TABLE_COLUMNS(t, cross_columns);
	for (size_t i = 0; i < e->subs; i++) {
		const struct csm_table *of = e->sub[i].doc.first;
		struct csm_heading *h = csm_table_add(t,
		    &(const struct csm_table_column){e->sub[i].title, e->sub[i].title,
			CSM_CELL_NUMBER, .of = cross_cell, .at = i});
		h->look = of->column[1].look;
		h->look.show = CSM_SHOW_PLAIN;
	}
	t->chart_columns = e->subs;
	if (csm_json_get(e->json, "by") != NULL) {
		cross_put_groups(e, t);
		return;
	}
	csm_table_put(t, &(const struct cross_row){
			     csm_arena_printf(arena, "The last %ld days", days), 1, e});
	if (csm_json_get(e->json, "compare") != NULL)
		csm_table_put(
		    t, &(const struct cross_row){
			   csm_arena_printf(arena, "The %ld days before", days), 2, e});
}
