/*
 * Bubble: what the report `bubble` knows of a company or, with --by, of a group of them.
 *
 * Ownership: bubbles and texts are the context's, the rest is freed by the report's end.
 */
#ifndef CSM_REPORT_BUBBLE_H
#define CSM_REPORT_BUBBLE_H

#include "base/intern.h"
#include "figure/column.h"
#include "figure/dimension.h"
#include "figure/panel.h"
#include "stats/outlier.h"
#include "table/packed.h"

enum {
	CSM_BUBBLE_X,
	CSM_BUBBLE_Y,
	CSM_BUBBLE_SIZE,
	CSM_BUBBLE_COLOUR,
	CSM_BUBBLE_KEYS
};

/* As the table keeps it: of millions there are as many. */
struct csm_bubble {
	const char *id, *name;
	union {
		const char *group;   /* NULL: none, or its field is missing */
		const char *outlier; /* once groups are made; "": it is none */
	} of;
	uint32_t companies;
	signed char side[2]; /* of x and y: -1 far below, 1 far above */
	struct csm_packed key[CSM_BUBBLE_KEYS]; /* of csm_bubble_key */
};

static inline struct csm_cell
csm_bubble_key(const struct csm_bubble *bubble, int key)
{
	return csm_packed_cell(bubble->key[key]);
}

struct csm_bubble_work {
	struct csm_list_column column[CSM_BUBBLE_KEYS];
	struct csm_packed_forms forms[CSM_BUBBLE_KEYS];
	struct csm_dimension by;
	struct csm_panel numbers; /* with --by: of each company, by key */
	enum csm_over over[CSM_BUBBLE_KEYS];
	int z; /* 1: outliers by standard deviations */
	struct csm_doc doc;
	struct csm_table *table; /* its rows are bubbles, and come before its columns */
	size_t placed;           /* with both numbers */
	struct csm_fence fence[2];
	struct csm_intern outliers; /* what they are named for */
};

static inline struct csm_bubble *
csm_bubble_at(const struct csm_bubble_work *work, size_t i)
{
	return (struct csm_bubble *)(uintptr_t)work->table->row[i];
}

/* What --by and --over say, once the columns are read; -1 after E_USAGE. */
int csm_bubble_groups_begin(struct csm_context *context, struct csm_bubble_work *work);
/* A company that came by belongs to a group. */
void csm_bubble_groups_add(struct csm_context *context, struct csm_bubble_work *work,
    struct csm_bubble *company);
/* Make one bubble of the companies of each group. */
void csm_bubble_groups_fold(struct csm_context *context, struct csm_bubble_work *work);

#endif
