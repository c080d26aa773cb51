/* Rows that wait until some row shows whether the day or the month of times is first. */
#include "ingest/ingest_state.h"

#include <string.h>

/* A kept row as it was read, for messages that reject it. */
static void
ingest_kept_written(struct csm_ingest *in, struct csm_ingest_kept *kept)
{
	struct csm_buf row = {0}, header = {0};

	in->diag->row.put(in->diag->row.ctx, &row, &header);
	kept->row = (struct csm_text){
	    csm_arena_text(&in->arena, csm_buf_text(&row), row.len), row.len};
	kept->header = (struct csm_text){
	    csm_arena_text(&in->arena, csm_buf_text(&header), header.len), header.len};
	csm_buf_fini(&row);
	csm_buf_fini(&header);
}

void
csm_ingest_put_kept(const void *ctx, struct csm_buf *row, struct csm_buf *header)
{
	const struct csm_ingest_kept *kept = ctx;

	csm_buf_put(row, kept->row.s, kept->row.len);
	csm_buf_put(header, kept->header.s, kept->header.len);
}

void
csm_ingest_keep(struct csm_ingest *in, const struct csm_row *row)
{
	struct csm_ingest_kept *kept =
	    CSM_ARENA_NEW(&in->arena, struct csm_ingest_kept);
	size_t n = CSM_ROLES + in->mapping->columns;

	csm_buf_reset(&in->key);
	for (size_t i = 0; i < n; i++) {
		struct csm_text t =
		    i < CSM_ROLES ? row->role[i] : row->column[i - CSM_ROLES];
		/* No text and an empty one are different: a column that is not there is
		 * asked for by name in messages. */
		uint32_t len = t.s == NULL ? 0 : (uint32_t)t.len + 1;
		if (csm_mapping_source(in->mapping, i) == NULL)
			continue;
		csm_buf_put(&in->key, &len, sizeof len);
		if (t.len != 0)
			csm_buf_put(&in->key, t.s, t.len);
	}
	kept->text =
	    (unsigned char *)csm_arena_text(&in->arena, in->key.data, in->key.len);
	/* Copied only while somebody writes rejected rows down: it doubles what a row
	 * takes. */
	if (in->diag->wants_rows && in->diag->row.put != NULL)
		ingest_kept_written(in, kept);
	kept->place = row->place;
	kept->file = row->file;
	kept->line = row->line;
	*in->kept_end = kept;
	in->kept_end = &kept->next;
}

struct csm_row
csm_ingest_kept_row(struct csm_ingest *in, const struct csm_ingest_kept *kept)
{
	const unsigned char *p = kept->text;
	uint32_t len;

	for (size_t i = 0; i < CSM_ROLES + in->mapping->columns; i++) {
		if (csm_mapping_source(in->mapping, i) == NULL)
			continue;
		/* Unaligned: texts are packed. */
		memcpy(&len, p, sizeof len);
		p += sizeof len;
		in->replay[i] = len == 0 ? (struct csm_text){NULL, 0}
					 : (struct csm_text){(const char *)p, len - 1};
		p += len == 0 ? 0 : len - 1;
	}
	return (struct csm_row){
	    in->replay, in->replay + CSM_ROLES, kept->place, kept->file, kept->line};
}
