#include "ingest.h"

#include "base/text.h"
#include "ingest/kind.h"
#include "ingest/preset.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#define AT(member) offsetof(struct csm_cli, member)
#define TEXT(word, member, arg, help)                                                  \
	{                                                                              \
		0, word, arg, CSM_OPTION_TEXT, AT(member), help, NULL                  \
	}
#define FLAG(word, member, help)                                                       \
	{                                                                              \
		0, word, NULL, CSM_OPTION_FLAG, AT(member), help, NULL                 \
	}
#define LIST(word, member, arg, help)                                                  \
	{                                                                              \
		0, word, arg, CSM_OPTION_LIST, AT(member), help, NULL                  \
	}

const struct csm_option csm_ingest_group[] = {
    {'k', "kind", "KIND", CSM_OPTION_TEXT, AT(kind), "what a row is: %d",
	&csm_kind_words},
    {'P', "preset", "NAME", CSM_OPTION_TEXT, AT(preset),
	"use the mapping of a common export: %l", &csm_preset_words},
    {'S', "source", "NAME", CSM_OPTION_TEXT, AT(source),
	"use the mapping of this name in the configuration's sources", NULL},
    {0, "propose", NULL, CSM_OPTION_FLAG, AT(propose),
	"say what the files seem to be, and print sources that read them", NULL},
    {0, "init", "DIR", CSM_OPTION_TEXT, AT(init),
	"make a directory that is ready to run for the files, as csm init does", NULL},
    {0, "sources", NULL, CSM_OPTION_FLAG, AT(sources),
	"list the sources of the configuration: name, kind, preset, file", NULL},
    {0, "print-source", NULL, CSM_OPTION_FLAG, AT(print_source),
	"print the source of -P or -S, and read nothing", NULL},
    {0, "rows", "N", CSM_OPTION_WHOLE, AT(rows),
	"read the first N rows of each file only, to try a source (default: all)",
	NULL},
    {0, "min-rows", "N", CSM_OPTION_WHOLE, AT(min_rows),
	"end with status 1 if fewer rows than N were used", NULL},
    {0, "expect-rows", "N", CSM_OPTION_WHOLE, AT(expect_rows),
	"end with status 4, FILE untouched, unless N rows were read", NULL},
    {0, "expect-end", NULL, CSM_OPTION_FLAG, AT(expect_end),
	"end with status 4, FILE untouched, if a last line has no line feed", NULL},
    FLAG("retry", retry,
	"the files hold rejected rows, as --rejects writes them, that were mended"),
    {0, "end-inclusive", NULL, CSM_OPTION_FLAG, AT(end_inclusive),
	"the end of a period is its last day, not the day after", NULL},
    {0, "shard", "I/N", CSM_OPTION_TEXT, AT(shard),
	"only companies whose id falls to shard I of N", NULL},
    FLAG("disjoint", disjoint,
	"with --kind points: a company in two of the files is an error"),
    {0, "max-age", "DAYS", CSM_OPTION_WHOLE, AT(max_age),
	"end with status 1 if the newest row is more than DAYS days old", NULL},
    {0}};

/* Their names are the words of a mapping, with - for _. */
const struct csm_option csm_mapping_group[] = {
    TEXT("encoding", encoding, "NAME",
	"encoding of the file, as iconv(1) names it (default: UTF-8, or as a byte "
	"order "
	"mark says)"),
    TEXT("quote", quote, "CHAR", "character around fields, or none (default: \")"),
    TEXT("escape", escape, "CHAR", "character that takes the next as it is"),
    TEXT("comment", comment, "CHAR", "lines that begin with it are no rows"),
    TEXT("skip-lines", skip_lines, "N", "lines before the header"),
    TEXT("header", header, "NAMES",
	"columns of a file without a header, with commas between; false: those of "
	"--columns"),
    FLAG("pad", pad, "rows may be shorter than the header"),
    TEXT("decimal", decimal, "CHAR", "what is before the fraction of a number: . or ,"),
    FLAG("money", money, "numbers may have a currency, brackets, a percent sign"),
    LIST("null", null, "TEXT", "a text that means no value; may be repeated"),
    TEXT("time", time, "SOURCE", "time of the row"),
    TEXT("time-format", time_format, "FORMAT",
	"iso, epoch, epoch_ms, epoch_us, or a strptime(3) pattern (default: detect)"),
    TEXT("company", company, "SOURCE", "id of the company"),
    TEXT("user", user, "SOURCE", "id of the end user"),
    TEXT("entity", entity, "SOURCE", "id of the asset or project measured"),
    TEXT("model", model, "MODEL",
	"model of the entity, or of the fields: company, asset, enduser, project"),
    TEXT("name", name, "SOURCE", "name of the activity or metric"),
    TEXT("type", type, "SOURCE",
	"type of the conversation, task or ticket; the same as --name"),
    TEXT("module", module, "SOURCE", "module of the feature (default: the catalog's)"),
    TEXT("value", value, "SOURCE", "measured value"),
    LIST("columns", columns, "COLUMN",
	"a column that is a metric of its own; of fields, one that is kept; may be "
	"repeated"),
    TEXT("count", count, "SOURCE", "how often it happened (default: 1)"),
    TEXT("weight", weight, "SOURCE", "factor of the count (default: 1)"),
    TEXT("thread", thread, "SOURCE", "thread; a day's distinct threads are counted"),
    TEXT("score", score, "SOURCE", "answer from 0 to 10"),
    TEXT("start", start, "SOURCE", "first day of the period"),
    TEXT("end", end, "SOURCE", "first day after the period; empty: open"),
    TEXT("recurring", recurring, "SOURCE", "recurring value of the period"),
    TEXT("recurring-unit", recurring_unit, "UNIT",
	"for how long the recurring value is: mrr, arr, day, week, month, quarter, "
	"half, year, '3 months', value (the period), or a SOURCE (default: month)"),
    TEXT("currency", currency, "SOURCE", "currency of the amounts"),
    TEXT("rates", rates, "FILE[:CURRENCY:RATE]",
	"what an amount of each currency is worth in the one of the run"),
    TEXT("one-off", one_off, "SOURCE", "one-off value, counted on the first day"),
    TEXT("status", status, "SOURCE", "status of the task; counted by it too"),
    TEXT("completed", completed, "SOURCE",
	"when the task was completed; empty: it is open"),
    TEXT("due", due, "SOURCE", "when the invoice or task is due"),
    TEXT("paid", paid, "SOURCE", "when the invoice was paid; empty: it is not"),
    TEXT("amount", amount, "SOURCE", "amount of the invoice, or of what is open"),
    TEXT("opened", opened, "SOURCE", "when the ticket or the like was opened"),
    TEXT("closed", closed, "SOURCE", "when it was closed; empty: it is open"),
    TEXT("state", state, "SOURCE", "how it was closed; counted by it too"),
    TEXT("id", id, "SOURCE", "id of the row; later rows with it are left out"),
    {0, "id-format", "FORMAT", CSM_OPTION_WORD, AT(id_format),
	"integer makes 10522 of 10522.0 (default: text)", &csm_id_format_words},
    TEXT("where", where, "EXPR", "only rows for which EXPR over the columns holds"),
    LIST("rename", rename, "FROM=TO", "call a name otherwise; may be repeated"),
    {0, "agg", "[METRIC=]FOLD", CSM_OPTION_LIST, AT(agg),
	"how a day's values become one: %w; may be repeated", &csm_agg_words},
    LIST("zero", zero, "[METRIC=]WORD",
	"whether 0 is a value (default) or null, not measured; may be repeated"),
    {0, "level", "LEVEL", CSM_OPTION_WORD, AT(level),
	"points per end user (default), or added up per company", &csm_level_words},
    LIST("require", require, "WORD",
	"a word or column that some row must have, else the run stops; may be "
	"repeated"),
    {0}};

int
csm_cli_shard(struct csm_run *run, struct csm_spread *shard)
{
	const struct csm_cli *cli = (const struct csm_cli *)run->common;

	if (cli->shard == NULL || csm_spread_parse(cli->shard, shard) == 0)
		return 0;
	return csm_error(&run->diag, CSM_E_USAGE, NULL,
	    "--shard wants I/N, I from 1 to N and N up to %d, not \"%s\"",
	    CSM_SPREAD_MOST, cli->shard);
}

/* The configuration's mapping called `name`; NULL after a report. */
static const struct csm_json *
find_source(struct csm_run *run, const char *name)
{
	const struct csm_json *entry = csm_config_entry(run->conf, "sources", name);
	struct csm_nearest near;
	struct csm_buf hint = {0}, quoted = {0};

	if (entry != NULL)
		return entry;
	csm_nearest_init(&near, name);
	for (const struct csm_json *e =
		 csm_config_each_entry(run->conf, "sources", NULL);
	     e != NULL; e = csm_config_each_entry(run->conf, "sources", e))
		csm_nearest_offer(&near, e->key);
	csm_text_quote(&quoted, name, strlen(name));
	csm_error(&run->diag, CSM_E_CONFIG, NULL, "there is no source %s%s",
	    quoted.data, csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
	csm_buf_fini(&quoted);
	return NULL;
}

static int
ingest_options_set_option(struct csm_run *run, struct csm_mapping *m,
    const struct csm_option *o, const char *word)
{
	const void *member = (const char *)run->common + o->offset;
	const struct csm_list *list = member;
	const char *text;

	if (o->kind == CSM_OPTION_LIST) {
		for (size_t i = 0; i < list->n; i++)
			if (csm_mapping_set(
				m, &run->arena, word, list->item[i], &run->diag) != 0)
				return -1;
		return 0;
	}
	if (o->kind == CSM_OPTION_FLAG)
		text = *(const int *)member ? "true" : NULL;
	else
		text = *(const char *const *)member;
	return text == NULL ? 0
			    : csm_mapping_set(m, &run->arena, word, text, &run->diag);
}

/* The preset, and on top of it the source. */
static struct csm_mapping *
base_mapping(struct csm_run *run, const struct csm_cli *cli)
{
	const char *preset = cli->preset, *kind = cli->kind, *model = cli->model;
	const struct csm_json *entry = NULL;
	struct csm_mapping *m;

	if (cli->source != NULL && (entry = find_source(run, cli->source)) == NULL)
		return NULL;
	if (entry != NULL && preset == NULL)
		csm_json_text(entry, "preset", &preset, &run->diag);
	if (entry != NULL && kind == NULL)
		csm_json_text(entry, "kind", &kind, &run->diag);
	if (entry != NULL && model == NULL)
		csm_json_text(entry, "model", &model, &run->diag);
	m = preset == NULL
		? CSM_ARENA_NEW(&run->arena, struct csm_mapping)
		: csm_preset_mapping(&run->arena, preset, kind, model, &run->diag);
	if (m != NULL && entry != NULL &&
	    (csm_mapping_add_json(m, &run->arena, entry, &run->diag) != 0 ||
		csm_cli_check_files(run, entry, m) != 0))
		return NULL;
	return m;
}

struct csm_mapping *
csm_cli_mapping_of(struct csm_run *run, const struct csm_cli *cli)
{
	struct csm_mapping *m = base_mapping(run, cli);

	if (m == NULL)
		return NULL;
	if (cli->kind != NULL)
		m->kind = cli->kind;
	for (const struct csm_option *o = csm_mapping_group; o->name != NULL; o++) {
		char *word = csm_arena_strdup(&run->arena, o->name);
		for (char *p = word; *p != '\0'; p++)
			if (*p == '-')
				*p = '_';
		if (ingest_options_set_option(run, m, o, word) != 0)
			return NULL;
	}
	m->end_inclusive |= cli->end_inclusive;
	if (m->no_header) {
		const struct csm_kind *kind = csm_kind_find(m->kind, &run->diag);
		if (kind == NULL)
			return NULL;
		csm_mapping_take_header(
		    m, &run->arena, kind->columns && kind->input == CSM_KIND_EVENTS);
		if (m->headers == 0) {
			csm_error(&run->diag, CSM_E_USAGE, NULL,
			    "a file without a header wants the names of its columns: "
			    "--header NAME,NAME or --columns");
			return NULL;
		}
	}
	return m;
}

int
csm_cli_days(struct csm_run *run, int32_t *since, int32_t *until)
{
	const struct csm_common *c = run->common;

	*since = CSM_DAY_NONE;
	*until = CSM_DAY_NONE;
	if (c->since != NULL && csm_run_day(run, "since", c->since, since) != 0)
		return -1;
	if (c->until != NULL && csm_run_day(run, "until", c->until, until) != 0)
		return -1;
	if (*until != CSM_DAY_NONE && *since > *until)
		return csm_error(
		    &run->diag, CSM_E_USAGE, NULL, "--since is after --until");
	return 0;
}

struct csm_reader_options
csm_cli_reader_options(const struct csm_run *run, const struct csm_mapping *mapping)
{
	struct csm_reader_options o = {.format = (enum csm_format)run->common->from,
	    .delimiter = run->common->delimiter ? run->common->delimiter[0] : '\0',
	    .threads = (int)run->common->threads};

	if (run->common->from == CSM_FORMAT_AUTO)
		o.format = mapping->format;
	if (o.delimiter == '\0')
		o.delimiter = mapping->delimiter;
	o.rows = (uint64_t)((const struct csm_cli *)run->common)->rows;
	o.expect_end = ((const struct csm_cli *)run->common)->expect_end;
	o.encoding = mapping->encoding;
	o.dialect = mapping->dialect;
	o.pad = mapping->pad;
	if (mapping->no_header) {
		o.name = mapping->header;
		o.names = mapping->headers;
	}
	return o;
}

void
csm_cli_check(struct csm_run *run, uint64_t used, uint64_t rejected,
    const struct csm_newest *seen)
{
	const struct csm_cli *cli = (const struct csm_cli *)run->common;
	int32_t newest = seen == NULL ? CSM_DAY_NONE : csm_newest_day(seen);
	int32_t age = newest == CSM_DAY_NONE ? 0 : csm_run_today(run) - newest;
	char text[CSM_DAY_TEXT];

	if (seen != NULL)
		csm_newest_tell(seen, "rows", &run->diag);
	csm_run_check_rejects(run);
	csm_run_check_used(run, used, rejected);
	if (used < (uint64_t)cli->min_rows)
		csm_error(&run->diag, CSM_E_ROWS, NULL,
		    "%" PRIu64 " rows used, fewer than --min-rows %ld", used,
		    cli->min_rows);
	if (cli->expect_rows >= 0 &&
	    csm_run_counted(run, "rows read") != (uint64_t)cli->expect_rows)
		csm_error(&run->diag, CSM_E_TRUNCATED, NULL,
		    "%" PRIu64 " rows read, and --expect-rows %ld",
		    csm_run_counted(run, "rows read"), cli->expect_rows);
	if (cli->max_age < 0 || newest == CSM_DAY_NONE || age <= cli->max_age)
		return;
	csm_date_format(newest, text);
	csm_error(&run->diag, CSM_E_AGE, NULL,
	    "the newest row is of %s, %" PRId32 " days ago; --max-age is %ld", text,
	    age, cli->max_age);
}
