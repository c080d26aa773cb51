#include "unit/sheet.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "time/date.h"

#include <assert.h>
#include <stdlib.h>

int
csm_sheet_open(struct csm_sheet *sheet, const char *path, const char *const *column,
    size_t columns, size_t needed, struct csm_diag *diag)
{
	/* No option says how these files are written, so their rows have to prove a
	 * semicolon. */
	struct csm_reader_options options = {.prove = 1};
	int failed = 0;

	assert(columns <= CSM_SHEET_COLUMNS);
	*sheet = (struct csm_sheet){.column = column, .columns = columns, .diag = diag};
	sheet->reader = csm_reader_open(path, &options, diag);
	if (sheet->reader == NULL)
		return -1;
	for (size_t c = 0; c < columns; c++) {
		if (c < needed) {
			sheet->handle[c] =
			    csm_reader_need(sheet->reader, column[c], diag);
			failed |= sheet->handle[c] < 0;
		} else {
			sheet->handle[c] = csm_reader_column(sheet->reader, column[c]);
		}
	}
	return failed ? -1 : 0;
}

void
csm_sheet_close(struct csm_sheet *sheet)
{
	csm_reader_free(sheet->reader);
	sheet->reader = NULL;
}

int
csm_sheet_next(struct csm_sheet *sheet)
{
	int got = csm_reader_next(sheet->reader, &sheet->record, sheet->diag);

	/* At the end, not on close: a run that fails in between has no counts worth
	 * telling. */
	if (got == 0)
		csm_reader_account(sheet->reader, sheet->rejected, sheet->diag);
	return got;
}

struct csm_text
csm_sheet_cell(struct csm_sheet *sheet, size_t column)
{
	int handle = sheet->handle[column];

	if (handle < 0 || sheet->record->field[handle].s == NULL)
		return (struct csm_text){"", 0};
	return sheet->record->field[handle];
}

struct csm_pos
csm_sheet_pos(struct csm_sheet *sheet, size_t column)
{
	struct csm_pos pos = {.file = sheet->record->file,
	    .line = sheet->record->line,
	    .path = sheet->column[column]};

	/* NDJSON has keys and no columns: 0 says so, and the path names the key. */
	if (csm_reader_columns(sheet->reader) > 0)
		pos.column = (uint32_t)sheet->handle[column] + 1;
	return pos;
}

int
csm_sheet_day(struct csm_sheet *sheet, size_t column, int32_t *day)
{
	struct csm_text text = csm_sheet_cell(sheet, column);
	struct csm_pos pos;

	*day = CSM_DAY_NONE;
	if (text.len == 0)
		return 0;
	const char *why = csm_date_parse(text.s, text.len, day);
	if (why == NULL)
		return 0;
	pos = csm_sheet_pos(sheet, column);
	sheet->rejected++;
	return csm_reject(
	    sheet->diag, CSM_E_DATE, &pos, text.s, text.len, "bad date", why);
}

int
csm_sheet_need(
    struct csm_sheet *sheet, size_t column, enum csm_code code, const char *what)
{
	struct csm_pos pos;

	if (csm_sheet_cell(sheet, column).len > 0)
		return 0;
	pos = csm_sheet_pos(sheet, column);
	sheet->rejected++;
	return csm_reject(sheet->diag, code, &pos, NULL, 0, what, NULL);
}

long
csm_sheet_find(struct csm_sheet *sheet, size_t column,
    const char *(*name)(const void *ctx, size_t i), const void *ctx, size_t n,
    const char *what)
{
	struct csm_text text = csm_sheet_cell(sheet, column);
	struct csm_pos pos = csm_sheet_pos(sheet, column);
	struct csm_buf quoted = {0}, hint = {0};
	struct csm_nearest near;

	for (size_t i = 0; i < n; i++)
		if (csm_text_is(name(ctx, i), text.s, text.len))
			return (long)i;
	char *word = csm_xmemdup0(text.s, text.len);
	csm_nearest_init(&near, word);
	/* twenty thousand unknown names cost a minute of comparing for ten messages */
	if (!csm_diag_shows(sheet->diag, CSM_W_UNKNOWN))
		n = 0;
	for (size_t i = 0; i < n; i++)
		csm_nearest_offer(&near, name(ctx, i));
	csm_text_quote(&quoted, text.s, text.len);
	csm_warn(sheet->diag, CSM_W_UNKNOWN, &pos, "%s %s%s", what, quoted.data,
	    csm_nearest_hint(&near, &hint));
	free(word);
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
	return -1;
}
