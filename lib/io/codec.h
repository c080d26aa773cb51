/*
 * Compression: gzip and zstd as a table of entries that look alike.
 *
 * Ownership: a state made by _new belongs to the caller, who frees it by _free.
 */
#ifndef CSM_IO_CODEC_H
#define CSM_IO_CODEC_H

#include <stddef.h>

/* Bytes at the start of a file that tell every codec. */
#define CSM_CODEC_MAGIC 4

/* What a step may read and fill; the step moves both along. */
struct csm_codec_step {
	const unsigned char *in;
	size_t in_len;
	unsigned char *out;
	size_t out_len;
};

struct csm_codec {
	const char *name;   /* "gzip", for messages */
	const char *suffix; /* ".gz" */
	/* 1 if a member (gzip) or frame (zstd) begins with these bytes. */
	int (*begins)(const unsigned char *head, size_t len);

	void *(*decoder_new)(void);
	void (*decoder_free)(void *state);
	/* 0, 1 when a member or frame has just ended, -1 for damaged data; *why then
	 * says what is wrong with it. */
	int (*decode)(void *state, struct csm_codec_step *step, const char **why);

	/* Compresses on at most so many threads, at least 1; the bytes do not depend on
	 * their number. */
	void *(*encoder_new)(int threads);
	void (*encoder_free)(void *state);
	/* 1 if it has to be called again for output that did not fit, else 0, -1 if the
	 * library fails.  `last`: there is no input after this. */
	int (*encode)(void *state, struct csm_codec_step *step, int last);
};

/* The codec of a file by its first bytes, or by its name; NULL if it has none. */
const struct csm_codec *csm_codec_by_magic(const unsigned char *head, size_t len);
const struct csm_codec *csm_codec_by_name(const char *path);

#endif
