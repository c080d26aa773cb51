#include "ingest.h"

#include "base/text.h"
#include "ingest/kind.h"
#include "ingest/mapping_words.h"
#include "ingest/preset.h"
#include "sql/dialect.h"

#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define AT(member) offsetof(struct csm_cli, member)
#define FLAG(word, member, help)                                                       \
	{                                                                              \
		0, word, NULL, CSM_OPTION_FLAG, AT(member), help, NULL                 \
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
    FLAG("retry", retry,
	"the files hold rejected rows, as --rejects writes them, that were mended"),
    {0, "end-inclusive", NULL, CSM_OPTION_FLAG, AT(end_inclusive),
	"the end of a period is its last day, not the day after", NULL},
    {0, "shard", "I/N", CSM_OPTION_TEXT, AT(shard),
	"only companies whose id falls to shard I of N", NULL},
    FLAG("disjoint", disjoint,
	"with --kind points: a company in two of the files is an error"),
    {0, "delete", "EXPR", CSM_OPTION_LIST, AT(delete),
	"with --kind points: take out points for which EXPR holds; may be repeated",
	NULL},
    FLAG("replace", replace,
	"with --kind points: the last file that has a metric and day owns these"),
    {0, "sql", "DIALECT", CSM_OPTION_WORD, AT(sql),
	"print the statement that makes the points where the rows are",
	&csm_sql_dialect_words},
    {0, "sql-table", "NAME", CSM_OPTION_TEXT, AT(sql_table),
	"--sql: the table of the rows (default: the name of the source)", NULL},
    {0, "max-age", "DAYS", CSM_OPTION_WHOLE, AT(max_age),
	"end with status 1 if the newest row is more than DAYS days old", NULL},
    {0}};

struct csm_option csm_mapping_group[CSM_MAPPING_WORDS + 1];

static void
word_to_option(char *name, size_t size, const char *word)
{
	assert(strlen(word) < size);
	for (; *word != '\0'; word++)
		*name++ = *word == '_' ? '-' : *word;
	*name = '\0';
}

/* Options are told of with a small letter. */
static void
word_help(char *help, size_t size, const char *of)
{
	assert(strlen(of) < size);
	strcpy(help, of);
	if (help[0] >= 'A' && help[0] <= 'Z')
		help[0] = (char)(help[0] - 'A' + 'a');
}

/* Static memory: option tables are read until the program ends. */
void
csm_cli_take_words(void)
{
	static const enum csm_option_kind kinds[] = {
	    [CSM_MAPPING_OPTION_TEXT] = CSM_OPTION_TEXT,
	    [CSM_MAPPING_OPTION_FLAG] = CSM_OPTION_FLAG,
	    [CSM_MAPPING_OPTION_LIST] = CSM_OPTION_LIST,
	    [CSM_MAPPING_OPTION_WORD] = CSM_OPTION_WORD};
	static char name[CSM_MAPPING_WORDS][32], help[CSM_MAPPING_WORDS][256];
	struct csm_option *o = csm_mapping_group;

	for (size_t i = 0; csm_mapping_words[i].key.name != NULL; i++) {
		const struct csm_mapping_word *w = &csm_mapping_words[i];
		const struct csm_words *words = w->key.shape->words;
		assert(i < CSM_MAPPING_WORDS);
		if (w->option.kind == CSM_MAPPING_OPTION_NONE)
			continue;
		word_to_option(name[i], sizeof name[i], w->key.name);
		if (w->option.help == NULL)
			word_help(help[i], sizeof help[i], w->key.help);
		*o = (struct csm_option){0, name[i], w->option.arg,
		    kinds[w->option.kind], AT(word) + i * sizeof(union csm_cli_word),
		    w->option.help != NULL ? w->option.help : help[i], NULL};
		if (o->kind == CSM_OPTION_WORD || strstr(o->help, "%w") != NULL)
			o->words = words;
		o++;
	}
	*o = (struct csm_option){.name = NULL};
}

const char *
csm_cli_word_text(const struct csm_cli *cli, const char *word)
{
	const struct csm_mapping_word *w = csm_mapping_word_of(word);

	assert(w != NULL && w->option.kind == CSM_MAPPING_OPTION_TEXT);
	return cli->word[w - csm_mapping_words].text;
}

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

/* What the option of a word says, once or several times. */
static int
cli_set_word(struct csm_run *run, struct csm_mapping *m,
    const struct csm_mapping_word *w, const union csm_cli_word *said)
{
	const char *text = NULL;

	switch (w->option.kind) {
	case CSM_MAPPING_OPTION_NONE:
		break;
	case CSM_MAPPING_OPTION_LIST:
		/* What is said on the command line takes the place of what a source
		 * lists. */
		if (said->list.n != 0 && w->clear != NULL)
			w->clear(m);
		for (size_t i = 0; i < said->list.n; i++)
			if (csm_mapping_set(m, &run->arena, w->key.name,
				said->list.item[i], &run->diag) != 0)
				return -1;
		break;
	case CSM_MAPPING_OPTION_FLAG:
		text = said->flag ? "true" : NULL;
		break;
	case CSM_MAPPING_OPTION_TEXT:
	case CSM_MAPPING_OPTION_WORD:
		text = said->text;
		break;
	}
	return text == NULL
		   ? 0
		   : csm_mapping_set(m, &run->arena, w->key.name, text, &run->diag);
}

/* The preset, and on top of it the source. */
static struct csm_mapping *
base_mapping(struct csm_run *run, const struct csm_cli *cli)
{
	const char *preset = cli->preset, *kind = cli->kind,
		   *model = csm_cli_word_text(cli, "model");
	const struct csm_json *entry = NULL;
	struct csm_mapping *m;

	if (cli->source != NULL && (entry = find_source(run, cli->source)) == NULL)
		return NULL;
	/* Options go over the source, and the source over its preset: so the kind has
	 * to be known before the preset is chosen. */
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
	for (size_t i = 0; csm_mapping_words[i].key.name != NULL; i++)
		if (cli_set_word(run, m, &csm_mapping_words[i], &cli->word[i]) != 0)
			return NULL;
	m->end_inclusive |= cli->end_inclusive;
	/* The kind tells whether columns are metrics or merely the names of the
	 * header. */
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
	o.expect_end = run->common->expect_end;
	o.expect_rows = run->common->min_rows > 0;
	o.footer = 1;
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
	csm_run_check_rows(run, csm_run_counted(run, "rows read"), used);
	/* A negative age is a day ahead: never too old. */
	if (cli->max_age < 0 || newest == CSM_DAY_NONE || age <= cli->max_age)
		return;
	csm_date_format(newest, text);
	csm_error(&run->diag, CSM_E_AGE, NULL,
	    "the newest row is of %s, %" PRId32 " days ago; --max-age is %ld", text,
	    age, cli->max_age);
}
