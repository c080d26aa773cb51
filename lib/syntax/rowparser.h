/*
 * Row parser: one CSV row by libcsv, which defines what a row is, fed line by line.
 *
 * Ownership: fields given are borrowed until the next feed.
 */
#ifndef CSM_SYNTAX_ROWPARSER_H
#define CSM_SYNTAX_ROWPARSER_H

#include "syntax/csv_split.h"

#include <stddef.h>

struct csm_rowparser;

struct csm_rowparser *csm_rowparser_new(char delimiter);
void csm_rowparser_free(struct csm_rowparser *parser);

enum csm_rowparser_status {
	CSM_ROW_DONE,        /* fields are the row's */
	CSM_ROW_BLANK,       /* a line that is no row; nothing has begun */
	CSM_ROW_OPEN,        /* a quoted field goes on in the next line */
	CSM_ROW_STRAY,       /* a quote where none may be; start anew */
	CSM_ROW_UNTERMINATED /* the last line ends inside quotes; start anew */
};

/*
 * Feed one line with its line end, if it has one; `last` says that nothing follows it.
 * In any case fields->n is the number of fields that were complete.
 */
enum csm_rowparser_status csm_rowparser_feed(struct csm_rowparser *parser,
    const char *line, size_t len, int last, struct csm_csv_fields *fields);
/* Forget the row begun. */
void csm_rowparser_reset(struct csm_rowparser *parser);

#endif
