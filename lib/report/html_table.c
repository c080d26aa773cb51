#include "report/html.h"

#include "report/show.h"
#include "report/svg.h"

#include <ctype.h>
#include <string.h>

#define LONG_TABLE                                                                     \
	12        /* rows a table may have and still be kept on one sheet of paper */
#define SCROLLS 4 /* columns from which a table may be wider than a phone */

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

static void
put_state(struct csm_buf *out, const struct csm_state *state)
{
	csm_buf_printf(out, "<span class=\"st %s\"><i aria-hidden=\"true\">%s</i>",
	    state->css, state->symbol);
	csm_svg_escape(out, state->word);
	csm_buf_puts(out, "</span>");
}

static void
put_lights(struct csm_buf *out, const struct csm_cell *cell)
{
	csm_buf_puts(out, "<span class=\"lights\">");
	for (size_t i = 0; i < cell->n; i++) {
		const struct csm_light *light = &cell->light[i];
		if (light->state == NULL) {
			csm_buf_puts(out, "<span class=\"dot gap\"></span>");
			continue;
		}
		csm_buf_printf(
		    out, "<span class=\"dot %s\" title=\"", light->state->css);
		csm_svg_escape(out, light->name);
		csm_buf_puts(out, ": ");
		csm_svg_escape(out, light->state->word);
		csm_buf_printf(out,
		    "\"><span aria-hidden=\"true\">%s</span><span class=\"sr\">",
		    light->state->letter);
		csm_svg_escape(out, light->name);
		csm_buf_puts(out, ": ");
		csm_svg_escape(out, light->state->word);
		csm_buf_puts(out, "; </span></span>");
	}
	csm_buf_puts(out, "</span>");
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
put_spark(struct csm_buf *out, const struct csm_cell *cell, const char *title)
{
	struct csm_buf label = {0};
	struct csm_look look = {.places = -1};
	int64_t last = cell->series[cell->n - 1];

	csm_buf_printf(&label, "%s, %zu days, last ", title, cell->n);
	if (last == CSM_MISSING)
		csm_buf_puts(&label, CSM_SHOW_NONE);
	else
		csm_show_number(&label, last, &look);
	csm_svg_spark(out, cell->series, cell->n, csm_buf_text(&label));
	csm_buf_fini(&label);
}

static void
put_number(
    struct csm_buf *out, const struct csm_cell *cell, const struct csm_column *column)
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
	csm_buf_puts(out, "<bdi>");
	csm_svg_escape(out, cell->text);
	csm_buf_puts(out, cell->link != NULL ? "</bdi></a>" : "</bdi>");
}

void
csm_html_cell(struct csm_buf *out, const struct csm_table *table,
    const struct csm_cell *cell, size_t column)
{
	const struct csm_column *c = &table->column[column];
	const struct csm_look *look = csm_cell_look(cell, c);

	if (look->show == CSM_SHOW_LIGHT && cell->state != NULL) {
		put_state(out, cell->state);
		return;
	}
	switch (cell->kind) {
	case CSM_CELL_NONE:
		csm_buf_puts(out, "<em class=\"none\">" CSM_SHOW_NONE "</em>");
		break;
	case CSM_CELL_BLANK:
		break;
	case CSM_CELL_TEXT:
		put_text(out, cell);
		break;
	case CSM_CELL_SERIES:
		put_spark(out, cell, c->title);
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
		put_state(out, cell->state);
	}
}

static const char *
cell_class(const struct csm_column *column, const struct csm_cell *cell)
{
	if (column->look.show == CSM_SHOW_LIGHT)
		return "";
	if (column->kind == CSM_CELL_SERIES || cell->kind == CSM_CELL_SERIES)
		return " class=\"spark-c\"";
	if (column->kind == CSM_CELL_NUMBER || column->kind == CSM_CELL_DAY)
		return " class=\"num\"";
	return "";
}

static void
put_head(struct csm_buf *out, const struct csm_table *t)
{
	static const struct csm_cell plain;

	csm_buf_puts(out, "<thead><tr>");
	for (size_t c = 0; c < t->columns; c++) {
		csm_buf_printf(out, "<th scope=\"col\"%s><bdi>",
		    cell_class(&t->column[c], &plain));
		csm_svg_escape(out, t->column[c].title);
		csm_buf_puts(out, "</bdi></th>");
	}
	csm_buf_puts(out, "</tr></thead>\n");
}

static void
put_rows(struct csm_buf *out, const struct csm_table *t)
{
	int scrolls = t->columns > SCROLLS;

	if (scrolls) {
		csm_buf_puts(out, "<div class=\"scroll\" tabindex=\"0\" "
				  "role=\"region\" aria-label=\"");
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
			const struct csm_cell *cell = csm_table_at(t, r, c);
			csm_buf_printf(out, "%s%s>",
			    c == 0 ? "<th scope=\"row\"" : "<td",
			    c == 0 ? "" : cell_class(&t->column[c], cell));
			csm_html_cell(out, t, cell, c);
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
csm_html_table(struct csm_buf *out, const struct csm_table *t, int level)
{
	int tiles = t->layout == CSM_LAYOUT_TILES;

	csm_buf_printf(out, "<section class=\"%s%s\"",
	    tiles     ? "bare"
	    : t->half ? "half"
		      : "full",
	    t->rows > LONG_TABLE ? " long" : "");
	if (level == 2)
		csm_buf_printf(out, " id=\"_%s\"", t->name);
	csm_buf_printf(out, "><h%d%s>", level, tiles ? " class=\"sr\"" : "");
	csm_svg_escape(out, t->title);
	csm_buf_printf(out, "</h%d>", level);
	if (t->note != NULL) {
		csm_buf_puts(out, "<p class=\"note\">");
		csm_svg_escape(out, t->note);
		csm_buf_puts(out, "</p>");
	}
	put_body(out, t);
	csm_buf_puts(out, "</section>\n");
}
