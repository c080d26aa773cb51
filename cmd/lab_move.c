#include "view/explanation.h"
#include "lab.h"

#include <string.h>

/* Sides of a move: the score then by the profile of then (with --compare the other
 * one), by it now, and now by the profile of now. */
enum { THEN, BETWEEN, NOW };

int
csm_lab_move_prepare(struct csm_health *h)
{
	return h->options->compare == NULL ? 0 : csm_lab_other_read(h);
}

int
csm_lab_move_begin(struct csm_health *h)
{
	if (csm_evaluation_open(&h->ev, 0) != 0)
		return -1;
	if (h->lab->other.engine != NULL)
		csm_engine_range(h->lab->other.engine, h->run->since, h->run->until);
	return 0;
}

/* Take in a side; -1 after a report if there is no score. */
static int
add_side(struct csm_health *h, struct csm_move *m, int side, struct csm_scorer *scorer,
    int32_t day)
{
	const struct csm_score *score = csm_scorer_score(
	    scorer, CSM_MODEL_COMPANY, 0, (size_t)(day - h->run->since));
	char text[CSM_DAY_TEXT];

	csm_date_format(day, text);
	if (score->profile == NULL || score->value == CSM_MISSING)
		return csm_error(&h->run->diag, CSM_E_NODATA, NULL,
		    "--explain: %s has no score on %s: %s", h->options->explain, text,
		    score->profile == NULL ? "no profile fits" : "it is unknown");
	csm_move_add(m, side, score);
	return 0;
}

static int64_t
top_of(const struct csm_health *h)
{
	int64_t top = CSM_SCORE_TOP;

	for (size_t i = 0; i < h->profiles; i++)
		if (h->profile[i].top > top)
			top = h->profile[i].top;
	for (size_t i = 0; i < h->lab->other.profiles; i++)
		if (h->lab->other.profile[i].top > top)
			top = h->lab->other.profile[i].top;
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
put_move(struct csm_health *h, const struct csm_move *m)
{
	struct csm_lab *lab = h->lab;
	int compares = lab->other.engine != NULL;
	struct csm_table *t = csm_doc_table(&lab->doc, "move", NULL);
	char since[CSM_DAY_TEXT], until[CSM_DAY_TEXT];

	csm_date_format(h->run->since, since);
	csm_date_format(h->run->until, until);
	lab->doc.title = csm_arena_printf(
	    &lab->doc.arena, "What moved the health of %s", h->options->explain);
	lab->doc.subtitle = csm_arena_printf(&lab->doc.arena, "%s (%s) to %s (%s)",
	    since, m->profile[THEN]->id, until, m->profile[NOW]->id);
	t->title = lab->doc.title;
	lab_move_put_columns(lab, t, compares);
	for (size_t i = 0; i < m->n; i++)
		lab_move_put_term(lab, t, &m->term[i], compares);
	lab_move_put_score(lab, t, m, compares);
}

void
csm_lab_move_company(struct csm_health *h, const struct csm_set *set)
{
	struct csm_move m = {.top = top_of(h)};
	struct csm_scorer *before = h->scorer;

	if (h->lab->other.engine != NULL) {
		csm_lab_other_company(h, set);
		before = h->lab->other.scorer;
	}
	if (add_side(h, &m, THEN, before, h->run->since) == 0 &&
	    add_side(h, &m, BETWEEN, before, h->run->until) == 0 &&
	    add_side(h, &m, NOW, h->scorer, h->run->until) == 0) {
		put_move(h, &m);
		csm_lab_write(h);
	}
	csm_move_fini(&m);
}
