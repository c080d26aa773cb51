/*
 * What the files of a workbook share: the book, its sheets and the styles of its cells.
 * For them alone: it names types of libxlsxwriter, which stop here.
 *
 * Ownership: all of it belongs to the book; the other library frees its own with it.
 */
#ifndef CSM_DOCUMENT_WORKBOOK_BOOK_H
#define CSM_DOCUMENT_WORKBOOK_BOOK_H

#include "base/intern.h"
#include "document/workbook.h"
#include "document/workbook_check.h"

#include <xlsxwriter.h>

/* A style that was asked for, and what the other library calls it. */
struct csm_workbook_format {
	struct csm_workbook_style of; /* its format is ours */
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
	struct csm_intern texts; /* different ones */
	lxw_error failed;        /* the first thing that could not be put in */
	struct csm_workbook_format *style;
	size_t styles, style_cap;
};

#endif
