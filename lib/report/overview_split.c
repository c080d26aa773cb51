#include "report/overview_split.h"

#include "base/xalloc.h"
#include "table/look.h"

#include <stdlib.h>
#include <string.h>

static struct csm_split_row *
split_row(struct csm_context *context, struct csm_split_rows *rows, const char *id)
{
	size_t n = rows->ids.n, at = csm_intern_put(&rows->ids, id, strlen(id));

	if (at == n) {
		CSM_GROW(rows->row, n, &rows->cap);
		rows->row[n] = CSM_ARENA_NEW(&context->arena, struct csm_split_row);
		/* names in points are good until the next company */
		id = csm_arena_strdup(&context->arena, id);
		*rows->row[n] = (struct csm_split_row){
		    .id = id, .title = id, .mrr = CSM_MISSING, .at_risk = CSM_MISSING};
	}
	return rows->row[at];
}

/* Which of the bands, from the best; CSM_SPLIT_BANDS: none. */
static size_t
split_band(const struct csm_state *state)
{
	const struct csm_state *plain = state == NULL ? NULL : csm_state_plain(state);
	size_t i = 0;

	while (i < CSM_SPLIT_BANDS && (plain == NULL || csm_state_at(i) != plain))
		i++;
	return i;
}

static void
split_count(struct csm_split_row *row, const struct csm_state *state, int64_t mrr)
{
	size_t band = split_band(state);

	row->companies++;
	csm_stats_add(&row->mrr, mrr);
	if (band == CSM_SPLIT_BANDS)
		row->none++;
	else
		row->band[band]++;
	/* The worst band, the last of the three; a value without one is at no risk that
	 * is known. */
	if (band == CSM_SPLIT_BANDS - 1)
		csm_stats_add(&row->at_risk, mrr);
}

int
csm_overview_split_begin(struct csm_context *context, struct csm_split *split)
{
	return csm_dimension_read(context, context->options->by, &split->by);
}

static const char *
split_title(const struct csm_context *context, const char *entry, const char *id)
{
	const struct csm_entry *e = csm_entry_find(context->catalog.part, entry);

	return e == NULL || e->name == NULL ? id : e->name;
}

/* Whether a part has a band: a pillar without a value has the state "unknown", as has a
 * factor without one, which is no pillar for that. */
static bool
split_is_pillar(
    const struct csm_context *context, const char *entry, const struct csm_cell *cell)
{
	const struct csm_entry *e = csm_entry_find(context->catalog.part, entry);

	/* a band is told by the state itself */
	if (split_band(cell->state) != CSM_SPLIT_BANDS)
		return true;
	return (e == NULL || !e->factor) && cell->state != NULL &&
	       strcmp(cell->state->name, "unknown") == 0;
}

/* Points health.<profile> and health.<profile>.<pillar>. */
static void
split_parts(struct csm_context *context, struct csm_split *split,
    const struct csm_set *set, const struct csm_facts *f)
{
	const char *profile = csm_facts_profile(set, context->until);
	const struct csm_entity_points *own = csm_facts_own(set);
	size_t len = profile == NULL ? 0 : strlen(profile);
	struct csm_split_row *row;

	if (profile == NULL)
		return;
	row = split_row(context, &split->profile, profile);
	row->title = split_title(context, profile, row->id);
	split_count(row, f->health.state, f->mrr);
	for (size_t m = 0; m < own->metrics; m++) {
		const char *name = own->metric[m].metric.s;
		struct csm_cell cell;
		if (strncmp(name, "health.", 7) != 0 ||
		    strncmp(name + 7, profile, len) != 0 || name[7 + len] != '.')
			continue;
		cell = csm_facts_cell(context, set, name, context->until);
		if (!split_is_pillar(context, name + 7, &cell))
			continue;
		row = split_row(context, &split->pillar, name + 8 + len);
		row->title = split_title(context, name + 7, row->id);
		/* Each pillar counts the company, with its value: columns are not to be
		 * added up. */
		split_count(row, cell.state, f->mrr);
	}
}

void
csm_overview_split_company(struct csm_context *context, struct csm_split *split,
    const struct csm_set *set, const struct csm_facts *f)
{
	const char *group;

	split_parts(context, split, set, f);
	if (split->by.kind == CSM_DIMENSION_NONE)
		return;
	group = csm_dimension_of(context, &split->by, f->id);
	split_count(split_row(context, &split->group, group == NULL ? "(none)" : group),
	    f->health.state, f->mrr);
}

static struct csm_cell
split_of_band(const void *row, size_t band)
{
	return csm_cell_count(((const struct csm_split_row *)row)->band[band]);
}

/* A state of nobody is worth nothing, which is known; that of companies of unknown worth is
 * not. */
static struct csm_cell
split_at_risk(const void *row)
{
	const struct csm_split_row *r = row;

	return csm_cell_number(
	    r->mrr != CSM_MISSING && r->band[CSM_SPLIT_BANDS - 1] == 0 ? 0
								       : r->at_risk);
}

static struct csm_cell
split_share(const void *row)
{
	const struct csm_split_row *r = row;

	if (r->mrr == CSM_MISSING || r->mrr <= 0)
		return csm_cell_number(CSM_MISSING);
	return csm_cell_number(
	    csm_stats_ratio(r->at_risk == CSM_MISSING ? 0 : r->at_risk, r->mrr));
}

static const struct csm_table_column name_columns[] = {
    {"group", NULL, CSM_OF_TEXT(struct csm_split_row, title)}};
static const struct csm_table_column split_columns[] = {
    {"none", "No band", CSM_OF_COUNT(struct csm_split_row, none)},
    {"companies", "Companies", CSM_OF_COUNT(struct csm_split_row, companies)},
    {"mrr", "Recurring value", CSM_OF_NUMBER(struct csm_split_row, mrr),
	.look = &csm_look_money},
    {"at_risk", "Of it red", CSM_CELL_NUMBER, .put = split_at_risk,
	.look = &csm_look_money},
    {"at_risk_share", "Red", CSM_CELL_NUMBER, .put = split_share,
	.look = &csm_look_percent}};

static int
split_by_title(const void *a, const void *b)
{
	const struct csm_split_row *x = *(struct csm_split_row *const *)a,
				   *y = *(struct csm_split_row *const *)b;
	int order = strcmp(x->title, y->title);

	return order != 0 ? order : strcmp(x->id, y->id);
}

static struct csm_table *
split_table(struct csm_doc *doc, const char *part, const char *title, const char *group)
{
	struct csm_table *t = csm_doc_table(doc, part, title);

	t->chart = CSM_CHART_STACKED;
	t->chart_columns = CSM_SPLIT_BANDS + 1;
	CSM_TABLE_COLUMNS(t, name_columns);
	csm_table_heading(t, "group")->title = group;
	for (size_t i = 0; i < CSM_SPLIT_BANDS; i++) {
		const struct csm_state *state = csm_state_at(i);
		csm_table_add(
		    t, &(const struct csm_table_column){state->name, state->word,
			   CSM_CELL_NUMBER, .of = split_of_band, .at = i})
		    ->state = state;
	}
	CSM_TABLE_COLUMNS(t, split_columns);
	return t;
}

static void
split_put_sorted(struct csm_table *t, const struct csm_split_rows *rows)
{
	size_t n = rows->ids.n;
	struct csm_split_row **row =
	    CSM_ARENA_ARRAY(t->arena, struct csm_split_row *, n + 1);

	if (n > 0)
		memcpy(row, rows->row, n * sizeof *row);
	/* By title, which people look for; a copy, since rows are found by their
	 * place. */
	qsort(row, n, sizeof *row, split_by_title);
	for (size_t i = 0; i < n; i++)
		csm_table_put(t, row[i]);
}

void
csm_overview_split_put(
    struct csm_context *context, const struct csm_split *split, struct csm_doc *doc)
{
	const struct csm_state *none =
	    csm_state_find(&context->arena, (struct csm_text){"unknown", 7});
	struct csm_table *t;

	if (split->by.kind != CSM_DIMENSION_NONE) {
		t = split_table(doc, "by",
		    csm_arena_printf(
			&context->arena, "Health by %s", context->options->by),
		    context->options->by);
		t->note = "A state: companies in each band, and the recurring value "
			  "of those in the worst.";
		csm_table_heading(t, "none")->state = none;
		split_put_sorted(t, &split->group);
	}
	/* one profile without pillars is the table of bands again */
	if (split->pillar.ids.n == 0 && split->profile.ids.n < 2)
		return;
	t = split_table(doc, "pillars", "Pillars and profiles", "What");
	t->note = "A state: how many companies are in each band, by pillar of their "
		  "profile, then by profile.";
	csm_table_heading(t, "none")->state = none;
	split_put_sorted(t, &split->pillar);
	split_put_sorted(t, &split->profile);
}

static void
split_rows_fini(struct csm_split_rows *rows)
{
	csm_intern_fini(&rows->ids);
	free(rows->row);
}

void
csm_overview_split_fini(struct csm_split *split)
{
	split_rows_fini(&split->pillar);
	split_rows_fini(&split->profile);
	split_rows_fini(&split->group);
}
