/*
 * Chunk: the part of an input that a reader is looking at, as one piece of memory.
 *
 * Ownership: the chunk takes the input and owns its bytes, which move at every
 * csm_chunk_more.
 */
#ifndef CSM_SYNTAX_CHUNK_H
#define CSM_SYNTAX_CHUNK_H

#include "base/diag.h"
#include "io/input.h"

#include <stddef.h>

/* Bytes after the last one that may be loaded, though they mean nothing. */
#define CSM_CHUNK_PAD 64

struct csm_chunk {
	struct csm_input *in;
	char *data;
	size_t cap;
	size_t at, end;   /* not yet used: data[at] to before data[end] */
	size_t block;     /* how much to read at a time */
	int ended;        /* nothing comes after end */
	size_t forgotten; /* of the memory before `at` so much is given back */
};

void csm_chunk_init(struct csm_chunk *w, struct csm_input *in);
void csm_chunk_fini(struct csm_chunk *w);
/*
 * Read on: keeps what is not yet used, and at least doubles it, so that somebody who
 * looks for the end of something long does not look at it too often.  1 if there is
 * more, 0 at the end of the input, -1 after a report.
 */
int csm_chunk_more(struct csm_chunk *w, struct csm_diag *diag);
/* The same for who keeps all of it: a block at a time. */
int csm_chunk_hold(struct csm_chunk *w, struct csm_diag *diag);
/* Nobody looks any more at what is used up: if it is much, memory is given back. */
void csm_chunk_forget(struct csm_chunk *w);
/*
 * Hand the whole lines that are there to `to`, a chunk that has been used up, and keep
 * what follows them.  1 if the lines end in LF and mean the same wherever they are
 * read, which `same` says (not 0; the bytes behind them may be loaded); 2, and nothing
 * is handed over, if they do not; 0 at the end of the input; -1 after a report.
 *
 * The two swap memory; only the line begun is copied.
 */
typedef int csm_chunk_same(const char *lines, size_t len, char delimiter);
int csm_chunk_lend(struct csm_chunk *w, struct csm_chunk *to, csm_chunk_same *same,
    char delimiter, struct csm_diag *diag);
/* Bytes not yet used. */
static inline size_t
csm_chunk_left(const struct csm_chunk *w)
{
	return w->end - w->at;
}
/*
 * At the start of a text: read enough to tell its encoding and step over the byte order
 * mark of UTF-8.  UTF-16 and UTF-32 are E_FORMAT and -1.
 */
int csm_chunk_begin(struct csm_chunk *w, struct csm_diag *diag);

#endif
