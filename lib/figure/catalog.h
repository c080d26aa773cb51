/*
 * Catalog: what the configuration calls units, metrics and the parts of health, in
 * which order and how they are written.  Names that only occur in the data are added
 * under their ids.
 *
 * Ownership: entries live in the arena given and borrow from the configuration.
 */
#ifndef CSM_FIGURE_CATALOG_H
#define CSM_FIGURE_CATALOG_H

#include "base/arena.h"
#include "config/config.h"
#include "point/point.h"
#include "table/table.h"

struct csm_entry {
	const char *id;
	const char *name;
	const char *description; /* of a unit; NULL: none */
	double sort;
	int configured;
	int factor; /* a part of a score that has a value and no band of its own */
	struct csm_look look;
	struct csm_entry *next;
};

struct csm_catalog {
	struct csm_entry *unit; /* of the configuration in their sort order, then
				   others by id */
	struct csm_entry
	    *metric;            /* company metrics of the configuration, in its order */
	struct csm_entry *part; /* "profile.factor" and "profile" */
	struct csm_manner manner;
};

void csm_catalog_read(struct csm_catalog *catalog, struct csm_arena *arena,
    const struct csm_config *conf);
/* How the numbers of a metric read, by its canonical name ("revenue.mrr",
 * "calculated.seat_use"): the one table of formats.  The look has the run's manner. */
struct csm_look csm_catalog_look(const struct csm_catalog *catalog, const char *metric);
/* What "unit" says in an object of the configuration, in any of them the same. */
void csm_catalog_put_unit(struct csm_look *look, const struct csm_json *said,
    const struct csm_manner *manner);
/* What the configuration says of the field of a model of that name, or may be guessed:
 * its name for people ("Start date" of start_date), how its numbers read. */
const char *csm_catalog_field_name(struct csm_arena *arena,
    const struct csm_config *conf, enum csm_model model, const char *field);
struct csm_look csm_catalog_field_look(const struct csm_catalog *catalog,
    const struct csm_config *conf, enum csm_model model, const char *field);
/* The unit, added if it is new; id is copied then. */
struct csm_entry *csm_catalog_unit(
    struct csm_catalog *catalog, struct csm_arena *arena, const char *id);
/* NULL if the configuration does not have it. */
const struct csm_entry *csm_entry_find(const struct csm_entry *first, const char *id);

#endif
