/* Pseudonyms: the beginning of HMAC-SHA256 as RFC 4231 has it. */
#include "base/pseudonym.h"

#include "test.h"

#include <string.h>

static void
check(const void *key, size_t len, const char *id, const char *want)
{
	char text[CSM_PSEUDONYM_TEXT];
	struct csm_pseudonym p;

	csm_pseudonym_init(&p, key, len);
	csm_pseudonym_put(&p, (struct csm_text){id, strlen(id)}, text);
	ck_assert_uint_eq(strlen(text), CSM_PSEUDONYM_TEXT - 1);
	/* want: the whole digest */
	ck_assert_int_eq(strncmp(text, want, strlen(text)), 0);
}

START_TEST(pseudonyms_are_digests_of_rfc_4231)
{
	unsigned char key[131];

	memset(key, 0x0b, 20);
	check(key, 20, "Hi There",
	    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
	check("Jefe", 4, "what do ya want for nothing?",
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	/* a key of more than a block */
	memset(key, 0xaa, sizeof key);
	check(key, sizeof key, "Test Using Larger Than Block-Size Key - Hash Key First",
	    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}
END_TEST

TEST_MAIN("pseudonym", pseudonyms_are_digests_of_rfc_4231)
