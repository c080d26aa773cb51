/*
 * Temporary files beside their target and in $TMPDIR, and their removal when a signal or
 * a lack of memory ends the program.  One that is killed removes nothing: its files
 * carry its process id, and the next program that writes the same target removes them.
 *
 * Ownership: paths are the caller's to free.
 */
#ifndef CSM_IO_TEMP_H
#define CSM_IO_TEMP_H

#include <signal.h>
#include <sys/types.h>

/*
 * Create a new file in the directory of `target`, with `mode` less the umask, open for
 * reading and writing, and guard it.  Those of programs that are no more go.  Returns
 * its descriptor and its path, or -1 with errno.
 */
int csm_temp_create(const char *target, mode_t mode, char **path);
/* The same for a directory, for a library that makes files of its own there; the
 * descriptor is to be closed once it is removed. */
int csm_temp_create_directory(const char *target, char **path);
/* Remove it, with what is in it, forget it and free the path; NULL allowed. */
void csm_temp_remove(char *path);
/* Another name for the file `target`, guarded like one that csm_temp_create made; NULL
 * where there are no such names. */
char *csm_temp_link(const char *target);
/* $TMPDIR, else /tmp. */
const char *csm_temp_directory(void);
/* Create a file without a name there, open for reading and writing.  Its descriptor, or
 * -1 with errno. */
int csm_temp_nameless(void);
/* It has been renamed or removed: guard it no longer. */
void csm_temp_forget(const char *path);
/* Install handlers that remove guarded files and then let the signal end the program;
 * signals that were ignored stay ignored.  Out of memory removes them too. */
void csm_temp_guard(void);
/* Hold signals back, and let them go again: what is done between is not torn apart. */
void csm_temp_hold(sigset_t *held);
void csm_temp_release(const sigset_t *held);
/* Remove guarded files and end as a write to a closed pipe does, also when SIGPIPE was
 * ignored.  Does not return. */
void csm_temp_broken_pipe(void);

#endif
