#include "syntax/csv_ways.h"

#include "base/xalloc.h"
#include "syntax/chunk.h"
#include "syntax/csv_index.h"

#include <assert.h>

#ifdef __SSE2__
#include <immintrin.h>
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

typedef struct csv_index_look csv_index_looks(const char *p, char delimiter);
/* Bit i: byte i of the next STEP bytes is that byte. */
typedef uint64_t csv_index_finds(const char *p, char byte);

#define ALWAYS static inline __attribute__((always_inline))

ALWAYS struct csv_index_look
look_bytes(const char *p, char delimiter)
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

ALWAYS uint64_t
find_bytes(const char *p, char byte)
{
	uint64_t at = 0;

	for (unsigned i = 0; i < STEP; i++)
		at |= (uint64_t)(p[i] == byte) << i;
	return at;
}

#ifdef __SSE2__
ALWAYS struct csv_index_look
look_sse2(const char *p, char delimiter)
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

ALWAYS uint64_t
find_sse2(const char *p, char byte)
{
	const __m128i b = _mm_set1_epi8(byte);
	uint64_t at = 0;

	for (unsigned i = 0; i < STEP; i += 16) {
		__m128i c = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
		at |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(c, b)) << i;
	}
	return at;
}

#define AVX2 __attribute__((target("avx2,bmi")))

AVX2 ALWAYS struct csv_index_look
look_avx2(const char *p, char delimiter)
{
	const __m256i d = _mm256_set1_epi8(delimiter), lf = _mm256_set1_epi8('\n'),
		      cr = _mm256_set1_epi8('\r');
	struct csv_index_look at = {0};

	for (unsigned i = 0; i < STEP; i += 32) {
		__m256i c = _mm256_loadu_si256((const __m256i *)(const void *)(p + i));
		__m256i ends = _mm256_cmpeq_epi8(c, lf);
		uint64_t is_lf = (unsigned)_mm256_movemask_epi8(ends);
		uint64_t is_cr =
		    (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(c, cr));
		uint64_t is_d = (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(c, d));
		at.lf |= is_lf << i;
		at.cr |= is_cr << i;
		at.ends |= (is_lf | is_d) << i;
		at.high |= _mm256_movemask_epi8(c);
	}
	return at;
}

AVX2 ALWAYS uint64_t
find_avx2(const char *p, char byte)
{
	const __m256i b = _mm256_set1_epi8(byte);
	uint64_t at = 0;

	for (unsigned i = 0; i < STEP; i += 32) {
		__m256i c = _mm256_loadu_si256((const __m256i *)(const void *)(p + i));
		at |= (uint64_t)(unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(c, b))
		      << i;
	}
	return at;
}
#endif

/* Bytes from a quote that opens to before the one that closes; *open says whether the
 * bytes before ended within quotes, and then whether these do. */
ALWAYS uint64_t
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
ALWAYS uint64_t
bits_of(size_t bytes)
{
	return bytes < STEP ? UINT64_MAX >> (STEP - bytes) : UINT64_MAX;
}

/* A quote opens behind a delimiter or line end and closes before one, and there is no
 * line end between.  2 GB a second and more, with SSE2. */
ALWAYS int
has_simple_quotes(const char *lines, size_t len, char delimiter, csv_index_looks *look,
    csv_index_finds *find)
{
	uint64_t open = 0, after_edge = 1, need_edge = 0, bad = 0;

	for (size_t base = 0; base < len && bad == 0; base += STEP) {
		const char *p = lines + base;
		const uint64_t mine = bits_of(len - base);
		struct csv_index_look now = look(p, delimiter);
		uint64_t quotes = find(p, '"') & mine,
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

/* The ends of lines with such quotes or none; 0 after a CR without LF.  *high: some byte
 * is above 0x7f. */
ALWAYS int
find_ends(struct csm_csv_index *m, size_t len, char delimiter, int *high,
    csv_index_looks *look, csv_index_finds *find)
{
	uint64_t after_cr = 0; /* 1: the byte before was a CR */
	uint64_t open = 0;
	int ok = 1;

	for (size_t base = 0; base < len && ok; base += STEP) {
		struct csv_index_look now = look(m->bytes + base, delimiter);
		if (len - base < STEP) {
			now.ends &= bits_of(len - base);
			now.lf &= bits_of(len - base);
			now.cr &= bits_of(len - base);
		}
		if (m->quoted)
			now.ends &= ~quoted_bytes(find(m->bytes + base, '"'), &open);
		uint64_t need_lf = now.cr << 1 | after_cr;
		/* A CR that is no part of a CRLF ends a row for libcsv, which is not
		 * counted here. */
		ok = (need_lf & ~now.lf) == 0;
		after_cr = now.cr >> 63;
		*high |= now.high;
		/* Once a step, for as many ends as it may have, so that the loop below
		 * only stores. */
		if (m->n + STEP > m->cap)
			CSM_GROW(m->at, m->n + STEP, &m->cap);
		for (; now.ends != 0; now.ends &= now.ends - 1)
			m->at[m->n++] =
			    (uint32_t)(base + (unsigned)__builtin_ctzll(now.ends));
		assert(m->n <= m->cap);
	}
	return ok;
}

#define WAY(name, target)                                                              \
	target static int simple_##name(const char *lines, size_t len, char delimiter) \
	{                                                                              \
		return has_simple_quotes(                                              \
		    lines, len, delimiter, look_##name, find_##name);                  \
	}                                                                              \
	target static int ends_##name(                                                 \
	    struct csm_csv_index *m, size_t len, char delimiter, int *high)            \
	{                                                                              \
		return find_ends(m, len, delimiter, high, look_##name, find_##name);   \
	}

WAY(bytes, )
#ifdef __SSE2__
WAY(sse2, )
WAY(avx2, AVX2)
#endif

static const struct csm_csv_way ways[] = {
    {"bytes", simple_bytes, ends_bytes},
#ifdef __SSE2__
    {"sse2", simple_sse2, ends_sse2},
    {"avx2", simple_avx2, ends_avx2},
#endif
};

const struct csm_csv_way *
csm_csv_ways(size_t *n)
{
	*n = sizeof ways / sizeof *ways;
#ifdef __SSE2__
	if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi"))
		*n -= 1;
#endif
	return ways;
}
