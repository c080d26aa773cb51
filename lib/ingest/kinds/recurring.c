#include "ingest/kinds/recurring.h"

#include <ctype.h>
#include <string.h>

/* Not measured: it bounds the denominators of sums (combine.c, 17 bits), and a longer
 * unit is a mistake. */
#define RECURRING_MOST 1200 /* of a unit in one value: a century of months */
/* Longer than any word with a number before it. */
#define RECURRING_TEXT 32

/* A month's part of a value of one of them. */
static const struct recurring_word {
	const char *word;
	uint32_t num, den;
} words[] = {{"mrr", 1, 1}, {"arr", 1, 12}, {"day", 365, 12}, {"daily", 365, 12},
    {"week", 13, 3}, {"weekly", 13, 3}, {"wk", 13, 3}, {"month", 1, 1},
    {"monthly", 1, 1}, {"mo", 1, 1}, {"mth", 1, 1}, {"quarter", 1, 3},
    {"quarterly", 1, 3}, {"half", 1, 6}, {"half year", 1, 6}, {"half yearly", 1, 6},
    {"semiannual", 1, 6}, {"semi annual", 1, 6}, {"semiannually", 1, 6},
    {"year", 1, 12}, {"yearly", 1, 12}, {"yr", 1, 12}, {"annual", 1, 12},
    {"annually", 1, 12}};

/* In small letters, with one blank for what is between words. */
static int
recurring_plain(struct csm_text t, char out[RECURRING_TEXT])
{
	size_t n = 0;

	t = csm_text_trim(t.s == NULL ? "" : t.s, t.len);
	if (t.len == 0 || t.len >= RECURRING_TEXT)
		return -1;
	for (size_t i = 0; i < t.len; i++) {
		char c = (char)tolower((unsigned char)t.s[i]);
		if (c == '_' || c == '-' || c == ' ')
			c = ' ';
		if (c != ' ' || (n > 0 && out[n - 1] != ' '))
			out[n++] = c;
	}
	out[n] = '\0';
	return 0;
}

static const struct recurring_word *
recurring_find(const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		size_t n = strlen(words[i].word);
		if (strncmp(words[i].word, text, n) == 0 &&
		    /* Months as well as month. */
		    (len == n || strcmp(text + n, "s") == 0))
			return &words[i];
	}
	return NULL;
}

/* A whole number at the beginning, and what follows it; 1 if there is none. */
static uint32_t
recurring_count(const char **text)
{
	const char *s = *text;
	uint32_t n = 0;

	if (!isdigit((unsigned char)*s))
		return 1;
	/* Stops once it is too large, so that it does not wrap around. */
	for (; isdigit((unsigned char)*s) && n <= RECURRING_MOST; s++)
		n = n * 10 + (uint32_t)(*s - '0');
	*text = s + (*s == ' ');
	return n;
}

int
csm_recurring_parse(struct csm_text text, struct csm_recurring *out)
{
	char plain[RECURRING_TEXT];
	const char *rest = plain;
	const struct recurring_word *w;
	uint32_t n;

	*out = (struct csm_recurring){.month = {1, 1}};
	if (recurring_plain(text, plain) != 0)
		return -1;
	if (strcmp(plain, "value") == 0) {
		out->whole = true;
		return 0;
	}
	/* "every 3 months" is what 3 months are. */
	if (strncmp(rest, "every ", 6) == 0)
		rest += 6;
	n = recurring_count(&rest);
	w = recurring_find(rest);
	if (w == NULL || n == 0 || n > RECURRING_MOST)
		return -1;
	out->month = csm_fraction_reduced(w->num, w->den * n);
	return 0;
}

bool
csm_recurring_is_word(const char *text)
{
	struct csm_recurring unused;

	return csm_recurring_parse((struct csm_text){text, strlen(text)}, &unused) == 0;
}
