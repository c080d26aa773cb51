#include "document/mail_text.h"

#include "table/clean_text.h"
#include "time/date.h"

#include <string.h>

#define LINE 76 /* columns: what mail programs show unwrapped when quoted (RFC 3676) */
/* 39 bytes are 52 characters of base64, and 12 of marks around them: 64, below the 75
 * of RFC 2047. */
#define WORD_BYTES 39 /* of text in an encoded word */
#define DAY_SECONDS 86400

static const char digits64[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Three bytes to four characters; `n` of the three are there. */
static void
put_triple(struct csm_buf *out, const unsigned char *b, size_t n)
{
	unsigned bits = (unsigned)b[0] << 16 | (n > 1 ? (unsigned)b[1] << 8 : 0) |
			(n > 2 ? b[2] : 0);

	csm_buf_putc(out, digits64[bits >> 18]);
	csm_buf_putc(out, digits64[bits >> 12 & 63]);
	csm_buf_putc(out, n > 1 ? digits64[bits >> 6 & 63] : '=');
	csm_buf_putc(out, n > 2 ? digits64[bits & 63] : '=');
}

void
csm_mailtext_base64(struct csm_buf *out, const char *bytes, size_t len)
{
	const unsigned char *b = (const unsigned char *)bytes;

	/* 19 triples are a line of 76 */
	for (size_t i = 0; i < len; i += 3) {
		put_triple(out, b + i, len - i < 3 ? len - i : 3);
		if (i / 3 % (LINE / 4) == LINE / 4 - 1)
			csm_buf_putc(out, '\n');
	}
	if ((len + 2) / 3 % (LINE / 4) != 0)
		csm_buf_putc(out, '\n');
}

/* ---- header fields ---- */

static int
is_ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s < 0x20 || *s > 0x7e)
			return 0;
	return 1;
}

/* Words of base64, each of whole characters, a line each. */
static void
put_encoded(struct csm_buf *out, const char *s)
{
	const char *between = "";
	int fine;

	/* Each word decodes by itself, so none may end within a character (RFC 2047,
	 * 5). */
	while (*s != '\0') {
		size_t n = 0, next = csm_cleantext_next(s, &fine);
		while (next > 0 && n + next <= WORD_BYTES) {
			n += next;
			next = s[n] == '\0' ? 0 : csm_cleantext_next(s + n, &fine);
		}
		csm_buf_printf(out, "%s=?UTF-8?B?", between);
		for (size_t i = 0; i < n; i += 3)
			put_triple(
			    out, (const unsigned char *)s + i, n - i < 3 ? n - i : 3);
		csm_buf_puts(out, "?=");
		between = "\n ";
		s += n;
	}
}

/* Broken at blanks; 0 if some word is too long for that. */
static int
put_folded(struct csm_buf *out, const char *s, size_t used)
{
	struct csm_buf lines = {0};
	int fits = 1;

	while (*s != '\0' && fits) {
		size_t n = strcspn(s + 1, " ") + 1;
		if (used + n > LINE && *s == ' ' && s[1] != '\0') {
			csm_buf_putc(&lines, '\n');
			used = 0;
		}
		/* A word that fits into no line makes the whole text encoded, which can
		 * be broken anywhere. */
		fits = used + n <= LINE;
		csm_buf_put(&lines, s, n);
		used += n;
		s += n;
	}
	if (fits)
		csm_buf_puts(out, csm_buf_text(&lines));
	csm_buf_fini(&lines);
	return fits;
}

static void
put_phrase(struct csm_buf *out, const char *text, size_t used)
{
	/* "=?" would be decoded by the reader, and two blanks made one by whoever
	 * unfolds. */
	if (is_ascii(text) && strstr(text, "=?") == NULL &&
	    strstr(text, "  ") == NULL && put_folded(out, text, used))
		return;
	put_encoded(out, text);
}

void
csm_mailtext_field(struct csm_buf *out, const char *name, const char *text)
{
	struct csm_buf plain = {0};

	/* Line ends are blanks from here on: nothing in a title can begin another
	 * field. */
	csm_cleantext_put(&plain, text);
	csm_buf_printf(out, "%s: ", name);
	put_phrase(out, csm_buf_text(&plain), strlen(name) + 2);
	csm_buf_putc(out, '\n');
	csm_buf_fini(&plain);
}

/* ---- addresses ---- */

/* Letters, digits and what RFC 5322 calls atext, in parts that dots part. */
static size_t
dotted(const char *s)
{
	static const char atoms[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	    "!#$%&'*+-/=?^_`{|}~";
	size_t n = 0, part;

	while ((part = strspn(s + n, atoms)) > 0) {
		n += part;
		if (s[n] != '.' || strspn(s + n + 1, atoms) == 0)
			return n;
		n++;
	}
	return n;
}

/* Bytes of the address s begins with, 0 if it is none: ann@example.org, root. */
static size_t
address(const char *s)
{
	size_t local = dotted(s), domain;

	/* 64 and 255: RFC 5321, 4.5.3.1. "root" without a domain is what local mail
	 * takes. */
	if (local == 0 || local > 64 || s[local] != '@')
		return local > 64 ? 0 : local;
	domain = dotted(s + local + 1);
	return domain == 0 || domain > 255 ? 0 : local + 1 + domain;
}

static void
mail_text_put_name(struct csm_buf *out, const char *name)
{
	if (!is_ascii(name) || strstr(name, "=?") != NULL || strlen(name) > 60) {
		put_encoded(out, name);
		return;
	}
	csm_buf_putc(out, '"');
	for (; *name != '\0'; name++) {
		if (*name == '"' || *name == '\\')
			csm_buf_putc(out, '\\');
		csm_buf_putc(out, *name);
	}
	csm_buf_putc(out, '"');
}

int
csm_mailtext_address(struct csm_buf *out, const char *text)
{
	const char *open = strrchr(text, '<'), *end = open;
	struct csm_buf name = {0};
	size_t n;
	int bad;

	if (open == NULL) {
		n = address(text);
		if (n == 0 || text[n] != '\0')
			return -1;
		csm_buf_puts(out, text);
		return 0;
	}
	n = address(open + 1);
	/* Nothing may follow: a second address would get mail nobody meant to send. */
	bad = n == 0 || strcmp(open + 1 + n, ">") != 0;
	while (end > text && end[-1] == ' ')
		end--;
	csm_buf_put(&name, text, (size_t)(end - text));
	for (const char *s = csm_buf_text(&name); *s != '\0' && !bad;) {
		int fine;
		s += csm_cleantext_next(s, &fine);
		bad = !fine;
	}
	if (!bad) {
		if (name.len > 0) {
			mail_text_put_name(out, name.data);
			csm_buf_puts(out, "\n ");
		}
		csm_buf_puts(out, open);
	}
	csm_buf_fini(&name);
	return bad ? -1 : 0;
}

/* ---- bodies ---- */

/* What one character becomes; `first` of a line, `last` before its end. */
static size_t
quoted(char code[4], const char *s, size_t left, int first, int last)
{
	static const char hex[] = "0123456789ABCDEF";
	unsigned char c = (unsigned char)*s;
	int plain = c >= 0x20 && c < 0x7f && c != '=';

	/* blanks at the end of a line are dropped on the way */
	if (c == ' ' && last)
		plain = 0;
	/* a lone dot ends a message for sendmail */
	if (first && c == '.' && last)
		plain = 0;
	/* mailboxes begin a message with it, and put a > before others */
	if (first && left >= 5 && memcmp(s, "From ", 5) == 0)
		plain = 0;
	code[0] = plain ? (char)c : '=';
	code[1] = hex[c >> 4];
	code[2] = hex[c & 15];
	return plain ? 1 : 3;
}

void
csm_mailtext_quoted(struct csm_buf *out, const char *text, size_t len)
{
	size_t used = 0;
	char code[4];

	for (size_t i = 0; i < len; i++) {
		int last = i + 1 == len || text[i + 1] == '\n';
		if (text[i] == '\n') {
			csm_buf_putc(out, '\n');
			used = 0;
			continue;
		}
		size_t n = quoted(code, text + i, len - i, used == 0, last);
		/* one column is left for the = that joins lines */
		if (used + n > (last ? LINE : LINE - 1)) {
			csm_buf_puts(out, "=\n");
			n = quoted(code, text + i, len - i, 1, last);
			used = 0;
		}
		csm_buf_put(out, code, n);
		used += n;
	}
	if (used > 0)
		csm_buf_putc(out, '\n');
}

void
csm_mailtext_date(struct csm_buf *out, int64_t seconds)
{
	static const char *const week[] = {
	    "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
	    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int64_t day = seconds / DAY_SECONDS, rest = seconds % DAY_SECONDS;
	char text[CSM_DAY_TEXT];

	csm_date_format((int32_t)day, text); /* 2026-10-31 */
	int month = (text[5] - '0') * 10 + text[6] - '0';
	csm_buf_printf(out, "%s, %.2s %s %.4s %02d:%02d:%02d +0000", week[day % 7],
	    text + 8, months[month - 1], text, (int)(rest / 3600),
	    (int)(rest / 60 % 60), (int)(rest % 60));
}
