#include "base/text.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

/* What is compared of a word: the table of distances is on the stack, 3 rows of so many. */
#define WORD_BYTES 64

void
csm_nearest_init(struct csm_nearest *s, const char *word)
{
	*s = (struct csm_nearest){.word = word, .distance = SIZE_MAX};
}

/* Twice what an edit costs elsewhere, so that another case is half of one and all stays
 * whole. */
static size_t
cost(char a, char b)
{
	if (a == b)
		return 0;
	return tolower((unsigned char)a) == tolower((unsigned char)b) ? 1 : 2;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Twice the Damerau-Levenshtein distance (adjacent swaps) of words of at most
 * WORD_BYTES.
 */
static size_t
nearest_distance(const char *a, size_t n, const char *b, size_t m)
{
	size_t row[3][WORD_BYTES + 1];
	size_t *before = row[0], *last = row[1], *now = row[2];

	for (size_t j = 0; j <= m; j++)
		before[j] = last[j] = 2 * j;
	for (size_t i = 1; i <= n; i++) {
		now[0] = 2 * i;
		for (size_t j = 1; j <= m; j++) {
			size_t d = last[j - 1] + cost(a[i - 1], b[j - 1]);
			d = least(d, least(last[j], now[j - 1]) + 2);
			/* Neighbours swapped are one slip of the hand; two edits would
			 * put them beyond the limit of a short word. */
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				d = least(d, before[j - 2] + 2);
			now[j] = d;
		}
		size_t *t = before;
		before = last;
		last = now;
		now = t;
	}
	return last[m];
}

/* Bytes up to the last point that both begin with: the same place, and no likeness. */
static size_t
shared_place(const char *a, const char *b)
{
	size_t place = 0;

	for (size_t i = 0; a[i] != '\0' && a[i] == b[i]; i++)
		if (a[i] == '.')
			place = i + 1;
	return place;
}

/* Bytes that are the same at the beginning and at the end. */
static size_t
likeness(const char *a, size_t n, const char *b, size_t m)
{
	size_t most = least(n, m), begin = 0, end = 0;

	while (begin < most && a[begin] == b[begin])
		begin++;
	while (begin + end < most && a[n - 1 - end] == b[m - 1 - end])
		end++;
	return begin + end;
}

void
csm_nearest_offer(struct csm_nearest *s, const char *offered)
{
	size_t place = shared_place(s->word, offered);
	const char *word = s->word + place, *known = offered + place;
	size_t n = least(strlen(word), WORD_BYTES);
	size_t m = least(strlen(known), WORD_BYTES);
	size_t longer = n > m ? n : m, shorter = n > m ? m : n;
	/* a third of the length, at least one edit, but of a single letter only its
	 * case; a plain beginning counts as near */
	size_t limit = longer < 2 ? 1 : longer < 6 ? 2 : longer / 3 * 2;
	size_t d = nearest_distance(word, n, known, m);
	size_t like = likeness(word, n, known, m);

	/* Half an edit a letter would put VALUE too far from value. */
	if (strcasecmp(word, known) == 0)
		d = least(d, 1);
	/* Who leaves the rest of a long name out is far in edits.  Of fewer than three
	 * letters it would be near to half of all names. */
	if (d > limit && shorter >= 3 && strncmp(word, known, shorter) == 0)
		d = limit;
	if (d <= limit &&
	    (d < s->distance || (d == s->distance && like > s->likeness))) {
		s->best = offered;
		s->distance = d;
		s->likeness = like;
	}
}

const char *
csm_nearest_best(const struct csm_nearest *s)
{
	return s->best;
}

const char *
csm_nearest_hint(const struct csm_nearest *s, struct csm_buf *buf)
{
	csm_buf_reset(buf);
	if (s->best != NULL) {
		csm_buf_puts(buf, "; did you mean ");
		csm_text_quote(buf, s->best, strlen(s->best));
		csm_buf_putc(buf, '?');
	}
	return csm_buf_text(buf);
}
