/* Compressed input: the same bytes whatever is read at a time. */
#include "fuzz.h"

#include "io/codec.h"
#include "io/input.h"

#define OUT_BYTES ((size_t)1 << 20) /* as much as is looked at */

struct result {
	struct csm_buf bytes, messages;
};

/* Read `step` bytes at a time; with `peek`, look ahead first. */
static void
read_all(struct result *r, const uint8_t *data, size_t size, size_t step, int peek)
{
	static char block[1 << 16];
	struct csm_input *in;
	struct csm_diag diag;
	const char *ahead;
	size_t len;
	ssize_t n = 1;

	csm_buf_reset(&r->bytes);
	csm_buf_reset(&r->messages);
	csm_diag_init(&diag, fuzz_see, &r->messages);
	if (csm_input_open_memory(&in, "f", data, size, &diag) != 0)
		return;
	for (int i = 0; i < 3 && peek; i++)
		FUZZ_MUST(csm_input_peek(in, &ahead, &len, &diag) >= -1);
	while (r->bytes.len < OUT_BYTES &&
	       (n = csm_input_read(in, block, step, &diag)) > 0) {
		FUZZ_MUST((size_t)n <= step);
		csm_buf_put(&r->bytes, block, (size_t)n);
	}
	FUZZ_MUST((n < 0) <= (diag.status == 4));
	csm_input_close(in);
}

/*
 * Sound input is the same.  Of damaged input zstd gives more or less before it notices,
 * and of a frame that ends in an empty block it compares the size with the promised one
 * only when it can decode all of it at once.
 */
static void
compare(struct result *a, struct result *b, int zstd)
{
	size_t len = a->bytes.len < b->bytes.len ? a->bytes.len : b->bytes.len;

	FUZZ_MUST(zstd || (a->messages.len == 0) == (b->messages.len == 0));
	if (a->messages.len != 0 || b->messages.len != 0)
		a->bytes.len = b->bytes.len = len;
	fuzz_same("bytes", &a->bytes, &b->bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct result one, other;
	size_t step = 1 + fuzz_choice(data, size) % 97;
	int zstd = size > 0 && data[0] == 0x28;

	read_all(&one, data, size, (size_t)1 << 16, 0);
	if (csm_codec_by_magic(data, size) == NULL)
		FUZZ_MUST(one.bytes.len == size &&
			  (size == 0 || memcmp(one.bytes.data, data, size) == 0));
	if (one.bytes.len >= OUT_BYTES)
		return 0;
	for (int peek = 0; peek < 2; peek++) {
		read_all(&other, data, size, step, peek);
		compare(&one, &other, zstd);
	}
	return 0;
}
