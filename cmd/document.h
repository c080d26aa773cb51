/*
 * Documents: a finished document to a program's output, through one of the writers.
 */
#ifndef CSM_DOCUMENT_H
#define CSM_DOCUMENT_H

#include "report/writer.h"
#include "run.h"

/* excel: guard texts that a spreadsheet would run as a formula.  Errors are reported.
 */
void csm_document_write(struct csm_run *run, const struct csm_doc *doc,
    const struct csm_writer *writer, int excel);

#endif
