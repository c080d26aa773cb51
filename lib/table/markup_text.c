#include "table/markup_text.h"

#include "table/clean_text.h"

#include <string.h>

void
csm_markup_escape(struct csm_buf *out, const char *s)
{
	size_t n;
	int fine;

	for (; *s != '\0'; s++) {
		switch (*s) {
		case '&':
			csm_buf_puts(out, "&amp;");
			break;
		case '<':
			csm_buf_puts(out, "&lt;");
			break;
		case '>':
			csm_buf_puts(out, "&gt;");
			break;
		case '"':
			csm_buf_puts(out, "&quot;");
			break;
		case '\'':
			/* &apos; is no entity of HTML 4, which mail readers may still
			 * be */
			csm_buf_puts(out, "&#39;");
			break;
		case '\t':
		case '\n':
			csm_buf_putc(out, *s);
			break;
		default:
			/* Everything that is special is ASCII, so a whole character may
			 * be taken at once. */
			n = csm_cleantext_next(s, &fine);
			if (fine)
				csm_buf_put(out, s, n);
			else
				csm_buf_puts(out, "\ufffd");
			s += n - 1;
		}
	}
}

void
csm_markup_anchor(struct csm_buf *out, const char *id)
{
	for (const unsigned char *s = (const unsigned char *)id; *s != '\0'; s++) {
		int kept = (*s >= '0' && *s <= '9') || (*s >= 'a' && *s <= 'z') ||
			   (*s >= 'A' && *s <= 'Z') || *s == '.' || *s == '-';
		if (kept)
			csm_buf_putc(out, (char)*s);
		else
			csm_buf_printf(out, "_%02X", *s);
	}
}
