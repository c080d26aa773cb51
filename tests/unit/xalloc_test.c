#include "base/xalloc.h"

#include "test.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a child that wants n * bytes says before it ends with status 4. */
static void
last_words(size_t n, size_t bytes, char said[200])
{
	int ends[2], status;
	pid_t child;
	ssize_t len;

	ck_assert_int_eq(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		csm_xcalloc(n, bytes);
		_exit(0);
	}
	close(ends[1]);
	len = read(ends[0], said, 199);
	said[len < 0 ? 0 : len] = '\0';
	close(ends[0]);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 4);
}

START_TEST(out_of_memory_tells_all_the_bytes_of_an_array)
{
/* the allocator of a sanitizer ends the program in words of its own */
#ifndef __SANITIZE_ADDRESS__
	char said[200], want[100];

	last_words(SIZE_MAX / 16, 8, said);
	snprintf(
	    want, sizeof want, "out of memory (%zu bytes wanted)", SIZE_MAX / 16 * 8);
	ck_assert_ptr_ne(strstr(said, want), NULL);
	last_words(SIZE_MAX / 4, 8, said);
	snprintf(want, sizeof want, "out of memory (%zu bytes wanted)", SIZE_MAX);
	ck_assert_ptr_ne(strstr(said, want), NULL);
#else
	(void)last_words;
#endif
}
END_TEST

TEST_MAIN("xalloc", out_of_memory_tells_all_the_bytes_of_an_array)
