#include "time/zone.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "io/fd.h"
#include "time/tzif.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DATABASE "/usr/share/zoneinfo"
#define NAME_BYTES 100       /* the longest real name has 32 */
#define FILE_BYTES (1 << 20) /* real files are below 4 KiB */

struct csm_zone {
	char *name;
	struct csm_tzif tz;
	/* The stretch of constant offset used last, in instants and on the clocks:
	 * from <= t < until. */
	int64_t from, until;
	int64_t clock_from, clock_until;
	int32_t offset;
};

/* Letters, digits and _ + - in parts joined by '/'; no part starts with a dot. */
static int
name_is_safe(const char *name)
{
	static const char ok[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				 "0123456789_+-./";
	size_t len = strlen(name);

	return len > 0 && len <= NAME_BYTES && strspn(name, ok) == len &&
	       name[0] != '/' && name[0] != '.' && strstr(name, "/.") == NULL;
}

static const char *
database(void)
{
	const char *dir = getenv("TZDIR");

	return dir != NULL && *dir != '\0' ? dir : DATABASE;
}

/* All of a file of the database; 0, or what went wrong as an errno. */
static int
zone_slurp(const char *name, struct csm_buf *out)
{
	struct csm_buf path = {0};
	int fd, error = 0;

	csm_buf_printf(&path, "%s/%s", database(), name);
	fd = csm_fd_open(path.data, O_RDONLY | O_NOCTTY, 0);
	if (fd < 0 || csm_fd_read_all(fd, out, FILE_BYTES) != 0)
		error = errno;
	if (fd >= 0)
		close(fd);
	csm_buf_fini(&path);
	return error;
}

struct nearest {
	struct csm_nearest whole, city; /* "Europe/Stokholm", "Stockholm" */
	const char *city_zone;
	struct csm_arena arena;
};

static void
zone_offer(struct nearest *n, const char *s, size_t len)
{
	const char *name = csm_arena_text(&n->arena, s, len);
	const char *slash = strrchr(name, '/');

	csm_nearest_offer(&n->whole, name);
	if (slash == NULL)
		return;
	csm_nearest_offer(&n->city, slash + 1);
	if (csm_nearest_best(&n->city) == slash + 1)
		n->city_zone = name;
}

/* Offer the `field`th field of a line. */
static void
offer_line(struct nearest *n, const char *line, int field, const char *separator)
{
	const char *s = line;

	for (int i = 1; i < field && *s != '\0' && *s != '\n'; i++) {
		s += strcspn(s, separator);
		s += *s != '\0';
	}
	size_t len = strcspn(s, " \t\n");
	if (len != 0)
		zone_offer(n, s, len);
}

/* The lines of a file that start with `mark` (any for '\0'). */
static int
offer_file(
    struct nearest *n, const char *file, char mark, int field, const char *separator)
{
	struct csm_buf text = {0};
	const char *line, *end;
	int error = zone_slurp(file, &text);

	for (line = csm_buf_text(&text); error == 0 && *line != '\0'; line = end) {
		end = line + strcspn(line, "\n");
		end += *end != '\0';
		if (line[0] != '#' && (mark == '\0' || line[0] == mark))
			offer_line(n, line, field, separator);
	}
	csm_buf_fini(&text);
	return error == 0 ? 0 : -1;
}

static void
report_unknown(const char *name, struct csm_diag *diag)
{
	struct nearest n = {0};
	struct csm_buf quoted = {0}, hint = {0};

	csm_nearest_init(&n.whole, name);
	csm_nearest_init(&n.city, name);
	/* the compact source lists links too; the tables have the main names only */
	if (offer_file(&n, "tzdata.zi", 'Z', 2, " ") == 0)
		offer_file(&n, "tzdata.zi", 'L', 3, " ");
	else if (offer_file(&n, "zone1970.tab", '\0', 3, "\t") != 0)
		offer_file(&n, "zone.tab", '\0', 3, "\t");
	if (strchr(name, '/') == NULL && n.city.distance < n.whole.distance)
		n.whole.best = n.city_zone;
	csm_text_quote(&quoted, name, strlen(name));
	if (access(database(), X_OK) == 0)
		csm_error(diag, CSM_E_CONFIG, NULL, "unknown time zone %s%s",
		    quoted.data, csm_nearest_hint(&n.whole, &hint));
	else
		csm_error(diag, CSM_E_CONFIG, NULL,
		    "unknown time zone %s; there is no time zone database in %s: "
		    "install "
		    "tzdata, or set TZDIR to where it is",
		    quoted.data, database());
	csm_arena_fini(&n.arena);
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
}

/* The name of a directory, such as Europe, is no zone either. */
static void
zone_cannot_read(const char *name, int error, struct csm_diag *diag)
{
	if (csm_fd_is_absent(error) || error == EISDIR)
		report_unknown(name, diag);
	else
		csm_error(diag, CSM_E_OPEN, NULL,
		    "cannot read the time zone file %s/%s: %s", database(), name,
		    strerror(error));
}

static int
read_zone(const char *name, struct csm_zone *zone, struct csm_diag *diag)
{
	struct csm_buf bytes = {0};
	const char *why = NULL;
	int error = name_is_safe(name) ? zone_slurp(name, &bytes) : ENOENT;

	if (error != 0)
		zone_cannot_read(name, error, diag);
	else if ((why = csm_tzif_decode((const unsigned char *)csm_buf_text(&bytes),
		      bytes.len, &zone->tz)) != NULL)
		csm_error(diag, CSM_E_CONFIG, NULL, "time zone file %s/%s %s",
		    database(), name, why);
	else
		zone->name = csm_xstrdup(name);
	csm_buf_fini(&bytes);
	return zone->name == NULL ? -1 : 0;
}

struct csm_zone *
csm_zone_open(const char *name, struct csm_diag *diag)
{
	/* From 0 to before 0: no time is within the stretch of a zone that is new. */
	struct csm_zone *zone = csm_xcalloc(1, sizeof *zone);

	if (strcmp(name, "UTC") == 0) {
		zone->name = csm_xstrdup(name);
	} else if (read_zone(name, zone, diag) != 0) {
		csm_zone_free(zone);
		return NULL;
	}
	return zone;
}

struct csm_zone *
csm_zone_copy(const struct csm_zone *zone)
{
	struct csm_zone *copy = csm_xcalloc(1, sizeof *copy);
	size_t bytes = zone->tz.n * sizeof *zone->tz.change;

	*copy = *zone;
	copy->name = csm_xstrdup(zone->name);
	copy->tz.change = csm_xmalloc(bytes);
	copy->tz.cap = zone->tz.n;
	if (bytes != 0)
		memcpy(copy->tz.change, zone->tz.change, bytes);
	return copy;
}

void
csm_zone_free(struct csm_zone *zone)
{
	if (zone == NULL)
		return;
	csm_tzif_fini(&zone->tz);
	free(zone->name);
	free(zone);
}

const char *
csm_zone_name(const struct csm_zone *zone)
{
	return zone->name;
}

static int32_t
offset_before(const struct csm_zone *zone, size_t i)
{
	return i == 0 ? zone->tz.first : zone->tz.change[i - 1].offset;
}

/*
 * When change i happens on the zone's own clocks.  Clocks set forward: once they show
 * the later time, so that what the gap skips is still before.  Set back: when they
 * reach the change for the first time, so that what occurs twice is before.  The
 * instants of a file are bounded here, so that a damaged one cannot overflow.
 */
static int64_t
clock_of(const struct csm_zone *zone, size_t i)
{
	int32_t before = offset_before(zone, i), after = zone->tz.change[i].offset;
	int64_t at = zone->tz.change[i].at, far = INT64_MAX / 2;

	at = at < -far ? -far : at > far ? far : at;
	return at + (before > after ? before : after);
}

/* Make the stretch after `i` changes the current one. */
static void
zone_settle(struct csm_zone *zone, size_t i)
{
	const struct csm_tzif *tz = &zone->tz;

	zone->offset = offset_before(zone, i);
	zone->from = i == 0 ? INT64_MIN : tz->change[i - 1].at;
	zone->until = i == tz->n ? INT64_MAX : tz->change[i].at;
	zone->clock_from = i == 0 ? INT64_MIN : clock_of(zone, i - 1);
	zone->clock_until = i == tz->n ? INT64_MAX : clock_of(zone, i);
}

/* Find the stretch of an instant or, if `clock`, of a time on the clocks. */
static void
zone_find(struct csm_zone *zone, int64_t t, int clock)
{
	size_t low = 0, high = zone->tz.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (t < (clock ? clock_of(zone, mid) : zone->tz.change[mid].at))
			high = mid;
		else
			low = mid + 1;
	}
	zone_settle(zone, low);
}

int32_t
csm_zone_offset(struct csm_zone *zone, int64_t utc)
{
	if (utc < zone->from || utc >= zone->until)
		zone_find(zone, utc, 0);
	return zone->offset;
}

int32_t
csm_zone_day(struct csm_zone *zone, int64_t utc)
{
	int64_t local = utc + csm_zone_offset(zone, utc);

	return (int32_t)(local >= 0 ? local / 86400 : -((86399 - local) / 86400));
}

int64_t
csm_zone_instant(struct csm_zone *zone, int64_t local)
{
	if (local < zone->clock_from || local >= zone->clock_until)
		zone_find(zone, local, 1);
	return local - zone->offset;
}
