#include "ingest/rates.h"

#include "base/int128.h"
#include "base/num.h"
#include "base/text.h"
#include "base/xalloc.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define RATE_DIGITS 18 /* that a rate may have; amounts have 19: 10^37 fits 128 bits */
/* Bytes of a currency's code; ISO 4217 has three, tokens of exchanges some more.  A longer
 * one is sought as it is written only. */
#define RATE_CODE 16

struct csm_rates {
	char *file; /* cut at its colons: owns the names of the columns */
	struct csm_lookup *lookup;
};

struct csm_rates *
csm_rates_load(const char *text, struct csm_diag *diag)
{
	struct csm_rates *r = csm_xcalloc(1, sizeof *r);
	const char *currency = "currency", *rate = "rate";
	char *last, *first;

	r->file = csm_xstrdup(text);
	/* From the end, since paths may have colons. */
	last = strrchr(r->file, ':');
	if (last != NULL) {
		*last = '\0';
		first = strrchr(r->file, ':');
		if (first == NULL) {
			csm_error(diag, CSM_E_USAGE, NULL,
			    "rates are FILE, or FILE:CURRENCY:RATE, not %s", text);
			csm_rates_free(r);
			return NULL;
		}
		*first = '\0';
		currency = first + 1;
		rate = last + 1;
	}
	r->lookup = csm_lookup_load(r->file, currency, rate, 0, diag);
	if (r->lookup != NULL)
		return r;
	csm_rates_free(r);
	return NULL;
}

void
csm_rates_free(struct csm_rates *r)
{
	if (r == NULL)
		return;
	csm_lookup_free(r->lookup);
	free(r->file);
	free(r);
}

const char *
csm_rates_file(const struct csm_rates *r)
{
	return r->file;
}

/* Digits with at most one point, above 0; -1: another text. */
static int
rates_parse(struct csm_text t, struct csm_rate *rate)
{
	int point = 0, digits = 0;

	*rate = (struct csm_rate){0, 0};
	for (size_t i = 0; i < t.len; i++) {
		if (t.s[i] == '.' && !point) {
			point = 1;
			continue;
		}
		if (!isdigit((unsigned char)t.s[i]))
			return -1;
		if (digits == RATE_DIGITS && !point)
			return -1;
		if (digits == RATE_DIGITS) /* below any amount */
			continue;
		/* Zeros in front are no digits: 0.000012 has two. */
		digits += rate->digits != 0 || t.s[i] != '0';
		rate->digits = rate->digits * 10 + (t.s[i] - '0');
		rate->places += point;
		if (rate->places > 2 * RATE_DIGITS)
			return -1;
	}
	return rate->digits > 0 ? 0 : -1;
}

static bool
rates_look(const struct csm_rates *r, struct csm_text currency, int32_t day,
    int (*as)(int), struct csm_text *text)
{
	char code[RATE_CODE];

	if (currency.len > sizeof code)
		return false;
	for (size_t i = 0; i < currency.len; i++)
		code[i] = (char)as((unsigned char)currency.s[i]);
	return csm_lookup_find(
		   r->lookup, (struct csm_text){code, currency.len}, day, text) != 0;
}

enum csm_rates_found
csm_rates_find(const struct csm_rates *r, struct csm_text currency, int32_t day,
    struct csm_rate *rate, struct csm_text *text)
{
	if (csm_lookup_find(r->lookup, currency, day, text) == 0 &&
	    /* As it is written first; then eur for EUR and the other way, since exports
	     * of payments have small letters and tables of rates capitals. */
	    !rates_look(r, currency, day, toupper, text) &&
	    !rates_look(r, currency, day, tolower, text))
		return CSM_RATE_NONE;
	return rates_parse(*text, rate) == 0 ? CSM_RATE_FOUND : CSM_RATE_BAD;
}

int
csm_rate_apply(struct csm_rate rate, int64_t *micros)
{
	/* At most 10^37 for 18 digits: it fits. */
	csm_int128 x = (csm_int128)*micros * rate.digits;
	int negative = x < 0;

	x = negative ? -x : x;
	/* rounded once, by the last digit that goes */
	for (int i = rate.places; i > 0; i--)
		x = i == 1 ? (x + 5) / 10 : x / 10;
	if (x >= CSM_NUM_LIMIT)
		return -1;
	*micros = (int64_t)(negative ? -x : x);
	return 0;
}
