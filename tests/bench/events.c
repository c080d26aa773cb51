/*
 * Writes events as CSV, the same for the same arguments: a stand-in for the export of a
 * product's event table.
 *
 *   events ROWS [COMPANIES USERS DAYS ACTIVITIES [csv | uuid | quoted | ndjson | raw]]
 *
 * timestamp,company,user,activity: a user belongs to one company; companies and
 * activities are of unequal size; the rows are in order of time, as a log is.  uuid: a
 * user's id is a random UUID, and all users are equally busy; quoted: every field is.
 *
 * raw: event_id,occurred_at,user_id,event_type,event, as a warehouse has it: no company,
 * every tenth row no engagement, and every thousandth there twice.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static uint64_t
mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

static void
name_user(char *to, size_t size, long user, int uuid)
{
	uint64_t a = mix((uint64_t)user), b = mix(a);

	if (uuid)
		snprintf(to, size, "%08x-%04x-4%03x-%04x-%012llx", (unsigned)(a >> 32),
		    (unsigned)(a >> 16 & 0xffff), (unsigned)(a & 0xfff),
		    (unsigned)(b >> 48 & 0x3fff) | 0x8000u,
		    (unsigned long long)(b & 0xffffffffffffu));
	else
		snprintf(to, size, "user-%06ld", user);
}

static void
put_raw(long i, const char *stamp, const char *user, const char *event)
{
	int times = i % 1000 == 999 ? 2 : 1;

	while (times-- > 0)
		printf("ev-%09ld,%s,%s,%s,%s\n", i, stamp, user,
		    i % 10 == 9 ? "system" : "engagement", event);
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
	const char *format = argc > 6 ? argv[6] : "csv";
	int uuid = strcmp(format, "uuid") == 0, json = strcmp(format, "ndjson") == 0,
	    raw = strcmp(format, "raw") == 0;
	const char *row = json ? "{\"timestamp\":\"%s\",\"company\":\"company-%05ld\","
				 "\"user\":\"%s\",\"activity\":\"%s\"}\n"
			  : strcmp(format, "quoted") == 0
			      ? "\"%s\",\"company-%05ld\",\"%s\",\"%s\"\n"
			      : "%s,company-%05ld,%s,%s\n";
	char stamp[32], id[64];

	if (activities < 1 || activities > 20 || companies < 1 || users < companies)
		return 2;
	if (raw)
		puts("event_id,occurred_at,user_id,event_type,event");
	else if (!json)
		puts("timestamp,company,user,activity");
	for (long i = 0; i < rows; i++) {
		time_t t =
		    begin + (time_t)((double)i / (double)rows * (double)days * 86400.0);
		struct tm tm;
		double u = unit(), a = unit();
		long user = (long)((uuid ? u : u * u) * (double)users);
		gmtime_r(&t, &tm);
		strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", &tm);
		const char *name = names[(long)(a * a * (double)activities)];
		name_user(id, sizeof id, user, uuid);
		if (raw)
			put_raw(i, stamp, id, name);
		else
			printf(row, stamp, user % companies, id, name);
	}
	return fclose(stdout) == 0 ? 0 : 4;
}
