/*
 * Cure: what the configuration would have to say of a column so that a cell is read.
 *
 * Ownership: nothing is kept.
 */
#ifndef CSM_ENTITY_FIELDS_CURE_H
#define CSM_ENTITY_FIELDS_CURE_H

#include "base/buf.h"
#include "entity/fields_cell.h"
#include "point/point.h"

/* `; "format": "epoch_ms" in settings.fields.company reads it`; nothing if nothing that can
 * be said would. */
void csm_fields_put_cure(const struct csm_fields_cell_form *form, enum csm_model model,
    enum csm_value_type type, const char *text, struct csm_buf *out);

#endif
