#include "base/num.h"

#include "base/int128.h"

#include <assert.h>
#include <math.h>
#include <string.h>

struct decimal {
	uint64_t digits; /* of the kept places */
	int exponent;    /* value = digits * 10^exponent */
	int dropped;     /* a digit that was not kept was not 0 */
	int cut;         /* 1: digits were not kept */
	int half;        /* 1: the first of them was 5 or more */
};

static int
num_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void
take_digit(struct decimal *d, char c, int fraction)
{
	/* 19 digits are kept: 10^19 - 1 is below 2^64. */
	if (d->digits < UINT64_C(1000000000000000000)) {
		d->digits = d->digits * 10 + (uint64_t)(c - '0');
		d->exponent -= fraction;
	} else {
		if (!d->cut)
			d->half = c >= '5';
		d->cut = 1;
		d->dropped |= c != '0';
		d->exponent += !fraction;
	}
}

/* The exponent's text after the 'e'; returns -1 if it is none. */
static int
take_exponent(struct decimal *d, const char *s, size_t len)
{
	int negative = len > 0 && s[0] == '-', e = 0;
	size_t i = len > 0 && (s[0] == '-' || s[0] == '+');

	if (i == len)
		return -1;
	for (; i < len; i++) {
		if (!num_is_digit(s[i]))
			return -1;
		/* Beyond it any number is out of range or nothing; the digits are read
		 * to their end all the same, since 1e99999x is no number. */
		if (e < 100000)
			e = e * 10 + (s[i] - '0');
	}
	d->exponent += negative ? -e : e;
	return 0;
}

/* Digits times 10^exponent in millionths, into *out: RANGE if it does not fit. */
static enum csm_num_status
scale(const struct decimal *d, uint64_t *out)
{
	enum csm_num_status status = d->dropped ? CSM_NUM_ROUNDED : CSM_NUM_OK;
	uint64_t v = d->digits, rest = 0;
	int shift = d->exponent + 6;

	/* 0e99999 is 0, and no reason to go round the loop. */
	if (v == 0)
		shift = 0;
	for (; shift > 0; shift--) {
		/* Before the product, which would else pass 2^64 unseen. */
		if (v >= (uint64_t)CSM_NUM_LIMIT / 10 + 1)
			return CSM_NUM_RANGE;
		v *= 10;
	}
	if (shift == 0) /* the last digit kept is a millionth: the next one rounds it */
		v += (uint64_t)d->half;
	/* `rest` is the digit shifted out last, which rounds; the ones before it only
	 * make that the value was not whole. */
	int sticky = 0;
	for (; shift < 0 && (v != 0 || rest != 0); shift++) {
		sticky |= rest != 0;
		rest = v % 10;
		v /= 10;
	}
	if (shift < 0) /* everything was shifted out: below half a millionth */
		sticky = 1, rest = 0;
	if (rest != 0 || sticky)
		status = CSM_NUM_ROUNDED;
	/* Half goes away from zero, the sign being put on later; 5 and more behind it
	 * is no less. */
	v += rest >= 5;
	if (v >= (uint64_t)CSM_NUM_LIMIT)
		return CSM_NUM_RANGE;
	*out = v;
	return status;
}

enum csm_num_status
csm_num_parse(const char *s, size_t len, int64_t *micros)
{
	struct decimal d = {0};
	int negative = len > 0 && s[0] == '-', digits = 0;
	size_t i = len > 0 && (s[0] == '-' || s[0] == '+');
	uint64_t v;

	for (; i < len && num_is_digit(s[i]); i++, digits = 1)
		take_digit(&d, s[i], 0);
	if (i < len && s[i] == '.')
		for (i++; i < len && num_is_digit(s[i]); i++, digits = 1)
			take_digit(&d, s[i], 1);
	if (!digits)
		return CSM_NUM_BAD;
	if (i < len && (s[i] == 'e' || s[i] == 'E')) {
		if (take_exponent(&d, s + i + 1, len - i - 1) != 0)
			return CSM_NUM_BAD;
	} else if (i < len) {
		return CSM_NUM_BAD;
	}
	enum csm_num_status status = scale(&d, &v);
	if (status != CSM_NUM_RANGE)
		*micros = negative ? -(int64_t)v : (int64_t)v;
	return status;
}

enum csm_num_status
csm_num_parse_micros(const char *s, size_t len, int64_t *micros)
{
	int negative = len > 0 && s[0] == '-';
	size_t i = (size_t)negative;
	int64_t v = 0;

	if (i == len)
		return CSM_NUM_BAD;
	for (; i < len; i++) {
		if (!num_is_digit(s[i]))
			return CSM_NUM_BAD;
		/* As in scale(): once it is too large it stays so, whatever follows. */
		v = v < CSM_NUM_LIMIT / 10 + 1 ? v * 10 + (s[i] - '0') : CSM_NUM_LIMIT;
	}
	if (v >= CSM_NUM_LIMIT)
		return CSM_NUM_RANGE;
	*micros = negative ? -v : v;
	return CSM_NUM_OK;
}

/* A sign, 13 digits before the point, it, six behind, and the end; of CSM_MISSING, which
 * nobody should write, it would still be right. */
_Static_assert(CSM_NUM_TEXT >= 1 + 13 + 1 + 6 + 1, "room for every number");

size_t
csm_num_format(int64_t micros, char text[CSM_NUM_TEXT])
{
	/* Unsigned: CSM_MISSING has no positive of its own. */
	uint64_t u = micros < 0 ? -(uint64_t)micros : (uint64_t)micros;
	uint64_t whole = u / (uint64_t)CSM_NUM_ONE, part = u % (uint64_t)CSM_NUM_ONE;
	char digits[20];
	size_t n = 0, len = 0;

	do
		digits[n++] = (char)('0' + whole % 10);
	while ((whole /= 10) != 0);
	if (micros < 0)
		text[len++] = '-';
	while (n > 0)
		text[len++] = digits[--n];
	if (part != 0) {
		text[len++] = '.';
		for (uint64_t unit = 100000; part != 0; unit /= 10) {
			text[len++] = (char)('0' + part / unit);
			part %= unit;
		}
	}
	text[len] = '\0';
	assert(len < CSM_NUM_TEXT);
	return len;
}

int
csm_num_times(int64_t a, int64_t b, int64_t *product)
{
	/* Rounded once, from the exact product of 127 bits. */
	csm_int128 p = (csm_int128)a * b, half = CSM_NUM_ONE / 2;

	p = p < 0 ? -((-p + half) / CSM_NUM_ONE) : (p + half) / CSM_NUM_ONE;
	if (p >= CSM_NUM_LIMIT || p <= -(csm_int128)CSM_NUM_LIMIT)
		return -1;
	*product = (int64_t)p;
	return 0;
}
