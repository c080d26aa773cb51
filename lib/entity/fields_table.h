/*
 * What a fields table is made of: fields_load.c fills it, fields.c looks things up.
 *
 * Ownership: csm_fields_free releases all of it; what csm_fields_then makes borrows all of
 * it.
 */
#ifndef CSM_ENTITY_FIELDS_TABLE_H
#define CSM_ENTITY_FIELDS_TABLE_H

#include "entity/fields.h"
#include "entity/fields_cell.h"
#include "entity/fields_rows.h"

/* A row of an entity, in force from a day on. */
struct csm_version {
	uint32_t entity;
	int32_t from; /* CSM_DAY_NONE: from the beginning */
	size_t row;
};

/* A column once its cells are read. */
struct csm_fields_column {
	enum csm_value_type type;
	struct csm_fields_cell_reader reader;
	unsigned told;          /* CSM_READS of what was wanted of it and told */
	size_t first, readings; /* of its different texts, in order */
};

struct csm_fields {
	char *file;
	enum csm_model model;
	struct csm_fields_rows rows; /* once read, cells are numbers of readings */
	struct csm_reading *reading; /* one for each text of each column */
	size_t readings, reading_cap;
	struct csm_fields_column *column;
	int integer_id;
	int numbered;                /* column numbers are those of the header */
	int id, company, valid_from; /* columns; -1: none */

	struct csm_intern key; /* csm_fields_key; numbers are entities' until sorted */
	struct csm_entity *entity;
	uint32_t *index; /* in entity[], by key */
	/* Of all entities, by entity and then day: those of entity[i] are
	 * version[begin[i] .. begin[i + 1] - 1]. */
	struct csm_version *version;
	size_t *begin;
	size_t versions, version_cap;
	int dated;
	int then; /* 1: csm_fields_then */
};

/* Read all cells as all they can be read as, and give each column its type. */
int csm_fields_read_cells(struct csm_fields *f,
    const struct csm_fields_options *options, struct csm_diag *diag);
/* Number of the column called exactly so, -1 if there is none. */
int csm_fields_exact(const struct csm_fields *f, const char *name, size_t len);
/* Before the rows become entities: ids become pseudonyms, and columns that tell who somebody
 * is, by what they are called or by an address or the id in a cell, are emptied. */
void csm_fields_hide(struct csm_fields *f, const struct csm_pseudonym *p);
/* Order by company, then id. */
int csm_entity_cmp(const struct csm_entity *a, const struct csm_entity *b);
/*
 * The text an entity is found by: the company's length, the company, NUL, the id.
 * CSM_FIELDS_KEY bytes more than the two are written; returns how many in all.
 */
#define CSM_FIELDS_KEY (sizeof(uint32_t) + 1)
size_t csm_fields_key(
    char *key, const char *company, size_t company_len, const char *id, size_t id_len);

#endif
