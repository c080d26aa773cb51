#include "io/archive.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

#define TAIL 22 /* bytes of the record at the end, without a comment */
/* Bytes of an entry of the directory, and of what stands before a part, without their
 * names (APPNOTE.TXT of PKWARE, 4.3.12 and 4.3.7). */
#define ENTRY 46
#define HEAD 30
/* Methods: 4.4.5 there; libxlsxwriter uses these two. */
#define STORED 0
#define DEFLATED 8
/* A size of more is taken for damage: it is what memory is asked for before the first
 * byte has been unpacked. */
#define PART_BYTES ((size_t)1 << 30)

static uint32_t
archive_number(const unsigned char *p, int bytes)
{
	uint32_t n = 0;

	while (bytes-- > 0)
		n = n << 8 | p[bytes];
	return n;
}

static bool
archive_is(const struct csm_archive *a, size_t at, size_t room, const char *mark)
{
	return at <= a->len && a->len - at >= room &&
	       memcmp(a->bytes + at, mark, 4) == 0;
}

const char *
csm_archive_open(struct csm_archive *a, const void *bytes, size_t len)
{
	*a = (struct csm_archive){.bytes = bytes, .len = len};
	if (len < TAIL || !archive_is(a, len - TAIL, TAIL, "PK\5\6"))
		return "it has no end";
	const unsigned char *tail = a->bytes + len - TAIL;
	a->parts = archive_number(tail + 10, 2);
	a->at = archive_number(tail + 16, 4);
	a->end = len - TAIL;
	return a->parts == 0 || a->at > a->end ? "it has no parts" : NULL;
}

static const char *
archive_inflate(const unsigned char *from, size_t len, size_t want, struct csm_buf *out)
{
	z_stream z = {.next_in = (unsigned char *)from, .avail_in = (unsigned)len};
	int rc = inflateInit2(&z, -MAX_WBITS);

	if (rc != Z_OK)
		return "it cannot be unpacked";
	csm_buf_reserve(out, want);
	z.next_out = (unsigned char *)out->data;
	z.avail_out = (unsigned)want;
	rc = inflate(&z, Z_FINISH);
	out->len = z.total_out;
	inflateEnd(&z);
	/* Both: data that end early, and data that would have gone on behind the size
	 * told. */
	return rc == Z_STREAM_END && out->len == want ? NULL : "a part is cut";
}

static const char *
archive_unpack(
    const struct csm_archive *a, const unsigned char *entry, struct csm_buf *out)
{
	uint32_t method = archive_number(entry + 10, 2),
		 check = archive_number(entry + 16, 4),
		 packed = archive_number(entry + 20, 4),
		 want = archive_number(entry + 24, 4);
	size_t at = archive_number(entry + 42, 4);
	const char *why = NULL;

	if (!archive_is(a, at, HEAD, "PK\3\4"))
		return "a part is missing";
	/* The lengths of its own name and extra field: those of the directory may
	 * differ. */
	at += HEAD + archive_number(a->bytes + at + 26, 2) +
	      archive_number(a->bytes + at + 28, 2);
	if (at > a->len || a->len - at < packed || want > PART_BYTES)
		return "a part is cut";
	csm_buf_reset(out);
	if (method == STORED)
		csm_buf_put(out, a->bytes + at, packed);
	else if (method == DEFLATED)
		why = archive_inflate(a->bytes + at, packed, want, out);
	else
		why = "a part is packed in another way";
	if (why == NULL && crc32(0, (const unsigned char *)csm_buf_text(out),
			       (unsigned)out->len) != check)
		why = "a part is damaged";
	csm_buf_put(out, "", 0);
	return why;
}

int
csm_archive_next(
    struct csm_archive *a, struct csm_text *name, struct csm_buf *out, const char **why)
{
	const unsigned char *entry = a->bytes + a->at;

	if (a->parts == 0)
		return 0;
	*why = "its directory is cut";
	if (!archive_is(a, a->at, ENTRY, "PK\1\2"))
		return -1;
	size_t len = archive_number(entry + 28, 2);
	if (a->end - a->at < ENTRY + len)
		return -1;
	*name = (struct csm_text){(const char *)entry + ENTRY, len};
	a->at +=
	    ENTRY + len + archive_number(entry + 30, 2) + archive_number(entry + 32, 2);
	a->parts--;
	*why = archive_unpack(a, entry, out);
	return *why == NULL ? 1 : -1;
}

#define PNG_HEAD 8    /* bytes of a part before its data: length, kind */
#define PNG_AROUND 12 /* and the checksum after them */

bool
csm_archive_is_png(const void *bytes, size_t len)
{
	const unsigned char *p = bytes;
	bool last = false;

	if (len < 8 || memcmp(p, "\x89PNG\r\n\x1a\n", 8) != 0)
		return false;
	p += 8;
	len -= 8;
	while (!last && len >= PNG_AROUND) {
		/* the other way round than in zip files */
		uint32_t size = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
				(uint32_t)p[2] << 8 | p[3];
		if (len - PNG_AROUND < size)
			return false;
		const unsigned char *sum = p + PNG_HEAD + size;
		uint32_t want = (uint32_t)sum[0] << 24 | (uint32_t)sum[1] << 16 |
				(uint32_t)sum[2] << 8 | sum[3];
		if (crc32(0, p + 4, size + 4) != want)
			return false;
		last = memcmp(p + 4, "IEND", 4) == 0;
		p += PNG_AROUND + size;
		len -= PNG_AROUND + size;
	}
	return last && len == 0;
}
