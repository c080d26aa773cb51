/*
 * Columns of the list, as asked for: "id,name,plan,units.adoption,sum(x.*, 7) as week".
 *
 * A column is, in this order: id, name, health or units; a field of the entity, or of
 * its company ("company.plan"); a metric ("revenue.mrr"), whose value is that of the
 * day, or, for metrics.* and nps.*, which hold until they are measured again, the
 * newest; else a formula.  A title may stand in quotes, doubled inside, and is then any
 * text: "a, b as c".
 *
 * Ownership: columns live in the context's arena.
 */
#ifndef CSM_FIGURE_COLUMN_H
#define CSM_FIGURE_COLUMN_H

#include "figure/facts.h"

enum csm_column_kind {
	CSM_COLUMN_ID,
	CSM_COLUMN_COMPANY, /* id of the company of an end user */
	CSM_COLUMN_NAME,
	CSM_COLUMN_HEALTH,
	CSM_COLUMN_UNITS,
	CSM_COLUMN_FIELD,
	CSM_COLUMN_METRIC,
	CSM_COLUMN_FORMULA
};

struct csm_list_column {
	enum csm_column_kind kind;
	const char *text;  /* as asked for */
	const char *title; /* after " as ", else text */
	enum csm_model field_model;
	int field;          /* FIELD: its number, else -1 */
	const char *metric; /* METRIC: canonical name, for its state */
	size_t query;       /* METRIC, FORMULA */
	int hidden;         /* 1: only sorted by */
	struct csm_heading heading;
};

/*
 * The formula a metric's bare name stands for, NULL if the text is none (a formula, a
 * field).  days: how far back a value is looked for.
 */
const char *csm_column_metric(struct csm_arena *arena, const char *text, int days);
/* Days after which the value of a metric no longer holds: 1, or any number. */
int csm_column_holds(const char *metric);

/* Split the text at commas outside brackets and quotes, and read each; -1 after
 * reporting E_USAGE (no such column, with the nearest) or E_FORMULA. */
int csm_columns_read(struct csm_context *context, enum csm_model model,
    const char *text, const char *option, struct csm_list_column **columns, size_t *n);
/* One column; option is what it was given with, for messages. */
int csm_column_read(struct csm_context *context, enum csm_model model, const char *text,
    const char *option, struct csm_list_column *column);
/* Its value for entity i of the company evaluated last.  UNITS is left blank: which
 * units there are is known at the end (csm_facts_lights). */
struct csm_cell csm_column_cell(struct csm_context *context, enum csm_model model,
    const struct csm_list_column *column, const struct csm_set *set, size_t i);

/* Columns asked for by --columns beside those a report of companies has: fields, metrics
 * and formulas, as in the list. */
struct csm_extra {
	struct csm_list_column *column;
	size_t n;
	struct csm_packed_forms forms;
};

/* In a report's begin: of --columns, those that are neither called as one of own[0..n)
 * nor a word alone that no field has, which may be a column the report finds later.
 * -1 after E_USAGE, E_FORMULA. */
int csm_extra_read(struct csm_context *context, const struct csm_table_column *own,
    size_t n, struct csm_extra *extra);
/* Their cells for the company evaluated last; NULL if there are none. */
struct csm_packed *csm_extra_cells(
    struct csm_context *context, struct csm_extra *extra, const struct csm_set *set);
/* Add them to a table; `of` has the i-th cell of a row. */
void csm_extra_add(
    const struct csm_extra *extra, struct csm_table *table, csm_cell_of *of);

#endif
