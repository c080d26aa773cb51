#include "syntax/line_template.h"

#include "syntax/chunk.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static int
learn_between(struct csm_line_between *b, const char *from, const char *to)
{
	const size_t len = (size_t)(to - from);
	char text[CSM_LINE_TEMPLATE_BYTES] = {0}, mask[CSM_LINE_TEMPLATE_BYTES] = {0};

	if (len > CSM_LINE_TEMPLATE_BYTES)
		return 0;
	memcpy(text, from, len);
	memset(mask, -1, len);
	_Static_assert(sizeof b->text == sizeof text && sizeof b->mask == sizeof mask,
	    "words hold the bytes");
	memcpy(b->text, text, sizeof b->text);
	memcpy(b->mask, mask, sizeof b->mask);
	b->len = len;
	return 1;
}

int
csm_line_template_learn(struct csm_line_template *template,
    const struct csm_flatjson *flat, const char *line, size_t len)
{
	const char *from = line;
	size_t n = 0;

	template->n = 0;
	if (flat->n == 0 || flat->n > CSM_LINE_TEMPLATE_MEMBERS)
		return 0;
	for (; n < flat->n; n++) {
		struct csm_text value = flat->at[n].value;
		/* A null has no place in the line, from which what stands before it
		 * could be told. */
		if (value.s == NULL ||
		    !learn_between(&template->between[n], from, value.s))
			return 0;
		template->between[n].quoted = value.s[-1] == '"';
		from = value.s + value.len;
	}
	if (!learn_between(&template->between[n], from, line + len))
		return 0;
	template->n = n;
	return 1;
}

static inline int
matches(const struct csm_line_between *b, const char *p)
{
	uint64_t word, differ = 0;

	for (size_t i = 0; i * 8 < b->len; i++) {
		memcpy(&word, p + i * 8, 8);
		/* Whole words, masked: what is loaded behind the bytes is not compared.
		 */
		differ |= (word ^ b->text[i]) & b->mask[i];
	}
	return differ == 0;
}

/* The first quote, backslash or control character, of which the LF is one. */
static inline const char *
string_end(const char *p)
{
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'),
		      control = _mm_set1_epi8(0x1f);

	/* No end is asked for: the last byte of the lines is an LF, which stops it. */
	for (;; p += 16) {
		__m128i c = _mm_loadu_si128((const __m128i *)(const void *)p);
		__m128i stop =
		    _mm_or_si128(_mm_cmpeq_epi8(c, quote), _mm_cmpeq_epi8(c, slash));
		stop = _mm_or_si128(
		    stop, _mm_cmpeq_epi8(_mm_max_epu8(c, control), control));
		unsigned found = (unsigned)_mm_movemask_epi8(stop);
		if (found != 0)
			return p + __builtin_ctz(found);
	}
#else
	while (*p != '"' && *p != '\\' && (unsigned char)*p >= 0x20)
		p++;
	return p;
#endif
}

const char *
csm_line_template_match(const struct csm_line_template *template, const char *p,
    const char *end, struct csm_text *value)
{
	const struct csm_line_between *b = template->between;

	_Static_assert(CSM_LINE_TEMPLATE_BYTES <= CSM_CHUNK_PAD,
	    "what is compared behind the lines may be loaded");
	for (size_t i = 0; i < template->n; i++, b++) {
		const char *start = p + b->len;
		if (start >= end || !matches(b, p))
			return NULL;
		if (b->quoted) {
			p = string_end(start);
			value[i] = (struct csm_text){start, (size_t)(p - start)};
			/* A string where a number was: its quote is not in the template, and
		 * the next would not fit. */
		} else if (*start == '"' ||
			   (p = csm_flatjson_value(start, end, &value[i])) == NULL) {
			return NULL;
		}
	}
	if (p + b->len >= end || p[b->len] != '\n' || !matches(b, p))
		return NULL;
	return p + b->len + 1;
}
