/*
 * The point: one number for one entity, one metric, one day.  The only thing that flows
 * between the programs; csm-data(5) is its manual page.
 *
 * Ownership: the texts of a point are borrowed from whoever gave it, until the next
 * call.
 */
#ifndef CSM_POINT_POINT_H
#define CSM_POINT_POINT_H

#include "base/diag.h"
#include "base/num.h"
#include "base/odd_id.h"
#include "io/output.h"
#include "record/record.h"
#include "time/date.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In canonical order. */
enum csm_model {
	CSM_MODEL_COMPANY,
	CSM_MODEL_ASSET,
	CSM_MODEL_ENDUSER,
	CSM_MODEL_PROJECT,
	CSM_MODELS
};
extern const struct csm_words csm_model_words;
const char *csm_model_name(enum csm_model model);
/* 0 and *model set, or -1. */
int csm_model_parse(const char *s, size_t len, enum csm_model *model);

/* State of an end user's point that the company's own counts as well: a conversation
 * several take part in is one. */
#define CSM_POINT_SHARED "shared"

struct csm_point {
	struct csm_text company, id,
	    metric;            /* id == company for a company's own point */
	struct csm_text state; /* len 0: none */
	enum csm_model model;
	int32_t day;
	int64_t value; /* micros, or CSM_MISSING */
	struct csm_text
	    written;       /* its row as csm_point_write writes it in CSV, with the LF;
				    s NULL: not known */
	const char *extra; /* more JSON members, written in NDJSON only: ",\"k\":1";
			     NULL: none.  Not read back */
	/* Two points with the same stamp that is not 0 are of one entity, of one series:
	 * known without comparing texts.  Without one they may be all the same. */
	uint64_t entity, series;
	uint64_t line;    /* where it was read; 0: made by us */
	const char *file; /* NULL: made by us */
};

/* Canonical order: company, model, id, metric, day; texts by byte value. */
int csm_point_cmp(const struct csm_point *a, const struct csm_point *b);

/* The first of some 10^12 stamps for who gives out points; no other has them. */
uint64_t csm_point_stamps(void);

/* The key of the point before, copied.  All zero is valid and means there was none. */
struct csm_point_last {
	struct csm_buf company, id, metric;
	enum csm_model model;
	int32_t day;
	int any;                 /* 0: there was none */
	uint64_t entity, series; /* stamps */
	unsigned same;           /* CSM_SAME_* of the last two points put */
};
#define CSM_SAME_COMPANY 1u
#define CSM_SAME_ENTITY 2u /* company, model and id */
#define CSM_SAME_METRIC 4u /* the metric's name */
void csm_point_last_fini(struct csm_point_last *last);
/* Keep the point's key; 1 if it comes after the one before (or is the first), 0 if the
 * keys are the same, -1 if it comes before.  Texts are copied only where they differ.
 */
int csm_point_last_put(struct csm_point_last *last, const struct csm_point *point);

/*
 * Points of one file in the order of the file.  Next: 1, 0, or -1 after a fatal report.
 * Rows that are no points are rejected and counted: E_COMPANY (none, or a company's own
 * point with another id), E_MODEL, E_MISSING (metric, date; id of a non-company),
 * E_DATE, E_NUMBER, E_RANGE, E_FIELDS, ...; values with more than six places are
 * rounded and counted (rounded).  The metric aliases
 * custom., conversation. and task. become metrics., conversations. and tasks.
 */
struct csm_point_reader;
struct csm_point_reader *csm_point_reader_open(
    const char *path, const struct csm_reader_options *options, struct csm_diag *diag);
struct csm_point_reader *csm_point_reader_over(struct csm_input *in,
    const struct csm_reader_options *options, struct csm_diag *diag);
void csm_point_reader_free(struct csm_point_reader *r);
int csm_point_reader_next(
    struct csm_point_reader *r, struct csm_point *point, struct csm_diag *diag);

/* Points of the series of the point before, none of which has a state. */
struct csm_point_run {
	const int32_t *day;   /* ascending, and after that point's: n of them */
	const int64_t *value; /* micros, or CSM_MISSING */
	size_t n;
	bool gaps;               /* some value is missing */
	struct csm_text written; /* their rows, as a point's; s NULL: not known */
};
/* What follows the point given last and is of its series, of days before `before`, as far
 * as it is there at once: how many, which are borrowed until the next call; 0:
 * csm_point_reader_next tells. */
size_t csm_point_reader_more(
    struct csm_point_reader *r, int32_t before, struct csm_point_run *run);

/* Rows that are not read yet, but known to be points behind one another in canonical
 * order, all of the company of the point before. */
struct csm_point_rows {
	struct csm_text text; /* whole lines, spelled as csm_point_write does in CSV */
	size_t n;
	size_t series;         /* that begin with one of them */
	bool begins;           /* they are of another company than what was before */
	int32_t newest;        /* day up to the one asked for; CSM_DAY_NONE: none */
	int32_t oldest;        /* of all days */
	struct csm_point last; /* its key and stamps */
};
/* What follows the point given last and is of its company, as far as it is there at once and
 * can be told to be points without a closer look; none of a day after `today` unless its
 * metric may lie there: how many, which are borrowed until the next call; 0:
 * csm_point_reader_next tells. */
size_t csm_point_reader_rows(struct csm_point_reader *r, int32_t today,
    struct csm_point_rows *rows, struct csm_diag *diag);
/* Whether these were looked at before, so that it costs nothing to tell. */
bool csm_point_reader_knows_rows(const struct csm_point_reader *r);
/* A look ahead: what is asked, and what was found. */
struct csm_point_look {
	int32_t today;
	size_t want;         /* so many bytes, or up to the end if that is nearer */
	size_t memory;       /* that may take */
	size_t bytes;        /* of memory that are kept */
	int32_t newest;      /* day up to today; CSM_DAY_NONE: none */
	size_t rows, series; /* that there are, and that begin with one of them */
};
/* Whether all rows that are wanted are such, of any companies: 1, 0 if they are not or take too
 * much memory, -1 after a report.  Nothing is taken; counts have what was found. */
int csm_point_reader_look(
    struct csm_point_reader *r, struct csm_point_look *look, struct csm_diag *diag);

struct csm_point_counts {
	uint64_t rows, points, rejected, rounded; /* rows == points + rejected */
};
struct csm_point_counts csm_point_reader_counts(const struct csm_point_reader *r);

/* Writes points in CSV, TSV or NDJSON (AUTO: CSV).  CSV and TSV begin with the header,
 * also when no point follows.  The caller sends them in canonical order (asserted). */
struct csm_point_writer;
struct csm_point_writer *csm_point_writer_new(
    struct csm_output *out, enum csm_format format);
void csm_point_write(struct csm_point_writer *w, const struct csm_point *point);
/*
 * For who makes many points of a series: its key (the day does not matter), then its
 * points in order of days; the same rows as from csm_point_write.  The value may not be
 * missing.
 */
void csm_point_writer_series(struct csm_point_writer *w, const struct csm_point *point);
void csm_point_writer_add(struct csm_point_writer *w, int32_t day, int64_t value);
/*
 * In steps, for who makes many series: the company and the model; an entity of these; a
 * metric of it, by its name made ready once, which is appended to a buffer; then its
 * points.
 */
void csm_point_writer_company(
    struct csm_point_writer *w, struct csm_text company, enum csm_model model);
void csm_point_writer_entity(struct csm_point_writer *w, struct csm_text id);
void csm_point_writer_ready(
    const struct csm_point_writer *w, struct csm_buf *to, struct csm_text metric);
void csm_point_writer_metric(struct csm_point_writer *w, struct csm_text ready);
/* The same, by a name that is not made ready. */
void csm_point_writer_name(struct csm_point_writer *w, struct csm_text metric);
/* Rows of CSV as this writer would write them (csm_point.written), whose ids it does not
 * look at. */
void csm_point_writer_put(struct csm_point_writer *w, struct csm_text written);
/* A writer of the same format, without header, into memory, for a part of the output:
 * its rows so far, which are then the caller's to use before the next call. */
struct csm_point_writer *csm_point_writer_fork(const struct csm_point_writer *w);
struct csm_text csm_point_writer_rows(const struct csm_point_writer *fork);
void csm_point_writer_clear(struct csm_point_writer *fork);
/* Rows of a fork, as the next rows of w. */
void csm_point_writer_append(struct csm_point_writer *w, struct csm_text rows);
/* What a fork saw of ids, when it is done. */
void csm_point_writer_join(
    struct csm_point_writer *w, const struct csm_point_writer *fork);
/* The odd ones among the ids of entities so far; borrowed. */
const struct csm_odd_ids *csm_point_writer_odd(const struct csm_point_writer *w);
/* Hands what is buffered to the output and frees; the output is the caller's to commit.
 */
void csm_point_writer_free(struct csm_point_writer *w);

/* Alias and spelling of a metric name: custom.x -> metrics.x, conversation.x ->
 * conversations.x, task.x -> tasks.x; other names are appended as they are. */
void csm_canonical_metric(struct csm_buf *out, const char *name, size_t len);
/* What is planned, due or in force may well lie after today: it makes nothing new. */
bool csm_point_may_lie(struct csm_text name);
/* Whether it is one of these aliases. */
bool csm_is_metric_alias(struct csm_text name);

#endif
