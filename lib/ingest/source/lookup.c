#include "ingest/source/lookup_state.h"

#include "base/case.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void
csm_lookup_free(struct csm_lookup *lookup)
{
	if (lookup == NULL)
		return;
	csm_dict_fini(&lookup->keys);
	csm_intern_fini(&lookup->values);
	csm_arena_fini(&lookup->scratch);
	csm_arena_fini(&lookup->padded);
	free(lookup->taken);
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

	/* An empty day: the row holds from ever on. */
	*day = INT32_MIN;
	if (t.len == 0 || (why = csm_date_parse(t.s, t.len, day)) == NULL)
		return 0;
	csm_text_quote(&quoted, t.s, t.len);
	csm_error(
	    diag, CSM_E_FORMAT, &at, "valid_from %s is no day (%s)", quoted.data, why);
	csm_buf_fini(&quoted);
	return -1;
}

/* A key of the file, and what its row takes. */
struct lookup_pair {
	struct csm_text key, take;
	int32_t from; /* dated */
	struct csm_pos at;
};

/* Kept as they come: which row holds on a day is known once all are ordered. */
static void
lookup_put_dated(struct csm_lookup *l, const struct lookup_pair *pair)
{
	struct csm_lookup_row row = {
	    .from = pair->from, .column = pair->at.column, .line = pair->at.line};

	row.key = csm_dict_put(&l->keys, 0, pair->key.s, pair->key.len);
	row.take = csm_intern_put(&l->values, pair->take.s, pair->take.len);
	CSM_GROW(l->row, l->rows, &l->cap);
	l->row[l->rows++] = row;
}

static void
lookup_put(struct csm_lookup *l, const struct lookup_pair *pair, struct csm_diag *diag)
{
	const struct csm_text text = pair->key, take = pair->take;
	const struct csm_dict_key key = csm_dict_key(0, text.s, text.len);
	const struct csm_dict_slot *slot;
	uint64_t hash;
	uint32_t v;

	if (l->dated) {
		lookup_put_dated(l, pair);
		return;
	}
	/* Values are few where keys are many (users of a company), so each is kept
	 * once. */
	v = csm_intern_put(&l->values, take.s, take.len);
	csm_dict_reserve(&l->keys, 1);
	hash = csm_dict_hash(&l->keys, &key);
	slot = csm_dict_find(&l->keys, &key, hash, text.s);
	if (slot == NULL)
		csm_dict_add(&l->keys, &key, hash, text.s, v);
	else if (take.len == 0)
		return; /* a row that says nothing contradicts none */
	/* The row before said nothing. */
	else if (l->values.text[slot->note].len == 0)
		((struct csm_dict_slot *)slot)->note = v;
	else if (slot->note != v)
		lookup_differs(
		    &pair->at, text, &l->values.text[slot->note], take, diag);
}

/* The host of a web address, without www; a domain as it is. */
static struct csm_text
lookup_host(struct csm_text t)
{
	static const char *const before[] = {"http://", "https://", "www."};

	for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
		size_t len = strlen(before[i]);
		if (t.len > len && strncasecmp(t.s, before[i], len) == 0)
			t = (struct csm_text){t.s + len, t.len - len};
	}
	for (size_t i = 0; i < t.len; i++)
		if (t.s[i] == '/' || t.s[i] == ':' || t.s[i] == '?')
			t.len = i;
	return t;
}

/* The next domain of a cell, which it is taken from; len 0: there is none. */
static struct csm_text
lookup_next_domain(struct csm_text *cell)
{
	static const char between[] = " ,;|\t\n";
	struct csm_text domain = {cell->s, 0};
	size_t at = 0;

	while (at < cell->len && memchr(between, cell->s[at], sizeof between - 1))
		at++;
	domain.s = cell->s + at;
	while (at + domain.len < cell->len &&
	       !memchr(between, domain.s[domain.len], sizeof between - 1))
		domain.len++;
	at += domain.len;
	*cell = (struct csm_text){cell->s + at, cell->len - at};
	return domain;
}

/* The keys of a cell. */
static void
lookup_put_cell(struct csm_lookup *l, struct csm_text cell, struct lookup_pair *pair,
    struct csm_diag *diag)
{
	/* Lengths may differ in small letters: it is a new text, in the scratch of this
	 * cell. */
	if (l->lower) {
		csm_arena_reset(&l->scratch);
		cell.s = csm_case_lower(&l->scratch, cell.s, cell.len);
		cell.len = strlen(cell.s);
	}
	if (l->integer)
		cell = csm_text_whole(cell);
	while (l->domains && (pair->key = lookup_next_domain(&cell)).len > 0) {
		pair->key = lookup_host(pair->key);
		if (pair->key.len > 0)
			lookup_put(l, pair, diag);
	}
	pair->key = cell;
	if (cell.len > 0)
		lookup_put(l, pair, diag);
}

int
csm_lookup_put(struct csm_lookup *l, const struct csm_record *r,
    const struct csm_lookup_columns *c, struct csm_diag *diag)
{
	struct lookup_pair pair = {.take = r->field[c->take],
	    .from = INT32_MIN,
	    .at = {.file = r->file, .line = r->line}};

	for (size_t i = 0; i < c->keys; i++) {
		struct csm_text cell = r->field[c->key[i]];
		/* An empty key is nobody's: rows without one would all be the same. */
		if (cell.len == 0)
			continue;
		if (l->dated && lookup_day(r, c->from, &pair.from, diag) != 0)
			return -1;
		pair.at.column = (uint32_t)c->key[i] + 1;
		lookup_put_cell(l, cell, &pair, diag);
	}
	return 0;
}

void
csm_lookup_put_itself(struct csm_lookup *l)
{
	/* No value is added meanwhile: all of them are there already. */
	for (size_t i = 0; i < l->values.n; i++) {
		struct csm_text t = l->values.text[i], key = t;
		csm_arena_reset(&l->scratch);
		if (l->lower)
			key.s = csm_case_lower(&l->scratch, t.s, t.len);
		key.len = strlen(key.s);
		if (l->integer)
			key = csm_text_whole(key);
		struct csm_dict_key k = csm_dict_key(0, key.s, key.len);
		csm_dict_reserve(&l->keys, 1);
		if (key.len > 0 && csm_dict_find(&l->keys, &k,
				       csm_dict_hash(&l->keys, &k), key.s) == NULL)
			lookup_put(l,
			    &(struct lookup_pair){
				.key = key, .take = t, .from = INT32_MIN},
			    NULL);
	}
}

static int
lookup_by_day(const void *a, const void *b)
{
	const struct csm_lookup_row *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	/* The first row of a day holds, so rows of one stay in the order of the file. */
	return (x->line > y->line) - (x->line < y->line);
}

void
csm_lookup_order(struct csm_lookup *l, const char *file, struct csm_diag *diag)
{
	size_t n = 0;

	if (l->rows != 0)
		qsort(l->row, l->rows, sizeof *l->row, lookup_by_day);
	for (size_t i = 0; i < l->rows; i++) {
		struct csm_lookup_row *r = &l->row[i],
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
	/* One behind the last, so that every key's rows end where the next one's
	 * begin. */
	l->first[l->keys.n] = (uint32_t)n;
}

/* ---- use ---- */

bool
csm_lookup_dated(const struct csm_lookup *lookup)
{
	return lookup->by_day;
}

/* The last row of the key that holds on the day; NULL: none does yet. */
static const struct csm_lookup_row *
lookup_row_of(const struct csm_lookup *l, uint32_t key, int32_t day)
{
	size_t low = l->first[key], high = l->first[key + 1];

	/* Rows are ascending: the last is the newest. */
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

void
csm_lookup_seek(const struct csm_lookup *lookup, struct csm_text key,
    struct csm_lookup_sought *sought)
{
	sought->key = csm_dict_key_padded(0, key.s, key.len);
	/* Found in two steps, so that threads wait for the slots of many rows at once;
	 * measured at 180 ns a row before that. */
	sought->hash = csm_dict_hash(&lookup->keys, &sought->key);
	/* An empty table has no slots to fetch. */
	if (lookup->keys.n != 0)
		csm_dict_fetch(&lookup->keys, sought->hash);
}

int
csm_lookup_take(const struct csm_lookup *lookup, struct csm_text key,
    const struct csm_lookup_sought *sought, int32_t day, struct csm_text *out)
{
	const struct csm_dict_slot *slot;
	uint32_t take;

	if (lookup->keys.n == 0)
		return 0;
	slot = csm_dict_find(&lookup->keys, &sought->key, sought->hash, key.s);
	if (slot == NULL)
		return 0;
	take = slot->note;
	if (lookup->dated) {
		const struct csm_lookup_row *row =
		    lookup_row_of(lookup, slot->id - 1, day);
		if (row == NULL)
			return 0;
		take = row->take;
	}
	*out = lookup->taken[take];
	return 1;
}

int
csm_lookup_find(const struct csm_lookup *lookup, struct csm_text key, int32_t day,
    struct csm_text *out)
{
	struct csm_lookup_sought sought = {.key = csm_dict_key(0, key.s, key.len)};

	sought.hash = csm_dict_hash(&lookup->keys, &sought.key);
	return csm_lookup_take(lookup, key, &sought, day, out);
}
