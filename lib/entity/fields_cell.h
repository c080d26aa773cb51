/* Cell: what type a text of a fields file is, and its value as that type. */
#ifndef CSM_ENTITY_FIELDS_CELL_H
#define CSM_ENTITY_FIELDS_CELL_H

#include "base/value.h"

#include <stddef.h>

/*
 * The one type other than text that s can be read as, and its value: a number, a day
 * YYYY-MM-DD, true or false; MISSING if only text.  *guess is 0 where reading it as a
 * number would lose something: a leading zero or plus as in 007 and +49.
 */
struct csm_value csm_fields_cell_parse(const char *s, size_t len, int *guess);

#endif
