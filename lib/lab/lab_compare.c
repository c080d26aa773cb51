#include "lab/lab.h"
#include "base/text.h"
#include "stats/total.h"
#include "table/look.h"

#include <string.h>

#define MOVERS 10 /* as many as are read, and fit a screen with the tables before */

/* What a company pays, as the account reports have it. */
static const char recurring[] = "coalesce(last(revenue.mrr, 1), "
				"last(revenue.rrvalue, 1), last(revenue.arr, 1) / 12)";

int
csm_lab_compare_prepare(struct csm_lab *lab)
{
	/* Without a place: of names that do not occur nothing is said. */
	lab->compare.sets = lab->others + 1;
	lab->value = csm_formula_parse(
	    lab->arena, recurring, strlen(recurring), NULL, lab->diag);
	if (lab->value == NULL)
		return -1;
	lab->value_query =
	    csm_engine_query_number(lab->engine, CSM_MODEL_COMPANY, lab->value);
	return 0;
}

void
csm_lab_compare_company(struct csm_lab *lab, const struct csm_set *set)
{
	size_t day = (size_t)(lab->until - lab->since);
	struct csm_value name =
	    csm_engine_field(lab->engine, CSM_MODEL_COMPANY, 0, "name", lab->until);
	struct csm_pair *p =
	    csm_compare_add(&lab->compare, set->company.s, csm_value_text(&name));

	/* The walk turns the run's engine; this one is the lab's to turn. */
	for (size_t i = 0; i <= lab->others; i++) {
		const struct csm_score *score;
		if (i > 0)
			csm_engine_company(lab->other[i - 1].engine, set);
		score =
		    csm_scorer_score(i == 0 ? lab->scorer : lab->other[i - 1].scorer,
			CSM_MODEL_COMPANY, 0, day);
		p->score[i] = CSM_MISSING;
		p->state[i] = CSM_PILLAR_UNKNOWN;
		/* No profile is no score, and counts as one: a company must not vanish
		 * from one side. */
		if (score->profile == NULL)
			continue;
		p->score[i] = csm_trial_scale(score->profile, score->value);
		p->state[i] = csm_trial_state(score);
	}
	/* By the run's own configuration: what a company pays is no question of
	 * profiles. */
	p->value = csm_engine_micros(lab->engine, lab->value_query, 0)[day];
}

/* What a set of profiles is called: the only other one needs no name. */
static const char *
lab_compare_name(const struct csm_lab *lab, size_t which)
{
	return which == 0         ? "now"
	       : lab->others == 1 ? "other"
				  : lab->other[which - 1].path;
}

struct spread_row {
	const char *profiles;
	struct csm_score_spread of;
};

static const struct csm_table_column spread_columns[] = {
    {"profiles", "Profiles", CSM_OF_TEXT(struct spread_row, profiles)},
    {"scored", "Scored", CSM_OF_COUNT(struct spread_row, of.scored),
	.look = &csm_look_whole},
    {"mean", "Mean", CSM_OF_NUMBER(struct spread_row, of.mean),
	.look = &csm_look_tenths},
    {"least", "Least", CSM_OF_NUMBER(struct spread_row, of.least),
	.look = &csm_look_tenths},
    {"quarter", "Quarter", CSM_OF_NUMBER(struct spread_row, of.quarter),
	.look = &csm_look_tenths},
    {"median", "Median", CSM_OF_NUMBER(struct spread_row, of.median),
	.look = &csm_look_tenths},
    {"three_quarters", "Three quarters",
	CSM_OF_NUMBER(struct spread_row, of.three_quarters), .look = &csm_look_tenths},
    {"most", "Most", CSM_OF_NUMBER(struct spread_row, of.most),
	.look = &csm_look_tenths}};

static void
put_spread(struct csm_lab *lab)
{
	struct csm_table *t =
	    csm_doc_table(&lab->doc, "distribution", "Scores, of 100");

	CSM_TABLE_COLUMNS(t, spread_columns);
	for (size_t which = 0; which <= lab->others; which++) {
		const struct spread_row row = {lab_compare_name(lab, which),
		    csm_compare_spread(&lab->compare, which)};
		csm_table_put(t, &row);
	}
}

/* A state now, and what is by the other profiles of those in it. */
struct matrix_row {
	struct csm_cell now;
	const size_t *count;  /* by state */
	const int64_t *value; /* NULL: companies are counted */
};

static struct csm_cell
matrix_state(const void *row, size_t state)
{
	const struct matrix_row *r = row;

	return r->value != NULL ? csm_cell_number(r->value[state])
				: csm_cell_count(r->count[state]);
}

static const struct csm_table_column matrix_columns[] = {
    {"now", "Now", CSM_OF_CELL(CSM_CELL_TEXT, struct matrix_row, now)},
    {"poor", "Other poor", CSM_CELL_NUMBER, .of = matrix_state, .at = CSM_PILLAR_POOR,
	.look = &csm_look_whole},
    {"average", "Other average", CSM_CELL_NUMBER, .of = matrix_state,
	.at = CSM_PILLAR_AVERAGE, .look = &csm_look_whole},
    {"good", "Other good", CSM_CELL_NUMBER, .of = matrix_state, .at = CSM_PILLAR_GOOD,
	.look = &csm_look_whole},
    {"no_score", "Other no score", CSM_CELL_NUMBER, .of = matrix_state,
	.at = CSM_PILLAR_UNKNOWN, .look = &csm_look_whole}};

/* Companies, and what they pay, from a state now to one by the other profiles. */
static void
put_matrix(struct csm_lab *lab, const char *name, const char *title, int value)
{
	struct csm_table *t = csm_doc_table(&lab->doc, name, title);
	struct csm_matrix m;

	csm_compare_matrix(&lab->compare, &m);
	CSM_TABLE_COLUMNS(t, matrix_columns);
	for (int now = 0; now < CSM_COMPARE_STATES; now++) {
		const struct matrix_row row = {
		    csm_lab_state(lab, (enum csm_pillar_state)now), m.count[now],
		    value ? m.value[now] : NULL};
		csm_table_put(t, &row);
	}
}

struct change_row {
	const char *change;
	size_t companies;
	int64_t value;
};

static const struct csm_table_column change_columns[] = {
    {"change", "By the other", CSM_OF_TEXT(struct change_row, change)},
    {"companies", "Companies", CSM_OF_COUNT(struct change_row, companies),
	.look = &csm_look_whole},
    {"value", "Recurring value", CSM_OF_NUMBER(struct change_row, value),
	.look = &csm_look_whole}};

/* Companies and recurring value that change band, to better and to worse. */
static void
put_changes(struct csm_lab *lab)
{
	enum { BETTER, WORSE, SAME, ONE, CHANGES };
	struct change_row row[CHANGES] = {[BETTER] = {"to a better band", 0, 0},
	    [WORSE] = {"to a worse band", 0, 0},
	    [SAME] = {"same band", 0, 0},
	    [ONE] = {"scored by one only", 0, 0}};
	struct csm_table *t = csm_doc_table(&lab->doc, "changes", "Changes of band");
	struct csm_matrix m;

	csm_compare_matrix(&lab->compare, &m);
	for (int a = 0; a < CSM_COMPARE_STATES; a++)
		for (int b = 0; b < CSM_COMPARE_STATES; b++) {
			/* states are in order, the lower the worse */
			int k = b > a ? BETTER : b < a ? WORSE : SAME;
			/* scored by neither: nothing changed, and nothing stayed */
			if (a == b && a == CSM_PILLAR_UNKNOWN)
				continue;
			if (a != b &&
			    (a == CSM_PILLAR_UNKNOWN || b == CSM_PILLAR_UNKNOWN))
				k = ONE;
			row[k].companies += m.count[a][b];
			csm_stats_add(&row[k].value, m.value[a][b]);
		}
	CSM_TABLE_COLUMNS(t, change_columns);
	for (int k = 0; k < CHANGES; k++)
		csm_table_put(t, &row[k]);
}

struct compare_mover {
	struct csm_pair of;
	struct csm_cell now_state, other_state;
	int64_t now, other, change;
};

static const struct csm_table_column mover_columns[] = {
    {"company", "Company", CSM_OF_TEXT(struct compare_mover, of.company)},
    {"name", "Name", CSM_OF_TEXT(struct compare_mover, of.name)},
    {"now", "Now", CSM_OF_NUMBER(struct compare_mover, now), .look = &csm_look_tenths},
    {"now_state", "State", CSM_OF_CELL(CSM_CELL_TEXT, struct compare_mover, now_state)},
    {"other", "Other", CSM_OF_NUMBER(struct compare_mover, other),
	.look = &csm_look_tenths},
    {"other_state", "State",
	CSM_OF_CELL(CSM_CELL_TEXT, struct compare_mover, other_state)},
    {"change", "Change", CSM_OF_NUMBER(struct compare_mover, change),
	.look = &csm_look_change_tenths},
    {"value", "Recurring value", CSM_OF_NUMBER(struct compare_mover, of.value),
	.look = &csm_look_whole}};

static void
put_movers(struct csm_lab *lab)
{
	struct csm_table *t = csm_doc_table(&lab->doc, "movers", "Biggest movers");
	size_t n = csm_compare_movers(&lab->compare);

	CSM_TABLE_COLUMNS(t, mover_columns);
	for (size_t i = 0; i < n && i < MOVERS; i++) {
		const struct csm_pair *p = &lab->compare.pair[i];
		const struct compare_mover row = {.of = *p,
		    .now = p->score[0],
		    .other = p->score[1],
		    .now_state = csm_lab_state(lab, p->state[0]),
		    .other_state = csm_lab_state(lab, p->state[1]),
		    .change = p->score[1] - p->score[0]};
		csm_table_put(t, &row);
	}
}

/* A state, and how many companies, or how much recurring value, each set has in it. */
struct side_row {
	struct csm_cell state;
	const struct csm_score_spread *of;
	enum csm_pillar_state at;
	bool value;
};

static struct csm_cell
side_count(const void *row, size_t which)
{
	const struct side_row *r = row;

	return r->value ? csm_cell_number(r->of[which].value[r->at])
			: csm_cell_count(r->of[which].count[r->at]);
}

static void
put_sides(struct csm_lab *lab, const char *name, const char *title, bool value)
{
	static const struct csm_table_column state = {
	    "state", "State", CSM_OF_CELL(CSM_CELL_TEXT, struct side_row, state)};
	struct csm_table *t = csm_doc_table(&lab->doc, name, title);
	struct csm_score_spread *of =
	    CSM_ARENA_ARRAY(&lab->doc.arena, struct csm_score_spread, lab->others + 1);

	csm_table_add(t, &state);
	for (size_t i = 0; i <= lab->others; i++) {
		of[i] = csm_compare_spread(&lab->compare, i);
		csm_table_add(
		    t, &(const struct csm_table_column){lab_compare_name(lab, i),
			   i == 0 ? "Now" : lab_compare_name(lab, i), CSM_CELL_NUMBER,
			   .of = side_count, .at = i,
			   .look = value ? &csm_look_whole : &csm_look_bar});
	}
	t->chart = CSM_CHART_SHARES;
	t->chart_columns = lab->others + 1;
	for (int s = 0; s < CSM_COMPARE_STATES; s++) {
		const struct side_row row = {
		    csm_lab_state(lab, (enum csm_pillar_state)s), of,
		    (enum csm_pillar_state)s, value};
		csm_table_put(t, &row);
	}
}

/* A company by each set. */
struct side_mover {
	const struct csm_pair *pair;
	struct csm_lab *lab;
};

static struct csm_cell
side_score(const void *row, size_t which)
{
	return csm_cell_number(((const struct side_mover *)row)->pair->score[which]);
}

static struct csm_cell
side_state(const void *row, size_t which)
{
	const struct side_mover *r = row;

	return csm_lab_state(r->lab, r->pair->state[which]);
}

static struct csm_cell
side_text(const void *row, size_t which)
{
	const struct csm_pair *p = ((const struct side_mover *)row)->pair;

	return csm_cell_text(which == 0 ? p->company : p->name);
}

static struct csm_cell
side_number(const void *row, size_t which)
{
	const struct csm_pair *p = ((const struct side_mover *)row)->pair;

	return csm_cell_number(which == 0 ? p->distance : p->value);
}

static void
put_side_movers(struct csm_lab *lab)
{
	struct csm_table *t = csm_doc_table(&lab->doc, "movers", "Furthest apart");
	size_t n = csm_compare_movers(&lab->compare);
	struct csm_arena *arena = &lab->doc.arena;

	csm_table_add(t, &(const struct csm_table_column){
			     "company", "Company", CSM_CELL_TEXT, .of = side_text});
	csm_table_add(t, &(const struct csm_table_column){
			     "name", "Name", CSM_CELL_TEXT, .of = side_text, .at = 1});
	for (size_t i = 0; i <= lab->others; i++) {
		const char *name = lab_compare_name(lab, i);
		csm_table_add(
		    t, &(const struct csm_table_column){name, i == 0 ? "Now" : name,
			   CSM_CELL_NUMBER, .of = side_score, .at = i,
			   .look = &csm_look_tenths});
		csm_table_add(t, &(const struct csm_table_column){
				     csm_arena_printf(arena, "%s_state", name), "State",
				     CSM_CELL_TEXT, .of = side_state, .at = i});
	}
	csm_table_add(
	    t, &(const struct csm_table_column){"apart", "Apart", CSM_CELL_NUMBER,
		   .of = side_number, .look = &csm_look_tenths});
	csm_table_add(t,
	    &(const struct csm_table_column){"value", "Recurring value",
		CSM_CELL_NUMBER, .of = side_number, .at = 1, .look = &csm_look_whole});
	for (size_t i = 0; i < n && i < MOVERS; i++) {
		const struct side_mover row = {&lab->compare.pair[i], lab};
		csm_table_put(t, &row);
	}
}

static const char *
lab_compare_paths(struct csm_lab *lab)
{
	struct csm_buf text = {0};
	const char *paths;

	for (size_t i = 0; i < lab->others; i++)
		csm_buf_printf(&text, "%s%s",
		    i == 0                ? ""
		    : i + 1 < lab->others ? ", "
					  : " and ",
		    lab->other[i].path);
	paths = csm_arena_strdup(&lab->doc.arena, csm_buf_text(&text));
	csm_buf_fini(&text);
	return paths;
}

void
csm_lab_compare_finish(struct csm_lab *lab)
{
	char day[CSM_DAY_TEXT];

	for (size_t i = 0; i < lab->others; i++)
		csm_engine_finish(lab->other[i].engine, lab->diag);
	csm_date_format(lab->until, day);
	lab->doc.title = lab->others == 1 ? "Two sets of profiles"
					  : "Sets of profiles, side by side";
	lab->doc.subtitle = csm_arena_printf(&lab->doc.arena, "%s, %s; now against %s",
	    day, csm_text_counted(&lab->doc.arena, lab->compare.n, "companies"),
	    lab_compare_paths(lab));
	put_spread(lab);
	if (lab->others > 1) {
		put_sides(lab, "states", "Companies by state", false);
		put_sides(lab, "value", "Recurring value by state", true);
		put_side_movers(lab);
		return;
	}
	put_matrix(lab, "matrix", "Companies by state, now and by the other", 0);
	put_matrix(lab, "value", "Recurring value by state, now and by the other", 1);
	put_changes(lab);
	put_movers(lab);
}
