#include "document/xlsx_text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define CELL_UNITS 32767 /* of UTF-16: the limit of a workbook */
/* of a sheet: the limit of Excel */
#define NAME_UNITS 31

/* Bytes and UTF-16 units of the character at s. */
static size_t
xlsx_text_character(const char *s, size_t *units)
{
	unsigned char c = (unsigned char)*s;

	*units = c >= 0xf0 ? 2 : 1;
	return c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
}

/* Bytes of as many whole characters of s as fit into so many units. */
static size_t
fitting(const char *s, size_t units)
{
	const char *p = s;
	size_t n, one;

	while (*p != '\0') {
		n = xlsx_text_character(p, &one);
		if (one > units)
			break;
		units -= one;
		p += n;
	}
	return (size_t)(p - s);
}

static int
is_escape(const char *s)
{
	if (s[0] != '_' || s[1] != 'x')
		return 0;
	for (int i = 2; i < 6; i++)
		if (!isxdigit((unsigned char)s[i]))
			return 0;
	return s[6] == '_';
}

int
csm_xlsxtext_put(struct csm_buf *out, const char *text)
{
	struct csm_buf whole = {0};
	size_t n;
	int cut;

	for (const char *p = text; *p != '\0'; p++) {
		if (is_escape(p))
			csm_buf_puts(&whole, "_x005F");
		csm_buf_putc(&whole, *p);
	}
	n = fitting(csm_buf_text(&whole), CELL_UNITS);
	cut = n < whole.len;
	if (cut)
		/* The ellipsis takes a unit. */
		n = fitting(whole.data, CELL_UNITS - 1);
	csm_buf_put(out, csm_buf_text(&whole), n);
	csm_buf_puts(out, cut ? "\u2026" : "");
	csm_buf_fini(&whole);
	return cut;
}

void
csm_xlsxtext_name(struct csm_buf *out, const char *wanted, unsigned attempt)
{
	struct csm_buf clean = {0};
	char suffix[16] = "";
	size_t n;

	/* Excel keeps the name History for itself */
	if (strcasecmp(wanted, "history") == 0)
		attempt++;
	if (attempt > 1)
		snprintf(suffix, sizeof suffix, " %u", attempt);
	for (const char *p = *wanted == '\0' ? "Sheet" : wanted; *p != '\0'; p++)
		csm_buf_putc(&clean, strchr("[]:*?/\\'", *p) == NULL ? *p : '-');
	n = fitting(clean.data, NAME_UNITS - strlen(suffix));
	csm_buf_printf(out, "%.*s%s", (int)n, clean.data, suffix);
	csm_buf_fini(&clean);
}
