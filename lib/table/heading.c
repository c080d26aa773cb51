#include "table/heading.h"

#include "table/terminal_text.h"

#include <string.h>

/* Bytes up to the next place where a word may be broken.  revenue.mrr and revenue.arr cut
 * to as many letters would be one heading twice, so what is too wide is broken behind its
 * points first. */
static size_t
heading_part(const char *word, size_t len, size_t most)
{
	size_t n = strcspn(word, "._/");

	return len > most && n + 1 < len ? n + 1 : len;
}

void
csm_heading_break(
    struct csm_buf *out, const char *title, size_t width, size_t word, int utf8)
{
	struct csm_buf clean = {0}, one = {0};

	/* what its cells take anyway costs nothing */
	if (word < width)
		word = width;
	while (*title != '\0') {
		size_t len = strcspn(title, " "), n = heading_part(title, len, word),
		       from = clean.len, wide;
		csm_buf_reset(&one);
		csm_buf_put(&one, title, n);
		csm_termtext_clean(&clean, csm_buf_text(&one), word, utf8);
		wide = csm_termtext_widest(csm_buf_text(&clean) + from);
		/* The longest word decides: a heading may be wider than its column's
		 * cells, but is not broken within a word. */
		if (wide > width)
			width = wide;
		title += n + (title[n] == ' ');
		csm_buf_puts(&clean, *title == '\0' ? "" : " ");
	}
	csm_termtext_wrap(out, csm_buf_text(&clean), width, utf8);
	csm_buf_fini(&clean);
	csm_buf_fini(&one);
}

size_t
csm_heading_lines(const char *lines)
{
	size_t n = 0;

	for (; *lines != '\0'; lines++)
		n += *lines == '\n';
	return n;
}

void
csm_heading_line(struct csm_buf *out, const char *lines, size_t n)
{
	while (n-- > 0 && *lines != '\0')
		lines += strcspn(lines, "\n") + 1;
	csm_buf_put(out, lines, strcspn(lines, "\n"));
}
