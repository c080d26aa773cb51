#include "document/mail_html.h"

#include "chart/glyph.h"
#include "table/legend.h"
#include "table/show.h"
#include "chart/svg.h"
#include "table/markup_text.h"

#include <string.h>

/* Choices of looks, for 600 pixels, which is what many mail programs give. */
#define BAR_WIDTH 10
#define SPARK_WIDTH 30
#define TILES 3 /* beside one another */
#define PICTURE_WIDTH 600

#define SOFT "color:#5b6068"
#define RULE "border-bottom:1px solid #e2e3e0"
#define DRAWN "color:#2b5c9e;white-space:pre;font-family:monospace"

struct mail {
	struct csm_buf *out;
	const struct csm_mailhtml_picture *picture;
	size_t pictures;
};

/* Escaped, and apart from what is around it if it may turn the direction. */
static void
mail_html_put_text(struct csm_buf *out, const char *s)
{
	csm_buf_puts(out, "<bdi>");
	csm_markup_escape(out, s);
	csm_buf_puts(out, "</bdi>");
}

static void
put_element(struct csm_buf *out, const char *tag, const char *css, const char *text)
{
	/* At each element: style sheets are dropped by many mail programs, and so are
	 * drawings, of which bars of characters are left. */
	csm_buf_printf(out, "<%s style=\"%s\">", tag, css);
	mail_html_put_text(out, text);
	csm_buf_printf(out, "</%s>\n", tag);
}

/* As dark on light as the page by day: mail programs that turn colours around do so
 * with both. */
static const char *
paint(const struct csm_state *state)
{
	static const struct {
		const char *css, *style;
	} paints[] = {{"green", "background:#dff1e5;color:#1a7442"},
	    {"amber", "background:#fbecc8;color:#8a5a00"},
	    {"red", "background:#fbe0dd;color:#b3261e"}};

	for (size_t i = 0; i < sizeof paints / sizeof paints[0]; i++)
		if (strcmp(paints[i].css, csm_state_plain(state)->css) == 0)
			return paints[i].style;
	return "background:#ebebe8;color:#1b1d20";
}

static void
mail_html_put_state(
    struct csm_buf *out, const struct csm_state *state, const char *word)
{
	csm_buf_printf(out,
	    "<span style=\"%s;padding:1px 7px;border-radius:8px;"
	    "white-space:nowrap\">",
	    paint(state));
	mail_html_put_text(out, word);
	csm_buf_puts(out, "</span>");
}

static void
mail_html_put_lights(struct csm_buf *out, const struct csm_cell *cell)
{
	for (size_t i = 0; i < cell->n; i++) {
		const struct csm_state *state = cell->light[i].state;
		if (state == NULL)
			csm_buf_puts(out, "<span style=\"padding:1px 5px\">.</span>");
		else
			csm_buf_printf(out,
			    "<span style=\"%s;padding:1px 5px\">%s</span>",
			    paint(state), state->letter);
	}
}

static void
put_drawn(struct csm_buf *out, const struct csm_buf *glyphs)
{
	if (glyphs->len > 0)
		csm_buf_printf(
		    out, "<span style=\"" DRAWN "\">%s</span>", glyphs->data);
}

static void
mail_html_put_series(struct csm_buf *out, const struct csm_cell *cell)
{
	size_t n = cell->n < SPARK_WIDTH ? cell->n : SPARK_WIDTH;
	int64_t few[SPARK_WIDTH];
	struct csm_buf spark = {0};

	csm_show_squeeze(cell->series, cell->n, few, n);
	csm_glyph_spark(&spark, few, n, 1);
	put_drawn(out, &spark);
	csm_buf_fini(&spark);
}

static void
mail_html_put_value(
    struct csm_buf *out, const struct csm_cell *cell, const struct csm_heading *c)
{
	struct csm_buf text = {0};

	switch (cell->kind) {
	case CSM_CELL_BLANK:
		break;
	case CSM_CELL_NONE:
		csm_buf_printf(out, "<span style=\"" SOFT "\">%s</span>",
		    c->kind == CSM_CELL_TEXT ? "\u2013" : CSM_SHOW_NONE);
		break;
	case CSM_CELL_SERIES:
		mail_html_put_series(out, cell);
		break;
	case CSM_CELL_LIGHTS:
		mail_html_put_lights(out, cell);
		break;
	case CSM_CELL_TEXT:
		mail_html_put_text(out, cell->text);
		break;
	case CSM_CELL_NUMBER:
	case CSM_CELL_DAY:
		csm_show_cell(&text, cell, c);
		csm_markup_escape(out, csm_buf_text(&text));
		break;
	}
	csm_buf_fini(&text);
}

static int
mail_html_is_light(const struct csm_heading *c)
{
	return c->look.show == CSM_SHOW_LIGHT;
}

static int
is_right(const struct csm_heading *c)
{
	return (c->kind == CSM_CELL_NUMBER || c->kind == CSM_CELL_DAY) &&
	       !mail_html_is_light(c);
}

static int
mail_html_has_bar(const struct csm_heading *c)
{
	return c->look.show == CSM_SHOW_BAR && c->kind == CSM_CELL_NUMBER;
}

static int
mail_html_has_word(const struct csm_heading *c)
{
	return c->stated && !mail_html_is_light(c);
}

/* A light or a painted text is its state. */
static void
mail_html_put_cell(
    struct csm_buf *out, const struct csm_cell *cell, const struct csm_heading *c)
{
	int stated = cell->state != NULL && cell->kind != CSM_CELL_BLANK;

	if (stated && mail_html_is_light(c))
		mail_html_put_state(out, cell->state, cell->state->word);
	else if (stated && c->look.show == CSM_SHOW_PAINTED &&
		 cell->kind == CSM_CELL_TEXT)
		mail_html_put_state(out, cell->state, cell->text);
	else
		mail_html_put_value(out, cell, c);
}

static void
open_cell(struct csm_buf *out, const char *tag, int right, const char *more)
{
	csm_buf_printf(out,
	    "<%s style=\"padding:5px 14px 5px 0;" RULE ";text-align:%s%s\">", tag,
	    right ? "right" : "left", more);
}

static void
mail_html_put_head(struct csm_buf *out, const struct csm_table *t)
{
	csm_buf_puts(out, "<tr>");
	for (size_t c = 0; c < t->columns; c++) {
		open_cell(out, "th scope=\"col\"", is_right(&t->column[c]),
		    ";font-weight:normal;vertical-align:bottom;" SOFT);
		mail_html_put_text(out, t->column[c].title);
		csm_buf_puts(out, "</th>");
		/* The columns of bar and state have no name of their own; an empty cell
		 * keeps rows as wide as the head. */
		for (int n = mail_html_has_bar(&t->column[c]) +
			     mail_html_has_word(&t->column[c]);
		     n > 0; n--) {
			open_cell(out, "td", 0, "");
			csm_buf_puts(out, "</td>");
		}
	}
	csm_buf_puts(out, "</tr>\n");
}

static void
mail_html_put_bar(struct csm_buf *out, const struct csm_table *t, size_t column,
    const struct csm_cell *cell)
{
	struct csm_buf bar = {0};

	open_cell(out, "td", 0, "");
	if (cell->kind == CSM_CELL_NUMBER)
		csm_glyph_bar(
		    &bar, cell->number, csm_table_largest(t, column), BAR_WIDTH, 1);
	put_drawn(out, &bar);
	csm_buf_puts(out, "</td>");
	csm_buf_fini(&bar);
}

static void
put_word(struct csm_buf *out, const struct csm_cell *cell)
{
	open_cell(out, "td", 0, "");
	if (cell->state != NULL)
		mail_html_put_state(out, cell->state, cell->state->word);
	csm_buf_puts(out, "</td>");
}

/* The darker, the nearer to the largest. */
static const char *const shades[CSM_HEAT_STEPS + 1] = {"", ";background:#f0f5fb",
    ";background:#e1eaf6", ";background:#d2e0f2", ";background:#c3d5ed",
    ";background:#b4cbe9", ";background:#a4c0e4", ";background:#95b6e0",
    ";background:#86a9d8"};

static void
mail_html_put_rows(struct csm_buf *out, const struct csm_table *t)
{
	csm_buf_puts(out, "<table cellspacing=\"0\" "
			  "style=\"border-collapse:collapse;font-size:13px\">\n");
	if (t->layout == CSM_LAYOUT_TABLE)
		mail_html_put_head(out, t);
	for (size_t r = 0; r < t->rows; r++) {
		csm_buf_puts(out, "<tr>");
		for (size_t c = 0; c < t->columns; c++) {
			const struct csm_cell *cell = csm_table_at(t, r, c);
			int right =
			    is_right(&t->column[c]) && t->layout == CSM_LAYOUT_TABLE;
			open_cell(out, "td", right,
			    t->column[c].look.show == CSM_SHOW_HEAT
				? shades[csm_table_heat(t, cell)]
			    : right ? ";white-space:nowrap"
				    : ";overflow-wrap:anywhere");
			mail_html_put_cell(out, cell, &t->column[c]);
			csm_buf_puts(out, "</td>");
			if (mail_html_has_bar(&t->column[c]))
				mail_html_put_bar(out, t, c, cell);
			if (mail_html_has_word(&t->column[c]))
				put_word(out, cell);
		}
		csm_buf_puts(out, "</tr>\n");
	}
	csm_buf_puts(out, "</table>\n");
}

/* Headline numbers: what, the number, what it is set against. */
static void
mail_html_put_tiles(struct csm_buf *out, const struct csm_table *t)
{
	csm_buf_puts(out, "<table cellspacing=\"0\" role=\"presentation\">\n");
	for (size_t r = 0; r < t->rows; r++) {
		csm_buf_puts(out, r % TILES == 0 ? "<tr>" : "");
		csm_buf_puts(
		    out, "<td style=\"padding:8px 28px 8px 0;vertical-align:top\">");
		for (size_t c = 0; c < t->columns; c++) {
			csm_buf_printf(out, "<div style=\"%s\">",
			    c == 1 ? "font-size:22px;font-weight:600"
				   : "font-size:13px;" SOFT);
			mail_html_put_cell(out, csm_table_at(t, r, c), &t->column[c]);
			csm_buf_puts(out, "</div>");
		}
		csm_buf_puts(out, "</td>\n");
		if (r % TILES == TILES - 1 || r + 1 == t->rows)
			csm_buf_puts(out, "</tr>\n");
	}
	csm_buf_puts(out, "</table>\n");
}

static bool
mail_html_has_picture(const struct mail *m, const struct csm_table *t)
{
	for (size_t i = 0; i < m->pictures; i++)
		if (m->picture[i].table == t)
			return true;
	return false;
}

static void
mail_html_put_picture(struct mail *m, const struct csm_table *t)
{
	struct csm_buf alt = {0};

	for (size_t i = 0; i < m->pictures; i++) {
		/* a table without a picture is not an error: its numbers stand below */
		if (m->picture[i].table != t)
			continue;
		csm_svg_describe(&alt, t);
		csm_buf_printf(m->out,
		    "<p style=\"margin:8px 0\"><img src=\"cid:%s\" width=\"%d\" "
		    "style=\"max-width:100%%;height:auto\" alt=\"",
		    m->picture[i].id, PICTURE_WIDTH);
		csm_markup_escape(m->out, csm_buf_text(&alt));
		csm_buf_puts(m->out, "\"></p>\n");
	}
	csm_buf_fini(&alt);
}

static void
mail_html_put_legend(struct csm_buf *out, const struct csm_table *t)
{
	struct csm_buf text = {0};

	for (size_t c = 0; c < t->columns; c++) {
		csm_buf_reset(&text);
		csm_legend_names(&text, t, c);
		if (text.len > 0)
			put_element(
			    out, "p", "margin:4px 0 0;font-size:13px;" SOFT, text.data);
	}
	csm_buf_reset(&text);
	csm_legend_letters(&text, t, 0);
	if (text.len > 0)
		put_element(out, "p", "margin:4px 0 0;font-size:13px;" SOFT, text.data);
	csm_buf_fini(&text);
}

static void
mail_html_put_part(struct mail *m, const struct csm_doc *doc, const struct csm_table *t)
{
	if (t->title != doc->title && t->layout != CSM_LAYOUT_TILES)
		put_element(m->out, "h2", "font-size:16px;margin:24px 0 4px", t->title);
	if (t->note != NULL)
		put_element(
		    m->out, "p", "margin:0 0 6px;font-size:13px;" SOFT, t->note);
	if (t->rows == 0) {
		put_element(m->out, "p", SOFT, "none");
		return;
	}
	mail_html_put_picture(m, t);
	/* its numbers stand in another part */
	if (t->for_eyes >= CSM_EYES_DRAW)
		return;
	if (t->layout == CSM_LAYOUT_TILES)
		mail_html_put_tiles(m->out, t);
	else
		mail_html_put_rows(m->out, t);
	mail_html_put_legend(m->out, t);
}

void
csm_mailhtml_put(struct csm_buf *out, const struct csm_doc *doc,
    const struct csm_mailhtml_picture *picture, size_t pictures)
{
	struct mail m = {.out = out, .picture = picture, .pictures = pictures};

	csm_buf_puts(out,
	    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
	    "<title>");
	csm_markup_escape(out, doc->title == NULL ? "" : doc->title);
	csm_buf_puts(out,
	    "</title></head>\n"
	    "<body style=\"margin:0;padding:16px;background:#ffffff;color:#1b1d20;"
	    "font-family:system-ui,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;"
	    "font-size:14px;line-height:1.45\">\n");
	if (doc->title != NULL)
		put_element(out, "h1", "font-size:22px;margin:0", doc->title);
	if (doc->subtitle != NULL)
		put_element(out, "p", "margin:2px 0 10px;" SOFT, doc->subtitle);
	for (const struct csm_table *t = doc->first; t != NULL; t = t->next)
		if (csm_table_shown(t, CSM_EYES_READ) ||
		    (!t->hidden && mail_html_has_picture(&m, t)))
			mail_html_put_part(&m, doc, t);
	csm_buf_puts(out, "</body></html>\n");
}
