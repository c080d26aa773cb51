/*
 * Force: the sum of what is in force: of values, each times a fraction, such as a
 * price over two years a month.  It is exact, and rounded once, when it is asked for.
 *
 * Ownership: csm_force_fini frees it; all zero is an empty sum.
 */
#ifndef CSM_INGEST_FORCE_H
#define CSM_INGEST_FORCE_H

#include <stddef.h>
#include <stdint.h>

/* Times num / den, each below 2^26. */
struct csm_fraction {
	uint32_t num, den;
};

struct csm_force {
	struct csm_force_part *part; /* one a denominator */
	size_t parts, cap;
};

struct csm_fraction csm_fraction_reduced(uint32_t num, uint32_t den);

void csm_force_fini(struct csm_force *f);
void csm_force_clear(struct csm_force *f);
/* Adds a value in micros times a fraction, which is reduced. */
void csm_force_add(struct csm_force *f, int64_t micros, struct csm_fraction fraction);
/* To whole micros, half away from zero: 0, or -1: beyond CSM_NUM_LIMIT. */
int csm_force_result(const struct csm_force *f, int64_t *micros);

#endif
