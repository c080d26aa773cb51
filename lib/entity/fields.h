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
 * A column's type is inferred over all its cells: number, day (YYYY-MM-DD), truth
 * (true/false), else text; an empty cell is missing and fits every type.  Cells like
 * 007 or +49 (a leading zero or plus) make a column text: nothing is rewritten by
 * guessing. NDJSON types are inferred from the same texts.
 *
 * Ownership: the table owns everything it gives out.
 */
#ifndef CSM_ENTITY_FIELDS_H
#define CSM_ENTITY_FIELDS_H

#include "base/diag.h"
#include "base/value.h"
#include "point/point.h"

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

/*
 * Load `path` for `model`.  id_column may be NULL.  NULL after a report: E_OPEN,
 * E_HEADER (no such id column; no company column).  A row without an id is rejected;
 * the same entity twice (without differing valid_from) is warned about (W_DUPLICATE)
 * and the first row holds.
 */
struct csm_fields *csm_fields_load(const char *path, enum csm_model model,
    const char *id_column, struct csm_diag *diag);
void csm_fields_free(struct csm_fields *f); /* NULL allowed */
/*
 * Set a column's type instead of the inferred one: NUMBER, TEXT, DAY or BOOL; as number
 * 007 and +49 are read too.  Cells that are not of the type become missing, which is
 * warned about once (W_OTHER).  -1 without a report if there is no such column.
 */
int csm_fields_force(struct csm_fields *f, const char *column, enum csm_value_type type,
    struct csm_diag *diag);

const char *csm_fields_file(const struct csm_fields *f);
/* Column number of `name`, -1 if there is none.  "custom.plan" is also column "plan",
 * and "plan" also "custom.plan", if the exact name is not there. */
int csm_fields_column(const struct csm_fields *f, const char *name);
size_t csm_fields_columns(const struct csm_fields *f);
const char *csm_fields_column_name(const struct csm_fields *f, size_t column);
enum csm_value_type csm_fields_column_type(const struct csm_fields *f, size_t column);

/* Entities in canonical order: by company, then id, by bytes. */
size_t csm_fields_count(const struct csm_fields *f);
const struct csm_entity *csm_fields_entity(const struct csm_fields *f, size_t i);
/* Index of an entity by id (and company, for models that have one); -1 if absent. */
long csm_fields_find(const struct csm_fields *f, const char *company,
    size_t company_len, const char *id, size_t id_len);
/* Range [*begin, *end) of the entities of a company. */
void csm_fields_of_company(const struct csm_fields *f, const char *company,
    size_t company_len, size_t *begin, size_t *end);
/* Value on a day; MISSING if entity < 0, the cell is empty or no row is in force. */
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
/* Rows that hold from the beginning. */
size_t csm_fields_undated(const struct csm_fields *f);
/* 1 if some column's value depends on the day. */
int csm_fields_dated(const struct csm_fields *f);

#endif
