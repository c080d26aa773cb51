/* The state of a roster, for the files that make it up. */
#ifndef CSM_INGEST_ROSTER_STATE_H
#define CSM_INGEST_ROSTER_STATE_H

#include "base/some.h"
#include "entity/fields_rows.h"
#include "entity/fields_cell.h"
#include "ingest/kinds/roster.h"

/* A row kept.  Texts are by place in `text`. */
struct csm_roster_member {
	uint32_t company, id;
	uint32_t time; /* CSM_NO_TEXT: empty */
	int32_t from;  /* CSM_DAY_NONE: from the beginning */
	int64_t at;    /* of rows that are changes: the instant, else 0 */
	size_t row;
	const char *file;
	uint64_t line;
};

/* A column that is written. */
struct csm_roster_column {
	size_t source; /* among the columns of rows */
	const char *name;
	enum csm_value_type type;
	int formed; /* its cells are written as what they are read as */
	struct csm_fields_cell_reader reader;
};

struct csm_roster {
	struct csm_roster_options options;
	struct csm_mapping mapping; /* with the defaults, without columns */
	int changes;                /* rows change what those before them said */
	struct csm_diag *diag;
	struct csm_time_column when;
	struct csm_arena arena;
	struct csm_fields_rows rows; /* all cells, also of columns with a role */
	struct csm_intern text;      /* ids, companies, times */
	struct csm_roster_member *member;
	size_t n, cap;
	struct csm_roster_column *column;
	size_t columns;
	struct csm_intern names; /* of those columns, in their order */
	unsigned char *taken;    /* by column of the rows: it is one of those */
	struct csm_roster_counts counts;
	struct csm_some orphans; /* ids */
	const char *file;        /* being read */
	uint32_t place[3];       /* field numbers of id, company and time; 0: none */
	struct csm_text *made;   /* of the columns that are no column of the rows */
	bool has_header;         /* the reader being read */
	int began;               /* the defaults were found */
	int dated;               /* some row kept has a date */
};

/* id, company and time. */
#define CSM_ROSTER_ROLES 3
extern const enum csm_role csm_roster_roles[CSM_ROSTER_ROLES];

/* 0, or -1 after reporting E_HEADER: a header lacks a column that is chosen. */
int csm_roster_columns_need(struct csm_roster *roster, struct csm_reader *reader);
/* For csm_fields_rows.comma: whether a column is to be read with a decimal comma. */
bool csm_roster_comma(void *roster, const char *column);
/* Before the first record. */
void csm_roster_columns_begin(struct csm_roster *roster);
/* The texts of chosen columns that are made of others: of a record that is kept, 0 after
 * rejecting it; and, once that is a row, put there. */
int csm_roster_columns_find(struct csm_roster *roster, const struct csm_record *record);
void csm_roster_columns_put(struct csm_roster *roster);
/* The columns that are written: those chosen, else all, without those with a role.  -1
 * after reporting E_HEADER. */
int csm_roster_columns_make(struct csm_roster *roster);
/* Column name of a role: `id`, `company`, `valid_from`. */
const char *csm_roster_role_name(enum csm_role role);
/* 1 if it is written. */
int csm_roster_has_role(const struct csm_roster *roster, enum csm_role role);
/* 1 if a role is just what the column of this name says. */
int csm_roster_is_role(const struct csm_roster *roster, const char *name);

#endif
