#include "ingest/force.h"

#include "base/int128.h"
#include "base/num.h"
#include "base/xalloc.h"

#include <stdlib.h>

/* Bits of what is less than one: a numerator of 26 bits leaves 100. */
#define FRACTION_BITS 100

struct csm_force_part {
	uint32_t den;
	csm_int128 sum; /* of values times their numerators */
};

struct csm_fraction
csm_fraction_reduced(uint32_t num, uint32_t den)
{
	uint32_t a = num, b = den;

	while (b != 0) {
		uint32_t rest = a % b;
		a = b;
		b = rest;
	}
	return (struct csm_fraction){num / a, den / a};
}

void
csm_force_fini(struct csm_force *f)
{
	free(f->part);
	*f = (struct csm_force){0};
}

void
csm_force_clear(struct csm_force *f)
{
	f->parts = 0;
}

void
csm_force_add(struct csm_force *f, int64_t micros, struct csm_fraction fraction)
{
	size_t i = 0;

	/* A company has few denominators at once (months, days of years), so they are
	 * gone through. */
	while (i < f->parts && f->part[i].den != fraction.den)
		i++;
	if (i == f->parts) {
		CSM_GROW(f->part, f->parts, &f->cap);
		f->part[f->parts++] = (struct csm_force_part){fraction.den, 0};
	}
	/* Sums of values times numerators, and not of quotients: a year at 47000 is
	 * 47000 again. */
	f->part[i].sum += (csm_int128)micros * fraction.num;
	if (f->part[i].sum == 0) /* nothing of this denominator is left */
		f->part[i] = f->part[--f->parts];
}

int
csm_force_result(const struct csm_force *f, int64_t *micros)
{
	const csm_int128 one = (csm_int128)1 << FRACTION_BITS;
	csm_int128 whole = 0, rest = 0, slack = (csm_int128)f->parts;

	for (size_t i = 0; i < f->parts; i++) {
		const csm_int128 den = f->part[i].den;
		csm_int128 quotient = f->part[i].sum / den, left = f->part[i].sum % den;
		/* Down, not towards 0, so that what is left is never negative. */
		if (left < 0) {
			quotient--;
			left += den;
		}
		whole += quotient;
		rest += left * one / den; /* less than one too small */
		whole += rest / one;
		rest %= one;
	}
	/* thirds and sixths that add up to a half, or to one, are that */
	if (rest + slack >= one)
		whole++;
	else if (whole < 0 ? rest > one / 2 : rest + slack >= one / 2)
		whole++;
	if (whole >= CSM_NUM_LIMIT || whole <= -(csm_int128)CSM_NUM_LIMIT)
		return -1;
	*micros = (int64_t)whole;
	return 0;
}
