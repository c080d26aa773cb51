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
	struct csm_scorer *scorer[2] = {lab->scorer, lab->other.scorer};
	size_t day = (size_t)(lab->until - lab->since);
	struct csm_value name =
	    csm_engine_field(lab->engine, CSM_MODEL_COMPANY, 0, "name", lab->until);
	struct csm_pair *p =
	    csm_compare_add(&lab->compare, set->company.s, csm_value_text(&name));

	/* The walk turns the run's engine; this one is the lab's to turn. */
	csm_engine_company(lab->other.engine, set);
	for (int i = 0; i < 2; i++) {
		const struct csm_score *score =
		    csm_scorer_score(scorer[i], CSM_MODEL_COMPANY, 0, day);
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
	static const char *const names[] = {"now", "other"};
	struct csm_table *t =
	    csm_doc_table(&lab->doc, "distribution", "Scores, of 100");

	CSM_TABLE_COLUMNS(t, spread_columns);
	for (int which = 0; which < 2; which++) {
		const struct spread_row row = {
		    names[which], csm_compare_spread(&lab->compare, which)};
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
	int64_t change;
};

static const struct csm_table_column mover_columns[] = {
    {"company", "Company", CSM_OF_TEXT(struct compare_mover, of.company)},
    {"name", "Name", CSM_OF_TEXT(struct compare_mover, of.name)},
    {"now", "Now", CSM_OF_NUMBER(struct compare_mover, of.score[0]),
	.look = &csm_look_tenths},
    {"now_state", "State", CSM_OF_CELL(CSM_CELL_TEXT, struct compare_mover, now_state)},
    {"other", "Other", CSM_OF_NUMBER(struct compare_mover, of.score[1]),
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
		    .now_state = csm_lab_state(lab, p->state[0]),
		    .other_state = csm_lab_state(lab, p->state[1]),
		    .change = p->score[1] - p->score[0]};
		csm_table_put(t, &row);
	}
}

void
csm_lab_compare_finish(struct csm_lab *lab)
{
	char day[CSM_DAY_TEXT];

	csm_engine_finish(lab->other.engine, lab->diag);
	csm_date_format(lab->until, day);
	lab->doc.title = "Two sets of profiles";
	lab->doc.subtitle = csm_arena_printf(&lab->doc.arena, "%s, %s; now against %s",
	    day, csm_text_counted(&lab->doc.arena, lab->compare.n, "companies"),
	    lab->other.path);
	/* From the whole to the single: how scores lie, who changes state and what that
	 * is worth, then whose score moves most. */
	put_spread(lab);
	put_matrix(lab, "matrix", "Companies by state, now and by the other", 0);
	put_matrix(lab, "value", "Recurring value by state, now and by the other", 1);
	put_changes(lab);
	put_movers(lab);
}
