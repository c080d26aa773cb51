#include "document/workbook.h"

#include "base/intern.h"
#include "base/num.h"
#include "base/xalloc.h"
#include "document/workbook_check.h"
#include "document/xlsx_text.h"
#include "io/fd.h"
#include "io/temp.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include <xlsxwriter.h>

#define EPOCH 25569 /* 1970-01-01 as spreadsheets count days */
#define DAY_SECONDS 86400
#define LINE_WIDTH 2.25
#define HEAD_FILL 0xEEF0F2
#define GRID 0xE2E3E0

struct style {
	struct csm_workbook_style of;
	lxw_format *format;
};

struct csm_workbook_sheet {
	struct csm_workbook *book;
	lxw_worksheet *sheet;
	char *name;
	struct csm_workbook_sheet *next;
};

struct csm_workbook {
	lxw_workbook *workbook; /* NULL once closed */
	char *directory;        /* of its files, ours alone; NULL: none yet */
	int lock;               /* as long as it is there; -1: none */
	char *path;             /* of the finished file */
	struct csm_workbook_sheet *first;
	struct csm_workbook_content content;
	struct csm_intern texts;
	lxw_error failed; /* the first thing that could not be put in */
	struct style *style;
	size_t styles, style_cap;
};

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
	while (*at != NULL)
		at = &(*at)->next;
	*at = sheet;
	book->content.sheets++;
	return sheet;
}

/* ---- cells ---- */

static int
workbook_same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static int
same_style(const struct csm_workbook_style *a, const struct csm_workbook_style *b)
{
	return a->fill == b->fill && a->ink == b->ink && a->bold == b->bold &&
	       a->size == b->size && a->head == b->head && a->right == b->right &&
	       a->indent == b->indent && workbook_same_text(a->format, b->format);
}

static lxw_format *
format_new(lxw_workbook *workbook, const struct csm_workbook_style *style)
{
	lxw_format *f = workbook_add_format(workbook);

	if (style->format != NULL)
		format_set_num_format(f, style->format);
	if (style->fill != 0)
		format_set_bg_color(f, style->fill);
	if (style->ink != 0)
		format_set_font_color(f, style->ink);
	if (style->bold)
		format_set_bold(f);
	if (style->size != 0)
		format_set_font_size(f, style->size);
	if (style->indent)
		format_set_indent(f, 1);
	if (style->right)
		format_set_align(f, LXW_ALIGN_RIGHT);
	if (style->head) {
		format_set_text_wrap(f);
		format_set_bg_color(f, HEAD_FILL);
		format_set_align(f, LXW_ALIGN_VERTICAL_BOTTOM);
		format_set_bottom(f, LXW_BORDER_THIN);
	}
	return f;
}

static lxw_format *
workbook_format_of(struct csm_workbook *book, const struct csm_workbook_style *style)
{
	struct style *s;

	if (style == NULL)
		return NULL;
	for (size_t i = 0; i < book->styles; i++)
		if (same_style(&book->style[i].of, style))
			return book->style[i].format;
	CSM_GROW(book->style, book->styles, &book->style_cap);
	s = &book->style[book->styles++];
	s->of = *style;
	if (style->format != NULL)
		s->of.format = csm_xstrdup(style->format);
	s->format = format_new(book->workbook, style);
	return s->format;
}

/* What was put in is counted, so that the finished file can be compared with it. */
static void
workbook_put(struct csm_workbook *book, lxw_error error)
{
	if (error == LXW_NO_ERROR)
		book->content.cells++;
	else if (book->failed == LXW_NO_ERROR)
		book->failed = error;
}

static void
workbook_put_text(struct csm_workbook *book, const struct csm_buf *text)
{
	size_t before = book->texts.n;

	csm_intern_put(&book->texts, csm_buf_text(text), text->len);
	if (book->texts.n == before)
		return;
	book->content.texts++;
	book->content.text_bytes += csm_workbookcheck_text(csm_buf_text(text));
}

int
csm_workbook_text(struct csm_workbook_sheet *sheet, size_t row, size_t column,
    const char *text, const struct csm_workbook_style *style)
{
	struct csm_buf out = {0};
	int cut = csm_xlsxtext_put(&out, text);
	lxw_format *format = workbook_format_of(sheet->book, style);

	/* nothing in no style is no cell */
	if (out.len > 0 || format != NULL)
		workbook_put(
		    sheet->book, worksheet_write_string(sheet->sheet, (lxw_row_t)row,
				     (lxw_col_t)column, csm_buf_text(&out), format));
	if (out.len > 0)
		workbook_put_text(sheet->book, &out);
	csm_buf_fini(&out);
	return cut;
}

void
csm_workbook_number(struct csm_workbook_sheet *sheet, size_t row, size_t column,
    int64_t micros, const struct csm_workbook_style *style)
{
	workbook_put(sheet->book,
	    worksheet_write_number(sheet->sheet, (lxw_row_t)row, (lxw_col_t)column,
		csm_num_to_double(micros), workbook_format_of(sheet->book, style)));
}

void
csm_workbook_day(struct csm_workbook_sheet *sheet, size_t row, size_t column,
    int32_t day, const struct csm_workbook_style *style)
{
	workbook_put(sheet->book,
	    worksheet_write_number(sheet->sheet, (lxw_row_t)row, (lxw_col_t)column,
		(double)day + EPOCH, workbook_format_of(sheet->book, style)));
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

	worksheet_freeze_panes(sheet->sheet, (lxw_row_t)head + 1, 1);
	worksheet_autofilter(sheet->sheet, (lxw_row_t)head, 0, (lxw_row_t)last,
	    (lxw_col_t)(columns - 1));
	worksheet_repeat_rows(sheet->sheet, (lxw_row_t)head, (lxw_row_t)head);
	lxw_rowcol_to_range(
	    range, (lxw_row_t)head + 1, 0, (lxw_row_t)last, (lxw_col_t)(columns - 1));
	/* ids such as 007 are meant to be text */
	worksheet_ignore_errors(sheet->sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, range);
	worksheet_set_landscape(sheet->sheet);
	worksheet_fit_to_pages(sheet->sheet, 1, 0);
	worksheet_set_footer(sheet->sheet, "&L&A&R&P / &N");
}

void
csm_workbook_bars(
    struct csm_workbook_sheet *sheet, size_t column, size_t first, size_t last)
{
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

/* ---- charts ---- */

static void
set_color(lxw_chart_series *series, enum csm_workbook_kind kind, uint32_t color)
{
	lxw_chart_line line = {.color = color, .width = LINE_WIDTH};
	lxw_chart_fill fill = {.color = color};

	if (color == 0)
		return;
	if (kind == CSM_WORKBOOK_LINES)
		chart_series_set_line(series, &line);
	else
		chart_series_set_fill(series, &fill);
}

static void
workbook_add_column(struct csm_workbook_sheet *sheet, lxw_chart *chart,
    const struct csm_workbook_chart *of, size_t i)
{
	lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
	lxw_row_t first = (lxw_row_t)of->first, last = (lxw_row_t)of->last;
	lxw_col_t along = (lxw_col_t)of->along, column = (lxw_col_t)of->column[i];

	chart_series_set_categories(series, sheet->name, first, along, last, along);
	chart_series_set_values(series, sheet->name, first, column, last, column);
	chart_series_set_name_range(series, sheet->name, (lxw_row_t)of->head, column);
	set_color(series, of->kind, of->color == NULL ? 0 : of->color[i]);
}

static void
workbook_add_row(struct csm_workbook_sheet *sheet, lxw_chart *chart,
    const struct csm_workbook_chart *of, size_t row)
{
	lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
	lxw_col_t from = (lxw_col_t)of->column[0],
		  to = (lxw_col_t)of->column[of->columns - 1];
	lxw_row_t at = (lxw_row_t)row, head = (lxw_row_t)of->head;

	chart_series_set_categories(series, sheet->name, head, from, head, to);
	chart_series_set_values(series, sheet->name, at, from, at, to);
	chart_series_set_name_range(series, sheet->name, at, (lxw_col_t)of->along);
	set_color(series, of->kind, of->color == NULL ? 0 : of->color[row - of->first]);
}

static void
soften(lxw_chart *chart, const struct csm_workbook_chart *of)
{
	lxw_chart_line grid = {.color = GRID, .width = 0.75};

	/* of lying bars the axes change places */
	chart_axis_major_gridlines_set_line(
	    of->kind == CSM_WORKBOOK_SHARES ? chart->x_axis : chart->y_axis, &grid);
	if (of->format != NULL)
		chart_axis_set_num_format(chart->y_axis, of->format);
}

void
csm_workbook_chart(struct csm_workbook_sheet *sheet, size_t row, size_t column,
    const struct csm_workbook_chart *of)
{
	static const uint8_t types[] = {
	    LXW_CHART_LINE, LXW_CHART_COLUMN, LXW_CHART_BAR_STACKED_PERCENT};
	lxw_chart *chart = workbook_add_chart(sheet->book->workbook, types[of->kind]);
	lxw_chart_options place = {
	    .x_scale = 1.5, .y_scale = 1.1, .description = (char *)of->alt};

	chart_title_set_name_range(chart, sheet->name, 0, 0);
	if (of->kind == CSM_WORKBOOK_SHARES) {
		for (size_t r = of->first; r <= of->last; r++)
			workbook_add_row(sheet, chart, of, r);
		chart_axis_set_reverse(chart->y_axis);
	} else {
		for (size_t i = 0; i < of->columns; i++)
			workbook_add_column(sheet, chart, of, i);
	}
	soften(chart, of);
	if (of->kind != CSM_WORKBOOK_SHARES && of->columns == 1)
		chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
	else
		chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
	worksheet_insert_chart_opt(
	    sheet->sheet, (lxw_row_t)row, (lxw_col_t)column, chart, &place);
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

int
csm_workbook_finish(
    struct csm_workbook *book, struct csm_buf *out, struct csm_diag *diag)
{
	size_t before = out->len;
	lxw_error error = workbook_close(book->workbook);
	const char *why;

	book->workbook = NULL; /* closing frees it, also when it fails */
	if (book->failed != LXW_NO_ERROR)
		return csm_error(diag, CSM_E_WRITE, NULL,
		    "a workbook cannot hold it: %s", lxw_strerror(book->failed));
	if (error != LXW_NO_ERROR)
		return workbook_cannot("write", lxw_strerror(error), diag);
	if (read_file(book, out) != 0)
		return workbook_cannot("read", strerror(errno), diag);
	if (book->first == NULL)
		book->content.sheets = 1; /* a workbook without any gets an empty one */
	why = csm_workbookcheck_bytes(
	    out->data + before, out->len - before, &book->content);
	return why == NULL ? 0 : workbook_cannot("write", why, diag);
}
