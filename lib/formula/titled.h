/*
 * Titled: formulas as they are asked for, perhaps several between commas, each perhaps
 * with a title: "sum(activities.*, 7) as week, revenue.mrr".  A title may stand in
 * quotes, doubled inside, and is then any text: "a, b as c".
 *
 * Ownership: texts live in the arena given.
 */
#ifndef CSM_FORMULA_TITLED_H
#define CSM_FORMULA_TITLED_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

struct csm_titled {
	const char *text;  /* without blanks around it, and without its title */
	const char *title; /* after " as ", else the text */
};

/* The text between a pair of double quotes, in which a doubled one is one, changed in
 * place; any other text as it is. */
const char *csm_titled_unquoted(char *text);
/* Length up to the next comma that is outside brackets and quotes. */
size_t csm_titled_length(const char *text);
struct csm_titled csm_titled_read(struct csm_arena *arena, const char *text);
/* All of them between commas; *n: how many, at least one. */
struct csm_titled *csm_titled_split(
    struct csm_arena *arena, const char *text, size_t *n);

#endif
