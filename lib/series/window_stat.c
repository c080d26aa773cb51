#include "series/window_slide.h"

#include "base/int128.h"

#include <math.h>

static uint64_t
magnitude(int64_t v)
{
	return v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
}

void
csm_slide_enter_squares(struct csm_slide *c, size_t i)
{
	int64_t v = c->s->value[i];
	csm_uint128 square = (csm_uint128)magnitude(v) * magnitude(v);
	uint64_t lo = c->squares.lo + (uint64_t)square;

	c->squares.hi += (csm_int128)(square >> 64) + (lo < c->squares.lo);
	c->squares.lo = lo;
	c->sum += v;
}

void
csm_slide_leave_squares(struct csm_slide *c, size_t i)
{
	int64_t v = c->s->value[i];
	csm_uint128 square = (csm_uint128)magnitude(v) * magnitude(v);

	c->squares.hi -=
	    (csm_int128)(square >> 64) + (c->squares.lo < (uint64_t)square);
	c->squares.lo -= (uint64_t)square;
	c->sum -= v;
}

/* n times the sum of the squares minus the square of the sum: exact, then one
 * rounding. */
static double
spread(const struct csm_squares *squares, csm_int128 sum, int32_t n)
{
	csm_uint128 low = (csm_uint128)squares->lo * (csm_uint128)n;
	csm_int128 hi = squares->hi * n + (csm_int128)(low >> 64);
	/* The square of a sum of 81 bits, by halves, since 162 bits are no integer of
	 * C. */
	csm_uint128 abs = (csm_uint128)(sum < 0 ? -sum : sum);
	csm_uint128 s1 = abs >> 64, s0 = (uint64_t)abs, square = s0 * s0;

	hi -= (csm_int128)((s1 * s1 << 64) + 2 * s1 * s0 + (square >> 64));
	hi -= (uint64_t)low < (uint64_t)square;
	uint64_t lo = (uint64_t)low - (uint64_t)square;
	if (hi >> 64 == 0)
		return (double)((csm_uint128)hi << 64 | lo);
	/* The bits below only say on which side of a half the rest is. */
	return (double)((csm_uint128)hi | (lo != 0)) * 0x1p64;
}

static double
pairs(int32_t n)
{
	return (double)((int64_t)n * (n - 1));
}

struct csm_value
csm_slide_stddev(const struct csm_slide *c)
{
	int32_t n = csm_slide_days(c);

	if (n < 2)
		return (struct csm_value){0};
	return csm_slide_number(sqrt(spread(&c->squares, c->sum, n) / pairs(n)) / 1e6);
}

/* The window holds D too, which does not count to those before it. */
struct csm_value
csm_slide_zscore(const struct csm_slide *c)
{
	struct csm_slide before = *c;
	int32_t n = csm_slide_days(c) - 1;
	int64_t v;

	if (!csm_slide_at(c, c->hi - 1, c->to, &v) || n < 2)
		return (struct csm_value){0};
	/* A day that zero() fills has no entry to take out, nor has it any weight. */
	if (v != 0)
		csm_slide_leave_squares(&before, c->hi - 1);
	double m = spread(&before.squares, before.sum, n);
	if (m == 0) {
		++*c->divisions_by_zero;
		return (struct csm_value){0};
	}
	double above = (double)((csm_int128)v * n - before.sum) / (double)n;
	return csm_slide_number(above / sqrt(m / pairs(n)));
}

void
csm_slide_enter_slope(struct csm_slide *c, size_t i)
{
	int64_t day = c->s->day[i], v = c->s->value[i];

	c->sum += v;
	c->moment += (csm_int128)day * v;
	c->days_sum += day;
	c->days_square += day * day;
}

void
csm_slide_leave_slope(struct csm_slide *c, size_t i)
{
	int64_t day = c->s->day[i], v = c->s->value[i];

	c->sum -= v;
	c->moment -= (csm_int128)day * v;
	c->days_sum -= day;
	c->days_square -= day * day;
}

/* 1 + 4 + ... + d*d; the polynomial, so that it holds for differences below 0 too. */
static int64_t
squares_to(int64_t d)
{
	return d * (d + 1) * (2 * d + 1) / 6;
}

struct csm_value
csm_slide_slope(const struct csm_slide *c)
{
	int64_t n = csm_slide_days(c), t = c->days_sum, tt = c->days_square;

	if (n < 2)
		return (struct csm_value){0};
	if (c->first <= c->to) {
		/* Every day counts, those without a value as 0. */
		int64_t a = c->to - n + 1, b = c->to;
		t = (a + b) * n / 2;
		tt = squares_to(b) - squares_to(a - 1);
	}
	csm_int128 above = c->moment * n - c->sum * t;
	csm_int128 below = (csm_int128)tt * n - (csm_int128)t * t;
	return csm_slide_number((double)above / (double)below / 1e6);
}
