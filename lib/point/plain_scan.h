/*
 * Scanning of plain rows: texts, digits and values as csm-* write them, a vector of bytes at
 * a time.  Private to point/plain.c.
 *
 * Ownership: nothing is kept; behind all bytes that are looked at CSM_CHUNK_PAD may be loaded.
 */
#ifndef CSM_POINT_PLAIN_SCAN_H
#define CSM_POINT_PLAIN_SCAN_H

#include "base/amount.h"
#include "base/num.h"
#include "base/text.h"
#include "syntax/chunk.h"

#include <stdbool.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Bytes looked at together: a vector of SSE2. */
#define STEP 16
_Static_assert(STEP <= CSM_CHUNK_PAD, "what is loaded behind the bytes may be");
/* A whole part of so many digits is below CSM_NUM_LIMIT, whatever follows. */
#define WHOLE_DIGITS 12
#define PLACES 6

/* Bit i: byte i of the next STEP is a comma, a quote or a control character; and above them
 * the bits of those that are no ASCII. */
#ifdef __SSE2__
static inline unsigned
csm_plain_scan_look(const char *p)
{
	__m128i c = _mm_loadu_si128((const __m128i *)(const void *)p);
	const __m128i control = _mm_set1_epi8(0x1f);
	__m128i found = _mm_cmpeq_epi8(_mm_min_epu8(c, control), c);

	found = _mm_or_si128(found, _mm_cmpeq_epi8(c, _mm_set1_epi8(',')));
	found = _mm_or_si128(found, _mm_cmpeq_epi8(c, _mm_set1_epi8('"')));
	return (unsigned)_mm_movemask_epi8(found) | (unsigned)_mm_movemask_epi8(c)
							<< STEP;
}
#else
static inline unsigned
csm_plain_scan_look(const char *p)
{
	unsigned found = 0;

	for (unsigned i = 0; i < STEP; i++) {
		unsigned char c = (unsigned char)p[i];
		found |= (unsigned)(c < 0x20 || c == ',' || c == '"') << i;
		found |= (unsigned)(c >= 0x80) << (STEP + i);
	}
	return found;
}
#endif

/* Whether the row, behind which a STEP may be loaded, begins with the key, which has room
 * for one behind it. */
#ifdef __SSE2__
static inline bool
csm_plain_scan_begins(const char *row, const char *key, size_t len)
{
	for (size_t i = 0; i < len; i += STEP) {
		__m128i a = _mm_loadu_si128((const __m128i *)(const void *)(row + i)),
			b = _mm_loadu_si128((const __m128i *)(const void *)(key + i));
		unsigned same = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(a, b));
		/* what is behind the last byte of the key may differ */
		if (len - i < STEP)
			same |= ~0U << (len - i);
		if ((same & 0xffff) != 0xffff)
			return false;
	}
	return true;
}
#else
static inline bool
csm_plain_scan_begins(const char *row, const char *key, size_t len)
{
	return memcmp(row, key, len) == 0;
}
#endif

/* The text before `stop`; of length 0 if it is not plain: none, blanks around it, bytes that
 * need a closer look, or no `stop` before the end. */
static inline struct csm_text
csm_plain_scan_text(const char *p, const char *end, char stop)
{
	const struct csm_text none = {NULL, 0};
	unsigned odd = 0;

	for (const char *at = p; at < end; at += STEP) {
		unsigned found = csm_plain_scan_look(at), stops = found & 0xffff;
		if (stops == 0) {
			odd |= found;
			continue;
		}
		odd |= (found >> STEP) & (stops ^ (stops - 1));
		at += __builtin_ctz(stops);
		if (at >= end || at == p || *at != stop || *p == ' ' || at[-1] == ' ')
			return none;
		struct csm_text t = {p, (size_t)(at - p)};
		return odd == 0 || csm_text_utf8(t.s, t.len) == t.len ? t : none;
	}
	return none;
}

/* Bit i: byte i of the next STEP is a digit. */
#ifdef __SSE2__
static inline unsigned
csm_plain_scan_digits(const char *p)
{
	__m128i c = _mm_loadu_si128((const __m128i *)(const void *)p);

	c = _mm_sub_epi8(c, _mm_set1_epi8('0'));
	return (unsigned)_mm_movemask_epi8(
	    _mm_cmpeq_epi8(_mm_min_epu8(c, _mm_set1_epi8(9)), c));
}
#else
static inline unsigned
csm_plain_scan_digits(const char *p)
{
	unsigned found = 0;

	for (unsigned i = 0; i < STEP; i++)
		found |= (unsigned)(p[i] >= '0' && p[i] <= '9') << i;
	return found;
}
#endif

/* How a number is written: digits before the point, and behind it. */
struct csm_plain_number {
	unsigned sign, whole, places;
};

/* The bytes of a value as csm_num_format() spells it, and the comma behind it; 0: none. */
static inline size_t
csm_plain_scan_number(const char *p, const char *end, struct csm_decimal_shapes *shapes,
    struct csm_plain_number *n)
{
	n->sign = *p == '-';
	n->places = 0;
	p += n->sign;
	unsigned digits = csm_plain_scan_digits(p), at;
	at = n->whole = (unsigned)__builtin_ctz(~digits);
	/* "-0.5" is, "-0" and "07" are not */
	if (n->whole == 0 || n->whole > WHOLE_DIGITS || (*p == '0' && n->whole > 1))
		return 0;
	if (p[at] == '.') {
		digits = csm_plain_scan_digits(p + at + 1);
		n->places = (unsigned)__builtin_ctz(~digits);
		at += 1 + n->places;
		if (n->places == 0 || n->places > PLACES || p[at - 1] == '0')
			return 0;
		/* Three could be thousands: whether they are, all rows tell. */
		if (n->places == 3 && p + at < end && p[at] == ',' && shapes != NULL &&
		    csm_decimal_shapes_saw(
			shapes, (struct csm_text){p - n->sign, n->sign + at}))
			return 0;
	} else if (n->sign && *p == '0') {
		return 0;
	}
	return p + at < end && p[at] == ',' ? n->sign + at + 1 : 0;
}

/* Steps over the value at *p and the comma behind it. */
static inline bool
csm_plain_scan_skip(const char **p, const char *end, struct csm_decimal_shapes *shapes)
{
	struct csm_plain_number n;
	size_t len =
	    *p < end && **p == ',' ? 1 : csm_plain_scan_number(*p, end, shapes, &n);

	*p += len;
	return len != 0;
}

/* The same, with the value. */
static inline bool
csm_plain_scan_value(
    const char **p, const char *end, struct csm_decimal_shapes *shapes, int64_t *value)
{
	static const int64_t power[] = {1000000, 100000, 10000, 1000, 100, 10, 1};
	struct csm_plain_number n;
	const char *at = *p;
	int64_t v = 0;

	*value = CSM_MISSING;
	if (at < end && *at == ',') {
		*p += 1;
		return true;
	}
	size_t len = csm_plain_scan_number(at, end, shapes, &n);
	if (len == 0)
		return false;
	at += n.sign;
	for (unsigned i = 0; i < n.whole; i++)
		v = v * 10 + (*at++ - '0');
	at++;
	for (unsigned i = 0; i < n.places; i++)
		v = v * 10 + (*at++ - '0');
	v *= power[n.places];
	*value = n.sign ? -v : v;
	*p += len;
	return true;
}

#endif
