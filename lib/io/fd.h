/*
 * File descriptors: what input and output share.
 *
 * Ownership: descriptors are the caller's to close.
 */
#ifndef CSM_IO_FD_H
#define CSM_IO_FD_H

#include "base/buf.h"

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * open(2), close-on-exec, with a result above 2: when a program is started with a
 * standard stream closed, no file may take its place.  Every file of every program is
 * opened here.  -1 with errno.
 */
int csm_fd_open(const char *path, int flags, mode_t mode);
/* The same, below an open directory and without creating. */
int csm_fd_openat(int directory, const char *name, int flags);
/* opendir(3) in the same way; NULL with errno. */
DIR *csm_fd_opendir(const char *path);
/* Append what is left to read, up to `most` bytes; -1 with errno. */
int csm_fd_read_all(int fd, struct csm_buf *out, size_t most);
/* Is a file that could not be opened for this errno simply not there?  Else the system
 * failed, and the name may be right. */
bool csm_fd_is_absent(int error);
/* read(2) that outlasts signals and descriptors set non-blocking by somebody else. */
ssize_t csm_fd_read(int fd, void *buf, size_t size);
/* Write all of it, as csm_fd_read; -1 with errno. */
int csm_fd_write(int fd, const void *buf, size_t size);
/* If fd is a pipe, let it hold 1 MiB: a pipeline then switches less often.  The system
 * may refuse, which changes nothing but speed. */
void csm_fd_widen(int fd);

#endif
