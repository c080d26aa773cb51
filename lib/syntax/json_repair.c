#include "syntax/json_repair.h"

#include "base/buf.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

/* More repairs than this, and the document is something else than JSON. Each of them
 * scans the whole text again. */
#define REPAIRS_MAX 100

struct json_repair {
	const char *file;
	struct csm_diag *diag;
	struct csm_buf text;
	char *open; /* the brackets open where the scan stopped */
	size_t depth, cap;
};

static void
note(struct json_repair *m, size_t at, const char *what, char bracket)
{
	struct csm_pos pos = {.file = m->file, .line = 1, .column = 1};

	for (size_t i = 0; i < at; i++, pos.column++)
		if (m->text.data[i] == '\n') {
			pos.line++;
			pos.column = 0;
		}
	if (bracket == '\0')
		csm_note(m->diag, CSM_N_NOTE, &pos, "%s", what);
	else
		csm_note(m->diag, CSM_N_NOTE, &pos, "%s \"%c\"", what, bracket);
}

static int
json_repair_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Lines of comments become blank, so that all else keeps its place. */
static void
blank_comments(struct json_repair *m)
{
	char *s = m->text.data, *end = s + m->text.len;

	while (s < end) {
		char *stop = memchr(s, '\n', (size_t)(end - s));
		char *first = s;
		if (stop == NULL)
			stop = end;
		while (first < stop && json_repair_is_blank(*first))
			first++;
		if (first < stop &&
		    (*first == '#' ||
			(*first == '/' && first + 1 < stop && first[1] == '/'))) {
			note(m, (size_t)(first - m->text.data),
			    "left out a line that is a comment", '\0');
			memset(first, ' ', (size_t)(stop - first));
		}
		s = stop + 1;
	}
}

static char
closes(char open)
{
	return open == '[' ? ']' : '}';
}

static size_t
json_repair_skip_string(const struct csm_buf *t, size_t i)
{
	for (i++; i < t->len && t->data[i] != '"' && t->data[i] != '\n'; i++)
		if (t->data[i] == '\\' && i + 1 < t->len)
			i++;
	return i;
}

/* Where brackets first do not fit: a closing one, what follows the document, a text
 * that does not end, or the end (text.len) where some are open; text.len + 1 if they
 * fit. */
static size_t
json_repair_scan(struct json_repair *m)
{
	int begun = 0;

	m->depth = 0;
	for (size_t i = 0; i < m->text.len; i++) {
		char c = m->text.data[i];
		if (json_repair_is_blank(c))
			continue;
		/* Something behind the document's end: a closing bracket there is
		 * surplus, any other byte is not for brackets to mend. */
		if (begun && m->depth == 0)
			return i;
		if (c == '"') {
			size_t end = json_repair_skip_string(&m->text, i);
			if (end >= m->text.len || m->text.data[end] != '"')
				return i;
			i = end;
		} else if (c == '[' || c == '{') {
			CSM_GROW(m->open, m->depth, &m->cap);
			m->open[m->depth++] = c;
		} else if (c == ']' || c == '}') {
			if (m->depth == 0 || closes(m->open[m->depth - 1]) != c)
				return i;
			m->depth--;
		}
		begun = 1;
	}
	return m->depth > 0 ? m->text.len : m->text.len + 1;
}

static void
insert(struct json_repair *m, size_t at, char c)
{
	csm_buf_putc(&m->text, ' ');
	memmove(m->text.data + at + 1, m->text.data + at, m->text.len - at - 1);
	m->text.data[at] = c;
}

static void
take_out(struct json_repair *m, size_t at)
{
	memmove(m->text.data + at, m->text.data + at + 1, m->text.len - at - 1);
	m->text.data[--m->text.len] = '\0';
}

/* Behind what stands before `at`. */
static size_t
behind(const struct json_repair *m, size_t at)
{
	while (at > 0 && json_repair_is_blank(m->text.data[at - 1]))
		at--;
	return at;
}

/* A bracket that does not close the open one is surplus, or the one that closes it is
 * missing: whichever makes the whole document fit.  If both do, or neither, an object
 * ends and the list at its end was not closed, or a list at its end was closed twice:
 * where people lose count. */
static void
repair_mismatch(struct json_repair *m, size_t at, char wrong, char missing)
{
	size_t place = behind(m, at);
	int without, with;

	m->text.data[at] = ' ';
	without = json_repair_scan(m) > m->text.len;
	m->text.data[at] = wrong;
	insert(m, place, missing);
	with = json_repair_scan(m) > m->text.len;
	if (with > without || (with == without && wrong == '}')) {
		note(m, place, "added a missing", missing);
		return;
	}
	take_out(m, place);
	note(m, at, "left out a surplus", wrong);
	m->text.data[at] = ' ';
}

/* 1 if something was repaired at the place where brackets do not fit. */
static int
repair_at(struct json_repair *m, size_t at)
{
	char c = at < m->text.len ? m->text.data[at] : '\0';

	if (at == m->text.len) {
		size_t place = behind(m, at);
		char missing = closes(m->open[m->depth - 1]);
		note(m, place, "added a missing", missing);
		insert(m, place, missing);
		return 1;
	}
	if (c != ']' && c != '}')
		return 0;
	if (m->depth > 0) {
		repair_mismatch(m, at, c, closes(m->open[m->depth - 1]));
	} else {
		note(m, at, "left out a surplus", c);
		m->text.data[at] = ' ';
	}
	return 1;
}

const char *
csm_json_repair(struct csm_arena *arena, const char *file, const char *text,
    size_t *len, struct csm_diag *diag)
{
	struct json_repair m = {.file = file, .diag = diag};
	const char *repaired;
	size_t first = 0, at;

	csm_buf_put(&m.text, text, *len);
	csm_buf_reserve(&m.text, 1);
	blank_comments(&m);
	while (first < m.text.len && json_repair_is_blank(m.text.data[first]))
		first++;
	if (first < m.text.len && strchr("[{", m.text.data[first]) != NULL &&
	    m.text.data[first] != '\0')
		for (int i = 0; i < REPAIRS_MAX; i++)
			if ((at = json_repair_scan(&m)) > m.text.len ||
			    !repair_at(&m, at))
				break;
	*len = m.text.len;
	repaired = csm_arena_text(arena, csm_buf_text(&m.text), m.text.len);
	csm_buf_fini(&m.text);
	free(m.open);
	return repaired;
}
