/*
 * CSV footer: what reports put below their rows, "Grand Totals", their name, whose
 * confidential information they are.  These are no rows, and are left out before anybody
 * reads them as companies.
 *
 * Ownership: the stage owns its state.
 */
#ifndef CSM_SYNTAX_CSV_FOOTER_H
#define CSM_SYNTAX_CSV_FOOTER_H

#include "base/text.h"
#include "io/stage.h"

#include <stdbool.h>

/* Of rows of RFC 4180.  `header`: the first line that is not blank is one, and stays;
 * `wide`: rows have several columns, so that a line with one is none.  What is left out is
 * told with a note once the input has ended. */
struct csm_stage csm_csv_footer_new(char delimiter, bool header, bool wide);
/* Where the footer of a text, all of a file of several columns, begins; its length: there
 * is none. */
size_t csm_csv_footer_at(struct csm_text all, char delimiter);

#endif
