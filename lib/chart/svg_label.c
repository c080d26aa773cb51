#include "chart/svg_label.h"

#include "table/markup_text.h"
#include "table/terminal_text.h"

#include <assert.h>
#include <stdbool.h>

/* Of the usual fonts at the size of ticks, nearly: a drawing does not know its font. */
#define LETTER 7.2 /* width */
#define LINE 14.0  /* height */

static bool
overlaps(const struct csm_svglabel_box *a, const struct csm_svglabel_box *b)
{
	return a->x < b->x + b->width && b->x < a->x + a->width &&
	       a->y < b->y + b->height && b->y < a->y + a->height;
}

static bool
has_room(const struct csm_svglabels *l, const struct csm_svglabel_box *b)
{
	const struct csm_svglabel_box *in = &l->within;

	if (b->x < in->x || b->x + b->width > in->x + in->width || b->y < in->y ||
	    b->y + b->height > in->y + in->height)
		return false;
	for (size_t i = 0; i < l->n; i++)
		if (overlaps(b, &l->placed[i]))
			return false;
	for (size_t i = 0; i < l->taken_n; i++)
		if (overlaps(b, &l->taken[i]))
			return false;
	return true;
}

double
csm_svglabel_width(const char *text)
{
	return (double)csm_termtext_widest(text) * LETTER;
}

void
csm_svglabel_put(struct csm_svglabels *labels, struct csm_buf *out, double x, double y,
    double away, const char *text)
{
	double width = csm_svglabel_width(text);
	/* Beside it first, where a name is read with its dot; then above and below,
	 * then the corners. */
	/* Where the text is held, in parts of its width: it stays beside its dot when
	 * it is of another size than thought. */
	static const struct {
		double part;
		const char *as;
	} held[] = {{0, ""}, {1, " text-anchor=\"end\""},
	    {0.5, " text-anchor=\"middle\""}, {0.5, " text-anchor=\"middle\""}, {0, ""},
	    {0, ""}, {1, " text-anchor=\"end\""}, {1, " text-anchor=\"end\""}};
	const struct csm_svglabel_box places[] = {{x + away, y - LINE / 2, width, LINE},
	    {x - away - width, y - LINE / 2, width, LINE},
	    {x - width / 2, y - away - LINE, width, LINE},
	    {x - width / 2, y + away, width, LINE},
	    {x + away * 0.7, y - away - LINE * 0.7, width, LINE},
	    {x + away * 0.7, y + away * 0.7, width, LINE},
	    {x - away * 0.7 - width, y - away - LINE * 0.7, width, LINE},
	    {x - away * 0.7 - width, y + away * 0.7, width, LINE}};

	assert(labels->n < CSM_SVGLABELS);
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		/* Two labels upon each other say less than none; the dot has its
		 * title. */
		if (!has_room(labels, &places[i]))
			continue;
		labels->placed[labels->n++] = places[i];
		csm_buf_printf(out, "<text class=\"tick far\" x=\"%.1f\" y=\"%.1f\"%s>",
		    places[i].x + width * held[i].part, places[i].y + LINE - 3.5,
		    held[i].as);
		csm_markup_escape(out, text);
		csm_buf_puts(out, "</text>");
		return;
	}
}
