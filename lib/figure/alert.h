/*
 * Alerts: conditions of the configuration that somebody is told of.
 *
 * A company's history begins with its first point and ends with the as-of day; a
 * company without points has that day only.  The condition holds on a day if the
 * company is in the alert's segment on it and `when` is true; what cannot be told does
 * not hold.  The day before the history is looked at in the same way, so that a
 * condition of fields alone does not seem to begin with the first point.
 *
 *   enter, while   open on the days on which the condition holds
 *   leave          open on the days on which it does not, once it held
 *
 * With a condition `leave` of its own it holds from the day on which `when` is true to
 * the day before `leave` is and `when` is not, or the company is out of the segment.
 *
 * With `unless` the condition of an alert stays what it was the day before on days of
 * an outage of the whole fleet's data.
 *
 * An alert fires on the first of a run of open days (enter, leave), or on each of them
 * (while), but not within `cooldown` days of the firing before: after one on day D it
 * is held back up to and including day D + cooldown.
 *
 * Ownership: alerts live in the context, and use its history engine; the days of a
 * company are good until the next one.
 */
#ifndef CSM_FIGURE_ALERT_H
#define CSM_FIGURE_ALERT_H

#include "config/shape.h"
#include "figure/context.h"

#include <stdbool.h>

enum csm_alert_on { CSM_ALERT_ENTER, CSM_ALERT_LEAVE, CSM_ALERT_WHILE };

struct csm_template;

struct csm_alert {
	const char *id, *name, *type; /* name: the id if none was given */
	const char *on_word;
	enum csm_alert_on on;
	int32_t cooldown;
	bool unless_outage; /* stays as it is on such days, figure/outage.h */
	struct csm_formula *when;
	struct csm_formula *leave; /* what ends it; NULL: that `when` does not hold */
	struct csm_formula *in;    /* the segment's; NULL: every company */
	struct csm_template *message; /* NULL: the name will do */
	size_t when_query, leave_query, in_query;
};

/* What an alert does on a day. */
struct csm_alert_day {
	int32_t since; /* open since; CSM_DAY_NONE: not open */
	int fired;
	int held;            /* 1: would have fired, but for the cooldown */
	bool opened, closed; /* on this day */
};

struct csm_alerts {
	struct csm_context *context;
	struct csm_alert *alert;
	size_t n;
	int32_t since; /* first day of the history of the company turned to */
	char *company;
	struct csm_alert_day *
	    *days;              /* by alert, from `since` on; made when asked for */
	struct csm_arena arena; /* of that company */
};

/* In a report's begin: read the section "alerts" into context->alerts; -1 after reporting
 * all that is wrong, E_CONFIG or E_FORMULA.  Without alerts n is 0. */
int csm_alerts_read(struct csm_context *context);
/* Turn to a company. */
void csm_alerts_company(struct csm_alerts *alerts, const struct csm_set *set);
/* What the i-th alert does on a day of its history; earlier days have nothing. */
struct csm_alert_day csm_alerts_day(struct csm_alerts *alerts, size_t i, int32_t day);
/* Its message of a day of the history, in the context's arena. */
const char *csm_alerts_message(struct csm_alerts *alerts, size_t i, int32_t day);
/* The message less the company's name before it, for where that stands beside it: the end
 * of the same text. */
const char *csm_alerts_reason(const struct csm_alerts *alerts, const char *message);
/* The values in the message as a JSON object, in the context's arena. */
const char *csm_alerts_values(struct csm_alerts *alerts, size_t i, int32_t day);

/* The section "alerts" of a configuration. */
extern const struct csm_config_shape csm_alerts_shape;

#endif
