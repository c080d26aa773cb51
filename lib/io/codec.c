#include "io/codec.h"

#include "base/xalloc.h"
#include "io/pgzip.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

/* Window of 32 KiB, with gzip's header and trailer. */
#define GZIP_WINDOW (15 + 16)
/* What zstd takes unasked: 107 MB of points become 11.7 MB at level 1, 10.1 MB here and 8.3
 * MB at level 6, in 0.69, 0.71 and 1.14 s of CPU, sorting included. */
#define ZSTD_LEVEL 3
/* What a thread of zstd compresses at a time.
 * From 512 KiB to 4 MiB the CPU time was measured the same, the memory 43, 46, 62 MiB. */
#define ZSTD_JOB_BYTES (1 << 20)

static int
gzip_begins(const unsigned char *head, size_t len)
{
	return len >= 2 && head[0] == 0x1f && head[1] == 0x8b;
}

/* zlib counts in 32 bits; what does not fit waits for the next step. */
static uInt
clamp(size_t n)
{
	return n > UINT_MAX ? UINT_MAX : (uInt)n;
}

static void
gzip_borrow(z_stream *z, const struct csm_codec_step *step)
{
	z->next_in = (z_const Bytef *)step->in;
	z->avail_in = clamp(step->in_len);
	z->next_out = step->out;
	z->avail_out = clamp(step->out_len);
}

static void
gzip_advance(const z_stream *z, struct csm_codec_step *step)
{
	step->in_len -= (size_t)(z->next_in - step->in);
	step->in = z->next_in;
	step->out_len -= (size_t)(z->next_out - step->out);
	step->out = z->next_out;
}

static void *
gzip_decoder_new(void)
{
	z_stream *z = csm_xcalloc(1, sizeof *z);

	if (inflateInit2(z, GZIP_WINDOW) != Z_OK) {
		free(z);
		return NULL;
	}
	return z;
}

static void
gzip_decoder_free(void *state)
{
	inflateEnd(state);
	free(state);
}

static int
gzip_decode(void *state, struct csm_codec_step *step, const char **why)
{
	z_stream *z = state;
	int rc;

	gzip_borrow(z, step);
	rc = inflate(z, Z_NO_FLUSH);
	gzip_advance(z, step);
	if (rc == Z_STREAM_END)
		return inflateReset(z) == Z_OK ? 1 : -1;
	/* Z_BUF_ERROR is no error: there was nothing to read, or no room to write. */
	if (rc == Z_OK || rc == Z_BUF_ERROR)
		return 0;
	*why = z->msg != NULL ? z->msg : zError(rc);
	return -1;
}

static int
zstd_begins(const unsigned char *head, size_t len)
{
	static const unsigned char frame[] = {0x28, 0xb5, 0x2f, 0xfd};
	static const unsigned char skippable[] = {0x2a, 0x4d, 0x18};

	if (len < sizeof frame)
		return 0;
	return memcmp(head, frame, sizeof frame) == 0 ||
	       ((head[0] & 0xf0) == 0x50 &&
		   memcmp(head + 1, skippable, sizeof skippable) == 0);
}

static void *
zstd_decoder_new(void)
{
	return ZSTD_createDStream();
}

static void
zstd_decoder_free(void *state)
{
	ZSTD_freeDStream(state);
}

static int
zstd_decode(void *state, struct csm_codec_step *step, const char **why)
{
	ZSTD_inBuffer in = {step->in, step->in_len, 0};
	ZSTD_outBuffer out = {step->out, step->out_len, 0};
	size_t rc = ZSTD_decompressStream(state, &out, &in);

	step->in += in.pos;
	step->in_len -= in.pos;
	step->out += out.pos;
	step->out_len -= out.pos;
	if (ZSTD_isError(rc)) {
		*why = ZSTD_getErrorName(rc);
		return -1;
	}
	return rc == 0;
}

static int
zstd_set(ZSTD_CCtx *c, ZSTD_cParameter name, int value)
{
	return ZSTD_isError(ZSTD_CCtx_setParameter(c, name, value)) ? -1 : 0;
}

/*
 * Even one thread is one of the library's own, since without any it cuts its input at
 * other places; a library that has no threads refuses, and does without.
 */
static void *
zstd_encoder_new(int threads)
{
	ZSTD_CCtx *c = ZSTD_createCCtx();

	if (c == NULL)
		return NULL;
	if (zstd_set(c, ZSTD_c_compressionLevel, ZSTD_LEVEL) != 0 ||
	    zstd_set(c, ZSTD_c_checksumFlag, 1) != 0) {
		ZSTD_freeCCtx(c);
		return NULL;
	}
	if (zstd_set(c, ZSTD_c_nbWorkers, threads) == 0)
		zstd_set(c, ZSTD_c_jobSize, ZSTD_JOB_BYTES);
	return c;
}

static void
zstd_encoder_free(void *state)
{
	ZSTD_freeCCtx(state);
}

static int
zstd_encode(void *state, struct csm_codec_step *step, int last)
{
	ZSTD_inBuffer in = {step->in, step->in_len, 0};
	ZSTD_outBuffer out = {step->out, step->out_len, 0};
	size_t rc =
	    ZSTD_compressStream2(state, &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);

	step->in += in.pos;
	step->in_len -= in.pos;
	step->out += out.pos;
	step->out_len -= out.pos;
	if (ZSTD_isError(rc))
		return -1;
	return last ? rc != 0 : step->in_len > 0;
}

static const struct csm_codec codecs[] = {
    {"gzip", ".gz", gzip_begins, gzip_decoder_new, gzip_decoder_free, gzip_decode,
	csm_pgzip_new, csm_pgzip_free, csm_pgzip_encode},
    {"zstd", ".zst", zstd_begins, zstd_decoder_new, zstd_decoder_free, zstd_decode,
	zstd_encoder_new, zstd_encoder_free, zstd_encode},
};

const struct csm_codec *
csm_codec_by_magic(const unsigned char *head, size_t len)
{
	for (size_t i = 0; i < sizeof codecs / sizeof codecs[0]; i++)
		if (codecs[i].begins(head, len))
			return &codecs[i];
	return NULL;
}

const struct csm_codec *
csm_codec_by_name(const char *path)
{
	size_t len = strlen(path);

	for (size_t i = 0; i < sizeof codecs / sizeof codecs[0]; i++) {
		size_t n = strlen(codecs[i].suffix);
		if (len > n && strcmp(path + len - n, codecs[i].suffix) == 0)
			return &codecs[i];
	}
	return NULL;
}
