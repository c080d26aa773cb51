#include "ingest/lookup.h"

#include "base/dict.h"
#include "base/intern.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "time/date.h"

#include <stdlib.h>

/* A row of a file with days. */
struct lookup_row {
	uint32_t key;  /* its id in keys */
	int32_t from;  /* INT32_MIN: ever */
	uint32_t take; /* place in values */
	uint32_t column;
	uint64_t line;
};

/* Every row of an export may ask: most keys are short, and are then found in one place,
 * with the value's. */
struct csm_lookup {
	struct csm_dict keys; /* not dated: the note is the place in values */
	struct csm_intern values;
	int integer; /* keys are whole numbers, whatever their places */
	bool dated;  /* rows are kept in `row` */
	bool by_day; /* and some has a day, which of objects is not known before */
	struct lookup_row *row; /* dated: by key, then day */
	size_t rows, cap;
	uint32_t *first; /* dated: by key, where its rows begin; then their number */
};

/* The columns of the file; from: -1 without days. */
struct lookup_columns {
	int key, take, from;
};

void
csm_lookup_free(struct csm_lookup *lookup)
{
	if (lookup == NULL)
		return;
	csm_dict_fini(&lookup->keys);
	csm_intern_fini(&lookup->values);
	free(lookup->row);
	free(lookup->first);
	free(lookup);
}

static void
lookup_differs(const struct csm_pos *at, struct csm_text key,
    const struct csm_text *first, struct csm_text now, struct csm_diag *diag)
{
	struct csm_buf text = {0};

	csm_buf_puts(&text, "key ");
	csm_text_quote(&text, key.s, key.len);
	csm_buf_puts(&text, " again, with ");
	csm_text_quote(&text, now.s == NULL ? "" : now.s, now.len);
	csm_buf_puts(&text, "; the first, ");
	csm_text_quote(&text, first->s, first->len);
	csm_buf_puts(&text, ", holds");
	csm_warn(diag, CSM_W_DUPLICATE, at, "%s", text.data);
	csm_buf_fini(&text);
}

/* ---- reading the file ---- */

/* The day from which a row holds; -1 after a report. */
static int
lookup_day(const struct csm_record *r, int column, int32_t *day, struct csm_diag *diag)
{
	struct csm_text t = r->field[column];
	struct csm_pos at = {
	    .file = r->file, .line = r->line, .column = (uint32_t)column + 1};
	struct csm_buf quoted = {0};
	const char *why;

	*day = INT32_MIN;
	if (t.len == 0 || (why = csm_date_parse(t.s, t.len, day)) == NULL)
		return 0;
	csm_text_quote(&quoted, t.s, t.len);
	csm_error(
	    diag, CSM_E_FORMAT, &at, "valid_from %s is no day (%s)", quoted.data, why);
	csm_buf_fini(&quoted);
	return -1;
}

static int
lookup_put_dated(struct csm_lookup *l, const struct csm_record *r,
    const struct lookup_columns *c, struct csm_text key, struct csm_diag *diag)
{
	struct csm_text take = r->field[c->take];
	struct lookup_row row = {.column = (uint32_t)c->key + 1, .line = r->line};

	if (lookup_day(r, c->from, &row.from, diag) != 0)
		return -1;
	row.key = csm_dict_put(&l->keys, 0, key.s, key.len);
	row.take = csm_intern_put(&l->values, take.s, take.len);
	CSM_GROW(l->row, l->rows, &l->cap);
	l->row[l->rows++] = row;
	return 0;
}

static int
lookup_put(struct csm_lookup *l, const struct csm_record *r,
    const struct lookup_columns *c, struct csm_diag *diag)
{
	struct csm_text text = r->field[c->key], take = r->field[c->take];
	struct csm_pos at = {
	    .file = r->file, .line = r->line, .column = (uint32_t)c->key + 1};
	struct csm_dict_key key;
	const struct csm_dict_slot *slot;
	uint64_t hash;
	uint32_t v;

	if (text.len == 0)
		return 0;
	if (l->integer)
		text = csm_text_whole(text);
	if (l->dated)
		return lookup_put_dated(l, r, c, text, diag);
	v = csm_intern_put(&l->values, take.s, take.len);
	key = csm_dict_key(0, text.s, text.len);
	csm_dict_reserve(&l->keys, 1);
	hash = csm_dict_hash(&l->keys, &key);
	slot = csm_dict_find(&l->keys, &key, hash, text.s);
	if (slot == NULL)
		csm_dict_add(&l->keys, &key, hash, text.s, v);
	else if (take.len == 0)
		return 0; /* a row that says nothing contradicts none */
	else if (l->values.text[slot->note].len == 0)
		((struct csm_dict_slot *)slot)->note = v;
	else if (slot->note != v)
		lookup_differs(&at, text, &l->values.text[slot->note], take, diag);
	return 0;
}

static int
lookup_by_day(const void *a, const void *b)
{
	const struct lookup_row *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

/* Rows in the order of keys and days, of one day the first; keys find theirs. */
static void
lookup_order(struct csm_lookup *l, const char *file, struct csm_diag *diag)
{
	size_t n = 0;

	if (l->rows != 0)
		qsort(l->row, l->rows, sizeof *l->row, lookup_by_day);
	for (size_t i = 0; i < l->rows; i++) {
		struct lookup_row *r = &l->row[i],
				  *before = n == 0 ? NULL : &l->row[n - 1];
		bool same = before != NULL && before->key == r->key;
		if (same && before->from == r->from) {
			struct csm_pos at = {
			    .file = file, .line = r->line, .column = r->column};
			const struct csm_dict_entry *e = &l->keys.text[r->key];
			struct csm_text key = {e->s, e->len};
			struct csm_text says = l->values.text[before->take];
			/* a row that says nothing contradicts none */
			if (says.len == 0)
				before->take = r->take;
			else if (before->take != r->take &&
				 l->values.text[r->take].len != 0)
				lookup_differs(
				    &at, key, &says, l->values.text[r->take], diag);
			continue;
		}
		if (!same)
			l->first[r->key] = (uint32_t)n;
		l->row[n++] = *r;
	}
	l->rows = n;
	l->first[l->keys.n] = (uint32_t)n;
}

static int
lookup_columns_of(struct csm_reader *reader, const char *key, const char *take,
    struct lookup_columns *c, struct csm_diag *diag)
{
	c->key = csm_reader_need(reader, key, diag);
	if (c->key < 0)
		return -1;
	c->take = csm_reader_need(reader, take, diag);
	c->from = csm_reader_column(reader, "valid_from");
	return c->take < 0 ? -1 : 0;
}

static int
lookup_fill(struct csm_lookup *l, struct csm_reader *reader, const char *key,
    const char *take, struct csm_diag *diag)
{
	const struct csm_record *r;
	struct lookup_columns c;
	int got;

	if (lookup_columns_of(reader, key, take, &c, diag) != 0)
		return -1;
	l->dated = c.from >= 0;
	while ((got = csm_reader_next(reader, &r, diag)) == 1)
		if (lookup_put(l, r, &c, diag) != 0)
			return -1;
	if (got == 0 && !csm_reader_had(reader, c.key))
		csm_reader_tell_key(reader, key, NULL, 0, diag);
	if (got == 0 && !csm_reader_had(reader, c.take))
		csm_reader_tell_key(reader, take, NULL, 0, diag);
	if (l->dated) {
		l->by_day = csm_reader_had(reader, c.from);
		l->first = csm_xcalloc(l->keys.n + 1, sizeof *l->first);
		lookup_order(l, csm_reader_name(reader), diag);
	}
	csm_diag_rows(
	    diag, &(struct csm_file_rows){.file = csm_reader_name(reader),
		      .rows = csm_reader_rows(reader),
		      .used = csm_reader_rows(reader) - csm_reader_rejected(reader)});
	return got;
}

/* ---- use ---- */

struct csm_lookup *
csm_lookup_load(const char *path, const char *key, const char *take, int integer,
    struct csm_diag *diag)
{
	struct csm_reader_options options = {.format = CSM_FORMAT_AUTO, .prove = 1};
	struct csm_reader *reader = csm_reader_open(path, &options, diag);
	struct csm_lookup *l;

	if (reader == NULL)
		return NULL;
	l = csm_xcalloc(1, sizeof *l);
	l->keys.copy = 1;
	l->integer = integer;
	if (lookup_fill(l, reader, key, take, diag) != 0) {
		csm_lookup_free(l);
		l = NULL;
	}
	csm_reader_free(reader);
	return l;
}

bool
csm_lookup_dated(const struct csm_lookup *lookup)
{
	return lookup->by_day;
}

/* The last row of the key that holds on the day; NULL: none does yet. */
static const struct lookup_row *
lookup_row_of(const struct csm_lookup *l, uint32_t key, int32_t day)
{
	size_t low = l->first[key], high = l->first[key + 1];

	if (day == CSM_DAY_NONE)
		return &l->row[high - 1];
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (l->row[middle].from <= day)
			low = middle + 1;
		else
			high = middle;
	}
	return low == l->first[key] ? NULL : &l->row[low - 1];
}

int
csm_lookup_find(const struct csm_lookup *lookup, struct csm_text key, int32_t day,
    struct csm_text *out)
{
	struct csm_dict_key k = csm_dict_key(0, key.s, key.len);
	const struct csm_dict_slot *slot;
	uint32_t take;

	if (lookup->keys.n == 0)
		return 0;
	slot =
	    csm_dict_find(&lookup->keys, &k, csm_dict_hash(&lookup->keys, &k), key.s);
	if (slot == NULL)
		return 0;
	take = slot->note;
	if (lookup->dated) {
		const struct lookup_row *row = lookup_row_of(lookup, slot->id - 1, day);
		if (row == NULL)
			return 0;
		take = row->take;
	}
	const struct csm_text *v = &lookup->values.text[take];
	*out = (struct csm_text){v->s, v->len};
	return 1;
}
