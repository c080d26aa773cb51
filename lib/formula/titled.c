#include "formula/titled.h"

#include <string.h>

/* The last " as " outside quotes; NULL: none. */
static char *
titled_as(char *text)
{
	char quote = '\0', *as = NULL;

	for (char *p = text; *p != '\0'; p++) {
		if (quote != '\0')
			quote = *p == quote ? '\0' : quote;
		else if (*p == '\'' || *p == '"')
			quote = *p;
		else if (strncmp(p, " as ", 4) == 0)
			/* The last one: a text in the formula may well hold the word.
			 */
			as = p;
	}
	return as;
}

const char *
csm_titled_unquoted(char *text)
{
	size_t n = 0, len = strlen(text);

	if (len < 2 || text[0] != '"' || text[len - 1] != '"')
		return text;
	for (size_t i = 1; i < len - 1; i++) {
		text[n++] = text[i];
		i += text[i] == '"' && text[i + 1] == '"';
	}
	text[n] = '\0';
	return text;
}

static char *
titled_trimmed(struct csm_arena *arena, const char *text)
{
	char *copy;
	size_t len;

	text += strspn(text, " ");
	copy = csm_arena_strdup(arena, text);
	len = strlen(copy);
	while (len > 0 && copy[len - 1] == ' ')
		copy[--len] = '\0';
	return copy;
}

struct csm_titled
csm_titled_read(struct csm_arena *arena, const char *text)
{
	char *copy = titled_trimmed(arena, text), *as = titled_as(copy);
	struct csm_titled asked = {copy, copy};

	if (as != NULL) {
		*as = '\0';
		asked.title = csm_titled_unquoted(as + 4 + strspn(as + 4, " "));
	}
	return asked;
}

size_t
csm_titled_length(const char *s)
{
	int depth = 0;
	char quote = '\0';
	size_t i;

	for (i = 0; s[i] != '\0'; i++) {
		if (quote != '\0') {
			if (s[i] == quote)
				quote = '\0';
			continue;
		}
		if (s[i] == '\'' || s[i] == '"')
			quote = s[i];
		else if (s[i] == '(')
			depth++;
		else if (s[i] == ')')
			depth--;
		/* <= 0, so that a bracket too many does not swallow all that follows;
		 * the parser tells it. */
		else if (s[i] == ',' && depth <= 0)
			break;
	}
	return i;
}

struct csm_titled *
csm_titled_split(struct csm_arena *arena, const char *text, size_t *n)
{
	struct csm_titled *asked;
	size_t cap = 1;

	for (const char *p = text; *p != '\0'; p++)
		cap += *p == ',';
	asked = CSM_ARENA_ARRAY(arena, struct csm_titled, cap);
	for (*n = 0;;) {
		size_t len = csm_titled_length(text);
		asked[(*n)++] =
		    csm_titled_read(arena, csm_arena_text(arena, text, len));
		if (text[len] == '\0')
			return asked;
		text += len + 1;
	}
}
