/* Whether the texts of a column are times, and how they are written. */
#include "propose/traits.h"

#include <string.h>

/* Written in an order of day and month that has to be proved: pairs of the same shape.
 */
static const struct {
	const char *day_first, *month_first;
} orders[] = {{"%d/%m/%Y %I:%M:%S %p", "%m/%d/%Y %I:%M:%S %p"},
    {"%d/%m/%Y %I:%M %p", "%m/%d/%Y %I:%M %p"}, {"%d/%m/%y", "%m/%d/%y"},
    {"%d/%m/%y %H:%M", "%m/%d/%y %H:%M"}, {"%d.%m.%y", "%m.%d.%y"},
    {"%d-%m-%y", "%m-%d-%y"}};

/* Those that csm_stamp_propose does not try. */
static const char *const others[] = {"%b %d, %Y", "%b %d, %Y %I:%M %p",
    "%B %d, %Y %I:%M %p", "%d %b %Y", "%d %b %Y %H:%M", "%d %b %Y %H:%M:%S", "%d-%b-%Y",
    "%d-%b-%Y %H:%M", "%d-%b-%Y %H:%M:%S", "%d-%b-%y", "%d/%b/%y %I:%M %p",
    "%d/%b/%Y %I:%M %p", "%d/%b/%y", "%d/%b/%Y"};

struct traits_tally {
	size_t iso, open, open_first, open_second, all;
	const char *other; /* a text that is neither */
};

static bool
traits_reads(const char *format, struct csm_zone *zone, struct csm_text t)
{
	struct csm_stamp_format f;
	struct csm_stamp stamp;
	int range;

	return csm_stamp_format_parse(format, &f) == 0 &&
	       csm_stamp_parse(&f, zone, t.s, t.len, &stamp, &range) == NULL;
}

static bool
traits_all_digits(struct csm_text t)
{
	return strspn(t.s, "0123456789.") == t.len;
}

static struct traits_tally
traits_count(
    struct csm_traits *traits, const struct csm_sample_column *c, struct csm_zone *zone)
{
	struct traits_tally n = {0};

	for (uint32_t id = 0; id < c->value.n; id++) {
		struct csm_text t = c->value.text[id];
		int a, b;
		if (csm_traits_is_null(traits, t))
			continue;
		n.all++;
		if (csm_stamp_ambiguous(t.s, t.len, &a, &b)) {
			n.open++;
			/* A number beyond 12 is a day, and proves the order. */
			n.open_first += a > 12;
			n.open_second += b > 12;
			traits->clock |= t.len > 10;
		} else if (!traits_all_digits(t) && traits_reads("iso", zone, t)) {
			n.iso++;
			traits->clock |= t.len > 10;
			traits->zoned |= t.len > 10 && strpbrk(t.s + 10, "Zz+") != NULL;
		} else {
			/* Any of them: a format that does not read it does not read the
			 * column. */
			n.other = t.s;
		}
	}
	return n;
}

/* How many of the texts a format reads. */
static size_t
traits_read_by(const struct csm_traits *traits, const char *format,
    const struct csm_sample_column *c, struct csm_zone *zone)
{
	size_t n = 0;

	for (uint32_t id = 0; id < c->value.n; id++)
		n += !csm_traits_is_null(traits, c->value.text[id]) &&
		     traits_reads(format, zone, c->value.text[id]);
	return n;
}

/* A text that only one of the two reads has a day beyond 12 in that place. */
static bool
traits_order(struct csm_traits *traits, const struct csm_sample_column *c,
    struct csm_zone *zone, size_t all)
{
	for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
		size_t day = traits_read_by(traits, orders[i].day_first, c, zone),
		       month = traits_read_by(traits, orders[i].month_first, c, zone);
		if (day < all && month < all)
			continue;
		traits->order = day == month  ? CSM_TRAITS_OPEN_ORDER
				: month < day ? CSM_TRAITS_DAY_FIRST
					      : CSM_TRAITS_MONTH_FIRST;
		/* AM and PM are of America, where months come first */
		bool american = strstr(orders[i].day_first, "%p") != NULL;
		traits->format =
		    traits->order == CSM_TRAITS_DAY_FIRST ||
			    (traits->order == CSM_TRAITS_OPEN_ORDER && !american)
			? orders[i].day_first
			: orders[i].month_first;
		traits->clock |= strpbrk(traits->format, "HI") != NULL;
		return true;
	}
	return false;
}

/* In a format of its own: of digits only where the name says that it is a time. */
static bool
traits_format(struct csm_traits *traits, const struct csm_sample_column *c,
    struct csm_zone *zone, const struct traits_tally *n, bool may_be_digits)
{
	const char *format;
	struct csm_text t = {n->other, strlen(n->other)};

	if (traits_all_digits(t) && !may_be_digits)
		return false;
	format = csm_stamp_propose(zone, t.s, t.len);
	for (size_t i = 0; format == NULL && i < sizeof others / sizeof others[0]; i++)
		if (traits_reads(others[i], zone, t))
			format = others[i];
	if (format == NULL || traits_read_by(traits, format, c, zone) < n->all)
		return traits_order(traits, c, zone, n->all);
	traits->format = format;
	traits->clock |= strpbrk(format, "HI") != NULL || format[0] == 'e';
	return true;
}

/* The pattern of texts such as 03/04/2026 10:15, of which no order is proved. */
static const char *
traits_open_pattern(struct csm_arena *arena, const char *text)
{
	size_t first = strspn(text, "0123456789");
	char mark = text[first];
	/* csm_stamp_ambiguous has seen both marks. */
	const char *year = strchr(strchr(text, mark) + 1, mark) + 1;
	size_t colons = 0;

	for (const char *s = year; *s != '\0'; s++)
		colons += *s == ':';
	return csm_arena_printf(arena, "%%d%c%%m%c%%Y%s%s", mark, mark,
	    colons == 0                 ? ""
	    : strchr(text, 'T') != NULL ? "T"
					: " ",
	    colons == 0   ? ""
	    : colons == 1 ? "%H:%M"
			  : "%H:%M:%S");
}

bool
csm_traits_time(struct csm_traits *traits, struct csm_arena *arena,
    const struct csm_sample_column *c, struct csm_zone *zone, bool may_be_digits)
{
	struct traits_tally n = traits_count(traits, c, zone);

	if (n.all == 0)
		return false;
	if (n.open > 0) {
		traits->detected = true;
		traits->order = n.open_first > 0 && n.open_second > 0
				    ? CSM_TRAITS_BOTH_ORDERS
				: n.open_first > 0  ? CSM_TRAITS_DAY_FIRST
				: n.open_second > 0 ? CSM_TRAITS_MONTH_FIRST
						    : CSM_TRAITS_OPEN_ORDER;
		for (uint32_t id = 0; id < c->value.n; id++) {
			struct csm_text t = c->value.text[id];
			int a, b;
			if (traits->order == CSM_TRAITS_OPEN_ORDER &&
			    traits->format == NULL &&
			    csm_stamp_ambiguous(t.s, t.len, &a, &b))
				traits->format = traits_open_pattern(arena, t.s);
		}
	}
	if (n.iso + n.open == n.all)
		return true;
	/* Nine of ten: the others are told as what will be rejected. */
	if ((n.iso + n.open) * 10 >= n.all * 9) {
		traits->odd = n.all - n.iso - n.open;
		traits->sample = n.other;
		return true;
	}
	/* Too few for what it looked like: begun anew with the formats. */
	traits->order = CSM_TRAITS_NO_ORDER;
	traits->format = NULL;
	traits->detected = false;
	return n.other != NULL && traits_format(traits, c, zone, &n, may_be_digits);
}
