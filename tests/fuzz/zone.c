/* Time zone files: decoded or refused; instants and times on the clocks agree. */
#include "fuzz.h"

#include "time/tzif.h"
#include "time/zone.h"

#define FAR INT64_C(9000000000) /* past every supported day */

static void
check_instant(struct csm_zone *zone, int64_t utc)
{
	int64_t local = utc + csm_zone_offset(zone, utc);
	int64_t first = csm_zone_instant(zone, local), day = csm_zone_day(zone, utc);

	/* the clocks show it, and not for the first time earlier */
	FUZZ_MUST(first + csm_zone_offset(zone, first) == local && first <= utc);
	FUZZ_MUST(local >= day * 86400 && local < (day + 1) * 86400);
}

/* Whether two changes are so close that the clocks show a time more than twice, or skip
 * more than one change at once: then "first" and "gap" mean little. */
static int
is_plain(const struct csm_tzif *tz)
{
	int64_t before = tz->first, last = -FAR;

	for (size_t i = 0; i < tz->n; i++) {
		int64_t at = tz->change[i].at, step = tz->change[i].offset - before;
		if (at < -FAR || at > FAR)
			continue;
		if (at - last <= 2 * 190000 || step > 190000 || step < -190000)
			return 0;
		last = at;
		before = tz->change[i].offset;
	}
	return 1;
}

static void
check_zone(const struct csm_tzif *tz, const char *path)
{
	struct csm_zone *zone;
	struct csm_diag diag;

	csm_diag_init(&diag, NULL, NULL);
	char *slash = strrchr(path, '/');
	char dir[512];
	snprintf(dir, sizeof dir, "%.*s", (int)(slash - path), path);
	setenv("TZDIR", dir, 1);
	zone = csm_zone_open(slash + 1, &diag);
	FUZZ_MUST(zone != NULL);
	for (size_t i = 0; i < tz->n; i++) {
		int64_t at = tz->change[i].at;
		if (at < -FAR || at > FAR)
			continue;
		FUZZ_MUST(csm_zone_offset(zone, at) == tz->change[i].offset);
		FUZZ_MUST(csm_zone_offset(zone, at - 1) ==
			  (i == 0 ? tz->first : tz->change[i - 1].offset));
		for (int64_t t = at - 7200; is_plain(tz) && t <= at + 7200; t += 1799)
			check_instant(zone, t);
	}
	csm_zone_free(zone);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *why, *path;
	struct csm_tzif tz = {0};
	struct csm_tzrule rule;

	csm_tzrule_parse((const char *)data, size, &rule);
	why = csm_tzif_decode(data, size, &tz);
	if (why != NULL) {
		FUZZ_MUST(*why != '\0');
		return 0;
	}
	for (size_t i = 1; i < tz.n; i++)
		FUZZ_MUST(tz.change[i - 1].at < tz.change[i].at);
	if (tz.n < 2000 && (path = fuzz_file("zone", data, size)) != NULL)
		check_zone(&tz, path);
	csm_tzif_fini(&tz);
	return 0;
}
