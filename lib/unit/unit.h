/*
 * Success units: one traffic light a company, from a metric and two thresholds, or
 * rated by hand from 1 to 5.
 *
 * Ownership: units live in the arena they were read into and borrow texts from the
 * configuration, which must outlive them.
 */
#ifndef CSM_UNIT_UNIT_H
#define CSM_UNIT_UNIT_H

#include "config/shape.h"
#include "base/arena.h"
#include "config/config.h"

#include <stddef.h>
#include <stdint.h>

struct csm_formula;

/* All a unit can be.  The first three come from a value, the others stand where there
 * is none. */
enum csm_unit_state {
	CSM_UNIT_RED,
	CSM_UNIT_AMBER,
	CSM_UNIT_GREEN,
	CSM_UNIT_NA,
	CSM_UNIT_UNKNOWN,
	CSM_UNIT_OFF,
	CSM_UNIT_ON,
	CSM_UNIT_STATES
};

/* "red": its word in points.  How it looks to people is in table/state.h. */
const char *csm_unit_state_name(enum csm_unit_state state);
/* The state of a name, CSM_UNIT_STATES if there is none of it. */
enum csm_unit_state csm_unit_state_find(const char *name, size_t len);

struct csm_unit {
	const char *id;          /* its points are units.<id> */
	const char *name;        /* for people; the id if none was given */
	const char *description; /* NULL: none */
	double sort;
	struct csm_formula *metric; /* NULL: rated by hand */
	struct csm_formula *where;  /* NULL: every company has it */
	int64_t low, high;          /* micros; both ends are amber */
	int lower_is_better;
	enum csm_unit_state otherwise; /* without a value */
	const struct csm_json *at;
};

/*
 * Read the section "units", in the order people see them: by `sort`, then id.  All
 * errors are reported with position, E_CONFIG: low above high, a metric without low or
 * high, thresholds of ratings that no rating meets, and, unless `rated`, a unit with
 * neither metric nor rating (it has no "metric", "rating" or "default").  `rated` says
 * that there is a file of ratings, or that nobody is going to judge.  -1 if any.
 */
int csm_units_read(struct csm_arena *arena, const struct csm_config *conf, int rated,
    struct csm_unit **units, size_t *n, struct csm_diag *diag);

/* The state for a value in micros, or a rating in whole units; CSM_MISSING is the state
 * without a value, never red. */
enum csm_unit_state csm_unit_judge(const struct csm_unit *unit, int64_t value);

/* What a unit says of a company on a day. */
struct csm_verdict {
	int there;     /* 0: the company does not have the unit */
	int64_t value; /* micros or CSM_MISSING */
	enum csm_unit_state state;
};

/* The section "units" of a configuration. */
extern const struct csm_config_shape csm_units_shape;

#endif
