/*
 * Writes points of companies in canonical order, the same for the same arguments.
 *
 *   points COMPANIES [DAYS METRICS PER_MILLE]
 *
 * Each company has METRICS activities, each with a value on PER_MILLE of 1000 days.
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
	return state >> 11;
}

int
main(int argc, char **argv)
{
	long companies = argc > 1 ? atol(argv[1]) : 5000;
	long days = argc > 2 ? atol(argv[2]) : 365;
	long metrics = argc > 3 ? atol(argv[3]) : 20;
	uint64_t share = argc > 4 ? (uint64_t)atol(argv[4]) : 181;
	char(*date)[16];

	if (companies < 1 || days < 1 || days > 10000 || metrics < 1 ||
	    (date = calloc((size_t)days, sizeof *date)) == NULL)
		return 2;
	for (long d = 0; d < days; d++) {
		time_t t = 1735689600 + d * 86400; /* 2025-01-01 */
		struct tm tm;
		gmtime_r(&t, &tm);
		strftime(date[d], sizeof *date, "%Y-%m-%d", &tm);
	}
	puts("company,model,id,metric,date,value,state");
	for (long c = 0; c < companies; c++)
		for (long m = 0; m < metrics; m++)
			for (long d = 0; d < days; d++)
				if (next() % 1000 < share)
					printf("c%06ld,company,c%06ld,activities.a%"
					       "02ld,%s,%ld,\n",
					    c, c, m, date[d], (long)(next() % 50));
	free(date);
	return fclose(stdout) == 0 ? 0 : 4;
}
