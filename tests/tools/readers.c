/*
 * Reads the files named on standard input as CSV, TSV and NDJSON, each by the short way
 * and by the library alone (libcsv, jansson), in blocks of every size: names those that
 * are not the same every time, with the first line of what was read that differs.
 *
 *   readers [MOST]      blocks of every size up to MOST bytes (default 300)
 */
#include "base/buf.h"
#include "syntax/csv.h"
#include "syntax/ndjson.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WHOLE ((size_t)1 << 20)
#define ROW_BYTES ((size_t)16 << 20)
/* The sum of all blocks' reads of one file: what there is time for. */
#define MOST_BYTES ((size_t)1 << 20)

struct file {
	const char *name;
	const char *bytes;
	size_t len;
};

/* How a file is read; `paths` are asked for in objects. */
struct how {
	const char *name;
	char delimiter; /* 0: objects */
	int array;
};

static const struct how hows[] = {
    {"csv", ',', 0}, {"tsv", '\t', 0}, {"ndjson", 0, 0}, {"json", 0, 1}};

static void
see(void *ctx, const struct csm_message *m)
{
	csm_buf_printf(ctx, "%s %llu:%u %s\n", csm_code_name(m->code),
	    (unsigned long long)m->pos.line, m->pos.column, m->text);
}

static void
put_row(struct csm_buf *log, const struct csm_text *field, size_t n, uint64_t line)
{
	csm_buf_printf(log, "%llu", (unsigned long long)line);
	for (size_t i = 0; i < n; i++) {
		csm_buf_printf(log, field[i].s == NULL ? " -" : " %zu:", field[i].len);
		csm_buf_put(log, field[i].s, field[i].len);
	}
	csm_buf_putc(log, '\n');
}

static void
read_csv(struct csm_buf *log, struct csm_input *in, char delimiter, int fast,
    size_t block, struct csm_diag *diag)
{
	struct csm_csv *csv = csm_csv_new(in, delimiter);
	const struct csm_text *field;
	uint64_t line, rejected = 0;
	size_t n;
	int rc;

	csm_csv_tune(csv, fast, block, ROW_BYTES);
	while ((rc = csm_csv_next(csv, &field, &n, &line, &rejected, diag)) == 1)
		put_row(log, field, n, line);
	csm_buf_printf(log, "%d %llu\n", rc, (unsigned long long)rejected);
	csm_csv_free(csv);
}

static void
read_json(struct csm_buf *log, struct csm_input *in, int array, int fast, size_t block,
    struct csm_diag *diag)
{
	static const char *const paths[] = {"company", "id", "metric", "date", "value",
	    "type", "event", "userId", "timestamp", "context.groupId",
	    "properties.time", "groups.company.0", "a", "a.b", "at", "account"};
	struct csm_ndjson *nd = csm_ndjson_new(in, array);
	const struct csm_text *field;
	uint64_t line, rejected = 0;
	size_t n;
	int rc;

	csm_ndjson_tune(nd, fast, block);
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
		csm_ndjson_path(nd, paths[i]);
	while ((rc = csm_ndjson_next(nd, &field, &n, &line, &rejected, diag)) == 1) {
		put_row(log, field, n, line);
		struct csm_text all = csm_ndjson_source(nd);
		csm_buf_put(log, all.s, all.len);
	}
	csm_buf_printf(log, "%d %llu\n", rc, (unsigned long long)rejected);
	csm_ndjson_free(nd);
}

/* All that comes of a file, as one text. */
static void
read_file(struct csm_buf *log, const struct file *file, const struct how *how, int fast,
    size_t block)
{
	struct csm_input *in;
	struct csm_diag diag;

	csm_buf_reset(log);
	csm_diag_init(&diag, see, log);
	if (csm_input_open_memory(&in, "f", file->bytes, file->len, &diag) != 0)
		return;
	if (how->delimiter != 0)
		read_csv(log, in, how->delimiter, fast, block, &diag);
	else
		read_json(log, in, how->array, fast, block, &diag);
}

static int
same(const struct csm_buf *a, const struct csm_buf *b)
{
	return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

static void
tell(const struct file *file, const struct how *how, int fast, size_t block,
    const struct csm_buf *got, const struct csm_buf *want)
{
	size_t line = 0;

	for (size_t i = 0; i < got->len && i < want->len; i++) {
		if (got->data[i] != want->data[i])
			break;
		line = got->data[i] == '\n' ? i + 1 : line;
	}
	printf("%s as %s, %s in blocks of %zu: \"%.*s\" and not \"%.*s\"\n", file->name,
	    how->name, fast ? "the short way" : "the library", block,
	    (int)strcspn(csm_buf_text(got) + line, "\n"), got->data + line,
	    (int)strcspn(csm_buf_text(want) + line, "\n"), want->data + line);
}

/* The next block size after one: every one up to `most`, then twice as large. */
static size_t
next_block(size_t block, size_t most)
{
	return block < most ? block + 1 : 2 * block;
}

/* How often the file was read; -1 if not always the same came of it. */
static long
compare(const struct file *file, const struct how *how, size_t most)
{
	static struct csm_buf want, got;
	long times = 1;

	if (file->len * most > MOST_BYTES)
		most = MOST_BYTES / file->len + 1;
	read_file(&want, file, how, 0, WHOLE);
	for (size_t block = 1; block < 2 * WHOLE; block = next_block(block, most)) {
		/* what is longer than the file is read at once anyway */
		if (block > file->len && block < WHOLE)
			continue;
		for (int fast = 0; fast < 2; fast++, times++) {
			read_file(&got, file, how, fast, block);
			if (!same(&got, &want)) {
				tell(file, how, fast, block, &got, &want);
				return -1;
			}
		}
	}
	return times;
}

int
main(int argc, char **argv)
{
	size_t most = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 300;
	char name[4096];
	long files = 0, times = 0;
	int failed = 0;

	while (fgets(name, sizeof name, stdin) != NULL) {
		struct file file = {.name = name};
		struct csm_diag diag;
		name[strcspn(name, "\n")] = '\0';
		csm_diag_init(&diag, NULL, NULL);
		/* decompressed, if it is compressed */
		char *bytes = csm_input_slurp(name, &file.len, &diag);
		file.bytes = bytes;
		for (size_t i = 0; bytes != NULL && i < sizeof hows / sizeof *hows;
		     i++) {
			long n = compare(&file, &hows[i], most);
			failed |= n < 0;
			times += n;
		}
		files += bytes != NULL;
		free(bytes);
	}
	printf("%ld files read %ld times\n", files, times);
	return failed || files == 0;
}
