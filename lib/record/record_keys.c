/* Paths into objects that no object had, and what is said of them. */
#include "record/record_state.h"

#include "base/text.h"

#include <string.h>

/* Keys that a message lists. */
#define KEYS_SHOWN 12

int
csm_reader_had(const struct csm_reader *reader, int column)
{
	size_t i = (size_t)column;

	if (reader->nd != NULL)
		return csm_ndjson_had(reader->nd, i);
	if (i < reader->columns)
		return 1;
	return reader->inner[i - reader->columns].had;
}

void
csm_reader_offer(const struct csm_reader *reader, struct csm_nearest *near)
{
	const struct csm_intern *names;

	for (size_t i = 0; i < reader->columns; i++)
		csm_nearest_offer(near, reader->column[i]);
	if (reader->nd == NULL)
		return;
	names = csm_ndjson_names(reader->nd);
	for (size_t i = 0; i < names->n; i++)
		csm_nearest_offer(near, names->text[i].s);
}

/* "; there are: t, c, qty" */
static void
keys_put_names(struct csm_buf *out, const struct csm_reader *reader)
{
	const struct csm_intern *names;
	size_t shown = 0;

	if (reader->nd == NULL) {
		csm_buf_puts(out, "; ");
		csm_record_put_names(out, reader);
		return;
	}
	names = csm_ndjson_names(reader->nd);
	for (size_t i = 0; i < names->n && i < KEYS_SHOWN; i++) {
		csm_buf_puts(out, shown++ == 0 ? "; there are: " : ", ");
		csm_record_put_name(out, names->text[i].s);
	}
	if (names->n > shown)
		csm_buf_printf(out, " and %zu more", names->n - shown);
}

int
csm_reader_tell_key(const struct csm_reader *reader, const char *path, const char *role,
    int required, struct csm_diag *diag)
{
	struct csm_pos pos = {.file = reader->name};
	struct csm_buf text = {0}, hint = {0};
	struct csm_nearest near;

	if (role != NULL)
		csm_buf_printf(&text, "%s: ", role);
	csm_buf_puts(&text, reader->nd != NULL                  ? "no object has "
			    : csm_record_is_inner(reader, path) ? "no row has "
								: "no column ");
	csm_text_quote(&text, path, strlen(path));
	keys_put_names(&text, reader);
	csm_nearest_init(&near, path);
	csm_reader_offer(reader, &near);
	csm_buf_puts(&text, csm_nearest_hint(&near, &hint));
	if (reader->nd != NULL && csm_ndjson_list(reader->nd) != NULL)
		csm_buf_printf(&text, "; jq -c '.%s[]' makes rows of what it holds",
		    csm_ndjson_list(reader->nd));
	if (required)
		csm_error(diag, CSM_E_HEADER, &pos, "%s", text.data);
	else
		csm_warn(diag, CSM_W_KEY, &pos, "%s", text.data);
	csm_buf_fini(&text);
	csm_buf_fini(&hint);
	return required ? -1 : 0;
}

void
csm_reader_join(struct csm_reader *reader, const struct csm_reader *fork)
{
	reader->told = NULL; /* batches have messages of their own */
	if (reader->nd != NULL)
		csm_ndjson_join(reader->nd, fork->nd);
	for (size_t i = 0; i < reader->inners && i < fork->inners; i++)
		reader->inner[i].had |= fork->inner[i].had;
}
