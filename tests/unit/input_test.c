#include "io/input.h"

#include "base/buf.h"
#include "io/output.h"
#include "fixture.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* printf 'hello\n' | gzip -n */
static const unsigned char gz[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0xe7, 0x02, 0x00, 0x20, 0x30, 0x3a, 0x36, 0x06,
    0x00, 0x00, 0x00};
/* printf 'hello\n' | zstd */
static const unsigned char zst[] = {0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x58, 0x31, 0x00,
    0x00, 0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x0a, 0x53, 0x88, 0xbd, 0x91};

struct seen {
	enum csm_code code;
	char text[200], file[100];
};

static void
see(void *ctx, const struct csm_message *m)
{
	struct seen *seen = ctx;

	seen->code = m->code;
	snprintf(seen->text, sizeof seen->text, "%s", m->text);
	snprintf(seen->file, sizeof seen->file, "%s", m->pos.file);
}

/* All of the input in reads of `size` bytes; the result of the last read. */
static ssize_t
read_all(struct csm_input *in, size_t size, struct csm_buf *text, struct csm_diag *diag)
{
	char part[4096];
	ssize_t n;

	while ((n = csm_input_read(in, part, size, diag)) > 0)
		csm_buf_put(text, part, (size_t)n);
	return n;
}

static void
expect(const void *bytes, size_t len, const char *want, ssize_t end, enum csm_code code)
{
	struct seen seen = {.code = CSM_CODE_COUNT};
	struct csm_diag diag;

	for (unsigned i = 0; i < 10; i++) {
		size_t size = (size_t)1 << i / 2 * 3;
		struct csm_input *in;
		struct csm_buf text = {0};
		csm_diag_init(&diag, see, &seen);
		ck_assert_int_eq(
		    csm_input_open_memory(&in, "x.gz", bytes, len, &diag), 0);
		if (i % 2 == 1)
			csm_input_ahead(in);
		ck_assert_int_eq(read_all(in, size, &text, &diag), end);
		ck_assert_str_eq(csm_buf_text(&text), want);
		if (end < 0) {
			ck_assert_int_eq(seen.code, code);
			ck_assert_str_eq(seen.file, "x.gz");
			ck_assert_int_eq(csm_input_read(in, &seen, 1, &diag), -1);
			ck_assert_uint_eq(diag.count[code], 1);
			ck_assert_int_eq(diag.status, 4);
		}
		csm_input_close(in);
		csm_buf_fini(&text);
	}
}

START_TEST(plain_text_is_given_as_it_is)
{
	expect("a,b\n1,2\n", 8, "a,b\n1,2\n", 0, CSM_E_READ);
	expect("", 0, "", 0, CSM_E_READ);
	expect("a", 1, "a", 0, CSM_E_READ);
}
END_TEST

START_TEST(gzip_and_zstd_are_recognised_by_their_first_bytes)
{
	expect(gz, sizeof gz, "hello\n", 0, CSM_E_READ);
	expect(zst, sizeof zst, "hello\n", 0, CSM_E_READ);
}
END_TEST

START_TEST(several_members_or_frames_are_one_input)
{
	unsigned char two[2 * sizeof gz], three[3 * sizeof zst];

	memcpy(two, gz, sizeof gz);
	memcpy(two + sizeof gz, gz, sizeof gz);
	expect(two, sizeof two, "hello\nhello\n", 0, CSM_E_READ);
	for (size_t i = 0; i < 3; i++)
		memcpy(three + i * sizeof zst, zst, sizeof zst);
	expect(three, sizeof three, "hello\nhello\nhello\n", 0, CSM_E_READ);
}
END_TEST

START_TEST(padding_zeros_after_a_member_are_no_data_but_other_bytes_are_damage)
{
	unsigned char padded[sizeof gz + 5] = {0}, dirty[sizeof zst + 4];

	memcpy(padded, gz, sizeof gz);
	expect(padded, sizeof padded, "hello\n", 0, CSM_E_READ);
	memcpy(dirty, zst, sizeof zst);
	memcpy(dirty + sizeof zst, "a,b\n", 4);
	expect(dirty, sizeof dirty, "hello\n", -1, CSM_E_TRUNCATED);
}
END_TEST

START_TEST(compressed_data_cut_anywhere_is_truncated)
{
	for (size_t len = 2; len < sizeof gz; len++) {
		struct csm_input *in;
		struct csm_buf text = {0};
		struct csm_diag diag;
		csm_diag_init(&diag, NULL, NULL);
		ck_assert_int_eq(csm_input_open_memory(&in, "x", gz, len, &diag), 0);
		ck_assert_int_eq(read_all(in, 3, &text, &diag), -1);
		ck_assert_uint_eq(diag.count[CSM_E_TRUNCATED], 1);
		csm_input_close(in);
		csm_buf_fini(&text);
	}
	for (size_t len = 4; len < 9; len++)
		expect(zst, len, "", -1, CSM_E_TRUNCATED);
	expect(zst, sizeof zst - 1, "hello\n", -1, CSM_E_TRUNCATED);
}
END_TEST

START_TEST(a_damaged_byte_is_found_by_the_checksum)
{
	unsigned char bad[sizeof gz];

	memcpy(bad, gz, sizeof gz);
	bad[18] ^= 1;
	expect(bad, sizeof bad, "hello\n", -1, CSM_E_TRUNCATED);
}
END_TEST

START_TEST(short_first_reads_of_a_pipe_still_show_the_magic_bytes)
{
	struct csm_input *in;
	struct csm_buf text = {0};
	struct csm_diag diag;
	char path[64];
	int ends[2];
	pid_t child;

	ck_assert_int_eq(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		close(ends[0]);
		for (size_t i = 0; i < sizeof gz; i++) {
			if (write(ends[1], gz + i, 1) != 1)
				_exit(1);
			poll(NULL, 0, 1);
		}
		_exit(0);
	}
	close(ends[1]);
	snprintf(path, sizeof path, "/dev/fd/%d", ends[0]);
	csm_diag_init(&diag, NULL, NULL);
	ck_assert_int_eq(csm_input_open(&in, path, &diag), 0);
	ck_assert_int_eq(read_all(in, 100, &text, &diag), 0);
	ck_assert_str_eq(csm_buf_text(&text), "hello\n");
	csm_input_close(in);
	close(ends[0]);
	waitpid(child, NULL, 0);
	csm_buf_fini(&text);
}
END_TEST

START_TEST(what_was_peeked_is_read_all_the_same)
{
	struct csm_input *in;
	struct csm_buf text = {0};
	struct csm_diag diag;
	const char *bytes;
	size_t len;

	csm_diag_init(&diag, NULL, NULL);
	ck_assert_int_eq(csm_input_open_memory(&in, "x", zst, sizeof zst, &diag), 0);
	ck_assert_int_eq(csm_input_peek(in, &bytes, &len, &diag), 1);
	ck_assert_uint_eq(len, 6);
	ck_assert_int_eq(memcmp(bytes, "hello\n", 6), 0);
	ck_assert_int_eq(csm_input_peek(in, &bytes, &len, &diag), 0);
	ck_assert_uint_eq(len, 6);
	ck_assert_int_eq(read_all(in, 4, &text, &diag), 0);
	ck_assert_str_eq(csm_buf_text(&text), "hello\n");
	csm_input_close(in);
	csm_buf_fini(&text);
}
END_TEST

/* A file of compressed lines 1 to n. */
static void
write_numbers(const char *path, unsigned n)
{
	struct csm_diag diag;
	struct csm_output *out;

	csm_diag_init(&diag, NULL, NULL);
	ck_assert_int_eq(csm_output_open(&out, path, &diag), 0);
	for (unsigned i = 1; i <= n; i++)
		csm_output_printf(out, "%u\n", i);
	ck_assert_int_eq(csm_output_commit(out, &diag), 0);
}

START_TEST(what_is_decompressed_ahead_is_the_same_and_may_be_left_unread)
{
	char dir[] = "/tmp/csm-input-XXXXXX", path[sizeof dir + 8];
	struct seen seen = {.code = CSM_CODE_COUNT};
	struct csm_diag diag;
	struct csm_input *in;
	struct csm_buf all = {0}, want = {0};
	const char *bytes;
	size_t len;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/n.gz", dir);
	/* some blocks more than are kept ahead */
	write_numbers(path, 400000);
	for (unsigned i = 1; i <= 400000; i++)
		csm_buf_printf(&want, "%u\n", i);
	csm_diag_init(&diag, see, &seen);
	ck_assert_int_eq(csm_input_open(&in, path, &diag), 0);
	ck_assert_int_eq(csm_input_peek(in, &bytes, &len, &diag), 1);
	csm_input_ahead(in);
	ck_assert_int_eq(read_all(in, 4096, &all, &diag), 0);
	ck_assert_uint_eq(all.len, want.len);
	ck_assert_int_eq(memcmp(all.data, want.data, want.len), 0);
	csm_input_close(in);
	ck_assert_int_eq(csm_input_open(&in, path, &diag), 0);
	csm_input_ahead(in);
	csm_input_close(in);
	ck_assert_int_eq(truncate(path, 500000), 0);
	csm_buf_reset(&all);
	ck_assert_int_eq(csm_input_open(&in, path, &diag), 0);
	csm_input_ahead(in);
	ck_assert_int_eq(read_all(in, 4096, &all, &diag), -1);
	ck_assert_int_eq(csm_input_read(in, &seen, 1, &diag), -1);
	ck_assert_uint_eq(diag.count[CSM_E_TRUNCATED], 1);
	ck_assert_str_eq(seen.text, "damaged compressed data: it ends early");
	ck_assert_uint_gt(all.len, 500000); /* all that was there */
	ck_assert_int_eq(memcmp(all.data, want.data, all.len), 0);
	csm_input_close(in);
	csm_buf_fini(&all);
	csm_buf_fini(&want);
	unlink(path);
	rmdir(dir);
}
END_TEST

START_TEST(a_file_that_becomes_shorter_is_no_end)
{
	struct seen seen = {.code = CSM_CODE_COUNT};
	char path[sizeof FIXTURE_PATH], *text = calloc(1, 600000), part[16];
	struct csm_input *in;
	struct csm_buf all = {0};
	struct csm_diag diag;

	fixture_file(path, text, 600000);
	csm_diag_init(&diag, see, &seen);
	ck_assert_int_eq(csm_input_open(&in, path, &diag), 0);
	ck_assert_int_gt(csm_input_read(in, part, sizeof part, &diag), 0);
	ck_assert_int_eq(truncate(path, 300000), 0);
	ck_assert_int_eq(read_all(in, 4096, &all, &diag), -1);
	ck_assert_int_eq(seen.code, CSM_E_TRUNCATED);
	ck_assert_str_eq(seen.text, "the file became shorter while it was read");
	csm_input_close(in);
	csm_buf_reset(&all);
	ck_assert_int_eq(csm_input_open(&in, path, &diag), 0);
	ck_assert_int_eq(truncate(path, 700000), 0); /* it may become longer */
	ck_assert_int_eq(read_all(in, 4096, &all, &diag), 0);
	ck_assert_uint_eq(all.len, 700000);
	csm_input_close(in);
	csm_buf_fini(&all);
	free(text);
	unlink(path);
}
END_TEST

static void
expect_no_open(const char *path, const char *text)
{
	struct seen seen = {.code = CSM_CODE_COUNT};
	struct csm_input *in;
	struct csm_diag diag;

	csm_diag_init(&diag, see, &seen);
	ck_assert_int_eq(csm_input_open(&in, path, &diag), -1);
	ck_assert_ptr_null(in);
	ck_assert_int_eq(seen.code, CSM_E_OPEN);
	ck_assert_str_eq(seen.file, path);
	ck_assert_str_eq(seen.text, text);
}

START_TEST(a_missing_file_or_a_directory_cannot_be_opened)
{
	expect_no_open("not-there/x.csv", "cannot open: No such file or directory");
	expect_no_open("/tmp", "cannot open: Is a directory");
}
END_TEST

START_TEST(standard_input_is_named_and_may_be_closed)
{
	struct seen seen = {.code = CSM_CODE_COUNT};
	struct csm_input *in;
	struct csm_diag diag;
	int kept = dup(STDIN_FILENO);

	close(STDIN_FILENO);
	csm_diag_init(&diag, see, &seen);
	ck_assert_int_eq(csm_input_open(&in, "-", &diag), -1);
	ck_assert_int_eq(seen.code, CSM_E_OPEN);
	ck_assert_str_eq(seen.file, "<stdin>");
	if (kept >= 0) {
		dup2(kept, STDIN_FILENO);
		close(kept);
	}
}
END_TEST

START_TEST(slurp_gives_all_with_a_nul_added)
{
	char path[sizeof FIXTURE_PATH], *text;
	struct csm_diag diag;
	size_t len = 0;

	fixture_file(path, gz, sizeof gz);
	csm_diag_init(&diag, NULL, NULL);
	text = csm_input_slurp(path, &len, &diag);
	ck_assert_str_eq(text, "hello\n");
	ck_assert_uint_eq(len, 6);
	free(text);
	ck_assert_int_eq(truncate(path, sizeof gz - 1), 0);
	ck_assert_ptr_null(csm_input_slurp(path, &len, &diag));
	ck_assert_uint_eq(diag.count[CSM_E_TRUNCATED], 1);
	ck_assert_int_eq(truncate(path, 0), 0);
	text = csm_input_slurp(path, &len, &diag);
	ck_assert_str_eq(text, "");
	ck_assert_uint_eq(len, 0);
	free(text);
	unlink(path);
}
END_TEST

TEST_MAIN("input", plain_text_is_given_as_it_is,
    gzip_and_zstd_are_recognised_by_their_first_bytes,
    several_members_or_frames_are_one_input,
    padding_zeros_after_a_member_are_no_data_but_other_bytes_are_damage,
    compressed_data_cut_anywhere_is_truncated, a_damaged_byte_is_found_by_the_checksum,
    short_first_reads_of_a_pipe_still_show_the_magic_bytes,
    what_was_peeked_is_read_all_the_same,
    what_is_decompressed_ahead_is_the_same_and_may_be_left_unread,
    a_file_that_becomes_shorter_is_no_end,
    a_missing_file_or_a_directory_cannot_be_opened,
    standard_input_is_named_and_may_be_closed, slurp_gives_all_with_a_nul_added)
