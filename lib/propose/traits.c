#include "propose/traits.h"

#include "base/amount.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Not measured: names of events, plans and people are shorter, and a column of sentences
 * is none of these. */
#define PROSE_BYTES ((size_t)60) /* longer texts, on average, are sentences */

/* As databases, spreadsheets, R, Python and Google Analytics write it. */
static const char *const null_words[] = {"NA", "N/A", "n/a", "null", "NULL", "None",
    "-", "--", "nan", "NaN", "#N/A", "\\N", "(not set)"};

bool
csm_traits_is_null(const struct csm_traits *traits, struct csm_text text)
{
	for (size_t i = 0; i < traits->nulls; i++)
		if (csm_text_is(traits->null[i], text.s, text.len))
			return true;
	return false;
}

static void
traits_nulls(struct csm_traits *traits, const struct csm_sample_column *c)
{
	for (size_t i = 0; i < sizeof null_words / sizeof null_words[0] &&
			   traits->nulls < CSM_TRAITS_NULLS;
	     i++)
		if (csm_intern_find(&c->value, null_words[i], strlen(null_words[i])) !=
		    CSM_INTERN_NONE)
			traits->null[traits->nulls++] = null_words[i];
}

/* How many of the texts, nulls left out, are so; *other is the last that is not.
 * Different texts and not rows: one that comes in every row must not hide others. */
static size_t
traits_texts(const struct csm_traits *traits, const struct csm_sample_column *c,
    bool (*is)(struct csm_text t), const char **other)
{
	size_t n = 0;

	for (uint32_t id = 0; id < c->value.n; id++) {
		if (csm_traits_is_null(traits, c->value.text[id]))
			continue;
		if (is(c->value.text[id]))
			n++;
		else
			*other = c->value.text[id].s;
	}
	return n;
}

static bool
traits_is_email(struct csm_text t)
{
	const char *at = memchr(t.s, '@', t.len);

	return at != NULL && at > t.s && strchr(at, '.') != NULL &&
	       strpbrk(t.s, " \t,;") == NULL;
}

static bool
traits_is_url(struct csm_text t)
{
	return strncasecmp(t.s, "http://", 7) == 0 ||
	       strncasecmp(t.s, "https://", 8) == 0;
}

static bool
traits_is_domain(struct csm_text t)
{
	const char *dot = strrchr(t.s, '.');

	if (dot == NULL || dot == t.s || strlen(dot) < 3 ||
	    strpbrk(t.s, " @/,;:") != NULL)
		return false;
	for (const char *s = dot + 1; *s != '\0'; s++)
		if (!isalpha((unsigned char)*s))
			return false;
	return true;
}

static bool
traits_is_truth(struct csm_text t)
{
	/* A single digit is a number, and a single letter a code. */
	return t.len > 1 && csm_text_truth(t.s, t.len) >= 0;
}

static bool
traits_is_object(struct csm_text t)
{
	return t.s[0] == '{' || t.s[0] == '[';
}

static bool
traits_is_code(struct csm_text t)
{
	return strpbrk(t.s, " \t\n") == NULL;
}

/* 007 and +49 are more than numbers. */
static bool
traits_is_padded(struct csm_text t)
{
	size_t i = t.s[0] == '-';

	return t.s[0] == '+' ||
	       (t.len > i + 1 && t.s[i] == '0' && isdigit((unsigned char)t.s[i + 1]));
}

/* The sign of a currency, a percent sign, brackets, or three capitals: c001 is a code,
 * and Firm 1 a name. */
static bool
traits_is_priced(struct csm_text t)
{
	size_t letters = 0, small = 0;

	for (size_t i = 0; i < t.len; i++) {
		/* INV-12 is a number of an invoice. */
		if (i > 0 && t.s[i] == '-' && isalpha((unsigned char)t.s[i - 1]))
			return false;
		letters += isalpha((unsigned char)t.s[i]) != 0;
		small += islower((unsigned char)t.s[i]) != 0;
	}
	return letters == 0 || (letters == 3 && small == 0);
}

static bool
traits_amounts(struct csm_traits *traits, const struct csm_sample_column *c,
    const struct csm_number_form *form)
{
	bool any = false;

	traits->least = INT64_MAX;
	traits->most = INT64_MIN;
	traits->whole = true;
	for (uint32_t id = 0; id < c->value.n; id++) {
		struct csm_text t = c->value.text[id];
		int64_t micros;
		if (csm_traits_is_null(traits, t))
			continue;
		enum csm_num_status status =
		    csm_number_form_parse(form, t.s, t.len, &micros);
		if ((status != CSM_NUM_OK && status != CSM_NUM_ROUNDED) ||
		    /* One text that is none, and the column is no number: ids may look
		     * like some. */
		    traits_is_padded(t) || (form->money && !traits_is_priced(t)))
			return false;
		any = true;
		traits->least = micros < traits->least ? micros : traits->least;
		traits->most = micros > traits->most ? micros : traits->most;
		traits->whole &= micros % CSM_NUM_ONE == 0;
	}
	return any;
}

/* Every comma or point has three digits behind it: 1,200 may be 1200 or 1.2. */
static bool
traits_groups_open(const struct csm_sample_column *c, char mark)
{
	for (uint32_t id = 0; id < c->value.n; id++) {
		const char *at = strchr(c->value.text[id].s, mark);
		if (at == NULL)
			continue;
		/* A second mark, or another number of digits, proves which it is. */
		if (strchr(at + 1, mark) != NULL || strspn(at + 1, "0123456789") != 3)
			return false;
	}
	return true;
}

/* In the first form that reads all of them. */
static bool
traits_number(struct csm_traits *traits, const struct csm_sample_column *c)
{
	/* From the plainest: what reads without being told needs no words in the
	 * source. */
	static const struct csm_number_form forms[] = {{.decimal = 0}, {.decimal = '.'},
	    {.decimal = ','}, {.money = true, .decimal = '.'},
	    {.money = true, .decimal = ','}};

	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		if (!traits_amounts(traits, c, &forms[i]))
			continue;
		traits->decimal =
		    /* Money has a point unless told. */
		    forms[i].decimal == '.' && forms[i].money ? 0 : forms[i].decimal;
		traits->money = forms[i].money;
		traits->groups_open =
		    forms[i].decimal == '.' && traits_groups_open(c, ',');
		return true;
	}
	return false;
}

static enum csm_traits_type
traits_text_type(
    struct csm_traits *traits, const struct csm_sample_column *c, size_t all)
{
	static const struct {
		enum csm_traits_type type;
		bool (*is)(struct csm_text t);
	} types[] = {{CSM_TRAITS_TRUTH, traits_is_truth},
	    {CSM_TRAITS_EMAIL, traits_is_email}, {CSM_TRAITS_URL, traits_is_url},
	    {CSM_TRAITS_DOMAIN, traits_is_domain},
	    {CSM_TRAITS_OBJECT, traits_is_object}, {CSM_TRAITS_CODE, traits_is_code}};
	size_t bytes = 0;

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
		const char *other = NULL;
		size_t n = traits_texts(traits, c, types[i].is, &other);
		/* Nine of ten, so that a column of addresses with a few typing errors
		 * is one still; a code has to be one throughout. */
		if (n < all && (n * 10 < all * 9 || types[i].type == CSM_TRAITS_CODE))
			continue;
		traits->odd = all - n;
		traits->sample = other;
		return types[i].type;
	}
	for (uint32_t id = 0; id < c->value.n; id++)
		bytes += c->value.text[id].len;
	return bytes / c->value.n > PROSE_BYTES ? CSM_TRAITS_PROSE : CSM_TRAITS_WORDS;
}

void
csm_traits_find(struct csm_traits *traits, struct csm_arena *arena,
    const struct csm_sample *sample, size_t column, struct csm_zone *zone,
    bool may_be_time)
{
	const struct csm_sample_column *c = &sample->column[column];

	*traits = (struct csm_traits){
	    .rows = sample->rows, .filled = c->filled, .distinct = c->value.n};
	traits->unique = c->filled == sample->rows && c->value.n == c->filled;
	if (c->filled == 0)
		return;
	traits_nulls(traits, c);
	size_t all = c->value.n - traits->nulls;
	if (all == 0)
		return;
	/* Times before numbers: 20260131 is both, and the name has decided already. */
	if (csm_traits_time(traits, arena, c, zone, may_be_time))
		traits->type = CSM_TRAITS_TIME;
	else if (traits_number(traits, c))
		traits->type = CSM_TRAITS_NUMBER;
	else
		traits->type = traits_text_type(traits, c, all);
}
