/*
 * Documents: a finished document to a program's output, through one of the writers.
 */
#ifndef CSM_DOCUMENT_H
#define CSM_DOCUMENT_H

#include "document/writer.h"
#include "common/run.h"

#include <stdbool.h>

/* The writer for people, or the one of -t. */
const struct csm_writer *csm_document_writer(const struct csm_run *run, bool text);
/* asked: what the terminal does not tell: excel, script, charts; NULL: none of it.
 * Errors are reported. */
void csm_document_write(struct csm_run *run, const struct csm_doc *doc,
    const struct csm_writer *writer, const struct csm_writer_options *asked);

#endif
