/*
 * Asks the library about times, so that other programs can be compared with it.  A
 * question a line on standard input, an answer a line on standard output:
 *
 *   utc ZONE SECONDS     offset of the zone at an instant, day
 *   local ZONE SECONDS   instant of a time on the zone's clocks
 *   day DAY              date, weekday, then label, first day and next of each bucket
 *   date TEXT            day of a date, or "-"
 *   time ZONE TEXT       day and microseconds of a time in ISO form, or "-"
 */
#include "time/bucket.h"
#include "time/date.h"
#include "time/stamp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct csm_zone *zone; /* the one asked for last */

static struct csm_zone *
zone_of(const char *name)
{
	struct csm_diag diag;

	if (zone != NULL && strcmp(csm_zone_name(zone), name) == 0)
		return zone;
	csm_zone_free(zone);
	csm_diag_init(&diag, NULL, NULL);
	zone = csm_zone_open(name, &diag);
	if (zone == NULL) {
		fprintf(stderr, "times: no zone %s\n", name);
		exit(2);
	}
	return zone;
}

static void
answer_day(int32_t day)
{
	static const enum csm_bucket buckets[] = {CSM_BUCKET_DAY, CSM_BUCKET_WEEK,
	    CSM_BUCKET_WEEK_SUNDAY, CSM_BUCKET_MONTH, CSM_BUCKET_QUARTER,
	    CSM_BUCKET_YEAR};
	char label[CSM_BUCKET_LABEL], text[CSM_DAY_TEXT];

	csm_date_format(day, text);
	printf("%s %d", text, csm_date_weekday(day));
	for (size_t i = 0; i < sizeof buckets / sizeof buckets[0]; i++) {
		csm_bucket_label(buckets[i], day, label);
		printf(" %s %d %d", label, csm_bucket_start(buckets[i], day),
		    csm_bucket_next(buckets[i], day));
	}
	putchar('\n');
}

static void
answer_date(const char *text)
{
	int32_t day;

	if (csm_date_parse(text, strlen(text), &day) == NULL)
		printf("%d\n", day);
	else
		puts("-");
}

static void
answer_time(const char *name, const char *text)
{
	const struct csm_stamp_format iso = {.kind = CSM_STAMP_ISO};
	struct csm_stamp stamp;
	int range;

	if (csm_stamp_parse(&iso, zone_of(name), text, strlen(text), &stamp, &range) ==
	    NULL)
		printf("%d %lld\n", stamp.day, (long long)stamp.micros);
	else
		puts("-");
}

static int
answer(char *line)
{
	char *what = strtok(line, " \n"), *first = strtok(NULL, " \n"),
	     *second = strtok(NULL, "\n");

	if (what == NULL || first == NULL)
		return -1;
	if (strcmp(what, "day") == 0) {
		answer_day((int32_t)atol(first));
	} else if (strcmp(what, "date") == 0) {
		answer_date(first);
	} else if (second == NULL) {
		return -1;
	} else if (strcmp(what, "utc") == 0) {
		long long t = atoll(second);
		printf("%d %d\n", csm_zone_offset(zone_of(first), t),
		    csm_zone_day(zone_of(first), t));
	} else if (strcmp(what, "local") == 0) {
		printf("%lld\n",
		    (long long)csm_zone_instant(zone_of(first), atoll(second)));
	} else if (strcmp(what, "time") == 0) {
		answer_time(first, second);
	} else {
		return -1;
	}
	return 0;
}

int
main(void)
{
	char line[256];

	while (fgets(line, sizeof line, stdin) != NULL)
		if (answer(line) != 0) {
			fputs("times: not a question\n", stderr);
			return 2;
		}
	csm_zone_free(zone);
	return fflush(stdout) != 0;
}
