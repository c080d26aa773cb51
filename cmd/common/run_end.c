/* How a run ends: checks, summary, exit status. */
#include "common/run.h"

#include "base/text.h"
#include "base/xalloc.h"
#include "formula/business.h"
#include "formula/id_list.h"
#include "syntax/json.h"
#include "common/version.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A weekend and a holiday without points are usual; a week is a job that failed. */
#define STALE_DAYS 7

void
csm_run_count(struct csm_run *run, const char *name, uint64_t n, int dropped)
{
	/* A count left out would be a summary that lies. */
	assert(run->counts < CSM_RUN_COUNTS);
	run->count[run->counts].name = name;
	run->count[run->counts].n = n;
	run->count[run->counts++].dropped = dropped;
}

uint64_t
csm_run_counted(const struct csm_run *run, const char *name)
{
	for (size_t i = 0; i < run->counts; i++)
		if (strcmp(run->count[i].name, name) == 0)
			return run->count[i].n;
	return 0;
}

void
csm_run_points_done(struct csm_run *run, const struct csm_points *points)
{
	struct csm_point_counts c = csm_points_counts(points);
	int32_t newest = csm_points_newest(points);
	char newest_text[CSM_DAY_TEXT], until_text[CSM_DAY_TEXT];

	csm_run_count(run, "points read", c.points, 0);
	csm_run_count(run, "rows rejected", c.rejected, 1);
	csm_run_count(run, "values rounded to six places", c.rounded, 1);
	csm_run_check_used(run, c.points, c.rejected);
	csm_run_check_rows(run, c.rows, c.points);
	csm_newest_tell(csm_points_told(points), "points", &run->diag);
	if (newest == CSM_DAY_NONE || newest + STALE_DAYS >= run->until)
		return;
	csm_date_format(newest, newest_text);
	csm_date_format(run->until, until_text);
	csm_warn(&run->diag, CSM_W_STALE, NULL,
	    "the newest point is of %s, long before the evaluated day %s; --as-of last "
	    "evaluates the newest",
	    newest_text, until_text);
}

void
csm_run_check_used(struct csm_run *run, uint64_t used, uint64_t rejected)
{
	struct csm_buf rows = {0};

	/* An input without rows is a night without events; one of which all rows are
	 * bad is a mistake. */
	if (used != 0 || rejected == 0 || run->common->allow_empty)
		return;
	csm_text_count(&rows, rejected, "rows rejected");
	csm_error(&run->diag, CSM_E_NOTHING, NULL,
	    "%s, and none used; --allow-empty takes that for a result", rows.data);
	csm_buf_fini(&rows);
}

void
csm_run_check_rows(struct csm_run *run, uint64_t read, uint64_t used)
{
	const struct csm_common *c = run->common;
	struct csm_buf rows = {0};

	csm_text_count(&rows, used, "rows used");
	if (used < (uint64_t)c->min_rows)
		csm_error(&run->diag, CSM_E_ROWS, NULL, "%s, fewer than --min-rows %ld",
		    rows.data, c->min_rows);
	csm_buf_reset(&rows);
	csm_text_count(&rows, read, "rows read");
	if (c->expect_rows != CSM_ANY_ROWS && read != (uint64_t)c->expect_rows)
		csm_error(&run->diag, CSM_E_TRUNCATED, NULL,
		    "%s, and --expect-rows %ld", rows.data, c->expect_rows);
	csm_buf_fini(&rows);
}

int
csm_run_check_rejects(struct csm_run *run)
{
	const uint64_t rows = csm_messages_rows(&run->messages);
	const char *limit = run->common->max_rejects;
	char *end;
	double allowed;

	if (limit == NULL)
		return 0;
	allowed = strtod(limit, &end);
	int percent = *end == '%';
	/* Negated, so that "nan" is refused too. */
	if (end == limit || end[percent] != '\0' || !(allowed >= 0))
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--max-rejects wants a count or a percentage, not \"%s\"", limit);
	if (percent)
		allowed = allowed / 100 * (double)rows;
	if ((double)run->messages.rejected <= allowed)
		return 0;
	return csm_error(&run->diag, CSM_E_REJECTS, NULL,
	    "%" PRIu64 " of %" PRIu64 " rows rejected, more than --max-rejects %s",
	    run->messages.rejected, rows, limit);
}

/* The line of counts, or nothing. */
static void
summary_text(const struct csm_run *run, struct csm_buf *line)
{
	int dropped = 0;
	const char *comma = " ";

	for (size_t i = 0; i < run->counts; i++)
		dropped |= run->count[i].dropped == 1 && run->count[i].n != 0;
	if (run->counts == 0 || run->common->quiet ||
	    (!run->common->verbose && !dropped))
		return;
	if (run->messages.json)
		return;
	csm_buf_printf(line, "%s:", run->program->name);
	for (size_t i = 0; i < run->counts; i++) {
		if (run->count[i].n == 0 && run->count[i].dropped)
			continue;
		csm_buf_puts(line, comma);
		csm_text_count(line, run->count[i].n, run->count[i].name);
		comma = ", ";
	}
	csm_buf_putc(line, '\n');
}

static void
put_codes(struct csm_output *out, const struct csm_diag *diag)
{
	const char *comma = "";

	for (int code = 0; code < CSM_CODE_COUNT; code++) {
		if (diag->count[code] == 0)
			continue;
		csm_output_printf(out, "%s\"%s\":%" PRIu64, comma,
		    csm_code_name((enum csm_code)code), diag->count[code]);
		comma = ",";
	}
}

static void
put_some(struct csm_output *out, const char *name, uint64_t n)
{
	if (n != 0)
		csm_output_printf(out, ",\"%s\":%" PRIu64, name, n);
}

/* Per file: read, used, filtered, duplicate, and rejected by code. */
static void
put_files(struct csm_output *out, const struct csm_messages *ms)
{
	for (size_t i = 0; i < ms->files; i++) {
		const struct csm_messages_file *f = &ms->file[i];
		const char *comma = "";
		struct csm_buf name = {0};
		csm_json_put_text(&name, f->name, strlen(f->name));
		csm_output_printf(out,
		    "%s{\"file\":%s,\"read\":%" PRIu64 ",\"used\":%" PRIu64
		    ",\"filtered\":%" PRIu64 ",\"duplicate\":%" PRIu64,
		    i == 0 ? "" : ",", name.data, f->account.rows, f->account.used,
		    f->account.filtered, f->account.duplicates);
		put_some(out, "excluded", f->account.excluded);
		put_some(out, "deleted", f->account.deleted);
		put_some(out, "replaced", f->account.replaced);
		put_some(out, "not_looked_at", f->account.unseen);
		csm_output_puts(out, ",\"rejected\":{");
		csm_buf_fini(&name);
		for (int code = 0; code < CSM_CODE_COUNT; code++) {
			if (f->reject_count[code] == 0)
				continue;
			csm_output_printf(out, "%s\"%s\":%" PRIu64, comma,
			    csm_code_name((enum csm_code)code), f->reject_count[code]);
			comma = ",";
		}
		csm_output_puts(out, "}}");
	}
}

static struct csm_output *
summary_json(struct csm_run *run)
{
	struct csm_output *out;
	int status = run->diag.status;

	if (run->common->summary == NULL ||
	    csm_output_open(&out, run->common->summary, &run->diag) != 0)
		return NULL;
	csm_output_printf(out,
	    "{\"program\":\"%s\",\"version\":\"%s\",\"status\":%d,\"counts\":{",
	    run->program->name, CSM_VERSION, status);
	for (size_t i = 0; i < run->counts; i++)
		csm_output_printf(out, "%s\"%s\":%" PRIu64, i ? "," : "",
		    run->count[i].name, run->count[i].n);
	csm_output_puts(out, "},\"codes\":{");
	put_codes(out, &run->diag);
	csm_output_puts(out, "},\"files\":[");
	put_files(out, &run->messages);
	csm_output_puts(out, "]}\n");
	return out;
}

/* Whether the output is thrown away.  What is on its way to standard output cannot be
 * taken back: then the rest follows, and the status tells. */
static int
drops_output(const struct csm_run *run)
{
	const char *file = run->common->output;

	if (run->diag.status > 1)
		return 1;
	return (run->diag.count[CSM_E_REJECTS] != 0 ||
		   run->diag.count[CSM_E_NOTHING] != 0 ||
		   run->diag.count[CSM_E_ROWS] != 0) &&
	       file != NULL && strcmp(file, "-") != 0;
}

/* What was thrown away was not written. */
static void
forget_written(struct csm_run *run)
{
	for (size_t i = 0; i < run->counts; i++)
		if (strcmp(run->count[i].name, "points written") == 0)
			run->count[i].n = 0;
}

/* Kept in the list whether it could be synced or not: publishing or aborting ends all
 * alike. */
static int
run_prepare(struct csm_run *run, struct csm_output *out)
{
	if (out == NULL)
		return 0;
	CSM_GROW(run->part, run->parts, &run->part_cap);
	run->part[run->parts++] = out;
	return csm_output_prepare(out, &run->diag);
}

int
csm_run_part(struct csm_run *run)
{
	struct csm_output *out = run->out;

	run->out = NULL;
	return run_prepare(run, out);
}

/*
 * Data, rejects and summary appear together or not at all: all are written and synced
 * here, data last.  A run that failed leaves the old ones.
 */
static void
run_outputs(struct csm_run *run)
{
	if (run->out != NULL && drops_output(run)) {
		csm_output_abort(run->out);
		forget_written(run);
	} else {
		run_prepare(run, run->out);
	}
	run_prepare(run, run->messages.rejects);
	run->messages.rejects = NULL;
	/* Before the summary, which has the status that all of this comes to. */
	csm_messages_finish(&run->messages, &run->diag);
	run_prepare(run, summary_json(run));
	/* the files that came last, first */
	for (size_t i = 0; i < run->parts / 2; i++) {
		struct csm_output *swap = run->part[i];
		run->part[i] = run->part[run->parts - 1 - i];
		run->part[run->parts - 1 - i] = swap;
	}
	if (run->diag.status > 1)
		for (size_t i = 0; i < run->parts; i++)
			csm_output_abort(run->part[i]);
}

/* The names are taken last: nothing that could want memory comes after. */
static void
run_publish(struct csm_run *run)
{
	struct csm_buf line = {0};

	summary_text(run, &line);
	if (run->diag.status <= 1 &&
	    /* A name that could not be taken is the last thing that can fail; the
	     * summary says so. */
	    csm_output_publish(run->part, run->parts, &run->diag) != 0) {
		forget_written(run);
		csm_buf_reset(&line);
		summary_text(run, &line);
	}
	fwrite(csm_buf_text(&line), 1, line.len, stderr);
	csm_buf_fini(&line);
	free(run->part);
}

static bool
run_reads(const struct csm_run *run, const char *file)
{
	for (size_t i = 0; i < run->n_paths; i++)
		if (strcmp(strcmp(run->paths[i], "-") == 0 ? "<stdin>" : run->paths[i],
			file) == 0)
			return true;
	return run->n_paths == 0 && strcmp(file, "<stdin>") == 0;
}

/* A run that stopped before it counted: what became of the rows that it had read. */
static void
count_stopped(struct csm_run *run)
{
	struct csm_file_rows sum = {0};
	uint64_t rejected = 0;

	if (run->diag.status <= 1 || csm_run_counted(run, "rows read") != 0 ||
	    csm_run_counted(run, "points read") != 0)
		return;
	for (size_t i = 0; i < run->messages.files; i++) {
		const struct csm_messages_file *f = &run->messages.file[i];
		if (!run_reads(run, f->name))
			continue;
		sum.rows += f->account.rows;
		sum.used += f->account.used;
		sum.unseen += f->account.unseen;
		rejected += f->rejected;
	}
	if (sum.rows == 0)
		return;
	csm_run_count(run, "rows read", sum.rows, 0);
	csm_run_count(run, "rows used", sum.used, 0);
	csm_run_count(run, "rows rejected", rejected, 1);
	csm_run_count(run, "rows not looked at", sum.unseen, 2);
}

int
csm_run_end(struct csm_run *run)
{
	count_stopped(run);
	run_outputs(run);
	run_publish(run);
	for (int m = 0; m < CSM_MODELS; m++)
		csm_fields_free(run->fields[m]);
	csm_zone_free(run->zone);
	csm_config_free(run->conf);
	csm_business_forget();
	csm_idlist_forget();
	csm_arena_fini(&run->arena);
	csm_options_fini(run->program);
	csm_messages_fini(&run->messages);
	return run->diag.status;
}
