/* Elements of a page in their places of the grid. */
#include "document/html.h"
#include "chart/svg.h"
#include "table/markup_text.h"

#include <string.h>

/* divides into halves, thirds, quarters and sixths */
#define GRID 12
#define FINE 24 /* columns from which the gaps between them are small */

static void
put_place(struct csm_buf *out, const struct csm_box *box, unsigned grid, size_t n)
{
	/* What is wider than the page takes all of it: an element somebody misjudged is
	 * still there. */
	unsigned width = box->width == 0 || box->width > grid ? grid : box->width;

	csm_buf_printf(out, "main>.b%zu{grid-column:", n);
	if (box->column > 0)
		csm_buf_printf(out, "%u/", box->column > grid ? grid : box->column);
	csm_buf_printf(out, "span %u", width);
	if (box->row > 0)
		csm_buf_printf(out, ";grid-row:%u/span %u", box->row,
		    box->height > 0 ? box->height : 1);
	else if (box->height > 1)
		csm_buf_printf(out, ";grid-row:span %u", box->height);
	csm_buf_puts(out, "}\n");
}

void
csm_html_grid(struct csm_buf *out, const struct csm_doc *doc)
{
	unsigned grid = doc->grid == 0 ? GRID : doc->grid;
	const struct csm_box *last = NULL;
	size_t n = 0;

	if (doc->grid != 0)
		csm_buf_printf(out,
		    "@media(min-width:761px){main{grid-template-columns:repeat(%u,"
		    "minmax(0,1fr));column-gap:%s}}\n",
		    grid, grid > FINE ? "0" : "20px");
	/* On a phone elements stand below each other, in their order. */
	csm_buf_puts(out, "@media(min-width:761px){\n");
	for (const struct csm_table *t = doc->first; t != NULL; t = t->next) {
		if (t->box != NULL && t->box != last)
			put_place(out, t->box, grid, ++n);
		last = t->box;
	}
	csm_buf_puts(out, "}\n");
}

/* Played when it is asked for: a page of the morning does not begin to talk. */
static void
put_video(struct csm_html *html, const struct csm_table *t)
{
	const char *shows = csm_table_at(t, 0, 0)->text;

	csm_buf_printf(html->out,
	    "<video controls playsinline preload=\"metadata\" src=\"%s\" "
	    "aria-label=\"",
	    t->box->video);
	csm_markup_escape(html->out, shows);
	csm_buf_puts(html->out, "\">");
	csm_markup_escape(html->out, shows);
	csm_buf_puts(html->out, "</video>");
}

static void
put_image(struct csm_html *html, const struct csm_table *t)
{
	csm_buf_printf(html->out, "<img src=\"%s\" alt=\"", t->box->image);
	csm_markup_escape(html->out, csm_table_at(t, 0, 0)->text);
	csm_buf_puts(html->out, "\">");
}

static void
put_failure(struct csm_html *html, const struct csm_table *t)
{
	csm_buf_puts(
	    html->out, "<p class=\"failure\"><b>This part could not be made:</b> ");
	csm_markup_escape(html->out, csm_table_at(t, 0, 0)->text);
	csm_buf_puts(html->out, "</p>");
}

static int
is_one_text(const struct csm_table *t)
{
	return t->layout == CSM_LAYOUT_PROSE || t->layout == CSM_LAYOUT_IMAGE ||
	       t->layout == CSM_LAYOUT_FAILURE;
}

static void
put_inside(struct csm_html *html, const struct csm_table *t, int alone)
{
	/* The box has said what a table alone in it would say again, or one of its
	 * name. */
	int said = alone || t->layout == CSM_LAYOUT_TILES ||
		   (t->box->title != NULL && strcmp(t->title, t->box->title) == 0);

	if (t->rows > 0 && is_one_text(t) && csm_table_at(t, 0, 0)->text == NULL)
		return;
	if (t->layout == CSM_LAYOUT_PROSE) {
		csm_html_prose(html->out, csm_table_at(t, 0, 0)->text,
		    t->box->title != NULL ? 3 : 2);
	} else if (t->layout == CSM_LAYOUT_IMAGE) {
		(t->box->video != NULL ? put_video : put_image)(html, t);
	} else if (t->layout == CSM_LAYOUT_FAILURE) {
		put_failure(html, t);
	} else {
		csm_buf_printf(html->out, "<div class=\"%s\">",
		    t->half && !alone ? "half" : "full");
		if (!said) {
			csm_buf_puts(html->out, "<h3>");
			csm_markup_escape(html->out, t->title);
			csm_buf_puts(html->out, "</h3>");
		}
		/* A box of one report has taken the report's note. */
		csm_html_body(html, t, !alone || t->note != t->box->note);
		csm_buf_puts(html->out, "</div>");
	}
}

const struct csm_table *
csm_html_box(struct csm_html *html, const struct csm_table *first)
{
	const struct csm_box *box = first->box;
	const struct csm_table *after = first;
	size_t shown = 0;
	int tiles = 0;

	for (; after != NULL && after->box == box; after = after->next)
		if (csm_table_shown(after, CSM_EYES_READ))
			tiles = shown++ == 0 && after->layout == CSM_LAYOUT_TILES;
	csm_buf_printf(html->out, "<section class=\"b%zu %s\" id=\"_", ++html->boxes,
	    tiles ? "bare" : "box");
	csm_markup_anchor(html->out, box->id);
	csm_buf_puts(html->out, "\">");
	if (box->title != NULL && *box->title != '\0') {
		/* Headline numbers need no heading to be seen, but one to be found
		 * by. */
		csm_buf_puts(html->out, tiles ? "<h2 class=\"sr\">" : "<h2>");
		csm_markup_escape(html->out, box->title);
		csm_buf_puts(html->out, "</h2>");
	}
	if (box->note != NULL) {
		csm_buf_puts(html->out, "<p class=\"note\">");
		csm_markup_escape(html->out, box->note);
		csm_buf_puts(html->out, "</p>");
	}
	csm_buf_puts(html->out, "<div class=\"inner\">");
	for (const struct csm_table *t = first; t != after; t = t->next)
		if (csm_table_shown(t, CSM_EYES_READ))
			put_inside(html, t, shown == 1);
	csm_buf_puts(html->out, "</div></section>\n");
	return after;
}
