/* Success units as rows of companies: for machines (--wide) and for people (-t text).
 */
#ifndef CSM_CMD_LIGHTS_H
#define CSM_CMD_LIGHTS_H

#include "run.h"
#include "unit/unit.h"

/* What a unit says of a company on a day. */
struct csm_verdict {
	int there;     /* 0: the company does not have the unit */
	int64_t value; /* micros or CSM_MISSING */
	enum csm_unit_state state;
};

/* A row; verdict[i] is that of unit i. */
struct csm_lights_row {
	struct csm_text company; /* NUL-terminated */
	const char *name;        /* NULL: none known */
	int32_t day;
	const struct csm_verdict *verdict;
};

struct csm_lights;

/* -1 after reporting that a column of --wide would have the name of another. */
int csm_lights_check(const struct csm_unit *units, size_t n, struct csm_diag *diag);
/* Units are shown in the order given.  `text`: for people, else in the format of -t. */
struct csm_lights *csm_lights_new(
    struct csm_run *run, const struct csm_unit *units, size_t n, int text);
void csm_lights_put(struct csm_lights *lights, const struct csm_lights_row *row);
/* Write what is left to write. */
void csm_lights_finish(struct csm_lights *lights);
void csm_lights_free(struct csm_lights *lights);

#endif
