/* The cells of tables as HTML. */
#include "chart/svg.h"
#include "document/html.h"
#include "table/markup_text.h"
#include "table/show.h"

#include <string.h>

/* A choice of looks: wider than two lines of a column in a table of several. */
#define LONG_NAME 60 /* bytes: longer ones are clamped to two lines by the style */

/* Only text that is not ASCII can change the direction of what is around it; a long one
 * is an element for the style to clamp. */
void
csm_html_name(struct csm_buf *out, const char *s)
{
	const char *p = s;

	while (*p != '\0' && (unsigned char)*p < 0x80)
		p++;
	int apart = *p != '\0' || strlen(s) > LONG_NAME;
	if (apart)
		csm_buf_puts(out, "<bdi>");
	csm_markup_escape(out, s);
	if (apart)
		csm_buf_puts(out, "</bdi>");
}

static void
html_cell_put_state(
    struct csm_buf *out, const struct csm_state *state, const char *word)
{
	csm_buf_printf(out, "<span class=\"st %s\">", state->css);
	csm_markup_escape(out, word);
	csm_buf_puts(out, "</span>");
}

static void
html_cell_put_lights(struct csm_buf *out, const struct csm_cell *cell)
{
	for (size_t i = 0; i < cell->n; i++) {
		const struct csm_light *light = &cell->light[i];
		if (light->state == NULL) {
			csm_buf_puts(out, "<i class=\"dot gap\"></i>");
			continue;
		}
		csm_buf_printf(out, "<i class=\"dot %s\" role=\"img\" title=\"",
		    light->state->css);
		csm_markup_escape(out, light->name);
		csm_buf_puts(out, ": ");
		csm_markup_escape(out, light->state->word);
		csm_buf_printf(out, "\">%s</i>", light->state->letter);
	}
}

static void
html_cell_put_bar(struct csm_buf *out, int64_t number, int64_t largest)
{
	/* a bar has one direction; the number stands beside it */
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
html_cell_put_spark(struct csm_buf *out, const struct csm_cell *cell, int bars)
{
	struct csm_buf label = {0};

	csm_show_series(&label, cell);
	csm_svg_spark(out, cell, bars, csm_buf_text(&label));
	csm_buf_fini(&label);
}

/* Of a tile the unit is small, so that a large number has room. */
static void
html_cell_put_unit(struct csm_buf *out, char *text)
{
	char *unit = strchr(text, ' ');

	if (unit != NULL)
		*unit++ = '\0';
	csm_markup_escape(out, text);
	if (unit == NULL)
		return;
	csm_buf_puts(out, " <small>");
	csm_markup_escape(out, unit);
	csm_buf_puts(out, "</small>");
}

static void
html_cell_put_number(struct csm_buf *out, const struct csm_cell *cell,
    const struct csm_heading *column, bool tile)
{
	struct csm_buf text = {0};
	char *p;

	csm_show_cell(&text, cell, column);
	p = text.len > 0 ? text.data : "";
	if (*p == '-') {
		/* The minus sign is as wide as plus and digits, a hyphen is not. */
		csm_buf_puts(out, "\u2212");
		p++;
	}
	if (tile)
		html_cell_put_unit(out, p);
	else
		csm_markup_escape(out, p);
	csm_buf_fini(&text);
}

/* A link to an account without a section is the script's to make. */
static void
html_cell_put_text(struct csm_html *html, const struct csm_cell *cell)
{
	const char *link = cell->link;
	/* A link to nowhere would be worse than a name. */
	int there = link != NULL && csm_intern_find(&html->anchor, link,
					strlen(link)) != CSM_INTERN_NONE;

	if (!there && (link == NULL || !html->script)) {
		csm_html_name(html->out, cell->text);
		return;
	}
	csm_buf_puts(html->out, there ? "<a href=\"#" : "<span data-go=\"");
	csm_markup_anchor(html->out, link);
	csm_buf_puts(html->out, "\">");
	csm_html_name(html->out, cell->text);
	csm_buf_puts(html->out, there ? "</a>" : "</span>");
}

void
csm_html_cell(struct csm_html *html, const struct csm_table *table,
    const struct csm_cell *cell, size_t column)
{
	const struct csm_heading *c = &table->column[column];
	const struct csm_look *look = csm_cell_look(cell, c);
	struct csm_buf *out = html->out;

	/* The state is the cell: it is not put beside it again. */
	if ((look->show == CSM_SHOW_LIGHT || look->show == CSM_SHOW_PAINTED) &&
	    cell->state != NULL) {
		html_cell_put_state(out, cell->state,
		    look->show == CSM_SHOW_LIGHT ? cell->state->word : cell->text);
		return;
	}
	switch (cell->kind) {
	case CSM_CELL_NONE:
		csm_buf_puts(out, c->kind == CSM_CELL_TEXT
				      ? "<em class=none>\u2013</em>"
				      : "<em class=none>" CSM_SHOW_NONE "</em>");
		break;
	case CSM_CELL_BLANK:
		break;
	case CSM_CELL_TEXT:
		html_cell_put_text(html, cell);
		break;
	case CSM_CELL_SERIES:
		html_cell_put_spark(out, cell, look->show == CSM_SHOW_BAR);
		break;
	case CSM_CELL_LIGHTS:
		html_cell_put_lights(out, cell);
		break;
	case CSM_CELL_NUMBER:
	case CSM_CELL_DAY:
		html_cell_put_number(out, cell, c, table->layout == CSM_LAYOUT_TILES);
		if (look->show == CSM_SHOW_BAR)
			html_cell_put_bar(
			    out, cell->number, csm_table_largest(table, column));
		break;
	}
	if (cell->state != NULL) {
		csm_buf_putc(out, ' ');
		html_cell_put_state(out, cell->state, cell->state->word);
	}
}
