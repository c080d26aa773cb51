#include "chart/svg_colour.h"

#include "chart/svg_label.h"
#include "table/markup_text.h"
#include "table/terminal_text.h"

#include <stdio.h>
#include <string.h>

/* more than there are: bands, units, and those marked */
#define STATES 16

static const struct csm_cell *
svg_colour_cell(const struct csm_svgcolours *c, size_t row)
{
	return csm_table_at(c->table, row, c->column);
}

/* The place of a row's colour among those that are no states: CSM_SVGCOLOURS for one of
 * the rest.  In the order they are met, which is that of drawing: csm_svgcolour_legend
 * goes the same way, so that both give a word the same number. */
static size_t
svg_colour_class(struct csm_svgcolours *c, size_t row)
{
	const struct csm_cell *cell = svg_colour_cell(c, row);
	size_t i = 0;

	if (cell->state != NULL || cell->kind != CSM_CELL_TEXT)
		return CSM_SVGCOLOURS;
	while (i < c->words && strcmp(c->word[i], cell->text) != 0)
		i++;
	if (i == c->words && i < CSM_SVGCOLOURS)
		c->word[c->words++] = cell->text;
	return i;
}

const char *
csm_svgcolour_name(struct csm_svgcolours *c, size_t row, char name[CSM_SVGCOLOUR_NAME])
{
	const struct csm_cell *cell = svg_colour_cell(c, row);
	size_t class = svg_colour_class(c, row);

	if (cell->state != NULL)
		snprintf(name, CSM_SVGCOLOUR_NAME, "s-%s", cell->state->css);
	else if (class < CSM_SVGCOLOURS)
		snprintf(name, CSM_SVGCOLOUR_NAME, "d%zu", class);
	else
		snprintf(name, CSM_SVGCOLOUR_NAME, "s-none");
	return name;
}

void
csm_svgcolour_letter(struct csm_svgcolours *c, size_t row, struct csm_buf *out)
{
	const struct csm_cell *cell = svg_colour_cell(c, row);
	size_t class = svg_colour_class(c, row);

	if (cell->state != NULL)
		csm_buf_puts(out, cell->state->letter);
	else if (class < CSM_SVGCOLOURS)
		csm_buf_putc(out, (char)('1' + class));
}

struct svg_colour_legend {
	double x, end;
	int y;
	struct csm_buf *out;
};

/* One sign of the legend: what a colour and its letter mean. */
static void
svg_colour_sign(struct svg_colour_legend *at, const char *class, const char *letter,
    const char *word)
{
	struct csm_buf text = {0};
	double width;

	csm_termtext_clean(&text, word, CSM_SVGLABEL_COLUMNS, 1);
	width = 34 + csm_svglabel_width(csm_buf_text(&text));
	/* Left out, but a shorter one behind it may still fit. */
	if (at->x + width > at->end) {
		csm_buf_fini(&text);
		return;
	}
	csm_buf_printf(at->out,
	    "<circle class=\"b %s\" cx=\"%.1f\" cy=\"%d\" r=\"5\"/><text "
	    "class=\"tick\" x=\"%.1f\" y=\"%d\">%s%s",
	    class, at->x + 5, at->y - 4, at->x + 14, at->y, letter,
	    *letter == '\0' ? "" : " ");
	csm_markup_escape(at->out, csm_buf_text(&text));
	csm_buf_puts(at->out, "</text>");
	at->x += width;
	csm_buf_fini(&text);
}

/* States that occur, and whether there are other colours than those and the words. */
static size_t
svg_colour_states(
    struct csm_svgcolours *c, const struct csm_state *seen[STATES], bool *rest)
{
	size_t states = 0;

	/* classes are numbered as they are drawn: from the last row to the first */
	for (size_t i = c->table->rows; i > 0; i--) {
		const struct csm_state *state = svg_colour_cell(c, i - 1)->state;
		size_t k = 0;
		if (state == NULL && svg_colour_class(c, i - 1) == CSM_SVGCOLOURS)
			*rest = true;
		while (k < states && seen[k] != state)
			k++;
		if (state != NULL && k == states && states < STATES)
			seen[states++] = state;
	}
	return states;
}

void
csm_svgcolour_legend(
    struct csm_svgcolours *c, double x, double end, int y, struct csm_buf *out)
{
	struct svg_colour_legend at = {.x = x, .end = end, .y = y, .out = out};
	const struct csm_state *seen[STATES];
	char class[CSM_SVGCOLOUR_NAME];
	bool rest = false;
	size_t states = svg_colour_states(c, seen, &rest);

	for (size_t i = 0; i < states; i++) {
		snprintf(class, sizeof class, "s-%s", seen[i]->css);
		svg_colour_sign(&at, class, seen[i]->letter, seen[i]->word);
	}
	for (size_t i = 0; i < c->words; i++) {
		char number[2] = {(char)('1' + i), '\0'};
		snprintf(class, sizeof class, "d%zu", i);
		svg_colour_sign(&at, class, number, c->word[i]);
	}
	if (rest)
		svg_colour_sign(&at, "s-none", "", "other, or no data");
}
