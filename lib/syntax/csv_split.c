#include "syntax/csv_split.h"

#include "base/xalloc.h"
#include "syntax/chunk.h"

#include <assert.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Bytes looked at together: a vector of SSE2. */
#define STEP 16
_Static_assert(STEP <= CSM_CHUNK_PAD, "what is loaded behind the bytes may be");

/* Bit i is about byte i of the next STEP bytes. */
struct csv_split_look {
	unsigned special; /* delimiter, quote or control character */
	unsigned high;    /* >= 0x80 */
};

#ifdef __SSE2__
static inline struct csv_split_look
csv_split_look(const char *p, char delimiter)
{
	const __m128i ctl = _mm_set1_epi8(0x1f);
	__m128i c = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i special = _mm_cmpeq_epi8(c, _mm_set1_epi8(delimiter));

	special = _mm_or_si128(special, _mm_cmpeq_epi8(c, _mm_set1_epi8('"')));
	/* Bytes up to 0x1f without signed comparison: line ends, NUL, and a few that
	 * mean nothing. */
	special = _mm_or_si128(special, _mm_cmpeq_epi8(_mm_max_epu8(c, ctl), ctl));
	return (struct csv_split_look){
	    (unsigned)_mm_movemask_epi8(special), (unsigned)_mm_movemask_epi8(c)};
}
#else
static inline struct csv_split_look
csv_split_look(const char *p, char delimiter)
{
	struct csv_split_look at = {0, 0};

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
csv_split_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Append bytes from `from` to before `to` without the blanks around them. */
static inline void
csv_split_put(struct csm_csv_fields *fields, const char *from, const char *to)
{
	while (from < to && csv_split_is_blank(*from))
		from++;
	while (from < to && csv_split_is_blank(to[-1]))
		to--;
	fields->at[fields->n++] = (struct csm_text){from, (size_t)(to - from)};
}

/* Where in a row the scan is. */
struct at {
	const char *start; /* of the field */
	const char
	    *open; /* behind the quote that began it, until the one that ends it */
	const char *closed; /* behind the quote that ended it; it is in the list then */
};

/* The field ends before p: -1 if there is something between its quotes and p. */
static inline int
end_field(struct csm_csv_fields *fields, const struct at *at, const char *p)
{
	if (at->closed != NULL)
		return at->closed == p ? 0 : -1;
	csv_split_put(fields, at->start, p);
	return 0;
}

enum special { GO_ON, END_OF_ROW, ODD };

/*
 * What the special character at p does to the row.  `quotes` is a constant: without it
 * there are no quoted fields, and no time is spent on them.
 */
static inline __attribute__((always_inline)) enum special
csv_split_special(struct at *at, const char *p, char delimiter,
    struct csm_csv_fields *fields, int quotes)
{
	int ends_row = *p == '\n' || *p == '\r';

	if (quotes && at->open != NULL && *p == '"') {
		fields->at[fields->n++] =
		    (struct csm_text){at->open, (size_t)(p - at->open)};
		at->open = NULL;
		at->closed = p + 1;
	} else if (quotes && at->open != NULL) {
		return ends_row || *p == '\0' ? ODD : GO_ON;
	} else if (*p == delimiter || ends_row) {
		if (end_field(fields, at, p) != 0)
			return ODD;
		if (ends_row)
			return END_OF_ROW;
		at->start = p + 1;
		at->closed = NULL;
	} else if (*p == '"') {
		if (!quotes || at->start != p)
			return ODD;
		at->open = p + 1;
	} else if (*p == '\0') {
		return ODD;
	}
	return GO_ON;
}

/* The row ends at bytes[i], or with the bytes. */
static inline enum csm_csv_split_status
csv_split_finish(struct csm_csv_split *split, const char *bytes, size_t i, size_t len)
{
	split->used = i < len ? i + 1 : len;
	if (i == len || bytes[i] == '\n')
		return CSM_CSV_SPLIT_ROW;
	/* a CR may be half of a CRLF */
	if (split->used == len && !split->last)
		return CSM_CSV_SPLIT_MORE;
	if (split->used < len && bytes[split->used] == '\n')
		split->used++;
	return CSM_CSV_SPLIT_ROW;
}

static inline __attribute__((always_inline)) enum csm_csv_split_status
csv_split_scan(struct csm_csv_split *split, const char *bytes, size_t len,
    struct csm_csv_fields *fields, int quotes)
{
	struct at at = {.start = bytes};
	enum special what = GO_ON;
	unsigned high = 0;
	size_t i = len;

	fields->n = 0;
	for (size_t base = 0; base < len && what == GO_ON; base += STEP) {
		struct csv_split_look now =
		    csv_split_look(bytes + base, split->delimiter);
		/* As many fields as a step may end, once: the loop below only stores.
		 */
		CSM_GROW(fields->at, fields->n + STEP, &fields->cap);
		for (; now.special != 0 && what == GO_ON;
		     now.special &= now.special - 1) {
			i = base + (unsigned)__builtin_ctz(now.special);
			/* What is loaded behind the bytes may be anything. */
			if (i >= len)
				break;
			what = csv_split_special(
			    &at, bytes + i, split->delimiter, fields, quotes);
		}
		high |= what == GO_ON ? now.high : now.high & ((1u << (i - base)) - 1);
	}
	if (what == GO_ON && !split->last)
		return CSM_CSV_SPLIT_MORE;
	if (what == GO_ON) {
		i = len;
		CSM_GROW(fields->at, fields->n, &fields->cap);
		if (at.open != NULL || end_field(fields, &at, bytes + len) != 0)
			what = ODD;
	}
	if (what == ODD)
		return CSM_CSV_SPLIT_ODD;
	assert(fields->n > 0 && fields->n <= fields->cap && i <= len);
	split->is_ascii = high == 0;
	split->is_blank = fields->n == 1 && fields->at[0].len == 0 && at.closed == NULL;
	return csv_split_finish(split, bytes, i, len);
}

static enum csm_csv_split_status
scan_quoted(struct csm_csv_split *split, const char *bytes, size_t len,
    struct csm_csv_fields *fields)
{
	return csv_split_scan(split, bytes, len, fields, 1);
}

enum csm_csv_split_status
csm_csv_split_row(struct csm_csv_split *split, const char *bytes, size_t len,
    struct csm_csv_fields *fields)
{
	enum csm_csv_split_status status = CSM_CSV_SPLIT_ODD;

	/* First without quotes, since the loop that knows them is slower for the rows
	 * of most files. */
	if (bytes[0] != '"')
		status = csv_split_scan(split, bytes, len, fields, 0);
	if (status == CSM_CSV_SPLIT_ODD)
		status = scan_quoted(split, bytes, len, fields);
	return status;
}
