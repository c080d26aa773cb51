/*
 * Case: letters in their other case, by the C.UTF-8 locale whatever the user's.
 *
 * Ownership: results live in the arena given.
 */
#ifndef CSM_BASE_CASE_H
#define CSM_BASE_CASE_H

#include "base/arena.h"

#include <stddef.h>

/* len bytes in small or capital letters, terminated; bytes that are no UTF-8 stay. */
const char *csm_case_lower(struct csm_arena *arena, const char *s, size_t len);
const char *csm_case_upper(struct csm_arena *arena, const char *s, size_t len);

#endif
