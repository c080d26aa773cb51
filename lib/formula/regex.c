#include "formula/regex.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

struct csm_regex {
	regex_t compiled;
};

static void
regex_free(void *what)
{
	struct csm_regex *r = what;

	regfree(&r->compiled);
}

/* What stands in {n,m} at s is more than the limit. */
static bool
repeats_too_often(const char *s)
{
	char *end;
	unsigned long n = strtoul(s + 1, &end, 10), m = n;

	if (*end == ',')
		m = strtoul(end + 1, NULL, 10);
	return n > CSM_REGEX_REPEAT || m > CSM_REGEX_REPEAT;
}

/* NULL, or why a pattern that regcomp(3) would take is refused. */
static const char *
regex_refused(const char *pattern)
{
	bool in_set = false;
	size_t braces = 0;

	if (strlen(pattern) > CSM_REGEX_PATTERN)
		return "it has more than 256 bytes";
	for (const char *s = pattern; *s != '\0'; s++) {
		if (*s == '\\' && !in_set) {
			/* Matching them may take exponential time. */
			if (s[1] >= '1' && s[1] <= '9')
				return "it refers back to a group";
			s += s[1] != '\0';
		} else if (*s == '[' && !in_set) {
			in_set = true;
			s += s[1] == '^';
			/* A bracket that closes first in a set is a member of it. */
			s += s[1] == ']';
		} else if (*s == ']') {
			in_set = false;
		} else if (*s == '{' && !in_set) {
			if (repeats_too_often(s))
				return "it repeats more than 64 times";
			/* Counts multiply: three of 64 would be a quarter of a million
			 * copies. */
			if (++braces > 2)
				return "it has more than two counts in braces";
		}
	}
	return NULL;
}

struct csm_regex *
csm_regex_compile(struct csm_arena *arena, const char *pattern, struct csm_buf *why)
{
	struct csm_regex *r = CSM_ARENA_NEW(arena, struct csm_regex);
	const char *refused = regex_refused(pattern);
	char message[128];
	int status;

	if (refused != NULL) {
		csm_buf_puts(why, refused);
		return NULL;
	}
	status = regcomp(&r->compiled, pattern, REG_EXTENDED);
	if (status != 0) {
		regerror(status, &r->compiled, message, sizeof message);
		csm_buf_puts(why, message);
		return NULL;
	}
	csm_arena_cleanup(arena, regex_free, r);
	return r;
}

bool
csm_regex_find(const struct csm_regex *regex, const char *text, size_t group,
    struct csm_text *found)
{
	regmatch_t match[CSM_REGEX_GROUPS];
	char start[CSM_REGEX_TEXT + 1];
	size_t len = strnlen(text, sizeof start);

	/* Only of a text that is too long; others are looked at where they are. */
	if (len == sizeof start) {
		memcpy(start, text, CSM_REGEX_TEXT);
		start[CSM_REGEX_TEXT] = '\0';
	}
	if (regexec(&regex->compiled, len == sizeof start ? start : text, group + 1,
		match, 0) != 0 ||
	    match[group].rm_so < 0)
		return false;
	*found = (struct csm_text){text + match[group].rm_so,
	    (size_t)(match[group].rm_eo - match[group].rm_so)};
	return true;
}
