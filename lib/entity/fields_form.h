/*
 * Form: what the configuration says of the cells of one column: {"type": ..., "format":
 * ..., "decimal": ..., "null": ...}, or a type alone.
 *
 * Ownership: a form lives in the arena it was read into.
 */
#ifndef CSM_ENTITY_FIELDS_FORM_H
#define CSM_ENTITY_FIELDS_FORM_H

#include "base/arena.h"
#include "config/shape.h"
#include "entity/fields_cell.h"
#include "syntax/json.h"

/* What the configuration may say: of a column; and its type alone. */
extern const struct csm_config_shape csm_fields_form_shape, csm_fields_type_shape;
/* Of a member of the configuration, which was checked; the column is its key. */
struct csm_fields_cell_form csm_fields_form_read(
    struct csm_arena *arena, const struct csm_json *at);

#endif
