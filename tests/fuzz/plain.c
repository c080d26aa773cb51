/* Ingest: the short way of a run and the general one give the same points, messages and
 * counts, whatever is read at a time and on however many threads. */
#include "fuzz.h"

#include "ingest/ingest.h"
#include "ingest/kind.h"

#include <string.h>

/* How a run is made. */
struct how {
	int general, threads, company_level;
	size_t block;
};

#define MAPPING                                                                        \
	"{\"kind\":\"activities\",\"time\":\"t\",\"company\":\"c\",\"user\":\"u\","    \
	"\"name\":\"n\",\"count\":\"x\",\"rename\":{\"view\":\"log in\"}"

/* By way of a descriptor: a file that is replaced is also synchronised, which takes the
 * time of a hundred runs. */
static void
put_points(struct csm_buf *log, struct csm_ingest *in)
{
	static char by_number[32];
	static FILE *file;
	struct csm_diag quiet;
	struct csm_output *out;
	const char *path = file == NULL ? fuzz_file("plain", "", 0) : fuzz_path;
	size_t len;

	csm_diag_init(&quiet, NULL, NULL);
	FUZZ_MUST(path != NULL);
	if (file == NULL)
		file = fopen(path, "r+b");
	FUZZ_MUST(file != NULL && ftruncate(fileno(file), 0) == 0);
	snprintf(by_number, sizeof by_number, "/dev/fd/%d", fileno(file));
	FUZZ_MUST(csm_output_open(&out, by_number, &quiet) == 0);
	struct csm_point_writer *w = csm_point_writer_new(out, CSM_FORMAT_CSV);
	FUZZ_MUST(csm_ingest_write(in, w) == 0);
	csm_point_writer_free(w);
	FUZZ_MUST(csm_output_commit(out, &quiet) == 0);
	char *points = csm_input_slurp(path, &len, &quiet);
	csm_buf_put(log, points, len);
	free(points);
}

static void
put_counts(struct csm_buf *log, const struct csm_ingest *in, int status)
{
	struct csm_ingest_counts c = csm_ingest_counts(in);

	csm_buf_printf(log, "%d: %d %d %d %d %d %d %d, newest %d\n", status,
	    (int)c.rows, (int)c.used, (int)c.filtered, (int)c.empty, (int)c.rejected,
	    (int)c.rounded, (int)c.points,
	    status == 0 ? (int)csm_newest_day(csm_ingest_newest(in)) : 0);
}

static void
run(struct csm_buf *log, const struct csm_buf *text, const struct how *how)
{
	static struct csm_arena arena;
	const char *mapping =
	    how->company_level ? MAPPING ",\"level\":\"company\"}" : MAPPING "}";
	struct csm_reader_options format = {0};
	struct csm_diag diag;
	struct csm_input *input;

	csm_buf_reset(log);
	csm_arena_reset(&arena);
	csm_diag_init(&diag, fuzz_see, log);
	const struct csm_json *json =
	    csm_json_parse(&arena, "m", mapping, strlen(mapping), &diag);
	struct csm_ingest_options o = {
	    .since = how->company_level ? 20465 : CSM_DAY_NONE,
	    .until = CSM_DAY_NONE,
	    .zone = csm_zone_open("UTC", &diag),
	    .general = how->general,
	    .threads = how->threads,
	    .memory_bytes = (size_t)64 << 20,
	    .mapping = csm_mapping_from_json(&arena, json, &diag),
	    .kind = csm_kind_find("activities", &diag)};
	struct csm_ingest *in = csm_ingest_new(&o, &diag);
	FUZZ_MUST(
	    csm_input_open_memory(&input, "f", text->data, text->len, &diag) == 0);
	struct csm_reader *reader = csm_reader_over(input, &format, &diag);
	int status = -1;
	if (reader != NULL) {
		csm_reader_tune(reader, how->block);
		status = csm_ingest_reader(in, reader);
	}
	if (status == 0)
		status = csm_ingest_finish(in);
	if (status == 0)
		put_points(log, in);
	put_counts(log, in, status);
	csm_ingest_free(in);
	csm_reader_free(reader);
	csm_zone_free(o.zone);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct csm_buf text, slow, other;
	unsigned choice = fuzz_choice(data, size);
	struct how how = {.general = 1, .threads = 1, .block = 8192};

	how.company_level = choice & 1;
	csm_buf_reset(&text);
	if (size == 0 || data[0] != '{')
		csm_buf_puts(&text, "t,c,u,n,x\n");
	csm_buf_put(&text, data, size);
	run(&slow, &text, &how);
	how.general = 0;
	run(&other, &text, &how);
	fuzz_same("the two ways", &slow, &other);
	how.threads = 2;
	how.block = 1 + choice % 61;
	run(&other, &text, &how);
	fuzz_same("the short way in pieces on two threads", &slow, &other);
	return 0;
}
