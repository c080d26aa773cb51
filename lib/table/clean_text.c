#include "table/clean_text.h"

#include "base/text.h"

#include <string.h>

/* 0x80 to 0xbf lead nothing: they count as one byte, which csm_text_utf8 then refuses.
 */
static size_t
lead_bytes(unsigned char c)
{
	return c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

size_t
csm_cleantext_next(const char *s, int *fine)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t n = lead_bytes(*u);

	*fine = 1;
	if (*u < 0x80) {
		*fine = *u >= 0x20 && *u != 0x7f;
		return 1;
	}
	if (strnlen(s, n) < n || csm_text_utf8(s, n) != n) {
		*fine = 0;
		return 1;
	}
	if (n == 2 && u[0] == 0xc2 && u[1] < 0xa0)
		*fine = 0; /* C1 controls */
	if (n == 3 && u[0] == 0xef && u[1] == 0xbf && u[2] >= 0xbe)
		*fine = 0; /* U+FFFE, U+FFFF */
	return n;
}

/* The marks, embeddings, overrides and isolates of Unicode's bidirectional algorithm:
 * an id that contains one may read as another id. */
uint32_t
csm_cleantext_turns(const char *s)
{
	static const struct {
		const char *text;
		uint32_t code;
	} marks[] = {{"\u061c", 0x61c}, {"\u200e", 0x200e}, {"\u200f", 0x200f},
	    {"\u202a", 0x202a}, {"\u202b", 0x202b}, {"\u202c", 0x202c},
	    {"\u202d", 0x202d}, {"\u202e", 0x202e}, {"\u2066", 0x2066},
	    {"\u2067", 0x2067}, {"\u2068", 0x2068}, {"\u2069", 0x2069}};

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (strncmp(s, marks[i].text, strlen(marks[i].text)) == 0)
			return marks[i].code;
	return 0;
}

void
csm_cleantext_put(struct csm_buf *out, const char *s)
{
	int fine;

	while (*s != '\0') {
		size_t n = csm_cleantext_next(s, &fine);
		if (fine)
			csm_buf_put(out, s, n);
		/* They part words, so a blank does; anything else is shown to have been
		 * there. */
		else if (*s == '\t' || *s == '\n' || *s == '\r')
			csm_buf_putc(out, ' ');
		else
			csm_buf_puts(out, "\ufffd");
		s += n;
	}
}
