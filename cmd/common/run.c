#include "common/run.h"

#include "base/text.h"
#include "formula/business.h"
#include "base/xalloc.h"
#include "io/fd.h"
#include "io/place.h"
#include "formula/id_list.h"
#include "common/memory.h"
#include "sections/sections.h"
#include "common/version.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define DAY_SECONDS 86400 /* 24 hours */

static const struct csm_pos nowhere;

/* The user's own file may be absent; one that is named may not. */
static int
load_optional(struct csm_run *run, const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0 && csm_fd_is_absent(errno))
		return 0;
	return csm_config_load(run->conf, path, &run->diag);
}

/* $XDG_CONFIG_HOME/csm/config.json, else ~/.config/csm/config.json, then $CSM_CONFIG.
 */
static int
load_defaults(struct csm_run *run)
{
	const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	const char *named = getenv("CSM_CONFIG");
	const char *path = NULL;

	/* The specification of base directories says that a relative path is to be
	 * ignored. */
	if (xdg != NULL && xdg[0] == '/')
		path = csm_arena_printf(&run->arena, "%s/csm/config.json", xdg);
	else if (home != NULL && home[0] == '/')
		path =
		    csm_arena_printf(&run->arena, "%s/.config/csm/config.json", home);
	if (path != NULL && load_optional(run, path) != 0)
		return -1;
	if (named != NULL && named[0] != '\0')
		return csm_config_load(run->conf, named, &run->diag);
	return 0;
}

static int
load_config(struct csm_run *run)
{
	int failed = 0;

	run->conf = csm_config_new(&csm_sections);
	csm_config_lenient(run->conf, run->common->lenient);
	if (!run->common->no_config)
		failed |= load_defaults(run) != 0;
	for (size_t i = 0; i < run->common->config.n; i++)
		failed |= csm_config_load(
			      run->conf, run->common->config.item[i], &run->diag) != 0;
	/* All files first: which may be named depends on settings of the last. */
	failed |= csm_config_files(run->conf, &run->diag) != 0;
	csm_idlist_keep_inside(csm_config_setting(run->conf, "files") != NULL);
	return failed ? -1 : csm_run_sides(run);
}

static int
open_zone(struct csm_run *run)
{
	const struct csm_json *setting = csm_config_setting(run->conf, "tz");
	const char *name = run->common->tz;

	if (name == NULL && setting != NULL)
		name = setting->text;
	run->zone = csm_zone_open(name == NULL ? "UTC" : name, &run->diag);
	return run->zone == NULL ? -1 : 0;
}

static int
open_rejects(struct csm_run *run)
{
	if (run->common->rejects == NULL)
		return 0;
	if (csm_output_open(&run->messages.rejects, run->common->rejects, &run->diag) !=
	    0)
		return -1;
	csm_messages_rejects_header(&run->messages);
	/* Readers keep each row as it was written only while somebody asks. */
	run->diag.wants_rows = 1;
	return 0;
}

static int
check_delimiter(struct csm_run *run)
{
	const char *d = run->common->delimiter;

	if (d == NULL || (strlen(d) == 1 && *d != '"' && *d != '\n' && *d != '\r'))
		return 0;
	return csm_error(&run->diag, CSM_E_USAGE, &nowhere,
	    "--delimiter wants one character other than a quote or a line end");
}

/* Memory and threads of the configuration, where no option says otherwise. */
static int
apply_limits(struct csm_run *run)
{
	const struct csm_json *memory = csm_config_setting(run->conf, "memory");
	const struct csm_json *threads = csm_config_setting(run->conf, "threads");

	/* Options go over settings. */
	if (threads != NULL && run->common->threads == 0)
		run->common->threads = (long)threads->number;
	if (memory == NULL || run->common->memory != 0)
		return 0;
	if (csm_size_parse(memory->text, &run->common->memory) == 0)
		return 0;
	return csm_json_error(
	    &run->diag, memory, CSM_E_CONFIG, "wants a size such as \"64M\" or \"2G\"");
}

/* What SOURCE_DATE_EPOCH says is read to its end: a cut number is another day. */
static int
read_clock(struct csm_run *run)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	struct csm_buf quoted = {0};
	char *end;

	run->now = (int64_t)time(NULL);
	if (epoch == NULL || *epoch == '\0')
		return 0;
	run->dated = 1;
	errno = 0;
	run->now = strtoll(epoch, &end, 10);
	if (isdigit((unsigned char)epoch[*epoch == '-']) && *end == '\0' && errno == 0)
		return 0;
	csm_text_quote(&quoted, epoch, strlen(epoch));
	csm_error(&run->diag, CSM_E_USAGE, NULL,
	    "SOURCE_DATE_EPOCH wants whole seconds since 1970-01-01, not %s",
	    quoted.data);
	csm_buf_fini(&quoted);
	return -1;
}

/* A clock that was never set says 1970, and all data would lie in the future.  Builds
 * that want the same bytes set SOURCE_DATE_EPOCH to 0 or 1: they name their days, and
 * get the nearest we can name where they do not. */
static int
check_clock(struct csm_run *run)
{
	const int64_t end = ((int64_t)CSM_DAY_MAX + 1) * DAY_SECONDS;

	if (!run->dated && (run->now < DAY_SECONDS || run->now >= end))
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "the clock of this machine is not between 1970-01-02 and "
		    "2105-12-31; set it, or SOURCE_DATE_EPOCH");
	run->now = run->now < 0 ? 0 : run->now >= end ? end - 1 : run->now;
	return 0;
}

/* What is written is one file each, in a directory that is there, and nothing that is
 * read; but for -o, which may replace what it was made from. */
static int
claim_outputs(struct csm_run *run)
{
	const struct csm_common *c = run->common;

	if (csm_place_claim(c->output, "-o", &run->diag) != 0 ||
	    (c->rejects != NULL &&
		csm_place_claim(c->rejects, "-r", &run->diag) != 0) ||
	    (c->summary != NULL &&
		csm_place_claim(c->summary, "--summary", &run->diag) != 0))
		return -1;
	if (run->n_paths == 0)
		return csm_place_input(NULL, "-o", &run->diag);
	for (size_t i = 0; i < run->n_paths; i++)
		if (csm_place_input(run->paths[i], "-o", &run->diag) != 0)
			return -1;
	return 0;
}

int
csm_run_begin(struct csm_run *run, const struct csm_program *program, int argc,
    char **argv, int first)
{
	struct csm_common *common = program->options;

	*run = (struct csm_run){.program = program, .common = common};
	csm_memory_never_fails();
	/* Before any file is begun: a run that is stopped leaves none behind. */
	csm_output_guard_signals();
	/* Widths of letters are those of UTF-8, which all input is made, also in the C
	 * locale of cron. */
	if (setlocale(LC_CTYPE, "") == NULL || MB_CUR_MAX == 1)
		setlocale(LC_CTYPE, "C.UTF-8");
	run->messages = (struct csm_messages){.program = program->name,
	    .json = common->errors == CSM_ERRORS_JSON,
	    .excel = common->excel,
	    .quiet = common->quiet,
	    .verbose = common->verbose};
	csm_diag_init(&run->diag, csm_messages_emit, &run->messages);
	run->diag.account = csm_messages_account;
	run->diag.strict = common->check;
	run->diag.most = CSM_MESSAGES_PER_CODE;
	run->paths = (const char *const *)argv + first;
	run->n_paths = (size_t)(argc - first);
	/* Somebody who forgot the file would else look at a program that waits. */
	if (run->n_paths == 0 && !common->check && !common->reads_nothing &&
	    isatty(STDIN_FILENO)) {
		csm_usage(program, "no file given, and standard input is a terminal");
		run->diag.status = 2;
		return -1;
	}
	/* From what costs nothing to what reads files. */
	if (check_delimiter(run) != 0 || (!common->check && claim_outputs(run) != 0) ||
	    read_clock(run) != 0 || check_clock(run) != 0 || load_config(run) != 0 ||
	    open_zone(run) != 0 || apply_limits(run) != 0)
		return -1;
	/* before any file is read: the rows of all are told there */
	if (!common->check && open_rejects(run) != 0)
		return -1;
	if (csm_business_say(&run->arena, run->conf, &run->diag) != 0)
		return -1;
	if (csm_run_hide(run) != 0)
		return -1;
	return common->own_fields ? 0 : csm_run_fields(run);
}

int32_t
csm_run_today(struct csm_run *run)
{
	const int32_t day = csm_zone_day(run->zone, run->now);

	/* yesterday is a day too */
	return day < CSM_DAY_MIN + 1 ? CSM_DAY_MIN + 1
	       : day > CSM_DAY_MAX   ? CSM_DAY_MAX
				     : day;
}

int
csm_run_day(struct csm_run *run, const char *option, const char *s, int32_t *day)
{
	int32_t today;
	const char *why;

	if (strcmp(s, "today") == 0 || strcmp(s, "yesterday") == 0) {
		today = csm_run_today(run);
		*day = strcmp(s, "today") == 0 ? today : today - 1;
		return 0;
	}
	why = csm_date_parse(s, strlen(s), day);
	if (why == NULL)
		return 0;
	return csm_error(&run->diag, CSM_E_USAGE, &nowhere,
	    "--%s: bad date \"%s\" (%s); wants YYYY-MM-DD, today or yesterday", option,
	    s, why);
}

/* Once the last day is known: from --since on, else that day alone. */
static int
run_since(struct csm_run *run)
{
	if (run->common->since == NULL)
		run->since = run->until;
	if (run->since <= run->until)
		return 0;
	return csm_error(&run->diag, CSM_E_USAGE, &nowhere, "--since is after --%s",
	    run->common->as_of != NULL ? "as-of" : "until");
}

int
csm_run_days(struct csm_run *run)
{
	const struct csm_common *c = run->common;

	if (c->as_of != NULL && c->until != NULL)
		return csm_error(&run->diag, CSM_E_USAGE, &nowhere,
		    "--as-of and --until both name the last day: give one of them");
	if (c->since != NULL && csm_run_day(run, "since", c->since, &run->since) != 0)
		return -1;
	/* Known once the points are open: csm_run_points. */
	if (c->as_of != NULL && strcmp(c->as_of, "last") == 0) {
		run->last = 1;
		return 0;
	}
	const char *until = c->as_of != NULL ? c->as_of : c->until;
	if (csm_run_day(run, c->as_of != NULL ? "as-of" : "until",
		until == NULL ? "yesterday" : until, &run->until) != 0)
		return -1;
	return run_since(run);
}

struct csm_points *
csm_run_points(struct csm_run *run)
{
	struct csm_points_options options = {
	    .reader = {.format = (enum csm_format)run->common->from,
		.delimiter = run->common->delimiter ? run->common->delimiter[0] : '\0',
		.threads = (int)run->common->threads,
		.expect_end = run->common->expect_end,
		.expect_rows = run->common->min_rows > 0},
	    .memory_bytes = run->common->memory,
	    .today = csm_run_today(run),
	    .need_newest = run->last,
	    .written = run->common->pass && csm_run_format(run) == CSM_FORMAT_CSV,
	    .again = run->again};
	struct csm_points *points =
	    csm_points_open(run->paths, run->n_paths, &options, &run->diag);

	if (points == NULL || !run->last)
		return points;
	run->until = csm_points_newest(points);
	/* No point has a day that can be believed: yesterday, as without -a. */
	if (run->until == CSM_DAY_NONE)
		run->until = csm_run_today(run) - 1;
	if (run_since(run) == 0)
		return points;
	csm_points_free(points);
	return NULL;
}

int
csm_run_output(struct csm_run *run)
{
	return csm_output_open_threads(
	    &run->out, run->common->output, (int)run->common->threads, &run->diag);
}

enum csm_format
csm_run_format(const struct csm_run *run)
{
	switch (run->common->to) {
	case CSM_TO_TSV:
		return CSM_FORMAT_TSV;
	case CSM_TO_NDJSON:
		return CSM_FORMAT_NDJSON;
	default:
		return CSM_FORMAT_CSV;
	}
}

int
csm_run_color(const struct csm_run *run)
{
	const char *none = getenv("NO_COLOR"), *force = getenv("CLICOLOR_FORCE");
	const char *term = getenv("TERM");

	if (run->common->color == CSM_WHEN_ALWAYS ||
	    run->common->color == CSM_WHEN_NEVER)
		return run->common->color == CSM_WHEN_ALWAYS;
	/* The conventions of no-color.org, after the option and before the terminal is
	 * asked. */
	if (none != NULL && none[0] != '\0')
		return 0;
	if (force != NULL && force[0] != '\0' && strcmp(force, "0") != 0)
		return 1;
	return run->common->output == NULL && isatty(STDOUT_FILENO) &&
	       (term == NULL || strcmp(term, "dumb") != 0);
}

void
csm_run_progress(struct csm_run *run, const char *what, uint64_t n)
{
	static time_t begun, shown;
	time_t now = time(NULL);

	if (run->common->progress == CSM_WHEN_NEVER || run->common->quiet ||
	    (run->common->progress != CSM_WHEN_ALWAYS && !isatty(STDERR_FILENO)))
		return;
	if (begun == 0)
		begun = now;
	/* Once a second, and not for what is done at once. */
	if (now == shown || now - begun < 2)
		return;
	shown = now;
	fprintf(stderr, "%s: %" PRIu64 " %s\r", run->program->name, n, what);
}
