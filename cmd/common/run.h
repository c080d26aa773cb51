/*
 * Run: what the five programs share between their options and their work: messages,
 * configuration, time zone, fields, days, input and output, the summary, the exit
 * status.
 *
 * Ownership: a run owns everything it opened; csm_run_end frees it all.
 */
#ifndef CSM_CMD_RUN_H
#define CSM_CMD_RUN_H

#include "base/arena.h"
#include "config/config.h"
#include "io/output.h"
#include "common/messages.h"
#include "common/option.h"
#include "entity/fields.h"
#include "point/points.h"
#include "time/zone.h"

enum csm_to {
	CSM_TO_DEFAULT,
	CSM_TO_CSV,
	CSM_TO_TSV,
	CSM_TO_NDJSON,
	CSM_TO_TEXT,
	CSM_TO_SVG
};
enum csm_errors { CSM_ERRORS_TEXT = 1, CSM_ERRORS_JSON };
enum csm_when { CSM_WHEN_AUTO = 1, CSM_WHEN_ALWAYS, CSM_WHEN_NEVER };

#define CSM_ANY_ROWS (-1L)

/* First member of every program's options struct: the options of the shared tables. */
struct csm_common {
	struct csm_list config, fields, where, segment;
	const char *as_of, *since, *until, *tz, *output, *rejects, *max_rejects,
	    *summary;
	const char *delimiter;
	const char *hash_users; /* --hash-users of a program that has it */
	int from;               /* enum csm_format; 0: told from the beginning */
	int to;                 /* enum csm_to */
	int errors;             /* enum csm_errors */
	int color, progress;    /* enum csm_when */
	int excel;              /* guard what a spreadsheet would run as a formula */
	int pass, check, quiet, verbose, no_config, allow_empty;
	int expect_end;             /* a last line without a line feed is a cut file */
	long min_rows, expect_rows; /* expect_rows: CSM_ANY_ROWS, set by each program */
	int lenient;                /* mend formulas of the configuration */
	int own_fields; /* set by a program that reads fields files itself, if at all */
	int reads_nothing; /* set by a program that, as asked, reads no points */
	long threads;
	size_t memory;
};

/* Tables for csm_program.groups.  All programs take csm_common_group. */
extern const struct csm_option csm_common_group[]; /* -c -z -f -d -o -r ... -h -V */
extern const struct csm_option csm_to_group[];     /* -t csv tsv ndjson */
extern const struct csm_option csm_fields_group[]; /* -F */
extern const struct csm_option csm_asof_group[];   /* -a */
extern const struct csm_option csm_range_group[];  /* --since --until */
extern const struct csm_option csm_select_group[]; /* -w -s */
extern const struct csm_option csm_pass_group[];   /* -p */
/* Values of -t where there is a table, too: csv, tsv, ndjson, text. */
extern const struct csm_words csm_to_table_words;

/* Lines of a summary: of csm-ingest, which has most, some twenty. */
#define CSM_RUN_COUNTS 32

struct csm_run {
	const struct csm_program *program;
	struct csm_common *common;
	struct csm_messages messages;
	struct csm_diag diag;
	struct csm_arena arena;
	struct csm_config *conf; /* never NULL after csm_run_begin */
	struct csm_zone *zone;
	struct csm_fields *fields[CSM_MODELS];
	const struct csm_pseudonym *hide; /* for ids of end users; NULL: show them */
	int64_t now;              /* seconds: SOURCE_DATE_EPOCH, else the clock */
	int dated;                /* now is SOURCE_DATE_EPOCH */
	int32_t since, until;     /* evaluated days, both included */
	int last;                 /* as-of "last": since == until == newest day, set by
				     csm_run_points */
	int integer_id;           /* ids are whole numbers, also those of -F */
	int again;                /* the points are to be read again, see
				     csm_points_rewind */
	const char *const *paths; /* operands */
	size_t n_paths;
	struct csm_output *out;
	struct csm_output **part; /* finished, to appear with it: --split-by */
	size_t parts, part_cap;
	struct {
		const char *name;
		uint64_t n;
		int dropped; /* a count above 0 makes the summary appear */
	} count[CSM_RUN_COUNTS];
	size_t counts;
};

/*
 * Messages, configuration, zone, fields, rejects file.  Returns 0, or -1 when the run
 * cannot go on: return csm_run_end's result.  Standard input is a terminal and no file
 * was given: usage, -1 (unless --check).
 */
int csm_run_begin(struct csm_run *run, const struct csm_program *program, int argc,
    char **argv, int first);
/* How files beside the data are written, as settings.formats has it; -1 after a report.
 * Part of csm_run_begin. */
int csm_run_sides(struct csm_run *run);
/* The key of --hash-users.  Part of csm_run_begin. */
int csm_run_hide(struct csm_run *run);
/* The fields files of -F, and of settings.fields for models -F does not name.  Part of
 * csm_run_begin. */
int csm_run_fields(struct csm_run *run);
/* What the configuration says of the fields of a model; *file, if not NULL: the file it
 * names, or NULL. */
struct csm_fields_options csm_run_fields_options(
    struct csm_run *run, enum csm_model model, const char **file);
/* Those of -F alone. */
int csm_run_fields_given(struct csm_run *run);
/* Evaluated days from -a, --since and --until; default as-of is yesterday in the zone.
 */
int csm_run_days(struct csm_run *run);
/* The day in an option's text: a date, today or yesterday.  -1 after E_USAGE. */
int csm_run_day(struct csm_run *run, const char *option, const char *s, int32_t *day);
/* The points of all operands as one stream; sets since and until for as-of "last". */
struct csm_points *csm_run_points(struct csm_run *run);
/* Opens -o or standard output into run->out. */
int csm_run_output(struct csm_run *run);
/* The format of points asked for with -t: CSV unless another. */
enum csm_format csm_run_format(const struct csm_run *run);
/* Finish run->out as one of several that appear together at the end of the run; -1 after
 * a report. */
int csm_run_part(struct csm_run *run);
/* A count of the summary; dropped: 1 makes the summary appear unasked if it is above
 * 0, 2 only leaves it out if it is 0. */
void csm_run_count(struct csm_run *run, const char *name, uint64_t n, int dropped);
/* What that count was; 0 if there is none. */
uint64_t csm_run_counted(const struct csm_run *run, const char *name);
/* Counts of a point stream, and the warning that the data end long before the as-of
 * day; once, after the last point. */
void csm_run_points_done(struct csm_run *run, const struct csm_points *points);
/* --max-rejects against the rows read of all files: -1 after reporting E_REJECTS. */
int csm_run_check_rejects(struct csm_run *run);
/* --expect-rows and --min-rows against those read and those used, which are reported. */
void csm_run_check_rows(struct csm_run *run, uint64_t read, uint64_t used);
/* Rows were rejected, and none used: E_NOTHING, unless --allow-empty. */
void csm_run_check_used(struct csm_run *run, uint64_t used, uint64_t rejected);
/*
 * Output, rejects and summary appear together, or none of them: if the status is above
 * 1.  Of a file the output is dropped too if too many rows were rejected; other things
 * to look at (status 1) leave it complete.  Frees everything.  Returns the exit status.
 */
int csm_run_end(struct csm_run *run);
/* 1 if colour is wanted on standard output (--color, NO_COLOR, CLICOLOR_FORCE). */
int csm_run_color(const struct csm_run *run);
/* The path of a file that comes with the programs: below $CSM_SHARE, else where they were
 * installed. */
const char *csm_run_share(struct csm_arena *arena, const char *name);
/* Rows done so far, for --progress; cheap enough to be called every few thousand rows.
 */
void csm_run_progress(struct csm_run *run, const char *what, uint64_t n);
/* The day it is: SOURCE_DATE_EPOCH if set, else the clock, in the run's zone. */
int32_t csm_run_today(struct csm_run *run);

#endif
