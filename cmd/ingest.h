/*
 * What csm-ingest's options say, as a mapping and limits; and its kinds that need no
 * mapping.
 *
 * Ownership: all lives in the run's arena.
 */
#ifndef CSM_CMD_INGEST_H
#define CSM_CMD_INGEST_H

#include "ingest/ingest.h"
#include "ingest/mapping_words.h"
#include "common/run.h"

/* What the option of a word of a mapping says, by its kind. */
union csm_cli_word {
	const char *text; /* NULL: not given */
	int flag;
	struct csm_list list;
};

struct csm_cli {
	struct csm_common common; /* first */
	const char *kind, *preset, *source;
	union csm_cli_word word[CSM_MAPPING_WORDS]; /* of each of csm_mapping_words */
	struct csm_list delete;                     /* conditions over points */
	int replace;
	int end_inclusive, propose, sources, print_source, disjoint;
	const char *shard;           /* "I/N" */
	const char *init;            /* directory; NULL: none is made */
	const char *sql, *sql_table; /* dialect, and what the rows lie in */
	int retry;                   /* the files hold rows that were rejected */
	long rows;                   /* of each file; 0: all */
	long max_age;                /* in days; -1: any */
};

extern const struct csm_option csm_ingest_group[]; /* -k -P -S --rows ... */
extern struct csm_option csm_mapping_group[];      /* the words of a mapping, */
void csm_cli_take_words(void); /* once they are made of their table */
/* What the option of a word that is a text says; NULL: it was not given. */
const char *csm_cli_word_text(const struct csm_cli *cli, const char *word);

/* The mapping of -P and -S, changed by the options; NULL after a report. */
struct csm_mapping *csm_cli_mapping_of(struct csm_run *run, const struct csm_cli *cli);
/* Days of --since and --until, CSM_DAY_NONE where not given. */
int csm_cli_days(struct csm_run *run, int32_t *since, int32_t *until);
/*
 * Which source reads the operands, where no option says so: the one whose `file` they
 * are; and which files a source reads, where there are no operands: its `file`.  -1
 * after a report.
 */
int csm_cli_choose_source(struct csm_run *run, struct csm_cli *cli);
/* With settings.files: that the lookups of a source of the configuration stay in its
 * directory; -1 after a report. */
int csm_cli_check_files(struct csm_run *run, const struct csm_json *entry,
    const struct csm_mapping *mapping);
/* --print-source: what the preset of -P, or of the source of -S, and that source say. */
int csm_cli_print_source(struct csm_run *run, const struct csm_cli *cli);
/* --sql: the statement that does what the run would; -1 after a report. */
int csm_cli_sql(struct csm_run *run, const struct csm_ingest_options *options);
/* --sources: the sources of the configuration as rows. */
int csm_cli_list_sources(struct csm_run *run);
/* --shard; -1 after E_USAGE. */
int csm_cli_shard(struct csm_run *run, struct csm_spread *shard);
/* How the input is to be read: the shared options, else the mapping. */
struct csm_reader_options csm_cli_reader_options(
    const struct csm_run *run, const struct csm_mapping *mapping);

/* What is read, one after the other.  `inputs` lives in the run's arena; -1 after a
 * report. */
struct csm_cli_input {
	const char *path; /* NULL: standard input */
	struct csm_reader_options how;
};
struct csm_cli_inputs {
	struct csm_cli_input *at;
	size_t n;
};
int csm_cli_inputs_of(struct csm_run *run, const struct csm_mapping *mapping,
    struct csm_cli_inputs *inputs);

/* Load the lookups of a mapping.  If some are in the input, that is found first; else
 * `inputs` is empty, `at` NULL: lookups are told of before the input is. */
int csm_cli_load(
    struct csm_run *run, struct csm_mapping *mapping, struct csm_cli_inputs *inputs);

/* None of n rows, used if they were of the days of --since and --until, was: W_OTHER. */
void csm_cli_tell_days(struct csm_run *run, const struct csm_ingest_options *options,
    uint64_t used, uint64_t n);
/* --max-rejects, --min-rows and --max-age: what makes a run worth looking at. */
void csm_cli_check(struct csm_run *run, uint64_t used, uint64_t rejected,
    const struct csm_newest *newest);

/* -k points: merge and fold; -k records: the rows as they were read.  -1 after a
 * report. */
int csm_cli_points(struct csm_run *run, const struct csm_mapping *mapping,
    const struct csm_ingest_options *options);
/* --propose and --init: a configuration for the operands, and why.  -1 after a report. */
int csm_cli_propose(struct csm_run *run, const struct csm_cli *cli);
/* --init: the directory for what was proposed; -1 after a report. */
struct csm_proposals;
int csm_cli_init(struct csm_run *run, const char *dir, struct csm_proposals *set);
int csm_cli_records(struct csm_run *run, const struct csm_mapping *mapping);
/* -k fields: a clean fields file; of the options the zones and the condition. */
int csm_cli_fields(struct csm_run *run, struct csm_mapping *mapping,
    const struct csm_ingest_options *options);

#endif
