/*
 * The one number format of the toolkit: a decimal with at most six places, held as a
 * 64-bit integer of millionths ("micros").  Sums of it are exact in any order.
 *
 * Missing is CSM_MISSING, a state and not a number: test for it before arithmetic.
 */
#ifndef CSM_BASE_NUM_H
#define CSM_BASE_NUM_H

#include <stddef.h>
#include <stdint.h>

/* Six places: what money, rates and shares need, and 9e12 of it fits into 64 bits. */
#define CSM_NUM_ONE INT64_C(1000000)
/* |value| < 9,000,000,000,000 */
#define CSM_NUM_LIMIT (INT64_C(9000000000000) * CSM_NUM_ONE)
#define CSM_MISSING INT64_MIN
/* Longest text csm_num_format writes, with its NUL. */
#define CSM_NUM_TEXT 24

enum csm_num_status {
	CSM_NUM_OK,
	CSM_NUM_ROUNDED, /* more than six places: rounded half away from zero */
	CSM_NUM_RANGE,   /* a number, but beyond the limit */
	CSM_NUM_BAD      /* not a number: empty, "NaN", "0x10", "1,5", blanks inside */
};

/*
 * [+-] digits [. digits] [e [+-] digits], at least one digit before the exponent, and
 * nothing else: no blanks, no thousands separators, no locale.  *micros is set for OK
 * and ROUNDED only.
 */
enum csm_num_status csm_num_parse(const char *s, size_t len, int64_t *micros);

/* A whole number of millionths, as databases have them: [-] digits.  OK, RANGE or BAD. */
enum csm_num_status csm_num_parse_micros(const char *s, size_t len, int64_t *micros);
/* Decimal text without trailing zeros, exponent or "-0"; returns its length.  `micros`
 * must not be CSM_MISSING. */
size_t csm_num_format(int64_t micros, char text[CSM_NUM_TEXT]);
/* The product, rounded to millionths half away from zero: 0, or -1: too large. */
int csm_num_times(int64_t a, int64_t b, int64_t *product);

/*
 * Numbers as doubles, inside of formulas and wherever else one is needed.  One rule for
 * all, so that a program of another kind, or a database, can do the same:
 *
 *   to a double      micros / 1e6 up to 2^53 micros (9,007,199,254.740992), the nearest
 *                    double; beyond that the whole part and the rest apart, so that
 *                    whole numbers stay exact to the limit: 1000000000001
 *   from a double    floor(x * 1e6 + 0.5) below 2^33, and beyond it, where a double
 *                    no longer holds six places, floor(x * 100 + 0.5) * 10000
 */
#define CSM_NUM_EXACT (INT64_C(1) << 53)
#define CSM_NUM_SIX_PLACES 0x1p33

/* floor(x), of |x| < 2^63, without a call. */
static inline int64_t
csm_num_floor(double x)
{
	int64_t whole = (int64_t)x;

	return whole - ((double)whole > x);
}

/* The rounding of every metric's result; CSM_MISSING if x is not finite or out of
 * range. */
static inline int64_t
csm_num_from_double(double x)
{
	if (x < CSM_NUM_SIX_PLACES && x > -CSM_NUM_SIX_PLACES)
		return csm_num_floor(x * 1e6 + 0.5);
	/* not <=, so that a NaN is missing too */
	if (!(x > -9e12 && x < 9e12))
		return CSM_MISSING;
	int64_t cents = csm_num_floor(x * 100 + 0.5);
	/* which may have come to the limit */
	return cents > -CSM_NUM_LIMIT / 10000 && cents < CSM_NUM_LIMIT / 10000
		   ? cents * 10000
		   : CSM_MISSING;
}

/* What csm_num_to_double was given, below 2^33; beyond it csm_num_from_double.  From
 * 2^52 millionths on x * 1e6 is whole, and + 0.5 would have to be rounded. */
static inline int64_t
csm_num_written(double x)
{
	double scaled = x * 1e6;
	int64_t whole;

	if (!(x < CSM_NUM_SIX_PLACES && x > -CSM_NUM_SIX_PLACES))
		return csm_num_from_double(x);
	whole = csm_num_floor(scaled);
	return whole + (scaled - (double)whole >= 0.5);
}

static inline double
csm_num_to_double(int64_t micros)
{
	if (micros <= CSM_NUM_EXACT && micros >= -CSM_NUM_EXACT)
		return (double)micros / 1e6;
	return (double)(micros / CSM_NUM_ONE) + (double)(micros % CSM_NUM_ONE) / 1e6;
}

#endif
