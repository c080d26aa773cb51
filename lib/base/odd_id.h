/*
 * Ids that are probably not what was meant: with white space around them, which nobody
 * sees and which makes another id of the same name; long numbers that a spreadsheet has
 * shortened to 8.96529E+19; the row of totals below a table.  They stay as they are, and
 * are told.
 *
 * Ownership: the first id of each sort is copied; _fini frees it.
 */
#ifndef CSM_BASE_ODD_ID_H
#define CSM_BASE_ODD_ID_H

#include "base/diag.h"
#include "base/text.h"

#include <stdbool.h>

enum csm_odd_id { CSM_ODD_BLANK, CSM_ODD_SHORTENED, CSM_ODD_KINDS };

/* All zero is valid: none seen. */
struct csm_odd_ids {
	uint64_t n[CSM_ODD_KINDS];
	struct csm_buf first[CSM_ODD_KINDS]; /* in the order of bytes */
	struct csm_buf last[CSM_ODD_KINDS];  /* seen */
};

/* An id; the one before of its sort is the same, not another. */
void csm_odd_ids_saw(struct csm_odd_ids *odd, struct csm_text id);
void csm_odd_ids_merge(struct csm_odd_ids *odd, const struct csm_odd_ids *more);
/* Warn (W_ID) of those seen; file: where they are, or NULL. */
void csm_odd_ids_tell(
    const struct csm_odd_ids *odd, const char *file, struct csm_diag *diag);
void csm_odd_ids_fini(struct csm_odd_ids *odd);

/* Warn if the id of a file's last row is a word for totals. */
void csm_odd_id_last(struct csm_text id, const char *model, const struct csm_pos *at,
    struct csm_diag *diag);

#endif
