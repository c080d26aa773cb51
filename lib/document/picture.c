#include "document/picture.h"

#include "io/archive.h"
#include "io/subprocess.h"
#include "table/terminal_text.h"
#include "table/show.h"
#include "chart/svg.h"
#include "chart/svg_name.h"
#include "document/writer.h"
#include "table/markup_text.h"

#include <string.h>

#define MARGIN 20
#define WIDTH (CSM_SVG_WIDTH + 2 * MARGIN)
/* the legend is placed before a font is known */
#define COLUMN 7.2       /* width of a character of the legend, nearly */
#define TITLE_COLUMNS 58 /* what fits into the width */
#define NOTE_COLUMNS 84
#define NAME_COLUMNS 40

/* The colours of the page by day: a drawing may be set on any ground, and printed. */
static const char style[] =
    "text{font-family:system-ui,\"Segoe UI\",Roboto,\"Helvetica "
    "Neue\",\"DejaVu Sans\",sans-serif;font-size:13px;fill:#1b1d20}"
    ".title{font-size:18px;font-weight:600}.soft{fill:#5b6068}"
    ".tick{font-size:12px;fill:#5b6068}.ground{fill:#ffffff}"
    ".grid{stroke:#e2e3e0;stroke-width:1;fill:none}"
    ".l0,.l1,.l2,.l3,.l4,.l5{fill:none;stroke-width:2;stroke-linejoin:round;"
    "stroke-linecap:round}"
    ".l0{stroke:#2b5c9e}.l1{stroke:#b4580c;stroke-dasharray:6 3}"
    ".l2{stroke:#6b4fa0;stroke-dasharray:2 3}"
    ".l3{stroke:#1f7a7a;stroke-dasharray:9 3 2 3}"
    ".l4{stroke:#9c3a6b;stroke-dasharray:12 4}"
    ".l5{stroke:#5b6068;stroke-dasharray:1 4}"
    ".d0,.f0{fill:#2b5c9e}.d1,.f1{fill:#b4580c}.d2,.f2{fill:#6b4fa0}"
    ".d3,.f3{fill:#1f7a7a}.d4,.f4{fill:#9c3a6b}.d5,.f5{fill:#5b6068}"
    ".b{fill-opacity:.75;stroke:#ffffff;stroke-width:.7}"
    ".b.crowd{stroke:none}.in{fill:#1b1d20}"
    ".far{fill:#1b1d20;paint-order:stroke;stroke:#ffffff;stroke-width:2.5px}"
    ".s-green{fill:#3f9d68}.s-amber{fill:#e0a83a}.s-red{fill:#d2564c}"
    ".s-on,.s-off,.s-na,.s-none,.s-other,.s-unknown{fill:#c4c6c2}"
    ".h1{fill:#eef2f7}.h2{fill:#ccd8e7}.h3{fill:#aabed8}.h4{fill:#84a2c7}"
    ".h5{fill:#5980b3}.h6{fill:#2b5c9e}";

/* Where whoever looks has chosen dark; pictures and paper stay light. */
static const char dark[] =
    "@media screen and (prefers-color-scheme:dark){"
    "text{fill:#e7e8ea}.soft,.tick{fill:#a2a8b0}.ground{fill:#1a1d20}"
    ".grid{stroke:#2d3136}.l0{stroke:#86b3ec}.l1{stroke:#e6a062}"
    ".l2{stroke:#b9a1e8}.l3{stroke:#6cc7c7}.l4{stroke:#e592ba}.l5{stroke:#a2a8b0}"
    ".d0,.f0{fill:#86b3ec}.d1,.f1{fill:#e6a062}.d2,.f2{fill:#b9a1e8}"
    ".d3,.f3{fill:#6cc7c7}.d4,.f4{fill:#e592ba}.d5,.f5{fill:#a2a8b0}"
    ".b{stroke:#1a1d20}.in{fill:#121416}.far{fill:#e7e8ea;stroke:#1a1d20}"
    ".s-amber{fill:#c9942f}.s-red{fill:#cf5b51}"
    ".s-on,.s-off,.s-na,.s-none,.s-other,.s-unknown{fill:#4a4f55}"
    ".h1{fill:#23292f}.h2{fill:#343f4b}.h3{fill:#455972}.h4{fill:#587497}"
    ".h5{fill:#6e93c1}.h6{fill:#86b3ec}}";

struct picture_figure {
	struct csm_buf body;
	const struct csm_table *table;
	double y; /* what is drawn next begins below it */
};

/* ---- which one ---- */

/* One file holds one drawing: which one is never guessed, but the only one needs no
 * --part. */
static size_t
charts(const struct csm_doc *doc, int hidden, struct csm_buf *names,
    const struct csm_table **found)
{
	size_t n = 0;

	for (const struct csm_table *t = doc->first; t != NULL; t = t->next) {
		if (t->chart == CSM_CHART_NONE || (t->hidden && !hidden))
			continue;
		csm_buf_printf(names, "%s%s", n++ > 0 ? ", " : "", t->name);
		*found = t;
	}
	return n;
}

/* The part whose chart is to be drawn; NULL after reporting E_USAGE if none or several
 * of those that are shown have one. */
static const struct csm_table *
picture_find(const struct csm_doc *doc, struct csm_diag *diag)
{
	const struct csm_table *found = NULL;
	struct csm_buf names = {0};
	size_t n = charts(doc, 0, &names, &found);

	if (n == 1) {
		csm_buf_fini(&names);
		return found;
	}
	if (n > 1)
		csm_error(diag, CSM_E_USAGE, NULL,
		    "several parts have a chart: %s; choose one of them with --part",
		    names.data);
	else if (charts(doc, 1, &names, &found) > 0)
		csm_error(diag, CSM_E_USAGE, NULL,
		    "no part that was chosen has a chart; there is one in %s",
		    names.data);
	else
		csm_error(diag, CSM_E_USAGE, NULL, "the report has no chart");
	csm_buf_fini(&names);
	return NULL;
}

/* ---- what it is made of ---- */

static void
picture_put_text(struct picture_figure *f, const char *class, double x, double y,
    const char *text, size_t columns)
{
	struct csm_buf cut = {0};

	csm_termtext_clean(&cut, text, columns, 1);
	csm_buf_printf(
	    &f->body, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", class, x, y);
	csm_markup_escape(&f->body, csm_buf_text(&cut));
	csm_buf_puts(&f->body, "</text>\n");
	csm_buf_fini(&cut);
}

/* As many lines as it needs. */
static void
picture_put_note(struct picture_figure *f, const char *text)
{
	struct csm_buf lines = {0};
	char *line, *end;

	csm_termtext_wrap(&lines, text, NOTE_COLUMNS, 1);
	for (line = lines.data; (end = strchr(line, '\n')) != NULL; line = end + 1) {
		*end = '\0';
		f->y += 18;
		picture_put_text(f, "soft", MARGIN, f->y, line, NOTE_COLUMNS);
	}
	csm_buf_fini(&lines);
}

static void
picture_put_heading(struct picture_figure *f, const struct csm_doc *doc)
{
	struct csm_buf below = {0};

	f->y = MARGIN + 16;
	picture_put_text(f, "title", MARGIN, f->y, f->table->title, TITLE_COLUMNS);
	if (doc->title != NULL && doc->title != f->table->title)
		csm_buf_puts(&below, doc->title);
	if (doc->subtitle != NULL)
		csm_buf_printf(
		    &below, "%s%s", below.len > 0 ? ": " : "", doc->subtitle);
	if (below.len > 0)
		picture_put_note(f, below.data);
	/* A drawing goes on alone, without the page that would say what it is of. */
	if (f->table->note != NULL)
		picture_put_note(f, f->table->note);
	f->y += 12;
	csm_buf_fini(&below);
}

#define LINE_SIGN 30 /* width of what stands before a name of the legend */
#define SHARE_SIGN 18

static double
width_of(const char *text, double sign)
{
	struct csm_buf cut = {0};
	double width;

	csm_termtext_clean(&cut, text, NAME_COLUMNS, 1);
	width = sign + COLUMN * (double)csm_termtext_widest(csm_buf_text(&cut)) + 14;
	csm_buf_fini(&cut);
	return width;
}

/* Where the next entry of the legend begins: they follow one another, in lines. */
static double
entry(struct picture_figure *f, double x, double width)
{
	/* an entry wider than the drawing stands alone, and is cut */
	if (x > MARGIN && x + width > WIDTH - MARGIN) {
		f->y += 20;
		x = MARGIN;
	}
	return x;
}

/* What an axis is of, where the title does not say it. */
static void
picture_put_axis(
    struct picture_figure *f, const char *name, const char *arrow, int across)
{
	struct csm_buf text = {0};

	if (name == NULL || *name == '\0' || strcmp(name, f->table->title) == 0)
		return;
	csm_buf_printf(&text, "%s %s", across ? name : arrow, across ? arrow : name);
	f->y += 14;
	if (across)
		csm_buf_puts(&f->body, "<g text-anchor=\"end\">");
	picture_put_text(f, "tick", across ? WIDTH - MARGIN : MARGIN, f->y,
	    csm_buf_text(&text), NOTE_COLUMNS);
	if (across)
		csm_buf_puts(&f->body, "</g>\n");
	csm_buf_fini(&text);
}

/* The unit all lines share; "" if they do not or have none. */
static const char *
picture_unit(const struct csm_table *t)
{
	const char *unit = t->column[1].look.unit;

	for (size_t c = 2; unit != NULL && c <= t->chart_columns; c++) {
		const char *other = t->column[c].look.unit;
		if (other == NULL || strcmp(unit, other) != 0)
			unit = NULL;
	}
	return unit == NULL ? "" : unit;
}

static void
picture_put_legend(struct picture_figure *f)
{
	const struct csm_table *t = f->table;
	struct csm_arena scratch = {0};
	const char **name = csm_svgname_columns(&scratch, t, NAME_COLUMNS);
	double x = MARGIN;

	f->y += 16;
	for (size_t c = 1; c <= t->chart_columns; c++) {
		double width = width_of(name[c], LINE_SIGN);
		x = entry(f, x, width);
		if (t->chart == CSM_CHART_LINE)
			csm_buf_printf(&f->body,
			    "<path class=\"l%zu\" d=\"M%.1f %.1fh22\"/>", (c - 1) % 6,
			    x, f->y - 4);
		else
			csm_buf_printf(&f->body,
			    "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"12\" "
			    "height=\"12\" rx=\"2\"/>",
			    csm_svg_fill(t, c), x + 8, f->y - 11);
		picture_put_text(f, "name", x + LINE_SIGN, f->y, name[c], SIZE_MAX);
		x += width;
	}
	csm_arena_fini(&scratch);
}

/* What the shades stand for, from the lowest to the highest. */
static void
picture_put_shades(struct picture_figure *f)
{
	const struct csm_table *t = f->table;
	struct csm_buf low = {0}, high = {0};
	const char *unit = picture_unit(t);
	double x = MARGIN;

	f->y += 16;
	if (csm_svg_heat_ends(t, &low, &high)) {
		csm_buf_puts(&low, unit);
		csm_buf_puts(&high, unit);
		picture_put_text(f, "tick", x, f->y, low.data, NAME_COLUMNS);
		x += width_of(low.data, 0);
		for (int i = 1; i <= CSM_SVG_SHADES; i++, x += 16)
			csm_buf_printf(&f->body,
			    "<rect class=\"h%d\" x=\"%.1f\" y=\"%.1f\" width=\"14\" "
			    "height=\"14\"/>",
			    i, x, f->y - 11);
		picture_put_text(f, "tick", x + 6, f->y, high.data, NAME_COLUMNS);
	} else {
		picture_put_text(f, "soft", x, f->y, CSM_SHOW_NONE, NAME_COLUMNS);
	}
	csm_buf_fini(&low);
	csm_buf_fini(&high);
}

static void
picture_put_lines(struct picture_figure *f)
{
	const struct csm_table *t = f->table;
	bool along = t->chart == CSM_CHART_LINE || t->chart == CSM_CHART_COLUMNS ||
		     t->chart == CSM_CHART_STACKED;

	if (along || t->chart == CSM_CHART_BARS)
		picture_put_axis(f,
		    t->chart_columns < 2 ? t->column[1].title : picture_unit(t),
		    along ? "\u2191" : "\u2192", 0);
	csm_buf_printf(&f->body, "<g transform=\"translate(%d %.0f)\">", MARGIN, f->y);
	csm_svg_plot(&f->body, t);
	csm_buf_puts(&f->body, "</g>\n");
	f->y += csm_svg_height(t);
	if (along)
		picture_put_axis(f, t->column[0].title, "\u2192", 1);
	if (t->chart == CSM_CHART_HEAT)
		picture_put_shades(f);
	else if (t->chart_columns > 1)
		picture_put_legend(f);
}

static void
picture_put_share(struct picture_figure *f, size_t column)
{
	const struct csm_table *t = f->table;
	struct csm_buf text = {0};
	double x = MARGIN;

	f->y += column > 1 ? 30 : 18;
	picture_put_text(
	    f, "soft", MARGIN, f->y, t->column[column].title, NOTE_COLUMNS);
	f->y += 8;
	csm_buf_printf(&f->body, "<g transform=\"translate(%d %.0f)\">", MARGIN, f->y);
	int any = csm_svg_share(&f->body, t, column);
	csm_buf_puts(&f->body, "</g>\n");
	f->y += CSM_SVG_SHARE_HEIGHT + 18;
	if (!any)
		picture_put_text(
		    f, "soft", MARGIN, f->y - 24, CSM_SHOW_NONE, NAME_COLUMNS);
	for (size_t r = 0; r < t->rows && any; r++) {
		const struct csm_cell *name = csm_table_at(t, r, 0);
		csm_buf_reset(&text);
		csm_buf_printf(&text, "%s ", name->text);
		csm_show_cell(&text, csm_table_at(t, r, column), &t->column[column]);
		double width = width_of(text.data, SHARE_SIGN);
		x = entry(f, x, width);
		csm_buf_printf(&f->body,
		    "<rect class=\"s-%s\" x=\"%.1f\" y=\"%.1f\" width=\"12\" "
		    "height=\"12\" rx=\"2\"/>",
		    name->state == NULL ? "none" : name->state->css, x, f->y - 11);
		picture_put_text(
		    f, "name", x + SHARE_SIGN, f->y, text.data, NAME_COLUMNS);
		x += width;
	}
	csm_buf_fini(&text);
}

static void
picture_put_chart(struct picture_figure *f)
{
	if (f->table->rows == 0) {
		f->y += 18;
		picture_put_text(f, "soft", MARGIN, f->y, CSM_SHOW_NONE, NAME_COLUMNS);
	} else if (f->table->chart == CSM_CHART_SHARES) {
		for (size_t c = 1; c <= f->table->chart_columns; c++)
			picture_put_share(f, c);
	} else {
		picture_put_lines(f);
	}
}

/* Append a whole SVG file; doc NULL: without heading; more: style. */
static void
picture_svg(struct csm_buf *out, const struct csm_doc *doc,
    const struct csm_table *table, const char *more)
{
	struct picture_figure f = {.table = table};
	struct csm_buf desc = {0};

	if (doc != NULL)
		picture_put_heading(&f, doc);
	picture_put_chart(&f);
	csm_svg_describe(&desc, table);
	csm_buf_printf(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%.0f\" "
	    "viewBox=\"0 0 %d %.0f\" role=\"img\">\n",
	    WIDTH, f.y + MARGIN, WIDTH, f.y + MARGIN);
	csm_svg_title(out, table->title, csm_buf_text(&desc));
	csm_buf_printf(out,
	    "\n<style>%s%s</style>\n<rect class=\"ground\" width=\"%d\" "
	    "height=\"%.0f\"/>\n",
	    style, more, WIDTH, f.y + MARGIN);
	csm_buf_puts(out, csm_buf_text(&f.body));
	csm_buf_puts(out, "</svg>\n");
	csm_buf_fini(&desc);
	csm_buf_fini(&f.body);
}

/* A chart takes a tenth of a second.  What takes 600 times as long hangs. */
#define CONVERT_SECONDS 60

int
csm_picture_png(struct csm_buf *out, const struct csm_doc *doc,
    const struct csm_table *table, struct csm_diag *diag)
{
	static const char *const convert[] = {
	    "rsvg-convert", "--zoom", "2", "--format", "png", NULL};
	struct csm_buf svg = {0};
	int result;

	picture_svg(&svg, doc, table, "");
	size_t before = out->len;
	result = csm_subprocess_filter(convert, CONVERT_SECONDS, &svg, out, diag);
	csm_buf_fini(&svg);
	if (result == 0 &&
	    /* One that ended with 0 and wrote nothing made an empty picture. */
	    !csm_archive_is_png(csm_buf_text(out) + before, out->len - before))
		return csm_error(diag, CSM_E_WRITE, NULL,
		    "%s gave something else than a picture (%zu bytes)", convert[0],
		    out->len - before);
	return result;
}

/* ---- writers ---- */

int
csm_write_svg(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag)
{
	const struct csm_table *table = picture_find(doc, diag);

	(void)options;
	if (table == NULL)
		return -1;
	picture_svg(out, doc, table, dark);
	return 0;
}

int
csm_write_png(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag)
{
	const struct csm_table *table = picture_find(doc, diag);
	int status;

	(void)options;
	if (table == NULL)
		return -1;
	status = csm_picture_png(out, doc, table, diag);
	if (status == 1)
		return csm_error(diag, CSM_E_OPEN, NULL,
		    "png needs the program rsvg-convert, which is not installed "
		    "(Debian: librsvg2-bin); -t svg does without");
	return status;
}
