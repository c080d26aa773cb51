#include "base/case.h"

#include "base/text.h"

#include <locale.h>
#include <pthread.h>
#include <stdint.h>
#include <wchar.h>
#include <wctype.h>

/* Letters have cases by the C.UTF-8 locale, whatever the user's. */
static locale_t case_locale;
static pthread_once_t case_once = PTHREAD_ONCE_INIT;

static void
case_open(void)
{
	case_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

/* A code point as UTF-8; returns its bytes. */
static size_t
case_put_code(char *out, uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/* The code point of n bytes of UTF-8; a byte alone as it is. */
static uint32_t
case_code(const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;
	uint32_t c = n == 1 ? u[0] : u[0] & (0x7fu >> n);

	for (size_t i = 1; i < n; i++)
		c = c << 6 | (u[i] & 0x3fu);
	return c;
}

/* A letter's other case may take more bytes than it: at most twice as many. */
static const char *
case_other(struct csm_arena *arena, const char *s, size_t len,
    wint_t (*other)(wint_t, locale_t))
{
	char *out = csm_arena_alloc(arena, 2 * len + 4), *end = out;

	pthread_once(&case_once, case_open);
	for (size_t at = 0; at < len;) {
		size_t n = csm_text_first(s + at, len - at);
		uint32_t c = case_code(s + at, n);
		if (n == 1 && c >= 0x80)
			*end++ = s[at];
		else if (case_locale == (locale_t)0 && c >= 0x80)
			end += case_put_code(end, c);
		else
			end += case_put_code(
			    end, (uint32_t)other((wint_t)c, case_locale == (locale_t)0
								? LC_GLOBAL_LOCALE
								: case_locale));
		at += n;
	}
	*end = '\0';
	return out;
}

const char *
csm_case_lower(struct csm_arena *arena, const char *s, size_t len)
{
	return case_other(arena, s, len, towlower_l);
}

const char *
csm_case_upper(struct csm_arena *arena, const char *s, size_t len)
{
	return case_other(arena, s, len, towupper_l);
}
