/* The option tables all programs share. */
#include "common/run.h"

#include <stddef.h>

#define AT(member) offsetof(struct csm_common, member)

/* Values begin with 1: 0 is an option that was not given. */
static const struct csm_choice errors[] = {
    {"text", CSM_ERRORS_TEXT}, {"json", CSM_ERRORS_JSON}, {NULL, 0}};
static const struct csm_words errors_words = CSM_WORDS(errors);
static const struct csm_choice when[] = {{"auto", CSM_WHEN_AUTO},
    {"always", CSM_WHEN_ALWAYS}, {"never", CSM_WHEN_NEVER}, {NULL, 0}};
static const struct csm_words when_words = CSM_WORDS(when);
/* What points can be written as; programs with tables for people have text besides. */
static const struct csm_choice to[] = {
    {"csv", CSM_TO_CSV}, {"tsv", CSM_TO_TSV}, {"ndjson", CSM_TO_NDJSON}, {NULL, 0}};
static const struct csm_words to_words = CSM_WORDS(to);
static const struct csm_choice to_table[] = {{"csv", CSM_TO_CSV}, {"tsv", CSM_TO_TSV},
    {"ndjson", CSM_TO_NDJSON}, {"text", CSM_TO_TEXT}, {NULL, 0}};
const struct csm_words csm_to_table_words = CSM_WORDS(to_table);

const struct csm_option csm_common_group[] = {
    {'c', "config", "FILE", CSM_OPTION_LIST, AT(config),
	"configuration file, or a directory of *.json; may be repeated", NULL},
    {0, "no-config", NULL, CSM_OPTION_FLAG, AT(no_config),
	"do not read the user's default configuration", NULL},
    {'z', "tz", "ZONE", CSM_OPTION_TEXT, AT(tz),
	"time zone of days, an IANA name (default: settings.tz, else UTC)", NULL},
    {'f', "from", "FORMAT", CSM_OPTION_CHOICE, AT(from),
	"format of the input (default: told from its beginning)", &csm_format_words},
    {'d', "delimiter", "CHAR", CSM_OPTION_TEXT, AT(delimiter),
	"what separates the columns of a CSV (default: comma)", NULL},
    {'o', "output", "FILE", CSM_OPTION_TEXT, AT(output),
	"write FILE, which appears whole or not at all; .gz and .zst compress", NULL},
    {'r', "rejects", "FILE", CSM_OPTION_TEXT, AT(rejects),
	"write rejected rows with place, value, code and reason", NULL},
    {0, "excel", NULL, CSM_OPTION_FLAG, AT(excel),
	"csv, tsv of reports, and rejects: guard texts that a spreadsheet would run as "
	"a formula",
	NULL},
    {0, "max-rejects", "N|P%", CSM_OPTION_TEXT, AT(max_rejects),
	"end with status 1, FILE untouched, if more rows are rejected", NULL},
    {0, "allow-empty", NULL, CSM_OPTION_FLAG, AT(allow_empty),
	"take it for a result that rows were rejected and none used", NULL},
    {0, "min-rows", "N", CSM_OPTION_WHOLE, AT(min_rows),
	"end with status 1, FILE untouched, if fewer rows than N were used", NULL},
    {0, "expect-rows", "N", CSM_OPTION_WHOLE, AT(expect_rows),
	"end with status 4, FILE untouched, unless N rows were read", NULL},
    {0, "expect-end", NULL, CSM_OPTION_FLAG, AT(expect_end),
	"end with status 4, FILE untouched, if a last line has no line feed", NULL},
    {'j', "threads", "N", CSM_OPTION_WHOLE, AT(threads),
	"use at most N threads (default: all processors)", NULL},
    {'m', "memory", "SIZE", CSM_OPTION_SIZE, AT(memory),
	"memory for sorting before temporary files are used (default: a quarter of it)",
	NULL},
    {'n', "check", NULL, CSM_OPTION_FLAG, AT(check),
	"check options, configuration and formulas; read no data", NULL},
    {0, "errors", "FORMAT", CSM_OPTION_CHOICE, AT(errors),
	"how messages are written on standard error", &errors_words},
    {0, "summary", "FILE", CSM_OPTION_TEXT, AT(summary),
	"write counts and status of the run as JSON", NULL},
    {0, "color", "WHEN", CSM_OPTION_CHOICE, AT(color), "use colour", &when_words},
    {0, "progress", "WHEN", CSM_OPTION_CHOICE, AT(progress),
	"show progress on standard error", &when_words},
    {'q', "quiet", NULL, CSM_OPTION_FLAG, AT(quiet),
	"no warnings, notes and summary; errors and rejected rows only", NULL},
    {'v', "verbose", NULL, CSM_OPTION_FLAG, AT(verbose), "always print the summary",
	NULL},
    {'h', "help", NULL, CSM_OPTION_HELP, 0, "print this help", NULL},
    {'V', "version", NULL, CSM_OPTION_VERSION, 0, "print the version", NULL},
    {0, "options-as", "FORM", CSM_OPTION_TABLE, 0, "", NULL}, {0}};

const struct csm_option csm_to_group[] = {
    {'t', "to", "FORMAT", CSM_OPTION_CHOICE, AT(to),
	"format of the output (default: csv)", &to_words},
    {0}};

const struct csm_option csm_fields_group[] = {
    {'F', "fields", "MODEL=FILE[:IDCOL]", CSM_OPTION_LIST, AT(fields),
	"fields of the entities of a model; may be repeated", NULL},
    {0}};

const struct csm_option csm_asof_group[] = {
    {'a', "as-of", "DAY", CSM_OPTION_TEXT, AT(as_of),
	"evaluate this day: a date, yesterday (default), today, or last", NULL},
    {0}};

const struct csm_option csm_range_group[] = {
    {0, "since", "DAY", CSM_OPTION_TEXT, AT(since), "first day", NULL},
    {0, "until", "DAY", CSM_OPTION_TEXT, AT(until), "last day", NULL}, {0}};

const struct csm_option csm_select_group[] = {
    {'w', "where", "EXPR", CSM_OPTION_LIST, AT(where),
	"only companies for which EXPR holds on the last day; see csm-formula(5)",
	NULL},
    {'s', "segment", "ID", CSM_OPTION_LIST, AT(segment), "only companies of a segment",
	NULL},
    {0}};

const struct csm_option csm_pass_group[] = {
    {'p', "pass", NULL, CSM_OPTION_FLAG, AT(pass),
	"copy the points read to the output as well", NULL},
    {0}};
