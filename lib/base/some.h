/*
 * Some names of many, for a message: the first five, and how many more there are.
 *
 * Ownership: names are copied; _fini frees them.
 */
#ifndef CSM_BASE_SOME_H
#define CSM_BASE_SOME_H

#include "base/text.h"

/* All zero is valid: none. */
struct csm_some {
	struct csm_buf text; /* "a", "b" */
	uint64_t n;
};

void csm_some_add(struct csm_some *some, struct csm_text name);
/* "a", "b" and 3 more */
void csm_some_put(const struct csm_some *some, struct csm_buf *out);
void csm_some_fini(struct csm_some *some);

#endif
