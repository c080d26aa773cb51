#include "formula/caret.h"

#include "base/text.h"

#include <string.h>

/* Columns of a source line: with what is before it, a terminal of 80. */
#define WIDTH 70
#define INDENT "    "
#define CUT "..."

/* Bytes of the character at s; 1 for a byte that begins none. */
static size_t
caret_character(const char *s, size_t len)
{
	size_t n = 1;

	while (n < len && n < 4 && ((unsigned char)s[n] & 0xc0) == 0x80)
		n++;
	return csm_text_utf8(s, n) == n ? n : 1;
}

/* Whether a terminal may get these bytes: the rule of csm_text_quote. */
static int
harmless(const char *s, size_t n)
{
	struct csm_buf quoted = {0};
	int same;

	/* Escaped in a message, where they would end its quotes; here they stand for
	 * themselves. */
	if (*s == '"' || *s == '\\' || *s == '\t')
		return 1;
	csm_text_quote(&quoted, s, n);
	same = quoted.len == n + 2;
	csm_buf_fini(&quoted);
	return same;
}

static size_t
caret_count(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i += caret_character(s + i, len - i))
		n++;
	return n;
}

static size_t
skip(const char *s, size_t len, size_t characters)
{
	size_t i = 0;

	while (characters-- > 0 && i < len)
		i += caret_character(s + i, len - i);
	return i;
}

static void
caret_put_line(struct csm_buf *out, const char *s, size_t len)
{
	for (size_t i = 0, n; i < len; i += n) {
		n = caret_character(s + i, len - i);
		if (harmless(s + i, n))
			csm_buf_put(out, s + i, n);
		else
			csm_buf_putc(out, '?');
	}
}

static void
put_blank(struct csm_buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i += caret_character(s + i, len - i))
		/* A tab for a tab, so that the caret stands right whatever its width.
		 */
		csm_buf_putc(out, s[i] == '\t' ? '\t' : ' ');
}

void
csm_caret_put(struct csm_buf *out, const char *source, size_t len, size_t offset)
{
	const char *line = source + offset, *end = line;
	size_t bytes, at, characters, first = 0;

	while (line > source && line[-1] != '\n')
		line--;
	while (end < source + len && *end != '\n')
		end++;
	if (end > line && end[-1] == '\r')
		end--;
	bytes = (size_t)(end - line);
	if (strspn(line, " \t\r") >= bytes)
		return;
	at = caret_count(line, (size_t)(source + offset - line));
	characters = caret_count(line, bytes);
	/* The place in the middle, but never more cut off at its left than the line
	 * needs. */
	if (characters > WIDTH && at > WIDTH / 2) {
		first = at - WIDTH / 2;
		if (first > characters - WIDTH)
			first = characters - WIDTH;
	}
	const char *from = line + skip(line, bytes, first);
	size_t shown = skip(from, (size_t)(end - from), WIDTH);
	csm_buf_printf(out, INDENT "%s", first > 0 ? CUT : "");
	caret_put_line(out, from, shown);
	csm_buf_printf(out, "%s\n" INDENT "%s", from + shown < end ? CUT : "",
	    first > 0 ? "   " : "");
	put_blank(out, from, (size_t)(source + offset - from));
	csm_buf_putc(out, '^');
}
