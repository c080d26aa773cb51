/*
 * Plain: the short way through rows of points that are spelled as csm-* write them: the
 * header's columns in their order, no quotes, values without a needless digit.  A row is
 * compared with the one before, of which it has the entity and most often the metric;
 * only what differs is looked at.  What is not for here is left to the reader of rows,
 * which gives the same points.
 *
 * Ownership: texts of points are the module's until the next call.
 *
 * Measured on 3.2 million rows of 65 bytes, of which most begin a series: csm-report alerts
 * takes 0.46 s of CPU time, 0.71 without this module.
 */
#ifndef CSM_POINT_PLAIN_H
#define CSM_POINT_PLAIN_H

#include "base/amount.h"
#include "point/months.h"
#include "point/point.h"

/* So many rows of a series are read at once: of 64, 256 and 1024 it makes no difference
 * that could be measured. */
#define CSM_PLAIN_RUN 256

/* What a row begins with, up to its date: "company,model,id,metric,". */
struct csm_plain_key {
	const char *s;     /* behind which CSM_CHUNK_PAD may be loaded */
	size_t len;        /* 0: no row is known */
	size_t company;    /* how long that is */
	size_t id, metric; /* where these begin */
	enum csm_model model;
	int32_t day; /* of the row */
};

/* All zero is valid: no row is known. */
struct csm_plain {
	struct csm_plain_key key; /* of the row before, in `text` */
	struct csm_buf text;
	struct csm_months days;
	struct csm_decimal_shapes *shapes; /* of values; NULL: nobody asks */
	uint64_t source;                   /* of stamps; 0: none drawn */
	uint64_t entity, series;           /* how many there were */
	int32_t day[CSM_PLAIN_RUN];        /* of rows read at once */
	int64_t value[CSM_PLAIN_RUN];
};

/* A row: texts are where it stands. */
struct csm_plain_row {
	struct csm_plain_key key;
	bool entity, series; /* others than of the row before */
	int64_t value;
	struct csm_text state; /* len 0: none */
	const char *end;       /* behind the line feed */
};

/* A text of a key, from `begin` to the comma before `end`. */
static inline struct csm_text
csm_plain_part(const struct csm_plain_key *key, size_t begin, size_t end)
{
	return (struct csm_text){key->s + begin, end - begin - 1};
}

void csm_plain_fini(struct csm_plain *plain);
/*
 * The row at the beginning of `left` bytes, behind which CSM_CHUNK_PAD may be loaded:
 * how many bytes it has, and the point but for file and line; 0: not for here, and
 * nothing has changed.
 */
size_t csm_plain_row(
    struct csm_plain *plain, const char *row, size_t left, struct csm_point *point);
/* The rows at the beginning of `left` bytes that are of the series of the row before, of
 * later and later days before `before`, and have no state: how many bytes they have, and what they are;
 * 0: the first is not, and nothing has changed. */
size_t csm_plain_more(struct csm_plain *plain, const char *row, size_t left,
    int32_t before, struct csm_point_run *run);
/* The rows there that are of the company of the row before (any: of that of the first), each of
 * them behind the row before in canonical order, and of no day after `today` unless their
 * metric may lie there: how many bytes they have. */
size_t csm_plain_rows(struct csm_plain *plain, const char *row, size_t left,
    int32_t today, bool any, struct csm_point_rows *rows);
/* The same of rows that were found so before: what is not known of them is their last. */
void csm_plain_jump(struct csm_plain *plain, struct csm_point_rows *rows);
/* A row that was read otherwise, whose first columns are field[0] to field[3]; its point
 * gets its stamps. */
void csm_plain_keep(
    struct csm_plain *plain, const struct csm_text *field, struct csm_point *point);
/* A row of those that csm_plain_rows found, by the key of the row before, or one of length
 * 0.  All of them together are to stay where they are. */
void csm_plain_look(struct csm_months *days, const struct csm_plain_key *before,
    const char *row, const char *end, struct csm_plain_row *found);
/* Of the rows behind it those of its series, which have no state: how many, at most `max`. */
struct csm_plain_columns {
	int32_t *day;
	int64_t *value;
	bool *gaps; /* becomes true if some value is missing */
};
size_t csm_plain_run(struct csm_months *days, struct csm_plain_key *key,
    const char **row, const char *end, size_t max, struct csm_plain_columns to);

#endif
