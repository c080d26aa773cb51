#include "base/amount.h"

#include <string.h>

/* Digits an amount may have: csm_num_parse has the last word about its size. */
#define AMOUNT_DIGITS 64
/* Of a currency: EUR, kr, Euro.  More letters are a word, and the text no amount. */
#define LETTERS 4

struct amount {
	const char *s, *end;
	int negative;
};

static int
amount_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes of a blank, also one that does not break the line; 0: there is none. */
static size_t
amount_blank(const char *s, const char *end)
{
	static const char *const blanks[] = {
	    " ", "\t", "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89"};

	for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++) {
		size_t n = strlen(blanks[i]);
		if ((size_t)(end - s) >= n && memcmp(s, blanks[i], n) == 0)
			return n;
	}
	return 0;
}

/* Bytes of what may stand between two groups of three digits. */
static size_t
amount_separator(const struct amount *a, char decimal, int money)
{
	char other = decimal == ',' ? '.' : ',';

	if (*a->s == other)
		return 1;
	/* Outside of money the other mark alone: "12 500" is more often two numbers
	 * than one. */
	if (!money)
		return 0;
	if (*a->s == '\'')
		return 1;
	return a->end - a->s >= 3 && memcmp(a->s, "\xe2\x80\x99", 3) == 0
		   ? 3
		   : amount_blank(a->s, a->end);
}

static int
three_digits(const char *s, const char *end)
{
	return end - s >= 3 && amount_digit(s[0]) && amount_digit(s[1]) &&
	       amount_digit(s[2]) && (end - s == 3 || !amount_digit(s[3]));
}

/* Two digits and one more separator: lakhs and crores, 12,34,567. */
static int
two_digits(const char *s, const char *end, char separator)
{
	return end - s > 2 && amount_digit(s[0]) && amount_digit(s[1]) &&
	       s[2] == separator;
}

/* How the groups read so far are made: none yet, of three, or of two before the last. */
enum amount_groups { GROUPS_NONE, GROUPS_THREE, GROUPS_TWO, GROUPS_LAST };

/* Whether a separator of `skip` bytes parts a group of `group` digits from the next;
 * 1.2.200 and 1234.200 are no groups. */
static int
group_ends(const struct amount *a, size_t skip, size_t group, int money,
    enum amount_groups *made)
{
	const char *next = a->s + skip;
	int pair = money && skip == 1 && two_digits(next, a->end, *a->s);

	if (group == 0 || group > 3 || *made == GROUPS_LAST ||
	    (*made == GROUPS_THREE && group != 3) ||
	    (*made == GROUPS_TWO && group != 2))
		return 0;
	if (pair ? *made == GROUPS_THREE || group == 3 : !three_digits(next, a->end))
		return 0;
	*made = pair ? GROUPS_TWO : *made == GROUPS_TWO ? GROUPS_LAST : GROUPS_THREE;
	return 1;
}

/* The digits at a->s in the spelling of csm_num_parse; how many bytes, 0: none. */
static size_t
take_digits(struct amount *a, char decimal, int money, char text[AMOUNT_DIGITS])
{
	enum amount_groups groups = GROUPS_NONE;
	size_t n = 0, group = 0;

	if (a->negative)
		text[n++] = '-';
	while (a->s < a->end && n + 1 < AMOUNT_DIGITS) {
		size_t skip;
		if (amount_digit(*a->s)) {
			text[n++] = *a->s++;
			group++;
			continue;
		}
		skip = amount_separator(a, decimal, money);
		if (skip == 0 || !group_ends(a, skip, group, money, &groups))
			break;
		a->s += skip;
		group = 0;
	}
	if (a->s < a->end && *a->s == decimal) {
		a->s++;
		text[n++] = '.';
		while (a->s < a->end && amount_digit(*a->s) && n + 1 < AMOUNT_DIGITS) {
			text[n++] = *a->s++;
			group++;
		}
	}
	return group == 0 ? 0 : n;
}

enum csm_num_status
csm_amount_parse(const char *s, size_t len, char decimal, int64_t *micros)
{
	struct amount a = {s, s + len, 0};
	char text[AMOUNT_DIGITS];
	size_t n;

	if (a.s < a.end && (*a.s == '-' || *a.s == '+'))
		a.negative = *a.s++ == '-';
	n = take_digits(&a, decimal, 0, text);
	return n == 0 || a.s != a.end ? CSM_NUM_BAD : csm_num_parse(text, n, micros);
}

static void
skip_blanks(struct amount *a)
{
	size_t n;

	while ((n = amount_blank(a->s, a->end)) > 0)
		a->s += n;
}

static void
cut_blanks(struct amount *a)
{
	/* A blank has one, two or three bytes, and which is known from its first only:
	 * each length is tried from the end. */
	int cut = 1;

	while (cut) {
		cut = 0;
		for (size_t n = 1; n <= 3 && !cut; n++)
			if ((size_t)(a->end - a->s) >= n &&
			    amount_blank(a->end - n, a->end) == n) {
				a->end -= n;
				cut = 1;
			}
	}
}

/* Bytes of a minus, also the one of typesetting, U+2212, or of a plus; 0: there is none. */
static size_t
amount_sign(const struct amount *a)
{
	if (a->end - a->s >= 3 && memcmp(a->s, "\xe2\x88\x92", 3) == 0)
		return 3;
	return a->s < a->end && (*a->s == '-' || *a->s == '+') ? 1 : 0;
}

/* One minus or plus at most is taken. */
static int
take_sign(struct amount *a, int *signs)
{
	size_t n = amount_sign(a);

	if (n == 0 || *signs > 0)
		return 0;
	a->negative |= *a->s != '+';
	a->s += n;
	(*signs)++;
	skip_blanks(a);
	return 1;
}

/* A sign such as $ or of U+00A2..U+00A5, U+20A0..U+20BF, or up to four letters. */
static void
take_currency(struct amount *a)
{
	const unsigned char *s = (const unsigned char *)a->s;
	size_t left = (size_t)(a->end - a->s), n = 0;

	while (
	    n < left && n < LETTERS && ((s[n] | 0x20) >= 'a' && (s[n] | 0x20) <= 'z'))
		n++;
	if (n < left && s[n] == '$')
		n++;
	else if (n > 0 && n < left && s[n] == '.' &&
		 (n + 1 == left || !amount_digit((char)s[n + 1])))
		n++; /* "Fr." */
	else if (n == 0 && left >= 2 && s[0] == 0xc2 && s[1] >= 0xa2 && s[1] <= 0xa5)
		n = 2;
	else if (n == 0 && left >= 3 && s[0] == 0xe2 && s[1] == 0x82 && s[2] >= 0xa0)
		n = 3;
	a->s += n;
	skip_blanks(a);
}

enum csm_num_status
csm_amount_parse_money(const char *s, size_t len, char decimal, int64_t *micros)
{
	struct amount a = {s, s + len, 0};
	char text[AMOUNT_DIGITS];
	int signs = 0;
	size_t n;

	skip_blanks(&a);
	cut_blanks(&a);
	if (a.end - a.s > 2 && *a.s == '(' && a.end[-1] == ')') {
		a.s++;
		a.end--;
		/* Brackets are the sign: (-5) is what nobody means. */
		a.negative = signs = 1;
		skip_blanks(&a);
		cut_blanks(&a);
	}
	take_sign(&a, &signs);
	take_currency(&a);
	take_sign(&a, &signs);
	/* SAP and mainframes write 12.50- for what is owed back. */
	if (a.end - a.s > 1 && a.end[-1] == '-' && signs == 0) {
		a.end--;
		a.negative = 1;
		cut_blanks(&a);
	}
	n = take_digits(&a, decimal, 1, text);
	skip_blanks(&a);
	if (a.s < a.end && *a.s == '%')
		a.s++;
	else
		take_currency(&a);
	return n == 0 || a.s != a.end ? CSM_NUM_BAD : csm_num_parse(text, n, micros);
}

enum csm_num_status
csm_number_form_parse(
    const struct csm_number_form *form, const char *s, size_t len, int64_t *micros)
{
	char decimal = form->decimal == 0 ? '.' : form->decimal;

	if (form->money)
		return csm_amount_parse_money(s, len, decimal, micros);
	return form->decimal == 0 ? csm_num_parse(s, len, micros)
				  : csm_amount_parse(s, len, decimal, micros);
}

bool
csm_number_form_is_null(const struct csm_number_form *form, struct csm_text text)
{
	for (size_t i = 0; i < form->nulls; i++)
		if (csm_text_is(form->null[i], text.s, text.len))
			return true;
	return false;
}

enum amount_shape { AMOUNT_PLAIN, AMOUNT_POINTED, AMOUNT_COMMA, AMOUNT_BOTH };

static size_t
amount_count_digits(const char *s, const char *end)
{
	size_t n = 0;

	while (s + n < end && amount_digit(s[n]))
		n++;
	return n;
}

/* 0.200 is no twelve hundred of anything, and 1,200 proves nothing. */
static enum amount_shape
amount_shape_of(struct csm_text t)
{
	const char *s = t.s, *end = t.s + t.len;
	size_t first, groups = 0, n;

	if (s < end && (*s == '-' || *s == '+'))
		s++;
	first = amount_count_digits(s, end);
	if (first == 0)
		return AMOUNT_PLAIN;
	/* More than three digits, or a zero, before the first point: it stands before a
	 * fraction. */
	bool grouped = first <= 3 && *s != '0';
	s += first;
	while (s < end && *s == '.' && amount_count_digits(s + 1, end) == 3) {
		groups++;
		s += 4;
	}
	if (s == end)
		return groups > 0 && grouped ? AMOUNT_POINTED : AMOUNT_PLAIN;
	if (*s != ',' || (groups > 0 && !grouped))
		return AMOUNT_PLAIN;
	n = amount_count_digits(s + 1, end);
	if (n == 0 || s + 1 + n != end)
		return AMOUNT_PLAIN;
	return groups > 0 ? AMOUNT_BOTH : n == 3 ? AMOUNT_PLAIN : AMOUNT_COMMA;
}

bool
csm_decimal_shapes_saw(struct csm_decimal_shapes *shapes, struct csm_text text)
{
	enum amount_shape shape = amount_shape_of(text);

	if (shape == AMOUNT_PLAIN)
		return false;
	if (shape == AMOUNT_BOTH)
		return true;
	/* The first that was odd is what a message shows beside the one that proves it
	 * wrong. */
	if (!shapes->comma && !shapes->pointed && text.len < sizeof shapes->example) {
		memcpy(shapes->example, text.s, text.len);
		shapes->example[text.len] = '\0';
	}
	shapes->comma |= shape == AMOUNT_COMMA;
	shapes->pointed |= shape == AMOUNT_POINTED;
	return shapes->comma && shapes->pointed;
}

void
csm_decimal_shapes_put(
    const struct csm_decimal_shapes *shapes, struct csm_text text, struct csm_buf *out)
{
	bool comma = amount_shape_of(text) == AMOUNT_COMMA;

	if (amount_shape_of(text) == AMOUNT_BOTH)
		csm_buf_puts(out, "has points between thousands and a decimal comma");
	else
		csm_buf_printf(out, "%s, and \"%s\" before it %s",
		    comma ? "has a decimal comma"
			  : "may have a point between thousands",
		    shapes->example,
		    comma ? "may have a point between thousands"
			  : "has a decimal comma");
}
