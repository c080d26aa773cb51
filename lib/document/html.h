/*
 * HTML: what the page's writer is made of.  Optional end tags and quotes are left out
 * where there are many of them: in rows of tables.
 */
#ifndef CSM_DOCUMENT_HTML_H
#define CSM_DOCUMENT_HTML_H

#include "base/buf.h"
#include "base/intern.h"
#include "table/table.h"

/* One page being written. */
struct csm_html {
	struct csm_buf *out;
	const struct csm_doc *doc;
	int script;               /* 1: a script will work on it */
	struct csm_intern anchor; /* ids of the groups that have a section */
	size_t boxes;             /* written so far */
};

/* The page's own style sheet: light and dark, for screens from 390 px and for paper. */
void csm_html_style(struct csm_buf *out);
/* The page's own script. */
void csm_html_script(struct csm_buf *out);
/* Append the text's hash to a Content-Security-Policy: " 'sha256-...'". */
void csm_html_allow(struct csm_buf *policy, const char *text, size_t len);

/* A name or title: kept from turning the direction of what is around it, and clamped if
 * it is long. */
void csm_html_name(struct csm_buf *out, const char *name);
/* One cell's content, without its td. */
void csm_html_cell(struct csm_html *html, const struct csm_table *table,
    const struct csm_cell *cell, size_t column);
/* Class of a column's cells, "" for most; the letter of its kind, for the script. */
const char *csm_html_class(const struct csm_heading *column);
char csm_html_kind(const struct csm_heading *column);
/* A table, its chart and its heading, as a section of the page. */
void csm_html_section(struct csm_html *html, const struct csm_table *table);
/* What is below the heading of a section; note: also the table's. */
void csm_html_body(struct csm_html *html, const struct csm_table *table, int note);
/* The tables of a box as one section; returns the first table after them. */
const struct csm_table *csm_html_box(
    struct csm_html *html, const struct csm_table *first);
/* Where the boxes stand, as rules of the style. */
void csm_html_grid(struct csm_buf *out, const struct csm_doc *doc);
/* Markdown as elements, headings from this level on. */
void csm_html_prose(struct csm_buf *out, const char *text, int top);
/* A table of a group: its caption is its heading.  Nothing if it has no rows. */
void csm_html_part(struct csm_html *html, const struct csm_table *table);
/* How many rows of a table are drawn. */
size_t csm_html_rows(const struct csm_table *table);
/* Place of a table in the document, by which the script finds its data. */
size_t csm_html_number(const struct csm_doc *doc, const struct csm_table *table);
/* A group and its tables, the first of which is given. */
void csm_html_group(struct csm_html *html, const struct csm_group *group,
    const struct csm_table *first, size_t number);
/* The rest as an inert element with JSON, for the script; nothing if there is none. */
void csm_html_data(struct csm_html *html);

#endif
