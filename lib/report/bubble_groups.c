/* Groups of companies as bubbles: those of one parent, plan or owner. */
#include "report/bubble.h"

#include "figure/gauge.h"
#include "table/state.h"

#include <stdlib.h>
#include <string.h>

static enum csm_over
bubble_over(const struct csm_context *context, const struct csm_list_column *c)
{
	if (context->options->over != 0)
		return (enum csm_over)context->options->over;
	if (c->kind == CSM_COLUMN_FORMULA)
		return csm_gauge_adds_up(csm_engine_formula(context->now, c->query))
			   ? CSM_OVER_SUM
			   : CSM_OVER_AVG_PRESENT;
	return csm_gauge_over(c->kind == CSM_COLUMN_HEALTH   ? "system.health"
			      : c->kind == CSM_COLUMN_METRIC ? c->metric
							     : "");
}

int
csm_bubble_groups_begin(struct csm_context *context, struct csm_bubble_work *w)
{
	if (csm_dimension_read(context, context->options->by, &w->by) != 0)
		return -1;
	if (w->by.kind == CSM_DIMENSION_NONE && context->options->over != 0)
		return csm_error(context->diag, CSM_E_USAGE, NULL, "--over wants --by");
	w->numbers.buckets = CSM_BUBBLE_KEYS;
	for (int k = 0; k < CSM_BUBBLE_KEYS; k++)
		w->over[k] = bubble_over(context, &w->column[k]);
	return 0;
}

void
csm_bubble_groups_add(
    struct csm_context *context, struct csm_bubble_work *w, struct csm_bubble *company)
{
	int64_t *number;

	if (w->by.kind == CSM_DIMENSION_NONE)
		return;
	company->of.group = csm_dimension_of(context, &w->by, company->id);
	number = csm_panel_add(&w->numbers, company->of.group);
	for (int k = 0; k < CSM_BUBBLE_KEYS; k++) {
		const struct csm_cell cell = csm_bubble_key(company, k);
		if (cell.kind == CSM_CELL_NUMBER)
			number[k] = cell.number;
	}
}

/* In the order of csm_panel_groups. */
static int
bubble_by_group(const void *a, const void *b)
{
	const struct csm_bubble *x = *(struct csm_bubble *const *)a,
				*y = *(struct csm_bubble *const *)b;

	if (x->of.group == NULL || y->of.group == NULL)
		return (x->of.group == NULL) - (y->of.group == NULL);
	return strcmp(x->of.group, y->of.group);
}

/* How bad a state is; what is not known is better than nothing and worse than no trouble
 * that is known. */
static int
bubble_severity(const struct csm_state *state)
{
	return state == NULL ? -2 : state->severity == 1 ? -1 : state->severity;
}

/* The worst state of the companies; a text or a day if all have the same. */
static struct csm_cell
bubble_shared(const struct csm_bubble_work *w, const struct csm_panel_group *group)
{
	struct csm_cell cell =
	    csm_bubble_key(csm_bubble_at(w, group->from), CSM_BUBBLE_COLOUR);

	for (size_t i = 1; i < group->n; i++) {
		const struct csm_cell other = csm_bubble_key(
		    csm_bubble_at(w, group->from + i), CSM_BUBBLE_COLOUR);
		if (bubble_severity(other.state) > bubble_severity(cell.state))
			cell.state = other.state;
		if ((cell.kind != CSM_CELL_TEXT && cell.kind != CSM_CELL_DAY) ||
		    (other.kind == cell.kind && cell.kind == CSM_CELL_DAY &&
			other.day == cell.day) ||
		    (other.kind == cell.kind && cell.kind == CSM_CELL_TEXT &&
			strcmp(other.text, cell.text) == 0))
			continue;
		cell = csm_cell_text("several");
	}
	return cell;
}

/* The companies of one group. */
static struct csm_bubble
bubble_of_group(struct csm_context *context, struct csm_bubble_work *w,
    const struct csm_panel_group *group)
{
	const char *name = group->name == NULL ? "(none)" : group->name;
	struct csm_bubble made = {
	    .id = name, .name = name, .companies = (uint32_t)group->n};
	size_t present;

	if (w->by.kind == CSM_DIMENSION_PARENT)
		made.name = csm_context_name(context, CSM_MODEL_COMPANY, name, name);
	for (int k = 0; k < CSM_BUBBLE_KEYS; k++) {
		struct csm_cell cell = {.kind = CSM_CELL_NONE};
		const struct csm_state *state;

		if (k == CSM_BUBBLE_COLOUR)
			cell = bubble_shared(w, group);
		/* numbers without a value are as missing as of a company */
		if (cell.kind != CSM_CELL_TEXT && cell.kind != CSM_CELL_DAY) {
			state = cell.state;
			cell = csm_cell_number(csm_panel_over(
			    &w->numbers, w->over[k], group, (size_t)k, &present));
			cell.state = state;
		}
		made.key[k] = csm_packed_of(&w->forms[k], &context->arena, &cell);
	}
	return made;
}

void
csm_bubble_groups_fold(struct csm_context *context, struct csm_bubble_work *w)
{
	struct csm_panel_group *group;
	size_t groups;

	struct csm_table *t = w->table;

	if (w->by.kind == CSM_DIMENSION_NONE || t->rows == 0)
		return;
	group = csm_panel_groups(&w->numbers, &groups);
	qsort(t->row, t->rows, sizeof *t->row, bubble_by_group);
	/* A group is never before its first company: what is made may take its place. */
	for (size_t g = 0; g < groups; g++)
		*csm_bubble_at(w, g) = bubble_of_group(context, w, &group[g]);
	t->rows = groups;
	free(group);
}
