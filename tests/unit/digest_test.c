#include "base/base64.h"
#include "base/sha256.h"
#include "base/xalloc.h"

#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
is_base64(const char *bytes, size_t len, const char *text)
{
	struct csm_buf out = {0};

	csm_base64_put(&out, bytes, len);
	ck_assert_str_eq(csm_buf_text(&out), text);
	csm_buf_fini(&out);
}

/* The test vectors of RFC 4648, section 10. */
START_TEST(base64_is_padded_to_four_letters)
{
	is_base64("", 0, "");
	is_base64("f", 1, "Zg==");
	is_base64("fo", 2, "Zm8=");
	is_base64("foo", 3, "Zm9v");
	is_base64("foob", 4, "Zm9vYg==");
	is_base64("fooba", 5, "Zm9vYmE=");
	is_base64("foobar", 6, "Zm9vYmFy");
	is_base64("\377\376\375\0", 4, "//79AA==");
}
END_TEST

static void
is_digest(const char *bytes, size_t len, const char *hex)
{
	unsigned char digest[CSM_SHA256_BYTES];
	char text[2 * CSM_SHA256_BYTES + 1];

	csm_sha256(bytes, len, digest);
	for (size_t i = 0; i < CSM_SHA256_BYTES; i++)
		snprintf(text + 2 * i, 3, "%02x", digest[i]);
	ck_assert_str_eq(text, hex);
}

/* The examples NIST publishes for FIPS 180-4: none, 3 and 56 bytes, a million. */
START_TEST(the_published_examples_of_sha_256)
{
	char *million = csm_xcalloc(1000000, 1);

	is_digest(
	    "", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	is_digest("abc", 3,
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	is_digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
	    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	memset(million, 'a', 1000000);
	is_digest(million, 1000000,
	    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	free(million);
}
END_TEST

/* Lengths around the end of a block; python3: hashlib.sha256(b"x" * n).hexdigest() */
START_TEST(blocks_of_every_length_are_padded)
{
	static const struct {
		size_t n;
		const char *hex;
	} cases[] = {
	    {55, "d5e285683cd4efc02d021a5c62014694958901005d6f71e89e0989fac77e4072"},
	    {56, "04c26261370ee7541549d16dee320c723e3fd14671e66a099afe0a377c16888e"},
	    {63, "75220b47218278e656f2013bb8f0c455a25eaf01e86c64924e9d48d89776d6f2"},
	    {64, "7ce100971f64e7001e8fe5a51973ecdfe1ced42befe7ee8d5fd6219506b5393c"},
	    {65, "9537c5fdf120482f7d58d25e9ed583f52c02b4e304ea814db1633ad565aed7e9"},
	    {119, "000b48d4edf0fa7bee3c6236ecd2785baa5db4eeb8bb54341b029e0d9fa5fb0c"},
	    {120, "13f05a0b594787f5ecd315edc96141bd3243203d1b7d4f0836f37308b276ba98"},
	    {128, "24da1b81d0b16df6428eee73c69fcb2a93c76bc6df706f0c6670fe6bfe800464"},
	};
	char x[129];

	memset(x, 'x', sizeof x);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		is_digest(x, cases[i].n, cases[i].hex);
}
END_TEST

TEST_MAIN("digest", base64_is_padded_to_four_letters, the_published_examples_of_sha_256,
    blocks_of_every_length_are_padded)
