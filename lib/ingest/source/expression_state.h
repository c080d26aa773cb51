/* The state of an expression, for the files that make it up. */
#ifndef CSM_INGEST_SOURCE_EXPRESSION_STATE_H
#define CSM_INGEST_SOURCE_EXPRESSION_STATE_H

#include "formula/eval.h"
#include "ingest/source/expression.h"
#include "ingest/source/lookup.h"

/* A call of lookup() and the file it looks in. */
struct csm_expression_lookup {
	const struct csm_node *call;
	const char *file, *key, *take;
	struct csm_lookup *table;
	struct csm_expression_lookup *next;
};

struct csm_expression {
	struct csm_formula *formula;
	const char *text;
	int *column; /* handle of each leaf */
	struct csm_value *value;
	struct csm_column *leaf;
	struct csm_expression_lookup *lookup;
	struct csm_zone *zone;
	const int32_t *day;                   /* of the row */
	const struct csm_number_form *number; /* NULL: as in a formula */
	bool point;                           /* numbers are written with one */
	struct csm_decimal_shapes **shapes; /* of leaves that are numbers; else NULL */
	struct csm_arena scratch;
	bool *
	    odd; /* of a copy: what a column shows is for the other; NULL: it is none */
};

#endif
