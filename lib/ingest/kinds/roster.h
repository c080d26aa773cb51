/*
 * Roster: the entities of one model from a raw export, as a clean fields file: one row
 * an entity, or one an entity and day where rows are dated, in canonical order, with
 * the columns `id`, `company` (of models that belong to one) and `valid_from` (of dated
 * rows) first.  Cells are kept byte for byte, but those of columns of which it is said
 * how they are written.
 *
 * With `columns` only these are written, in their order; "name.*" are all members of an
 * object, without the name.  With `agg` last, rows are changes: cells that a row leaves
 * empty are as they were before it, by time, and so are the rows of one day.
 *
 * Ownership: a roster borrows what its options name; its texts are its own.
 */
#ifndef CSM_INGEST_ROSTER_H
#define CSM_INGEST_ROSTER_H

#include "base/arena.h"
#include "base/value.h"
#include "entity/fields.h"
#include "ingest/mapping.h"
#include "point/spread.h"
#include "record/time_column.h"

struct csm_roster;

struct csm_roster_options {
	enum csm_model model;
	/* Loaded.  id: default the column `id`, else the first; company: `company` or
	 * `company_id`; time: `valid_from`, if there is one; rename, columns, agg. */
	const struct csm_mapping *mapping;
	struct csm_zone *zone;  /* of days */
	struct csm_zone *clock; /* of times that name none; NULL: zone */
	/* How cells of columns are written, by the name they have or get; these are
	 * written as numbers, days and truths are in points. */
	const struct csm_fields_cell_form *form;
	size_t forms;
	/* The companies there are; NULL: not known, all are taken. */
	const struct csm_fields *companies;
	struct csm_spread shard;     /* entities of other companies are filtered */
	struct csm_rowfilter *where; /* which rows are read; NULL: all */
};

/* rows == used + filtered + excluded + duplicates + rejected: csm_roster_finish checks. */
struct csm_roster_counts {
	uint64_t rows;
	uint64_t used;
	uint64_t filtered;
	uint64_t excluded;   /* for which they are */
	uint64_t duplicates; /* later rows of an entity and day */
	uint64_t rejected;
	uint64_t orphans; /* of those: without a company, or with one not known */
};

struct csm_roster *csm_roster_new(
    const struct csm_roster_options *options, struct csm_diag *diag);
void csm_roster_free(struct csm_roster *roster); /* NULL allowed */
/* All rows of an open reader, which stays the caller's; -1 after a fatal report. */
int csm_roster_read(struct csm_roster *roster, struct csm_reader *reader);
/*
 * After the last reader: dates, order, duplicates (warned about: W_DUPLICATE; the first
 * row holds), types.  -1 after a report: E_AMBIGUOUS, E_HEADER (two columns would have
 * one name), E_INTERNAL.
 */
int csm_roster_finish(struct csm_roster *roster);
/* After csm_roster_finish. */
void csm_roster_write(
    struct csm_roster *roster, struct csm_output *out, enum csm_format format);
struct csm_roster_counts csm_roster_counts(const struct csm_roster *roster);
/* The i-th column as it is written, from 0: 1 with its name and type, or 0: there are
 * fewer. */
int csm_roster_column(const struct csm_roster *roster, size_t i, const char **name,
    enum csm_value_type *type);

#endif
