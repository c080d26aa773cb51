#include "document/workbook.h"

#include "base/num.h"
#include "base/xalloc.h"
#include "document/workbook_book.h"
#include "document/xlsx_text.h"
#include "io/fd.h"
#include "io/temp.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define DAY_SECONDS 86400 /* of the time that properties of a document are in */

static int
workbook_cannot(const char *what, const char *why, struct csm_diag *diag)
{
	return csm_error(diag, CSM_E_WRITE, NULL,
	    "cannot %s a temporary file in %s: %s", what, csm_temp_directory(), why);
}

/*
 * libxlsxwriter writes to a file only, by its name, and makes others for its sheets,
 * which it may leave when it ends early: all of them are in one directory.
 */
static int
make_directory(struct csm_workbook *book, struct csm_diag *diag)
{
	struct csm_buf target = {0};

	csm_buf_printf(&target, "%s/csm-book", csm_temp_directory());
	book->lock = csm_temp_create_directory(target.data, &book->directory);
	csm_buf_fini(&target);
	if (book->lock < 0)
		return workbook_cannot("create", strerror(errno), diag);
	csm_buf_printf(&target, "%s/book", book->directory);
	book->path = target.data;
	return 0;
}

struct csm_workbook *
csm_workbook_new(struct csm_diag *diag)
{
	struct csm_workbook *book = csm_xcalloc(1, sizeof *book);

	book->lock = -1;
	if (make_directory(book, diag) != 0) {
		csm_workbook_free(book);
		return NULL;
	}
	lxw_workbook_options options = {.tmpdir = book->directory};
	book->workbook = workbook_new_opt(book->path, &options);
	if (book->workbook == NULL)
		csm_xalloc_failed(0); /* it only fails without memory */
	return book;
}

void
csm_workbook_free(struct csm_workbook *book)
{
	struct csm_workbook_sheet *next;

	if (book == NULL)
		return;
	/* Before its directory goes: it closes the files it has there. */
	lxw_workbook_free(book->workbook);
	csm_temp_remove(book->directory);
	if (book->lock >= 0)
		close(book->lock);
	for (struct csm_workbook_sheet *s = book->first; s != NULL; s = next) {
		next = s->next;
		free(s->name);
		free(s);
	}
	for (size_t i = 0; i < book->styles; i++)
		free((char *)book->style[i].of.format);
	csm_intern_fini(&book->texts);
	free(book->style);
	free(book->path);
	free(book);
}

/* No clock: a creation time of 0 would stand for now. */
void
csm_workbook_about(
    struct csm_workbook *book, const char *title, const char *subject, int32_t day)
{
	lxw_doc_properties about = {.title = (char *)title,
	    .subject = (char *)subject,
	    .created = day == 0 ? 1 : (time_t)day * DAY_SECONDS};

	workbook_set_properties(book->workbook, &about);
}

/* ---- sheets ---- */

/* Excel takes "units" and "Units" for one. */
static int
taken(const struct csm_workbook *book, const char *name)
{
	for (const struct csm_workbook_sheet *s = book->first; s != NULL; s = s->next)
		if (strcasecmp(s->name, name) == 0)
			return 1;
	return 0;
}

static char *
free_name(const struct csm_workbook *book, const char *wanted)
{
	struct csm_buf name = {0};
	char *copy;

	for (unsigned i = 1; i == 1 || taken(book, name.data); i++) {
		csm_buf_reset(&name);
		csm_xlsxtext_name(&name, wanted, i);
	}
	copy = csm_xstrdup(name.data);
	csm_buf_fini(&name);
	return copy;
}

struct csm_workbook_sheet *
csm_workbook_sheet(struct csm_workbook *book, const char *name)
{
	struct csm_workbook_sheet *sheet = csm_xcalloc(1, sizeof *sheet),
				  **at = &book->first;

	sheet->book = book;
	sheet->name = free_name(book, name);
	sheet->sheet = workbook_add_worksheet(book->workbook, sheet->name);
	if (sheet->sheet == NULL)
		csm_xalloc_failed(0);
	/* in order: sheets are few */
	while (*at != NULL)
		at = &(*at)->next;
	*at = sheet;
	book->content.sheets++;
	return sheet;
}

/* ---- the sheet ---- */

void
csm_workbook_width(struct csm_workbook_sheet *sheet, size_t column, size_t width)
{
	worksheet_set_column(sheet->sheet, (lxw_col_t)column, (lxw_col_t)column,
	    (double)width + 1, NULL);
}

void
csm_workbook_table(
    struct csm_workbook_sheet *sheet, size_t head, size_t last, size_t columns)
{
	char range[LXW_MAX_CELL_RANGE_LENGTH];

	/* Above the head stand title and note, which stay as well. */
	worksheet_freeze_panes(sheet->sheet, (lxw_row_t)head + 1, 1);
	worksheet_autofilter(sheet->sheet, (lxw_row_t)head, 0, (lxw_row_t)last,
	    (lxw_col_t)(columns - 1));
	worksheet_repeat_rows(sheet->sheet, (lxw_row_t)head, (lxw_row_t)head);
	lxw_rowcol_to_range(
	    range, (lxw_row_t)head + 1, 0, (lxw_row_t)last, (lxw_col_t)(columns - 1));
	/* ids such as 007 are meant to be text */
	worksheet_ignore_errors(sheet->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, range);
	/* one page wide, as many long as it takes */
	worksheet_set_landscape(sheet->sheet);
	worksheet_fit_to_pages(sheet->sheet, 1, 0);
	worksheet_set_footer(sheet->sheet, "&L&A&R&P / &N");
}

void
csm_workbook_bars(
    struct csm_workbook_sheet *sheet, size_t column, size_t first, size_t last)
{
	/* From 0, not from the smallest, which would have no bar at all. */
	lxw_conditional_format bars = {.type = LXW_CONDITIONAL_DATA_BAR,
	    .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
	    .min_value = 0,
	    .bar_color = 0x9DB9DD,
	    .bar_solid = 1,
	    .data_bar_2010 = 1};

	worksheet_conditional_format_range(sheet->sheet, (lxw_row_t)first,
	    (lxw_col_t)column, (lxw_row_t)last, (lxw_col_t)column, &bars);
}

void
csm_workbook_scale(struct csm_workbook_sheet *sheet, size_t column, size_t first,
    size_t last, int64_t low, int64_t high)
{
	lxw_conditional_format scale = {.type = LXW_CONDITIONAL_3_COLOR_SCALE,
	    .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
	    .mid_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
	    .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
	    .min_value = csm_num_to_double(low),
	    .mid_value = (csm_num_to_double(low) + csm_num_to_double(high)) / 2,
	    .max_value = csm_num_to_double(high),
	    .min_color = 0xF2A59C,
	    .mid_color = 0xFBE3A8,
	    .max_color = 0xA9D8B8};

	worksheet_conditional_format_range(sheet->sheet, (lxw_row_t)first,
	    (lxw_col_t)column, (lxw_row_t)last, (lxw_col_t)column, &scale);
}

void
csm_workbook_heat(struct csm_workbook_sheet *sheet, size_t column, size_t columns,
    size_t first, size_t last)
{
	lxw_conditional_format heat = {.type = LXW_CONDITIONAL_2_COLOR_SCALE,
	    .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
	    .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_MAXIMUM,
	    .min_value = 0,
	    .min_color = 0xFFFFFF,
	    .max_color = 0x86A9D8};

	worksheet_conditional_format_range(sheet->sheet, (lxw_row_t)first,
	    (lxw_col_t)column, (lxw_row_t)last, (lxw_col_t)(column + columns - 1),
	    &heat);
}

/* ---- the file ---- */

static int
read_file(const struct csm_workbook *book, struct csm_buf *out)
{
	int fd = csm_fd_open(book->path, O_RDONLY, 0);
	int failed = fd < 0 ? -1 : csm_fd_read_all(fd, out, SIZE_MAX);

	if (fd >= 0)
		close(fd);
	return failed;
}

/*
 * libxlsxwriter prints lines of its own to standard error when a write fails, and why it
 * did is in them alone.  The C library lets a program set that variable: meanwhile it is a
 * stream in memory.  Other threads have ended when documents are written.
 */
static lxw_error
workbook_close_kept(struct csm_workbook *book, char **said)
{
	lxw_error error;
#ifdef __GLIBC__
	FILE *before = stderr;
	size_t len;
	FILE *kept = open_memstream(said, &len);

	if (kept != NULL)
		stderr = kept;
#endif
	error = workbook_close(book->workbook);
	book->workbook = NULL; /* closing frees it, also when it fails */
#ifdef __GLIBC__
	stderr = before;
	if (kept != NULL)
		fclose(kept);
#endif
	return error;
}

/* What the system said, if the library tells; a write that was merely short has no reason. */
static const char *
workbook_reason(char *said, lxw_error error)
{
	static const char intro[] = "System error = ";
	char *why = said == NULL ? NULL : strstr(said, intro);

	if (why == NULL)
		return lxw_strerror(error);
	why += strlen(intro);
	why[strcspn(why, "\n")] = '\0';
	return strcmp(why, strerror(0)) == 0 ? lxw_strerror(error) : why;
}

/* 0, or -1: the other library has noticed that it could not be written. */
static int
workbook_close_or_tell(struct csm_workbook *book, struct csm_diag *diag)
{
	char *said = NULL;
	lxw_error error = workbook_close_kept(book, &said);
	int result = 0;

	/* First what could not be put in: it is the reason of what follows. */
	if (book->failed != LXW_NO_ERROR)
		result = csm_error(diag, CSM_E_WRITE, NULL,
		    "a workbook cannot hold it: %s", lxw_strerror(book->failed));
	else if (error != LXW_NO_ERROR)
		result = workbook_cannot("write", workbook_reason(said, error), diag);
	free(said);
	return result;
}

int
csm_workbook_finish(
    struct csm_workbook *book, struct csm_buf *out, struct csm_diag *diag)
{
	size_t before = out->len;
	const char *why;

	if (workbook_close_or_tell(book, diag) != 0)
		return -1;
	if (read_file(book, out) != 0)
		return workbook_cannot("read", strerror(errno), diag);
	if (book->first == NULL)
		book->content.sheets = 1; /* a workbook without any gets an empty one */
	/* The library takes no notice of writes that fail while it buffers: a full disk
	 * cut a sheet in the middle, with status 0. */
	why = csm_workbookcheck_bytes(
	    out->data + before, out->len - before, &book->content);
	return why == NULL ? 0 : workbook_cannot("write", why, diag);
}
