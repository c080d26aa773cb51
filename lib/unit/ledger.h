/*
 * Ledger: what is known of companies from some day on: a rating of a unit, a reset of a
 * milestone, a churn.
 *
 * Ownership: the ledger owns all it holds.
 */
#ifndef CSM_UNIT_LEDGER_H
#define CSM_UNIT_LEDGER_H

#include "base/intern.h"
#include "syntax/csv.h"

#include <stddef.h>
#include <stdint.h>

struct csm_ledger_entry {
	uint32_t company; /* place in `companies` */
	uint32_t of;      /* the unit, the milestone; 0 where there is but one */
	int32_t day;      /* CSM_DAY_NONE: from the beginning */
	uint32_t row;     /* of two of one day the later holds */
	int64_t value;
};

/* All zero is a valid empty ledger. */
struct csm_ledger {
	char *file;
	struct csm_ledger_entry *entry;
	size_t n, cap;
	struct csm_intern companies;
	uint64_t *line; /* of the first entry, by company */
	size_t line_cap;
};

void csm_ledger_fini(struct csm_ledger *ledger);
/* `line` is where it stands in the file. */
void csm_ledger_add(struct csm_ledger *ledger, struct csm_text company, uint32_t of,
    int32_t day, int64_t value, uint64_t line);
/* After the last entry, before the first _at. */
void csm_ledger_sort(struct csm_ledger *ledger);
/* The newest entry of a company not after a day, NULL if there is none. */
const struct csm_ledger_entry *csm_ledger_at(
    const struct csm_ledger *ledger, struct csm_text company, uint32_t of, int32_t day);

/* W_UNKNOWN for each company that is not among the known ids, with the nearest that
 * is: "WHAT, but there is no company ...". */
struct csm_diag;
void csm_ledger_finish(const struct csm_ledger *ledger, const struct csm_intern *known,
    const char *what, struct csm_diag *diag);

#endif
