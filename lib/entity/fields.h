/*
 * Fields: the attributes of the entities of one model, from a CSV or NDJSON file.
 *
 * The id column is the one named, else `id`, else the first column (that is not the
 * company's or valid_from).  A column
 * `valid_from` dates the rows: the newest row not after the day asked for is in force;
 * a row with an empty valid_from holds from the beginning.  Fields of models other than
 * company belong to the company in the column `company`, else `company_id`.
 *
 * NDJSON: the members of an inner object are columns "outer.inner", a list is its
 * compact JSON; a member of that name that no object has is no column.
 *
 * A cell is a text, and is read as a number, day or truth where one is wanted; one that
 * is none is missing there, and for that entity alone.  fields_cell.h says what can be
 * read.  The type of a column is that of most of its filled cells; of as many of one as
 * of another, and where cells like 007 or +49 stand (a leading zero or plus), it is
 * text: nothing is rewritten by guessing.
 *
 * Ownership: the table owns everything it gives out.
 */
#ifndef CSM_ENTITY_FIELDS_H
#define CSM_ENTITY_FIELDS_H

#include "base/diag.h"
#include "base/pseudonym.h"
#include "base/value.h"
#include "entity/fields_cell.h"
#include "point/point.h"
#include "record/record.h"

#include <stddef.h>
#include <stdint.h>

struct csm_fields;

struct csm_entity {
	const char *id;
	size_t id_len;
	const char
	    *company; /* id of the company it belongs to; its own id for companies */
	size_t company_len;
	uint64_t line;
};

/* All zero: a CSV or NDJSON file whose cells say themselves what they are. */
struct csm_fields_options {
	struct csm_reader_options reader;
	const char *id_column;                   /* NULL: `id`, else the first */
	struct csm_zone *zone;                   /* of days; NULL: UTC */
	int integer_id;                          /* 10522.0 is the id 10522 */
	const struct csm_fields_cell_form *form; /* of columns, n of them */
	size_t forms;
	const struct csm_pseudonym *hide; /* nobody is to be told who the entities are:
					     csm_fields_hide; NULL: show them */
};

/*
 * Load `path` for `model`.  NULL after a report: E_OPEN, E_HEADER (no such id column; no
 * company column), E_CONFIG (a form's format is none).  A form of a column that is not
 * there is passed over.  A row without an id is rejected; the same entity twice (without differing
 * valid_from) is warned about (W_DUPLICATE) and the first row holds.
 */
struct csm_fields *csm_fields_load(const char *path, enum csm_model model,
    const struct csm_fields_options *options, struct csm_diag *diag);
void csm_fields_free(struct csm_fields *f); /* NULL allowed */

const char *csm_fields_file(const struct csm_fields *f);
/* Column number of `name`, -1 if there is none.  "custom.plan" is also column "plan",
 * and "plan" also "custom.plan", if the exact name is not there. */
int csm_fields_column(const struct csm_fields *f, const char *name);
size_t csm_fields_columns(const struct csm_fields *f);
const char *csm_fields_column_name(const struct csm_fields *f, size_t column);
enum csm_value_type csm_fields_column_type(const struct csm_fields *f, size_t column);

/* The i-th of the different texts of a column, as they come first; NULL: there are fewer. */
const char *csm_fields_text(const struct csm_fields *f, size_t column, size_t i);
/* What cells of a column cannot be read as the type: `accounts.csv:14:3: "N/A" is no
 * number; 1 of 240 values missing`.  False, and nothing is put, if all can. */
bool csm_fields_put_unread(const struct csm_fields *f, int column,
    enum csm_value_type type, struct csm_buf *out);

/* Entities in canonical order: by company, then id, by bytes. */
size_t csm_fields_count(const struct csm_fields *f);
const struct csm_entity *csm_fields_entity(const struct csm_fields *f, size_t i);
/* Index of an entity by id (and company, for models that have one); -1 if absent. */
long csm_fields_find(const struct csm_fields *f, const char *company,
    size_t company_len, const char *id, size_t id_len);
/* Range [*begin, *end) of the entities of a company. */
void csm_fields_of_company(const struct csm_fields *f, const char *company,
    size_t company_len, size_t *begin, size_t *end);
/* Value on a day, a CELL; MISSING if entity < 0, the cell is empty or no row is in
 * force. */
struct csm_value csm_fields_value(
    const struct csm_fields *f, long entity, int column, int32_t day);
/*
 * The same table as it was known: without the rows that hold from the beginning, of which
 * nobody can say since when they were known.  It borrows all from f; csm_fields_then_free.
 */
struct csm_fields *csm_fields_then(const struct csm_fields *f);
void csm_fields_then_free(struct csm_fields *then); /* NULL allowed */
/* The day from which an entity is known to such a table, INT32_MAX if only by undated
 * rows; to others CSM_DAY_NONE, always. */
int32_t csm_fields_known_from(const struct csm_fields *f, long entity);
/* From when on the i-th of the *n rows of an entity holds, in that order; CSM_DAY_NONE:
 * always. */
int32_t csm_fields_version(
    const struct csm_fields *f, size_t entity, size_t i, size_t *n);
/* Rows that hold from the beginning. */
size_t csm_fields_undated(const struct csm_fields *f);
/*
 * A number, day or truth is wanted of a column: tell, once, how many filled cells are
 * none, with the first (W_CELL), and of days those whose order of day and month nothing
 * proves (W_AMBIGUOUS).  False and nothing is told if there are filled cells and none
 * of them can be read: csm_fields_tell_all says that too, or the caller in words of its
 * own.
 */
bool csm_fields_tell(const struct csm_fields *f, int column, enum csm_value_type type,
    struct csm_diag *diag);
/* The same, and W_TYPE where none can be read. */
void csm_fields_tell_all(const struct csm_fields *f, int column,
    enum csm_value_type type, struct csm_diag *diag);
/* Numbers are wanted of a column: -1 after reporting that it has decimal commas though
 * nobody said so (E_AMBIGUOUS). */
int csm_fields_check_decimal(
    const struct csm_fields *f, int column, struct csm_diag *diag);
/* "company.plan is text; no value of it is a number". */
void csm_fields_put_none(const struct csm_fields *f, int column,
    enum csm_value_type type, struct csm_buf *out);
/* 1 if some column's value depends on the day. */
int csm_fields_dated(const struct csm_fields *f);

#endif
