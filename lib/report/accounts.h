/*
 * Accounts: what the files of the report `accounts` share.
 *
 * Ownership: rows live in the context's arena, the rest is freed by the report's end.
 */
#ifndef CSM_REPORT_ACCOUNTS_H
#define CSM_REPORT_ACCOUNTS_H

#include "figure/column.h"
#include "figure/gauge.h"
#include "figure/inventory.h"

#define CSM_ACCOUNTS_DAYS 14

/* A part of a score on the day. */
struct csm_accounts_part {
	uint32_t id; /* in work.parts */
	struct csm_cell cell;
	struct csm_accounts_part *next;
};

struct csm_account_row {
	const char *id;
	struct csm_cell name, owner, health, lights;
	struct csm_known known;
	struct csm_accounts_part *part;
	struct csm_facts *units;
	int64_t mrr, events;
	size_t features, modules;
	int64_t *day; /* of the sparkline */
	struct csm_cell *extra;
};

struct csm_accounts {
	struct csm_inventory inventory;
	struct csm_variety features, modules;
	struct csm_intern parts; /* names of those with a state, by pillar */
	int *pillar;             /* by id of part: 1: some company's is a band */
	size_t pillar_cap;
	struct csm_account_row **account;
	size_t n, cap;
	size_t left;           /* companies that are not shown */
	struct csm_gauge line; /* of the sparkline; query SIZE_MAX: features used */
	const char *title;     /* what that is */
	uint32_t *used;        /* by feature: the days it was used on, a bit each */
	size_t used_cap;
	struct csm_extra extra;
	bool by_hand; /* some score was set so */
};

/* Events of the days, which features and modules were used, and when. */
void csm_accounts_use(struct csm_context *context, struct csm_accounts *w,
    struct csm_account_row *a, const struct csm_set *set);
/* The sparkline, after that. */
void csm_accounts_line(
    struct csm_context *context, struct csm_accounts *w, struct csm_account_row *a);

#endif
