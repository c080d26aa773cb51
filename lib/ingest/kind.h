/*
 * Kinds: what a row of an export is, and what it gives.  One table; a new kind is a new
 * entry.
 *
 * Ownership: all of it is constant; rows are borrowed for the length of the call.
 */
#ifndef CSM_INGEST_KIND_H
#define CSM_INGEST_KIND_H

#include "ingest/ingest.h"

/* What became of a row. */
enum csm_outcome {
	CSM_ROW_USED,
	CSM_ROW_FILTERED,
	CSM_ROW_DUPLICATE,
	CSM_ROW_EMPTY,    /* has no value */
	CSM_ROW_REJECTED, /* reported */
	CSM_ROW_FATAL     /* reported; the run ends */
};

/* A row's texts by role, found, but not interpreted. */
struct csm_row {
	const struct csm_text *role;   /* CSM_ROLES; s == NULL: not mapped or absent */
	const struct csm_text *column; /* wide columns */
	const uint32_t *place; /* field numbers of roles, then of wide columns; 0: none
				*/
	const char *file;
	uint64_t line;
};

struct csm_kind {
	const char *name;
	const char *prefix; /* of its metrics: "activities." */
	unsigned needs;     /* roles that must be mapped */
	unsigned takes;     /* roles that may be mapped, those needed included */
	unsigned times;     /* those of them that are times */
	int columns;        /* 1: takes columns */
	/* NULL: rows of this kind need no mapping, and are not for csm_ingest */
	enum csm_outcome (*row)(struct csm_ingest *in, const struct csm_row *row);
};

/* NULL after reporting E_USAGE with the nearest. */
const struct csm_kind *csm_kind_find(const char *name, struct csm_diag *diag);
/* Does the mapping have what the kind needs, and nothing it cannot use?  -1 after
 * reporting E_USAGE. */
int csm_kind_check(const struct csm_kind *kind, const struct csm_mapping *mapping,
    struct csm_diag *diag);

/* ---- For the row functions of kinds. ---- */

/* Reject a row for the text of a role. */
enum csm_outcome csm_ingest_reject(struct csm_ingest *in, const struct csm_row *row,
    enum csm_role role, enum csm_code code, const char *what, const char *why);
/* The time in a role: 0, or -1 after rejecting the row. */
int csm_ingest_stamp(struct csm_ingest *in, const struct csm_row *row,
    enum csm_role role, struct csm_stamp *stamp);
/* The number in a role; CSM_MISSING if it is empty.  0, or -1 after rejecting. */
int csm_ingest_number(struct csm_ingest *in, const struct csm_row *row,
    enum csm_role role, int64_t *micros);
/* The number in the i-th wide column. */
int csm_ingest_column(
    struct csm_ingest *in, const struct csm_row *row, size_t i, int64_t *micros);

/* Whose point a row is. */
enum csm_whose {
	CSM_WHOSE_COMPANY, /* the company's */
	CSM_WHOSE_USER,    /* an end user's, who must be known, if `user` is mapped */
	CSM_WHOSE_USER_IF, /* an end user's if there is one, else the company's */
	CSM_WHOSE_ENTITY   /* that of `entity`, else as CSM_WHOSE_USER_IF */
};
/* Fill company, model and id: 0, or -1 after rejecting the row. */
int csm_ingest_entity(struct csm_ingest *in, const struct csm_row *row,
    enum csm_whose whose, struct csm_point *point);

/* The metric of a name: prefix and new name, and whether 0 is a value for it. */
struct csm_ingest_metric {
	struct csm_text name;
	struct csm_text module; /* metric of the feature's module; len 0: none */
	int keep_zero;
	int by_time; /* the last of a day counts; else a point's order is 0, which is
			cheaper to sort */
};
/* NULL after rejecting a row that has no name. */
const struct csm_ingest_metric *csm_ingest_name(
    struct csm_ingest *in, const struct csm_row *row);
const struct csm_ingest_metric *csm_ingest_metric(
    struct csm_ingest *in, const char *name, size_t len);

/* The metric of the module a row is about, by its own word or the catalog; len 0: none.
 */
struct csm_text csm_ingest_module(struct csm_ingest *in, const struct csm_row *row,
    const struct csm_ingest_metric *metric);

/* 1 if a row with this id was used before (noted); else remembers the id. */
int csm_ingest_seen(struct csm_ingest *in, const struct csm_row *row);
/* 1 if the day is not between since and until; else it counts for the newest. */
int csm_ingest_outside(struct csm_ingest *in, int32_t day);
const struct csm_mapping *csm_ingest_mapping(const struct csm_ingest *in);
const struct csm_ingest_options *csm_ingest_options(const struct csm_ingest *in);
/* 1 if the user named in the row was active on a day; counted with level company. */
int csm_ingest_active(struct csm_ingest *in, const struct csm_point *point,
    const struct csm_row *row, int32_t day);
/* 1 if this text was not seen before for the point's entity, metric and day. */
int csm_ingest_distinct(
    struct csm_ingest *in, const struct csm_point *point, struct csm_text text);
/* A point of the metric at a time: USED, or FATAL after a report. */
enum csm_outcome csm_ingest_push_at(struct csm_ingest *in, struct csm_point *point,
    const struct csm_ingest_metric *metric, const struct csm_stamp *at);
/* A point as it is: USED, or FATAL after a report. */
enum csm_outcome csm_ingest_push(
    struct csm_ingest *in, const struct csm_point *point, int64_t order);

#endif
