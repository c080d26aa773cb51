#include "ingest/mapping.h"
#include "ingest/mapping_words.h"

#include "base/text.h"
#include "base/xalloc.h"

#include <string.h>

const char *
csm_role_name(enum csm_role role)
{
	static const char *const names[CSM_ROLES] = {"time", "company", "user",
	    "entity", "name", "value", "count", "weight", "thread", "score", "start",
	    "end", "recurring", "one_off", "module", "status", "completed", "due",
	    "paid", "amount", "id"};

	return names[role];
}

/* The role a word means, CSM_ROLES if it means none. */
enum csm_role
csm_mapping_role_of(const char *word)
{
	enum csm_role role = CSM_ROLE_TIME;

	if (strcmp(word, "type") == 0)
		return CSM_ROLE_NAME;
	while (role < CSM_ROLES && strcmp(csm_role_name(role), word) != 0)
		role++;
	return role;
}

static int
one_of(const char *const *names, const char *text)
{
	for (int i = 0; names[i] != NULL; i++)
		if (strcmp(names[i], text) == 0)
			return i;
	return -1;
}

static int
set_kind(struct csm_mapping *m, const char *text)
{
	m->kind = text;
	return 0;
}

static int
set_format(struct csm_mapping *m, const char *text)
{
	return csm_format_parse(text, &m->format);
}

static int
set_delimiter(struct csm_mapping *m, const char *text)
{
	m->delimiter = text[0];
	return strlen(text) == 1 && strchr("\"\r\n", text[0]) == NULL ? 0 : -1;
}

static int
set_tz(struct csm_mapping *m, const char *text)
{
	m->tz = text;
	return 0;
}

static int
set_time_format(struct csm_mapping *m, const char *text)
{
	struct csm_stamp_format format;

	m->time_format = text;
	return csm_stamp_format_parse(text, &format);
}

static int
set_model(struct csm_mapping *m, const char *text)
{
	m->has_model = 1;
	return csm_model_parse(text, strlen(text), &m->model);
}

static const char *const levels[] = {"enduser", "company", NULL};
static const char *const id_formats[] = {"text", "integer", NULL};
static const char *const recurring_units[] = {"mrr", "arr", "value", NULL};
const struct csm_words csm_level_words = CSM_WORDS(levels),
		       csm_id_format_words = CSM_WORDS(id_formats),
		       csm_recurring_unit_words = CSM_WORDS(recurring_units);

static int
set_level(struct csm_mapping *m, const char *text)
{
	int i = one_of(levels, text);

	m->has_level = 1;
	m->company_level = i == 1;
	return i < 0 ? -1 : 0;
}

static int
set_id_format(struct csm_mapping *m, const char *text)
{
	int i = one_of(id_formats, text);

	m->integer_id = i == 1;
	return i < 0 ? -1 : 0;
}

static int
set_unit(struct csm_mapping *m, const char *text)
{
	int i = one_of(recurring_units, text);

	if (i >= 0)
		m->recurring_unit = (enum csm_recurring)i;
	return i < 0 ? -1 : 0;
}

static int
set_where(struct csm_mapping *m, const char *text)
{
	m->where = text;
	m->where_json = NULL;
	return 0;
}

static int
set_nothing(struct csm_mapping *m, const char *text)
{
	(void)m;
	(void)text;
	return 0;
}

const struct csm_mapping_word csm_mapping_words[] = {{"kind", set_kind, "a kind"},
    {"format", set_format, "csv, tsv, ndjson or json"},
    {"delimiter", set_delimiter, "one character other than a quote or a line end"},
    {"tz", set_tz, "a time zone"},
    {"time_format", set_time_format,
	"iso, epoch, epoch_ms, epoch_us or a pattern such as %d-%m-%Y"},
    {"model", set_model, "company, asset, enduser or project"},
    {"level", set_level, "enduser or company"},
    {"id_format", set_id_format, "text or integer"},
    {"recurring_unit", set_unit, "mrr, arr or value"},
    {"where", set_where, "a condition"}, {"preset", set_nothing, "a preset"},
    {"description", set_nothing, "a text"}, {"comment", set_nothing, "a text"}, {0}};

const struct csm_mapping_word *
csm_mapping_word_of(const char *name)
{
	const struct csm_mapping_word *w = csm_mapping_words;

	while (w->name != NULL && strcmp(w->name, name) != 0)
		w++;
	return w->name == NULL ? NULL : w;
}

/* agg, zero and rename: lists of rules. */
struct csm_rule **
csm_mapping_rules_of(struct csm_mapping *m, const char *word)
{
	if (strcmp(word, "agg") == 0)
		return &m->agg;
	if (strcmp(word, "zero") == 0)
		return &m->zero;
	return strcmp(word, "rename") == 0 ? &m->rename : NULL;
}

int
csm_mapping_add_rule(struct csm_mapping *m, struct csm_arena *arena, const char *word,
    const char *name, const char *to)
{
	struct csm_rule **list = csm_mapping_rules_of(m, word), *rule;
	enum csm_agg agg = CSM_AGG_NONE;
	int choice = 0;

	if (list == &m->agg && csm_agg_parse(to, strlen(to), &agg) != 0)
		return -1;
	if (list == &m->agg)
		choice = (int)agg;
	else if (list == &m->zero) {
		choice = strcmp(to, "value") == 0;
		if (!choice && strcmp(to, "null") != 0)
			return -1;
	}
	rule = CSM_ARENA_NEW(arena, struct csm_rule);
	*rule = (struct csm_rule){
	    csm_arena_strdup(arena, name), csm_arena_strdup(arena, to), choice, *list};
	*list = rule; /* the newest first, so that options win */
	return 0;
}

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

static int
usage(const char *word, const char *text, const char *wants, struct csm_diag *diag)
{
	struct csm_buf b = {0};

	csm_buf_puts(&b, "--");
	for (const char *p = word; *p != '\0'; p++)
		csm_buf_putc(&b, *p == '_' ? '-' : *p);
	csm_buf_puts(&b, " wants ");
	csm_buf_puts(&b, wants);
	csm_buf_puts(&b, ", not ");
	csm_text_quote(&b, text, strlen(text));
	csm_error(diag, CSM_E_USAGE, NULL, "%s", b.data);
	csm_buf_fini(&b);
	return -1;
}

static int
set_rule(struct csm_mapping *m, struct csm_arena *arena, const char *word,
    const char *text, struct csm_diag *diag)
{
	const char *equals = strrchr(text, '=');
	const char *name = "*", *to = text;

	if (equals != NULL) {
		name = csm_arena_text(arena, text, (size_t)(equals - text));
		to = equals + 1;
	}
	if ((equals != NULL || csm_mapping_rules_of(m, word) != &m->rename) &&
	    csm_mapping_add_rule(m, arena, word, name, to) == 0)
		return 0;
	return usage(word, text,
	    csm_mapping_rules_of(m, word) == &m->rename ? "FROM=TO"
	    : csm_mapping_rules_of(m, word) == &m->zero
		? "[NAME=]value or [NAME=]null"
		: "[NAME=]sum, min, max, avg, last or count",
	    diag);
}

int
csm_mapping_set(struct csm_mapping *m, struct csm_arena *arena, const char *word,
    const char *text, struct csm_diag *diag)
{
	const struct csm_mapping_word *w = csm_mapping_word_of(word);
	enum csm_role role = csm_mapping_role_of(word);
	struct csm_source *source;

	if (w != NULL)
		return w->set(m, text) == 0 ? 0 : usage(word, text, w->wants, diag);
	if (csm_mapping_rules_of(m, word) != NULL)
		return set_rule(m, arena, word, text, diag);
	source = csm_source_from_text(arena, word, text, diag);
	if (source == NULL)
		return -1;
	if (role < CSM_ROLES)
		m->role[role] = source;
	else
		csm_mapping_add_column(m, arena, source, text);
	return 0;
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

const struct csm_rule *
csm_rule_find(const struct csm_rule *rules, const char *name, size_t len)
{
	const struct csm_rule *all = NULL;

	for (const struct csm_rule *r = rules; r != NULL; r = r->next) {
		if (csm_text_is(r->name, name, len))
			return r;
		if (all == NULL && strcmp(r->name, "*") == 0)
			all = r;
	}
	return all;
}

enum csm_agg
csm_rule_agg(const struct csm_rule *rules, struct csm_text metric)
{
	const char *dot = memchr(metric.s, '.', metric.len);
	size_t prefix = dot == NULL ? 0 : (size_t)(dot + 1 - metric.s);
	const struct csm_rule *rule = csm_rule_find(rules, metric.s, metric.len);

	if (rule == NULL || strcmp(rule->name, "*") == 0)
		rule = csm_rule_find(rules, metric.s + prefix, metric.len - prefix);
	return rule == NULL ? csm_agg_of(metric.s, metric.len)
			    : (enum csm_agg)rule->choice;
}

int
csm_mapping_load(struct csm_mapping *m, struct csm_diag *diag)
{
	for (size_t i = 0; i < CSM_ROLES + m->columns; i++)
		if (csm_source_load(csm_mapping_source(m, i), diag) != 0)
			return -1;
	return 0;
}

void
csm_mapping_unload(struct csm_mapping *m)
{
	for (size_t i = 0; i < CSM_ROLES + m->columns; i++)
		csm_source_unload(csm_mapping_source(m, i));
}

int
csm_mapping_bind(
    struct csm_mapping *m, struct csm_reader *reader, struct csm_diag *diag)
{
	int failed = 0;

	for (size_t i = 0; i < CSM_ROLES + m->columns; i++) {
		failed |= csm_source_bind(csm_mapping_source(m, i), reader, diag) != 0;
		/* a header that is one column is a wrong delimiter: said once */
		if (failed && csm_reader_columns(reader) == 1)
			return -1;
	}
	return failed ? -1 : 0;
}
