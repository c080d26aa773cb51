/*
 * Ends of periods: whether what an export calls the end is the day after a period, or its
 * last one, which would leave a day without revenue between two periods.
 *
 * Ownership: csm_kind_ends_free.
 */
#ifndef CSM_INGEST_KINDS_KIND_ENDS_H
#define CSM_INGEST_KINDS_KIND_ENDS_H

#include "base/diag.h"
#include "base/text.h"

#include <stdint.h>

/* A period of a company; end: CSM_DAY_NONE if it is open.  *ends NULL: none yet. */
void csm_kind_ends_saw(
    void **ends, struct csm_text company, int32_t start, int32_t end);
/* A note if every end that another start of its company follows is the day before it. */
void csm_kind_ends_tell(const void *ends, struct csm_diag *diag);
void csm_kind_ends_free(void *ends); /* NULL allowed */

#endif
