#include "io/output.h"

#include "io/input.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[] = "/tmp/csm-out-XXXXXX";
static struct csm_diag diag;
static enum csm_code last_code;
static char last_text[200], last_file[200];

static void
see(void *ctx, const struct csm_message *m)
{
	(void)ctx;
	last_code = m->code;
	snprintf(last_text, sizeof last_text, "%s", m->text);
	snprintf(last_file, sizeof last_file, "%s", m->pos.file);
}

/* Enter a new empty directory. */
static void
enter(void)
{
	strcpy(dir, "/tmp/csm-out-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_assert_int_eq(chdir(dir), 0);
	csm_diag_init(&diag, see, NULL);
}

/* Leave it; it must hold nothing but the files named, which are removed. */
static void
leave(const char *a, const char *b)
{
	ck_assert_int_eq(unlink(a), 0);
	ck_assert_int_eq(b == NULL ? 0 : unlink(b), 0);
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(rmdir(dir), 0);
}

static void
put(const char *path, const char *text)
{
	struct csm_output *out;

	ck_assert_int_eq(csm_output_open(&out, path, &diag), 0);
	ck_assert_int_eq(csm_output_puts(out, text), 0);
	ck_assert_int_eq(csm_output_commit(out, &diag), 0);
}

static void
expect(const char *path, const char *want)
{
	size_t len;
	char *text = csm_input_slurp(path, &len, &diag);

	ck_assert_ptr_nonnull(text);
	ck_assert_str_eq(text, want);
	free(text);
}

START_TEST(a_file_appears_on_commit_only)
{
	struct csm_output *out;

	enter();
	ck_assert_int_eq(csm_output_open(&out, "x.csv", &diag), 0);
	ck_assert_int_eq(csm_output_printf(out, "%s,%d\n", "a", 7), 0);
	ck_assert_int_eq(access("x.csv", F_OK), -1);
	ck_assert_int_eq(csm_output_commit(out, &diag), 0);
	expect("x.csv", "a,7\n");
	leave("x.csv", NULL);
}
END_TEST

START_TEST(a_new_file_obeys_the_umask_and_an_old_one_keeps_its_mode)
{
	struct stat st;
	mode_t mask;

	enter();
	mask = umask(027);
	put("x", "1\n");
	ck_assert_int_eq(stat("x", &st), 0);
	ck_assert_int_eq(st.st_mode & 07777, 0640);
	ck_assert_int_eq(chmod("x", 0604), 0);
	put("x", "2\n");
	umask(mask);
	ck_assert_int_eq(stat("x", &st), 0);
	ck_assert_int_eq(st.st_mode & 07777, 0604);
	expect("x", "2\n");
	leave("x", NULL);
}
END_TEST

START_TEST(abort_leaves_the_old_file_and_no_other)
{
	struct csm_output *out;

	enter();
	put("x", "old\n");
	ck_assert_int_eq(csm_output_open(&out, "x", &diag), 0);
	csm_output_puts(out, "new\n");
	csm_output_abort(out);
	csm_output_abort(NULL);
	expect("x", "old\n");
	leave("x", NULL);
}
END_TEST

static void
touch(const char *fmt, long pid)
{
	char name[64];

	snprintf(name, sizeof name, fmt, pid);
	close(open(name, O_WRONLY | O_CREAT, 0600));
	ck_assert_int_eq(access(name, F_OK), 0);
}

static int
unlink_of(const char *fmt, long pid)
{
	char name[64];

	snprintf(name, sizeof name, fmt, pid);
	return unlink(name);
}

START_TEST(what_a_killed_program_left_goes_and_nothing_else)
{
	pid_t gone = fork();

	if (gone == 0)
		_exit(0);
	waitpid(gone, NULL, 0);
	enter();
	touch(".x.%ld.1a2b3c.0", gone);
	touch(".x.%ld.ffffff.12", gone);
	touch(".x.%ld.1a2b3c.0", getpid()); /* still written */
	touch(".xy.%ld.1a2b3c.0", gone);    /* of another output */
	touch(".x.%ld.old", gone);          /* none of ours */
	put("x", "new\n");
	ck_assert_int_eq(unlink_of(".x.%ld.1a2b3c.0", gone), -1);
	ck_assert_int_eq(unlink_of(".x.%ld.ffffff.12", gone), -1);
	ck_assert_int_eq(unlink_of(".x.%ld.1a2b3c.0", getpid()), 0);
	ck_assert_int_eq(unlink_of(".xy.%ld.1a2b3c.0", gone), 0);
	ck_assert_int_eq(unlink_of(".x.%ld.old", gone), 0);
	leave("x", NULL);
}
END_TEST

/* Two files written, and what happens to them once a name cannot be had. */
START_TEST(outputs_appear_all_or_none)
{
	struct csm_output *out[3];
	static const char *const names[] = {"old", "new", "last"};

	enter();
	put("old", "old\n");
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(csm_output_open(&out[i], names[i], &diag), 0);
		csm_output_printf(out[i], "%d\n", i);
		ck_assert_int_eq(csm_output_prepare(out[i], &diag), 0);
	}
	expect("old", "old\n");
	ck_assert_int_eq(mkdir("last", 0700), 0);
	ck_assert_int_eq(csm_output_publish(out, 3, &diag), -1);
	ck_assert_int_eq(last_code, CSM_E_WRITE);
	ck_assert_str_eq(last_file, "last");
	expect("old", "old\n");
	ck_assert_int_eq(access("new", F_OK), -1);
	ck_assert_int_eq(rmdir("last"), 0);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(csm_output_open(&out[i], names[i], &diag), 0);
		csm_output_printf(out[i], "%d\n", i);
		ck_assert_int_eq(csm_output_prepare(out[i], &diag), 0);
	}
	ck_assert_int_eq(csm_output_publish(out, 2, &diag), 0);
	expect("old", "0\n");
	expect("new", "1\n");
	leave("old", "new");
}
END_TEST

START_TEST(a_symbolic_link_stays_and_what_it_leads_to_is_replaced)
{
	struct stat st;

	enter();
	put("real", "old\n");
	ck_assert_int_eq(symlink("real", "link"), 0);
	put("link", "new\n");
	ck_assert_int_eq(lstat("link", &st), 0);
	ck_assert(S_ISLNK(st.st_mode));
	expect("real", "new\n");
	ck_assert_int_eq(unlink("real"), 0);
	put("link", "made\n");
	expect("real", "made\n");
	leave("real", "link");
}
END_TEST

START_TEST(names_in_gz_and_zst_are_compressed)
{
	struct csm_output *out;
	FILE *f;

	enter();
	put("x.gz", "hello\n");
	put("x.zst", "hello\n");
	expect("x.gz", "hello\n");
	expect("x.zst", "hello\n");
	ck_assert_ptr_nonnull(f = fopen("x.gz", "rb"));
	ck_assert_int_eq(fgetc(f), 0x1f);
	fclose(f);
	ck_assert_ptr_nonnull(f = fopen("x.zst", "rb"));
	ck_assert_int_eq(fgetc(f), 0x28);
	fclose(f);
	/* more than one block, hard to compress, and back */
	for (int k = 0; k < 2; k++) {
		const char *name = k ? "x.gz" : "x.zst";
		unsigned seed = 1;
		size_t len;
		char *back;
		ck_assert_int_eq(csm_output_open(&out, name, &diag), 0);
		for (int i = 0; i < 300000; i++)
			csm_output_printf(
			    out, "%u\n", seed = seed * 1664525u + 1013904223u);
		ck_assert_int_eq(csm_output_commit(out, &diag), 0);
		ck_assert_ptr_nonnull(back = csm_input_slurp(name, &len, &diag));
		char *at = back;
		seed = 1;
		for (int i = 0; i < 300000; i++) {
			seed = seed * 1664525u + 1013904223u;
			ck_assert_uint_eq(strtoul(at, &at, 10), seed);
			ck_assert_int_eq(*at++, '\n');
		}
		ck_assert_ptr_eq(at, back + len);
		free(back);
	}
	leave("x.gz", "x.zst");
}
END_TEST

/* The bytes of a file; the caller frees. */
static char *
bytes_of(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	char *bytes;

	ck_assert_ptr_nonnull(f);
	fseek(f, 0, SEEK_END);
	*len = (size_t)ftell(f);
	rewind(f);
	bytes = malloc(*len + 1);
	ck_assert_uint_eq(fread(bytes, 1, *len, f), *len);
	fclose(f);
	return bytes;
}

/* `len` bytes of text, in writes of different sizes, compressed on some threads. */
static void
put_threads(const char *path, const char *text, size_t len, int threads)
{
	struct csm_output *out;
	size_t n;

	ck_assert_int_eq(csm_output_open_threads(&out, path, threads, &diag), 0);
	for (size_t i = 0; i < len; i += n) {
		n = 1 + i * 7 % 300001;
		n = n < len - i ? n : len - i;
		ck_assert_int_eq(csm_output_write(out, text + i, n), 0);
	}
	ck_assert_int_eq(csm_output_commit(out, &diag), 0);
}

START_TEST(the_number_of_threads_does_not_change_what_is_compressed)
{
	static const size_t lens[] = {0, 1, 262143, 262144, 262145, 524288, 3000007};
	static const char *const names[] = {"x.gz", "x.zst"};
	char *text = malloc(3000007);

	enter();
	for (size_t i = 0; i < 3000007; i++) /* repeats, and does not */
		text[i] = (char)(i % 3 == 0 ? i * i >> 7 : i / 100);
	for (size_t i = 0; i < 14; i++) {
		const char *name = names[i % 2];
		size_t len = lens[i / 2], one_len, n;
		put_threads(name, text, len, 1);
		char *one = bytes_of(name, &one_len);
		for (int threads = 0; threads <= 5; threads += 2) {
			put_threads(name, text, len, threads);
			char *more = bytes_of(name, &n);
			ck_assert_uint_eq(n, one_len);
			ck_assert_int_eq(memcmp(more, one, n), 0);
			free(more);
		}
		free(one);
		char *back = csm_input_slurp(name, &n, &diag);
		ck_assert_ptr_nonnull(back);
		ck_assert_uint_eq(n, len);
		ck_assert_int_eq(memcmp(back, text, len), 0);
		free(back);
	}
	free(text);
	leave("x.gz", "x.zst");
}
END_TEST

START_TEST(what_is_compressed_on_threads_may_be_thrown_away)
{
	static char text[2000000];
	struct csm_output *out;

	enter();
	put("x.gz", "old\n");
	for (int full = 0; full < 2; full++) {
		ck_assert_int_eq(csm_output_open_threads(&out, "x.gz", 4, &diag), 0);
		csm_output_write(out, text, full ? sizeof text : 1);
		csm_output_abort(out);
	}
	expect("x.gz", "old\n");
	leave("x.gz", NULL);
}
END_TEST

START_TEST(what_cannot_be_opened_is_reported_with_its_name)
{
	struct csm_output *out;

	csm_diag_init(&diag, see, NULL);
	ck_assert_int_eq(csm_output_open(&out, "not-there/x", &diag), -1);
	ck_assert_int_eq(last_code, CSM_E_OPEN);
	ck_assert_str_eq(last_file, "not-there/x");
	ck_assert_str_eq(
	    last_text, "cannot open for writing: No such file or directory");
	ck_assert_int_eq(csm_output_open(&out, "/tmp", &diag), -1);
	ck_assert_str_eq(last_text, "cannot open for writing: Is a directory");
}
END_TEST

START_TEST(a_full_device_is_reported_by_commit)
{
	struct csm_output *out;

	csm_diag_init(&diag, see, NULL);
	ck_assert_int_eq(csm_output_open(&out, "/dev/full", &diag), 0);
	csm_output_puts(out, "x\n");
	ck_assert_int_eq(csm_output_commit(out, &diag), -1);
	ck_assert_int_eq(last_code, CSM_E_WRITE);
	ck_assert_str_eq(last_file, "/dev/full");
	ck_assert_str_eq(last_text, "cannot write: No space left on device");
	ck_assert_int_eq(diag.status, 4);
}
END_TEST

START_TEST(writing_says_early_that_it_has_failed)
{
	static char block[300000];
	struct csm_output *out;

	csm_diag_init(&diag, see, NULL);
	ck_assert_int_eq(csm_output_open(&out, "/dev/full", &diag), 0);
	ck_assert_int_eq(csm_output_write(out, block, sizeof block), -1);
	ck_assert_int_eq(csm_output_write(out, block, sizeof block), -1);
	ck_assert_int_eq(csm_output_commit(out, &diag), -1);
	ck_assert_uint_eq(diag.count[CSM_E_WRITE], 1);
}
END_TEST

START_TEST(a_closed_standard_output_is_reported_even_when_nothing_was_written)
{
	struct csm_output *out;
	int kept = dup(STDOUT_FILENO), rc;

	csm_diag_init(&diag, see, NULL);
	close(STDOUT_FILENO);
	ck_assert_int_eq(csm_output_open(&out, "-", &diag), 0);
	rc = csm_output_commit(out, &diag);
	dup2(kept, STDOUT_FILENO);
	close(kept);
	ck_assert_int_eq(rc, -1);
	ck_assert_int_eq(last_code, CSM_E_WRITE);
	ck_assert_str_eq(last_file, "<stdout>");
	ck_assert_str_eq(last_text, "cannot write: Bad file descriptor");
}
END_TEST

/* The status of a child that runs body(). */
static int
child_status(void (*body)(void))
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		body();
		_exit(99);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	return status;
}

static void
write_to_nobody(void)
{
	struct csm_output *out, *other;
	int ends[2];

	signal(SIGPIPE, SIG_IGN);
	if (csm_output_open(&other, "other", &diag) != 0 || pipe(ends) != 0)
		return;
	close(ends[0]);
	dup2(ends[1], STDOUT_FILENO);
	if (csm_output_open(&out, NULL, &diag) != 0)
		return;
	csm_output_puts(out, "x\n");
	csm_output_commit(out, &diag);
	csm_output_abort(other);
}

START_TEST(a_reader_that_went_away_ends_the_program_by_sigpipe_even_if_ignored)
{
	int status;

	enter();
	status = child_status(write_to_nobody);
	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), SIGPIPE);
	put("x", "");
	leave("x", NULL); /* the temporary file of "other" is gone */
}
END_TEST

static int ending; /* the signal that comes */

static void
be_terminated(void)
{
	const struct rlimit none = {0, 0};
	struct csm_output *out;

	setrlimit(RLIMIT_CORE, &none);
	csm_output_guard_signals();
	if (csm_output_open(&out, "x", &diag) == 0)
		raise(ending);
}

static void
be_hung_up_under_nohup(void)
{
	signal(SIGHUP, SIG_IGN);
	csm_output_guard_signals();
	raise(SIGHUP);
	_exit(0);
}

START_TEST(a_signal_removes_temporary_files_and_ends_the_program_as_by_default)
{
	static const int all[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPIPE, SIGXCPU,
	    SIGXFSZ, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1, SIGUSR2};

	enter();
	put("x", "old\n");
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		ending = all[i];
		int status = child_status(be_terminated);
		ck_assert(WIFSIGNALED(status));
		ck_assert_int_eq(WTERMSIG(status), ending);
	}
	expect("x", "old\n");
	leave("x", NULL);
	ck_assert_int_eq(child_status(be_hung_up_under_nohup), 0);
}
END_TEST

static void
write_to_fifo(void)
{
	struct csm_output *out;

	if (csm_output_open(&out, "fifo", &diag) != 0)
		return;
	csm_output_puts(out, "through\n");
	_exit(csm_output_commit(out, &diag) == 0 ? 0 : 1);
}

START_TEST(a_fifo_is_written_directly_and_stays)
{
	struct stat st;
	char text[20] = "";
	pid_t child;
	int fd, status;

	enter();
	ck_assert_int_eq(mkfifo("fifo", 0600), 0);
	child = fork();
	if (child == 0)
		write_to_fifo();
	fd = open("fifo", O_RDONLY);
	ck_assert_int_eq(read(fd, text, sizeof text - 1), 8);
	close(fd);
	ck_assert_str_eq(text, "through\n");
	waitpid(child, &status, 0);
	ck_assert_int_eq(status, 0);
	ck_assert_int_eq(stat("fifo", &st), 0);
	ck_assert(S_ISFIFO(st.st_mode));
	leave("fifo", NULL);
}
END_TEST

START_TEST(a_name_as_long_as_names_can_be_is_fine)
{
	char name[256];

	enter();
	memset(name, 'n', 255);
	name[255] = '\0';
	put(name, "x\n");
	expect(name, "x\n");
	leave(name, NULL);
}
END_TEST

TEST_MAIN("out", a_file_appears_on_commit_only,
    a_new_file_obeys_the_umask_and_an_old_one_keeps_its_mode,
    abort_leaves_the_old_file_and_no_other,
    a_symbolic_link_stays_and_what_it_leads_to_is_replaced,
    names_in_gz_and_zst_are_compressed,
    the_number_of_threads_does_not_change_what_is_compressed,
    what_is_compressed_on_threads_may_be_thrown_away,
    what_cannot_be_opened_is_reported_with_its_name,
    a_full_device_is_reported_by_commit, writing_says_early_that_it_has_failed,
    a_closed_standard_output_is_reported_even_when_nothing_was_written,
    a_reader_that_went_away_ends_the_program_by_sigpipe_even_if_ignored,
    outputs_appear_all_or_none, what_a_killed_program_left_goes_and_nothing_else,
    a_signal_removes_temporary_files_and_ends_the_program_as_by_default,
    a_fifo_is_written_directly_and_stays, a_name_as_long_as_names_can_be_is_fine)
