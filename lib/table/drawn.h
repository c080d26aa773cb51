/*
 * Drawn: the part `chart` of a document, which says with a drawing what the rows of a table
 * say.
 *
 * Ownership: the part lives in the document, as the rows it is made of.
 */
#ifndef CSM_TABLE_DRAWN_H
#define CSM_TABLE_DRAWN_H

#include "table/table.h"

struct csm_drawn {
	enum csm_chart chart; /* BARS, HEAT */
	const char *name;     /* the column rows are called by */
	bool noted;           /* what is said of the rows is said of it */
	/* BARS: the first of these with a number, and what the drawing is called;
	 * HEAT: all columns after the first of these. */
	struct {
		const char *column, *title;
	} of[2];
};

/* Put the drawing in front of the rows, once they are sorted and cut and before columns
 * are chosen of them. */
void csm_drawn_put(
    const struct csm_drawn *drawn, struct csm_doc *doc, struct csm_table *rows);

#endif
