/*
 * Business: the work days of the configuration: settings.weekend, and the file that
 * settings.holidays names.  A row of it is a day, for everybody or for companies for which a
 * condition holds, whose formula is one of companies.
 *
 * What is said holds for the process, as the formats of files beside the data do; before
 * that, weekends are Saturday and Sunday and there are no holidays.
 *
 * Ownership: rules live in the arena they were read into.
 */
#ifndef CSM_FORMULA_BUSINESS_H
#define CSM_FORMULA_BUSINESS_H

#include "config/config.h"
#include "formula/formula.h"
#include "time/calendar.h"

/* The holidays of companies for which a condition holds. */
struct csm_business_rule {
	const struct csm_formula *holds; /* NULL: everybody's */
	int32_t *day;
	size_t days, cap;
};

struct csm_business {
	unsigned weekend; /* as of csm_calendar_make */
	struct csm_business_rule *rule;
	size_t rules, cap;
};

/* Read what the settings say.  -1 after a report: E_CONFIG at the place in them, a file that
 * cannot be read, E_HEADER for a column it should not have.  A row whose day is none is
 * rejected (E_DATE, E_MISSING). */
int csm_business_say(
    struct csm_arena *arena, const struct csm_config *conf, struct csm_diag *diag);
const struct csm_business *csm_business_said(void);
/* Before that arena goes. */
void csm_business_forget(void);
/* The holidays of the rules r for which holds[r] is 1 (NULL: of all), into a calendar of
 * zeros. */
void csm_business_calendar(struct csm_calendar *calendar, const bool *holds);
/* The calendar without the rules that have a condition, for where there is no company; and
 * that of all rules at once, in which windows are longest.  Made when first asked for, on
 * any thread. */
const struct csm_calendar *csm_business_everybody(void);
const struct csm_calendar *csm_business_longest(void);

#endif
