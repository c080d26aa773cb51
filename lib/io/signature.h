/*
 * Signature: files that are no text, told by their first bytes, and what makes rows of
 * them.
 */
#ifndef CSM_IO_SIGNATURE_H
#define CSM_IO_SIGNATURE_H

#include "base/text.h"
#include "io/input.h"

/* 0, or -1 after reporting E_FORMAT: the bytes begin a workbook, an archive or another
 * file that is not rows of text. */
int csm_signature_check(
    const struct csm_input *in, struct csm_text bytes, struct csm_diag *diag);

#endif
