#include "unit/rating.h"

#include "base/num.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "record/record.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

/* Looking for the nearest company costs a comparison with each: for so many only. */
#define HINTS 10

enum column { COMPANY, UNIT, RATING, DATE, COLUMNS };
static const char *const columns[COLUMNS] = {"company", "unit", "rating", "date"};

struct rating {
	uint32_t company; /* of `rated` */
	uint32_t unit;
	int32_t day;   /* CSM_DAY_NONE: from the beginning */
	uint32_t row;  /* place in the file */
	int64_t value; /* micros */
};

struct csm_ratings {
	char *file;
	struct rating *rating; /* by company, unit, day, row */
	size_t n, cap;
	struct csm_intern rated; /* companies that have a rating */
	uint64_t *line;          /* of the first one, by company */
	size_t line_cap;
};

/* A file being read. */
struct load {
	struct csm_ratings *ratings;
	const struct csm_unit *units;
	size_t n;
	struct csm_reader *reader;
	int handle[COLUMNS]; /* -1: no such column */
	const struct csm_record *record;
	int failed;
	struct csm_diag *diag;
};

static struct csm_text
cell(const struct load *l, enum column c)
{
	if (l->handle[c] < 0 || l->record->field[l->handle[c]].s == NULL)
		return (struct csm_text){"", 0};
	return l->record->field[l->handle[c]];
}

static struct csm_pos
place(const struct load *l, enum column c)
{
	struct csm_pos pos = {
	    .file = l->record->file, .line = l->record->line, .path = columns[c]};

	if (csm_reader_columns(l->reader) > 0)
		pos.column = (uint32_t)l->handle[c] + 1;
	return pos;
}

static int
find_columns(struct load *l)
{
	int failed = 0;

	for (int c = 0; c < DATE; c++) {
		l->handle[c] = csm_reader_need(l->reader, columns[c], l->diag);
		failed |= l->handle[c] < 0;
	}
	l->handle[DATE] = csm_reader_column(l->reader, columns[DATE]);
	return failed ? -1 : 0;
}

static int
reject_empty(struct load *l, enum column c, enum csm_code code, const char *what)
{
	struct csm_pos pos = place(l, c);

	return csm_reject(l->diag, code, &pos, NULL, 0, what, NULL);
}

/* 0 with the place of the unit; -1 after a warning. */
static int
read_unit(struct load *l, uint32_t *unit)
{
	struct csm_text name = cell(l, UNIT);
	struct csm_pos pos = place(l, UNIT);
	struct csm_buf quoted = {0}, hint = {0};
	struct csm_suggest near;
	size_t i = 0;

	while (i < l->n && !csm_text_is(l->units[i].id, name.s, name.len))
		i++;
	*unit = (uint32_t)i;
	if (i < l->n && l->units[i].metric == NULL)
		return 0;
	csm_text_quote(&quoted, name.s, name.len);
	if (i < l->n) {
		csm_warn(l->diag, CSM_W_OTHER, &pos,
		    "rating left out: the unit %s is judged by its metric",
		    quoted.data);
	} else {
		char *word = csm_xmemdup0(name.s, name.len);
		csm_suggest_init(&near, word);
		for (i = 0; i < l->n; i++)
			csm_suggest_offer(&near, l->units[i].id);
		csm_warn(l->diag, CSM_W_UNKNOWN, &pos,
		    "rating left out: there is no unit %s%s", quoted.data,
		    csm_suggest_hint(&near, &hint));
		free(word);
	}
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
	return -1;
}

static int
read_value(struct load *l, int64_t *value)
{
	struct csm_text text = cell(l, RATING);
	struct csm_pos pos = place(l, RATING);
	struct csm_buf quoted = {0};

	if (csm_num_parse(text.s, text.len, value) == CSM_NUM_OK &&
	    *value % CSM_NUM_ONE == 0 && *value >= 1 * CSM_NUM_ONE &&
	    *value <= 5 * CSM_NUM_ONE)
		return 0;
	csm_text_quote(&quoted, text.s, text.len);
	csm_error(l->diag, CSM_E_RATING, &pos, "%s is not a whole number from 1 to 5",
	    quoted.data);
	csm_buf_fini(&quoted);
	l->failed = 1;
	return -1;
}

static int
read_day(struct load *l, int32_t *day)
{
	struct csm_text text = cell(l, DATE);
	struct csm_pos pos = place(l, DATE);

	*day = CSM_DAY_NONE;
	if (text.len == 0)
		return 0;
	const char *why = csm_date_parse(text.s, text.len, day);
	if (why == NULL)
		return 0;
	return csm_reject(l->diag, CSM_E_DATE, &pos, text.s, text.len, "bad date", why);
}

static void
add(struct csm_ratings *r, struct csm_text company, struct rating rating, uint64_t line)
{
	size_t before = r->rated.n;

	rating.company = csm_intern_put(&r->rated, company.s, company.len);
	if (r->rated.n > before) {
		CSM_GROW(r->line, before, &r->line_cap);
		r->line[before] = line;
	}
	rating.row = (uint32_t)r->n;
	CSM_GROW(r->rating, r->n, &r->cap);
	r->rating[r->n++] = rating;
}

static void
read_row(struct load *l)
{
	struct csm_text company = cell(l, COMPANY);
	struct rating rating = {0};
	int bad = read_value(l, &rating.value) != 0;

	if (company.len == 0)
		bad |= reject_empty(l, COMPANY, CSM_E_COMPANY, "no company") != 0;
	else if (cell(l, UNIT).len == 0)
		bad |= reject_empty(l, UNIT, CSM_E_MISSING, "no unit") != 0;
	else if (read_day(l, &rating.day) != 0)
		bad = 1;
	else
		bad |= read_unit(l, &rating.unit) != 0;
	if (!bad)
		add(l->ratings, company, rating, l->record->line);
}

static int
by_key(const void *a, const void *b)
{
	const struct rating *x = a, *y = b;

	if (x->company != y->company)
		return x->company < y->company ? -1 : 1;
	if (x->unit != y->unit)
		return x->unit < y->unit ? -1 : 1;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static int
read_rows(struct load *l)
{
	int got;

	if (find_columns(l) != 0)
		return -1;
	l->ratings->file = csm_xstrdup(csm_reader_name(l->reader));
	while ((got = csm_reader_next(l->reader, &l->record, l->diag)) == 1)
		read_row(l);
	if (l->ratings->n > 0)
		qsort(l->ratings->rating, l->ratings->n, sizeof(struct rating), by_key);
	return got < 0 || l->failed ? -1 : 0;
}

struct csm_ratings *
csm_ratings_load(
    const char *path, const struct csm_unit *units, size_t n, struct csm_diag *diag)
{
	struct csm_reader_options options = {0};
	struct load load = {.units = units, .n = n, .diag = diag};

	load.reader = csm_reader_open(path, &options, diag);
	if (load.reader == NULL)
		return NULL;
	load.ratings = csm_xcalloc(1, sizeof *load.ratings);
	if (read_rows(&load) != 0) {
		csm_ratings_free(load.ratings);
		load.ratings = NULL;
	}
	csm_reader_free(load.reader);
	return load.ratings;
}

void
csm_ratings_free(struct csm_ratings *r)
{
	if (r == NULL)
		return;
	free(r->file);
	free(r->rating);
	free(r->line);
	csm_intern_fini(&r->rated);
	free(r);
}

int64_t
csm_ratings_at(
    const struct csm_ratings *r, struct csm_text company, size_t unit, int32_t day)
{
	uint32_t id = csm_intern_find(&r->rated, company.s, company.len);
	struct rating key = {
	    .company = id, .unit = (uint32_t)unit, .day = day, .row = UINT32_MAX};
	size_t lo = 0, hi = r->n;

	if (id == CSM_INTERN_NONE)
		return CSM_MISSING;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (by_key(&r->rating[mid], &key) <= 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == 0 || r->rating[lo - 1].company != id ||
	    r->rating[lo - 1].unit != key.unit)
		return CSM_MISSING;
	return r->rating[lo - 1].value;
}

static void
warn_unknown(const struct csm_ratings *r, uint32_t company,
    const struct csm_intern *offered, struct csm_diag *diag)
{
	const struct csm_intern_text *name = &r->rated.text[company];
	struct csm_pos pos = {
	    .file = r->file, .line = r->line[company], .path = columns[COMPANY]};
	struct csm_buf quoted = {0}, hint = {0};
	struct csm_suggest near;

	csm_suggest_init(&near, name->s);
	for (size_t i = 0; offered != NULL && i < offered->n; i++)
		csm_suggest_offer(&near, offered->text[i].s);
	csm_text_quote(&quoted, name->s, name->len);
	csm_warn(diag, CSM_W_UNKNOWN, &pos, "rated, but there is no company %s%s",
	    quoted.data, csm_suggest_hint(&near, &hint));
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
}

void
csm_ratings_finish(
    const struct csm_ratings *r, const struct csm_intern *known, struct csm_diag *diag)
{
	int warned = 0;

	for (uint32_t i = 0; i < r->rated.n; i++)
		if (csm_intern_find(known, r->rated.text[i].s, r->rated.text[i].len) ==
		    CSM_INTERN_NONE)
			warn_unknown(r, i, warned++ < HINTS ? known : NULL, diag);
}
