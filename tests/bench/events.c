/*
 * Writes events as CSV, the same for the same arguments: a stand-in for the export of a
 * product's event table.
 *
 *   events ROWS [COMPANIES USERS DAYS ACTIVITIES]
 *
 * timestamp,company,user,activity: a user belongs to one company; companies and
 * activities are of unequal size; the rows are in order of time, as a log is.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t state = 88172645463325252u;

static uint64_t
next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static double
unit(void)
{
	return (double)(next() >> 11) / 9007199254740992.0;
}

int
main(int argc, char **argv)
{
	static const char *const names[] = {"login", "view page", "create lead",
	    "update lead", "delete lead", "create report", "export report", "send mail",
	    "open mail", "import file", "search", "comment", "share", "invite user",
	    "log call", "edit workflow", "run workflow", "api key", "change plan",
	    "logout"};
	long rows = argc > 1 ? atol(argv[1]) : 1000000;
	long companies = argc > 2 ? atol(argv[2]) : 5000;
	long users = argc > 3 ? atol(argv[3]) : 200000;
	long days = argc > 4 ? atol(argv[4]) : 365;
	long activities = argc > 5 ? atol(argv[5]) : 20;
	const time_t begin = 1735689600; /* 2025-01-01T00:00:00Z */
	char stamp[32];

	if (activities < 1 || activities > 20 || companies < 1 || users < companies)
		return 2;
	puts("timestamp,company,user,activity");
	for (long i = 0; i < rows; i++) {
		time_t t =
		    begin + (time_t)((double)i / (double)rows * (double)days * 86400.0);
		struct tm tm;
		double u = unit(), a = unit();
		long user = (long)(u * u * (double)users);
		gmtime_r(&t, &tm);
		strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", &tm);
		printf("%s,company-%05ld,user-%06ld,%s\n", stamp, user % companies,
		    user, names[(long)(a * a * (double)activities)]);
	}
	return fclose(stdout) == 0 ? 0 : 4;
}
