#include "table/packed.h"

/* Forms of a column that are looked through: states are ten, and looks few.  Beyond it a
 * cell has one of its own, such as those that lead somewhere: a limit, not measured. */
#define FORMS 32

struct csm_packed_form {
	struct csm_cell cell;
	struct csm_packed_form *next;
};

/* Take the value out of the cell; what is left is its form. */
static struct csm_packed
packed_take(struct csm_cell *cell)
{
	struct csm_packed packed = {.value.number = 0};

	switch (cell->kind) {
	case CSM_CELL_NONE:
	case CSM_CELL_BLANK:
		break;
	case CSM_CELL_TEXT:
		packed.value.text = cell->text;
		cell->text = NULL;
		break;
	case CSM_CELL_NUMBER:
		packed.value.number = cell->number;
		cell->number = 0;
		break;
	case CSM_CELL_DAY:
		packed.value.number = cell->day;
		cell->day = 0;
		break;
	case CSM_CELL_SERIES:
		packed.value.series = cell->series;
		cell->series = NULL;
		break;
	case CSM_CELL_LIGHTS:
		packed.value.light = cell->light;
		cell->light = NULL;
		break;
	}
	return packed;
}

static bool
packed_is_form(const struct csm_cell *a, const struct csm_cell *b)
{
	/* member by member: what is between them has no value */
	return a->kind == b->kind && a->state == b->state && a->n == b->n &&
	       a->look == b->look && a->link == b->link && a->exact == b->exact &&
	       a->day == b->day && a->hollow == b->hollow && a->brief == b->brief &&
	       a->text == b->text && a->number == b->number && a->series == b->series &&
	       a->light == b->light;
}

struct csm_packed
csm_packed_of(struct csm_packed_forms *forms, struct csm_arena *arena,
    const struct csm_cell *cell)
{
	struct csm_cell form = *cell;
	struct csm_packed packed = packed_take(&form);
	struct csm_packed_form *f = forms->first;

	while (f != NULL && !packed_is_form(&f->cell, &form))
		f = f->next;
	if (f == NULL) {
		f = CSM_ARENA_NEW(arena, struct csm_packed_form);
		f->cell = form;
		if (forms->n < FORMS) {
			f->next = forms->first;
			forms->first = f;
			forms->n++;
		}
	}
	packed.form = &f->cell;
	return packed;
}

struct csm_cell
csm_packed_cell(struct csm_packed packed)
{
	struct csm_cell cell = *packed.form;

	switch (cell.kind) {
	case CSM_CELL_NONE:
	case CSM_CELL_BLANK:
		break;
	case CSM_CELL_TEXT:
		cell.text = packed.value.text;
		break;
	case CSM_CELL_NUMBER:
		cell.number = packed.value.number;
		break;
	case CSM_CELL_DAY:
		cell.day = (int32_t)packed.value.number;
		break;
	case CSM_CELL_SERIES:
		cell.series = packed.value.series;
		break;
	case CSM_CELL_LIGHTS:
		cell.light = packed.value.light;
		break;
	}
	return cell;
}
