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
	struct csm_facts_score score;
	struct csm_accounts_part *next;
};

/* As the table keeps it: of millions there are as many. */
struct csm_account_row {
	const char *id, *name;
	struct csm_packed owner;
	struct csm_facts_score health;
	struct csm_known known;
	struct csm_accounts_part *part;
	union {
		const struct csm_facts *units; /* until all units there are are known */
		const struct csm_packed *lights;
	} of;
	int64_t mrr, events;
	uint32_t features, modules;
	const unsigned char *day; /* of the sparkline, as csm_brief_of */
	struct csm_packed *extra;
};

struct csm_accounts {
	struct csm_inventory inventory;
	struct csm_variety features, modules;
	struct csm_intern parts; /* names of those with a state, by pillar */
	int *pillar;             /* by id of part: 1: some company's is a band */
	size_t pillar_cap;
	struct csm_doc doc;
	struct csm_table *table; /* its rows come before its columns */
	size_t left;             /* companies that are not shown */
	struct csm_gauge line;   /* of the sparkline; query SIZE_MAX: features used */
	const char *title;       /* what that is */
	uint32_t *used;          /* by feature: the days it was used on, a bit each */
	size_t used_cap;
	struct csm_extra extra;
	struct csm_packed none;        /* the lights of companies without units */
	struct csm_packed_forms forms; /* of owners, lights and extra columns */
	bool by_hand;                  /* some score was set so */
};

/* Events of the days, which features and modules were used, and when. */
void csm_accounts_use(struct csm_context *context, struct csm_accounts *w,
    struct csm_account_row *a, const struct csm_set *set);
/* The sparkline, after that. */
void csm_accounts_line(
    struct csm_context *context, struct csm_accounts *w, struct csm_account_row *a);

#endif
