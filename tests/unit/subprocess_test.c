#include "io/subprocess.h"

#include "io/archive.h"
#include "test.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static char said[300];

static void
hear(void *ctx, const struct csm_message *m)
{
	(void)ctx;
	snprintf(said, sizeof said, "%s", m->text);
}

/* Run a script of the shell with `in` to read. */
static int
filter(const char *script, int seconds, const char *in, struct csm_buf *out)
{
	const char *argv[] = {"sh", "-c", script, NULL};
	struct csm_buf bytes = {0};
	struct csm_diag diag;
	int result;

	said[0] = '\0';
	csm_diag_init(&diag, hear, NULL);
	csm_buf_puts(&bytes, in);
	result = csm_subprocess_filter(argv, seconds, &bytes, out, &diag);
	ck_assert_int_eq(diag.status, result < 0 ? 4 : 0);
	csm_buf_fini(&bytes);
	return result;
}

START_TEST(what_a_program_writes_is_appended)
{
	struct csm_buf out = {0};

	csm_buf_puts(&out, "before ");
	ck_assert_int_eq(filter("tr a-z A-Z", 60, "abc", &out), 0);
	ck_assert_str_eq(out.data, "before ABC");
	csm_buf_fini(&out);
}
END_TEST

START_TEST(a_program_that_fails_is_told_in_its_own_words)
{
	struct csm_buf out = {0};

	ck_assert_int_eq(filter("echo 'no\tink' >&2; exit 7", 60, "", &out), -1);
	ck_assert_str_eq(said, "sh failed with status 7: \"no\\tink\"");
	ck_assert_int_eq(filter("kill -9 $$", 60, "", &out), -1);
	ck_assert_str_eq(said, "sh failed with signal 9");
	csm_buf_fini(&out);
}
END_TEST

START_TEST(a_program_that_is_not_there_is_no_failure)
{
	const char *argv[] = {"a-program-of-this-name-is-nowhere", NULL};
	struct csm_buf in = {0}, out = {0};
	struct csm_diag diag;

	csm_diag_init(&diag, hear, NULL);
	ck_assert_int_eq(csm_subprocess_filter(argv, 60, &in, &out, &diag), 1);
	ck_assert_int_eq(diag.status, 0);
}
END_TEST

START_TEST(a_program_that_does_not_end_is_ended)
{
	struct csm_buf out = {0};
	time_t before = time(NULL);

	ck_assert_int_eq(filter("exec sleep 600", 1, "", &out), -1);
	ck_assert_str_eq(said, "sh did not end within 1 seconds");
	ck_assert_int_lt(time(NULL) - before, 60);
	csm_buf_fini(&out);
}
END_TEST

/* The smallest picture there is, of one grey dot. */
static const unsigned char dot[] = {0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a,
    0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00,
    0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00,
    0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00,
    0x81, 0x77, 0xcd, 0x72, 0xb6, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae,
    0x42, 0x60, 0x82};

START_TEST(a_picture_is_whole_or_none)
{
	unsigned char bytes[sizeof dot + 1];
	const size_t len = sizeof dot;

	ck_assert(csm_archive_is_png(dot, len));
	for (size_t n = 0; n < len; n++)
		ck_assert(!csm_archive_is_png(dot, n));
	memcpy(bytes, dot, len);
	bytes[len] = 0;
	ck_assert(!csm_archive_is_png(bytes, len + 1));
	for (size_t i = 0; i < len; i++) {
		memcpy(bytes, dot, sizeof dot);
		bytes[i] ^= 1;
		ck_assert(!csm_archive_is_png(bytes, len));
	}
}
END_TEST

TEST_MAIN("sub", what_a_program_writes_is_appended,
    a_program_that_fails_is_told_in_its_own_words,
    a_program_that_is_not_there_is_no_failure, a_program_that_does_not_end_is_ended,
    a_picture_is_whole_or_none)
