#include "io/split.h"

#include "base/xalloc.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define STEP 16

/* Bit i is about byte i of the next STEP bytes. */
struct look {
	unsigned special; /* delimiter, quote or control character */
	unsigned high;    /* >= 0x80 */
};

#ifdef __SSE2__
static inline struct look
look(const char *p, char delimiter)
{
	const __m128i ctl = _mm_set1_epi8(0x1f);
	__m128i c = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i special = _mm_cmpeq_epi8(c, _mm_set1_epi8(delimiter));

	special = _mm_or_si128(special, _mm_cmpeq_epi8(c, _mm_set1_epi8('"')));
	special = _mm_or_si128(special, _mm_cmpeq_epi8(_mm_max_epu8(c, ctl), ctl));
	return (struct look){
	    (unsigned)_mm_movemask_epi8(special), (unsigned)_mm_movemask_epi8(c)};
}
#else
static inline struct look
look(const char *p, char delimiter)
{
	struct look at = {0, 0};

	for (unsigned i = 0; i < STEP; i++) {
		unsigned char c = (unsigned char)p[i];
		unsigned special =
		    c == (unsigned char)delimiter || c == '"' || c < 0x20;
		at.special |= special << i;
		at.high |= (unsigned)(c >> 7) << i;
	}
	return at;
}
#endif

static inline int
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Append bytes from `from` to before `to` without the blanks around them. */
static inline void
put(struct csm_fields *fields, const char *from, const char *to)
{
	while (from < to && is_blank(*from))
		from++;
	while (from < to && is_blank(to[-1]))
		to--;
	fields->at[fields->n++] = (struct csm_text){from, (size_t)(to - from)};
}

/* A line ends at p[at]: finish the row, unless it ends in a CR that may be half of a
 * CRLF. */
static inline enum csm_split_status
finish(struct csm_split *split, const char *p, size_t at, size_t len)
{
	split->used = at + 1;
	if (p[at] == '\r') {
		if (split->used == len && !split->last)
			return CSM_SPLIT_MORE;
		if (split->used < len && p[split->used] == '\n')
			split->used++;
	}
	return CSM_SPLIT_ROW;
}

enum csm_split_status
csm_split_row(
    struct csm_split *split, const char *bytes, size_t len, struct csm_fields *fields)
{
	const char *start = bytes;
	unsigned high = 0;

	fields->n = 0;
	for (size_t base = 0; base < len; base += STEP) {
		struct look at = look(bytes + base, split->delimiter);
		CSM_GROW(fields->at, fields->n + STEP, &fields->cap);
		for (; at.special != 0; at.special &= at.special - 1) {
			unsigned bit = (unsigned)__builtin_ctz(at.special);
			const char *p = bytes + base + bit;
			if (base + bit >= len)
				break;
			if (*p == split->delimiter) {
				put(fields, start, p);
				start = p + 1;
			} else if (*p == '\n' || *p == '\r') {
				put(fields, start, p);
				split->is_ascii =
				    (high | (at.high & ((1u << bit) - 1))) == 0;
				return finish(split, bytes, base + bit, len);
			} else if (*p == '"' || *p == '\0') {
				return CSM_SPLIT_ODD;
			}
		}
		high |= at.high;
	}
	if (!split->last)
		return CSM_SPLIT_MORE;
	CSM_GROW(fields->at, fields->n, &fields->cap);
	put(fields, start, bytes + len);
	split->used = len;
	split->is_ascii = high == 0;
	return CSM_SPLIT_ROW;
}
