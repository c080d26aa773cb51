#include "ingest/row_filter.h"

#include "base/text.h"
#include "ingest/source/expression.h"
#include "ingest/source/source_keys.h"

#include <string.h>

static struct csm_rowfilter *
over(struct csm_arena *arena, struct csm_formula *where)
{
	struct csm_rowfilter *r;

	if (where == NULL)
		return NULL;
	r = CSM_ARENA_NEW(arena, struct csm_rowfilter);
	r->where = where;
	r->column = CSM_ARENA_ARRAY(arena, int, where->leaves + 1);
	r->value = CSM_ARENA_ARRAY(arena, struct csm_value, where->leaves + 1);
	r->leaf = CSM_ARENA_ARRAY(arena, struct csm_column, where->leaves + 1);
	for (size_t i = 0; i < where->leaves; i++)
		r->leaf[i] = (struct csm_column){&r->value[i], 1};
	return r;
}

struct csm_rowfilter *
csm_rowfilter_read(struct csm_arena *arena, const char *text, const struct csm_pos *at,
    struct csm_diag *diag)
{
	return over(
	    arena, csm_formula_parse_columns(arena, text, strlen(text), at, diag));
}

struct csm_rowfilter *
csm_rowfilter_from_json(
    struct csm_arena *arena, const struct csm_json *json, struct csm_diag *diag)
{
	return over(arena, csm_formula_columns_from_json(arena, json, diag));
}

static void
row_filter_forget(void *fork)
{
	csm_rowfilter_fini(fork);
}

/* Only what is written to is copied: values, leaves and scratch. */
struct csm_rowfilter *
csm_rowfilter_fork(struct csm_arena *arena, const struct csm_rowfilter *rows,
    struct csm_node *part, struct csm_zone *zone)
{
	struct csm_formula *where = CSM_ARENA_NEW(arena, struct csm_formula);
	struct csm_rowfilter *fork;

	*where = *rows->where;
	where->root = part;
	fork = over(arena, where);
	/* Bound by the original, once for all threads. */
	fork->column = rows->column;
	fork->number = rows->number;
	fork->zone = zone;
	csm_arena_cleanup(arena, row_filter_forget, fork);
	return fork;
}

void
csm_rowfilter_fini(struct csm_rowfilter *rows)
{
	if (rows != NULL)
		csm_arena_fini(&rows->scratch);
}

int
csm_rowfilter_bind(
    struct csm_rowfilter *rows, struct csm_reader *reader, struct csm_diag *diag)
{
	int failed = 0;

	for (size_t i = 0; i < rows->where->leaves; i++) {
		rows->column[i] =
		    csm_reader_need(reader, rows->where->leaf[i]->text, diag);
		failed |= rows->column[i] < 0;
		if (rows->number != NULL && rows->number->decimal == ',')
			csm_reader_comma(reader, rows->column[i]);
	}
	return failed ? -1 : 0;
}

void
csm_rowfilter_tell(const struct csm_rowfilter *rows, const char *word,
    const struct csm_reader *reader, struct csm_diag *diag)
{
	csm_source_tell_leaves(rows->where, rows->column, reader, word, diag);
}

/* 007, +49, 00.5: texts that only look like numbers. */
static int
is_code(struct csm_text t)
{
	size_t i = t.s[0] == '-';

	return t.s[0] == '+' || (t.len > i + 1 && t.s[i] == '0' && t.s[i + 1] >= '0' &&
				    t.s[i + 1] <= '9');
}

/* Whether numbers are written in a way of their own. */
static bool
row_filter_has_form(const struct csm_number_form *form)
{
	return form != NULL && (form->decimal != 0 || form->money);
}

static struct csm_value
row_filter_value_of(
    struct csm_text t, const struct csm_number_form *form, struct csm_arena *scratch)
{
	struct csm_value v = {.type = CSM_VALUE_MISSING};
	enum csm_num_status status;
	int64_t micros;

	if (t.len == 0 || (form != NULL && csm_number_form_is_null(form, t)))
		return v;
	/* An amount is a text too: plan = 'Q4' is no question of money. */
	if (row_filter_has_form(form) && !is_code(t) &&
	    csm_number_form_parse(form, t.s, t.len, &micros) <= CSM_NUM_ROUNDED)
		return csm_expression_cell(form, t, scratch);
	/* Read by its looks, unlike expressions, whose cells are typed by what is
	 * wanted of them: a condition may compare a column with anything. */
	status = is_code(t) || row_filter_has_form(form)
		     ? CSM_NUM_BAD
		     : csm_num_parse(t.s, t.len, &micros);
	if (status == CSM_NUM_OK || status == CSM_NUM_ROUNDED) {
		v.type = CSM_VALUE_NUMBER;
		v.u.number = csm_num_to_double(micros);
	} else if (csm_text_is("true", t.s, t.len) ||
		   csm_text_is("false", t.s, t.len)) {
		v.type = CSM_VALUE_BOOL;
		v.u.truth = t.len == 4;
		/* Days in one notation only: others may be a number or a name. */
	} else if (t.len == CSM_DAY_TEXT - 1 &&
		   csm_date_parse(t.s, t.len, &v.u.day) == NULL) {
		v.type = CSM_VALUE_DAY;
	} else {
		v.type = CSM_VALUE_TEXT;
		v.u.text = csm_arena_text(scratch, t.s, t.len);
	}
	return v;
}

int
csm_rowfilter_keep(struct csm_rowfilter *rows, const struct csm_record *record)
{
	struct csm_eval_counts counts = {.zone = rows->zone};
	struct csm_value result;

	csm_arena_reset(&rows->scratch);
	for (size_t i = 0; i < rows->where->leaves; i++)
		rows->value[i] = row_filter_value_of(
		    record->field[rows->column[i]], rows->number, &rows->scratch);
	csm_formula_eval(rows->where, rows->leaf, 1, &result, &rows->scratch, &counts);
	int holds = csm_value_true(&result);
	/* Counted, so that a condition that no row of a million meets can be told. */
	rows->seen++;
	rows->kept += (uint64_t)holds;
	return holds;
}
