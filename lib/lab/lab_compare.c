#include "lab/lab.h"

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

	csm_engine_company(lab->other.engine, set);
	for (int i = 0; i < 2; i++) {
		const struct csm_score *score =
		    csm_scorer_score(scorer[i], CSM_MODEL_COMPANY, 0, day);
		p->score[i] = CSM_MISSING;
		p->state[i] = CSM_PILLAR_UNKNOWN;
		if (score->profile == NULL)
			continue;
		p->score[i] = csm_trial_scale(score->profile, score->value);
		p->state[i] = csm_trial_state(score);
	}
	p->value = csm_engine_micros(lab->engine, lab->value_query, 0)[day];
}

static void
put_spread(struct csm_lab *lab)
{
	static const char *const names[] = {"now", "other"};
	static const char *const columns[][2] = {{"scored", "Scored"}, {"mean", "Mean"},
	    {"least", "Least"}, {"quarter", "Quarter"}, {"median", "Median"},
	    {"three_quarters", "Three quarters"}, {"most", "Most"}};
	struct csm_table *t =
	    csm_doc_table(&lab->doc, "distribution", "Scores, of 100");

	csm_lab_column(lab, t, "profiles", "Profiles", CSM_CELL_TEXT, -1);
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		csm_lab_column(lab, t, columns[i][0], columns[i][1], CSM_CELL_NUMBER,
		    i == 0 ? 0 : 1);
	for (int which = 0; which < 2; which++) {
		struct csm_score_spread s = csm_compare_spread(&lab->compare, which);
		struct csm_cell *cell = csm_table_row(&lab->doc, t);
		*cell++ = csm_cell_text(names[which]);
		*cell++ = csm_cell_count(s.scored);
		*cell++ = csm_cell_number(s.mean);
		*cell++ = csm_cell_number(s.least);
		*cell++ = csm_cell_number(s.quarter);
		*cell++ = csm_cell_number(s.median);
		*cell++ = csm_cell_number(s.three_quarters);
		*cell++ = csm_cell_number(s.most);
	}
}

/* Companies, and what they pay, from a state now to one by the other profiles. */
static void
put_matrix(struct csm_lab *lab, const char *name, const char *title, int value)
{
	static const char *const heads[CSM_COMPARE_STATES][2] = {{"poor", "Other poor"},
	    {"average", "Other average"}, {"good", "Other good"},
	    {"no_score", "Other no score"}};
	struct csm_table *t = csm_doc_table(&lab->doc, name, title);
	struct csm_matrix m;

	csm_compare_matrix(&lab->compare, &m);
	csm_lab_column(lab, t, "now", "Now", CSM_CELL_TEXT, -1);
	for (int s = 0; s < CSM_COMPARE_STATES; s++)
		csm_lab_column(lab, t, heads[s][0], heads[s][1], CSM_CELL_NUMBER, 0);
	for (int a = 0; a < CSM_COMPARE_STATES; a++) {
		struct csm_cell *cell = csm_table_row(&lab->doc, t);
		*cell++ = csm_lab_state(lab, (enum csm_pillar_state)a);
		for (int b = 0; b < CSM_COMPARE_STATES; b++)
			*cell++ = value ? csm_cell_number(m.value[a][b])
					: csm_cell_count(m.count[a][b]);
	}
}

/* Companies and recurring value that change band, to better and to worse. */
static void
put_changes(struct csm_lab *lab)
{
	static const char *const names[] = {
	    "to a better band", "to a worse band", "same band", "scored by one only"};
	struct csm_table *t = csm_doc_table(&lab->doc, "changes", "Changes of band");
	struct csm_matrix m;
	size_t count[4] = {0};
	int64_t value[4] = {0};

	csm_compare_matrix(&lab->compare, &m);
	for (int a = 0; a < CSM_COMPARE_STATES; a++)
		for (int b = 0; b < CSM_COMPARE_STATES; b++) {
			int k = b > a ? 0 : b < a ? 1 : 2;
			if (a == b && a == CSM_PILLAR_UNKNOWN)
				continue;
			if (a != b &&
			    (a == CSM_PILLAR_UNKNOWN || b == CSM_PILLAR_UNKNOWN))
				k = 3;
			count[k] += m.count[a][b];
			value[k] += m.value[a][b];
		}
	csm_lab_column(lab, t, "change", "By the other", CSM_CELL_TEXT, -1);
	csm_lab_column(lab, t, "companies", "Companies", CSM_CELL_NUMBER, 0);
	csm_lab_column(lab, t, "value", "Recurring value", CSM_CELL_NUMBER, 0);
	for (int k = 0; k < 4; k++) {
		struct csm_cell *cell = csm_table_row(&lab->doc, t);
		*cell++ = csm_cell_text(names[k]);
		*cell++ = csm_cell_count(count[k]);
		*cell++ = csm_cell_number(value[k]);
	}
}

static void
put_movers(struct csm_lab *lab)
{
	struct csm_table *t = csm_doc_table(&lab->doc, "movers", "Biggest movers");
	size_t n = csm_compare_movers(&lab->compare);

	csm_lab_column(lab, t, "company", "Company", CSM_CELL_TEXT, -1);
	csm_lab_column(lab, t, "name", "Name", CSM_CELL_TEXT, -1);
	csm_lab_column(lab, t, "now", "Now", CSM_CELL_NUMBER, 1);
	csm_lab_column(lab, t, "now_state", "State", CSM_CELL_TEXT, -1);
	csm_lab_column(lab, t, "other", "Other", CSM_CELL_NUMBER, 1);
	csm_lab_column(lab, t, "other_state", "State", CSM_CELL_TEXT, -1);
	csm_lab_column(lab, t, "change", "Change", CSM_CELL_NUMBER, 1)->look.show =
	    CSM_SHOW_CHANGE;
	csm_lab_column(lab, t, "value", "Recurring value", CSM_CELL_NUMBER, 0);
	for (size_t i = 0; i < n && i < MOVERS; i++) {
		const struct csm_pair *p = &lab->compare.pair[i];
		struct csm_cell *cell = csm_table_row(&lab->doc, t);
		*cell++ = csm_cell_text(p->company);
		*cell++ = csm_cell_text(p->name);
		*cell++ = csm_cell_number(p->score[0]);
		*cell++ = csm_lab_state(lab, p->state[0]);
		*cell++ = csm_cell_number(p->score[1]);
		*cell++ = csm_lab_state(lab, p->state[1]);
		*cell++ = csm_cell_number(p->score[1] - p->score[0]);
		*cell++ = csm_cell_number(p->value);
	}
}

void
csm_lab_compare_finish(struct csm_lab *lab)
{
	char day[CSM_DAY_TEXT];

	csm_engine_finish(lab->other.engine, lab->diag);
	csm_date_format(lab->until, day);
	lab->doc.title = "Two sets of profiles";
	lab->doc.subtitle =
	    csm_arena_printf(&lab->doc.arena, "%s, %zu compan%s; now against %s", day,
		lab->compare.n, lab->compare.n == 1 ? "y" : "ies", lab->other.path);
	put_spread(lab);
	put_matrix(lab, "matrix", "Companies by state, now and by the other", 0);
	put_matrix(lab, "value", "Recurring value by state, now and by the other", 1);
	put_changes(lab);
	put_movers(lab);
}
