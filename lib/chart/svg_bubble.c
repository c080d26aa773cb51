/*
 * The bubble chart: a circle a row, its area by the column `size`, its colour by
 * `colour`; outliers bear their names, where there is room for them.
 */
#include "chart/svg.h"

#include "base/intern.h"
#include "base/num.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "chart/scale.h"
#include "chart/svg_colour.h"
#include "chart/svg_label.h"
#include "chart/svg_name.h"
#include "table/show.h"
#include "table/markup_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Choices of looks, as those of lines; below there is room for ticks and the legend. */
#define LEFT 56
#define RIGHT 18
#define TOP 14
#define BOTTOM 50
#define WIDTH CSM_SVG_WIDTH
#define HEIGHT CSM_SVG_BUBBLE_HEIGHT
#define SMALLEST 3.0 /* radius */
#define LARGEST 18.0
/* A title is longer than its circle: those of thousands would be most of the file. */
#define TITLES 200 /* bubbles that tell their numbers: a drawing of all stays small */
/* A choice of looks: beyond, circles lie upon one another, and their letters with
 * them. */
#define CROWD 1000   /* bubbles from which all but the first are drawn small */
#define TOLD 100     /* these */
#define LETTERED 7.0 /* radius from which a bubble has room for a letter */
#define LEGEND 400   /* where it ends: then comes the name of the axis */

enum { NAME, X, Y, SIZE, COLOUR, OUTLIER, COLUMNS };

/* Of each whole place, within which scales place all: something about who stands there. */
typedef unsigned char places[HEIGHT + 1][WIDTH + 1];

struct room {
	struct csm_buf *out;
	const struct csm_table *table;
	size_t at[COLUMNS];
	struct csm_scale across, up;
	int64_t largest;
	struct csm_svgcolours colours;
	struct csm_svglabels labels;
};

/* 0 if a column the chart wants was not asked for. */
static int
svg_bubble_find_columns(struct room *r)
{
	static const char *const names[COLUMNS] = {
	    "name", "x", "y", "size", "colour", "outlier"};

	for (int i = 0; i < COLUMNS; i++) {
		r->at[i] = r->table->columns;
		for (size_t c = 0; c < r->table->columns; c++)
			if (strcmp(r->table->column[c].name, names[i]) == 0)
				r->at[i] = c;
		if (r->at[i] == r->table->columns)
			return 0;
	}
	return 1;
}

static const struct csm_cell *
svg_bubble_cell_of(const struct room *r, size_t row, int column)
{
	return csm_table_at(r->table, row, r->at[column]);
}

/* Where it stands: one without a number at zero, since those are looked for. */
static int64_t
svg_bubble_place(const struct room *r, size_t row, int column)
{
	const struct csm_cell *c = svg_bubble_cell_of(r, row, column);

	return c->kind == CSM_CELL_NUMBER ? c->number : 0;
}

static void
find_scales(struct room *r)
{
	/* Both stand up, with the sides of the room changed for the one across: a scale
	 * knows places only upwards. */
	csm_scale_init(
	    &r->across, TOP, LEFT, HEIGHT - TOP - BOTTOM, WIDTH - LEFT - RIGHT, 1);
	csm_scale_init(
	    &r->up, LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM, 1);
	for (size_t i = 0; i < r->table->rows; i++) {
		int64_t x = svg_bubble_place(r, i, X), y = svg_bubble_place(r, i, Y);
		csm_scale_add(&r->across, &x, 1);
		csm_scale_add(&r->up, &y, 1);
	}
	csm_scale_round(&r->across);
	csm_scale_round(&r->up);
	r->largest = csm_table_largest(r->table, r->at[SIZE]);
}

/* csm_scale_y grows downwards; across, values grow to the right. */
static double
x_of(const struct room *r, int64_t value)
{
	return LEFT + (WIDTH - RIGHT) - csm_scale_y(&r->across, value);
}

static double
radius_of(const struct room *r, size_t row)
{
	const struct csm_cell *size = svg_bubble_cell_of(r, row, SIZE);

	if (size->kind != CSM_CELL_NUMBER || size->number <= 0 || r->largest <= 0)
		return SMALLEST;
	/* The area is the number; a radius that grew with it would make twice as much
	 * four times as large. */
	double radius = LARGEST * sqrt((double)size->number / (double)r->largest);
	return radius < SMALLEST ? SMALLEST : radius;
}

static void
put_axis_name(struct room *r, int column, const char *place)
{
	csm_buf_printf(r->out, "<text class=\"tick\" %s>", place);
	csm_markup_escape(r->out, r->table->column[r->at[column]].title);
	csm_buf_puts(r->out, "</text>");
}

static void
svg_bubble_put_axes(struct room *r)
{
	struct csm_buf *out = r->out;

	for (int i = 0; i <= r->up.ticks; i++) {
		int64_t value = csm_scale_tick(&r->up, i);
		double y = csm_scale_y(&r->up, value);
		csm_buf_printf(out,
		    "<path class=\"grid\" d=\"M%d %.1fh%d\"/><text class=\"tick\" "
		    "x=\"%d\" y=\"%.1f\" text-anchor=\"end\">",
		    LEFT, y, WIDTH - LEFT - RIGHT, LEFT - 6, y + 4);
		csm_show_tick(out, value);
		csm_buf_puts(out, "</text>");
	}
	for (int i = 0; i <= r->across.ticks; i++) {
		int64_t value = csm_scale_tick(&r->across, i);
		double x = x_of(r, value);
		csm_buf_printf(out,
		    "<path class=\"grid\" d=\"M%.1f %dv5\"/><text class=\"tick\" "
		    "x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">",
		    x, HEIGHT - BOTTOM, x, HEIGHT - BOTTOM + 19);
		csm_show_tick(out, value);
		csm_buf_puts(out, "</text>");
	}
	if (r->table->divides)
		csm_buf_printf(out,
		    "<path class=\"grid\" stroke-dasharray=\"4 4\" "
		    "d=\"M%.1f %dV%dM%d %.1fH%d\"/>",
		    x_of(r, r->table->divide[0]), TOP, HEIGHT - BOTTOM, LEFT,
		    csm_scale_y(&r->up, r->table->divide[1]), WIDTH - RIGHT);
	/* at the right end below the ticks, beside the legend */
	put_axis_name(r, X, "x=\"542\" y=\"374\" text-anchor=\"end\"");
	put_axis_name(
	    r, Y, "transform=\"translate(12 14) rotate(-90)\" text-anchor=\"end\"");
}

/* The letter in a bubble, so that colour does not tell it alone. */
static void
put_letter(struct room *r, size_t row, double x, double y)
{
	struct csm_buf letter = {0};

	csm_svgcolour_letter(&r->colours, row, &letter);
	if (letter.len > 0) {
		csm_buf_printf(r->out,
		    "<text class=\"tick in\" x=\"%.1f\" y=\"%.1f\" "
		    "text-anchor=\"middle\">",
		    x, y + 4);
		csm_markup_escape(r->out, letter.data);
		csm_buf_puts(r->out, "</text>");
	}
	csm_buf_fini(&letter);
}

static void
put_title(struct room *r, size_t row)
{
	static const int told[] = {X, Y, SIZE};

	csm_buf_puts(r->out, "<title>");
	csm_markup_escape(r->out, svg_bubble_cell_of(r, row, NAME)->text);
	for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
		struct csm_buf text = {0};
		const struct csm_heading *h = &r->table->column[r->at[told[i]]];
		csm_show_cell(&text, svg_bubble_cell_of(r, row, told[i]), h);
		csm_buf_puts(r->out, i == 0 ? ": " : ", ");
		csm_markup_escape(r->out, h->title);
		csm_buf_putc(r->out, ' ');
		csm_markup_escape(r->out, csm_buf_text(&text));
		csm_buf_fini(&text);
	}
	csm_buf_puts(r->out, "</title>");
}

/* Those of one colour and whole radius as one path, some 20 bytes each: in a crowd
 * nobody reads the letter in a bubble.  A place is drawn once, however many companies are
 * there: a path is filled once, so that another would not be seen. */
static void
svg_bubble_put_path(struct room *r, const char *name, const uint32_t *colour,
    uint32_t id, int radius, places *drawn)
{
	size_t n = 0;

	memset(drawn, 0, sizeof *drawn);
	for (size_t i = r->table->rows; i > TOLD; i--) {
		if (colour[i - 1] != id || (int)(radius_of(r, i - 1) + 0.5) != radius)
			continue;
		long x = lrint(x_of(r, svg_bubble_place(r, i - 1, X))),
		     y = lrint(csm_scale_y(&r->up, svg_bubble_place(r, i - 1, Y)));
		if ((*drawn)[y][x] != 0)
			continue;
		(*drawn)[y][x] = 1;
		if (n++ == 0)
			csm_buf_printf(r->out, "<path class=\"b crowd %s\" d=\"", name);
		csm_buf_printf(
		    r->out, "M%ld %lda%d %d 0 1 0 .1 0", x, y - radius, radius, radius);
	}
	if (n > 0)
		csm_buf_puts(r->out, "\"/>");
}

/* Larger ones first, so that they do not hide the others. */
static void
put_crowd(struct room *r)
{
	struct csm_intern names = {0};
	uint32_t *colour = csm_xcalloc(r->table->rows, sizeof *colour);
	places *drawn = csm_xcalloc(1, sizeof *drawn);
	char name[CSM_SVGCOLOUR_NAME];

	for (size_t i = r->table->rows; i > TOLD; i--) {
		csm_svgcolour_name(&r->colours, i - 1, name);
		colour[i - 1] = csm_intern_put(&names, name, strlen(name));
	}
	for (int radius = (int)LARGEST; radius >= (int)SMALLEST; radius--)
		for (uint32_t id = 0; id < names.n; id++)
			svg_bubble_put_path(
			    r, names.text[id].s, colour, id, radius, drawn);
	free(drawn);
	free(colour);
	csm_intern_fini(&names);
}

/* Outliers and the largest stand first in the table: they are told, and drawn on top.
 */
static void
put_bubble(struct room *r, size_t row)
{
	double x = x_of(r, svg_bubble_place(r, row, X)),
	       y = csm_scale_y(&r->up, svg_bubble_place(r, row, Y)),
	       radius = radius_of(r, row);
	char colour[CSM_SVGCOLOUR_NAME];

	csm_buf_printf(r->out, "<circle class=\"b %s",
	    csm_svgcolour_name(&r->colours, row, colour));
	csm_buf_printf(r->out, "\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"", x, y, radius);
	if (row < TITLES) {
		csm_buf_putc(r->out, '>');
		put_title(r, row);
		csm_buf_puts(r->out, "</circle>");
	} else {
		csm_buf_puts(r->out, "/>");
	}
	if (radius >= LETTERED)
		put_letter(r, row, x, y);
}

static bool
svg_bubble_is_told(const struct room *r, size_t row)
{
	return svg_bubble_cell_of(r, row, OUTLIER)->kind == CSM_CELL_TEXT;
}

/* The first of the table choose their places first. */
static void
svg_bubble_put_labels(struct room *r)
{
	struct csm_arena scratch = {0};
	const char **name;
	size_t n = 0;

	for (size_t i = 0; i < r->table->rows; i++)
		n += svg_bubble_is_told(r, i);
	name = CSM_ARENA_ARRAY(&scratch, const char *, n + 1);
	n = 0;
	for (size_t i = 0; i < r->table->rows; i++)
		if (svg_bubble_is_told(r, i))
			name[n++] = svg_bubble_cell_of(r, i, NAME)->text;
	name = csm_svgname_fit(&scratch, name, n, CSM_SVGLABEL_COLUMNS);
	for (size_t i = 0; i < r->table->rows && r->labels.n < CSM_SVGLABELS; i++)
		if (svg_bubble_is_told(r, i))
			csm_svglabel_put(&r->labels, r->out,
			    x_of(r, svg_bubble_place(r, i, X)),
			    csm_scale_y(&r->up, svg_bubble_place(r, i, Y)),
			    radius_of(r, i) + 3, *name++);
	csm_arena_fini(&scratch);
}

static struct csm_svglabel_box
svg_bubble_box(double x, double y, double radius)
{
	return (struct csm_svglabel_box){
	    x - radius, y - radius, 2 * radius, 2 * radius};
}

/* The squares about all bubbles: a label upon one would be read as another's.  In a crowd
 * those about whole places, wide enough for the largest there: of millions most stand
 * where another does. */
static struct csm_svglabel_box *
svg_bubble_boxes(struct room *r)
{
	const bool crowded = r->table->rows > CROWD;
	struct csm_svglabel_box *box = NULL;
	places *widest = csm_xcalloc(1, sizeof *widest);
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < r->table->rows; i++) {
		double radius = radius_of(r, i), x = x_of(r, svg_bubble_place(r, i, X)),
		       y = csm_scale_y(&r->up, svg_bubble_place(r, i, Y));
		unsigned char *at = &(*widest)[lrint(y)][lrint(x)];
		if (!crowded) {
			CSM_GROW(box, n, &cap);
			box[n++] = svg_bubble_box(x, y, radius);
		} else if (*at <
			   radius + 0.5) { /* it stands half a place away at most */
			*at = (unsigned char)ceil(radius + 0.5);
		}
	}
	for (int y = 0; y <= HEIGHT; y++)
		for (int x = 0; x <= WIDTH; x++)
			if ((*widest)[y][x] != 0) {
				CSM_GROW(box, n, &cap);
				box[n++] = svg_bubble_box(x, y, (*widest)[y][x]);
			}
	free(widest);
	r->labels.taken = box;
	r->labels.taken_n = n;
	return box;
}

void
csm_svg_bubbles(struct csm_buf *out, const struct csm_table *table)
{
	struct room r = {.out = out,
	    .table = table,
	    .labels.within = {LEFT, 0, WIDTH - LEFT, HEIGHT - BOTTOM}};
	int crowded = table->rows > CROWD;

	if (table->rows == 0 || !svg_bubble_find_columns(&r))
		return;
	r.colours = (struct csm_svgcolours){.table = table, .column = r.at[COLOUR]};
	find_scales(&r);
	svg_bubble_put_axes(&r);
	if (crowded)
		put_crowd(&r);
	/* From the last to the first, which lies on top then. */
	for (size_t i = crowded ? TOLD : table->rows; i > 0; i--)
		put_bubble(&r, i - 1);
	struct csm_svglabel_box *boxes = svg_bubble_boxes(&r);
	/* Labels after all circles, so that none is covered. */
	svg_bubble_put_labels(&r);
	free(boxes);
	csm_svgcolour_legend(&r.colours, LEFT, LEGEND, HEIGHT - 6, out);
}

void
csm_svg_bubbles_describe(struct csm_buf *out, const struct csm_table *table)
{
	struct room r = {.table = table};
	size_t n = 0;

	if (!svg_bubble_find_columns(&r))
		return;
	csm_text_count(out, table->rows, "companies");
	csm_buf_printf(out, " by %s and %s", table->column[r.at[X]].title,
	    table->column[r.at[Y]].title);
	for (size_t i = 0; i < table->rows; i++) {
		if (svg_bubble_cell_of(&r, i, OUTLIER)->kind != CSM_CELL_TEXT)
			continue;
		/* as many as could be labelled: who hears the drawing is told as much
		 * as who sees it */
		if (n++ < CSM_SVGLABELS)
			csm_buf_printf(out, "%s%s (%s)",
			    n == 1 ? "; far from the others: " : ", ",
			    svg_bubble_cell_of(&r, i, NAME)->text,
			    svg_bubble_cell_of(&r, i, OUTLIER)->text);
	}
	if (n > CSM_SVGLABELS)
		csm_buf_printf(out, " and %zu more", n - CSM_SVGLABELS);
}
