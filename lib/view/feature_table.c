#include "view/feature_table.h"
#include "base/text.h"

#include "table/look.h"

/* Shares are in percent. */
struct feature_row {
	const char *name;
	bool text; /* for people, who are shown nothing where nothing is known */
	size_t stayed_used, stayed, left_used, left;
	struct feature_share {
		int64_t value, low, high;
	} of_stayed, of_left, difference;
	int64_t lift, low, high;
};

static struct csm_cell
feature_number(const void *row, size_t at)
{
	const struct feature_row *r = row;
	struct csm_cell cell = csm_cell_of_number(row, at);

	/* "no data" beside every feature without thresholds would be read as a fault of
	 * the data. */
	return r->text && cell.kind == CSM_CELL_NONE ? csm_cell_blank() : cell;
}

#define NUMBER(member)                                                                 \
	CSM_CELL_NUMBER, .of = feature_number,                                         \
			 .at = offsetof(struct feature_row, member)

/* For programs, and, those with a title, for people. */
static const struct csm_table_column feature_columns[] = {
    {"feature", "Feature", CSM_OF_TEXT(struct feature_row, name)},
    {"stayed_used", NULL, CSM_OF_COUNT(struct feature_row, stayed_used)},
    {"stayed", NULL, CSM_OF_COUNT(struct feature_row, stayed)},
    {"left_used", NULL, CSM_OF_COUNT(struct feature_row, left_used)},
    {"left", NULL, CSM_OF_COUNT(struct feature_row, left)},
    {"stayed_percent", "Stayed", NUMBER(of_stayed.value), .look = &csm_look_percent},
    {"stayed_from", NULL, NUMBER(of_stayed.low)},
    {"stayed_to", NULL, NUMBER(of_stayed.high)},
    {"left_percent", "Left", NUMBER(of_left.value), .look = &csm_look_percent},
    {"left_from", NULL, NUMBER(of_left.low)}, {"left_to", NULL, NUMBER(of_left.high)},
    {"difference", "Difference", NUMBER(difference.value), .look = &csm_look_tenths},
    {"difference_from", "at least", NUMBER(difference.low), .look = &csm_look_tenths},
    {"difference_to", "at most", NUMBER(difference.high), .look = &csm_look_tenths},
    {"lift", "Lift", NUMBER(lift), .look = &csm_look_hundredths},
    {"low", "Low", NUMBER(low)}, {"high", "High", NUMBER(high)}};

static struct feature_share
feature_share(const struct csm_share *share)
{
	return (struct feature_share){.value = csm_num_from_double(100 * share->value),
	    .low = csm_num_from_double(100 * share->low),
	    .high = csm_num_from_double(100 * share->high)};
}

static void
feature_table_put_row(struct csm_table *t, const struct csm_feature_lift *f,
    const struct csm_feature_lift_counts *n, int text)
{
	const struct feature_row row = {.name = f->name,
	    .text = text,
	    .stayed_used = f->stayed,
	    .stayed = n->stayed,
	    .left_used = f->left,
	    .left = n->left,
	    .of_stayed = feature_share(&f->of_stayed),
	    .of_left = feature_share(&f->of_left),
	    .difference = feature_share(&f->difference),
	    .lift = csm_num_from_double(f->lift),
	    .low = f->low,
	    .high = f->high};

	csm_table_put(t, &row);
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
	    "Used in %s before: %zu that stayed, %zu that left",
	    csm_arena_printf(&doc->arena, "%s %s %s",
		csm_text_counted(&doc->arena, (uint64_t)window, "days"),
		window == 1 ? "that ends" : "that end",
		csm_text_counted(&doc->arena, (uint64_t)lead, "days")),
	    n.stayed, n.left);
	/* Intervals stay for people where they matter most, of the difference, which
	 * the rows are in order of. */
	for (size_t i = 0; i < sizeof feature_columns / sizeof feature_columns[0]; i++)
		if (!text || feature_columns[i].title != NULL)
			csm_table_add(t, &feature_columns[i]);
	row = csm_feature_lift_rows(features, &rows);
	for (size_t i = 0; i < rows; i++)
		feature_table_put_row(t, &row[i], &n, text);
}
