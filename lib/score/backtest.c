#include "score/backtest.h"

#include "base/num.h"
#include "base/xalloc.h"
#include "time/date.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A bound of sense, not of arithmetic: it keeps a lead that was meant as something
 * else, such as a year, from scoring days nobody has points of. */
#define LEAD_MAX 3660 /* days: ten years */
/* 2^32 times the golden section.  Rounded to an odd number, so that multiples of it go
 * through all of 32 bits before one comes again. */
#define GOLDEN UINT32_C(2654435769)

static int
backtest_by_day(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

static int
read_leads(struct csm_backtest *b, const char *text, struct csm_diag *diag)
{
	const char *at = text;

	b->leads = csm_xcalloc(strlen(text) + 1, sizeof *b->leads);
	for (;;) {
		size_t len = strcspn(at, ",");
		int64_t days;
		if (csm_num_parse(at, len, &days) != CSM_NUM_OK ||
		    days % CSM_NUM_ONE != 0 || days < 0 ||
		    days > LEAD_MAX * CSM_NUM_ONE)
			return csm_error(diag, CSM_E_USAGE, NULL,
			    "--lead wants days from 0 to %d with commas between, not "
			    "\"%s\"",
			    LEAD_MAX, text);
		b->leads[b->n_leads++] = (int32_t)(days / CSM_NUM_ONE);
		if (at[len] == '\0')
			break;
		at += len + 1;
	}
	/* Ascending, since csm_backtest_range takes the first and the last. */
	qsort(b->leads, b->n_leads, sizeof *b->leads, backtest_by_day);
	for (size_t i = 1; i < b->n_leads; i++)
		if (b->leads[i] == b->leads[i - 1])
			return csm_error(diag, CSM_E_USAGE, NULL,
			    "--lead names %d days twice", (int)b->leads[i]);
	return 0;
}

/* A churn outside the bounds does not make its company one that stayed:
 * csm_backtest_next has it as OUTSIDE, and it is in neither group. */
static int
counts(const struct csm_backtest *b, int32_t day)
{
	return (b->since == CSM_DAY_NONE || day >= b->since) &&
	       (b->until == CSM_DAY_NONE || day <= b->until);
}

/* Of a company that left several times the first time.  The ledger is sorted by
 * company, then day. */
static bool
is_first(const struct csm_ledger *churns, size_t i)
{
	return i == 0 || churns->entry[i].company != churns->entry[i - 1].company;
}

int
csm_backtest_init(struct csm_backtest *b, const char *leads,
    const struct csm_ledger *churns, int32_t since, int32_t until,
    struct csm_diag *diag)
{
	*b = (struct csm_backtest){.churns = churns, .since = since, .until = until};
	if (read_leads(b, leads == NULL ? "30,60,90" : leads, diag) != 0)
		return -1;
	b->churn = csm_xcalloc(churns->n + 1, sizeof *b->churn);
	for (size_t i = 0; i < churns->n; i++)
		if (is_first(churns, i) && counts(b, churns->entry[i].day))
			b->churn[b->n++] = churns->entry[i].day;
	qsort(b->churn, b->n, sizeof *b->churn, backtest_by_day);
	return 0;
}

void
csm_backtest_fini(struct csm_backtest *b)
{
	free(b->leads);
	free(b->churn);
	*b = (struct csm_backtest){0};
}

int
csm_backtest_range(const struct csm_backtest *b, int32_t *since, int32_t *until)
{
	if (b->n == 0)
		return -1;
	*since = b->churn[0] - b->leads[b->n_leads - 1];
	*until = b->churn[b->n - 1] - b->leads[0];
	/* days of churns are in the calendar, those a lead before may not be */
	if (*since < CSM_DAY_MIN)
		*since = CSM_DAY_MIN;
	return *until < *since ? -1 : 0;
}

enum csm_backtest_use
csm_backtest_next(struct csm_backtest *b, struct csm_text company, int32_t *day)
{
	uint32_t id = csm_intern_find(&b->churns->companies, company.s, company.len);

	/* Only those that left are looked for, so this costs churns times churns at
	 * most; the first entry is the earliest day. */
	for (size_t i = 0; i < b->churns->n && id != CSM_INTERN_NONE; i++) {
		if (b->churns->entry[i].company != id)
			continue;
		*day = b->churns->entry[i].day;
		return counts(b, *day) ? CSM_BACKTEST_LEFT : CSM_BACKTEST_OUTSIDE;
	}
	/* number i is the count of those that came before, so companies must come in an
	 * order that is the same for every run */
	b->stayed++;
	return CSM_BACKTEST_STAYED;
}

int32_t
csm_backtest_day(const struct csm_backtest *b, size_t lead, size_t k)
{
	/* The fraction of i times the golden section, in 2^32nds: what overflows are
	 * whole turns. */
	uint32_t part = (uint32_t)(b->stayed - 1) * GOLDEN;
	size_t first = (size_t)(((uint64_t)part * b->n) >> 32);

	return b->churn[(first + k) % b->n] - b->leads[lead];
}
