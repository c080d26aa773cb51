/* A reader from inside, for the files that make it up. */
#ifndef CSM_RECORD_RECORD_STATE_H
#define CSM_RECORD_RECORD_STATE_H

#include "base/buf.h"
#include "syntax/ndjson.h"
#include "record/record.h"

/* A value inside a JSON text that a column holds. */
struct csm_record_inner {
	size_t column;
	const char *path; /* in it; borrowed from `name` */
	char *name;       /* as it was asked for: "properties.plan" */
	int had;          /* some row's text had it */
	int comma;        /* csm_reader_comma */
	struct csm_buf text;
};

struct csm_reader {
	const char *name;
	enum csm_format format;
	struct csm_csv *csv; /* one of the two */
	struct csm_ndjson *nd;
	char **column; /* header names */
	size_t columns;
	uint64_t header_line; /* 0: the names were given */
	int empty;
	int expect_rows; /* as of csm_reader_options */
	int pad;         /* short rows end in empty cells */
	int proving;     /* the delimiter is to be proved, see csm_reader_options */
	int beside; /* no option is about the file; not_utf8 rows had been told before */
	uint64_t not_utf8;
	int surplus; /* every row has one empty cell more than the header */
	uint64_t rows, rejected;
	uint64_t limit; /* of rows; 0: none */
	struct csm_record record;
	struct csm_record_about about;  /* the record, once there is one */
	struct csm_diag *told;          /* what `about` was told to; NULL: nobody */
	struct csm_record_inner *inner; /* their handles follow the columns' */
	size_t inners, inner_cap;
	struct csm_text *cell; /* of a row that is not as it was read */
	size_t cell_cap;
	int forked; /* the names are another reader's */
};

/* The handle of a value inside a JSON text, by its dotted name; -1: no column is called
 * as it begins. */
int csm_record_inner(struct csm_reader *reader, const char *name);

/* 1 if the handle of a dotted name is that of a value in a column's JSON text. */
int csm_record_is_inner(const struct csm_reader *reader, const char *name);
/* "there are: a, b", the columns. */
void csm_record_put_names(struct csm_buf *out, const struct csm_reader *reader);
/* A name as it is if that is plain enough, else quoted. */
void csm_record_put_name(struct csm_buf *out, const char *name);

/* Make a row as it was read one of the header's width with what inner columns ask for:
 * 1, 0 if it has empty cells only, which is no row, -1 after rejecting it. */
int csm_record_row(struct csm_reader *reader, struct csm_diag *diag);

#endif
