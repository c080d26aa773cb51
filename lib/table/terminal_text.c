#include "table/terminal_text.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

/* One character at s: its length in bytes, 1 for a byte that is none. */
static size_t
terminal_text_decode(const char *s, uint32_t *c)
{
	mbstate_t state = {0};
	wchar_t wide;
	/* No more than a character: lines are as long as the whole table.  Counting
	 * them to their end for each took 26 seconds of 5,000 accounts, and one now. */
	size_t n = mbrtowc(&wide, s, strnlen(s, MB_LEN_MAX), &state);

	/* A byte that is none is shown as its number, and reading goes on behind it:
	 * the next character may be fine. */
	if (n == (size_t)-1 || n == (size_t)-2 || n == 0) {
		*c = (unsigned char)*s;
		return 1;
	}
	*c = (uint32_t)wide;
	return n;
}

/* Controls could move the cursor or rename the window, line separators break a row,
 * marks of direction let a name read as another; a byte order mark has no width and
 * hides. */
static int
is_unsafe(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || c == 0x200e ||
	       c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

/* The character as it is written, and how many columns that takes. */
static size_t
piece(const char *s, char text[16], size_t *width)
{
	uint32_t c;
	size_t n = terminal_text_decode(s, &c);
	int columns;

	if (is_unsafe(c)) {
		*width = (size_t)snprintf(text, 16, "\\u%04x", (unsigned)c);
		return n;
	}
	memcpy(text, s, n);
	text[n] = '\0';
	columns = wcwidth((wchar_t)c);
	*width = columns < 0 ? 1 : (size_t)columns;
	return n;
}

static size_t
terminal_text_columns_of(const char *s, size_t len)
{
	char text[16];
	size_t sum = 0, width;

	for (const char *p = s; p < s + len && *p != '\0'; sum += width)
		p += piece(p, text, &width);
	return sum;
}

void
csm_termtext_clean(struct csm_buf *out, const char *s, size_t width, int utf8)
{
	size_t mark = utf8 ? 1 : 3, used = 0, columns;
	/* Known before the first character is written: the ellipsis takes a column only
	 * if something is cut. */
	int whole = terminal_text_columns_of(s, strlen(s)) <= width;
	char text[16];

	while (*s != '\0') {
		size_t n = piece(s, text, &columns);
		if (!whole && used + columns + mark > width)
			break;
		csm_buf_puts(out, text);
		used += columns;
		s += n;
	}
	if (!whole)
		csm_buf_puts(out, utf8 ? "\u2026" : "...");
}

void
csm_termtext_middle(struct csm_buf *out, const char *s, size_t width, int utf8)
{
	size_t mark = utf8 ? 1 : 3, all = terminal_text_columns_of(s, strlen(s));
	size_t head, tail, at = 0, columns;
	int marked = 0;
	char text[16];

	if (all <= width || width <= mark) {
		csm_termtext_clean(out, s, width, utf8);
		return;
	}
	tail = (width - mark) / 2;
	head = width - mark - tail;
	while (*s != '\0') {
		s += piece(s, text, &columns);
		/* A wide character that would stand across the cut is left out, so the
		 * result is narrower, never wider. */
		if (at + columns <= head || at >= all - tail)
			csm_buf_puts(out, text);
		else if (!marked++)
			csm_buf_puts(out, utf8 ? "\u2026" : "...");
		at += columns;
	}
}

void
csm_termtext_wrap(struct csm_buf *out, const char *s, size_t width, int utf8)
{
	size_t used = 0;

	while (*s != '\0') {
		size_t n = strcspn(s, " "), columns = terminal_text_columns_of(s, n);
		struct csm_buf one = {0};
		if (used > 0 && used + 1 + columns > width) {
			csm_buf_putc(out, '\n');
			used = 0;
		}
		if (used > 0)
			csm_buf_putc(out, ' ');
		csm_buf_put(&one, s, n);
		/* A word longer than the line is cut: an id of 300 characters would
		 * else push everything after it aside. */
		columns = columns < width ? columns : width;
		csm_termtext_clean(out, csm_buf_text(&one), columns, utf8);
		csm_buf_fini(&one);
		used += columns + (used > 0);
		s += n;
		s += strspn(s, " ");
	}
	csm_buf_putc(out, '\n');
}

/* Bytes of an SGR sequence at s, 0 if there is none.  Colours are libsmartcols's own,
 * around cells; text from outside has lost its escapes before. */
static size_t
sgr_length(const char *s)
{
	size_t n;

	if (s[0] != '\033' || s[1] != '[')
		return 0;
	n = 2 + strspn(s + 2, "0123456789;");
	return s[n] == 'm' ? n + 1 : 0;
}

size_t
csm_termtext_widest(const char *lines)
{
	size_t widest = 0, used = 0, columns;
	char text[16];

	while (*lines != '\0') {
		size_t n = sgr_length(lines);
		if (n == 0 && *lines == '\n') {
			used = 0;
			n = 1;
		} else if (n == 0) {
			int blank = *lines == ' ';
			n = piece(lines, text, &columns);
			used += columns;
			/* Blanks that end a line are trimmed afterwards, so they take
			 * no room. */
			if (!blank && used > widest)
				widest = used;
		}
		lines += n;
	}
	return widest;
}

void
csm_termtext_trim(struct csm_buf *out, const char *lines)
{
	while (*lines != '\0') {
		size_t len = strcspn(lines, "\n"), kept = len;
		while (kept > 0 && lines[kept - 1] == ' ')
			kept--;
		csm_buf_put(out, lines, kept);
		csm_buf_putc(out, '\n');
		lines += len + (lines[len] == '\n');
	}
}
