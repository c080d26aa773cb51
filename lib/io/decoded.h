/*
 * Decoded: bytes of a file, standard input or memory, decompressed if they are gzip or
 * zstd.  What an input (io/input.h) is made of below its stages; the rules are told there.
 *
 * Ownership: plain memory of the caller's, in which _fini frees what it holds.
 */
#ifndef CSM_IO_DECODED_H
#define CSM_IO_DECODED_H

#include "base/diag.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* How much is read at a time.  Anything from 64 KiB to 1 MiB was measured equal. */
#define CSM_DECODED_BLOCK (256 * 1024)

struct csm_decoded {
	const char *name;
	int fd;                   /* -1 for memory */
	unsigned char *block;     /* read from fd; NULL until needed, and for memory */
	const unsigned char *raw; /* not yet used part of block or of the memory */
	size_t raw_len;
	int raw_end;                   /* nothing comes after raw */
	const struct csm_codec *codec; /* NULL: plain */
	void *decoder;
	int waits;          /* for somebody else: no file and no memory */
	off_t size;         /* of a file, when it was opened; bytes */
	int between;        /* a member or frame has ended and none has begun */
	const char *damage; /* found, to be reported by the next read */
	/* what went wrong: reported once, and every further read fails too */
	int failed, reported;
	enum csm_code code;
	const char *what, *why;          /* why may be NULL */
	int error;                       /* errno; 0: none */
	struct csm_readahead *readahead; /* what comes from now on comes from there */
	bool expect_end;                 /* the last line is to end with a line feed */
	char last;                       /* byte read; 0: none */
};

/* As csm_input_open and csm_input_open_memory; -1 after the report, and then too _fini
 * is called. */
int csm_decoded_open(struct csm_decoded *in, const char *path, struct csm_diag *diag);
int csm_decoded_open_memory(struct csm_decoded *in, const char *name, const void *bytes,
    size_t len, struct csm_diag *diag);
void csm_decoded_fini(struct csm_decoded *in);
/* As csm_input_ahead, csm_input_expect_end and csm_input_read. */
void csm_decoded_ahead(struct csm_decoded *in);
void csm_decoded_expect_end(struct csm_decoded *in);
ssize_t csm_decoded_read(
    struct csm_decoded *in, void *buf, size_t size, struct csm_diag *diag);

#endif
