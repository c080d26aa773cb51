/* The value of an expression in a row. */
#include "ingest/source/expression_state.h"

#include "base/text.h"

#include <string.h>

static int32_t
expression_get_day(const struct csm_expression *x)
{
	return x->day == NULL ? CSM_DAY_NONE : *x->day;
}

/* For lookup(): missing if the file has no such key. */
static struct csm_value
expression_get_look_up(
    const struct csm_eval_counts *counts, const char *key, const int32_t *day)
{
	const struct csm_expression *x = counts->ctx;
	struct csm_value missing = {.type = CSM_VALUE_MISSING};
	struct csm_text found;

	for (const struct csm_expression_lookup *l = x->lookup; l != NULL; l = l->next)
		/* By its node, since one file may be looked up in by several columns. */
		if (l->call == counts->call)
			return csm_lookup_find(l->table,
				   (struct csm_text){key, strlen(key)},
				   day != NULL ? *day : expression_get_day(x), &found)
				   ? csm_value_cell(counts->scratch, found.s, found.len)
				   : missing;
	return missing;
}

static void
expression_get_put(
    struct csm_expression *x, const struct csm_value *v, struct csm_text *out)
{
	/* In the arena and not on the stack: the text lives until the next row. */
	char *room = csm_arena_alloc(&x->scratch, CSM_NUM_TEXT);
	const char *text = csm_value_spelling(v, room);

	/* the role reads its number as the source's cells are written */
	if (v->type == CSM_VALUE_NUMBER && text == room && !x->point &&
	    x->number != NULL && x->number->decimal == ',' && strchr(room, '.') != NULL)
		*strchr(room, '.') = ',';
	/* a row in which the value is missing has an empty one: a count that cannot be made
	 * is not 1, as that of a row without any is */
	*out = text == NULL ? (struct csm_text){"", 0}
			    : (struct csm_text){text, strlen(text)};
}

/* The first leaf with this text: the cell that is no number. */
static void
expression_get_find_fault(const struct csm_expression *x, const char *text,
    struct csm_expression_fault *fault)
{
	/* Without such a leaf the text was made on the way, and the expression itself
	 * is at fault. */
	*fault = (struct csm_expression_fault){-1, x->text, text, NULL};
	for (size_t i = 0; i < x->formula->leaves; i++) {
		const char *cell = csm_value_text(&x->value[i]);
		if (cell == NULL || strcmp(cell, text) != 0)
			continue;
		fault->column = x->column[i];
		fault->name = x->formula->leaf[i]->text;
		return;
	}
}

struct csm_value
csm_expression_cell(
    const struct csm_number_form *form, struct csm_text t, struct csm_arena *scratch)
{
	struct csm_value v = {.type = CSM_VALUE_MISSING};
	struct csm_reading *r;

	if (form != NULL && csm_number_form_is_null(form, t))
		return v;
	v = csm_value_cell(scratch, t.s, t.len);
	/* What a cell reads as is that of a formula already, unless numbers are written
	 * otherwise. */
	if (v.type != CSM_VALUE_CELL || form == NULL ||
	    (form->decimal == 0 && !form->money))
		return v;
	r = CSM_ARENA_NEW(scratch, struct csm_reading);
	*r = *v.u.cell;
	/* In this form only: 1.200 with a decimal comma is 1200, and never 1.2. */
	const bool plain = r->reads & CSM_READS(CSM_VALUE_NUMBER);
	r->reads &= (unsigned char)~CSM_READS(CSM_VALUE_NUMBER);
	if (csm_number_form_parse(form, t.s, t.len, &r->micros) <= CSM_NUM_ROUNDED)
		r->reads |= CSM_READS(CSM_VALUE_NUMBER);
	else if (r->type == CSM_VALUE_NUMBER)
		r->type = CSM_VALUE_TEXT;
	/* A code such as 007 is a plain number as well, and stays a text. */
	if (!plain && r->type == CSM_VALUE_TEXT &&
	    r->reads & CSM_READS(CSM_VALUE_NUMBER))
		r->type = CSM_VALUE_NUMBER;
	v.u.cell = r;
	return v;
}

/* Whether a cell shows that its column has decimal commas, which nobody said. */
static bool
expression_get_undecided(struct csm_expression *x, size_t leaf, struct csm_text t,
    struct csm_expression_fault *fault)
{
	struct csm_decimal_shapes any = {0};
	struct csm_buf why = {0};

	*fault = (struct csm_expression_fault){-1, x->text, "", NULL};
	/* A thread sees some rows of the column only: whatever could tell sends the row
	 * the general way, where all such cells are seen in order. */
	if (x->odd != NULL && x->shapes[leaf] != NULL && x->number != NULL &&
	    x->number->decimal == 0 && !x->number->money) {
		if (csm_decimal_shapes_saw(&any, t) || any.comma || any.pointed)
			*x->odd = true;
		return false;
	}
	if (x->shapes[leaf] == NULL || x->number == NULL || x->number->decimal != 0 ||
	    x->number->money || !csm_decimal_shapes_saw(x->shapes[leaf], t))
		return false;
	csm_decimal_shapes_put(x->shapes[leaf], t, &why);
	*fault = (struct csm_expression_fault){x->column[leaf],
	    x->formula->leaf[leaf]->text, csm_arena_text(&x->scratch, t.s, t.len),
	    csm_arena_text(&x->scratch, why.data, why.len)};
	csm_buf_fini(&why);
	return true;
}

int
csm_expression_get(struct csm_expression *x, const struct csm_record *record,
    struct csm_text *out, struct csm_expression_fault *fault)
{
	struct csm_eval_counts counts = {
	    .zone = x->zone, .lookup = expression_get_look_up, .ctx = x};
	struct csm_value result;

	/* The text given last is gone with it: who keeps it has copied it. */
	csm_arena_reset(&x->scratch);
	for (size_t i = 0; i < x->formula->leaves; i++) {
		struct csm_text t = record->field[x->column[i]];
		if (expression_get_undecided(x, i, t, fault))
			return -1;
		x->value[i] = csm_expression_cell(x->number, t, &x->scratch);
	}
	csm_formula_eval(x->formula, x->leaf, 1, &result, &x->scratch, &counts);
	/* Counted by the evaluator, which goes on with a missing value. */
	if (counts.not_numbers > 0) {
		expression_get_find_fault(x, counts.not_number, fault);
		return -1;
	}
	expression_get_put(x, &result, out);
	return 0;
}
