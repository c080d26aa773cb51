/*
 * The grid of a table in text: aligned columns, by libsmartcols.  A column of the table
 * is up to three of the grid, value, bar and state, side by side.
 *
 * Ownership: whoever fills a sheet owns width, cut and text; the rest is borrowed.
 */
#ifndef CSM_DOCUMENT_TEXT_GRID_H
#define CSM_DOCUMENT_TEXT_GRID_H

#include "document/writer.h"
#include "table/text_cut.h"

#include <stddef.h>

#define CSM_TEXTGRID_SPARK 30  /* longest sparkline, in columns */
#define CSM_TEXTGRID_COLUMNS 3 /* of a column of the table, at most */

struct libscols_table;

struct csm_textgrid {
	const struct csm_table *table;
	const struct csm_writer_options *options;
	struct libscols_table *grid;
	size_t bar_width, spark_width;
	size_t text_width;   /* longer texts are cut */
	size_t wrap_width;   /* those of columns that wrap are broken into lines */
	size_t head_width;   /* headings narrower than that are not broken into lines */
	size_t head_word;    /* what is left of a word of a heading, at least */
	const char *between; /* columns */
	int unnamed;         /* the grid's columns have no names */
	size_t *width;       /* of the cells of each column of the grid */
	enum csm_textcut *cut; /* of each row, a column after the other */
	struct csm_buf text;
};

/* The table with texts of at most `text_width` columns, those that wrap of
 * `wrap_width`; the caller frees.  broken: headings are in lines no wider than what the
 * columns held in the calls before. */
char *csm_textgrid(
    struct csm_textgrid *sheet, size_t text_width, size_t wrap_width, int broken);

#endif
