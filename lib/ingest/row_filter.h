/*
 * Row filter: which rows of a raw export are read: a condition over their columns, in
 * the language of csm-formula(5) with column names (or dotted NDJSON paths) as names.
 *
 * A cell is a number, a day (YYYY-MM-DD), true or false if it reads as one, else a
 * text; 007 and +49 are texts; an empty or absent cell is missing.  Where the source says
 * how numbers are written a cell is a number if it is written so, and a text that means
 * no value is missing.
 *
 * Ownership: lives in the arena it was read into, apart from scratch memory that
 * csm_rowfilter_fini frees.
 */
#ifndef CSM_INGEST_ROW_FILTER_H
#define CSM_INGEST_ROW_FILTER_H

#include "base/amount.h"
#include "formula/formula.h"
#include "record/record.h"

struct csm_rowfilter {
	struct csm_formula *where;
	int *column; /* handle of each leaf */
	struct csm_value *value;
	struct csm_column *leaf;
	const struct csm_number_form *number; /* NULL: as csm_num_parse has them */
	struct csm_zone *zone; /* of times without one, in functions; NULL: those are
				  missing */
	uint64_t seen, kept;   /* rows */
	struct csm_arena scratch;
};

/* `at` as in csm_formula_parse.  NULL after a report. */
struct csm_rowfilter *csm_rowfilter_read(struct csm_arena *arena, const char *text,
    const struct csm_pos *at, struct csm_diag *diag);
/* The same from the configuration, in either spelling. */
struct csm_rowfilter *csm_rowfilter_from_json(
    struct csm_arena *arena, const struct csm_json *json, struct csm_diag *diag);
void csm_rowfilter_fini(struct csm_rowfilter *rows); /* NULL allowed */
/* Find the columns in a reader just opened; -1 after reporting E_HEADER. */
int csm_rowfilter_bind(
    struct csm_rowfilter *rows, struct csm_reader *reader, struct csm_diag *diag);
/* A part of the condition for another thread, bound as it is; its zone is not that of
 * the other, and its scratch memory the arena's. */
struct csm_rowfilter *csm_rowfilter_fork(struct csm_arena *arena,
    const struct csm_rowfilter *rows, struct csm_node *part, struct csm_zone *zone);
/* After its last row: tell of columns that no row had; word: what says the condition. */
void csm_rowfilter_tell(const struct csm_rowfilter *rows, const char *word,
    const struct csm_reader *reader, struct csm_diag *diag);
/* 1 if the condition holds; missing is no.  Counts the row. */
int csm_rowfilter_keep(struct csm_rowfilter *rows, const struct csm_record *record);

#endif
