/*
 * Temporary files beside their target, and their removal when a signal ends the
 * program.
 *
 * Ownership: paths are the caller's to free.
 */
#ifndef CSM_IO_TEMP_H
#define CSM_IO_TEMP_H

#include <sys/types.h>

/*
 * Create a new file in the directory of `target`, with `mode` less the umask, open for
 * reading and writing, and guard it.  Returns its descriptor and its path, or -1 with
 * errno.
 */
int csm_temp_create(const char *target, mode_t mode, char **path);
/* Create a file without a name in $TMPDIR, else /tmp, open for reading and writing. Its
 * descriptor, or -1 with errno. */
int csm_temp_nameless(void);
/* It has been renamed or removed: guard it no longer. */
void csm_temp_forget(const char *path);
/* Install handlers that remove guarded files and then let the signal end the program;
 * signals that were ignored stay ignored. */
void csm_temp_guard(void);
/* Remove guarded files and end as a write to a closed pipe does, also when SIGPIPE was
 * ignored.  Does not return. */
void csm_temp_broken_pipe(void);

#endif
