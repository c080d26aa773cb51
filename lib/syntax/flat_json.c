#include "syntax/flat_json.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Integers up to here are none that jansson refuses; nor are reals. */
#define INTEGER_DIGITS 18
#define REAL_DIGITS 300

static const char *
skip_space(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
		p++;
	return p;
}

/* The first quote, backslash or control character, or `end`. */
static const char *
plain_end(const char *p, const char *end)
{
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'),
		      control = _mm_set1_epi8(0x1f);

	for (; end - p >= 16; p += 16) {
		__m128i c = _mm_loadu_si128((const __m128i *)(const void *)p);
		__m128i stop =
		    _mm_or_si128(_mm_cmpeq_epi8(c, quote), _mm_cmpeq_epi8(c, slash));
		stop = _mm_or_si128(
		    stop, _mm_cmpeq_epi8(_mm_max_epu8(c, control), control));
		unsigned found = (unsigned)_mm_movemask_epi8(stop);
		if (found != 0)
			return p + __builtin_ctz(found);
	}
#endif
	while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20)
		p++;
	return p;
}

/* The string whose first quote is at p; behind its last quote, or NULL. */
static const char *
string(const char *p, const char *end, struct csm_text *text)
{
	const char *start = ++p;

	p = plain_end(p, end);
	if (p == end || *p != '"')
		return NULL;
	*text = (struct csm_text){start, (size_t)(p - start)};
	return p + 1;
}

static const char *
flat_json_digits(const char *p, const char *end)
{
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	return p;
}

/* Behind the number at p, or NULL: anything with an exponent, and long ones. */
static const char *
flat_json_number(const char *p, const char *end, struct csm_text *text)
{
	const char *start = p, *whole, *point;

	if (p < end && *p == '-')
		p++;
	whole = p;
	p = point = flat_json_digits(p, end);
	/* 01 is no JSON, which jansson shall say. */
	if (p == whole || (*whole == '0' && p > whole + 1))
		return NULL;
	if (p < end && *p == '.') {
		p = flat_json_digits(p + 1, end);
		if (p == point + 1 || p - whole > REAL_DIGITS)
			return NULL;
	} else if (p - whole > INTEGER_DIGITS) {
		return NULL;
	}
	/* An exponent may make it a number that no double holds. */
	if (p < end && (*p == 'e' || *p == 'E'))
		return NULL;
	*text = (struct csm_text){start, (size_t)(p - start)};
	return p;
}

const char *
csm_flatjson_value(const char *p, const char *end, struct csm_text *text)
{
	static const char *const words[] = {"true", "false", "null"};

	if (p < end && *p == '"')
		return string(p, end, text);
	for (size_t i = 0; i < 3; i++) {
		size_t len = strlen(words[i]);
		if ((size_t)(end - p) < len || memcmp(p, words[i], len) != 0)
			continue;
		*text = words[i][0] == 'n' ? (struct csm_text){NULL, 0}
					   : (struct csm_text){p, len};
		return p + len;
	}
	return flat_json_number(p, end, text);
}

/* Behind the member at p, or NULL. */
static const char *
flat_json_member(struct csm_flatjson *flat, const char *p, const char *end)
{
	struct csm_text *key;

	if (flat->n == CSM_FLATJSON_MEMBERS || p == end || *p != '"')
		return NULL;
	key = &flat->at[flat->n].key;
	p = string(p, end, key);
	if (p == NULL)
		return NULL;
	/* All pairs: CSM_FLATJSON_MEMBERS keeps them few. */
	for (size_t i = 0; i < flat->n; i++)
		if (flat->at[i].key.len == key->len &&
		    memcmp(flat->at[i].key.s, key->s, key->len) == 0)
			return NULL;
	p = skip_space(p, end);
	if (p == end || *p != ':')
		return NULL;
	p = csm_flatjson_value(skip_space(p + 1, end), end, &flat->at[flat->n].value);
	flat->n++;
	return p;
}

int
csm_flatjson_parse(struct csm_flatjson *flat, const char *bytes, size_t len)
{
	const char *end = bytes + len, *p = skip_space(bytes, end);

	flat->n = 0;
	if (p == end || *p != '{')
		return 0;
	do {
		p = flat_json_member(flat, skip_space(p + 1, end), end);
		if (p == NULL)
			return 0;
		p = skip_space(p, end);
	} while (p < end && *p == ',');
	return p < end && *p == '}' && skip_space(p + 1, end) == end;
}
