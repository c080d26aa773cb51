/*
 * JSON repair: the defects that published formulas have, put right in the text of a JSON
 * document before it is parsed: closing brackets missing or too many, and lines that
 * are comments, which begin with // or #.  Whatever else is wrong stays wrong.
 *
 * Which of the two it is, missing or surplus, is decided by what makes the rest of the
 * document fit.  A document that is in order stays as it is.
 *
 * Ownership: the new text lives in the arena.
 */
#ifndef CSM_SYNTAX_JSON_REPAIR_H
#define CSM_SYNTAX_JSON_REPAIR_H

#include "base/arena.h"
#include "base/diag.h"

#include <stddef.h>

/* The text repaired, *len its new length; a note (N_NOTE) names the place of each repair.
 * Lines keep their numbers.  Brackets are counted only in a text that begins with one.
 */
const char *csm_json_repair(struct csm_arena *arena, const char *file, const char *text,
    size_t *len, struct csm_diag *diag);

#endif
