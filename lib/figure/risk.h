/*
 * Risk: why a company needs a call, and how urgently.
 *
 * Each reason is worth points; their sum, at most 100, is the urgency.  All reasons are
 * told of any day, so that those of two days can be compared.  With `window` days ahead:
 *
 *   alert    open alerts of type risk or renewal      30 the first, 10 each more
 *   health   the score is in its worst band           20
 *   fall     the score lost at least 10 % in 30 days  1 a percent, at most 30
 *   unit     a unit's state is worse than 30 days ago 10 each, at most 30
 *   renewal  due in d days, d <= window               40 (window + 1 - d) / (window + 1)
 *            was due, at most window days ago         40
 *   silence  no event for d days, d >= 14             d, at most 40; the same from the
 *                                                     first point on if never used
 *   seats    share s of the seats in use, s < 1/2     40 (1/2 - s)
 *
 * Points are rounded to whole ones, halves upward.  A company that paid, and does not on
 * the day, has left: it has no reasons.
 *
 * Ownership: reasons live in the context's arena.
 */
#ifndef CSM_FIGURE_RISK_H
#define CSM_FIGURE_RISK_H

#include "figure/context.h"

#include <stdbool.h>

#define CSM_RISK_WINDOW 90 /* days ahead, unless another number is asked for */
#define CSM_RISK_MOST 100

enum csm_risk_kind {
	CSM_RISK_ALERT,
	CSM_RISK_HEALTH,
	CSM_RISK_FALL,
	CSM_RISK_UNIT,
	CSM_RISK_RENEWAL,
	CSM_RISK_SILENCE,
	CSM_RISK_SEATS,
	CSM_RISK_KINDS
};

struct csm_risk_reason {
	enum csm_risk_kind kind;
	const char *key; /* tells two of a kind apart; NULL: there is one at most */
	int points;
	bool needs_use; /* it is none if nothing tells of use in the whole input */
	const char *text;
	struct csm_risk_reason *next;
};

struct csm_risk_ask {
	int32_t window;
	int renewal, seats; /* columns */
};

/* In a report's begin: reads the alerts; window < 0: CSM_RISK_WINDOW.  -1 after a
 * report. */
int csm_risk_ask(struct csm_context *context, struct csm_risk_ask *ask, long window);
/* Reasons of the company on a day, the kinds in their order; NULL: none.
 * csm_alerts_company was called for it. */
struct csm_risk_reason *csm_risk_read(struct csm_context *context,
    const struct csm_risk_ask *ask, const struct csm_set *set, int32_t day);
/* Without the reasons that need use. */
struct csm_risk_reason *csm_risk_useless(struct csm_risk_reason *reason);
/* 0 to CSM_RISK_MOST. */
int csm_risk_urgency(const struct csm_risk_reason *reason);
/* What is at stake: recurring value, micros, by urgency as a share; CSM_MISSING if the
 * value is. */
int64_t csm_risk_priority(int64_t mrr, int urgency);
/* Whether the same reason, by kind and key, is among others. */
bool csm_risk_has(
    const struct csm_risk_reason *among, const struct csm_risk_reason *reason);
/* "silence" */
const char *csm_risk_name(enum csm_risk_kind kind);
/* "No use" */
const char *csm_risk_title(enum csm_risk_kind kind);

#endif
