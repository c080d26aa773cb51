/*
 * Rates: what amounts in other currencies are worth in one, by day: a file with a row a
 * currency, and with `valid_from` one for each day on which its rate changes.
 *
 * Ownership: csm_rates_free frees what csm_rates_load gave.
 */
#ifndef CSM_INGEST_RATES_H
#define CSM_INGEST_RATES_H

#include "ingest/source/lookup.h"

/* A decimal fraction: digits / 10^places; exact, so that amounts are rounded once. */
struct csm_rate {
	int64_t digits;
	int places;
};
#define CSM_RATE_ONE ((struct csm_rate){1, 0})

struct csm_rates;

/* "FILE", with columns `currency` and `rate`, or "FILE:CURRENCY:RATE" naming them.
 * NULL after a report. */
struct csm_rates *csm_rates_load(const char *text, struct csm_diag *diag);
void csm_rates_free(struct csm_rates *rates); /* NULL allowed */
/* The file's name, for messages. */
const char *csm_rates_file(const struct csm_rates *rates);

enum csm_rates_found { CSM_RATE_FOUND, CSM_RATE_NONE, CSM_RATE_BAD };
/* The rate of a currency, in any case, on a day; BAD: *text is no positive number. */
enum csm_rates_found csm_rates_find(const struct csm_rates *rates,
    struct csm_text currency, int32_t day, struct csm_rate *rate,
    struct csm_text *text);
/* Times an amount in micros, rounded half away from zero: 0, or -1: beyond the range. */
int csm_rate_apply(struct csm_rate rate, int64_t *micros);

#endif
