/*
 * File descriptors: what input and output share.
 *
 * Ownership: descriptors are the caller's to close.
 */
#ifndef CSM_IO_FD_H
#define CSM_IO_FD_H

#include <stddef.h>
#include <sys/types.h>

/*
 * open(2), close-on-exec, with a result above 2: when a program is started with a
 * standard stream closed, no file may take its place.  -1 with errno.
 */
int csm_fd_open(const char *path, int flags, mode_t mode);
/* read(2) that outlasts signals and descriptors set non-blocking by somebody else. */
ssize_t csm_fd_read(int fd, void *buf, size_t size);
/* Write all of it, as csm_fd_read; -1 with errno. */
int csm_fd_write(int fd, const void *buf, size_t size);
/* If fd is a pipe, let it hold 1 MiB: a pipeline then switches less often.  The system
 * may refuse, which changes nothing but speed. */
void csm_fd_widen(int fd);

#endif
