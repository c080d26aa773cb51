/*
 * Features: which activities the catalog of the configuration calls features, and the
 * modules they belong to.
 *
 * Ownership: lives in the arena it was read into.
 */
#ifndef CSM_INGEST_FEATURES_H
#define CSM_INGEST_FEATURES_H

#include "base/arena.h"
#include "config/config.h"
#include "syntax/csv.h"

#include <stddef.h>

struct csm_features;

/* NULL if the configuration has no catalog. */
struct csm_features *csm_features_read(
    struct csm_arena *arena, const struct csm_config *conf);
/* 1 and its module (len 0: none) if there is a feature of this name, which is that of
 * an activity without its prefix.  NULL has no features. */
int csm_features_find(const struct csm_features *features, const char *name, size_t len,
    struct csm_text *module);

#endif
