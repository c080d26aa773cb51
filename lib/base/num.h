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

/* Decimal text without trailing zeros, exponent or "-0"; returns its length.  `micros`
 * must not be CSM_MISSING. */
size_t csm_num_format(int64_t micros, char text[CSM_NUM_TEXT]);

/* floor(x * 1e6 + 0.5), the rounding of every metric's result; CSM_MISSING if x is not
 * finite or out of range. */
static inline int64_t
csm_num_from_double(double x)
{
	double scaled = x * 1e6 + 0.5;

	/* not >=, so that a NaN is missing too; doubles near the limit are whole */
	if (!(scaled > -(double)CSM_NUM_LIMIT && scaled < (double)CSM_NUM_LIMIT))
		return CSM_MISSING;
	int64_t whole = (int64_t)scaled;
	return whole - ((double)whole > scaled); /* floor, without a call */
}
/* double(micros) / 1e6: the nearest double up to 2^53 micros (9,007,199,254.740992),
 * one of the two nearest beyond. */
static inline double
csm_num_to_double(int64_t micros)
{
	return (double)micros / 1e6;
}

#endif
