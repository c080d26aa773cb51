/*
 * Presets: the mappings of exports that many have, so that they need none of their own.
 * One table; each entry says in the words of `sources` what the export's columns mean.
 *
 * Ownership: the table is constant; a mapping made of it lives in the arena given.
 */
#ifndef CSM_INGEST_PRESET_H
#define CSM_INGEST_PRESET_H

#include "base/words.h"
#include "ingest/mapping.h"

#include <stdbool.h>

/* All presets. */
extern const struct csm_words csm_preset_words;
/*
 * The mapping of a preset: that of this kind, or its first if kind is NULL; of fields,
 * that of this model, or the first if model is NULL.  NULL after reporting E_USAGE: no
 * such preset, or none of this kind.
 */
struct csm_mapping *csm_preset_mapping(struct csm_arena *arena, const char *name,
    const char *kind, const char *model, struct csm_diag *diag);
/* Append such a mapping as an entry of `sources`; nothing if there is none. */
void csm_preset_put(
    struct csm_buf *out, const char *name, const char *kind, const char *model);
/*
 * The preset that has an export with such columns: `has` tells whether one of a name (or
 * a dotted path) is there.  *kind is then the kind of its rows.  NULL: none.
 */
const char *csm_preset_recognize(bool (*has)(const void *ctx, const char *column),
    const void *ctx, const char **kind);

#endif
