/*
 * Path: where the files are that a configuration names: beside it.
 *
 * Ownership: paths live in the arena given.
 */
#ifndef CSM_CONFIG_PATH_H
#define CSM_CONFIG_PATH_H

#include "base/arena.h"

#include <stdbool.h>

/*
 * The path of `file` as the configuration `conf` names it: of a name that is not absolute,
 * the one beside the configuration; where there is none, but one in the current
 * directory, that.
 */
const char *csm_config_path(
    struct csm_arena *arena, const char *conf, const char *file);
/* Whether a path, as it is or, if there is no such file, as it is written, leads into
 * the directory of a configuration. */
bool csm_config_path_is_inside(const char *conf, const char *path);

#endif
