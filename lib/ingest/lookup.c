#include "ingest/lookup.h"

#include "base/dict.h"
#include "base/intern.h"
#include "base/text.h"
#include "base/xalloc.h"

#include <stdlib.h>

/* Every row of an export may ask: most keys are short, and are then found in one place,
 * with the value's. */
struct csm_lookup {
	struct csm_dict keys; /* the note is the place in values */
	struct csm_intern values;
	int integer; /* keys are whole numbers, whatever their places */
};

void
csm_lookup_free(struct csm_lookup *lookup)
{
	if (lookup == NULL)
		return;
	csm_dict_fini(&lookup->keys);
	csm_intern_fini(&lookup->values);
	free(lookup);
}

static void
differs(const struct csm_record *r, int column, struct csm_text key,
    const struct csm_text *first, struct csm_text now, struct csm_diag *diag)
{
	struct csm_buf text = {0};
	struct csm_pos at = {
	    .file = r->file, .line = r->line, .column = (uint32_t)column + 1};

	csm_buf_puts(&text, "key ");
	csm_text_quote(&text, key.s, key.len);
	csm_buf_puts(&text, " again, with ");
	csm_text_quote(&text, now.s == NULL ? "" : now.s, now.len);
	csm_buf_puts(&text, "; the first, ");
	csm_text_quote(&text, first->s, first->len);
	csm_buf_puts(&text, ", holds");
	csm_warn(diag, CSM_W_DUPLICATE, &at, "%s", text.data);
	csm_buf_fini(&text);
}

static void
lookup_put(struct csm_lookup *l, const struct csm_record *r, int key_column,
    int take_column, struct csm_diag *diag)
{
	struct csm_text text = r->field[key_column], take = r->field[take_column];
	struct csm_dict_key key;
	const struct csm_dict_slot *slot;
	uint64_t hash;
	uint32_t v;

	if (text.len == 0)
		return;
	if (l->integer)
		text = csm_text_whole(text);
	v = csm_intern_put(&l->values, take.s, take.len);
	key = csm_dict_key(0, text.s, text.len);
	csm_dict_reserve(&l->keys, 1);
	hash = csm_dict_hash(&l->keys, &key);
	slot = csm_dict_find(&l->keys, &key, hash, text.s);
	if (slot == NULL)
		csm_dict_add(&l->keys, &key, hash, text.s, v);
	else if (slot->note != v)
		differs(r, key_column, text, &l->values.text[slot->note], take, diag);
}

static int
lookup_fill(struct csm_lookup *l, struct csm_reader *reader, const char *key,
    const char *take, struct csm_diag *diag)
{
	const struct csm_record *r;
	int key_column = csm_reader_need(reader, key, diag), take_column, got;

	if (key_column < 0)
		return -1;
	take_column = csm_reader_need(reader, take, diag);
	if (take_column < 0)
		return -1;
	while ((got = csm_reader_next(reader, &r, diag)) == 1)
		lookup_put(l, r, key_column, take_column, diag);
	if (got == 0 && !csm_reader_had(reader, key_column))
		csm_reader_tell_key(reader, key, NULL, 0, diag);
	if (got == 0 && !csm_reader_had(reader, take_column))
		csm_reader_tell_key(reader, take, NULL, 0, diag);
	csm_diag_rows(
	    diag, &(struct csm_file_rows){.file = csm_reader_name(reader),
		      .rows = csm_reader_rows(reader),
		      .used = csm_reader_rows(reader) - csm_reader_rejected(reader)});
	return got;
}

struct csm_lookup *
csm_lookup_load(const char *path, const char *key, const char *take, int integer,
    struct csm_diag *diag)
{
	struct csm_reader_options options = {.format = CSM_FORMAT_AUTO};
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

int
csm_lookup_find(
    const struct csm_lookup *lookup, struct csm_text key, struct csm_text *out)
{
	struct csm_dict_key k = csm_dict_key(0, key.s, key.len);
	const struct csm_dict_slot *slot;

	if (lookup->keys.n == 0)
		return 0;
	slot =
	    csm_dict_find(&lookup->keys, &k, csm_dict_hash(&lookup->keys, &k), key.s);
	if (slot == NULL)
		return 0;
	const struct csm_text *v = &lookup->values.text[slot->note];
	*out = (struct csm_text){v->s, v->len};
	return 1;
}
