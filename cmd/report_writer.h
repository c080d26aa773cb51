/*
 * Report writer: which of the formats csm-report writes, told by -t, else by the name
 * of -o, else by the report and by where it goes.
 */
#ifndef CSM_REPORT_WRITER_CHOICE_H
#define CSM_REPORT_WRITER_CHOICE_H

#include "report/report.h"
#include "report/writer.h"
#include "run.h"

/* Choices of -t: csm_common.to is 1 + the place. */
#define CSM_REPORT_FORMATS "csv tsv ndjson text html markdown xlsx"

/* NULL after reporting E_USAGE: the report does not come in that format, or it is not
 * one for a terminal. */
const struct csm_writer *csm_report_writer(
    struct csm_run *run, const struct csm_report *report);

#endif
