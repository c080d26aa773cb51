/*
 * Cell: what the texts of one column of a fields file can be read as.
 *
 *   number   as csm_num_parse has it; where `decimal` or the format "money" is said, as
 *            csm_amount_parse and csm_amount_parse_money have it
 *   day      any time csm-ingest reads, its day in the zone; 03-04-2024 only where the
 *            column proves its order; where a format is said, in that alone
 *   truth    true t yes y 1, false f no n 0, in any case
 *
 * Ownership: borrows the form and the zone; frees nothing.
 */
#ifndef CSM_ENTITY_FIELDS_CELL_H
#define CSM_ENTITY_FIELDS_CELL_H

#include "base/value.h"
#include "record/time_column.h"

#include <stdbool.h>
#include <stddef.h>

#define CSM_FIELDS_MONEY "money" /* the format of numbers */

/* How the cells of a column are written, where the configuration says so. */
struct csm_fields_cell_form {
	const char *column;
	enum csm_value_type type;  /* MISSING: not said */
	const char *const *format; /* csm_stamp_formats, tried in order; or
				      CSM_FIELDS_MONEY */
	size_t formats;
	char decimal;            /* '.' or ','; 0: not said */
	const char *const *null; /* texts that mean missing, n of them */
	size_t nulls;
};

struct csm_fields_cell_reader {
	struct csm_fields_cell_form form;
	struct csm_time_column when;
	bool conflict; /* the column proves both orders of day and month, so none */
};

/* form: NULL if nothing is said.  file and column are for messages.  -1 after reporting
 * E_CONFIG: its format is none. */
int csm_fields_cell_init(struct csm_fields_cell_reader *reader,
    const struct csm_fields_cell_form *form, struct csm_zone *zone, const char *file,
    const char *column, struct csm_diag *diag);
bool csm_fields_cell_is_null(
    const struct csm_fields_cell_reader *reader, struct csm_text text);
/* Every text of the column is looked at before the first is read. */
void csm_fields_cell_look(struct csm_fields_cell_reader *reader, struct csm_text text);
/* Is it a date whose order of day and month nothing in the column tells? */
bool csm_fields_cell_is_open(
    const struct csm_fields_cell_reader *reader, struct csm_text text);
/*
 * Sets all of *out but text and type.  Returns what the text is taken for where nothing
 * else is wanted of it: a number, day or truth, else TEXT; MISSING for one that only
 * looks like a number, 007 and +49, which is a code.
 */
enum csm_value_type csm_fields_cell_read(struct csm_fields_cell_reader *reader,
    struct csm_text text, struct csm_reading *out);

/* The type most cells have, given how many csm_fields_cell_read took for each; text if
 * there is no such, or a code among them. */
enum csm_value_type csm_fields_type_of_most(const size_t n[CSM_VALUE_CELL + 1]);
/* "number", "day", "truth". */
const char *csm_fields_type_noun(enum csm_value_type type);

#endif
