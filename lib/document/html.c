/*
 * HTML: one file, no network; a strict Content-Security-Policy, so that even a mistake
 * in escaping could not run anything.
 */
#include "document/html.h"

#include "chart/svg.h"
#include "document/writer.h"
#include "table/look.h"
#include "table/markup_text.h"

#include <stdbool.h>
#include <string.h>

/* Everything is refused but what is named by its hash.  Hashes need no server that
 * sends a header, so a page opened from a disk is as safe.  Images and videos come within
 * the page alone, and those of a kind it has none of not at all. */
static void
put_policy(struct csm_buf *out, const struct csm_doc *doc, const struct csm_buf *style,
    const struct csm_buf *script, const char *charts)
{
	bool video = false;

	csm_buf_puts(out, "<meta http-equiv=\"Content-Security-Policy\" "
			  "content=\"default-src 'none'; style-src");
	csm_html_allow(out, csm_buf_text(style), style->len);
	if (script->len > 0) {
		csm_buf_puts(out, "; script-src");
		csm_html_allow(out, script->data, script->len);
	}
	if (script->len > 0 && charts != NULL)
		csm_html_allow(out, charts, strlen(charts));
	for (const struct csm_table *t = doc->first; t != NULL; t = t->next)
		video |= t->box != NULL && t->box->video != NULL;
	csm_buf_puts(out, "; img-src data:");
	if (video)
		csm_buf_puts(out, "; media-src data:");
	csm_buf_puts(out, "; base-uri 'none'; form-action 'none'\">\n");
}

static void
html_put_head(struct csm_buf *out, const struct csm_doc *doc,
    const struct csm_buf *script, const char *charts)
{
	struct csm_buf style = {0};

	csm_html_style(&style);
	/* Into the style that is hashed: an attribute style= would be refused. */
	csm_html_grid(&style, doc);
	csm_buf_puts(out,
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
	put_policy(out, doc, &style, script, charts);
	csm_buf_puts(out, "<meta name=\"viewport\" content=\"width=device-width, "
			  "initial-scale=1\">\n<meta name=\"color-scheme\" "
			  "content=\"light dark\">\n<title>");
	csm_markup_escape(out, doc->title);
	csm_buf_puts(out, "</title>\n<style>");
	csm_buf_put(out, csm_buf_text(&style), style.len);
	csm_buf_puts(out, "</style>\n</head>\n<body>\n<header><h1><bdi>");
	csm_markup_escape(out, doc->title);
	csm_buf_puts(out, "</bdi></h1>");
	if (doc->subtitle != NULL) {
		csm_buf_puts(out, "<p>");
		csm_markup_escape(out, doc->subtitle);
		csm_buf_puts(out, "</p>");
	}
	csm_buf_puts(out, "</header>\n");
	csm_buf_fini(&style);
}

static void
put_nav(struct csm_buf *out, const struct csm_doc *doc)
{
	const struct csm_box *last = NULL;

	csm_buf_puts(out, "<nav aria-label=\"Sections\"><ul>");
	for (const struct csm_table *t = doc->first; t != NULL; t = t->next) {
		const char *title = t->box != NULL ? t->box->title : t->title;
		/* Parts of accounts have their own headings, tiles need none; of the
		 * tables of a box one link is enough. */
		if (!csm_table_shown(t, CSM_EYES_DRAW) || t->group != 0 ||
		    title == NULL || *title == '\0' ||
		    (t->box == NULL ? t->layout == CSM_LAYOUT_TILES : t->box == last))
			continue;
		last = t->box;
		csm_buf_puts(out, "<li><a href=\"#_");
		if (t->box != NULL)
			csm_markup_anchor(out, t->box->id);
		else
			csm_buf_puts(out, t->name);
		csm_buf_puts(out, "\">");
		csm_markup_escape(out, title);
		csm_buf_puts(out, "</a></li>");
	}
	if (doc->group != NULL)
		csm_buf_puts(out, "<li><a href=\"#_each\">Account by account</a></li>");
	csm_buf_puts(out, "</ul></nav>\n");
}

/* Units, the line of the score, the score.  A cell is drawn as one of a table, so that it
 * looks like those in tables. */
static void
html_put_marks(struct csm_html *html, const struct csm_group *group)
{
	struct csm_heading score = {.kind = CSM_CELL_NUMBER,
	    .look = csm_look_in(&csm_look_score, html->doc->manner)};
	const struct csm_table health = {.column = &score, .columns = 1};
	const struct csm_cell *const cells[] = {
	    group->lights, group->line, group->mark};

	csm_buf_puts(html->out, "<span class=\"mark\">");
	for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
		if (cells[i] == NULL)
			continue;
		csm_html_cell(html, &health, cells[i], 0);
		csm_buf_puts(html->out, " ");
	}
	csm_buf_puts(html->out, "</span>");
}

/* The tables from here to the next chapter, or to the end of the group. */
static bool
html_chapter_has_parts(const struct csm_table *first)
{
	const struct csm_table *t = first;

	do {
		if (csm_table_shown(t, CSM_EYES_READ) && t->rows > 0)
			return true;
		t = t->next;
	} while (t != NULL && t->chapter == NULL && t->group == first->group);
	return false;
}

static void
html_put_chapter(struct csm_html *html, const struct csm_table *first)
{
	csm_buf_puts(html->out, "<div class=\"chapter\"><h3>");
	csm_markup_escape(html->out, first->chapter);
	csm_buf_puts(html->out, "</h3>\n");
}

/* The anchor is inside, so that following a link to it opens the details. */
void
csm_html_group(struct csm_html *html, const struct csm_group *group,
    const struct csm_table *first, size_t number)
{
	struct csm_buf *out = html->out;
	bool chapters = false;

	csm_buf_puts(out, "<details class=\"account\"><summary><b><bdi>");
	csm_markup_escape(out, group->title);
	csm_buf_puts(out, "</bdi></b>");
	if (group->aside != NULL) {
		csm_buf_puts(out, "<span class=\"aside\"><bdi>");
		csm_markup_escape(out, group->aside);
		csm_buf_puts(out, "</bdi></span>");
	}
	html_put_marks(html, group);
	csm_buf_puts(out, "</summary><div class=\"body\" id=\"");
	csm_markup_anchor(out, group->id);
	csm_buf_puts(out, "\">\n");
	for (const struct csm_table *t = first; t != NULL && t->group == number;
	     t = t->next) {
		if (t->chapter != NULL && html_chapter_has_parts(t)) {
			csm_buf_puts(out, chapters ? "</div>" : "");
			html_put_chapter(html, t);
			chapters = true;
		}
		if (csm_table_shown(t, CSM_EYES_READ))
			csm_html_part(html, t);
	}
	csm_buf_puts(out, chapters ? "</div>" : "");
	csm_buf_puts(
	    out, "<p><a href=\"#_accounts\">All accounts</a></p></div></details>\n");
}

/* Tables of a group follow one another: the document is made in order. */
static void
html_put_groups(struct csm_html *html)
{
	const struct csm_doc *doc = html->doc;
	const struct csm_table *t = doc->first;
	struct csm_buf *out = html->out;
	size_t number = 0;

	if (doc->group == NULL)
		return;
	csm_buf_puts(out, "<section id=\"_each\" class=\"full long\"><h2>Account by "
			  "account</h2><p class=\"note\">Everything known of each "
			  "account; choose one to open it.</p>\n");
	/* Before anything is written: a cell that links has to know whether the section
	 * will be there. */
	for (const struct csm_group *g = doc->group; g != NULL; g = g->next) {
		number++;
		while (t != NULL && t->group < number)
			t = t->next;
		/* the others are data, which the script draws when they are asked
		 * for */
		if (doc->drawn > 0 && number > doc->drawn)
			break;
		csm_html_group(html, g, t, number);
	}
	csm_buf_puts(out, "</section>\n");
}

static void
put_scripts(struct csm_html *html, const struct csm_buf *script, const char *charts)
{
	csm_html_data(html);
	if (charts != NULL)
		csm_buf_printf(html->out, "<script>%s</script>\n", charts);
	csm_buf_printf(html->out, "<script>%s</script>\n", csm_buf_text(script));
}

int
csm_write_html(const struct csm_doc *doc, const struct csm_writer_options *options,
    struct csm_buf *out, struct csm_diag *diag)
{
	struct csm_html html = {.out = out, .doc = doc, .script = options->script};
	struct csm_buf script = {0};

	(void)diag;
	if (html.script)
		csm_html_script(&script);
	for (const struct csm_group *g = doc->group;
	     g != NULL && (doc->drawn == 0 || html.anchor.n < doc->drawn); g = g->next)
		csm_intern_put(&html.anchor, g->id, strlen(g->id));
	html_put_head(out, doc, &script, options->charts);
	if (doc->page)
		put_nav(out, doc);
	csm_buf_puts(out, "<main>\n");
	for (const struct csm_table *t = doc->first; t != NULL;) {
		if (t->chapter != NULL && t->group == 0) {
			csm_buf_puts(out, "<h2 class=\"chapter\">");
			csm_markup_escape(out, t->chapter);
			csm_buf_puts(out, "</h2>\n");
		}
		if (t->box != NULL) {
			t = csm_html_box(&html, t);
			continue;
		}
		if (csm_table_shown(t, CSM_EYES_DRAW) && t->group == 0)
			csm_html_section(&html, t);
		t = t->next;
	}
	html_put_groups(&html);
	csm_buf_puts(out, "</main>\n<footer>Made by csm-report from the points and "
			  "fields it was given. ");
	csm_buf_puts(out, "&ldquo;No data&rdquo; means there is no value, which is "
			  "not 0.</footer>\n");
	if (html.script)
		put_scripts(&html, &script, options->charts);
	csm_buf_puts(out, "</body>\n</html>\n");
	csm_intern_fini(&html.anchor);
	csm_buf_fini(&script);
	return 0;
}
