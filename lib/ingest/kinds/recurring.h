/*
 * Recurring: for how long a recurring value is paid, by a word of the configuration or a
 * cell: "month", "yr", "3 months", "every 2 weeks", "value" for that of the period.
 *
 * Ownership: plain values.
 */
#ifndef CSM_INGEST_KINDS_RECURRING_H
#define CSM_INGEST_KINDS_RECURRING_H

#include "base/text.h"
#include "ingest/force.h"

#include <stdbool.h>

struct csm_recurring {
	bool whole;                /* of the whole period */
	struct csm_fraction month; /* else: what part of it is one month's */
};

/* Case, "_" and "-" do not count.  A year is 12 months, 52 weeks or 365 days.  0, or -1:
 * no such word. */
int csm_recurring_parse(struct csm_text text, struct csm_recurring *out);
/* Whether the text is such a word; else it is a column. */
bool csm_recurring_is_word(const char *text);

#endif
