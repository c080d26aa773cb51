/*
 * Archive: the parts of a zip file in memory, each unpacked and compared with its
 * checksum.  For files that were just made; encryption and parts of over 4 GiB are not
 * read.
 *
 * Ownership: the bytes are borrowed; the name of a part until the next.
 */
#ifndef CSM_IO_ARCHIVE_H
#define CSM_IO_ARCHIVE_H

#include "base/buf.h"
#include "base/text.h"

#include <stdbool.h>

struct csm_archive {
	const unsigned char *bytes;
	size_t len;
	size_t at;         /* next entry of the directory */
	size_t end, parts; /* of it; parts still to come */
};

/* NULL, or what is wrong, as a phrase. */
const char *csm_archive_open(struct csm_archive *a, const void *bytes, size_t len);
/* The next part into `out`, which is emptied before: 1; 0 after the last; -1, with *why:
 * it is damaged. */
int csm_archive_next(struct csm_archive *a, struct csm_text *name, struct csm_buf *out,
    const char **why);

/* Is it a PNG picture from its signature to its last part, each with its checksum? */
bool csm_archive_is_png(const void *bytes, size_t len);

#endif
