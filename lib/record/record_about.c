/* A row as it was read, for messages that reject it. */
#include "record/record_state.h"

#include "record/row_writer.h"
#include "syntax/csv.h"

static void
about_put_header(const struct csm_reader *reader, struct csm_buf *header)
{
	struct csm_rowwriter row =
	    csm_rowwriter_by(header, csm_csv_delimiter(reader->csv));

	for (size_t i = 0; i < reader->columns; i++)
		csm_rowwriter_heading(&row, reader->column[i]);
}

/* The cells of a record, without what was found in them. */
static void
about_put_cells(const struct csm_reader *reader, const struct csm_record *record,
    struct csm_buf *out)
{
	struct csm_rowwriter row =
	    csm_rowwriter_by(out, csm_csv_delimiter(reader->csv));
	size_t n = record->n;

	/* Inner values were found in cells that are written anyway. */
	if (reader->inners > 0 && n == reader->columns + reader->inners)
		n = reader->columns;
	for (size_t i = 0; i < n; i++)
		csm_rowwriter_text(&row, "",
		    record->field[i].s == NULL ? "" : record->field[i].s,
		    record->field[i].len);
}

static void
about_put(const void *ctx, struct csm_buf *row, struct csm_buf *header)
{
	const struct csm_record_about *about = ctx;
	const struct csm_reader *reader = about->reader;

	if (reader->nd != NULL) {
		struct csm_text written = about->record == NULL
					      ? csm_ndjson_rejected(reader->nd)
					      : about->record->written;
		csm_buf_put(row, written.s, written.len);
		return;
	}
	about_put_header(reader, header);
	/* Rejected before it was a record: there is the line as it stands in the file.
	 */
	if (about->record == NULL)
		csm_csv_put_rejected(reader->csv, row);
	else
		about_put_cells(reader, about->record, row);
}

void
csm_record_about(const struct csm_record_about *about, struct csm_diag *diag)
{
	diag->row = (struct csm_diag_row){about_put, about};
}
