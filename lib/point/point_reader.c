/*
 * Rows to points.  Files of points have millions of rows in canonical order, so a row
 * costs comparisons with rows before (point/plain.h), also one that is spelled otherwise:
 * its day is read as a day of a month seen before, its model as the one seen last, and
 * nothing is allocated.
 */
#include "base/amount.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "point/cuts.h"
#include "point/plain.h"
#include "point/point.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A longer row is left to who knows how long one may be. */
#define LONG_ROW ((size_t)1 << 20)

enum point_reader_column { COMPANY, MODEL, ID, METRIC, DATE, VALUE, STATE, COLUMNS };

static const struct {
	const char *name;
	int needed;
} columns[COLUMNS] = {
    [COMPANY] = {"company", 1},
    [MODEL] = {"model", 0},
    [ID] = {"id", 0},
    [METRIC] = {"metric", 1},
    [DATE] = {"date", 1},
    [VALUE] = {"value", 1},
    [STATE] = {"state", 0},
};

struct csm_point_reader {
	struct csm_reader *reader;
	int handle[COLUMNS]; /* -1: no such column */
	int micros;          /* values are whole numbers of millionths */
	int has_columns;     /* the handles are fields of the row, not paths */
	struct csm_point_counts
	    counts;      /* rows and the reader's rejects are added late */
	bool plain_rows; /* the columns are those that are written: */
	struct csm_plain plain;
	struct csm_cuts cuts; /* rows that were looked at */
	bool looked;          /* more than blocks was read at once */
	enum csm_model model;
	struct csm_buf metric;            /* canonical name, when an alias was read */
	struct csm_decimal_shapes shapes; /* of values */
	bool undecided;                   /* which have a decimal comma as well */
};

static int
point_reader_find_columns(struct csm_point_reader *r, struct csm_diag *diag)
{
	int failed = 0, lacking = 0;

	for (int i = 0; i < COLUMNS; i++) {
		if (csm_reader_empty(r->reader))
			continue;
		if (columns[i].needed) {
			r->handle[i] =
			    csm_reader_need(r->reader, columns[i].name, diag);
			lacking += r->handle[i] < 0;
			failed |= r->handle[i] < 0;
		} else {
			r->handle[i] = csm_reader_column(r->reader, columns[i].name);
		}
	}
	/* not a column mistyped, but another file */
	if (lacking > 1)
		csm_note(diag, CSM_N_NOTE,
		    &(struct csm_pos){.file = csm_reader_name(r->reader)},
		    "these are no points; csm-ingest makes points of exports");
	return failed ? -1 : 0;
}

static struct csm_point_reader *
over_reader(struct csm_reader *reader, int micros, struct csm_diag *diag)
{
	if (reader == NULL)
		return NULL;
	struct csm_point_reader *r = csm_xcalloc(1, sizeof *r);
	r->reader = reader;
	r->micros = micros;
	r->has_columns = csm_reader_columns(reader) > 0;
	r->plain.shapes = &r->shapes;
	if (csm_reader_empty(reader))
		csm_reader_tell_empty(reader, diag);
	if (point_reader_find_columns(r, diag) != 0) {
		csm_point_reader_free(r);
		return NULL;
	}
	/* Who is to be shown rows that are rejected has to have read them as rows. */
	r->plain_rows =
	    !micros && !diag->wants_rows && csm_reader_columns(reader) == COLUMNS;
	for (int i = 0; i < COLUMNS; i++)
		r->plain_rows &= r->handle[i] == i;
	return r;
}

struct csm_point_reader *
csm_point_reader_open(
    const char *path, const struct csm_reader_options *options, struct csm_diag *diag)
{
	return over_reader(csm_reader_open(path, options, diag), options->micros, diag);
}

struct csm_point_reader *
csm_point_reader_over(struct csm_input *in, const struct csm_reader_options *options,
    struct csm_diag *diag)
{
	return over_reader(csm_reader_over(in, options, diag), options->micros, diag);
}

void
csm_point_reader_free(struct csm_point_reader *r)
{
	if (r == NULL)
		return;
	csm_reader_free(r->reader);
	csm_buf_fini(&r->metric);
	csm_plain_fini(&r->plain);
	csm_cuts_fini(&r->cuts);
	free(r);
}

static struct csm_text
point_reader_cell(const struct csm_point_reader *r, const struct csm_record *rec,
    enum point_reader_column c)
{
	if (r->handle[c] < 0)
		return (struct csm_text){NULL, 0};
	return rec->field[r->handle[c]];
}

/* The row is no point: report it at one of its columns. */
static int
point_reader_reject(struct csm_point_reader *r, const struct csm_record *rec,
    enum point_reader_column c, enum csm_code code, const char *what, const char *why,
    struct csm_diag *diag)
{
	struct csm_text value = point_reader_cell(r, rec, c);
	struct csm_pos pos = {.file = rec->file, .line = rec->line};

	if (r->handle[c] >= 0) {
		pos.column = r->has_columns ? (uint32_t)r->handle[c] + 1 : 0;
		pos.path = columns[c].name;
	}
	r->counts.rejected++;
	return csm_reject(
	    diag, code, &pos, value.len == 0 ? NULL : value.s, value.len, what, why);
}

static int
read_model(struct csm_point_reader *r, const struct csm_record *rec,
    struct csm_point *p, struct csm_diag *diag)
{
	struct csm_text model = point_reader_cell(r, rec, MODEL);
	const char *last = csm_model_name(r->model);

	if (model.len == 0) {
		p->model = CSM_MODEL_COMPANY;
		return 0;
	}
	if (strlen(last) != model.len || memcmp(last, model.s, model.len) != 0)
		if (csm_model_parse(model.s, model.len, &r->model) != 0)
			return point_reader_reject(r, rec, MODEL, CSM_E_MODEL,
			    "unknown model", "company, enduser, asset or project",
			    diag);
	p->model = r->model;
	return 0;
}

static int
read_entity(struct csm_point_reader *r, const struct csm_record *rec,
    struct csm_point *p, struct csm_diag *diag)
{
	p->company = point_reader_cell(r, rec, COMPANY);
	if (p->company.len == 0)
		return point_reader_reject(
		    r, rec, COMPANY, CSM_E_COMPANY, "no company", NULL, diag);
	if (read_model(r, rec, p, diag) != 0)
		return -1;
	p->id = point_reader_cell(r, rec, ID);
	if (p->id.len == 0 && p->model != CSM_MODEL_COMPANY)
		return point_reader_reject(r, rec, ID, CSM_E_MISSING, "no id",
		    "only a company's own point may go without", diag);
	if (p->id.len == 0)
		p->id = p->company;
	else if (p->model == CSM_MODEL_COMPANY &&
		 (p->id.len != p->company.len ||
		     memcmp(p->id.s, p->company.s, p->id.len) != 0))
		return point_reader_reject(r, rec, ID, CSM_E_COMPANY, "bad id",
		    "model company, but not the company's id", diag);
	return 0;
}

static int
point_reader_read_metric(struct csm_point_reader *r, const struct csm_record *rec,
    struct csm_point *p, struct csm_diag *diag)
{
	p->metric = point_reader_cell(r, rec, METRIC);
	if (p->metric.len == 0)
		return point_reader_reject(
		    r, rec, METRIC, CSM_E_MISSING, "no metric", NULL, diag);
	if (!csm_is_metric_alias(p->metric))
		return 0;
	csm_buf_reset(&r->metric);
	csm_canonical_metric(&r->metric, p->metric.s, p->metric.len);
	p->metric = (struct csm_text){r->metric.data, r->metric.len};
	return 0;
}

static int
point_reader_read_day(struct csm_point_reader *r, const struct csm_record *rec,
    struct csm_point *p, struct csm_diag *diag)
{
	struct csm_text date = point_reader_cell(r, rec, DATE);

	if ((p->day = csm_months_find(&r->plain.days, date)) >= 0)
		return 0;
	if (date.len == 0)
		return point_reader_reject(
		    r, rec, DATE, CSM_E_MISSING, "no date", NULL, diag);
	const char *why = csm_months_read(&r->plain.days, date, &p->day);
	if (why != NULL)
		return point_reader_reject(r, rec, DATE,
		    strcmp(why, CSM_DATE_RANGE) == 0 ? CSM_E_RANGE : CSM_E_DATE,
		    "bad date", why, diag);
	return 0;
}

/* Values with a decimal comma end the run: of those beside them nobody knows whether a
 * point is before the fraction. */
static int
point_reader_undecided(
    struct csm_point_reader *r, const struct csm_record *rec, struct csm_diag *diag)
{
	struct csm_text value = point_reader_cell(r, rec, VALUE);
	struct csm_pos pos = {.file = rec->file,
	    .line = rec->line,
	    .column = r->has_columns ? (uint32_t)r->handle[VALUE] + 1 : 0,
	    .path = columns[VALUE].name};
	struct csm_buf why = {0}, quoted = {0};

	csm_text_quote(&quoted, value.s, value.len);
	csm_decimal_shapes_put(&r->shapes, value, &why);
	csm_error(diag, CSM_E_AMBIGUOUS, &pos,
	    "%s %s; values of points have a decimal point, and csm-ingest -k metrics "
	    "--decimal , makes them of others",
	    quoted.data, why.data);
	csm_buf_fini(&why);
	csm_buf_fini(&quoted);
	r->undecided = true;
	return -1;
}

/* Of points, most of which are whole, only these have to be looked at. */
static bool
point_reader_is_odd(struct csm_text value)
{
	return value.len > 4 && value.s[value.len - 4] == '.';
}

static int
point_reader_read_value(struct csm_point_reader *r, const struct csm_record *rec,
    struct csm_point *p, struct csm_diag *diag)
{
	struct csm_text value = point_reader_cell(r, rec, VALUE);

	p->value = CSM_MISSING;
	if (value.len == 0)
		return 0;
	switch (r->micros ? csm_num_parse_micros(value.s, value.len, &p->value)
			  : csm_num_parse(value.s, value.len, &p->value)) {
	case CSM_NUM_OK:
		if (point_reader_is_odd(value) &&
		    csm_decimal_shapes_saw(&r->shapes, value))
			return point_reader_undecided(r, rec, diag);
		break;
	case CSM_NUM_ROUNDED:
		r->counts.rounded++;
		break;
	case CSM_NUM_RANGE:
		return point_reader_reject(r, rec, VALUE, CSM_E_RANGE, "bad number",
		    "9000000000000 or more", diag);
	case CSM_NUM_BAD:
		if (!r->micros && csm_decimal_shapes_saw(&r->shapes, value))
			return point_reader_undecided(r, rec, diag);
		return point_reader_reject(r, rec, VALUE, CSM_E_NUMBER, "bad number",
		    r->micros ? "not a whole number of millionths" : "not a decimal",
		    diag);
	}
	return 0;
}

/* So many bytes and rows, which may have been looked at, are given out. */
static inline void
point_reader_used(struct csm_point_reader *r, size_t bytes, size_t rows)
{
	r->counts.points += rows;
	if (csm_cuts_next(&r->cuts) != NULL)
		csm_cuts_use(&r->cuts, bytes, rows);
}

/* The next row, if it is plain. */
static inline bool
point_reader_plain(struct csm_point_reader *r, struct csm_point *point)
{
	size_t left, used;
	const char *row = csm_reader_rest(r->reader, &left);

	if (row == NULL || (used = csm_plain_row(&r->plain, row, left, point)) == 0)
		return false;
	point->line = csm_reader_took(r->reader, used, 1);
	point->file = csm_reader_name(r->reader);
	point_reader_used(r, used, 1);
	return true;
}

/* Of a row only the beginning was there, and now there is more. */
static bool
point_reader_cut(struct csm_point_reader *r, struct csm_diag *diag)
{
	size_t left;
	const char *row = csm_reader_rest(r->reader, &left);

	return row != NULL && memchr(row, '\n', left) == NULL &&
	       csm_reader_hold(r->reader, &row, &left, diag) == 1;
}

int
csm_point_reader_next(
    struct csm_point_reader *r, struct csm_point *point, struct csm_diag *diag)
{
	const struct csm_record *rec;
	int got;

	if (r->looked)
		csm_reader_forget(r->reader);
	if (r->plain_rows &&
	    (point_reader_plain(r, point) ||
		(point_reader_cut(r, diag) && point_reader_plain(r, point))))
		return 1;
	while ((got = csm_reader_next(r->reader, &rec, diag)) == 1) {
		if (read_entity(r, rec, point, diag) != 0 ||
		    point_reader_read_metric(r, rec, point, diag) != 0 ||
		    point_reader_read_day(r, rec, point, diag) != 0 ||
		    point_reader_read_value(r, rec, point, diag) != 0) {
			if (r->undecided)
				return -1;
			continue;
		}
		point->state = point_reader_cell(r, rec, STATE);
		point->line = rec->line;
		point->file = rec->file;
		point->written = (struct csm_text){NULL, 0};
		point->extra = NULL;
		point->entity = point->series = 0;
		if (r->plain_rows)
			csm_plain_keep(&r->plain, rec->field, point);
		r->counts.points++;
		return 1;
	}
	/* every point would be missing */
	if (got == 0 && r->handle[VALUE] >= 0 && !csm_reader_empty(r->reader) &&
	    !csm_reader_had(r->reader, r->handle[VALUE]))
		return csm_reader_tell_key(
		    r->reader, columns[VALUE].name, NULL, 1, diag);
	return got;
}

size_t
csm_point_reader_more(
    struct csm_point_reader *r, int32_t before, struct csm_point_run *run)
{
	size_t left, used;
	const char *row = r->plain_rows ? csm_reader_rest(r->reader, &left) : NULL;

	if (row == NULL ||
	    (used = csm_plain_more(&r->plain, row, left, before, run)) == 0)
		return 0;
	csm_reader_took(r->reader, used, run->n);
	point_reader_used(r, used, run->n);
	return run->n;
}

bool
csm_point_reader_knows_rows(const struct csm_point_reader *r)
{
	return csm_cuts_next(&r->cuts) != NULL;
}

size_t
csm_point_reader_rows(struct csm_point_reader *r, int32_t today,
    struct csm_point_rows *rows, struct csm_diag *diag)
{
	size_t left, used;
	const char *row;

	if (!r->plain_rows)
		return 0;
	csm_reader_forget(r->reader);
	/* After a report there is no rest, and who reads on gets -1. */
	(void)point_reader_cut(r, diag);
	row = csm_reader_rest(r->reader, &left);
	if (row == NULL)
		return 0;
	if (csm_cuts_next(&r->cuts) == NULL)
		used = csm_plain_rows(&r->plain, row, left, today, false, rows);
	else if ((used = csm_cuts_rest(&r->cuts, row, rows)) != 0)
		csm_plain_jump(&r->plain, rows);
	if (used == 0)
		return 0;
	csm_reader_took(r->reader, used, rows->n);
	point_reader_used(r, used, rows->n);
	return rows->n;
}

/* Looks at the rows at `*row`, as many as are such: how many bytes they have. */
static size_t
point_reader_look_on(struct csm_point_reader *r, struct csm_plain *plain,
    const char *row, size_t left, struct csm_point_look *look)
{
	struct csm_point_rows rows;
	size_t seen = 0;

	while (csm_plain_rows(
		   plain, row + seen, left - seen, look->today, true, &rows) > 0) {
		csm_cuts_put(&r->cuts, &rows);
		seen += rows.text.len;
		look->rows += rows.n;
		look->series += rows.series;
		look->newest = rows.newest > look->newest ? rows.newest : look->newest;
	}
	return seen;
}

/* As csm_point_reader_look, of rows that may be such. */
static int
point_reader_look(struct csm_point_reader *r, struct csm_plain *plain,
    struct csm_point_look *look, struct csm_diag *diag)
{
	size_t seen = 0, left;
	const char *row = csm_reader_rest(r->reader, &left);
	int got = 1;

	/* Block by block, so that a file that is not such is not read far. */
	while (row != NULL) {
		seen += point_reader_look_on(r, plain, row + seen, left - seen, look);
		look->bytes = left + csm_cuts_bytes(&r->cuts);
		if (left - seen > LONG_ROW || look->bytes > look->memory ||
		    csm_cuts_are_dear(&r->cuts, seen))
			return 0;
		if (seen >= look->want)
			return 1;
		if (memchr(row + seen, '\n', left - seen) != NULL)
			return 0;
		r->looked = true;
		got = csm_reader_hold(r->reader, &row, &left, diag);
		if (got != 1)
			return got < 0 ? -1 : seen == left;
	}
	return 0;
}

int
csm_point_reader_look(
    struct csm_point_reader *r, struct csm_point_look *look, struct csm_diag *diag)
{
	struct csm_decimal_shapes shapes = r->shapes;
	struct csm_plain plain = {.shapes = &shapes};
	int rc = 0;

	look->newest = CSM_DAY_NONE;
	look->rows = look->series = 0;
	if (r->plain_rows)
		rc = point_reader_look(r, &plain, look, diag);
	csm_plain_fini(&plain);
	if (rc == 1) {
		r->shapes = shapes;
	} else {
		csm_cuts_fini(&r->cuts);
	}
	return rc;
}

struct csm_point_counts
csm_point_reader_counts(const struct csm_point_reader *r)
{
	struct csm_point_counts c = r->counts;

	c.rows = csm_reader_rows(r->reader) + r->cuts.rows;
	c.points += r->cuts.rows;
	c.rejected += csm_reader_rejected(r->reader);
	return c;
}
