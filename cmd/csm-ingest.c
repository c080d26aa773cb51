/* csm-ingest: raw exports to daily points. */
#include "base/text.h"
#include "ingest/row_filter.h"
#include "ingest.h"
#include "ingest/kind.h"

#include <string.h>

static struct csm_cli cli = {
    .max_age = -1, .common = {.own_fields = 1, .expect_rows = CSM_ANY_ROWS}};

static const struct csm_option *const groups[] = {csm_common_group, csm_to_group,
    csm_range_group, csm_fields_group, csm_ingest_group, csm_mapping_group, NULL};

static const struct csm_program program = {.name = "csm-ingest",
    .summary = "Turn raw exports into daily points.",
    .usage = "[options] [-k KIND] [-S SOURCE] [FILE...]",
    .purpose = "For data engineers: exports of a CRM, a billing system, a help desk or "
	       "a product become\n"
	       "one number a day for each company and user.\n",
    .examples = "  csm-ingest --propose usage.csv users.csv >conf/sources.json\n"
		"  csm-ingest -c conf -S usage --until yesterday -o "
		"usage.points.csv.zst usage.csv\n",
    .groups = groups,
    .options = &cli};

static void
show_progress(void *ctx, uint64_t rows)
{
	csm_run_progress(ctx, "rows", rows);
}

static int
read_where(
    struct csm_run *run, const struct csm_mapping *m, struct csm_ingest_options *o)
{
	struct csm_pos at = {.file = "--where"};

	if (m->where == NULL && m->where_json == NULL)
		return 0;
	if (m->where != NULL)
		o->where = csm_rowfilter_read(&run->arena, m->where, &at, &run->diag);
	else
		o->where =
		    csm_rowfilter_from_json(&run->arena, m->where_json, &run->diag);
	if (o->where != NULL) {
		o->where->zone = run->zone;
		o->where->number = &m->number;
	}
	return o->where == NULL ? -1 : 0;
}

static int
read_files(struct csm_run *run, struct csm_ingest *in, const struct csm_mapping *m,
    struct csm_cli_inputs *inputs)
{
	if (inputs->at == NULL && csm_cli_inputs_of(run, m, inputs) != 0)
		return -1;
	for (size_t i = 0; i < inputs->n; i++)
		if (csm_ingest_file(in, inputs->at[i].path, &inputs->at[i].how) != 0)
			return -1;
	return 0;
}

static int
cmd_ingest_write_points(struct csm_run *run, struct csm_ingest *in)
{
	struct csm_point_writer *writer;
	int status;

	if (csm_run_output(run) != 0)
		return -1;
	writer = csm_point_writer_new(run->out, csm_run_format(run));
	status = csm_ingest_write(in, writer);
	/* The writer has seen every id once, in order. */
	csm_odd_ids_tell(csm_point_writer_odd(writer), NULL, &run->diag);
	csm_point_writer_free(writer);
	return status;
}

static void
cmd_ingest_count_rows(struct csm_run *run, const struct csm_ingest_counts *c)
{
	csm_run_count(run, "rows read", c->rows, 0);
	csm_run_count(run, "rows used", c->used, 0);
	csm_run_count(run, "rows filtered", c->filtered, 2);
	if (c->excluded != 0)
		csm_run_count(run, "rows excluded", c->excluded, 0);
	csm_run_count(run, "duplicates", c->duplicates, 1);
	csm_run_count(run, "rows without a value", c->empty, 2);
	csm_run_count(run, "rows rejected", c->rejected, 1);
	if (c->unresolved != 0)
		csm_run_count(run, "rows unresolved", c->unresolved, 0);
	csm_run_count(run, "values rounded to six places", c->rounded, 1);
	csm_run_count(run, "points written", c->points, 0);
}

void
csm_cli_tell_days(
    struct csm_run *run, const struct csm_ingest_options *o, uint64_t used, uint64_t n)
{
	char day[CSM_DAY_TEXT];
	struct csm_buf text = {0};

	/* A shard may well have none of the days. */
	if (used > 0 || n == 0 || o->shard.of != 0 ||
	    (o->since == CSM_DAY_NONE && o->until == CSM_DAY_NONE))
		return;
	csm_buf_puts(&text, "none of ");
	csm_text_count(&text, n, "rows");
	csm_buf_puts(&text, " is of the days asked for:");
	if (o->since != CSM_DAY_NONE) {
		csm_date_format(o->since, day);
		csm_buf_printf(&text, " --since %s", day);
	}
	if (o->until != CSM_DAY_NONE) {
		csm_date_format(o->until, day);
		csm_buf_printf(&text, " --until %s", day);
	}
	csm_warn(&run->diag, CSM_W_OTHER, NULL, "%s", text.data);
	csm_buf_fini(&text);
}

static int
ingest(struct csm_run *run, struct csm_mapping *m, struct csm_ingest_options *options)
{
	struct csm_ingest *in;
	struct csm_ingest_counts counts;
	struct csm_cli_inputs inputs;
	int status = -1;

	if (options->kind->takes & CSM_ROLE_BIT(CSM_ROLE_CURRENCY))
		csm_mapping_watch_currency(m, &run->arena);
	if (csm_cli_load(run, m, &inputs) != 0)
		return -1;
	/* What lookups have of them is not the input's encoding. */
	const uint64_t beside = run->diag.count[CSM_E_UTF8]; /* of lookups */
	in = csm_ingest_new(options, &run->diag);
	if (read_files(run, in, m, &inputs) == 0 && csm_ingest_finish(in) == 0 &&
	    cmd_ingest_write_points(run, in) == 0)
		status = 0;
	if (status == 0)
		csm_ingest_tell(in);
	if (run->diag.count[CSM_E_UTF8] != beside && m->encoding == NULL)
		csm_note(&run->diag, CSM_N_NOTE, NULL,
		    "rows that are not UTF-8 are of an encoding that --encoding names, "
		    "such as windows-1252");
	counts = csm_ingest_counts(in);
	/* Also after a failure: how far it came is part of why. */
	cmd_ingest_count_rows(run, &counts);
	if (status == 0)
		csm_cli_check(run, counts.used, counts.rejected, csm_ingest_newest(in));
	/* A condition that leaves nothing is told by tell_where: once is enough. */
	if (status == 0 && (options->where == NULL || options->where->kept > 0))
		csm_cli_tell_days(run, options, counts.used, counts.filtered);
	csm_ingest_free(in);
	return status;
}

/* Kind, roles, notation, zone and condition of a mapping are such as can be; -1 after a
 * report. */
static int
check_mapping(
    struct csm_run *run, const struct csm_mapping *m, struct csm_ingest_options *o)
{
	o->kind = csm_kind_find(m->kind, &run->diag);
	if (o->kind == NULL || csm_kind_check(o->kind, m, &run->diag) != 0 ||
	    csm_mapping_check_written(m, &run->diag) != 0)
		return -1;
	if (m->tz != NULL && (o->clock = csm_zone_open(m->tz, &run->diag)) == NULL)
		return -1;
	return read_where(run, m, o);
}

/* --check: every source of the configuration; false: the one that is named cannot be used,
 * which has been said. */
static bool
check_sources(struct csm_run *run)
{
	const struct csm_json *e = NULL;
	bool usable = true;

	while ((e = csm_config_each_entry(run->conf, "sources", e)) != NULL) {
		struct csm_ingest_options o = {0};
		struct csm_mapping *m =
		    csm_mapping_from_json(&run->arena, e, &run->diag);
		bool sound = m != NULL && csm_cli_check_files(run, e, m) == 0;
		/* The report before says why, this one where. */
		if (sound && check_mapping(run, m, &o) != 0) {
			sound = false;
			csm_json_error(&run->diag, e, CSM_E_CONFIG,
			    "the source \"%s\" cannot be used", e->key);
		}
		if (cli.source != NULL && strcmp(e->key, cli.source) == 0)
			usable = sound;
		csm_zone_free(o.clock);
		csm_rowfilter_fini(o.where);
	}
	return usable;
}

/* What shards have is joined to what one run has, but for the last day of counts of users:
 * that is the newest of the rows, of which a shard has only its own. */
static void
tell_shard(struct csm_run *run, const struct csm_ingest_options *o)
{
	if (o->shard.of != 0 && csm_ingest_counts_users(o) && o->until == CSM_DAY_NONE)
		csm_warn(&run->diag, CSM_W_OTHER, NULL,
		    "--shard: users are counted up to the newest row of the shard, "
		    "which others may have later: --until gives all the same last "
		    "day");
}

/* Read and write, as the kind says; -1 after a report. */
static int
run_kind(struct csm_run *run, struct csm_mapping *m, struct csm_ingest_options *o)
{
	if (run->common->fields.n != 0 && o->kind->input != CSM_KIND_FIELDS)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "-F is of use with --kind fields only");
	if (cli.disjoint && o->kind->input != CSM_KIND_POINTS)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--disjoint is of use with --kind points only");
	if ((cli.delete.n != 0 || cli.replace) && o->kind->input != CSM_KIND_POINTS)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--%s is of use with --kind points only",
		    cli.replace ? "replace" : "delete");
	if (cli.shard != NULL && o->kind->input == CSM_KIND_RECORDS)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--shard chooses companies, and --kind records knows none");
	/* Today is not over: what is open is known up to yesterday. */
	o->last = o->until != CSM_DAY_NONE ? o->until : csm_run_today(run) - 1;
	tell_shard(run, o);
	if (run->common->check)
		return 0;
	if (cli.sql != NULL)
		return csm_cli_sql(run, o);
	switch (o->kind->input) {
	case CSM_KIND_POINTS:
		return csm_cli_points(run, m, o);
	case CSM_KIND_FIELDS:
		return csm_cli_fields(run, m, o);
	case CSM_KIND_RECORDS:
		return csm_cli_records(run, m);
	case CSM_KIND_EVENTS:
		break;
	}
	return ingest(run, m, o);
}

/* A text of settings, checked before. */
static const char *
setting_text(struct csm_run *run, const char *name, const char *otherwise)
{
	const struct csm_json *setting = csm_config_setting(run->conf, name);

	return setting == NULL ? otherwise : setting->text;
}

/* A condition that leaves nothing may well be mistyped. */
static void
tell_where(struct csm_run *run, const struct csm_rowfilter *rows)
{
	struct csm_buf where = {0}, seen = {0};

	if (rows == NULL || rows->seen == 0 || rows->kept != 0)
		return;
	csm_formula_print_text(rows->where, &where);
	csm_text_count(&seen, rows->seen, "rows");
	csm_warn(&run->diag, CSM_W_OTHER, NULL, "where: %s holds for none of %s",
	    csm_buf_text(&where), seen.data);
	csm_buf_fini(&where);
	csm_buf_fini(&seen);
}

static void
run_mapping(struct csm_run *run, struct csm_mapping *m)
{
	struct csm_ingest_options o = {.mapping = m,
	    .zone = run->zone,
	    .today = csm_run_today(run),
	    .features = csm_features_read(&run->arena, run->conf),
	    .memory_bytes = run->common->memory,
	    .threads = (int)run->common->threads,
	    .progress = show_progress,
	    .ctx = run};

	m->base_currency = setting_text(run, "currency", m->base_currency);
	m->free_mail = csm_run_share(&run->arena, "free-mail.csv");
	if (csm_cli_days(run, &o.since, &o.until) == 0 &&
	    csm_cli_shard(run, &o.shard) == 0 && check_mapping(run, m, &o) == 0 &&
	    run_kind(run, m, &o) == 0)
		tell_where(run, o.where);
	csm_mapping_unload(m);
	csm_zone_free(o.clock);
	csm_rowfilter_fini(o.where);
}

int
main(int argc, char **argv)
{
	struct csm_run run;
	struct csm_mapping *mapping;
	int first, status;

	/* Before options are parsed: those of the mapping are made of its words. */
	csm_cli_take_words();
	status = csm_options_parse(&program, argc, argv, &first);
	if (status >= 0)
		return status;
	/* whether anything is to be read is known with the configuration */
	cli.common.reads_nothing =
	    cli.source != NULL || cli.sources || cli.print_source || cli.sql != NULL;
	if (csm_run_begin(&run, &program, argc, argv, first) != 0)
		return csm_run_end(&run);
	if (cli.propose || cli.init != NULL) {
		csm_cli_propose(&run, &cli);
		return csm_run_end(&run);
	}
	if (cli.print_source) {
		csm_cli_print_source(&run, &cli);
		return csm_run_end(&run);
	}
	if (cli.sources) {
		csm_cli_list_sources(&run);
		return csm_run_end(&run);
	}
	if (cli.common.check && !check_sources(&run))
		return csm_run_end(&run);
	if (cli.sql == NULL && csm_cli_choose_source(&run, &cli) != 0)
		return csm_run_end(&run);
	mapping = csm_cli_mapping_of(&run, &cli);
	/* --check alone is about the configuration; a mapping of options may be absent
	 */
	if (mapping != NULL && !(cli.common.check && csm_mapping_empty(mapping)))
		run_mapping(&run, mapping);
	return csm_run_end(&run);
}
