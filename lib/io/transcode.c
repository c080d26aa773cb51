#include "io/transcode.h"

#include "base/buf.h"
#include "base/text.h"
#include "base/xalloc.h"

#include <assert.h>
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* It is in the struct, and stays in the cache until it is converted: 16, 64 and 256 KiB were
 * measured the same within 3 % on 170 MB of windows-1252. */
#define BLOCK_BYTES ((size_t)64 * 1024)
/* No encoding takes more bytes for a character than this, shift sequences included. */
#define LONGEST 32
_Static_assert(
    BLOCK_BYTES > 2 * LONGEST, "a block holds a character and the start of one");

struct transcode {
	iconv_t cd;
	const char *encoding;
	char in[BLOCK_BYTES];
	size_t at, end;  /* not yet converted: in[at..end) */
	uint64_t before; /* bytes before in[0] */
	bool ended;
	char spare[LONGEST]; /* converted, but there was no room */
	size_t spare_at, spare_end;
};

static int
transcode_fail(
    const struct transcode *t, struct csm_stage_source *below, struct csm_diag *diag)
{
	struct csm_pos pos = {.file = csm_stage_name(below)};
	unsigned long long at = t->before + t->at;

	if (t->ended && t->end - t->at < LONGEST && errno == EINVAL)
		return csm_error(diag, CSM_E_FORMAT, &pos,
		    "it ends within a character of %s (byte %llu)", t->encoding, at);
	return csm_error(diag, CSM_E_FORMAT, &pos,
	    "byte %llu, 0x%02x, is not %s; what is it (--encoding)?", at,
	    (unsigned)(unsigned char)t->in[t->at], t->encoding);
}

/* More of what is below behind what is left. */
static int
transcode_fill(
    struct transcode *t, struct csm_stage_source *below, struct csm_diag *diag)
{
	ssize_t n;

	assert(t->at <= t->end && t->end - t->at < BLOCK_BYTES);
	memmove(t->in, t->in + t->at, t->end - t->at);
	t->before += t->at;
	t->end -= t->at;
	t->at = 0;
	n = csm_stage_pull(below, t->in + t->end, BLOCK_BYTES - t->end, diag);
	if (n < 0)
		return -1;
	t->ended = n == 0;
	t->end += (size_t)n;
	return 0;
}

/* Convert what is there into `size` bytes at *out; -1 if something is none. */
static int
transcode_step(struct transcode *t, char **out, size_t *size)
{
	char *from = t->in + t->at;
	size_t left = t->end - t->at;
	int rc = iconv(t->cd, &from, &left, out, size) == (size_t)-1 ? -1 : 0;

	t->at = t->end - left;
	if (rc == -1 && errno == EINVAL && !t->ended)
		return 0; /* the rest of the character is still to come */
	return rc == -1 && errno != E2BIG ? -1 : 0;
}

static size_t
take_spare(struct transcode *t, char *buf, size_t size)
{
	size_t n = t->spare_end - t->spare_at;

	n = n < size ? n : size;
	memcpy(buf, t->spare + t->spare_at, n);
	t->spare_at += n;
	return n;
}

static ssize_t
transcode_read(void *state, struct csm_stage_source *below, void *buf, size_t size,
    struct csm_diag *diag)
{
	struct transcode *t = state;
	size_t got = take_spare(t, buf, size);

	while (got == 0) {
		/* A reader that asks for less than one character may take would get
		 * none, which means the end. */
		bool small = size < LONGEST;
		char *out = small ? t->spare : buf;
		size_t room = small ? sizeof t->spare : size;
		if (t->ended && t->at == t->end)
			return 0;
		/* Below LONGEST what is left may be the start of one character, for
		 * which iconv wants more. */
		if (t->end - t->at < LONGEST && !t->ended &&
		    transcode_fill(t, below, diag) != 0)
			return -1;
		if (transcode_step(t, &out, &room) != 0)
			return transcode_fail(t, below, diag);
		if (small) {
			t->spare_at = 0;
			t->spare_end = (size_t)(out - t->spare);
			got = take_spare(t, buf, size);
		} else {
			got = size - room;
		}
	}
	return (ssize_t)got;
}

static void
transcode_free(void *state)
{
	struct transcode *t = state;

	iconv_close(t->cd);
	free(t);
}

/* Of a name without a letter or digit iconv makes that of the locale, and what follows two
 * bars tells it to leave out what it cannot convert. */
static bool
transcode_is_name(const char *encoding)
{
	static const char all[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

	return strpbrk(encoding, all) != NULL && strstr(encoding, "//") == NULL;
}

static iconv_t
transcode_open(const char *encoding)
{
	return transcode_is_name(encoding) ? iconv_open("UTF-8", encoding)
					   : (iconv_t)-1;
}

static int
transcode_report(const char *encoding, struct csm_diag *diag)
{
	struct csm_buf quoted = {0};

	csm_text_quote(&quoted, encoding, strlen(encoding));
	csm_error(diag, CSM_E_USAGE, NULL,
	    "unknown encoding %s; known are utf-8, utf-16, windows-1252, "
	    "latin1 and all that iconv -l lists",
	    quoted.data);
	csm_buf_fini(&quoted);
	return -1;
}

int
csm_transcode_check(const char *encoding, struct csm_diag *diag)
{
	iconv_t cd = transcode_open(encoding);

	if (cd == (iconv_t)-1)
		return transcode_report(encoding, diag);
	iconv_close(cd);
	return 0;
}

int
csm_transcode_new(struct csm_stage *stage, const char *encoding, struct csm_diag *diag)
{
	struct transcode *t;
	iconv_t cd = transcode_open(encoding);

	if (cd == (iconv_t)-1)
		return transcode_report(encoding, diag);
	t = csm_xcalloc(1, sizeof *t);
	t->cd = cd;
	t->encoding = encoding;
	*stage = (struct csm_stage){t, transcode_read, transcode_free};
	return 0;
}

const char *
csm_transcode_by_mark(const char *bytes, size_t len)
{
	/* Before UTF-16, whose mark it begins with. */
	if (len >= 4 && memcmp(bytes, "\xff\xfe\0", 4) == 0)
		return "utf-32";
	if (len >= 2 && memcmp(bytes, "\xff\xfe", 2) == 0)
		return "utf-16";
	return len >= 2 && memcmp(bytes, "\xfe\xff", 2) == 0 ? "utf-16" : NULL;
}

bool
csm_transcode_is_utf8(const char *encoding)
{
	return strcasecmp(encoding, "utf-8") == 0 || strcasecmp(encoding, "utf8") == 0;
}
