#include "ingest/mapping.h"
#include "ingest/currency_column.h"
#include "ingest/mapping_set.h"
#include "ingest/mapping_words.h"
#include "ingest/rates.h"
#include "ingest/source/source_keys.h"

#include "base/text.h"
#include "formula/titled.h"

#include <assert.h>
#include <string.h>

static int
usage(const struct csm_mapping_word *word, const char *text, struct csm_diag *diag)
{
	struct csm_buf b = {0};

	csm_buf_puts(&b, "--");
	for (const char *p = word->key.name; *p != '\0'; p++)
		csm_buf_putc(&b, *p == '_' ? '-' : *p);
	csm_buf_puts(&b, " wants ");
	csm_mapping_word_wants(word, &b);
	csm_buf_puts(&b, ", not ");
	csm_text_quote(&b, text, strlen(text));
	csm_error(diag, CSM_E_USAGE, NULL, "%s", b.data);
	csm_buf_fini(&b);
	return -1;
}

/* [NAME=]CHOICE or FROM=TO: only a list with choices has one for all names. */
static int
set_rule(struct csm_mapping *m, struct csm_arena *arena,
    const struct csm_mapping_word *word, const char *text, struct csm_diag *diag)
{
	/* The last one: names of events have = in them more often than what is behind
	 * does. */
	const char *equals = strrchr(text, '=');
	const char *name = "*", *to = text;

	if (equals != NULL) {
		name = csm_arena_text(arena, text, (size_t)(equals - text));
		to = equals + 1;
	}
	if ((equals != NULL || word->key.shape->words != NULL) &&
	    csm_mapping_add_rule(m, arena, word, name, to) == 0)
		return 0;
	return usage(word, text, diag);
}

static int
set_source(struct csm_mapping *m, struct csm_arena *arena,
    const struct csm_mapping_word *word, const char *text, struct csm_diag *diag)
{
	struct csm_source *source = csm_mapping_role_from_text(arena, word, text, diag);

	if (source == NULL)
		return -1;
	m->role[word->role] = source;
	return 0;
}

/* Up to the next comma.  An apostrophe belongs to a name, and quotes it in an expression
 * alone. */
static size_t
column_length(const char *text)
{
	return *text == '(' || *text == '"' ? csm_titled_length(text)
					    : strcspn(text, ",");
}

static int
set_columns(struct csm_mapping *m, struct csm_arena *arena,
    const struct csm_mapping_word *word, const char *text, struct csm_diag *diag)
{
	for (size_t len;; text += len + 1) {
		struct csm_source *source;
		struct csm_text t;
		const char *name;

		text += strspn(text, " ");
		len = column_length(text);
		t = csm_text_trim(text, len);
		name = csm_titled_unquoted(csm_arena_text(arena, t.s, t.len));
		source = csm_mapping_role_from_text(arena, word, name, diag);
		if (source == NULL)
			return -1;
		csm_mapping_add_column(m, arena, source, name);
		if (text[len] == '\0')
			return 0;
	}
}

static int
set_list(struct csm_mapping *m, struct csm_arena *arena,
    const struct csm_mapping_word *word, const char *text, struct csm_diag *diag)
{
	char *rest = csm_arena_strdup(arena, text), *end;

	for (; rest != NULL; rest = end) {
		end = word->commas ? strchr(rest, ',') : NULL;
		if (end != NULL)
			*end++ = '\0';
		if (word->add(m, arena, rest) != 0)
			return usage(word, text, diag);
	}
	return 0;
}

int
csm_mapping_set(struct csm_mapping *m, struct csm_arena *arena, const char *word,
    const char *text, struct csm_diag *diag)
{
	const struct csm_mapping_word *w = csm_mapping_word_of(word);

	assert(w != NULL);
	switch (w->type) {
	case CSM_WORD_TEXT:
		/* An option has no use for a remark, so a longer text is a mistake
		 * there. */
		if (w->one_character && strlen(text) != 1)
			return usage(w, text, diag);
		return w->set == NULL || w->set(m, text) == 0 ? 0
							      : usage(w, text, diag);
	case CSM_WORD_LIST:
		return set_list(m, arena, w, text, diag);
	case CSM_WORD_WHERE:
		m->where = text;
		/* The option goes over the configuration, which may have had either
		 * spelling. */
		m->where_json = NULL;
		return 0;
	case CSM_WORD_EXCLUDE:
		return csm_exclude_add_text(arena, &m->exclude, text, diag);
	case CSM_WORD_RULES:
		return set_rule(m, arena, w, text, diag);
	case CSM_WORD_COLUMNS:
		return set_columns(m, arena, w, text, diag);
	case CSM_WORD_ROLE:
	case CSM_WORD_FIELDS: /* which no option has */
		break;
	}
	return set_source(m, arena, w, text, diag);
}

struct csm_source *
csm_mapping_source(const struct csm_mapping *m, size_t i)
{
	return i < CSM_ROLES ? m->role[i] : m->column[i - CSM_ROLES].source;
}

int
csm_mapping_empty(const struct csm_mapping *m)
{
	for (int r = 0; r < CSM_ROLES; r++)
		if (m->role[r] != NULL)
			return 0;
	return m->columns == 0;
}

/* Whether a role is the column of this name. */
static int
is_mapped(const struct csm_mapping *m, const char *name)
{
	for (int r = 0; r < CSM_ROLES; r++)
		if (m->role[r] != NULL && m->role[r]->kind == CSM_SOURCE_COLUMN &&
		    strcmp(m->role[r]->text, name) == 0)
			return 1;
	return 0;
}

void
csm_mapping_take_header(struct csm_mapping *m, struct csm_arena *arena, bool measures)
{
	const char **names;
	size_t kept = 0;

	if (!m->no_header || m->headers != 0 || m->columns == 0)
		return;
	names = CSM_ARENA_ARRAY(arena, const char *, m->columns);
	for (size_t i = 0; i < m->columns; i++) {
		names[i] = m->column[i].source->text;
		/* Wide: what has no role is a metric. */
		if (measures && m->role[CSM_ROLE_VALUE] == NULL &&
		    !is_mapped(m, names[i]))
			m->column[kept++] = m->column[i];
	}
	m->header = names;
	m->headers = m->columns;
	m->columns = kept;
}

/* An expression that certainly gives a text or truth where a number is wanted. */
static int
mapping_check_number(
    const struct csm_source *s, const char *word, struct csm_diag *diag)
{
	enum csm_formula_type type;

	if (s == NULL || s->kind != CSM_SOURCE_EXPRESSION)
		return 0;
	type = csm_expression_type(s->expression);
	/* What it gives of other types is known only with data. */
	if (type != CSM_FORMULA_TEXT && type != CSM_FORMULA_TRUTH)
		return 0;
	return csm_error(diag, CSM_E_FORMULA, NULL,
	    "%s: %s is a %s, a number is wanted; number(...) makes one of a text", word,
	    csm_expression_text(s->expression),
	    type == CSM_FORMULA_TEXT ? "text" : "condition");
}

/* Roles that are numbers. */
#define MAPPING_NUMBERS                                                                \
	(CSM_ROLE_BIT(CSM_ROLE_VALUE) | CSM_ROLE_BIT(CSM_ROLE_COUNT) |                 \
	    CSM_ROLE_BIT(CSM_ROLE_WEIGHT) | CSM_ROLE_BIT(CSM_ROLE_SCORE) |             \
	    CSM_ROLE_BIT(CSM_ROLE_RECURRING) | CSM_ROLE_BIT(CSM_ROLE_ONE_OFF) |        \
	    CSM_ROLE_BIT(CSM_ROLE_AMOUNT))

static int
mapping_check_types(const struct csm_mapping *m, struct csm_diag *diag)
{
	for (unsigned r = 0; r < CSM_ROLES; r++)
		if (MAPPING_NUMBERS & CSM_ROLE_BIT(r) &&
		    mapping_check_number(
			m->role[r], csm_role_name((enum csm_role)r), diag) != 0)
			return -1;
	return 0;
}

/* Whose a row is: the user's, or the entity's of fields. */
static struct csm_source *
mapping_who(const struct csm_mapping *m)
{
	return m->role[CSM_ROLE_USER] != NULL ? m->role[CSM_ROLE_USER]
					      : m->role[CSM_ROLE_ID];
}

bool
csm_mapping_excludes(struct csm_mapping *m, const struct csm_record *record)
{
	return m->exclude != NULL &&
	       csm_exclude_has(m->exclude, mapping_who(m), record);
}

int
csm_mapping_files(
    const struct csm_mapping *m, int (*visit)(void *ctx, const char *file), void *ctx)
{
	const char *file;
	int rc = m->rates == NULL ? 0 : visit(ctx, m->rates);

	for (size_t i = 0; rc == 0 && i < CSM_ROLES + m->columns; i++)
		rc = csm_source_files(csm_mapping_source(m, i), visit, ctx);
	for (size_t i = 0; rc == 0 && (file = csm_exclude_file(m->exclude, i)) != NULL;
	     i++)
		rc = visit(ctx, file);
	return rc;
}

bool
csm_mapping_reads_input(const struct csm_mapping *m)
{
	for (size_t i = 0; i < CSM_ROLES + m->columns; i++)
		if (csm_source_reads_input(csm_mapping_source(m, i)))
			return true;
	return false;
}

void
csm_mapping_set_input(
    struct csm_mapping *m, const struct csm_lookup_input *input, size_t inputs)
{
	for (size_t i = 0; i < CSM_ROLES + m->columns; i++)
		csm_source_set_input(csm_mapping_source(m, i), input, inputs);
}

void
csm_mapping_watch_currency(struct csm_mapping *m, struct csm_arena *arena)
{
	if (m->role[CSM_ROLE_CURRENCY] != NULL)
		return;
	m->watched = CSM_ARENA_NEW(arena, struct csm_source);
	*m->watched = (struct csm_source){
	    .kind = CSM_SOURCE_COLUMN, .text = "currency", .fallback = true};
}

/* Objects have no header: theirs is looked at where it is called currency. */
static void
mapping_bind_watched(struct csm_mapping *m, const struct csm_reader *reader)
{
	const bool objects = csm_reader_columns(reader) == 0;
	const char *name = csm_currency_column(reader);

	if (m->watched == NULL)
		return;
	m->role[CSM_ROLE_CURRENCY] = objects || name != NULL ? m->watched : NULL;
	if (name != NULL)
		m->watched->text = name;
}

int
csm_mapping_load(struct csm_mapping *m, struct csm_zone *zone, struct csm_diag *diag)
{
	const unsigned texts =
	    CSM_ROLE_BIT(CSM_ROLE_COMPANY) | CSM_ROLE_BIT(CSM_ROLE_USER) |
	    CSM_ROLE_BIT(CSM_ROLE_ENTITY) | CSM_ROLE_BIT(CSM_ROLE_NAME) |
	    CSM_ROLE_BIT(CSM_ROLE_THREAD) | CSM_ROLE_BIT(CSM_ROLE_MODULE) |
	    CSM_ROLE_BIT(CSM_ROLE_STATUS) | CSM_ROLE_BIT(CSM_ROLE_ID);

	/* Before files are read: what is wrong in itself is told at once. */
	if (mapping_check_types(m, diag) != 0)
		return -1;
	for (size_t i = 0; i < CSM_ROLES + m->columns; i++)
		csm_source_reads(csm_mapping_source(m, i), zone, &m->number, &m->day);
	/* before lookups are loaded, whose keys are ids of the same kind */
	if (m->integer_id) {
		csm_source_integer(m->role[CSM_ROLE_COMPANY]);
		csm_source_integer(m->role[CSM_ROLE_USER]);
		csm_source_integer(m->role[CSM_ROLE_ENTITY]);
		csm_source_integer(m->role[CSM_ROLE_ID]);
	}
	for (size_t r = 0; r < CSM_ROLES; r++)
		if (texts & CSM_ROLE_BIT(r))
			csm_source_text(m->role[r]);
	if (m->role[CSM_ROLE_NAME] != NULL)
		m->role[CSM_ROLE_NAME]->is_name = true;
	m->day = CSM_DAY_NONE;
	for (size_t i = 0; i < CSM_ROLES + m->columns; i++) {
		if (csm_source_load(csm_mapping_source(m, i), m->free_mail, diag) != 0)
			return -1;
		m->dated |= csm_source_dated(csm_mapping_source(m, i));
	}
	/* Behind the sources, whose file of aliases says what those it lists are
	 * called. */
	csm_exclude_reads(m->exclude, zone, &m->number);
	if (csm_exclude_load(m->exclude, mapping_who(m), diag) != 0)
		return -1;
	/* Without a currency every amount is in that of the run, and the file is not
	 * opened. */
	if (m->rates != NULL && m->role[CSM_ROLE_CURRENCY] != NULL)
		m->rates_loaded = csm_rates_load(m->rates, diag);
	return m->rates != NULL && m->rates_loaded == NULL &&
		       m->role[CSM_ROLE_CURRENCY] != NULL
		   ? -1
		   : 0;
}

void
csm_mapping_unload(struct csm_mapping *m)
{
	csm_exclude_unload(m->exclude);
	csm_rates_free(m->rates_loaded);
	m->rates_loaded = NULL;
	for (size_t i = 0; i < CSM_ROLES + m->columns; i++)
		csm_source_unload(csm_mapping_source(m, i));
}

static void
mapping_comma(void *reader, int column)
{
	csm_reader_comma(reader, column);
}

/* Numbers of objects have a point, whatever is said of texts. */
static void
mapping_bind_numbers(const struct csm_mapping *m, struct csm_reader *reader)
{
	for (size_t i = 0; i < CSM_ROLES + m->columns; i++) {
		const struct csm_source *s = csm_mapping_source(m, i);
		if (s != NULL && (i >= CSM_ROLES || MAPPING_NUMBERS & CSM_ROLE_BIT(i)))
			csm_source_columns(s, mapping_comma, reader);
	}
}

int
csm_mapping_bind(
    struct csm_mapping *m, struct csm_reader *reader, struct csm_diag *diag)
{
	int failed = 0;

	mapping_bind_watched(m, reader);
	for (size_t i = 0; i < CSM_ROLES + m->columns; i++) {
		failed |= csm_source_bind(csm_mapping_source(m, i), reader, diag) != 0;
		/* a header that is one column is a wrong delimiter: said once */
		if (failed && csm_reader_columns(reader) == 1)
			return -1;
	}
	if (m->number.decimal == ',')
		mapping_bind_numbers(m, reader);
	return failed || csm_exclude_bind(m->exclude, reader, diag) != 0 ? -1 : 0;
}

bool
csm_mapping_fits(const struct csm_mapping *m, struct csm_reader *reader)
{
	for (size_t i = 0; i < CSM_ROLES + m->columns; i++) {
		const struct csm_source *s = csm_mapping_source(m, i);
		/* What a lookup starts from is of this input; what it gives is not. */
		while (s != NULL && csm_source_is_through(s))
			s = s->from;
		if (s != NULL && s != m->watched && s->kind == CSM_SOURCE_COLUMN &&
		    csm_reader_column(reader, s->text) < 0)
			return false;
	}
	return true;
}

/* Whether the i-th source is what a required name says: a role, a column, a metric. */
static bool
mapping_is_called(const struct csm_mapping *m, size_t i, const char *name)
{
	const struct csm_mapping_word *word = csm_mapping_word_of(name);
	const struct csm_source *s = csm_mapping_source(m, i);

	/* A word of the mapping comes before a column that is called as it. */
	if (i < CSM_ROLES && word != NULL && word->type == CSM_WORD_ROLE)
		return word->role == (enum csm_role)i;
	return (s->kind == CSM_SOURCE_COLUMN && strcmp(s->text, name) == 0) ||
	       (i >= CSM_ROLES && strcmp(m->column[i - CSM_ROLES].name, name) == 0);
}

static bool
mapping_is_required(const struct csm_mapping *m, size_t i)
{
	for (size_t r = 0; r < m->requires; r++)
		if (mapping_is_called(m, i, m->require[r]))
			return true;
	return false;
}

int
csm_mapping_tell(
    const struct csm_mapping *m, const struct csm_reader *reader, struct csm_diag *diag)
{
	int failed = 0;

	csm_exclude_tell(m->exclude, reader, diag);
	for (size_t i = 0; i < CSM_ROLES + m->columns; i++) {
		const struct csm_source *s = csm_mapping_source(m, i);
		if (s != NULL)
			failed |=
			    csm_source_tell(s, reader,
				i < CSM_ROLES ? csm_role_name((enum csm_role)i) : NULL,
				mapping_is_required(m, i), diag) != 0;
	}
	return failed ? -1 : 0;
}

/* Whether something that is mapped is called so. */
static bool
mapping_has(const struct csm_mapping *m, const char *name)
{
	for (size_t i = 0; i < CSM_ROLES + m->columns; i++)
		if (csm_mapping_source(m, i) != NULL && mapping_is_called(m, i, name))
			return true;
	return false;
}

int
csm_mapping_check_required(const struct csm_mapping *m, struct csm_diag *diag)
{
	struct csm_buf quoted = {0};
	size_t r = 0;

	while (r < m->requires && mapping_has(m, m->require[r]))
		r++;
	if (r == m->requires)
		return 0;
	csm_text_quote(&quoted, m->require[r], strlen(m->require[r]));
	csm_error(diag, CSM_E_USAGE, NULL,
	    "require: %s is no word of this source, nor a column it reads",
	    quoted.data);
	csm_buf_fini(&quoted);
	return -1;
}
