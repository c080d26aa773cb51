#include "view/explanation.h"
#include "lab/lab.h"

#include <string.h>

/* Sides of a move: the score then by the profile of then (with --compare the other
 * one), by it now, and now by the profile of now. */
enum { THEN, BETWEEN, NOW };

/* Take in a side; -1 after a report if there is no score. */
static int
add_side(struct csm_lab *lab, struct csm_move *m, int side, struct csm_scorer *scorer,
    int32_t day)
{
	const struct csm_score *score =
	    csm_scorer_score(scorer, CSM_MODEL_COMPANY, 0, (size_t)(day - lab->since));
	char text[CSM_DAY_TEXT];

	csm_date_format(day, text);
	if (score->profile == NULL || score->value == CSM_MISSING)
		return csm_error(lab->diag, CSM_E_NODATA, NULL,
		    "--explain: %s has no score on %s: %s",
		    csm_engine_entity(lab->engine, CSM_MODEL_COMPANY, 0).s, text,
		    score->profile == NULL ? "no profile fits" : "it is unknown");
	csm_move_add(m, side, score);
	return 0;
}

static int64_t
top_of(const struct csm_lab *lab)
{
	int64_t top = CSM_SCORE_TOP;

	for (size_t i = 0; i < lab->profiles; i++)
		if (lab->profile[i].top > top)
			top = lab->profile[i].top;
	for (size_t i = 0; i < lab->other.profiles; i++)
		if (lab->other.profile[i].top > top)
			top = lab->other.profile[i].top;
	return top;
}

static struct csm_cell
judged(struct csm_lab *lab, const struct csm_term *t, int side)
{
	struct csm_buf text = {0};
	struct csm_cell cell = {.kind = CSM_CELL_BLANK};

	if (!t->there[side] || t->profile == NULL)
		return cell;
	if (t->state[side] != NULL)
		return csm_cell_text(t->state[side]);
	csm_explanation_value(&text, &t->value[side]);
	cell = csm_cell_text(csm_arena_strdup(&lab->doc.arena, csm_buf_text(&text)));
	csm_buf_fini(&text);
	return cell;
}

static struct csm_cell
amount(int64_t micros, int there)
{
	return there ? csm_cell_number(micros)
		     : (struct csm_cell){.kind = CSM_CELL_BLANK};
}

static void
lab_move_put_columns(struct csm_lab *lab, struct csm_table *t, int compares)
{
	csm_lab_column(lab, t, "term", "Term", CSM_CELL_TEXT, -1);
	if (!compares)
		csm_lab_column(lab, t, "name", "Name", CSM_CELL_TEXT, -1);
	csm_lab_column(lab, t, "value_then", "Was", CSM_CELL_TEXT, -1);
	csm_lab_column(lab, t, "value_now", "Is", CSM_CELL_TEXT, -1);
	csm_lab_column(lab, t, "then", "Then", CSM_CELL_NUMBER, -1);
	csm_lab_column(lab, t, "now", "Now", CSM_CELL_NUMBER, -1);
	csm_lab_column(lab, t, "change", "Change", CSM_CELL_NUMBER, -1)->look.show =
	    CSM_SHOW_CHANGE;
	if (!compares)
		return;
	csm_lab_column(lab, t, "by_data", "Data", CSM_CELL_NUMBER, -1)->look.show =
	    CSM_SHOW_CHANGE;
	csm_lab_column(lab, t, "by_profile", "Profile", CSM_CELL_NUMBER, -1)
	    ->look.show = CSM_SHOW_CHANGE;
}

static void
lab_move_put_term(struct csm_lab *lab, struct csm_table *table,
    const struct csm_term *t, int compares)
{
	struct csm_cell *cell = csm_table_row(&lab->doc, table);
	int then = t->there[THEN], now = t->there[NOW];

	*cell++ = csm_cell_text(t->id);
	if (!compares)
		*cell++ = csm_cell_text(t->name);
	*cell++ = judged(lab, t, THEN);
	*cell++ = judged(lab, t, NOW);
	*cell++ = amount(t->adds[THEN], then);
	*cell++ = amount(t->adds[NOW], now);
	*cell++ = csm_cell_number(t->adds[NOW] - t->adds[THEN]);
	if (!compares)
		return;
	*cell++ = csm_cell_number(t->adds[BETWEEN] - t->adds[THEN]);
	*cell++ = csm_cell_number(t->adds[NOW] - t->adds[BETWEEN]);
}

static void
lab_move_put_score(struct csm_lab *lab, struct csm_table *table,
    const struct csm_move *m, int compares)
{
	struct csm_cell *cell = csm_table_row(&lab->doc, table);

	*cell++ = csm_cell_text("score");
	if (!compares)
		*cell++ = (struct csm_cell){.kind = CSM_CELL_BLANK};
	*cell++ = csm_cell_text(m->state[THEN]);
	*cell++ = csm_cell_text(m->state[NOW]);
	*cell++ = csm_cell_number(m->value[THEN]);
	*cell++ = csm_cell_number(m->value[NOW]);
	*cell++ = csm_cell_number(m->value[NOW] - m->value[THEN]);
	if (!compares)
		return;
	*cell++ = csm_cell_number(m->value[BETWEEN] - m->value[THEN]);
	*cell++ = csm_cell_number(m->value[NOW] - m->value[BETWEEN]);
}

static void
put_move(struct csm_lab *lab, const struct csm_move *m)
{
	int compares = lab->other.engine != NULL;
	struct csm_table *t = csm_doc_table(&lab->doc, "move", NULL);
	char since[CSM_DAY_TEXT], until[CSM_DAY_TEXT];

	csm_date_format(lab->since, since);
	csm_date_format(lab->until, until);
	lab->doc.title =
	    csm_arena_printf(&lab->doc.arena, "What moved the health of %s",
		csm_engine_entity(lab->engine, CSM_MODEL_COMPANY, 0).s);
	lab->doc.subtitle = csm_arena_printf(&lab->doc.arena, "%s (%s) to %s (%s)",
	    since, m->profile[THEN]->id, until, m->profile[NOW]->id);
	t->title = lab->doc.title;
	lab_move_put_columns(lab, t, compares);
	for (size_t i = 0; i < m->n; i++)
		lab_move_put_term(lab, t, &m->term[i], compares);
	lab_move_put_score(lab, t, m, compares);
}

int
csm_lab_move(struct csm_lab *lab, const struct csm_set *set)
{
	struct csm_move m = {.top = top_of(lab)};
	struct csm_scorer *before = lab->scorer;
	int failed;

	if (lab->other.engine != NULL) {
		csm_engine_company(lab->other.engine, set);
		before = lab->other.scorer;
	}
	failed = add_side(lab, &m, THEN, before, lab->since) != 0 ||
		 add_side(lab, &m, BETWEEN, before, lab->until) != 0 ||
		 add_side(lab, &m, NOW, lab->scorer, lab->until) != 0;
	if (!failed)
		put_move(lab, &m);
	csm_move_fini(&m);
	return failed ? -1 : 0;
}
