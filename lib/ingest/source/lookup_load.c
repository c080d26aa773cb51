/* A lookup from its file: which columns, and every row. */
#include "ingest/source/lookup_state.h"

#include "base/text.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

/* What is taken where nothing is said. */
static const char *
lookup_default_take(const struct csm_lookup_form *form, struct csm_reader *reader)
{
	const size_t n = csm_reader_columns(reader);
	size_t i = 0;

	/* Of objects nobody knows the keys yet: `id` it is. */
	if (n == 0 || csm_reader_column(reader, "id") >= 0)
		return "id";
	while (i + 1 < n && form->apart != NULL &&
	       strcmp(csm_reader_column_name(reader, i), form->apart) == 0)
		i++;
	return csm_reader_column_name(reader, i);
}

static int
lookup_lacks_keys(const struct csm_lookup_form *form, const struct csm_reader *reader,
    struct csm_diag *diag)
{
	struct csm_buf names = {0};
	struct csm_pos at = {.file = csm_reader_name(reader)};

	for (size_t i = 0; i < form->keys; i++)
		csm_buf_printf(&names, "%s\"%s\"", i == 0 ? "" : ", ", form->key[i]);
	csm_error(diag, CSM_E_HEADER, &at,
	    "it has none of the columns %s; \"key\" says which one has what is the "
	    "same",
	    names.data);
	csm_buf_fini(&names);
	return -1;
}

/* c->key has room for all. */
static int
lookup_find_columns(struct csm_reader *reader, const struct csm_lookup_form *form,
    struct csm_lookup_columns *c, struct csm_diag *diag)
{
	const char *take =
	    form->take != NULL ? form->take : lookup_default_take(form, reader);

	for (size_t i = 0; i < form->keys; i++) {
		/* One key has to be there; of several those that are there count, and
		 * at least one must. */
		int column = form->keys == 1
				 ? csm_reader_need(reader, form->key[i], diag)
				 : csm_reader_column(reader, form->key[i]);
		if (column < 0 && form->keys == 1)
			return -1;
		/* What is taken is a key of itself anyway: csm_lookup_put_itself. */
		if (column >= 0 && (!form->itself || strcmp(form->key[i], take) != 0))
			c->key[c->keys++] = column;
	}
	if (c->keys == 0)
		return lookup_lacks_keys(form, reader, diag);
	c->take = csm_reader_need(reader, take, diag);
	c->from = csm_reader_column(reader, "valid_from");
	return c->take < 0 ? -1 : 0;
}

/* Of objects: a key that none had. */
static void
lookup_tell(const struct csm_lookup_form *form, const struct csm_lookup_columns *c,
    const struct csm_reader *reader, struct csm_diag *diag)
{
	size_t i = 0;

	/* Told of objects only after all rows: each of them may have other keys. */
	while (i < c->keys && !csm_reader_had(reader, c->key[i]))
		i++;
	if (i == c->keys)
		csm_reader_tell_key(reader, form->key[0], NULL, 0, diag);
	if (form->take != NULL && !csm_reader_had(reader, c->take))
		csm_reader_tell_key(reader, form->take, NULL, 0, diag);
}

/* Sixteen bytes of what is taken may be loaded, so that threads use it without a
 * copy. */
static void
lookup_pad(struct csm_lookup *l)
{
	l->taken = csm_xcalloc(l->values.n, sizeof *l->taken);
	for (size_t i = 0; i < l->values.n; i++) {
		const size_t len = l->values.text[i].len;
		char *s = csm_arena_alloc(&l->padded, len + CSM_DICT_SHORT);
		if (len != 0)
			memcpy(s, l->values.text[i].s, len);
		l->taken[i] = (struct csm_text){s, len};
	}
}

/* The rows of a reader: 0, or -1 after a report.  `rows` gets what is wrong with them. */
static int
lookup_fill(struct csm_lookup *l, struct csm_reader *reader,
    const struct csm_lookup_form *form, struct csm_lookup_columns *c,
    struct csm_diag *rows, struct csm_diag *diag)
{
	const struct csm_record *r;
	int got;

	if (lookup_find_columns(reader, form, c, form->quiet ? rows : diag) != 0)
		return -1;
	l->dated |= c->from >= 0;
	while ((got = csm_reader_next(reader, &r, rows)) == 1)
		if (csm_lookup_put(l, r, c, diag) != 0)
			return -1;
	if (got == 0 && !form->quiet)
		lookup_tell(form, c, reader, diag);
	/* A column of days in which no object has one asks nobody for the day of his
	 * row. */
	l->by_day |= c->from >= 0 && csm_reader_had(reader, c->from);
	return got;
}

/* A file, or an input of the run. */
static int
lookup_read(struct csm_lookup *l, const struct csm_lookup_form *form,
    const struct csm_lookup_input *input, struct csm_diag *diag)
{
	/* No word says how the file of a lookup is written, so that its first rows have
	 * to. */
	const struct csm_reader_options prove = {.format = CSM_FORMAT_AUTO, .prove = 1};
	struct csm_diag quiet;
	struct csm_reader *reader;
	struct csm_lookup_columns c = {0};
	int got = 0;

	csm_diag_init(&quiet, NULL, NULL);
	reader = input == NULL ? csm_reader_open(form->path, &prove, diag)
			       : csm_reader_open(input->path, &input->how, &quiet);
	if (reader == NULL)
		return input == NULL ? -1 : 0;
	c.key = csm_xcalloc(form->keys, sizeof *c.key);
	if (input == NULL || !csm_reader_empty(reader))
		got = lookup_fill(
		    l, reader, form, &c, input == NULL ? diag : &quiet, diag);
	if (input != NULL && (form->quiet || quiet.count[CSM_E_FORMAT] != 0))
		/* It is told, and ends the run, where the input is read for good. */
		got = 0;
	if (got == 0 && input == NULL)
		/* Rejected rows of a lookup count as all others do, against
		 * --max-rejects too. */
		csm_reader_account(reader, 0, diag);
	free(c.key);
	csm_reader_free(reader);
	return got;
}

/* Once all rows are there. */
static void
lookup_end(
    struct csm_lookup *l, const struct csm_lookup_form *form, struct csm_diag *diag)
{
	if (form->itself)
		csm_lookup_put_itself(l);
	if (l->dated) {
		l->first = csm_xcalloc(l->keys.n + 1, sizeof *l->first);
		csm_lookup_order(l, form->path, diag);
	}
	lookup_pad(l);
}

struct csm_lookup *
csm_lookup_open(const struct csm_lookup_form *form, struct csm_diag *diag)
{
	struct csm_lookup *l = csm_xcalloc(1, sizeof *l);
	int failed = 0;

	l->keys.copy = 1;
	l->integer = form->integer;
	l->lower = form->lower;
	l->domains = form->domains;
	if (form->input == NULL)
		failed = lookup_read(l, form, NULL, diag) != 0;
	for (size_t i = 0; form->input != NULL && i < form->inputs && !failed; i++)
		failed = lookup_read(l, form, &form->input[i], diag) != 0;
	if (!failed) {
		lookup_end(l, form, diag);
		return l;
	}
	csm_lookup_free(l);
	return NULL;
}

struct csm_lookup *
csm_lookup_load(const char *path, const char *key, const char *take, int integer,
    struct csm_diag *diag)
{
	struct csm_lookup_form form = {.path = path,
	    .key = &key,
	    .keys = 1,
	    .take = take,
	    .integer = integer != 0};

	return csm_lookup_open(&form, diag);
}
