/*
 * SVG: small static charts: real text, a title and a description, colours by class and
 * currentColor, no script.
 */
#ifndef CSM_CHART_SVG_H
#define CSM_CHART_SVG_H

#include "base/buf.h"
#include "table/table.h"

/* Title and, unless NULL, description of an svg element that was just opened. */
void csm_svg_title(struct csm_buf *out, const char *title, const char *desc);
/*
 * A sparkline: a line with its last value marked, for what has a value every day; with
 * `bars` a bar a day, for what is counted; `mark` is the place, from 1, of a value from which
 * something is different, 0: none.  A missing value is a gap; a line through values that
 * little is known of is dashed, and the mark of such a one hollow.  More than 31 days are
 * drawn as 30 averages.  Its text alternative is `label`.
 */
void csm_svg_spark(
    struct csm_buf *out, const struct csm_cell *cell, int bars, const char *label);
/* The chart of a table, whichever it has, with its legend. */
void csm_svg_chart(struct csm_buf *out, const struct csm_table *table);
/* Those of one kind. */
void csm_svg_bars(struct csm_buf *out, const struct csm_table *table);
void csm_svg_pie(struct csm_buf *out, const struct csm_table *table);
void csm_svg_scatter(struct csm_buf *out, const struct csm_table *table);
void csm_svg_heat(struct csm_buf *out, const struct csm_table *table);
/* From 0 in the middle: of several rows each axis ends at its own largest number, of one
 * all end at the largest of all. */
void csm_svg_radar(struct csm_buf *out, const struct csm_table *table);
/* Beside a line's key its name. */
void csm_svg_line_key(struct csm_buf *out, size_t line);
void csm_svg_shares(struct csm_buf *out, const struct csm_table *table);
/* The beginning of a legend's entry, up to its text in a bdi element. */
void csm_svg_key(struct csm_buf *out, const char *fill);
/* The class that fills what stands for a column, from 1: the colour of its state, else
 * that of its place. */
const char *csm_svg_fill(const struct csm_table *table, size_t column);

/* What charts are made of, for drawings that stand alone. */
#define CSM_SVG_WIDTH 560
#define CSM_SVG_HEIGHT 190
#define CSM_SVG_SHARE_HEIGHT 26
/* The inside of an svg element of that width and of csm_svg_height: a chart that reports
 * have, LINE, COLUMNS, STACKED, BARS, HEAT or BUBBLE, without the legend, which only a room
 * of bubbles has in it. */
void csm_svg_plot(struct csm_buf *out, const struct csm_table *table);
/* One bar of a SHARES chart; 0 and nothing if the whole is not above 0. */
int csm_svg_share(struct csm_buf *out, const struct csm_table *table, size_t column);
/* Its parts in words: "good 12, poor 3". */
void csm_svg_share_describe(
    const struct csm_table *table, size_t column, struct csm_buf *out);
/* The same of a BUBBLE chart, its own height; its legend is in it. */
#define CSM_SVG_BUBBLE_HEIGHT 380
void csm_svg_bubbles(struct csm_buf *out, const struct csm_table *table);
void csm_svg_bubbles_describe(struct csm_buf *out, const struct csm_table *table);
/* The same of a BARS chart, as high as it has rows. */
void csm_svg_bars_plot(struct csm_buf *out, const struct csm_table *table);
void csm_svg_bars_describe(struct csm_buf *out, const struct csm_table *table);
int csm_svg_bars_height(const struct csm_table *table);
/* The same of a HEAT chart; the ends of its shades, false if there is no number. */
#define CSM_SVG_SHADES 6 /* classes h1, the lowest, to h6 */
void csm_svg_heat_plot(struct csm_buf *out, const struct csm_table *table);
void csm_svg_heat_describe(struct csm_buf *out, const struct csm_table *table);
int csm_svg_heat_height(const struct csm_table *table);
bool csm_svg_heat_ends(
    const struct csm_table *table, struct csm_buf *lowest, struct csm_buf *highest);
/* Height of the drawing of a chart that csm_svg_plot draws. */
int csm_svg_height(const struct csm_table *table);
/* A chart in words, as plain text. */
void csm_svg_describe(struct csm_buf *out, const struct csm_table *table);

#endif
