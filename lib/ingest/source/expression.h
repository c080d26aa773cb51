/*
 * Expression: a value made of the cells of a row, in the language of csm-formula(5)
 * with column names (or dotted paths) as names:
 *
 *     number(Amount) * Quantity / if(Interval = 'year', 12, 1)
 *     domain(lower(user_email))
 *     amount * lookup('rates.csv', currency, 'rate')
 *
 * A cell is read as what is wanted of it; one that is none makes the value none, and is
 * told with its place.  A missing side is missing.
 *
 * Ownership: lives in the arena it was read into; its lookups are loaded by
 * csm_expression_load and freed, with its scratch memory, by csm_expression_unload.
 */
#ifndef CSM_INGEST_SOURCE_EXPRESSION_H
#define CSM_INGEST_SOURCE_EXPRESSION_H

#include "base/amount.h"
#include "formula/formula.h"
#include "record/record.h"

#include <stdbool.h>

struct csm_expression;

/* From a text; `at` as in csm_formula_parse.  NULL after a report. */
struct csm_expression *csm_expression_read(struct csm_arena *arena, const char *text,
    const struct csm_pos *at, struct csm_diag *diag);
/* From the configuration, in either spelling. */
struct csm_expression *csm_expression_from_json(
    struct csm_arena *arena, const struct csm_json *json, struct csm_diag *diag);
/* The text of it. */
const char *csm_expression_text(const struct csm_expression *x);
/* What it gives, as far as can be told without data. */
enum csm_formula_type csm_expression_type(const struct csm_expression *x);

/* The i-th file it looks up in; NULL: there are fewer. */
const char *csm_expression_file(const struct csm_expression *x, size_t i);
/* Load its lookups, whose keys are whole numbers with integer 1: 0, or -1 after a
 * report. */
int csm_expression_load(struct csm_expression *x, int integer, struct csm_diag *diag);
void csm_expression_unload(struct csm_expression *x); /* NULL allowed */
/* What it reads cells with: the zone of times that name none, how numbers are written,
 * the day of the row, which may change; all are borrowed. */
void csm_expression_reads(struct csm_expression *x, struct csm_zone *zone,
    const struct csm_number_form *number, const int32_t *day);
/* How it reads numbers; NULL: as in a formula. */
const struct csm_number_form *csm_expression_number(const struct csm_expression *x);
/* A cell as a value, which is a number where the form (NULL: as in a formula) has it. */
struct csm_value csm_expression_cell(const struct csm_number_form *form,
    struct csm_text text, struct csm_arena *scratch);
/* Its numbers are written with a point, however the cells are. */
void csm_expression_point(struct csm_expression *x);
/* Once loaded: whether some lookup depends on the row's day. */
bool csm_expression_dated(const struct csm_expression *x);
/* Find its columns in a reader just opened; -1 after reporting E_HEADER. */
int csm_expression_bind(
    struct csm_expression *x, struct csm_reader *reader, struct csm_diag *diag);
/* A copy for another thread, bound as it is; its scratch memory is the arena's.  Where a
 * cell shows something of its whole column it sets *odd: what it gives then is nothing. */
struct csm_expression *csm_expression_fork(
    struct csm_arena *arena, const struct csm_expression *x, bool *odd);
/* The handle of its i-th column, once bound; -1: it has fewer. */
int csm_expression_handle(const struct csm_expression *x, size_t i);
/* True if each of its columns is there. */
bool csm_expression_has_columns(
    const struct csm_expression *x, struct csm_reader *reader);
/* The handle and name of its first column; -1: it has none. */
int csm_expression_column(const struct csm_expression *x, const char **name);

/* Once rows were read: whether some had each of its columns; telling of those none
 * had, for the role (NULL: none). */
bool csm_expression_had(
    const struct csm_expression *x, const struct csm_reader *reader);
void csm_expression_tell(const struct csm_expression *x,
    const struct csm_reader *reader, const char *role, struct csm_diag *diag);

/* A cell that is not what is wanted of it. */
struct csm_expression_fault {
	int column; /* handle */
	const char *name, *text;
	const char *undecided; /* why nobody can tell what is before its fraction; NULL:
				  it is no number */
};

/*
 * Its value in a record as a text: a number in digits, a day YYYY-MM-DD; empty if it is
 * missing.  Borrowed until the next call.  0, or -1 with *fault set.
 */
int csm_expression_get(struct csm_expression *x, const struct csm_record *record,
    struct csm_text *out, struct csm_expression_fault *fault);

#endif
