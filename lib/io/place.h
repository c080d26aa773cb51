/*
 * Place: where a path leads, so that what is written is never what is read.
 *
 * Ownership: paths and words given to csm_place_claim are borrowed for good.
 */
#ifndef CSM_IO_PLACE_H
#define CSM_IO_PLACE_H

#include "base/diag.h"

#include <stdbool.h>
#include <sys/stat.h>

/* The file `path` leads to by symbolic links, also if there is none yet.  The caller
 * frees; NULL with errno: a circle. */
char *csm_place_follow(const char *path);

/*
 * `path`, or standard output for "-" and NULL, is what `option` ("-o") writes.  -1 after
 * reporting E_USAGE: it is no name, or what another option writes; E_OPEN: there is no
 * directory for it.  Devices and pipes may be claimed twice.
 */
int csm_place_claim(const char *path, const char *option, struct csm_diag *diag);
/*
 * `path` (NULL or "-": standard input) is a main input.  -1 after reporting E_USAGE: an
 * option other than `allowed` writes it, or standard output does.
 */
int csm_place_input(const char *path, const char *allowed, struct csm_diag *diag);
/* The option that writes this file, or "standard output", which is about to be read; NULL:
 * none, or a main input that may be replaced. */
const char *csm_place_writer(const struct stat *st);

#endif
