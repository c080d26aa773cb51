#include "point/agg.h"

#include "base/int128.h"
#include "point/family.h"

#include <string.h>

static const struct csm_choice agg_names[] = {{"sum", CSM_AGG_SUM},
    {"min", CSM_AGG_MIN}, {"max", CSM_AGG_MAX}, {"avg", CSM_AGG_AVG},
    {"last", CSM_AGG_LAST}, {"count", CSM_AGG_COUNT}, {NULL, 0}};
const struct csm_words csm_agg_words = CSM_WORDS(agg_names);

enum csm_agg
csm_agg_of(const char *metric, size_t len)
{
	static const struct {
		const char *prefix;
		enum csm_agg agg;
	} table[] = {{"activities.", CSM_AGG_SUM}, {"conversations.", CSM_AGG_SUM},
	    {"tasks.", CSM_AGG_SUM}, {"revenue.", CSM_AGG_SUM},
	    {"modules.", CSM_AGG_SUM}, {"nps.promoters", CSM_AGG_SUM},
	    {"nps.passives", CSM_AGG_SUM}, {"nps.detractors", CSM_AGG_SUM}};

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		size_t n = strlen(table[i].prefix);
		if (len >= n && memcmp(metric, table[i].prefix, n) == 0)
			return table[i].agg;
	}
	switch (csm_family_state(metric, len)) {
	case CSM_FAMILY_NONE:
	case CSM_FAMILY_AGE:
		return CSM_AGG_LAST;
	default:
		return CSM_AGG_SUM;
	}
}

void
csm_aggregate_begin(struct csm_aggregate *f, enum csm_agg agg)
{
	*f = (struct csm_aggregate){.agg = agg};
}

static void
add_wide(struct csm_aggregate *f, int64_t micros)
{
	uint64_t low = (uint64_t)f->low + (uint64_t)micros;

	/* The upper word of a negative number is all ones; the sum of the lower ones
	 * carries where it is less than what was added. */
	f->high += (micros < 0 ? -1 : 0) + (low < (uint64_t)micros);
	f->low = (int64_t)low;
}

void
csm_aggregate_add(struct csm_aggregate *f, int64_t micros)
{
	if (micros == CSM_MISSING)
		return;
	switch (f->agg) {
	case CSM_AGG_SUM:
	case CSM_AGG_AVG:
		add_wide(f, micros);
		break;
	case CSM_AGG_MIN:
		f->value = f->n == 0 || micros < f->value ? micros : f->value;
		break;
	case CSM_AGG_MAX:
		f->value = f->n == 0 || micros > f->value ? micros : f->value;
		break;
	default:
		f->value = micros;
	}
	f->n++;
}

static csm_int128
sum_of(const struct csm_aggregate *f)
{
	return (csm_int128)f->high * ((csm_int128)1 << 64) + (uint64_t)f->low;
}

static csm_int128
mean_of(const struct csm_aggregate *f)
{
	csm_int128 sum = sum_of(f), n = (csm_int128)f->n, half = n / 2;

	return sum < 0 ? -((-sum + half) / n) : (sum + half) / n;
}

int
csm_aggregate_result(const struct csm_aggregate *f, int64_t *micros)
{
	csm_int128 result = f->value;

	/* Counting nothing gives 0; nothing has no sum, and its least is not 0 either.
	 */
	if (f->n == 0) {
		*micros = f->agg == CSM_AGG_COUNT ? 0 : CSM_MISSING;
		return 0;
	}
	if (f->agg == CSM_AGG_SUM)
		result = sum_of(f);
	else if (f->agg == CSM_AGG_AVG)
		result = mean_of(f);
	else if (f->agg == CSM_AGG_COUNT)
		result = (csm_int128)f->n * CSM_NUM_ONE;
	if (result >= CSM_NUM_LIMIT || result <= -(csm_int128)CSM_NUM_LIMIT)
		return -1;
	*micros = (int64_t)result;
	return 0;
}
