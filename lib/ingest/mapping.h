/*
 * Mapping: what the columns of a raw export mean.  The words are those of an entry of
 * `sources` in the configuration; csm-ingest has an option for each, with the same
 * name.
 *
 * Ownership: a mapping lives in the arena it was read into, apart from its lookups:
 * csm_mapping_load loads them and csm_mapping_unload frees them.
 */
#ifndef CSM_INGEST_MAPPING_H
#define CSM_INGEST_MAPPING_H

#include "base/words.h"
#include "base/amount.h"
#include "entity/fields_cell.h"
#include "point/agg.h"
#include "point/point.h"
#include "ingest/exclude.h"
#include "ingest/source/source.h"
#include "time/stamp.h"

enum csm_role {
	CSM_ROLE_TIME,
	CSM_ROLE_COMPANY,
	CSM_ROLE_USER,
	CSM_ROLE_ENTITY,
	CSM_ROLE_NAME, /* also written `type` */
	CSM_ROLE_VALUE,
	CSM_ROLE_COUNT,
	CSM_ROLE_WEIGHT,
	CSM_ROLE_THREAD,
	CSM_ROLE_SCORE,
	CSM_ROLE_START,
	CSM_ROLE_END,
	CSM_ROLE_RECURRING,
	CSM_ROLE_ONE_OFF,
	CSM_ROLE_MODULE,
	CSM_ROLE_STATUS,
	CSM_ROLE_COMPLETED,
	CSM_ROLE_DUE,
	CSM_ROLE_PAID,
	CSM_ROLE_AMOUNT,
	CSM_ROLE_UNIT,
	CSM_ROLE_CURRENCY,
	CSM_ROLE_OPENED,
	CSM_ROLE_CLOSED,
	CSM_ROLE_PARTICIPANTS,
	CSM_ROLE_ID,
	CSM_ROLES
};
#define CSM_ROLE_BIT(role) (1u << (role))
const char *csm_role_name(enum csm_role role); /* the word */

/* A choice by name; "*" is for all names that have none of their own. */
struct csm_rule {
	const char *name;
	const char *to; /* rename: the new name */
	int choice;     /* agg: enum csm_agg; zero: enum csm_zero; rename: 0 */
	struct csm_rule *next;
};

/* What words with a few choices may be; 0: not said, which is as the first. */
enum csm_point_level { CSM_POINT_LEVEL_ENDUSER = 1, CSM_POINT_LEVEL_COMPANY };
enum csm_id_format { CSM_ID_TEXT = 1, CSM_ID_INTEGER };
enum csm_zero { CSM_ZERO_VALUE = 1, CSM_ZERO_NULL };

/* A column of a wide table: a metric of its own. */
struct csm_wide_column {
	struct csm_source *source;
	const char *name; /* of the metric, before `rename` */
};

struct csm_mapping {
	const char *kind; /* NULL: activities */
	enum csm_format format;
	char delimiter;
	const char *encoding; /* NULL: UTF-8, or as a byte order mark says */
	struct csm_format_dialect dialect;
	int no_header; /* the names are given: by `header`, else by `columns` */
	const char *const *header; /* names of the columns; NULL: the file has them */
	size_t headers;
	int pad; /* rows may be shorter than the header */
	struct csm_number_form number;
	const char *tz;                     /* NULL: the run's */
	struct csm_source *role[CSM_ROLES]; /* NULL: not mapped */
	struct csm_wide_column *column;     /* wide: one metric each */
	size_t columns, columns_cap;
	const char *const *time_format; /* tried in order; none: detect */
	size_t time_formats;
	const char *prefix;   /* of metrics, without a point; NULL: the kind's */
	enum csm_model model; /* of `entity` */
	int has_model;
	int company_level; /* level company: add up over users */
	int has_level;
	int integer_id;
	int32_t day; /* of the row being read, for lookups; CSM_DAY_NONE: none */
	bool dated;  /* once loaded: some lookup asks for it */
	const char *free_mail; /* file of domains that many share; NULL: none do */
	const char *rates;     /* of currencies: csm_rates_load; NULL: there are none */
	const char *base_currency; /* in which amounts are wanted; NULL: not said */
	struct csm_source
	    *watched; /* of csm_mapping_watch_currency; NULL: somebody said it */
	struct csm_rates *rates_loaded;
	int end_inclusive; /* the end of a period is its last day */
	struct csm_rule *agg, *zero, *rename;
	const char *const *require; /* roles or columns that some row must have */
	size_t requires;
	/* how columns of fields are written, by the name they have or get */
	struct csm_fields_cell_form *field;
	size_t fields;
	struct csm_exclude *exclude; /* whose rows are left out; NULL: nobody's */
	/* condition over the columns: of an option, or of the configuration; both NULL:
	 * all rows */
	const char *where;
	const struct csm_json *where_json;
};

/* Call `visit` with each file it reads beside its input, until it gives something else
 * than 0, which is returned. */
int csm_mapping_files(
    const struct csm_mapping *m, int (*visit)(void *ctx, const char *file), void *ctx);
/* Bound, and its lookups by day know the day: whether a row is left out for whose it is.
 */
bool csm_mapping_excludes(struct csm_mapping *m, const struct csm_record *record);

/* What the section `sources` may hold: mappings by name. */
extern const struct csm_config_shape csm_sources_shape;
/*
 * From an entry of `sources`, on top of the preset it names, if it does.  NULL after
 * reporting E_CONFIG, or E_USAGE about the preset.
 */
struct csm_mapping *csm_mapping_from_json(
    struct csm_arena *arena, const struct csm_json *json, struct csm_diag *diag);
/* Set what an entry says, on top of what was there; "preset" is passed over.  -1 after
 * reporting E_CONFIG. */
int csm_mapping_add_json(struct csm_mapping *m, struct csm_arena *arena,
    const struct csm_json *json, struct csm_diag *diag);
/*
 * Set one word from an option's text, replacing what was there (agg, zero, rename and
 * columns add).  agg: [METRIC=]FOLD; zero: [METRIC=]value|null; rename: FROM=TO;
 * columns: COLUMN.  -1 after reporting E_USAGE; the words are those of from_json.
 */
int csm_mapping_set(struct csm_mapping *m, struct csm_arena *arena, const char *word,
    const char *text, struct csm_diag *diag);

/* The i-th of its sources, CSM_ROLES roles and then the wide columns; NULL: not mapped.
 */
struct csm_source *csm_mapping_source(const struct csm_mapping *m, size_t i);
/* 1 if it says of no column what it means. */
int csm_mapping_empty(const struct csm_mapping *m);

/* The rule for a name, else the one for "*", else NULL. */
const struct csm_rule *csm_rule_find(
    const struct csm_rule *rules, const char *name, size_t len);

/* Whether 0 is a value of the metric of a name: a rule for its new name comes before one
 * for the name as it was, and that before "*". */
bool csm_mapping_keeps_zero(const struct csm_mapping *m, const char *name, size_t len);

/* How a metric is aggregated: by the rule for its whole name, else for its name without
 * prefix, else for "*", else as csm_agg_of says. */
enum csm_agg csm_rule_agg(const struct csm_rule *rules, struct csm_text metric);

/* Without a header its names are those of `columns`.  They are then no metrics, but of a
 * kind that measures, without `value`, those no role has. */
void csm_mapping_take_header(
    struct csm_mapping *m, struct csm_arena *arena, bool measures);
/* Whether some source looks up in the input of the run, and what that is: before it is
 * loaded. */
bool csm_mapping_reads_input(const struct csm_mapping *m);
void csm_mapping_set_input(
    struct csm_mapping *m, const struct csm_lookup_input *input, size_t inputs);
/* Amounts whose currency nobody mapped are added up whatever it is: where an input has a
 * column that is called as one is, it is bound, and those that differ are told.  Of a kind
 * that takes a currency. */
void csm_mapping_watch_currency(struct csm_mapping *m, struct csm_arena *arena);
/* zone: of times in expressions that name none. */
int csm_mapping_load(
    struct csm_mapping *m, struct csm_zone *zone, struct csm_diag *diag);
void csm_mapping_unload(struct csm_mapping *m);
/* Find the columns in a reader just opened; -1 after reporting E_HEADER. */
int csm_mapping_bind(
    struct csm_mapping *m, struct csm_reader *reader, struct csm_diag *diag);

/* The rows of a reader have been read: tell of what no row had, W_KEY; -1 after
 * reporting E_HEADER if that is required. */
int csm_mapping_tell(const struct csm_mapping *m, const struct csm_reader *reader,
    struct csm_diag *diag);
/* Whether a reader just opened has what csm_mapping_bind would want, quietly. */
bool csm_mapping_fits(const struct csm_mapping *m, struct csm_reader *reader);
/* Whether rows can be written as it says: 0, or -1 after reporting E_USAGE. */
int csm_mapping_check_written(const struct csm_mapping *m, struct csm_diag *diag);
/* Whether all that is required is mapped: 0, or -1 after reporting E_USAGE. */
int csm_mapping_check_required(const struct csm_mapping *m, struct csm_diag *diag);

#endif
