#include "time/tzif.h"

#include "base/xalloc.h"
#include "time/date.h"

#include <stdlib.h>
#include <string.h>

#define HEADER_BYTES 44
#define FIRST_YEAR 1969 /* a rule before it matters to no supported day */
#define LAST_YEAR 2107
/* RFC 8536, 3.2: offsets outside this are not written */
#define MIN_OFFSET (-89999)
#define MAX_OFFSET 93599

struct header {
	unsigned char version; /* 0 is version 1, else a digit */
	uint64_t isut, isstd, leap, time, type, chars;
};

static uint32_t
be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int32_t
signed32(const unsigned char *p)
{
	uint32_t u = be32(p);

	/* Two's complement by arithmetic: the conversion of what does not fit is up to
	 * the compiler. */
	return u <= INT32_MAX ? (int32_t)u : -(int32_t)(UINT32_MAX - u) - 1;
}

static int64_t
signed64(const unsigned char *p)
{
	uint64_t u = (uint64_t)be32(p) << 32 | be32(p + 4);

	return u <= INT64_MAX ? (int64_t)u : -(int64_t)(UINT64_MAX - u) - 1;
}

static const char *
tzif_read_header(const unsigned char *b, size_t len, struct header *h)
{
	if (len < 4 || memcmp(b, "TZif", 4) != 0)
		return "is not a time zone file";
	if (len < HEADER_BYTES)
		return "ends early";
	h->version = b[4];
	if (h->version != 0 && h->version < '2')
		return "has an unknown version";
	h->isut = be32(b + 20);
	h->isstd = be32(b + 24);
	h->leap = be32(b + 28);
	h->time = be32(b + 32);
	h->type = be32(b + 36);
	h->chars = be32(b + 40);
	return NULL;
}

/* Bytes of the data block after a header; `wide` is the size of an instant.  Six counts
 * of 32 bits cannot overflow the sum. */
static uint64_t
block_bytes(const struct header *h, unsigned wide)
{
	return h->time * wide + h->time + h->type * 6 + h->chars +
	       h->leap * (wide + 4) + h->isstd + h->isut;
}

static void
tzif_push(struct csm_tzif *tz, int64_t at, int32_t offset)
{
	CSM_GROW(tz->change, tz->n, &tz->cap);
	tz->change[tz->n++] = (struct csm_tzchange){at, offset};
}

/* The data block at b, which has block_bytes() bytes. */
static const char *
read_block(
    const unsigned char *b, const struct header *h, unsigned wide, struct csm_tzif *tz)
{
	const unsigned char *index = b + h->time * wide;
	const unsigned char *type = index + h->time;

	/* "right/" zones count seconds that Unix times do not have: by 2017 every time
	 * would be 27 s wrong. */
	if (h->leap != 0)
		return "counts leap seconds";
	if (h->type == 0)
		return "has no offset";
	for (uint64_t i = 0; i < h->type; i++) {
		int32_t offset = signed32(type + i * 6);
		if (offset < MIN_OFFSET || offset > MAX_OFFSET)
			return "has an impossible offset";
	}
	tz->first = signed32(type);
	for (uint64_t i = 0; i < h->time; i++) {
		int64_t at =
		    wide == 8 ? signed64(b + i * 8) : (int64_t)signed32(b + i * 4);
		if (index[i] >= h->type)
			return "uses an offset it does not define";
		if (tz->n != 0 && at <= tz->change[tz->n - 1].at)
			return "has changes out of order";
		tzif_push(tz, at, signed32(type + index[i] * 6u));
	}
	return NULL;
}

static int32_t
tzif_year_of(int64_t at)
{
	int64_t first = (int64_t)csm_date_from_civil(FIRST_YEAR, 1, 1) * 86400;
	int64_t last = (int64_t)csm_date_from_civil(LAST_YEAR + 1, 1, 1) * 86400;

	/* Damaged files may hold any instant; the calendar counts in 32 bits of days.
	 */
	if (at < first)
		return FIRST_YEAR;
	if (at >= last)
		return LAST_YEAR + 1;
	return csm_date_to_civil((int32_t)((at - first) / 86400 + first / 86400)).year;
}

/* Changes by the rule, after those of the table. */
static void
tzif_extend(struct csm_tzif *tz, const struct csm_tzrule *rule)
{
	struct csm_tzchange two[2];
	int64_t table_end = tz->n == 0 ? INT64_MIN : tz->change[tz->n - 1].at;

	for (int32_t y = tzif_year_of(table_end); y <= LAST_YEAR; y++) {
		csm_tzrule_changes(rule, y, two);
		for (size_t i = 0; i < 2; i++) {
			/* times of up to a week may cross the year's end: a change
			 * that is overtaken by an earlier year's never happens */
			if (two[i].at <= table_end ||
			    (tz->n != 0 && two[i].at < tz->change[tz->n - 1].at))
				continue;
			if (tz->n != 0 && two[i].at == tz->change[tz->n - 1].at)
				tz->n--; /* summer time all year: end is start */
			tzif_push(tz, two[i].at, two[i].offset);
		}
	}
}

static const char *
read_footer(const unsigned char *b, size_t len, struct csm_tzif *tz)
{
	const unsigned char *end;
	struct csm_tzrule rule;

	if (len == 0)
		return "ends early";
	if (b[0] != '\n')
		return "has a bad footer";
	end = memchr(b + 1, '\n', len - 1);
	if (end == NULL)
		return "ends early";
	if (end == b + 1) /* the zone has no rule: the last offset stays */
		return NULL;
	if (csm_tzrule_parse((const char *)b + 1, (size_t)(end - b) - 1, &rule) != 0)
		return "has a bad footer";
	if (rule.has_summer)
		tzif_extend(tz, &rule);
	return NULL;
}

static const char *
tzif_decode(const unsigned char *b, size_t len, struct csm_tzif *tz)
{
	struct header h;
	const char *why = tzif_read_header(b, len, &h);
	uint64_t skip;

	if (why != NULL)
		return why;
	skip = block_bytes(&h, 4);
	if (skip > len - HEADER_BYTES)
		return "ends early";
	if (h.version == 0)
		return read_block(b + HEADER_BYTES, &h, 4, tz);
	/* Version 2 and later repeat everything in 64 bits behind a first block, which
	 * is only stepped over. */
	b += HEADER_BYTES + skip;
	len -= HEADER_BYTES + (size_t)skip;
	if ((why = tzif_read_header(b, len, &h)) != NULL)
		return len < 4 ? "ends early" : why;
	skip = block_bytes(&h, 8);
	if (skip > len - HEADER_BYTES)
		return "ends early";
	if ((why = read_block(b + HEADER_BYTES, &h, 8, tz)) != NULL)
		return why;
	return read_footer(b + HEADER_BYTES + skip, len - HEADER_BYTES - skip, tz);
}

const char *
csm_tzif_decode(const unsigned char *bytes, size_t len, struct csm_tzif *tz)
{
	const char *why;

	*tz = (struct csm_tzif){0};
	why = tzif_decode(bytes, len, tz);
	if (why != NULL)
		csm_tzif_fini(tz);
	return why;
}

void
csm_tzif_fini(struct csm_tzif *tz)
{
	free(tz->change);
	*tz = (struct csm_tzif){0};
}
