/*
 * An ingest run over a text, with or without the fast path, and what came of it: for
 * tests that compare the two.
 *
 * Ownership: what run() returns is the caller's to free.
 */
#ifndef FAST_H
#define FAST_H

#include "base/buf.h"
#include "ingest/ingest.h"
#include "ingest/kind.h"
#include "ingest/row_filter.h"
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct csm_arena arena;
static struct csm_diag diag;
static uint64_t state = 88172645463325252u;

static unsigned
roll(unsigned n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)((state >> 33) % n);
}

/* How a run is made. */
struct how {
	int general, threads;
	size_t block, memory;
	const struct csm_features *features;
};

static void
run_account(void *ctx, const struct csm_file_rows *a)
{
	csm_buf_printf(ctx,
	    "%s: %d rows, %d used, %d filtered, %d excluded, %d duplicates\n", a->file,
	    (int)a->rows, (int)a->used, (int)a->filtered, (int)a->excluded,
	    (int)a->duplicates);
}

/* The condition of a mapping; NULL: it has none. */
static struct csm_rowfilter *
run_where(const struct csm_mapping *m, struct csm_zone *zone)
{
	struct csm_rowfilter *where;

	if (m->where_json == NULL)
		return NULL;
	where = csm_rowfilter_from_json(&arena, m->where_json, &diag);
	ck_assert_ptr_nonnull(where);
	where->zone = zone;
	return where;
}

/* What came of it, as one text. */
static char *
run(const char *mapping, const char *tz, int32_t since, const char *text, size_t len,
    const struct how *how)
{
	char path[sizeof FIXTURE_PATH];
	struct csm_buf got = {0};
	struct csm_reader_options format = {0};
	struct csm_output *out;
	struct csm_input *input;

	fixture_diag(&diag, &got, "%l:%k: %t [%c]\n");
	diag.account = run_account;
	struct csm_zone *zone = csm_zone_open(tz, &diag);
	const struct csm_json *json =
	    csm_json_parse(&arena, "m.json", mapping, strlen(mapping), &diag);
	struct csm_ingest_options options = {.since = since,
	    .until = CSM_DAY_NONE,
	    .zone = zone,
	    .general = how->general,
	    .features = how->features,
	    .threads = how->threads,
	    .memory_bytes = how->memory,
	    .mapping = csm_mapping_from_json(&arena, json, &diag)};
	options.kind = csm_kind_find(options.mapping->kind, &diag);
	ck_assert_ptr_nonnull(options.kind);
	ck_assert_int_eq(csm_mapping_load(options.mapping, zone, &diag), 0);
	options.where = run_where(options.mapping, zone);
	struct csm_ingest *in = csm_ingest_new(&options, &diag);
	ck_assert_int_eq(csm_input_open_memory(&input, "t", text, len, &diag), 0);
	struct csm_reader *reader = csm_reader_over(input, &format, &diag);
	ck_assert_ptr_nonnull(reader);
	csm_reader_tune(reader, how->block);
	int status = csm_ingest_reader(in, reader);
	if (status == 0)
		status = csm_ingest_finish(in);
	if (status == 0) {
		out = fixture_output(path, &diag);
		struct csm_point_writer *w = csm_point_writer_new(out, CSM_FORMAT_CSV);
		ck_assert_int_eq(csm_ingest_write(in, w), 0);
		csm_point_writer_free(w);
		char *points = fixture_written(out, path, &diag);
		csm_buf_puts(&got, points);
		free(points);
		csm_ingest_tell(in);
	}
	if (status == 0 && options.where != NULL)
		csm_buf_printf(&got, "where: %d of %d\n", (int)options.where->kept,
		    (int)options.where->seen);
	struct csm_ingest_counts c = csm_ingest_counts(in);
	csm_buf_printf(&got, "%d: %d %d %d %d %d %d %d %d, newest %d\n", status,
	    (int)c.rows, (int)c.used, (int)c.filtered, (int)c.duplicates, (int)c.empty,
	    (int)c.rejected, (int)c.rounded, (int)c.points,
	    status == 0 ? (int)csm_newest_day(csm_ingest_newest(in)) : 0);
	csm_ingest_free(in);
	csm_reader_free(reader);
	csm_mapping_unload(options.mapping);
	csm_rowfilter_fini(options.where);
	csm_zone_free(zone);
	return got.data;
}

/* Says which line differs first. */
static void
expect_same(const char *got, const char *want)
{
	size_t i = 0, line = 0;

	for (; got[i] != '\0' && got[i] == want[i]; i++)
		line = got[i] == '\n' ? i + 1 : line;
	if (got[i] != want[i])
		ck_abort_msg(
		    "\"%.160s\" instead of \"%.160s\"", got + line, want + line);
}

#endif
