#include "table/brief.h"

#include <assert.h>

/* The first byte: how many there are, and the power of two of the bytes of each. */
#define WIDTH_BITS 2
#define WIDEST 3 /* as they are; below, whole numbers, and all ones for a missing one */
_Static_assert(CSM_BRIEF_MOST < 1 << (8 - WIDTH_BITS), "the number of days fits");

/* All ones, of so many bytes below the widest. */
static uint64_t
brief_missing(unsigned width)
{
	return (UINT64_C(1) << (8u << width)) - 1;
}

static unsigned
brief_width(const int64_t *series, size_t n)
{
	int64_t most = 0;
	unsigned width = 0;

	for (size_t i = 0; i < n; i++) {
		if (series[i] == CSM_MISSING)
			continue;
		if (series[i] < 0 || series[i] % CSM_NUM_ONE != 0)
			return WIDEST;
		most = series[i] > most ? series[i] : most;
	}
	while (width < WIDEST && (uint64_t)(most / CSM_NUM_ONE) >= brief_missing(width))
		width++;
	return width;
}

const unsigned char *
csm_brief_of(struct csm_arena *arena, const int64_t *series, size_t n)
{
	unsigned char brief[1 + 8 * CSM_BRIEF_MOST], *p = brief;
	const unsigned width = brief_width(series, n);
	bool some = false;

	assert(n <= CSM_BRIEF_MOST);
	*p++ = (unsigned char)(n << WIDTH_BITS | width);
	for (size_t i = 0; i < n; i++) {
		uint64_t v = (uint64_t)series[i];
		if (width < WIDEST)
			v = series[i] == CSM_MISSING ? UINT64_MAX : v / CSM_NUM_ONE;
		some |= series[i] != CSM_MISSING;
		*p++ = (unsigned char)v;
		for (unsigned b = 1; b < 1u << width; b++)
			*p++ = (unsigned char)(v >> 8 * b);
	}
	return !some ? NULL
		     : (const unsigned char *)csm_arena_text(
			   arena, (const char *)brief, (size_t)(p - brief));
}

void
csm_brief_undo(struct csm_cell *cell, int64_t series[CSM_BRIEF_MOST])
{
	const unsigned char *brief = cell->brief;
	const size_t n = *brief >> WIDTH_BITS;
	const unsigned width = *brief++ & ((1 << WIDTH_BITS) - 1);
	const uint64_t missing = width < WIDEST ? brief_missing(width) : 0;
	const int64_t one = width < WIDEST ? CSM_NUM_ONE : 1;

	cell->series = series;
	for (size_t i = 0; i < n; i++) {
		uint64_t v = *brief++;
		for (unsigned b = 1; b < 1u << width; b++)
			v |= (uint64_t)*brief++ << 8 * b;
		series[i] =
		    v == missing && missing != 0 ? CSM_MISSING : (int64_t)v * one;
	}
}

struct csm_cell
csm_cell_brief(const unsigned char *brief)
{
	if (brief == NULL)
		return (struct csm_cell){.kind = CSM_CELL_NONE};
	return (struct csm_cell){
	    .kind = CSM_CELL_SERIES, .brief = brief, .n = *brief >> WIDTH_BITS};
}
