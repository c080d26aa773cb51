#include "view/explanation.h"
#include "lab/lab.h"
#include "table/look.h"

#include <stdbool.h>
#include <string.h>

/* Sides of a move: the score then by the profile of then (with --compare the other
 * one), by it now, and now by the profile of now.  The middle one parts what data did
 * from what the profile did: only one of both changes between neighbours. */
enum { THEN, BETWEEN, NOW };

/* Take in a side; -1 after a report if there is no score. */
static int
add_side(struct csm_lab *lab, struct csm_move *m, int side, struct csm_scorer *scorer,
    int32_t day)
{
	const struct csm_score *score = csm_scorer_score(
	    scorer, lab->model, lab->entity, (size_t)(day - lab->since));
	char text[CSM_DAY_TEXT];

	csm_date_format(day, text);
	/* What is unknown has no terms that add up, so there is nothing to take apart.
	 */
	if (score->profile == NULL || score->value == CSM_MISSING)
		return csm_error(lab->diag, CSM_E_NODATA, NULL,
		    "--explain: %s has no score on %s: %s",
		    csm_engine_entity(lab->engine, lab->model, lab->entity).s, text,
		    score->profile == NULL ? "no profile fits" : "it is unknown");
	csm_move_add(m, side, score);
	return 0;
}

/* The scale of whichever profile goes to 100, so that terms of both can be subtracted.
 */
static int64_t
top_of(const struct csm_lab *lab)
{
	int64_t top = CSM_SCORE_TOP;

	for (size_t i = 0; i < lab->profiles; i++)
		if (lab->profile[i].top > top)
			top = lab->profile[i].top;
	for (size_t i = 0; lab->others > 0 && i < lab->other->profiles; i++)
		if (lab->other->profile[i].top > top)
			top = lab->other->profile[i].top;
	return top;
}

/* The base and the limit judge nothing. */
static struct csm_cell
judged(struct csm_lab *lab, const struct csm_term *t, int side)
{
	struct csm_buf text = {0};
	struct csm_cell cell = csm_cell_blank();

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
	return there ? csm_cell_number(micros) : csm_cell_blank();
}

/* A term of the score, or the score. */
struct move_row {
	const char *term;
	struct csm_cell name, was, is, then, now;
	int64_t change, by_data, by_profile;
};

static const struct csm_table_column move_columns[] = {
    {"term", "Term", CSM_OF_TEXT(struct move_row, term)},
    {"name", "Name", CSM_OF_CELL(CSM_CELL_TEXT, struct move_row, name)},
    {"value_then", "Was", CSM_OF_CELL(CSM_CELL_TEXT, struct move_row, was)},
    {"value_now", "Is", CSM_OF_CELL(CSM_CELL_TEXT, struct move_row, is)},
    {"then", "Then", CSM_OF_CELL(CSM_CELL_NUMBER, struct move_row, then)},
    {"now", "Now", CSM_OF_CELL(CSM_CELL_NUMBER, struct move_row, now)},
    {"change", "Change", CSM_OF_NUMBER(struct move_row, change),
	.look = &csm_look_change},
    {"by_data", "Data", CSM_OF_NUMBER(struct move_row, by_data),
	.look = &csm_look_change},
    {"by_profile", "Profile", CSM_OF_NUMBER(struct move_row, by_profile),
	.look = &csm_look_change}};

/* Two configurations tell what each did, and have no room for names. */
static void
lab_move_put_columns(struct csm_table *t, bool compares)
{
	CSM_TABLE_COLUMNS(t, move_columns);
	if (compares) {
		csm_table_drop(t, "name");
		return;
	}
	csm_table_drop(t, "by_data");
	csm_table_drop(t, "by_profile");
}

static void
lab_move_put_term(
    struct csm_lab *lab, struct csm_table *table, const struct csm_term *t)
{
	const struct move_row row = {.term = t->id,
	    .name = csm_cell_text(t->name),
	    .was = judged(lab, t, THEN),
	    .is = judged(lab, t, NOW),
	    .then = amount(t->adds[THEN], t->there[THEN]),
	    .now = amount(t->adds[NOW], t->there[NOW]),
	    .change = t->adds[NOW] - t->adds[THEN],
	    .by_data = t->adds[BETWEEN] - t->adds[THEN],
	    .by_profile = t->adds[NOW] - t->adds[BETWEEN]};

	csm_table_put(table, &row);
}

static void
lab_move_put_score(struct csm_table *table, const struct csm_move *m)
{
	const struct move_row row = {.term = "score",
	    .name = csm_cell_blank(),
	    .was = csm_cell_text(m->state[THEN]),
	    .is = csm_cell_text(m->state[NOW]),
	    .then = csm_cell_number(m->value[THEN]),
	    .now = csm_cell_number(m->value[NOW]),
	    .change = m->value[NOW] - m->value[THEN],
	    .by_data = m->value[BETWEEN] - m->value[THEN],
	    .by_profile = m->value[NOW] - m->value[BETWEEN]};

	csm_table_put(table, &row);
}

static void
put_move(struct csm_lab *lab, const struct csm_move *m)
{
	struct csm_table *t = csm_doc_table(&lab->doc, "move", NULL);
	char since[CSM_DAY_TEXT], until[CSM_DAY_TEXT];

	csm_date_format(lab->since, since);
	csm_date_format(lab->until, until);
	lab->doc.title =
	    csm_arena_printf(&lab->doc.arena, "What moved the health of %s",
		csm_engine_entity(lab->engine, lab->model, lab->entity).s);
	lab->doc.subtitle = csm_arena_printf(&lab->doc.arena, "%s (%s) to %s (%s)",
	    since, m->profile[THEN]->id, until, m->profile[NOW]->id);
	t->title = lab->doc.title;
	lab_move_put_columns(t, lab->others > 0);
	for (size_t i = 0; i < m->n; i++)
		lab_move_put_term(lab, t, &m->term[i]);
	lab_move_put_score(t, m);
}

int
csm_lab_move(struct csm_lab *lab, const struct csm_set *set)
{
	struct csm_move m = {.top = top_of(lab)};
	struct csm_scorer *before = lab->scorer;
	int failed;

	if (lab->others > 0) {
		csm_engine_company(lab->other->engine, set);
		before = lab->other->scorer;
	}
	/* In this order, which is that of the terms: a factor of both profiles stands
	 * where it was. */
	failed = add_side(lab, &m, THEN, before, lab->since) != 0 ||
		 add_side(lab, &m, BETWEEN, before, lab->until) != 0 ||
		 add_side(lab, &m, NOW, lab->scorer, lab->until) != 0;
	if (!failed)
		put_move(lab, &m);
	csm_move_fini(&m);
	return failed ? -1 : 0;
}
