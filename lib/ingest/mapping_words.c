#include "ingest/mapping_words.h"

#include "config/shapes.h"
#include "entity/fields_form.h"
#include "ingest/kind.h"
#include "ingest/mapping_set.h"
#include "ingest/preset.h"
#include "ingest/kinds/recurring.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

/* From 1 on, since a rule has 0 where it has a text instead of a choice. */
static const struct csm_choice zeros[] = {
    {"value", CSM_ZERO_VALUE}, {"null", CSM_ZERO_NULL}, {NULL, 0}};
static const struct csm_words zero_words = CSM_WORDS(zeros);

#define ONE_OF(table)                                                                  \
	{                                                                              \
		.types = CSM_CONFIG_TEXT, .words = &(table)                            \
	}
static const struct csm_config_shape kind = ONE_OF(csm_kind_words),
				     preset = ONE_OF(csm_preset_words),
				     format = ONE_OF(csm_format_words),
				     model = ONE_OF(csm_model_words),
				     level = ONE_OF(csm_mapping_level_words),
				     id_format = ONE_OF(csm_mapping_id_format_words),
				     one_agg = ONE_OF(csm_agg_words),
				     one_zero = ONE_OF(zero_words);
/* One for all, or by metric. */
static const struct csm_config_shape agg = {
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_OBJECT,
    .words = &csm_agg_words,
    .each = &one_agg};
static const struct csm_config_shape zero = {
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_OBJECT,
    .words = &zero_words,
    .each = &one_zero};

/* In either spelling, over the columns of a row; null takes away that of the preset. */
static const struct csm_config_shape where = {
    .noun = "a condition (a text, an array or an object)",
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_ARRAY | CSM_CONFIG_OBJECT | CSM_CONFIG_NULL};
/* From name to name, which a text alone could not say. */
static const struct csm_config_shape renames = {
    .types = CSM_CONFIG_OBJECT, .each = &csm_config_text};
static const struct csm_config_shape wide = {
    .types = CSM_CONFIG_ARRAY | CSM_CONFIG_OBJECT, .each = &csm_config_text};

static const struct csm_config_shape fields = {
    .types = CSM_CONFIG_OBJECT, .each = &csm_fields_form_shape};
/* A text as well, since options and environments have nothing else. */
static const struct csm_config_shape count = {
    .types = CSM_CONFIG_NUMBER | CSM_CONFIG_TEXT};
static const struct csm_config_shape header = {
    .types = CSM_CONFIG_BOOL | CSM_CONFIG_ARRAY | CSM_CONFIG_TEXT,
    .noun = "a list of names, or false",
    .each = &csm_config_text};
static const struct csm_choice decimals[] = {{".", '.'}, {",", ','}, {NULL, 0}};
static const struct csm_words decimal_words = CSM_WORDS(decimals);
static const struct csm_config_shape decimal = ONE_OF(decimal_words);
static const struct csm_config_shape texts = {
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_ARRAY,
    .noun = "a text or a list of texts",
    .each = &csm_config_text};

#define ROLE(name, role_of, arg, help, option_help)                                    \
	{                                                                              \
		.key = {name, &csm_source_shape, 0, help}, .type = CSM_WORD_ROLE,      \
		.role = CSM_ROLE_##role_of, .option = {                                \
			CSM_MAPPING_OPTION_TEXT,                                       \
			arg,                                                           \
			option_help                                                    \
		}                                                                      \
	}

/* Its order is that of --help, the schema and the manual. */
const struct csm_mapping_word csm_mapping_words[] = {
    {.key = {"description", &csm_config_text, 0, "What it reads"},
	.type = CSM_WORD_TEXT,
	.wants = "a text"},
    /* Without an option here: kind, preset, format, delimiter and tz are options of all
     * programs or of csm-ingest itself, and are read before there is a mapping. */
    {.key = {"kind", &kind, 0, "What one row is; default activities"},
	.type = CSM_WORD_TEXT,
	.set = csm_mapping_set_kind,
	.wants = "a kind"},
    {.key = {"preset", &preset, 0, "Mapping of a common export; other keys change it"},
	.type = CSM_WORD_TEXT,
	.wants = "a preset"},
    {.key = {"file", &csm_config_file, 0,
	 "The file it reads, or a pattern of several, beside the configuration"},
	.type = CSM_WORD_TEXT,
	.wants = "the name of a file"},
    {.key = {"format", &format, 0, "Format; default: by the first bytes"},
	.type = CSM_WORD_TEXT,
	.set = csm_mapping_set_format},
    {.key = {"delimiter", &csm_config_text, 0, "Character between CSV fields"},
	.type = CSM_WORD_TEXT,
	.set = csm_mapping_set_delimiter,
	.wants = "one character other than a quote or a line end"},
    {.key = {"encoding", &csm_config_text, 0,
	 "Encoding of the file, as iconv(1) names it (default: UTF-8, or as a byte "
	 "order mark says)"},
	.type = CSM_WORD_TEXT,
	.set = csm_mapping_set_encoding,
	.wants = "an encoding such as windows-1252",
	.option = {CSM_MAPPING_OPTION_TEXT, "NAME", NULL}},
    {.key = {"quote", &csm_config_text, 0,
	 "Character around fields, or none (default: \")"},
	.type = CSM_WORD_TEXT,
	.set = csm_mapping_set_quote,
	.wants = "one character, or none",
	.option = {CSM_MAPPING_OPTION_TEXT, "CHAR", NULL}},
    {.key = {"escape", &csm_config_text, 0, "Character that takes the next as it is"},
	.type = CSM_WORD_TEXT,
	.set = csm_mapping_set_escape,
	.wants = "one character",
	.option = {CSM_MAPPING_OPTION_TEXT, "CHAR", NULL}},
    {.key = {"comment", &csm_config_text, 0,
	 "Character at the start of lines that are no rows; a longer text is a remark"},
	.type = CSM_WORD_TEXT,
	.set = csm_mapping_set_comment,
	.one_character = true,
	.wants = "one character other than a quote",
	.option = {CSM_MAPPING_OPTION_TEXT, "CHAR",
	    "lines that begin with it are no rows"}},
    {.key = {"skip_lines", &count, 0, "Lines before the header"},
	.type = CSM_WORD_TEXT,
	.set = csm_mapping_set_skip_lines,
	.wants = "a whole number from 0 to 1000000",
	.option = {CSM_MAPPING_OPTION_TEXT, "N", NULL}},
    {.key = {"header", &header, 0,
	 "Names of the columns of a file without a header; false: they are those of "
	 "columns"},
	.type = CSM_WORD_LIST,
	.add = csm_mapping_add_header,
	.commas = true,
	.wants = "a list of names, or false",
	.option = {CSM_MAPPING_OPTION_TEXT, "NAMES",
	    "columns of a file without a header, with commas between; false: those of "
	    "--columns"}},
    {.key = {"pad", &csm_config_bool, 0, "Rows may be shorter than the header"},
	.type = CSM_WORD_TEXT,
	.set = csm_mapping_set_pad,
	.wants = "true or false",
	.option = {CSM_MAPPING_OPTION_FLAG, NULL, NULL}},
    {.key = {"decimal", &decimal, 0, "What is before the fraction of a number: . or ,"},
	.type = CSM_WORD_TEXT,
	.set = csm_mapping_set_decimal,
	.wants = ". or ,",
	.option = {CSM_MAPPING_OPTION_TEXT, "CHAR", NULL}},
    {.key = {"money", &csm_config_bool, 0,
	 "Numbers may have a currency, brackets, a percent sign"},
	.type = CSM_WORD_TEXT,
	.set = csm_mapping_set_money,
	.wants = "true or false",
	.option = {CSM_MAPPING_OPTION_FLAG, NULL, NULL}},
    {.key = {"null", &texts, 0, "Texts that mean that there is no value"},
	.type = CSM_WORD_LIST,
	.add = csm_mapping_add_null,
	.wants = "a text or a list of texts",
	.option = {CSM_MAPPING_OPTION_LIST, "TEXT",
	    "a text that means no value; may be repeated"}},
    {.key = {"tz", &csm_config_text, 0,
	 "Zone of times that have none; default: of the run"},
	.type = CSM_WORD_TEXT,
	.set = csm_mapping_set_tz,
	.wants = "a time zone"},
    ROLE("time", TIME, "SOURCE", "Time of the row", NULL),
    {.key = {"time_format", &texts, 0,
	 "iso, epoch, epoch_ms, epoch_us, excel, days_1970, a strptime(3) pattern, or "
	 "several, which are tried in order"},
	.type = CSM_WORD_LIST,
	.add = csm_mapping_add_time_format,
	.clear = csm_mapping_clear_time_format,
	.wants =
	    "iso, epoch, epoch_ms, epoch_us, excel, days_1970 or a pattern such as "
	    "%d-%m-%Y",
	.option = {CSM_MAPPING_OPTION_LIST, "FORMAT",
	    "iso, epoch, epoch_ms, epoch_us, excel, days_1970, or a strptime(3) "
	    "pattern "
	    "(default: detect); may be repeated: they are tried in order"}},
    ROLE("company", COMPANY, "SOURCE", "Id of the company", NULL),
    ROLE("user", USER, "SOURCE", "Id of the end user", NULL),
    ROLE("entity", ENTITY, "SOURCE", "Id of the asset or project measured", NULL),
    {.key = {"model", &model, 0, "Model of the entity"},
	.type = CSM_WORD_TEXT,
	.set = csm_mapping_set_model,
	.option = {CSM_MAPPING_OPTION_TEXT, "MODEL",
	    "model of the entity, or of the fields: company, asset, enduser, project"}},
    ROLE("name", NAME, "SOURCE", "Name of the activity or metric", NULL),
    /* What a row of a conversation or task is called by has that name in exports: a
     * second word of one role. */
    ROLE("type", NAME, "SOURCE", "Type of the conversation, task, ticket or the like",
	"type of the conversation, task or ticket; the same as --name"),
    ROLE("module", MODULE, "SOURCE", "Module of the feature (default: the catalog's)",
	NULL),
    {.key = {"prefix", &csm_config_text, 0,
	 "Of metrics: what their names begin with instead of metrics, such as revenue; "
	 "empty: the names have it"},
	.type = CSM_WORD_TEXT,
	.set = csm_mapping_set_prefix,
	.wants = "a word such as revenue, without a point at its end",
	.option = {CSM_MAPPING_OPTION_TEXT, "PREFIX",
	    "of metrics: what names begin with instead of metrics, such as revenue; "
	    "empty: they have it"}},
    ROLE("value", VALUE, "SOURCE", "Measured value", NULL),
    {.key = {"columns", &wide, 0,
	 "Columns that are a metric each, or of fields those kept; an object renames "
	 "them"},
	.type = CSM_WORD_COLUMNS,
	.option = {CSM_MAPPING_OPTION_LIST, "A,B,C",
	    "columns that are a metric each; of fields, those kept; may be repeated"}},
    /* No option: how several columns are written does not fit a text. */
    {.key = {"fields", &fields, 0,
	 "Of fields: how the cells of columns are written, by the name they have or "
	 "get"},
	.type = CSM_WORD_FIELDS},
    ROLE("count", COUNT, "SOURCE", "How often it happened (default: 1)", NULL),
    ROLE("weight", WEIGHT, "SOURCE", "Factor of the count (default: 1)", NULL),
    ROLE("participants", PARTICIPANTS, "SOURCE",
	"Everybody in the conversation: a list, or texts with ; or , between", NULL),
    ROLE("thread", THREAD, "SOURCE", "Thread; a day's distinct threads are counted",
	NULL),
    ROLE("score", SCORE, "SOURCE", "Answer from 0 to 10", NULL),
    ROLE("start", START, "SOURCE", "First day of the period", NULL),
    /* A shape of its own: an end may be said to be the last day itself. */
    {.key = {"end", &csm_source_end_shape, 0,
	 "First day after the period; empty: open"},
	.type = CSM_WORD_ROLE,
	.role = CSM_ROLE_END,
	.option = {CSM_MAPPING_OPTION_TEXT, "SOURCE", NULL}},
    ROLE("recurring", RECURRING, "SOURCE", "Recurring value of the period", NULL),
    {.key = {"recurring_unit", &csm_source_shape, 0,
	 "For how long it is: mrr, arr, day, week, month, quarter, half, year, 3 "
	 "months, value (the period), or the column that says so; default month"},
	.type = CSM_WORD_ROLE,
	.role = CSM_ROLE_UNIT,
	.is_word = csm_recurring_is_word,
	.option = {CSM_MAPPING_OPTION_TEXT, "UNIT",
	    "for how long the recurring value is: mrr, arr, day, week, month, quarter, "
	    "half, year, '3 months', value (the period), or a SOURCE (default: "
	    "month)"}},
    ROLE("currency", CURRENCY, "SOURCE", "Currency of the amounts", NULL),
    {.key = {"rates", &csm_config_file, 0,
	 "File with what currencies are worth: FILE, or FILE:CURRENCY:RATE"},
	.type = CSM_WORD_TEXT,
	.set = csm_mapping_set_rates,
	.wants = "a file",
	.option = {CSM_MAPPING_OPTION_TEXT, "FILE[:CURRENCY:RATE]",
	    "what an amount of each currency is worth in the one of the run"}},
    ROLE("one_off", ONE_OFF, "SOURCE", "One-off value, counted on the first day", NULL),
    ROLE("status", STATUS, "SOURCE",
	"Status of the task or period, or how it was closed",
	"status of the task; counted by it too"),
    ROLE("completed", COMPLETED, "SOURCE",
	"When the task was completed; empty: it is open", NULL),
    ROLE("due", DUE, "SOURCE", "When the invoice or task is due", NULL),
    ROLE("paid", PAID, "SOURCE", "When the invoice was paid; empty: it is not", NULL),
    ROLE("amount", AMOUNT, "SOURCE", "Amount of the invoice, or of what is open", NULL),
    ROLE("opened", OPENED, "SOURCE", "When the ticket or the like was opened", NULL),
    ROLE("closed", CLOSED, "SOURCE", "When it was closed; empty: it is open", NULL),
    /* As states of tickets are called: a second word of the role of status. */
    ROLE("state", STATUS, "SOURCE", "How it was closed; counted by it too", NULL),
    ROLE("id", ID, "SOURCE", "Id of the row; later rows with it are left out", NULL),
    {.key = {"id_format", &id_format, 0,
	 "integer makes 10522 of 10522.0 (default: text)"},
	.type = CSM_WORD_TEXT,
	.set = csm_mapping_set_id_format,
	.option = {CSM_MAPPING_OPTION_WORD, "FORMAT", NULL}},
    {.key = {"where", &where, 0,
	 "Condition over the columns; other rows are left; null: not that of the "
	 "preset"},
	.type = CSM_WORD_WHERE,
	.option = {CSM_MAPPING_OPTION_TEXT, "EXPR",
	    "only rows for which EXPR over the columns holds"}},
    {.key = {"exclude", &csm_exclude_shape, 0,
	 "Whose rows are left out and counted apart: a file of users, or a condition "
	 "in parentheses, or several"},
	.type = CSM_WORD_EXCLUDE,
	.option = {CSM_MAPPING_OPTION_LIST, "FILE|(EXPR)",
	    "rows of these users are left out: FILE[:COLUMN] has them, or (EXPR) "
	    "holds; may be repeated"}},
    {.key = {"rename", &renames, 0, "Name in the data to name of the point"},
	.type = CSM_WORD_RULES,
	.rules = offsetof(struct csm_mapping, rename),
	.wants = "FROM=TO",
	.option = {CSM_MAPPING_OPTION_LIST, "FROM=TO",
	    "call a name otherwise; may be repeated"}},
    {.key = {"agg", &agg, 0, "How values of one day become one, for all or by metric"},
	.type = CSM_WORD_RULES,
	.rules = offsetof(struct csm_mapping, agg),
	.option = {CSM_MAPPING_OPTION_LIST, "[METRIC=]FOLD",
	    "how a day's values become one: %w; may be repeated"}},
    {.key = {"zero", &zero, 0, "Whether 0 is a value or missing, for all or by metric"},
	.type = CSM_WORD_RULES,
	.rules = offsetof(struct csm_mapping, zero),
	.wants = "[NAME=]value or [NAME=]null",
	.option = {CSM_MAPPING_OPTION_LIST, "[METRIC=]WORD",
	    "whether 0 is a value (default) or null, not measured; may be repeated"}},
    {.key = {"level", &level, 0,
	 "Points per end user (default), or added up per company"},
	.type = CSM_WORD_TEXT,
	.set = csm_mapping_set_level,
	.option = {CSM_MAPPING_OPTION_WORD, "LEVEL", NULL}},
    {.key = {"require", &texts, 0,
	 "Words and columns that some row must have; else the run stops"},
	.type = CSM_WORD_LIST,
	.add = csm_mapping_add_require,
	.commas = true,
	.wants = "words of a source, or columns",
	.option = {CSM_MAPPING_OPTION_LIST, "WORD",
	    "a word or column that some row must have, else the run stops; may be "
	    "repeated"}},
    {.key = END}};
/* Tables of options are made of it, see csm_cli_take_words. */
_Static_assert(
    sizeof csm_mapping_words / sizeof csm_mapping_words[0] <= CSM_MAPPING_WORDS + 1,
    "CSM_MAPPING_WORDS is too small");

static const struct csm_config_shape entry = {.types = CSM_CONFIG_OBJECT,
    .keys = &csm_mapping_words[0].key,
    .key_bytes = sizeof csm_mapping_words[0]};
const struct csm_config_shape csm_sources_shape = {
    .types = CSM_CONFIG_OBJECT, .identifier = 1, .each = &entry};

/* A word such as `mrr` is put as the constant it is: else it were a column. */
struct csm_source *
csm_mapping_role_from_text(struct csm_arena *arena, const struct csm_mapping_word *word,
    const char *text, struct csm_diag *diag)
{
	if (word->is_word != NULL && word->is_word(text))
		text = csm_arena_printf(arena, "=%s", text);
	return csm_source_from_text(arena, word->key.name, text, diag);
}

const struct csm_mapping_word *
csm_mapping_word_of(const char *name)
{
	const struct csm_mapping_word *w = csm_mapping_words;

	while (w->key.name != NULL && strcmp(w->key.name, name) != 0)
		w++;
	return w->key.name == NULL ? NULL : w;
}

const char *
csm_role_name(enum csm_role role)
{
	const struct csm_mapping_word *w = csm_mapping_words;

	/* `type` is a second name of `name`, and stands behind it */
	while (w->type != CSM_WORD_ROLE || w->role != role) {
		w++;
		assert(w->key.name != NULL);
	}
	return w->key.name;
}

void
csm_mapping_word_wants(const struct csm_mapping_word *word, struct csm_buf *out)
{
	if (word->wants != NULL) {
		csm_buf_puts(out, word->wants);
		return;
	}
	if (word->type == CSM_WORD_RULES)
		csm_buf_puts(out, "[NAME=]");
	csm_words_or(word->key.shape->words, out);
}
