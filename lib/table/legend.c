#include "table/legend.h"

#include <string.h>

struct csm_cell
csm_legend_lights(const struct csm_table *t, size_t column)
{
	struct csm_cell most = {.kind = CSM_CELL_NONE};

	for (size_t r = 0; r < t->rows; r++) {
		const struct csm_cell *cell = csm_table_at(t, r, column);
		if (cell->kind == CSM_CELL_LIGHTS &&
		    (most.kind == CSM_CELL_NONE || cell->n > most.n))
			most = *cell;
	}
	return most;
}

void
csm_legend_names(struct csm_buf *out, const struct csm_table *t, size_t column)
{
	const struct csm_cell cell = csm_legend_lights(t, column);

	if (cell.n == 0)
		return;
	/* a fact has its name before it */
	if (*t->column[column].title != '\0')
		csm_buf_printf(out, "%s: ", t->column[column].title);
	for (size_t i = 0; i < cell.n; i++)
		csm_buf_printf(out, "%s%s", i > 0 ? ", " : "", cell.light[i].name);
}

static int
among_lights(const struct csm_cell *cell, const struct csm_state *state)
{
	for (size_t i = 0; cell->kind == CSM_CELL_LIGHTS && i < cell->n; i++)
		if (cell->light[i].state == state)
			return 1;
	return 0;
}

static int
legend_occurs(const struct csm_table *t, const struct csm_state *state, int columns)
{
	for (size_t k = 0; k < t->rows * t->columns; k++) {
		const struct csm_heading *c = &t->column[k % t->columns];
		const struct csm_cell *cell =
		    csm_table_at(t, k / t->columns, k % t->columns);
		/* NULL is a light of no unit: a cell that has no state shows nothing
		 * that would want telling. */
		if (columns && state != NULL && cell->state == state &&
		    c->look.show == CSM_SHOW_LIGHT)
			return 1;
		if (among_lights(cell, state))
			return 1;
	}
	return 0;
}

/* The lights of units and the bands of health read alike: each letter is told once. */
static int
is_told(const struct csm_table *t, size_t i, int columns)
{
	const struct csm_state *state = csm_state_at(i);

	for (size_t k = 0; k < i; k++) {
		const struct csm_state *other = csm_state_at(k);
		if (strcmp(other->letter, state->letter) == 0 &&
		    legend_occurs(t, other, columns))
			return 1;
	}
	return 0;
}

void
csm_legend_letters(struct csm_buf *out, const struct csm_table *t, int columns)
{
	const struct csm_state *state;
	const char *between = "";

	/* By the table of states, so that a legend reads the same wherever it stands.
	 */
	for (size_t i = 0; (state = csm_state_at(i)) != NULL; i++) {
		if (!legend_occurs(t, state, columns) || is_told(t, i, columns))
			continue;
		csm_buf_printf(out, "%s%s %s", between, state->letter, state->word);
		between = ", ";
	}
	if (legend_occurs(t, NULL, 0))
		csm_buf_printf(out, "%s. none", between);
}
