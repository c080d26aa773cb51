#include "base/text.h"

#include "base/arena.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Of a text from outside, in a message: a line of a terminal. */
#define QUOTE_BYTES 80

/* Length of the valid UTF-8 sequence at s, 0 if there is none.  A table of RFC 3629,
 * section 4, in which the bounds of the second byte are what keeps surrogates (ed),
 * overlong forms (e0, f0) and all beyond U+10FFFF (f4) out. */
static size_t
sequence(const unsigned char *s, size_t len)
{
	static const struct {
		unsigned char lo, hi, lo2, hi2;
		size_t n;
	} lead[] = {{0x00, 0x7f, 0, 0, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2},
	    {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
	    {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
	    {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4},
	    {0xf4, 0xf4, 0x80, 0x8f, 4}};

	for (size_t i = 0; i < sizeof lead / sizeof lead[0]; i++) {
		if (s[0] < lead[i].lo || s[0] > lead[i].hi)
			continue;
		if (lead[i].n > len)
			return 0;
		if (lead[i].n > 1 && (s[1] < lead[i].lo2 || s[1] > lead[i].hi2))
			return 0;
		for (size_t k = 2; k < lead[i].n; k++)
			if ((s[k] & 0xc0) != 0x80)
				return 0;
		return lead[i].n;
	}
	return 0;
}

/* Bytes of the white space at s; 0 if there is none.  Beyond ASCII: no-break, en and em
 * and ideographic spaces, zero-width ones, byte order marks. */
static size_t
white(const char *s, size_t len)
{
	static const char *const wide[] = {
	    "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x81\xa0", "\xe3\x80\x80", "\xef\xbb\xbf"};
	const unsigned char *u = (const unsigned char *)s;

	if (len > 0 && strchr(" \t\r\n\v\f", *s) != NULL && *s != '\0')
		return 1;
	for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
		if (len >= strlen(wide[i]) && memcmp(s, wide[i], strlen(wide[i])) == 0)
			return strlen(wide[i]);
	/* U+2000 to U+200D */
	return len >= 3 && u[0] == 0xe2 && u[1] == 0x80 && u[2] >= 0x80 && u[2] <= 0x8d
		   ? 3
		   : 0;
}

size_t
csm_text_first(const char *s, size_t len)
{
	const unsigned char u = (unsigned char)s[0];
	size_t n = u < 0xc0 ? 1 : u < 0xe0 ? 2 : u < 0xf0 ? 3 : 4;

	/* The first byte says a length that the bytes behind it may not keep. */
	return n <= len && csm_text_utf8(s, n) == n ? n : 1;
}

struct csm_text
csm_text_trim(const char *s, size_t len)
{
	size_t n;

	while ((n = white(s, len)) > 0) {
		s += n;
		len -= n;
	}
	while (len > 0) {
		/* Back to where the last character may begin; three bytes are the
		 * longest of white(). */
		size_t end = len - 1;
		while (
		    end > 0 && len - end < 3 && ((unsigned char)s[end] & 0xc0) == 0x80)
			end--;
		if (white(s + end, len - end) != len - end)
			break;
		len = end;
	}
	return (struct csm_text){s, len};
}

size_t
csm_text_utf8(const char *s, size_t len)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t i = 0;

	while (i < len) {
		uint64_t word;
		if (len - i >= 8) {
			memcpy(&word, s + i, 8);
			/* Nearly all text is ASCII: eight bytes of it are seen at once,
			 * in any byte order. */
			if ((word & 0x8080808080808080u) == 0) {
				i += 8;
				continue;
			}
		}
		size_t n = sequence(u + i, len - i);
		if (n == 0)
			return i;
		i += n;
	}
	return i;
}

static void
quote_byte(struct csm_buf *out, unsigned char c)
{
	static const char from[] = "\n\t\r\\\"", to[] = "ntr\\\"";
	/* strchr() would find the NUL at the end of `from`. */
	const char *known = c == '\0' ? NULL : strchr(from, c);

	if (known != NULL)
		csm_buf_printf(out, "\\%c", to[known - from]);
	else
		csm_buf_printf(out, "\\x%02x", c);
}

/* C0 and C1 controls, DEL, quote, backslash, and marks that turn the writing direction
 * are not shown as they are. */
static int
base_text_plain(const unsigned char *s, size_t n)
{
	if (n == 1)
		return s[0] >= 0x20 && s[0] != 0x7f && s[0] != '"' && s[0] != '\\';
	if (n == 2)
		return !(s[0] == 0xc2 && s[1] < 0xa0) &&
		       !(s[0] == 0xd8 && s[1] == 0x9c);
	if (n == 3 && s[0] == 0xe2 && s[1] == 0x80)
		return !(s[2] >= 0x8e && s[2] <= 0x8f) &&
		       !(s[2] >= 0xa8 && s[2] <= 0xae);
	if (n == 3 && s[0] == 0xe2 && s[1] == 0x81)
		return !(s[2] >= 0xa6 && s[2] <= 0xa9);
	return 1;
}

void
csm_text_quote(struct csm_buf *out, const char *s, size_t len)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t i = 0;

	csm_buf_putc(out, '"');
	while (i < len) {
		size_t n = sequence(u + i, len - i);
		/* Bytes of the source count, not those written: an escape never moves
		 * the cut. */
		if (i + (n ? n : 1) > QUOTE_BYTES)
			break;
		if (n != 0 && base_text_plain(u + i, n)) {
			csm_buf_put(out, s + i, n);
			i += n;
			continue;
		}
		for (size_t k = 0; k < (n ? n : 1); k++)
			quote_byte(out, u[i + k]);
		i += n ? n : 1;
	}
	if (i < len)
		csm_buf_puts(out, "...");
	csm_buf_putc(out, '"');
}

int
csm_text_is(const char *s, const char *t, size_t len)
{
	return strlen(s) == len && (len == 0 || memcmp(s, t, len) == 0);
}

struct csm_text
csm_text_whole(struct csm_text t)
{
	size_t digits = 0, i;

	while (digits < t.len && t.s[digits] >= '0' && t.s[digits] <= '9')
		digits++;
	if (digits == 0 || digits == t.len || t.s[digits] != '.')
		return t;
	for (i = digits + 1; i < t.len; i++)
		if (t.s[i] != '0')
			return t;
	return (struct csm_text){t.s, digits};
}

int
csm_text_truth(const char *s, size_t len)
{
	static const char *const words[][5] = {
	    {"false", "f", "no", "n", "0"}, {"true", "t", "yes", "y", "1"}};

	for (int truth = 0; truth < 2; truth++)
		for (size_t i = 0; i < 5; i++)
			if (strlen(words[truth][i]) == len &&
			    strncasecmp(words[truth][i], s, len) == 0)
				return truth;
	return -1;
}

static const char people[] = "people";

/* The plural that `what` begins with, its length: none if it is not one. */
static const char *
find_plural(const char *what, size_t *len)
{
	if (strncmp(what, "end ", 4) == 0)
		what += 4; /* end users */
	*len = strcspn(what, " ");
	if (!csm_text_is(people, what, *len) && (*len <= 1 || what[*len - 1] != 's'))
		*len = 0;
	return what;
}

void
csm_text_group(struct csm_buf *out, const char *digits, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			csm_buf_putc(out, ',');
		csm_buf_putc(out, digits[i]);
	}
}

/* " companies", " company" */
static void
text_put_plural(struct csm_buf *out, uint64_t n, const char *what)
{
	size_t len = 0;
	const char *word = find_plural(what, &len);

	csm_buf_putc(out, ' ');
	if (n != 1 || len == 0) {
		csm_buf_puts(out, what);
		return;
	}
	csm_buf_put(out, what, (size_t)(word - what));
	if (csm_text_is(people, word, len))
		csm_buf_puts(out, "person");
	else if (len > 3 && memcmp(word + len - 3, "ies", 3) == 0)
		csm_buf_printf(out, "%.*sy", (int)(len - 3), word);
	else
		csm_buf_put(out, word, len - 1);
	csm_buf_puts(out, word + len);
}

void
csm_text_count(struct csm_buf *out, uint64_t n, const char *what)
{
	csm_buf_printf(out, "%" PRIu64, n);
	text_put_plural(out, n, what);
}

static void
text_put_grouped(struct csm_buf *out, uint64_t n)
{
	char digits[sizeof "18446744073709551615"];

	csm_text_group(
	    out, digits, (size_t)snprintf(digits, sizeof digits, "%" PRIu64, n));
}

static const char *
text_move(struct csm_arena *arena, struct csm_buf *text)
{
	const char *copy = csm_arena_strdup(arena, csm_buf_text(text));

	csm_buf_fini(text);
	return copy;
}

const char *
csm_text_counted(struct csm_arena *arena, uint64_t n, const char *what)
{
	struct csm_buf text = {0};

	text_put_grouped(&text, n);
	text_put_plural(&text, n, what);
	return text_move(arena, &text);
}

void
csm_text_put_part(struct csm_buf *out, uint64_t n, uint64_t of, const char *what)
{
	text_put_grouped(out, n);
	csm_buf_puts(out, " of ");
	text_put_grouped(out, of);
	if (what != NULL)
		text_put_plural(out, of, what);
}

const char *
csm_text_part(struct csm_arena *arena, uint64_t n, uint64_t of, const char *what)
{
	struct csm_buf text = {0};

	csm_text_put_part(&text, n, of, what);
	return text_move(arena, &text);
}

void
csm_text_escape(struct csm_buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];
		/* U+0080 to U+009F are control characters too */
		bool wide = c == 0xc2 && i + 1 < len &&
			    (unsigned char)s[i + 1] >= 0x80 &&
			    (unsigned char)s[i + 1] < 0xa0;
		if (wide)
			csm_buf_printf(out, "\\u00%02x", (unsigned char)s[++i]);
		else if (c < 0x20 || c == 0x7f)
			csm_buf_printf(out, "\\x%02x", c);
		else
			csm_buf_putc(out, s[i]);
	}
}

bool
csm_text_is_formula(const char *s, size_t len)
{
	/* = + - @ of the width of Chinese characters, which some take for the others */
	static const char *const wide[] = {
	    "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"};

	/* An empty cell is nobody's formula, and has no first byte below. */
	if (len == 0)
		return false;
	for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
		if (len >= 3 && memcmp(s, wide[i], 3) == 0)
			return true;
	/* Tab and line ends too: what stands behind them is then the beginning of a
	 * cell. */
	return memchr("=+-@\t\r\n", *s, 7) != NULL;
}
