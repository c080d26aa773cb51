/*
 * Split: a finished document as several files, one for each value of a column: a mail
 * for each owner.
 *
 * Ownership: everything is borrowed; the files are parts of the run's output, see
 * csm_run_part.
 */
#ifndef CSM_CMD_SPLIT_H
#define CSM_CMD_SPLIT_H

#include "common/document.h"

/* Options that go with --split-by; -1 after reporting E_USAGE. */
int csm_split_check(struct csm_run *run);
/*
 * Write DIR/VALUE.ENDING for each value of the column, of the tables that have it; rows
 * without a value go to nobody.ENDING.  A message goes to the address in the column
 * COLUMN_email of its rows, if there is one.  No rows, no files.  DIR, of -o, is made if
 * it is not there.  Errors are reported: E_USAGE if no table has the column.
 */
void csm_split_write(struct csm_run *run, const struct csm_doc *doc, const char *column,
    const struct csm_writer *writer, const struct csm_writer_options *how);

#endif
