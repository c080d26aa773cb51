/* What every unit test file needs: check, and a main() made from its one suite. */
#ifndef TEST_H
#define TEST_H

#include <check.h>
#include <stdint.h>
#include <stdlib.h>

/* A number below n, the same everywhere for the same seed. */
static inline unsigned
test_draw(uint64_t *seed, unsigned n)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(*seed >> 33) % n;
}

/*
 * Defines main() for a file of tests.  `tests` is a NULL-terminated list of the
 * functions START_TEST made.  CSM_WATCHED=valgrind runs them in one process.
 */
#define TEST_MAIN(name, ...)                                                           \
	int main(void)                                                                 \
	{                                                                              \
		const TTest *const tests[] = {__VA_ARGS__};                            \
		Suite *suite = suite_create(name);                                     \
		TCase *tcase = tcase_create(name);                                     \
		SRunner *runner = srunner_create(suite);                               \
		int failed;                                                            \
		for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)            \
			tcase_add_test(tcase, tests[i]);                               \
		tcase_set_timeout(tcase, 60);                                          \
		suite_add_tcase(suite, tcase);                                         \
		if (getenv("CSM_WATCHED"))                                             \
			srunner_set_fork_status(runner, CK_NOFORK);                    \
		srunner_run_all(runner, CK_NORMAL);                                    \
		failed = srunner_ntests_failed(runner);                                \
		srunner_free(runner);                                                  \
		return failed ? EXIT_FAILURE : EXIT_SUCCESS;                           \
	}

#endif
