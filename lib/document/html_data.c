/*
 * What a page's script gets as JSON: the tables of which only the first rows are drawn,
 * and the accounts that are not. Texts that repeat and states are numbered; much of it
 * is compressed, which browsers undo without any library.
 */
#include "document/html.h"

#include "base/base64.h"
#include "io/codec.h"
#include "syntax/json.h"
#include "table/legend.h"
#include "table/markup_text.h"
#include "table/show.h"

#include <stdbool.h>
#include <string.h>

/* As many as lower letters; there are ten and what somebody made up. */
#define STATES 26 /* a letter each in a cell of lights */
/* Below, base64 and unpacking save little of a page that has 100 KB of style and script
 * already. */
#define LARGE (1 << 16) /* bytes from which it is compressed */

struct data {
	struct csm_html *html;
	bool packs;          /* once it is large */
	struct csm_buf json; /* neither packed nor written so far */
	const struct csm_codec *gzip;
	void *packer;          /* its state; NULL: it is not large so far */
	struct csm_buf packed; /* of which no base64 was made so far */
	bool failed;           /* the library that packs */
	const struct csm_state *state[STATES];
	size_t states;
	struct csm_intern text;
};

/* All there is, as base64 of gzip: whole threes of bytes, and in the end the rest. */
static void
html_data_pack(struct data *d, int last)
{
	struct csm_codec_step step = {
	    .in = (const unsigned char *)d->json.data, .in_len = d->json.len};
	struct csm_buf *packed = &d->packed;
	int more = 1;

	while (more > 0 && !d->failed) {
		size_t whole;
		csm_buf_reserve(packed, LARGE);
		step.out = (unsigned char *)packed->data + packed->len;
		step.out_len = LARGE;
		more = d->gzip->encode(d->packer, &step, last);
		d->failed = more < 0;
		packed->len += LARGE - step.out_len;
		whole = last && more == 0 ? packed->len : packed->len / 3 * 3;
		csm_base64_put(d->html->out, packed->data, whole);
		packed->len -= whole;
		memmove(packed->data, packed->data + whole, packed->len);
	}
	csm_buf_reset(&d->json);
}

/* Nothing while it is small; as {"gzip":"base64"} then, piece by piece: of a million
 * companies the text is several times the page. */
static void
html_data_drain(struct data *d)
{
	if (!d->packs || d->json.len < LARGE)
		return;
	if (d->packer == NULL) {
		d->gzip = csm_codec_by_name("x.gz");
		d->packer = d->gzip->encoder_new(1);
		d->packs = d->packer != NULL;
		if (!d->packs)
			return;
		csm_buf_puts(d->html->out, "{\"gzip\":\"");
	}
	html_data_pack(d, 0);
}

static void
html_data_put_text(struct data *d, const char *s)
{
	csm_json_put_text(&d->json, s, strlen(s));
}

static void
html_data_put_anchor(struct data *d, const char *id)
{
	csm_buf_putc(&d->json, '"');
	csm_markup_anchor(&d->json, id);
	csm_buf_putc(&d->json, '"');
}

/* The state's number; beyond the alphabet the last stands for all. */
static size_t
state_at(struct data *d, const struct csm_state *state)
{
	size_t i = 0;

	while (i < d->states && d->state[i] != state)
		i++;
	/* As they are met: numbers are the page's own, its list of states says what
	 * they are. */
	if (i == d->states && i < STATES)
		d->state[d->states++] = state;
	return i < STATES ? i : STATES - 1;
}

static void
put_exact(struct data *d, const struct csm_cell *cell)
{
	struct csm_buf text = {0};

	csm_show_exact(&text, cell);
	/* exact, as a number: the script sorts by it and rounds what it shows */
	if (cell->kind == CSM_CELL_NUMBER)
		csm_buf_puts(&d->json, csm_buf_text(&text));
	else
		html_data_put_text(d, csm_buf_text(&text));
	csm_buf_fini(&text);
}

/* Heights of 94 letters from '!', which has none, and what is said of them. */
static void
html_data_put_series(struct data *d, const struct csm_cell *cell)
{
	struct csm_buf text = {0};
	int64_t high = 0;

	for (size_t i = 0; i < cell->n; i++)
		if (cell->series[i] > high)
			high = cell->series[i];
	for (size_t i = 0; i < cell->n; i++) {
		double part = high == 0 || cell->series[i] < 0
				  ? 0
				  : (double)cell->series[i] / (double)high;
		/* One character a day: numbers of a year would be most of the page. */
		csm_buf_putc(&text, cell->series[i] == CSM_MISSING
					? ' '
					: (char)('!' + (int)(part * 93 + 0.5)));
	}
	csm_buf_putc(&d->json, '[');
	html_data_put_text(d, csm_buf_text(&text));
	csm_buf_reset(&text);
	csm_show_series(&text, cell);
	csm_buf_putc(&d->json, ',');
	html_data_put_text(d, csm_buf_text(&text));
	csm_buf_putc(&d->json, ']');
	csm_buf_fini(&text);
}

static void
html_data_put_lights(struct data *d, const struct csm_cell *cell)
{
	csm_buf_putc(&d->json, '"');
	for (size_t i = 0; i < cell->n; i++)
		csm_buf_putc(&d->json,
		    cell->light[i].state == NULL
			? '.'
			: (char)('a' + (int)state_at(d, cell->light[i].state)));
	csm_buf_putc(&d->json, '"');
}

static void
put_plain(struct data *d, const struct csm_cell *cell, size_t column)
{
	switch (cell->kind) {
	case CSM_CELL_NONE:
		csm_buf_puts(&d->json, "null");
		break;
	case CSM_CELL_BLANK:
		csm_buf_puts(&d->json, "false");
		break;
	case CSM_CELL_TEXT:
		/* Names are all different, so a number for each would save nothing;
		 * owners and plans repeat. */
		if (column == 0 || cell->link != NULL || cell->state != NULL)
			html_data_put_text(d, cell->text);
		else
			csm_buf_printf(&d->json, "%u",
			    (unsigned)csm_intern_put(
				&d->text, cell->text, strlen(cell->text)));
		break;
	case CSM_CELL_NUMBER:
	case CSM_CELL_DAY:
		put_exact(d, cell);
		break;
	case CSM_CELL_SERIES:
		html_data_put_series(d, cell);
		break;
	case CSM_CELL_LIGHTS:
		html_data_put_lights(d, cell);
		break;
	}
}

static void
html_data_put_cell(struct data *d, const struct csm_cell *cell, size_t column)
{
	if (cell->state == NULL) {
		put_plain(d, cell, column);
		return;
	}
	csm_buf_putc(&d->json, '[');
	put_plain(d, cell, column);
	csm_buf_printf(&d->json, ",%zu]", state_at(d, cell->state));
}

static const char *const shows[] = {[CSM_SHOW_PLAIN] = "plain",
    [CSM_SHOW_BAR] = "bar",
    [CSM_SHOW_CHANGE] = "change",
    [CSM_SHOW_LIGHT] = "light",
    [CSM_SHOW_PAINTED] = "painted",
    [CSM_SHOW_HEAT] = "heat"};

static void
html_data_put_column(struct data *d, const struct csm_table *t, size_t c)
{
	const struct csm_heading *h = &t->column[c];

	csm_buf_puts(&d->json, "{\"t\":");
	html_data_put_text(d, h->title);
	csm_buf_printf(&d->json, ",\"k\":\"%c\",\"c\":\"%s\",\"w\":\"%s\"",
	    csm_html_kind(h), csm_html_class(h), shows[h->look.show]);
	if (h->look.places != -1)
		csm_buf_printf(&d->json, ",\"p\":%d", h->look.places);
	if (h->look.unit != NULL) {
		csm_buf_puts(&d->json, ",\"u\":");
		html_data_put_text(d, h->look.unit);
	}
	if (h->look.measure == CSM_MEASURE_MONEY)
		csm_buf_puts(&d->json, ",\"money\":1");
	for (size_t i = 0; i < h->look.edges.n; i++)
		csm_buf_printf(&d->json, "%s%.6f%s", i == 0 ? ",\"e\":[" : ",",
		    csm_num_to_double(h->look.edges.at[i]),
		    i + 1 == h->look.edges.n ? "]" : "");
	/* of all rows: the script has some of them at a time */
	if (h->look.show == CSM_SHOW_BAR && h->kind == CSM_CELL_NUMBER)
		csm_buf_printf(&d->json, ",\"m\":%.6f",
		    (double)csm_table_largest(t, c) / (double)CSM_NUM_ONE);
	if (h->kind == CSM_CELL_LIGHTS && t->rows > 0) {
		const struct csm_cell lights = csm_legend_lights(t, c);
		csm_buf_puts(&d->json, ",\"l\":[");
		for (size_t i = 0; i < lights.n; i++) {
			csm_buf_puts(&d->json, i ? "," : "");
			html_data_put_text(d, lights.light[i].name);
		}
		csm_buf_putc(&d->json, ']');
	}
	csm_buf_putc(&d->json, '}');
}

/* The column whose cells lead to accounts; 0 if none does. */
static size_t
link_column(const struct csm_table *t)
{
	for (size_t r = 0; r < t->rows; r++)
		for (size_t c = 0; c < t->columns; c++)
			if (csm_table_at(t, r, c)->link != NULL)
				return c;
	return 0;
}

static void
html_data_put_links(struct data *d, const struct csm_table *t, size_t leads)
{
	csm_buf_puts(&d->json, ",\n[");
	for (size_t r = 0; r < t->rows; r++) {
		const char *link = csm_table_at(t, r, leads)->link;
		csm_buf_puts(&d->json, r ? "," : "");
		if (link == NULL)
			csm_buf_puts(&d->json, "null");
		else
			html_data_put_anchor(d, link);
		html_data_drain(d);
	}
	csm_buf_putc(&d->json, ']');
}

/* Column by column, which are packed a fifth smaller than rows; the last is of the accounts
 * that rows lead to. */
static void
html_data_put_table(struct data *d, const struct csm_table *t)
{
	size_t leads = link_column(t);

	csm_buf_printf(
	    &d->json, "\"%zu\":{\"columns\":[", csm_html_number(d->html->doc, t));
	for (size_t c = 0; c < t->columns; c++) {
		csm_buf_puts(&d->json, c ? "," : "");
		html_data_put_column(d, t, c);
	}
	csm_buf_printf(&d->json, "],\"leads\":%zu,\"cells\":[", leads);
	for (size_t c = 0; c < t->columns; c++) {
		csm_buf_puts(&d->json, c ? ",\n[" : "[");
		for (size_t r = 0; r < t->rows; r++) {
			csm_buf_puts(&d->json, r ? "," : "");
			html_data_put_cell(d, csm_table_at(t, r, c), c);
			html_data_drain(d);
		}
		csm_buf_putc(&d->json, ']');
	}
	html_data_put_links(d, t, leads);
	csm_buf_puts(&d->json, "]}");
}

/* The groups that are not drawn, each as the elements it would be. */
static void
put_accounts(struct data *d)
{
	const struct csm_doc *doc = d->html->doc;
	const struct csm_table *t = doc->first;
	struct csm_html html = *d->html;
	struct csm_buf text = {0};
	size_t number = 0, n = 0;

	html.out = &text;
	for (const struct csm_group *g = doc->group; g != NULL; g = g->next) {
		number++;
		while (t != NULL && t->group < number)
			t = t->next;
		if (doc->drawn == 0 || number <= doc->drawn)
			continue;
		csm_buf_reset(&text);
		csm_html_group(&html, g, t, number);
		csm_buf_puts(&d->json, n++ ? "," : "");
		html_data_put_anchor(d, g->id);
		csm_buf_putc(&d->json, ':');
		html_data_put_text(d, csm_buf_text(&text));
		html_data_drain(d);
	}
	csm_buf_fini(&text);
}

static void
put_tables(struct data *d)
{
	const struct csm_table *index = NULL; /* of companies */
	size_t n = 0;

	csm_buf_puts(&d->json, "{\"tables\":{");
	for (const struct csm_table *t = d->html->doc->first; t != NULL; t = t->next) {
		/* what is drawn whole the script reads from the page */
		if (t->hidden || csm_html_rows(t) == t->rows)
			continue;
		csm_buf_puts(&d->json, n++ ? "," : "");
		html_data_put_table(d, t);
		/* The table that accounts are found by; without one that says so the
		 * first. */
		if (index == NULL || t->accounts)
			index = t;
	}
	csm_buf_puts(&d->json, "},\"texts\":[");
	for (uint32_t i = 0; i < d->text.n; i++) {
		csm_buf_puts(&d->json, i ? "," : "");
		html_data_put_text(d, d->text.text[i].s);
	}
	csm_buf_puts(&d->json, "],\"states\":[");
	for (size_t i = 0; i < d->states; i++) {
		const struct csm_state *s = d->state[i];
		csm_buf_printf(&d->json, "%s[\"%s\",", i ? "," : "", s->css);
		html_data_put_text(d, s->word);
		csm_buf_putc(&d->json, ',');
		html_data_put_text(d, s->letter);
		csm_buf_printf(&d->json, ",%d]", s->severity);
	}
	csm_buf_puts(&d->json, "],\"accounts\":{");
	put_accounts(d);
	csm_buf_printf(&d->json,
	    "},\"index\":\"%zu\",\"brief\":\"The %zu least healthy accounts have "
	    "all "
	    "their details in this page; --limit makes it more, and csm-report account "
	    "shows any of them.\"}",
	    csm_html_number(d->html->doc, index), d->html->doc->groups);
}

/* Whether there are tables whose rows are not all drawn. */
static bool
html_data_is_wanted(const struct csm_doc *doc)
{
	const struct csm_table *t = doc->first;

	while (t != NULL && (t->hidden || csm_html_rows(t) == t->rows))
		t = t->next;
	return t != NULL;
}

/* As it is. */
static void
html_data_put_bare(const struct csm_buf *json, struct csm_buf *out)
{
	for (size_t i = 0; i < json->len; i++) {
		/* "</script>" in a name would end the element. */
		if (json->data[i] == '<') /* only in strings */
			csm_buf_puts(out, "\\u003c");
		else
			csm_buf_putc(out, json->data[i]);
	}
}

/* -1 if the library fails that compresses. */
static int
html_data_put(struct csm_html *html, bool packs)
{
	struct data d = {.html = html, .packs = packs};

	csm_buf_puts(html->out, "<script type=\"application/json\" id=\"_data\">");
	put_tables(&d);
	html_data_drain(&d);
	if (d.packer == NULL) {
		html_data_put_bare(&d.json, html->out);
	} else {
		html_data_pack(&d, 1);
		csm_buf_puts(html->out, "\"}");
		d.gzip->encoder_free(d.packer);
	}
	csm_buf_puts(html->out, "</script>\n");
	csm_intern_fini(&d.text);
	csm_buf_fini(&d.json);
	csm_buf_fini(&d.packed);
	return d.failed ? -1 : 0;
}

void
csm_html_data(struct csm_html *html)
{
	size_t before = html->out->len;

	if (!html_data_is_wanted(html->doc) || html_data_put(html, true) == 0)
		return;
	html->out->len = before;
	html_data_put(html, false);
}
