#include "view/feature_table.h"

/* Columns for programs and for people. */
static const struct feature_table_column {
	const char *name, *title; /* title NULL: for programs only */
	struct csm_look look;
} columns[] = {
    {"feature", "Feature", {0}},
    {"stayed_used", NULL, {0}},
    {"stayed", NULL, {0}},
    {"left_used", NULL, {0}},
    {"left", NULL, {0}},
    {"stayed_percent", "Stayed", {.places = 0, .unit = "%"}},
    {"stayed_from", NULL, {0}},
    {"stayed_to", NULL, {0}},
    {"left_percent", "Left", {.places = 0, .unit = "%"}},
    {"left_from", NULL, {0}},
    {"left_to", NULL, {0}},
    {"difference", "Difference", {.places = 1}},
    {"difference_from", "at least", {.places = 1}},
    {"difference_to", "at most", {.places = 1}},
    {"lift", "Lift", {.places = 2}},
    {"low", "Low", {.places = -1}},
    {"high", "High", {.places = -1}},
};

enum { COLUMNS = sizeof columns / sizeof columns[0] };

static void
feature_table_put_columns(struct csm_doc *doc, struct csm_table *t, int text)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		const struct feature_table_column *c = &columns[i];
		if (text && c->title == NULL)
			continue;
		csm_table_column(doc, t, c->name, c->title,
		    i == 0 ? CSM_CELL_TEXT : CSM_CELL_NUMBER);
		t->column[t->columns - 1].look = c->look;
	}
}

/* Shares are shown in percent. */
static struct csm_cell
feature_table_percent(double share)
{
	return csm_cell_number(csm_num_from_double(100 * share));
}

static struct csm_cell *
feature_table_put_share(struct csm_cell *cell, const struct csm_share *share)
{
	*cell++ = feature_table_percent(share->value);
	*cell++ = feature_table_percent(share->low);
	*cell++ = feature_table_percent(share->high);
	return cell;
}

static void
feature_table_put_row(struct csm_doc *doc, struct csm_table *t,
    const struct csm_feature_lift *f, const struct csm_feature_lift_counts *n, int text)
{
	struct csm_cell all[COLUMNS], *cell = all;

	*cell++ = csm_cell_text(f->name);
	*cell++ = csm_cell_count(f->stayed);
	*cell++ = csm_cell_count(n->stayed);
	*cell++ = csm_cell_count(f->left);
	*cell++ = csm_cell_count(n->left);
	cell = feature_table_put_share(cell, &f->of_stayed);
	cell = feature_table_put_share(cell, &f->of_left);
	cell = feature_table_put_share(cell, &f->difference);
	*cell++ = csm_cell_number(csm_num_from_double(f->lift));
	*cell++ = csm_cell_number(f->low);
	*cell = csm_cell_number(f->high);
	cell = csm_table_row(doc, t);
	for (size_t i = 0; i < COLUMNS; i++) {
		if (text && columns[i].title == NULL)
			continue;
		if (text && all[i].kind == CSM_CELL_NONE)
			all[i].kind = CSM_CELL_BLANK;
		*cell++ = all[i];
	}
}

void
csm_featuretable_put(struct csm_doc *doc, struct csm_feature_lifts *features, long lead,
    long window, int text)
{
	struct csm_feature_lift_counts n = csm_feature_lift_counts(features);
	struct csm_table *t = csm_doc_table(doc, "features", NULL);
	const struct csm_feature_lift *row;
	size_t rows;

	t->note = csm_arena_printf(&doc->arena,
	    "Used in %ld days that end %ld days before: %zu that stayed, %zu that left",
	    window, lead, n.stayed, n.left);
	feature_table_put_columns(doc, t, text);
	row = csm_feature_lift_rows(features, &rows);
	for (size_t i = 0; i < rows; i++)
		feature_table_put_row(doc, t, &row[i], &n, text);
}
