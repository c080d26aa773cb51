#include "base/words.h"

#include <assert.h>
#include <string.h>

static const void *
words_entry(const struct csm_words *words, size_t i)
{
	return (const char *)words->table + i * words->size;
}

const char *
csm_words_at(const struct csm_words *words, size_t i)
{
	const char *name;

	/* The entry is of any type that begins with its name; a pointer to the name
	 * would alias it. */
	memcpy(&name, words_entry(words, i), sizeof name);
	return name;
}

const void *
csm_words_find(const struct csm_words *words, const char *name)
{
	const char *word;

	for (size_t i = 0; (word = csm_words_at(words, i)) != NULL; i++)
		if (strcmp(word, name) == 0)
			return words_entry(words, i);
	return NULL;
}

int
csm_words_value(const struct csm_words *words, const char *name)
{
	const struct csm_choice *found = csm_words_find(words, name);

	assert(words->size >= sizeof *found);
	assert(found == NULL || found->value != 0);
	return found == NULL ? 0 : found->value;
}

const char *
csm_words_name(const struct csm_words *words, int value)
{
	const struct csm_choice *choice;

	assert(words->size >= sizeof *choice);
	for (size_t i = 0; csm_words_at(words, i) != NULL; i++) {
		choice = words_entry(words, i);
		if (choice->value == value)
			return choice->name;
	}
	return NULL;
}

void
csm_words_list(const struct csm_words *words, const char *between, struct csm_buf *out)
{
	const char *word;

	for (size_t i = 0; (word = csm_words_at(words, i)) != NULL; i++)
		csm_buf_printf(out, "%s%s", i == 0 ? "" : between, word);
}

void
csm_words_or(const struct csm_words *words, struct csm_buf *out)
{
	const char *word;

	for (size_t i = 0; (word = csm_words_at(words, i)) != NULL; i++)
		csm_buf_printf(out, "%s%s",
		    i == 0                               ? ""
		    : csm_words_at(words, i + 1) == NULL ? " or "
							 : ", ",
		    word);
}
