/* What an element shows, once its reports are made: tables in its box. */
#include "base/text.h"
#include "page/element.h"

#include <string.h>

struct csm_table *
csm_element_table(struct csm_element *e, struct csm_doc *doc, const char *name)
{
	/* a box without a heading has no title to repeat */
	struct csm_table *t =
	    csm_doc_table(doc, name, e->box.title == NULL ? "" : e->box.title);

	t->box = &e->box;
	return t;
}

struct element_note {
	const char *text;
};

static const struct csm_table_column note_columns[] = {
    {"text", "", CSM_OF_TEXT(struct element_note, text)}};

void
csm_element_note(struct csm_element *e, struct csm_doc *doc, enum csm_layout layout,
    const char *text)
{
	struct csm_table *t = csm_element_table(e, doc, e->type);

	t->layout = layout;
	CSM_TABLE_COLUMNS(t, note_columns);
	csm_table_put(t, &(const struct element_note){text});
}

/* Units of the columns asked for. */
static void
element_table_put_units(const struct csm_element *e, struct csm_table *t)
{
	const struct csm_json *c = csm_json_get(e->json, "columns");
	size_t i = 0;

	for (c = c == NULL ? NULL : c->child; c != NULL && i < t->columns;
	     c = c->next) {
		struct csm_look look = t->column[i].look;
		csm_catalog_put_unit(&look, c, &e->page->catalog.manner);
		if (look.unit != NULL)
			csm_table_look(t, &t->column[i], look);
		i++;
	}
}

/* Which parts there are depends on the data, so that this is told in its place. */
static void
element_table_fail_part(
    struct csm_element *e, const struct csm_doc *doc, const char *bad)
{
	struct csm_nearest near;
	struct csm_buf hint = {0};

	csm_nearest_init(&near, bad);
	for (const struct csm_table *t = doc->first; t != NULL; t = t->next)
		csm_nearest_offer(&near, t->name);
	csm_error(&e->diag, CSM_E_USAGE, NULL, "part: the report has no part \"%s\"%s",
	    bad, csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
}

/* "part": of the tables of a report these alone. */
void
csm_element_select(struct csm_element *e, struct csm_doc *doc)
{
	const struct csm_json *part = csm_json_get(e->json, "part");
	const char **names, *bad;
	size_t n = 0;

	if (part == NULL)
		return;
	names = CSM_ARENA_ARRAY(&e->page->arena, const char *, part->count + 1);
	if (part->type == CSM_JSON_STRING)
		names[n++] = part->text;
	else
		for (const struct csm_json *p = part->child; p != NULL; p = p->next)
			names[n++] = p->text;
	if (csm_doc_select(doc, names, n, &bad) != 0)
		element_table_fail_part(e, doc, bad);
}

/* The one table left of several; NULL: all are, or more than one. */
static const struct csm_table *
element_table_only(const struct csm_doc *doc)
{
	const struct csm_table *shown = NULL;
	size_t n = 0, hidden = 0;

	for (const struct csm_table *t = doc->first; t != NULL; t = t->next) {
		hidden += (size_t)t->hidden;
		if (!t->hidden && n++ == 0)
			shown = t;
	}
	return n == 1 && hidden > 0 ? shown : NULL;
}

void
csm_element_tables(struct csm_element *e, struct csm_doc *doc)
{
	for (size_t i = 0; i < e->subs; i++) {
		struct csm_doc *from = &e->sub[i].doc;
		const struct csm_table *only = element_table_only(from);
		/* One part of a report is called as the part is.  What failed may not
		 * have come so far as to have a title. */
		if (e->box.title == NULL)
			e->box.title = only != NULL ? only->title : from->title;
		if (e->box.note == NULL)
			e->box.note = only != NULL ? only->note : from->subtitle;
		/* Tables go over to the page's document; their texts stay in that of
		 * the report, which lives as long. */
		for (struct csm_table *t = from->first, *next; t != NULL; t = next) {
			next = t->next;
			t->box = &e->box;
			element_table_put_units(e, t);
			csm_doc_add(doc, t);
		}
	}
}
