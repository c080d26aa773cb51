/*
 * Kinds: what a row of an export is, and what it gives.  One table, from which options,
 * help, configuration and schema have their names; a new kind is a new entry and, unless
 * rows like its exist, a function that says what one gives.
 *
 * Ownership: all of it is constant; rows are borrowed for the length of the call.
 */
#ifndef CSM_INGEST_KIND_H
#define CSM_INGEST_KIND_H

#include "base/words.h"
#include "ingest/ingest.h"

#include <stdbool.h>

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

/* What reads the rows of a kind. */
enum csm_kind_input {
	CSM_KIND_EVENTS, /* csm_ingest, row by row */
	CSM_KIND_POINTS, /* they are points already */
	CSM_KIND_FIELDS, /* csm_roster */
	CSM_KIND_RECORDS /* they stay as they are */
};

struct csm_kind {
	const char *name; /* first, see csm_words */
	const char
	    *also; /* what people call such rows, |with|bars|; NULL: nothing else */
	const char *prefix; /* of its metrics: "activities." */
	bool states;    /* but "invoices.open" has none, and is a metric of a state */
	unsigned needs; /* roles that must be mapped */
	unsigned takes; /* roles that may be mapped, those needed included */
	unsigned times; /* those of them that are times */
	bool columns;   /* takes columns */
	bool sums; /* its points are sums of events: users can be added up, and rows may
		      go the fast path */
	bool ahead; /* its days may lie after today: what is planned, due, in force */
	enum csm_kind_input input;
	/* What a row gives; NULL unless the input is EVENTS. */
	enum csm_outcome (*row)(struct csm_ingest *in, const struct csm_row *row);
	/* After the last row; NULL: nothing is left to do.  -1 after a report. */
	int (*finish)(struct csm_ingest *in);
	/* What it keeps, csm_ingest_keeps; NULL: nothing. */
	void (*free)(void *keeps);
	/* What roles only make sense together; -1 after reporting E_USAGE.  NULL: any */
	int (*check)(const struct csm_mapping *mapping, struct csm_diag *diag);
};

/* All kinds; the first is the one a mapping has that says nothing. */
extern const struct csm_words csm_kind_words;
/* The kind of that name (NULL: the first); NULL after reporting E_USAGE with the
 * nearest. */
const struct csm_kind *csm_kind_find(const char *name, struct csm_diag *diag);
/* Does the mapping have what the kind needs, and nothing it cannot use?  0, or -1 after
 * reporting E_USAGE. */
int csm_kind_check(const struct csm_kind *kind, const struct csm_mapping *mapping,
    struct csm_diag *diag);

/* ---- For the row functions of kinds. ---- */

/* Reject a row for the text of a role: reports and returns CSM_ROW_REJECTED. */
enum csm_outcome csm_ingest_reject(struct csm_ingest *in, const struct csm_row *row,
    enum csm_role role, enum csm_code code, const char *what, const char *why);
/* Tell of the text of a role in a row that counts all the same. */
void csm_ingest_warn(struct csm_ingest *in, const struct csm_row *row,
    enum csm_role role, enum csm_code code, const char *text);
/* The time in a role: 0, or -1 after rejecting the row. */
int csm_ingest_stamp(struct csm_ingest *in, const struct csm_row *row,
    enum csm_role role, struct csm_stamp *stamp);
/* The number in a role; CSM_MISSING if it is empty.  0, or -1 after rejecting. */
int csm_ingest_number(struct csm_ingest *in, const struct csm_row *row,
    enum csm_role role, int64_t *micros);
/* The numbers in the wide columns, likewise, until the next row's are asked for; NULL
 * after rejecting. */
const int64_t *csm_ingest_columns(struct csm_ingest *in, const struct csm_row *row);

/* Whose point a row is.  A row whose user is unknown is rejected. */
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
	bool keep_zero;
	bool by_time; /* the last of a day counts; else a point's order is 0, which is
			cheaper to sort */
};
/* By the row's role `name`: NULL after rejecting a row that has none; or by a name as
 * it is.  Good until the next name is asked for; the texts in it live as long as the
 * run. */
const struct csm_ingest_metric *csm_ingest_name(
    struct csm_ingest *in, const struct csm_row *row);
const struct csm_ingest_metric *csm_ingest_metric(
    struct csm_ingest *in, const char *name, size_t len);

/* The metric of the module a row is about, by its own word or the catalog; len 0: none.
 */
struct csm_text csm_ingest_module(struct csm_ingest *in, const struct csm_row *row,
    const struct csm_ingest_metric *metric);

/* Whether a row with this id was seen before; else remembers the id. */
bool csm_ingest_seen(struct csm_ingest *in, const struct csm_row *row);
/* Note that the row's id was there before, and which of the two counts: "first". */
void csm_ingest_note_again(
    struct csm_ingest *in, const struct csm_row *row, const char *which);
/* A row of this file that was taken for used is not asked for. */
void csm_ingest_unused(struct csm_ingest *in, const char *file);
/* What the kind keeps until the end of the input; NULL at first. */
void **csm_ingest_keeps(struct csm_ingest *in);
/* Whether the day is not between since and until; else it counts for the newest. */
bool csm_ingest_outside(struct csm_ingest *in, int32_t day);
const struct csm_mapping *csm_ingest_mapping(const struct csm_ingest *in);
const struct csm_ingest_options *csm_ingest_options(const struct csm_ingest *in);
/* The user named in the row, if one is, was active on a day: counted with level company,
 * else of no effect.  0, or -1 after a report. */
int csm_ingest_active(struct csm_ingest *in, const struct csm_point *point,
    const struct csm_row *row, int32_t day);
/* Whether this text was not seen before for the point's entity, metric and day. */
bool csm_ingest_distinct(
    struct csm_ingest *in, const struct csm_point *point, struct csm_text text);
/* A point of the metric at a time: USED, or FATAL after a report. */
enum csm_outcome csm_ingest_push_at(struct csm_ingest *in, struct csm_point *point,
    const struct csm_ingest_metric *metric, const struct csm_stamp *at);
/* A point as it is: USED, or FATAL after a report. */
enum csm_outcome csm_ingest_push(
    struct csm_ingest *in, const struct csm_point *point, int64_t order);

#endif
