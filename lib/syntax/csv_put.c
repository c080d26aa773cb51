/* A cell of a row as it is written. */
#include "base/buf.h"
#include "syntax/csv.h"

#include <string.h>

#define ONES UINT64_C(0x0101010101010101) /* a 1 in each byte */

/* Whether a byte of the word is c: not 0 if so. */
static inline uint64_t
has_byte(uint64_t word, char c)
{
	uint64_t x = word ^ (unsigned char)c * ONES;

	/* Exact for the question whether, not for which byte: a borrow goes only above
	 * a zero. */
	return (x - ONES) & ~x & ONES << 7;
}

/* Whether a byte of the text needs quotes around it: eight at a time. */
static int
has_special(const char *s, size_t len, char delimiter)
{
	uint64_t word = 0, found = 0;

	for (size_t i = 0; i < len; i += 8) {
		if (len - i >= 8)
			memcpy(&word, s + i, 8);
		else if (len >= 8)
			/* The last eight again: bytes looked at twice change no answer.
			 */
			memcpy(&word, s + len - 8, 8);
		else
			memcpy(&word, s, len);
		found |= has_byte(word, delimiter) | has_byte(word, '"') |
			 has_byte(word, '\n') | has_byte(word, '\r');
	}
	return found != 0;
}

void
csm_csv_put(struct csm_buf *out, const char *s, size_t len, char delimiter)
{
	int quote =
	    len > 0 && (s[0] == ' ' || s[0] == '\t' || s[len - 1] == ' ' ||
			   s[len - 1] == '\t' || has_special(s, len, delimiter));

	if (!quote) {
		csm_buf_put(out, s, len);
		return;
	}
	csm_buf_putc(out, '"');
	for (const char *end = s + len, *q; s < end; s = q) {
		q = memchr(s, '"', (size_t)(end - s));
		q = q == NULL ? end : q + 1;
		csm_buf_put(out, s, (size_t)(q - s));
		if (q[-1] == '"')
			csm_buf_putc(out, '"');
	}
	csm_buf_putc(out, '"');
}
