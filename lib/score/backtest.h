/*
 * Backtest: which companies are scored on which days, to see whether scores told who
 * would leave.
 *
 * A company that left is scored once for each lead, so many days before it left.  A
 * company that stayed is scored once for each lead, too, on one of the days on which
 * those that left are.  Which one: the days ascending, companies in byte order of their
 * ids, number i (from 0) takes the day at n * frac(i * 0.618...) of the n days: steps
 * of the golden section fall evenly over the days however many companies there are.  If
 * there is no score to be had on it, the next day on which there is, over again after
 * the last.  So both are spread over the year alike, and nobody counts twice.
 *
 * Ownership: a backtest borrows the churns.
 */
#ifndef CSM_SCORE_BACKTEST_H
#define CSM_SCORE_BACKTEST_H

#include "base/diag.h"
#include "unit/ledger.h"

#include <stdint.h>

struct csm_backtest {
	const struct csm_ledger *churns;
	int32_t *leads; /* days, ascending, n_leads of them */
	size_t n_leads;
	int32_t *churn; /* days on which companies that count left, ascending */
	size_t n;
	int32_t since, until; /* churns counted */
	size_t stayed;        /* companies that stayed, so far */
};

/* From "30,60,90"; NULL: that.  Churns outside since..until do not count
 * (CSM_DAY_NONE: no bound).  -1 after E_USAGE. */
int csm_backtest_init(struct csm_backtest *b, const char *leads,
    const struct csm_ledger *churns, int32_t since, int32_t until,
    struct csm_diag *diag);
void csm_backtest_fini(struct csm_backtest *b);
/* First and last of the days that may be scored; -1 if nobody left. */
int csm_backtest_range(const struct csm_backtest *b, int32_t *since, int32_t *until);

/* How a company is used: the first churn of it that is known decides. */
enum csm_backtest_use {
	CSM_BACKTEST_LEFT,
	CSM_BACKTEST_STAYED,
	CSM_BACKTEST_OUTSIDE /* it left on a day that does not count */
};
/* Of the next company, in byte order; a churner's day into *day. */
enum csm_backtest_use csm_backtest_next(
    struct csm_backtest *b, struct csm_text company, int32_t *day);
/* The k-th day (from 0) to try for the company that stayed last given; n of them. */
int32_t csm_backtest_day(const struct csm_backtest *b, size_t lead, size_t k);

#endif
