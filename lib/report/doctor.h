/*
 * Doctor: the data themselves, counted for the report `doctor`.
 *
 * Ownership: an examination owns its tables.
 */
#ifndef CSM_REPORT_DOCTOR_H
#define CSM_REPORT_DOCTOR_H

#include "base/intern.h"
#include "figure/context.h"

#define CSM_DOCTOR_DAYS 90  /* looked at for gaps and drops */
#define CSM_DOCTOR_SILENT 3 /* days without anything that are a drop, at least */
#define CSM_DOCTOR_RUN 28   /* days before them ... */
#define CSM_DOCTOR_USUAL 20 /* ... of which so many had something */

/* Points that have something in common: a metric, a family, a kind, all. */
struct csm_doctor_pile {
	const char *name;
	size_t points, companies, entities;
	int32_t first, newest;
	size_t last_company, last_entity; /* counted last, from 1 */
	/* Of the days to the as-of day, the oldest first: 1: a point; 3: one that is
	 * not 0.  NULL: none of them has one. */
	unsigned char *day;
};

#define CSM_DOCTOR_FAMILIES 12

/* The five kinds of customer data. */
enum csm_doctor_kind {
	CSM_DOCTOR_CUSTOMER,
	CSM_DOCTOR_ENDUSER,
	CSM_DOCTOR_REVENUE,
	CSM_DOCTOR_CONVERSATION,
	CSM_DOCTOR_PRODUCT,
	CSM_DOCTOR_KINDS
};

/* What a metric's name begins with. */
struct csm_family {
	const char *prefix; /* "activities."; "": any other */
	int kind;           /* -1: made by the programs */
	int daily;          /* 1: from outside, day after day; else as it comes */
};
extern const struct csm_family csm_doctor_family[CSM_DOCTOR_FAMILIES];

struct csm_doctor {
	struct csm_context *context;
	struct csm_doctor_pile all, family[CSM_DOCTOR_FAMILIES], kind[CSM_DOCTOR_KINDS];
	struct csm_intern names;
	struct csm_doctor_pile *metric; /* by id of names */
	size_t metrics, cap;
	size_t family_metrics[CSM_DOCTOR_FAMILIES];
	size_t companies, entities, users; /* that came by; end users known */
	size_t with_fields;                /* companies */
};

void csm_doctor_init(struct csm_doctor *d, struct csm_context *context);
void csm_doctor_fini(struct csm_doctor *d);
void csm_doctor_company(struct csm_doctor *d, const struct csm_set *set);
/* Its place in csm_doctor_family. */
size_t csm_doctor_family_of(const char *metric);
/* Whether data of the kind are there. */
int csm_doctor_there(const struct csm_doctor *d, enum csm_doctor_kind kind);

/* Days without a point between a pile's first (or the oldest looked at) and newest day;
 * the longest run of them. */
struct csm_gaps {
	size_t days, gaps; /* looked at; without a point */
	size_t longest;
	int32_t from; /* where the longest run begins */
};
struct csm_gaps csm_doctor_gaps(const struct csm_doctor_pile *pile, int32_t until);
/* The first day of the silence, CSM_DAY_NONE if there is something, or was not usually
 * before. */
int32_t csm_doctor_drop(const struct csm_doctor_pile *pile, int32_t until);

/* A name in a formula of the configuration that is nowhere in the data. */
struct csm_unknown {
	const char *name, *place, *near; /* near: NULL: nothing is */
	int field;                       /* 1: a field, not a metric */
	struct csm_unknown *next;
};
/* In the order of the configuration, each name once; in the context's arena. */
struct csm_unknown *csm_doctor_unknown(struct csm_doctor *d);

/* Put a finding into the table of them: name, day (CSM_DAY_NONE) and detail are NULL
 * where it has none. */
void csm_doctor_finding(struct csm_context *context, struct csm_table *t,
    const char *what, const char *name, int32_t day, const char *detail);
/* Cells of fields that cannot be read as what they are wanted as. */
void csm_doctor_fields(struct csm_context *context, struct csm_table *t);
/* What formulas of the configuration say that is probably not meant, and who falls out
 * of conditions because a value is missing. */
void csm_doctor_formulas(struct csm_context *context, struct csm_table *t);

#endif
