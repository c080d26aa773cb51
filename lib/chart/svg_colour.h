/*
 * The colours of a bubble chart: those of states, then a few of the drawing's own for
 * other texts, in the order they are met, then grey; each with the letter that tells it
 * where colours cannot be told apart, and the legend of those met.
 *
 * Ownership: the table is borrowed; nothing to free.
 */
#ifndef CSM_CHART_SVG_COLOUR_H
#define CSM_CHART_SVG_COLOUR_H

#include "base/buf.h"
#include "table/table.h"

#include <stddef.h>

#define CSM_SVGCOLOURS 5      /* besides those of states, before grey */
#define CSM_SVGCOLOUR_NAME 32 /* bytes of a class of CSS, its end included */

struct csm_svgcolours {
	const struct csm_table *table;
	size_t column; /* of the table: a text, or what has a state */
	const char *word[CSM_SVGCOLOURS]; /* that are no states, as they were met */
	size_t words;
};

/* The class of CSS of a row, in name. */
const char *csm_svgcolour_name(
    struct csm_svgcolours *c, size_t row, char name[CSM_SVGCOLOUR_NAME]);
/* Append the letter that stands for its colour; nothing for grey. */
void csm_svgcolour_letter(struct csm_svgcolours *c, size_t row, struct csm_buf *out);
/* Append what colours and letters mean, from x to at most `end`, above y. */
void csm_svgcolour_legend(
    struct csm_svgcolours *c, double x, double end, int y, struct csm_buf *out);

#endif
