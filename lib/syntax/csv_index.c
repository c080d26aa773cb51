#include "syntax/csv_index.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "syntax/chunk.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Bytes looked at together: one bit each in a word. */
#define STEP 64
_Static_assert(STEP == 8 * sizeof(uint64_t), "a bit a byte");
_Static_assert(STEP <= CSM_CHUNK_PAD, "what is loaded behind the lines may be");

/* Bit i is about byte i of the next STEP bytes. */
struct csv_index_look {
	uint64_t ends, cr, lf; /* ends: delimiters and LFs */
	int high;              /* some byte >= 0x80 */
};

#ifdef __SSE2__
static inline struct csv_index_look
csv_index_look(const char *p, char delimiter)
{
	const __m128i d = _mm_set1_epi8(delimiter), lf = _mm_set1_epi8('\n'),
		      cr = _mm_set1_epi8('\r');
	struct csv_index_look at = {0};

	for (unsigned i = 0; i < STEP; i += 16) {
		__m128i c = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
		__m128i ends = _mm_cmpeq_epi8(c, lf);
		uint64_t is_lf = (unsigned)_mm_movemask_epi8(ends);
		uint64_t is_cr = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(c, cr));
		uint64_t is_d = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(c, d));
		at.lf |= is_lf << i;
		at.cr |= is_cr << i;
		at.ends |= (is_lf | is_d) << i;
		at.high |= _mm_movemask_epi8(c);
	}
	return at;
}
static inline uint64_t
look_for(const char *p, char byte)
{
	const __m128i b = _mm_set1_epi8(byte);
	uint64_t at = 0;

	for (unsigned i = 0; i < STEP; i += 16) {
		__m128i c = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
		at |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(c, b)) << i;
	}
	return at;
}
#else
static inline struct csv_index_look
csv_index_look(const char *p, char delimiter)
{
	struct csv_index_look at = {0};

	for (unsigned i = 0; i < STEP; i++) {
		at.lf |= (uint64_t)(p[i] == '\n') << i;
		at.cr |= (uint64_t)(p[i] == '\r') << i;
		at.ends |= (uint64_t)(p[i] == '\n' || p[i] == delimiter) << i;
		at.high |= (unsigned char)p[i] >> 7;
	}
	return at;
}

static inline uint64_t
look_for(const char *p, char byte)
{
	uint64_t at = 0;

	for (unsigned i = 0; i < STEP; i++)
		at |= (uint64_t)(p[i] == byte) << i;
	return at;
}
#endif

void
csm_csv_index_fini(struct csm_csv_index *m)
{
	free(m->at);
	*m = (struct csm_csv_index){0};
}

/* Bytes from a quote that opens to before the one that closes; *open says whether the
 * bytes before ended within quotes, and then whether these do. */
static inline uint64_t
quoted_bytes(uint64_t quotes, uint64_t *open)
{
	uint64_t in = quotes;

	/* Each bit becomes the parity of the quotes up to it, in six steps instead of
	 * 64. */
	for (unsigned shift = 1; shift < STEP; shift *= 2)
		in ^= in << shift;
	in ^= *open;
	*open = in >> (STEP - 1) != 0 ? UINT64_MAX : 0;
	return in;
}

/* As many of the bits as there are bytes. */
static inline uint64_t
bits_of(size_t bytes)
{
	return bytes < STEP ? UINT64_MAX >> (STEP - bytes) : UINT64_MAX;
}

/* A quote opens behind a delimiter or line end and closes before one, and there is no
 * line end between.  2 GB a second and more, with SSE2. */
static int
has_simple_quotes(const char *lines, size_t len, char delimiter)
{
	uint64_t open = 0, after_edge = 1, need_edge = 0, bad = 0;

	for (size_t base = 0; base < len && bad == 0; base += STEP) {
		const char *p = lines + base;
		const uint64_t mine = bits_of(len - base);
		struct csv_index_look now = csv_index_look(p, delimiter);
		uint64_t quotes = look_for(p, '"') & mine,
			 edge = (now.ends | now.cr) & mine,
			 in = quoted_bytes(quotes, &open) & mine, closes = quotes & ~in;
		/* A quote that opens stands behind an edge, which may be the last byte
		 * of the step before. */
		bad |= quotes & in & ~(edge << 1 | after_edge);
		/* One that closes in the last byte cannot see its edge: need_edge asks
		 * the next step. */
		bad |= closes & ~(edge >> 1) & ~(UINT64_C(1) << (STEP - 1));
		bad |= need_edge & ~edge;
		bad |= (now.lf | now.cr) & in;
		after_edge = edge >> (STEP - 1);
		need_edge = closes >> (STEP - 1);
	}
	return bad == 0;
}

int
csm_csv_index_same(const char *lines, size_t len, char delimiter)
{
	/* Most files have no quote at all, and are done with one memchr(). */
	return memchr(lines, '\0', len) == NULL &&
	       (memchr(lines, '"', len) == NULL ||
		   has_simple_quotes(lines, len, delimiter));
}

int
csm_csv_index_find(
    struct csm_csv_index *m, const char *bytes, size_t len, char delimiter)
{
	int high = 0, ok = len <= UINT32_MAX;
	uint64_t after_cr = 0; /* 1: the byte before was a CR */
	uint64_t open = 0;

	m->bytes = bytes;
	m->n = m->next = m->used = 0;
	m->quoted = memchr(bytes, '"', len) != NULL;
	for (size_t base = 0; base < len && ok; base += STEP) {
		struct csv_index_look now = csv_index_look(bytes + base, delimiter);
		if (len - base < STEP) {
			now.ends &= bits_of(len - base);
			now.lf &= bits_of(len - base);
			now.cr &= bits_of(len - base);
		}
		if (m->quoted)
			now.ends &= ~quoted_bytes(look_for(bytes + base, '"'), &open);
		uint64_t need_lf = now.cr << 1 | after_cr;
		/* A CR that is no part of a CRLF ends a row for libcsv, which is not
		 * counted here. */
		ok = (need_lf & ~now.lf) == 0;
		after_cr = now.cr >> 63;
		high |= now.high;
		/* Once a step, for as many ends as it may have, so that the loop below
		 * only stores. */
		if (m->n + STEP > m->cap)
			CSM_GROW(m->at, m->n + STEP, &m->cap);
		for (; now.ends != 0; now.ends &= now.ends - 1)
			m->at[m->n++] =
			    (uint32_t)(base + (unsigned)__builtin_ctzll(now.ends));
		assert(m->n <= m->cap);
	}
	if (ok && high)
		ok = csm_text_utf8(bytes, len) == len;
	if (!ok)
		m->n = 0;
	return ok;
}

static inline int
csv_index_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* A field between two ends. */
static inline struct csm_text
csv_index_trimmed(const char *from, const char *to)
{
	if (from < to && *from == '"')
		return (struct csm_text){from + 1, (size_t)(to - from) - 2};
	while (from < to && csv_index_is_blank(*from))
		from++;
	while (from < to && csv_index_is_blank(to[-1]))
		to--;
	return (struct csm_text){from, (size_t)(to - from)};
}

int
csm_csv_index_row(struct csm_csv_index *m, struct csm_csv_fields *fields)
{
	const char *start = m->bytes + m->used;
	size_t n = 0;

	if (m->next == m->n)
		return 0;
	for (;;) {
		assert(
		    m->next < m->n); /* lines lent are whole: a row ends among them */
		const char *end = m->bytes + m->at[m->next++];
		if (n >= fields->cap)
			CSM_GROW(fields->at, n, &fields->cap);
		if (*end == '\n') {
			const char *to = end > start && end[-1] == '\r' ? end - 1 : end;
			fields->at[n++] = csv_index_trimmed(start, to);
			fields->n = n;
			m->is_blank = n == 1 && fields->at[0].len == 0 && *start != '"';
			m->used = (size_t)(end + 1 - m->bytes);
			return 1;
		}
		fields->at[n++] = csv_index_trimmed(start, end);
		start = end + 1;
	}
}

/* 1 if the row whose ends begin at `at` has `width` fields. */
static inline int
has_width(const struct csm_csv_index *m, const uint32_t *at, size_t width)
{
	int ends = 0;

	for (size_t i = 0; i + 1 < width; i++)
		/* Without a branch: nearly every row is as wide as the one before. */
		ends |= m->bytes[at[i]] == '\n';
	return !ends && m->bytes[at[width - 1]] == '\n';
}

/* The field that ends at the i-th end of a row, which begins at `start`. */
static inline struct csm_text
field_of(const struct csm_csv_index *m, const uint32_t *at, size_t i, size_t width,
    const char *start)
{
	const char *from = i == 0 ? start : m->bytes + at[i - 1] + 1,
		   *to = m->bytes + at[i];

	if (i + 1 == width && to > from && to[-1] == '\r')
		to--;
	if (from < to && !csv_index_is_blank(*from) && !csv_index_is_blank(to[-1]) &&
	    !m->quoted)
		return (struct csm_text){from, (size_t)(to - from)};
	return csv_index_trimmed(from, to);
}

size_t
csm_csv_index_look(const struct csm_csv_index *m, size_t width, const int *column,
    size_t columns, struct csm_text *field, size_t max)
{
	const char *start = m->bytes + m->used;
	size_t n = 0;

	for (size_t next = m->next; n < max && m->n - next >= width; next += width) {
		const uint32_t *at = m->at + next;
		if (!has_width(m, at, width))
			break;
		/* A blank line may be it, which is no row: csm_csv_index_row() tells.
		 */
		if (width == 1 && field_of(m, at, 0, 1, start).len == 0)
			break;
		for (size_t i = 0; i < columns; i++)
			*field++ = field_of(m, at, (size_t)column[i], width, start);
		start = m->bytes + at[width - 1] + 1;
		n++;
	}
	return n;
}

void
csm_csv_index_use(struct csm_csv_index *m, size_t width, size_t rows)
{
	if (rows == 0)
		return;
	m->next += rows * width;
	assert(m->next <= m->n && m->bytes[m->at[m->next - 1]] == '\n');
	m->used = m->at[m->next - 1] + 1;
}
