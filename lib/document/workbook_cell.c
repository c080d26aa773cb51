/*
 * The cells of a workbook: their styles, and what is put into them.
 */
#include "document/workbook.h"

#include "base/num.h"
#include "base/xalloc.h"
#include "document/workbook_book.h"
#include "document/xlsx_text.h"

#include <string.h>

#define EPOCH 25569 /* 1970-01-01 as spreadsheets count days */
/* a choice of looks: pale enough for black text in print */
#define HEAD_FILL 0xEEF0F2

static int
workbook_cell_same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Looked through for each cell, since a document has few; a format for each cell would
 * make the file as large again. */
static int
same_style(const struct csm_workbook_style *a, const struct csm_workbook_style *b)
{
	return a->fill == b->fill && a->ink == b->ink && a->bold == b->bold &&
	       a->size == b->size && a->head == b->head && a->right == b->right &&
	       a->indent == b->indent && workbook_cell_same_text(a->format, b->format);
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
workbook_cell_format(struct csm_workbook *book, const struct csm_workbook_style *style)
{
	struct csm_workbook_format *s;

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
workbook_cell_put(struct csm_workbook *book, lxw_error error)
{
	if (error == LXW_NO_ERROR)
		book->content.cells++;
	else if (book->failed == LXW_NO_ERROR)
		book->failed = error;
}

static void
workbook_cell_put_text(struct csm_workbook *book, const struct csm_buf *text)
{
	size_t before = book->texts.n;

	csm_intern_put(&book->texts, csm_buf_text(text), text->len);
	/* the library keeps equal texts once, too */
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
	lxw_format *format = workbook_cell_format(sheet->book, style);

	/* nothing in no style is no cell */
	if (out.len > 0 || format != NULL)
		workbook_cell_put(
		    sheet->book, worksheet_write_string(sheet->sheet, (lxw_row_t)row,
				     (lxw_col_t)column, csm_buf_text(&out), format));
	if (out.len > 0)
		workbook_cell_put_text(sheet->book, &out);
	csm_buf_fini(&out);
	return cut;
}

void
csm_workbook_number(struct csm_workbook_sheet *sheet, size_t row, size_t column,
    int64_t micros, const struct csm_workbook_style *style)
{
	workbook_cell_put(sheet->book,
	    worksheet_write_number(sheet->sheet, (lxw_row_t)row, (lxw_col_t)column,
		csm_num_to_double(micros) / (style->percent ? 100 : 1),
		workbook_cell_format(sheet->book, style)));
}

void
csm_workbook_day(struct csm_workbook_sheet *sheet, size_t row, size_t column,
    int32_t day, const struct csm_workbook_style *style)
{
	workbook_cell_put(sheet->book,
	    worksheet_write_number(sheet->sheet, (lxw_row_t)row, (lxw_col_t)column,
		(double)day + EPOCH, workbook_cell_format(sheet->book, style)));
}
