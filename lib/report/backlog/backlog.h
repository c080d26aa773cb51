/*
 * Backlog: what companies have open of each type of records with a state: tickets,
 * opportunities, invoices; of one company, and the report about all.
 *
 * On a day without a point nothing of that type is open.
 *
 * Ownership: what is read lives in the arena given, and borrows the company's points; the
 * report frees what its work holds.
 */
#ifndef CSM_REPORT_BACKLOG_H
#define CSM_REPORT_BACKLOG_H

#include "figure/buckets.h"
#include "point/family.h"
#include "series/set.h"

struct csm_backlog {
	const char *type; /* "ticket" */
	/* "ticket.open" and so on, by what they are; NULL: the company has none */
	const struct csm_metric_points *part[CSM_FAMILY_AGE + 1];
};

/* One for each type, in the order of the points; *n of them. */
struct csm_backlog *csm_backlog_read(
    struct csm_arena *arena, const struct csm_set *set, size_t *n);
/* A number of the day; CSM_MISSING: none. */
int64_t csm_backlog_on(
    const struct csm_backlog *backlog, enum csm_family_state_part part, int32_t day);
/* Add the numbers of since..until to sum[day - since], each of which may be
 * CSM_MISSING. */
void csm_backlog_days(const struct csm_backlog *backlog,
    enum csm_family_state_part part, int32_t since, int32_t until, int64_t *sum);

/* ---- of the report ---- */

/* Over all companies. */
struct csm_backlog_type {
	const char *name;
	int64_t *day[CSM_FAMILY_OPEN + 1]; /* of those up to OPEN, a number a day */
	int32_t first, last;               /* days with points */
	int64_t open, then;                /* on the day, and 30 days before */
	int64_t opened, closed;            /* in all buckets */
	int64_t waited, age; /* days open of all that are open, and of each */
	int64_t amount;
	size_t companies; /* with one that is open */
};

/* What a company has open of a type. */
struct csm_backlog_row {
	const char *id, *name, *owner, *type;
	int64_t open, age, opened, closed, amount, mrr;
};

struct csm_backlog_work {
	struct csm_buckets buckets;
	struct csm_intern names;
	struct csm_backlog_type *type; /* by id of names */
	size_t types, type_cap;
	struct csm_backlog_row *row;
	size_t n, cap, companies;
};

/* How many were open at the end of the day; what happened in the span. */
int64_t csm_backlog_open(const struct csm_context *context,
    const struct csm_backlog_type *type, int32_t day);
int64_t csm_backlog_sum(const struct csm_context *context,
    const struct csm_backlog_type *type, enum csm_family_state_part part,
    struct csm_period span);
/* The part `weeks`, in backlog_weeks.c. */
void csm_backlog_put_weeks(struct csm_context *context, struct csm_doc *doc);

#endif
