/* Times: every format gives a day of the zone, or a reason.  The first line is a
 * format, the rest is a time. */
#include "fuzz.h"

#include "time/date.h"
#include "time/stamp.h"

static struct csm_zone *zones[3];

static void
check(const char *why, struct csm_zone *zone, const struct csm_stamp *out, int range)
{
	if (why != NULL) {
		FUZZ_MUST(*why != '\0');
		FUZZ_MUST(!range || strcmp(why, CSM_DATE_RANGE) == 0);
		return;
	}
	int64_t second = out->micros / 1000000 - (out->micros % 1000000 < 0);
	FUZZ_MUST(!range && out->day >= CSM_DAY_MIN && out->day <= CSM_DAY_MAX);
	FUZZ_MUST(out->day == csm_zone_day(zone, second));
}

/* A date alone is read as csm_date_parse reads it. */
static void
check_date(const char *s, size_t len, const struct csm_stamp *out)
{
	char text[CSM_DAY_TEXT];
	int32_t day;

	if (csm_date_parse(s, len, &day) != NULL)
		return;
	FUZZ_MUST(out != NULL && out->day == day);
	FUZZ_MUST(csm_date_format(day, text) == len && memcmp(text, s, len) == 0);
}

static void
read_as(const char *format, struct csm_zone *zone, const char *s, size_t len)
{
	struct csm_stamp out = {0};
	struct csm_stamp_format f;
	const char *why;
	int range;

	if (csm_stamp_format_parse(format, &f) != 0)
		return;
	why = csm_stamp_parse(&f, zone, s, len, &out, &range);
	check(why, zone, &out, range);
	if (f.kind == CSM_STAMP_ISO)
		check_date(s, len, why == NULL ? &out : NULL);
}

static void
read_ordered(struct csm_zone *zone, const char *s, size_t len)
{
	int first, second, range;
	struct csm_stamp out;
	int open = csm_stamp_ambiguous(s, len, &first, &second);

	FUZZ_MUST(!open || (first >= 0 && first <= 99 && second >= 0 && second <= 99));
	for (int day_first = 0; day_first < 2; day_first++) {
		const char *why =
		    csm_stamp_parse_ordered(day_first, zone, s, len, &out, &range);
		FUZZ_MUST(why != NULL || open);
		check(why, zone, &out, range);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = {"UTC", "America/St_Johns", "Pacific/Apia"};
	struct csm_zone *zone;
	struct csm_diag diag;
	char *text, *rest;

	csm_diag_init(&diag, NULL, NULL);
	for (size_t i = 0; i < 3 && zones[i] == NULL; i++)
		FUZZ_MUST((zones[i] = csm_zone_open(names[i], &diag)) != NULL);
	zone = zones[fuzz_choice(data, size) % 3];
	if ((text = malloc(size + 1)) == NULL)
		return 0;
	if (size != 0)
		memcpy(text, data, size);
	text[size] = '\0';
	/* a format's name is a C string: it ends at a NUL or the line's end */
	rest = text + strcspn(text, "\n");
	if (*rest == '\n')
		*rest++ = '\0';
	size_t len = (size_t)(text + size - rest);
	read_as(text, zone, rest, len);
	read_as("iso", zone, rest, len);
	read_as("epoch", zone, rest, len);
	read_as("epoch_ms", zone, rest, len);
	read_as("epoch_us", zone, rest, len);
	read_ordered(zone, rest, len);
	free(text);
	return 0;
}
