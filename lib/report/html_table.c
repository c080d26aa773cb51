#include "report/html.h"

#include "report/show.h"
#include "report/svg.h"

#include <ctype.h>
#include <string.h>

#define LONG_TABLE                                                                     \
	12           /* rows a table may have and still be kept on one sheet of paper */
#define LONG_NAME 60 /* bytes */
#define SCROLLS 4    /* columns from which a table may be wider than a phone */

char *
csm_html_anchor(struct csm_arena *arena, const char *id)
{
	static const char hex[] = "0123456789ABCDEF";
	char *anchor = csm_arena_alloc(arena, 3 * strlen(id) + 2), *p = anchor;

	for (const unsigned char *s = (const unsigned char *)id; *s != '\0'; s++) {
		int kept = (*s >= '0' && *s <= '9') || (*s >= 'a' && *s <= 'z') ||
			   (*s >= 'A' && *s <= 'Z') || *s == '.' || *s == '-';
		if (kept) {
			*p++ = (char)*s;
			continue;
		}
		*p++ = '_';
		*p++ = hex[*s >> 4];
		*p++ = hex[*s & 15];
	}
	return anchor;
}

/* Only text that is not ASCII can change the direction of what is around it; a long one
 * is an element for the style to clamp. */
static void
put_name(struct csm_buf *out, const char *s)
{
	const char *p = s;

	while (*p != '\0' && (unsigned char)*p < 0x80)
		p++;
	int apart = *p != '\0' || strlen(s) > LONG_NAME;
	if (apart)
		csm_buf_puts(out, "<bdi>");
	csm_svg_escape(out, s);
	if (apart)
		csm_buf_puts(out, "</bdi>");
}

static void
put_state(struct csm_buf *out, const struct csm_state *state, const char *word)
{
	csm_buf_printf(out, "<span class=\"st %s\">", state->css);
	csm_svg_escape(out, word);
	csm_buf_puts(out, "</span>");
}

static void
put_lights(struct csm_buf *out, const struct csm_cell *cell)
{
	for (size_t i = 0; i < cell->n; i++) {
		const struct csm_light *light = &cell->light[i];
		if (light->state == NULL) {
			csm_buf_puts(out, "<i class=\"dot gap\"></i>");
			continue;
		}
		csm_buf_printf(out, "<i class=\"dot %s\" role=\"img\" title=\"",
		    light->state->css);
		csm_svg_escape(out, light->name);
		csm_buf_puts(out, ": ");
		csm_svg_escape(out, light->state->word);
		csm_buf_printf(out, "\">%s</i>", light->state->letter);
	}
}

static void
put_bar(struct csm_buf *out, int64_t number, int64_t largest)
{
	if (number < 0)
		number = 0;
	csm_buf_puts(out, "<svg class=\"bar\" viewBox=\"0 0 100 8\" "
			  "preserveAspectRatio=\"none\" aria-hidden=\"true\">");
	if (largest > 0)
		csm_buf_printf(out, "<rect class=\"f0\" width=\"%.1f\" height=\"8\"/>",
		    (double)number / (double)largest * 100);
	csm_buf_puts(out, "</svg>");
}

static void
put_spark(struct csm_buf *out, const struct csm_cell *cell, int bars)
{
	struct csm_buf label = {0};
	struct csm_look look = {.places = -1};
	int64_t last = cell->series[cell->n - 1], high = CSM_MISSING;

	for (size_t i = 0; i < cell->n; i++)
		if (cell->series[i] > high) /* CSM_MISSING is below every number */
			high = cell->series[i];
	csm_buf_puts(&label, "highest ");
	csm_show_number(&label, high, &look);
	csm_buf_puts(&label, ", last ");
	if (last == CSM_MISSING)
		csm_buf_puts(&label, CSM_SHOW_NONE);
	else
		csm_show_number(&label, last, &look);
	csm_svg_spark(out, cell->series, cell->n, bars, csm_buf_text(&label));
	csm_buf_fini(&label);
}

static void
put_number(
    struct csm_buf *out, const struct csm_cell *cell, const struct csm_heading *column)
{
	struct csm_buf text = {0};
	const char *p;

	csm_show_cell(&text, cell, column);
	p = csm_buf_text(&text);
	if (*p == '-') {
		csm_buf_puts(out, "\u2212");
		p++;
	}
	csm_svg_escape(out, p);
	csm_buf_fini(&text);
}

static void
put_text(struct csm_buf *out, const struct csm_cell *cell)
{
	if (cell->link != NULL)
		csm_buf_printf(out, "<a href=\"#%s\">", cell->link);
	put_name(out, cell->text);
	if (cell->link != NULL)
		csm_buf_puts(out, "</a>");
}

void
csm_html_cell(struct csm_buf *out, const struct csm_table *table,
    const struct csm_cell *cell, size_t column)
{
	const struct csm_heading *c = &table->column[column];
	const struct csm_look *look = csm_cell_look(cell, c);

	if ((look->show == CSM_SHOW_LIGHT || look->show == CSM_SHOW_PAINTED) &&
	    cell->state != NULL) {
		put_state(out, cell->state,
		    look->show == CSM_SHOW_LIGHT ? cell->state->word : cell->text);
		return;
	}
	switch (cell->kind) {
	case CSM_CELL_NONE:
		csm_buf_puts(out, c->kind == CSM_CELL_TEXT
				      ? "<em class=\"none\">\u2013</em>"
				      : "<em class=\"none\">" CSM_SHOW_NONE "</em>");
		break;
	case CSM_CELL_BLANK:
		break;
	case CSM_CELL_TEXT:
		put_text(out, cell);
		break;
	case CSM_CELL_SERIES:
		put_spark(out, cell, look->show == CSM_SHOW_BAR);
		break;
	case CSM_CELL_LIGHTS:
		put_lights(out, cell);
		break;
	case CSM_CELL_NUMBER:
	case CSM_CELL_DAY:
		put_number(out, cell, c);
		if (look->show == CSM_SHOW_BAR)
			put_bar(out, cell->number, csm_table_largest(table, column));
		break;
	}
	if (cell->state != NULL) {
		csm_buf_putc(out, ' ');
		put_state(out, cell->state, cell->state->word);
	}
}

/* Numbers are what most cells hold: they need no class. */
static const char *
cell_class(const struct csm_heading *column)
{
	if (column->kind == CSM_CELL_LIGHTS)
		return " class=\"t l\"";
	return column->kind == CSM_CELL_NUMBER && column->look.show != CSM_SHOW_LIGHT
		   ? ""
	       : column->kind == CSM_CELL_DAY ? ""
					      : " class=\"t\"";
}

static void
put_head(struct csm_buf *out, const struct csm_table *t)
{
	csm_buf_puts(out, "<thead><tr>");
	for (size_t c = 0; c < t->columns; c++) {
		csm_buf_printf(out, "<th scope=\"col\"%s>", cell_class(&t->column[c]));
		put_name(out, t->column[c].title);
		csm_buf_puts(out, "</th>");
	}
	csm_buf_puts(out, "</tr></thead>\n");
}

/* A table that may be wider than a phone scrolls on its own, also by keyboard. */
static void
put_rows(struct csm_buf *out, const struct csm_table *t)
{
	int scrolls = t->columns > SCROLLS;

	if (scrolls) {
		csm_buf_puts(out, "<div class=\"scroll\" tabindex=\"0\" "
				  "role=\"group\" aria-label=\"");
		csm_svg_escape(out, t->title);
		csm_buf_puts(out, "\">");
	}
	csm_buf_printf(out, "<table%s><caption>",
	    t->layout == CSM_LAYOUT_FACTS ? " class=\"facts\"" : "");
	csm_svg_escape(out, t->title);
	csm_buf_puts(out, "</caption>");
	if (t->layout == CSM_LAYOUT_TABLE)
		put_head(out, t);
	csm_buf_puts(out, "<tbody>\n");
	for (size_t r = 0; r < t->rows; r++) {
		csm_buf_puts(out, "<tr>");
		for (size_t c = 0; c < t->columns; c++) {
			if (c == 0)
				csm_buf_puts(out, "<th scope=\"row\">");
			else
				csm_buf_printf(
				    out, "<td%s>", cell_class(&t->column[c]));
			csm_html_cell(out, t, csm_table_at(t, r, c), c);
			csm_buf_puts(out, c == 0 ? "</th>" : "</td>");
		}
		csm_buf_puts(out, "</tr>\n");
	}
	csm_buf_puts(out, scrolls ? "</tbody></table></div>" : "</tbody></table>");
}

static void
put_tiles(struct csm_buf *out, const struct csm_table *t)
{
	csm_buf_puts(out, "<dl class=\"tiles\">");
	for (size_t r = 0; r < t->rows; r++) {
		csm_buf_puts(out, "<div><dt>");
		csm_html_cell(out, t, csm_table_at(t, r, 0), 0);
		csm_buf_puts(out, "</dt>");
		for (size_t c = 1; c < t->columns; c++) {
			const struct csm_cell *cell = csm_table_at(t, r, c);
			if (cell->kind == CSM_CELL_BLANK)
				continue;
			csm_buf_printf(
			    out, "<dd class=\"%s\">", c == 1 ? "big" : "against");
			csm_html_cell(out, t, cell, c);
			csm_buf_puts(out, "</dd>");
		}
		csm_buf_puts(out, "</div>");
	}
	csm_buf_puts(out, "</dl>");
}

static void
put_body(struct csm_buf *out, const struct csm_table *t)
{
	if (t->rows == 0) {
		csm_buf_puts(out, "<p class=\"none\">none</p>");
		return;
	}
	if (t->layout == CSM_LAYOUT_TILES) {
		put_tiles(out, t);
		return;
	}
	if (t->chart == CSM_CHART_NONE) {
		put_rows(out, t);
		return;
	}
	csm_svg_chart(out, t);
	csm_buf_puts(out, "<details class=\"numbers\"><summary>The numbers</summary>");
	put_rows(out, t);
	csm_buf_puts(out, "</details>");
}

void
csm_html_section(
    struct csm_buf *out, const struct csm_doc *doc, const struct csm_table *t)
{
	int tiles = t->layout == CSM_LAYOUT_TILES;
	int said = tiles || t->title == doc->title;

	csm_buf_printf(out, "<section class=\"%s%s\" id=\"_%s\"><h2%s>",
	    tiles     ? "bare"
	    : t->half ? "half"
		      : "full",
	    t->rows > LONG_TABLE ? " long" : "", t->name, said ? " class=\"sr\"" : "");
	csm_svg_escape(out, t->title);
	csm_buf_puts(out, "</h2>");
	if (t->note != NULL) {
		csm_buf_puts(out, "<p class=\"note\">");
		csm_svg_escape(out, t->note);
		csm_buf_puts(out, "</p>");
	}
	put_body(out, t);
	csm_buf_puts(out, "</section>\n");
}

void
csm_html_part(struct csm_buf *out, const struct csm_table *t)
{
	if (t->rows == 0)
		return;
	csm_buf_puts(out, t->half ? "<div>" : "<div class=\"full\">");
	put_rows(out, t);
	if (t->note != NULL) {
		csm_buf_puts(out, "<p class=\"note\">");
		csm_svg_escape(out, t->note);
		csm_buf_puts(out, "</p>");
	}
	csm_buf_puts(out, "</div>\n");
}
