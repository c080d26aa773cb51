/*
 * Account 360: everything known of one company, as tables: in the report `account`, and
 * one section a company in the page.
 */
#ifndef CSM_REPORT_ACCOUNT_H
#define CSM_REPORT_ACCOUNT_H

#include "figure/facts.h"
#include "figure/roadmap.h"
#include "time/period.h"

struct csm_account_ask {
	struct csm_facts_ask facts;
	size_t active;   /* users active in 30 days, day by day */
	int seats, role; /* columns of companies, of end users; -1: none */
	size_t *metric;  /* of the catalog's metrics, in its order */
	/* Only of the report about one account: */
	int full;
	struct csm_gauge *gauge; /* of --metric */
	size_t gauges;
	struct csm_roadmap roadmap;
	struct csm_scorer *scorer; /* NULL: no profiles */
};

/* In a report's begin; -1 after a report. */
int csm_account_ask(struct csm_context *context, struct csm_account_ask *ask);
/* Append the tables of the company the engines evaluated last, by the questions they
 * answer: how it is, why, who uses what; what they hold lives in the document's arena, the
 * context and the facts.  people, features: how many at most.  Returns the line of its
 * score, in the same arena.
 */
const struct csm_cell *csm_account_tables(struct csm_context *context,
    const struct csm_account_ask *ask, const struct csm_set *set,
    const struct csm_facts *facts, struct csm_doc *doc, size_t people, size_t features);

/* One company while its tables are made. */
struct csm_account {
	struct csm_context *context;
	const struct csm_account_ask *ask;
	const struct csm_set *set;
	const struct csm_facts *facts;
	const struct csm_facts_daily *daily; /* in the document's arena */
	struct csm_doc *doc;
	size_t people, features;
	const struct csm_met *met;   /* of the roadmap; NULL: not worked out */
	const struct csm_cell *line; /* of the score */
};
/* Nothing if the configuration has no alerts; in overview_alerts.c. */
void csm_account_alerts(struct csm_account *a);
/* In account_now.c, account_moved.c (profile NULL: no score) and account_story.c. */
void csm_account_now(struct csm_account *a);
void csm_account_moved(struct csm_account *a, const char *profile);
void csm_account_story(struct csm_account *a);
/* Those of the report about one account, in account_time.c. */
int csm_account_ask_full(struct csm_context *context, struct csm_account_ask *ask);
void csm_account_ask_fini(struct csm_account_ask *ask);
void csm_account_timeline(struct csm_account *a);
void csm_account_modules(struct csm_account *a);
/* In account_weeks.c: the same as a line each; a sum over the days of a span, of numbers a
 * day since `since`; end users with an activity that is not 0 in it. */
void csm_account_weeks(struct csm_account *a);
int64_t csm_account_total(const int64_t *day, struct csm_period span, int32_t since);
size_t csm_account_users(const struct csm_set *set, struct csm_period span);
/* Of its parts, in account_parts.c: what one is called, whose id begins after `skip` bytes,
 * and the table of all of them. */
const char *csm_account_part_name(
    const struct csm_account *a, const char *id, size_t skip);
void csm_account_parts(struct csm_account *a, const char *profile);
/* "active" of "health.default.active" and the profile "default"; NULL of other metrics. */
const char *csm_account_part(const char *metric, const char *profile);
/* In account_history.c. */
void csm_account_subscriptions(struct csm_account *a);
void csm_account_milestones(struct csm_account *a);
/* Those about use, in account_use.c. */
void csm_account_activity(struct csm_account *a);
void csm_account_features(struct csm_account *a);
void csm_account_people(struct csm_account *a);
void csm_account_conversations(struct csm_account *a);
void csm_account_backlog(struct csm_account *a);

#endif
