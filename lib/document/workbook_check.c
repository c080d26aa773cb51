#include "document/workbook_check.h"

#include "base/buf.h"
#include "base/text.h"
#include "io/archive.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define DEPTH 32 /* elements within each other; workbooks have a dozen */

static const char cut[] = "a part of it is cut";

struct workbook_check {
	const char *p, *end;
	struct csm_text open[DEPTH];
	size_t depth, elements;
	struct csm_workbook_content *found;
};

static bool
workbook_check_is(struct csm_text t, const char *name)
{
	return t.len == strlen(name) && memcmp(t.s, name, t.len) == 0;
}

/* The end of a tag: '>' outside of quotes; NULL if there is none. */
static const char *
workbook_check_tag_end(const char *p, const char *end)
{
	char quote = '\0';

	for (; p < end; p++) {
		if (quote != '\0')
			quote = *p == quote ? '\0' : quote;
		else if (*p == '"' || *p == '\'')
			quote = *p;
		else if (*p == '>')
			return p;
		/* a tag that was cut, with the next begun */
		else if (*p == '<')
			return NULL;
	}
	return NULL;
}

static bool
workbook_check_close(struct workbook_check *w, const char *name, size_t len)
{
	if (w->depth == 0)
		return false;
	struct csm_text t = w->open[--w->depth];
	return t.len == len && memcmp(t.s, name, len) == 0;
}

static bool
workbook_check_open(struct workbook_check *w, const char *name, const char *tag_end)
{
	bool empty = tag_end[-1] == '/';
	struct csm_text t = {name, strcspn(name, " />\t\r\n")};

	/* one element holds all of a part; a second one is rubbish behind it */
	if (t.len == 0 || (w->depth == 0 && w->elements > 0) || w->depth == DEPTH)
		return false;
	w->elements++;
	/* "c" is a cell of a sheet, "si" a text of the list of all */
	w->found->cells += workbook_check_is(t, "c");
	w->found->texts += workbook_check_is(t, "si");
	if (!empty)
		w->open[w->depth++] = t;
	return true;
}

/* One tag, which begins at p with '<'. */
static bool
workbook_check_tag(struct workbook_check *w)
{
	const char *name = w->p + 1;
	const char *end = workbook_check_tag_end(name, w->end);
	bool fine = true;

	if (end == NULL || end == name)
		return false;
	if (*name == '/')
		fine = workbook_check_close(w, name + 1, (size_t)(end - name - 1));
	else if (*name != '?' && *name != '!')
		fine = workbook_check_open(w, name, end);
	w->p = end + 1;
	return fine;
}

const char *
csm_workbookcheck_part(const char *xml, size_t len, struct csm_workbook_content *found)
{
	struct workbook_check w = {.p = xml, .end = xml + len, .found = found};

	/* No XML: what a disk did not take may be read back as zeros. */
	if (memchr(xml, '\0', len) != NULL)
		return "a part of it holds other bytes";
	while (w.p < w.end) {
		const char *next = memchr(w.p, '<', (size_t)(w.end - w.p));
		next = next == NULL ? w.end : next;
		if (w.depth > 0 && workbook_check_is(w.open[w.depth - 1], "t"))
			found->text_bytes += (size_t)(next - w.p);
		w.p = next;
		if (w.p < w.end && !workbook_check_tag(&w))
			return cut;
	}
	return w.elements == 0 || w.depth > 0 ? cut : NULL;
}

/* As libxlsxwriter escapes texts: quotes stay. */
size_t
csm_workbookcheck_text(const char *text)
{
	size_t n = 0;

	for (const char *p = text; *p != '\0'; p++)
		n += *p == '&'                ? strlen("&amp;")
		     : *p == '<' || *p == '>' ? strlen("&lt;")
					      : 1;
	return n;
}

static const char *
workbook_check_compare(
    const struct csm_workbook_content *found, const struct csm_workbook_content *want)
{
	if (found->sheets != want->sheets)
		return "a sheet is missing";
	if (found->cells != want->cells)
		return "cells are missing";
	if (found->texts != want->texts || found->text_bytes != want->text_bytes)
		return "texts are missing";
	return NULL;
}

const char *
csm_workbookcheck_bytes(
    const void *bytes, size_t len, const struct csm_workbook_content *want)
{
	static const char sheets[] = "xl/worksheets/sheet";
	struct csm_workbook_content found = {0};
	struct csm_archive archive;
	struct csm_text name;
	struct csm_buf part = {0};
	const char *why = csm_archive_open(&archive, bytes, len);
	int got = why == NULL ? 1 : -1;

	while (
	    got == 1 && (got = csm_archive_next(&archive, &name, &part, &why)) == 1) {
		found.sheets += name.len > strlen(sheets) &&
				memcmp(name.s, sheets, strlen(sheets)) == 0;
		why = csm_workbookcheck_part(csm_buf_text(&part), part.len, &found);
		got = why == NULL ? 1 : -1;
	}
	csm_buf_fini(&part);
	return got < 0 ? why : workbook_check_compare(&found, want);
}
