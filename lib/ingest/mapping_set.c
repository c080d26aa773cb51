#include "ingest/mapping_set.h"

#include "base/text.h"
#include "ingest/mapping_words.h"
#include "io/transcode.h"

#include <assert.h>
#include <string.h>

static const struct csm_choice levels[] = {{"enduser", CSM_POINT_LEVEL_ENDUSER},
    {"company", CSM_POINT_LEVEL_COMPANY}, {NULL, 0}};
const struct csm_words csm_mapping_level_words = CSM_WORDS(levels);
static const struct csm_choice id_formats[] = {
    {"text", CSM_ID_TEXT}, {"integer", CSM_ID_INTEGER}, {NULL, 0}};
const struct csm_words csm_mapping_id_format_words = CSM_WORDS(id_formats);

int
csm_mapping_set_kind(struct csm_mapping *m, const char *text)
{
	m->kind = text;
	return 0;
}

int
csm_mapping_set_format(struct csm_mapping *m, const char *text)
{
	return csm_format_parse(text, &m->format);
}

int
csm_mapping_set_delimiter(struct csm_mapping *m, const char *text)
{
	/* Checked behind: a mapping that was refused is not read with. */
	m->delimiter = text[0];
	return strlen(text) == 1 && strchr("\"\r\n", text[0]) == NULL ? 0 : -1;
}

int
csm_mapping_set_encoding(struct csm_mapping *m, const char *text)
{
	m->encoding = text;
	return *text == '\0' ? -1 : 0;
}

int
csm_mapping_set_quote(struct csm_mapping *m, const char *text)
{
	const bool none = strcmp(text, "none") == 0;

	m->dialect.quote = none ? CSM_QUOTE_NONE : text[0];
	return none || (strlen(text) == 1 && strchr("\r\n", text[0]) == NULL) ? 0 : -1;
}

int
csm_mapping_set_escape(struct csm_mapping *m, const char *text)
{
	m->dialect.escape = text[0];
	return strlen(text) == 1 && strchr("\r\n", text[0]) == NULL ? 0 : -1;
}

/* A longer text is what every entry of the configuration may have, a remark. */
int
csm_mapping_set_comment(struct csm_mapping *m, const char *text)
{
	if (strlen(text) != 1)
		return 0;
	m->dialect.comment = text[0];
	return strchr("\"\r\n", text[0]) == NULL ? 0 : -1;
}

/* Before a file is opened; what a file turns out to be is for csm_format_find. */
int
csm_mapping_check_written(const struct csm_mapping *m, struct csm_diag *diag)
{
	const char *what = csm_format_conflict(m->delimiter, &m->dialect);

	if (what != NULL)
		return csm_error(
		    diag, CSM_E_USAGE, NULL, "%s the same character", what);
	return m->encoding == NULL ? 0 : csm_transcode_check(m->encoding, diag);
}

/* More is no preamble but a slip; it fits the 32 bits it is kept in. */
#define MAPPING_SET_MOST_LINES 1000000

int
csm_mapping_set_skip_lines(struct csm_mapping *m, const char *text)
{
	int64_t micros;

	if (csm_num_parse(text, strlen(text), &micros) != CSM_NUM_OK ||
	    micros % CSM_NUM_ONE != 0 || micros < 0 ||
	    micros > MAPPING_SET_MOST_LINES * CSM_NUM_ONE)
		return -1;
	m->dialect.skip_lines = (uint32_t)(micros / CSM_NUM_ONE);
	return 0;
}

int
csm_mapping_set_pad(struct csm_mapping *m, const char *text)
{
	m->pad = csm_text_truth(text, strlen(text));
	return m->pad < 0 ? -1 : 0;
}

int
csm_mapping_set_decimal(struct csm_mapping *m, const char *text)
{
	m->number.decimal = text[0];
	return strcmp(text, ".") == 0 || strcmp(text, ",") == 0 ? 0 : -1;
}

int
csm_mapping_set_money(struct csm_mapping *m, const char *text)
{
	int money = csm_text_truth(text, strlen(text));

	m->number.money = money == 1;
	return money < 0 ? -1 : 0;
}

/* A list of texts in an arena, one longer.  Copied each time, since lists are as long
 * as somebody types. */
static const char **
mapping_set_longer(
    struct csm_arena *arena, const char *const *list, size_t n, const char *text)
{
	const char **longer = CSM_ARENA_ARRAY(arena, const char *, n + 1);

	for (size_t i = 0; i < n; i++)
		longer[i] = list[i];
	longer[n] = text;
	return longer;
}

int
csm_mapping_add_null(struct csm_mapping *m, struct csm_arena *arena, const char *text)
{
	m->number.null =
	    mapping_set_longer(arena, m->number.null, m->number.nulls, text);
	m->number.nulls++;
	return 0;
}

int
csm_mapping_add_require(
    struct csm_mapping *m, struct csm_arena *arena, const char *text)
{
	m->require = mapping_set_longer(arena, m->require, m->requires, text);
	m->requires ++;
	return *text == '\0' ? -1 : 0;
}

/* false, true, or a name. */
int
csm_mapping_add_header(struct csm_mapping *m, struct csm_arena *arena, const char *text)
{
	m->no_header = strcmp(text, "true") != 0;
	if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
		return 0;
	m->header = mapping_set_longer(arena, m->header, m->headers, text);
	m->headers++;
	return *text == '\0' ? -1 : 0;
}

int
csm_mapping_set_tz(struct csm_mapping *m, const char *text)
{
	m->tz = text;
	return 0;
}

int
csm_mapping_add_time_format(
    struct csm_mapping *m, struct csm_arena *arena, const char *text)
{
	m->time_format =
	    mapping_set_longer(arena, m->time_format, m->time_formats, text);
	m->time_formats++;
	/* The first is the column's own, with so many others behind it. */
	return m->time_formats > CSM_TIME_COLUMN_OTHERS + 1
		   ? -1
		   : csm_stamp_format_parse(text, &(struct csm_stamp_format){0});
}

void
csm_mapping_clear_time_format(struct csm_mapping *m)
{
	m->time_formats = 0;
}

/* Words with points between, or nothing: names then have theirs. */
int
csm_mapping_set_prefix(struct csm_mapping *m, const char *text)
{
	static const char letters[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
	const char *s = text;

	m->prefix = text;
	while (*s != '\0') {
		size_t word = strspn(s, letters);
		s += word;
		if (word == 0 || (*s != '\0' && (*s != '.' || s[1] == '\0')))
			return -1;
		s += *s == '.';
	}
	return 0;
}

int
csm_mapping_set_model(struct csm_mapping *m, const char *text)
{
	/* Said, even if it is the first: whether an entity has a model depends on
	 * that. */
	m->has_model = 1;
	return csm_model_parse(text, strlen(text), &m->model);
}

int
csm_mapping_set_level(struct csm_mapping *m, const char *text)
{
	int level = csm_words_value(&csm_mapping_level_words, text);

	m->has_level = 1;
	m->company_level = level == CSM_POINT_LEVEL_COMPANY;
	return level == 0 ? -1 : 0;
}

int
csm_mapping_set_id_format(struct csm_mapping *m, const char *text)
{
	int format = csm_words_value(&csm_mapping_id_format_words, text);

	m->integer_id = format == CSM_ID_INTEGER;
	return format == 0 ? -1 : 0;
}

int
csm_mapping_set_rates(struct csm_mapping *m, const char *text)
{
	m->rates = text;
	return *text == '\0' ? -1 : 0;
}

static struct csm_rule **
mapping_set_rules(struct csm_mapping *m, const struct csm_mapping_word *word)
{
	assert(word->type == CSM_WORD_RULES);
	return (struct csm_rule **)(void *)((char *)m + word->rules);
}

int
csm_mapping_add_rule(struct csm_mapping *m, struct csm_arena *arena,
    const struct csm_mapping_word *word, const char *name, const char *to)
{
	struct csm_rule **list = mapping_set_rules(m, word), *rule;
	const struct csm_words *words = word->key.shape->words;
	int choice = words == NULL ? 0 : csm_words_value(words, to);

	/* Values of choices begin with 1. */
	if (words != NULL && choice == 0)
		return -1;
	rule = CSM_ARENA_NEW(arena, struct csm_rule);
	*rule = (struct csm_rule){
	    csm_arena_strdup(arena, name), csm_arena_strdup(arena, to), choice, *list};
	*list = rule; /* the newest first, so that options win */
	return 0;
}

/* Doubled, unlike lists: a wide table may have thousands of columns. */
void
csm_mapping_add_column(struct csm_mapping *m, struct csm_arena *arena,
    struct csm_source *source, const char *name)
{
	if (m->columns == m->columns_cap) {
		struct csm_wide_column *old = m->column;
		m->columns_cap = m->columns_cap ? m->columns_cap * 2 : 8;
		m->column =
		    CSM_ARENA_ARRAY(arena, struct csm_wide_column, m->columns_cap);
		if (old != NULL)
			memcpy(m->column, old, m->columns * sizeof *old);
	}
	m->column[m->columns++] =
	    (struct csm_wide_column){source, csm_arena_strdup(arena, name)};
}
