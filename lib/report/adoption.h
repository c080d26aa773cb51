/*
 * Adoption: who uses what, counted for the report `adoption` over a window of days and
 * the window before it.
 *
 * Ownership: a count owns its tables; what it knows of a company lives in the arena
 * given.
 */
#ifndef CSM_REPORT_ADOPTION_H
#define CSM_REPORT_ADOPTION_H

#include "figure/context.h"
#include "figure/inventory.h"

/* A feature or a module. */
struct csm_adopted {
	size_t companies, users; /* that used it in the window */
	int64_t events, before;  /* in the window, in the one before; CSM_MISSING */
	int64_t *day;            /* events a day of the window; NULL: none */
	size_t last_company, last_user; /* counted last, from 1 */
};

/* What a company did in the window. */
struct csm_adopter {
	const char *id;
	size_t users;     /* end users known */
	size_t active;    /* of these, with an activity that is not 0 */
	size_t user_days; /* days on which they were, added up */
	size_t days;      /* on which anyone of the company was */
	size_t features;  /* different ones used */
	size_t valuable;  /* of these, marked so */
	int64_t events;   /* of end users; CSM_MISSING: none */
	int64_t seats;    /* bought; CSM_MISSING: not known */
};

struct csm_adoption {
	struct csm_inventory inventory;
	int32_t window;                       /* days */
	size_t days;                          /* the same */
	struct csm_adopted *feature, *module; /* by place in the inventory */
	size_t features, modules, feature_cap, module_cap;
	struct csm_variety used;  /* features of the company */
	char *day, *user_day;     /* of the window: 1: active */
	size_t companies, people; /* counted so far */
};

void csm_adoption_init(
    struct csm_adoption *a, const struct csm_config *conf, int32_t window);
void csm_adoption_fini(struct csm_adoption *a);
/* Count a company; *out is what it did, all but id and seats. */
void csm_adoption_count(struct csm_adoption *a, struct csm_context *context,
    const struct csm_set *set, struct csm_adopter *out);
/* Give everything the inventory knows a place. */
void csm_adoption_grow(struct csm_adoption *a);

/* The report's own. */
struct csm_adoption_work {
	struct csm_adoption adoption;
	struct csm_adopter *company;
	size_t n, cap;
	int seats;              /* field, -1: none */
	struct csm_adopter all; /* added up; seats: where they are known */
	size_t using;           /* companies active in the window */
	size_t seats_used;      /* of companies whose seats are known */
};
/* The tables features, modules and extremes. */
void csm_adoption_tables(struct csm_context *context, const struct csm_adoption_work *w,
    struct csm_doc *doc);
size_t csm_adoption_valuable(const struct csm_inventory *inv);

#endif
