/* Lines of JSON objects, and arrays of them: the short way and jansson give the same
 * fields and messages, whatever is read at a time. */
#ifndef OBJECTS_H
#define OBJECTS_H

#include "fuzz.h"

#include "syntax/ndjson.h"

struct objects_setting {
	int array, fast;
	size_t block;
};

static inline void
objects_put(struct csm_buf *log, struct csm_ndjson *nd, const struct csm_text *fields,
    size_t n, uint64_t line)
{
	struct csm_text source;

	csm_buf_printf(log, "%llu:", (unsigned long long)line);
	for (size_t i = 0; i < n; i++) {
		csm_buf_printf(
		    log, fields[i].s == NULL ? "[-]" : "[%zu]", fields[i].len);
		csm_buf_put(log, fields[i].s, fields[i].len);
	}
	source = csm_ndjson_source(nd);
	csm_buf_putc(log, '\n');
	csm_buf_put(log, source.s, source.len);
	csm_buf_putc(log, '\n');
}

static inline void
objects_read(
    struct csm_buf *log, const uint8_t *data, size_t size, struct objects_setting s)
{
	static const char *const paths[] = {"a", "b", "a.b", "a.b.c", "company", "id",
	    "metric", "date", "value", "context.groupId"};
	const struct csm_text *fields;
	uint64_t line, rejected = 0, sum = 0;
	struct csm_ndjson *nd;
	struct csm_input *in;
	struct csm_diag diag;
	size_t n;
	int rc;

	csm_buf_reset(log);
	csm_diag_init(&diag, fuzz_see, log);
	if (csm_input_open_memory(&in, "f", data, size, &diag) != 0)
		return;
	nd = csm_ndjson_new(in, s.array);
	csm_ndjson_tune(nd, s.fast, s.block);
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
		FUZZ_MUST(csm_ndjson_path(nd, paths[i]) == i);
	while ((rc = csm_ndjson_next(nd, &fields, &n, &line, &rejected, &diag)) == 1)
		objects_put(log, nd, fields, n, line);
	csm_buf_printf(log, "%d %llu\n", rc, (unsigned long long)rejected);
	for (int i = 0; i < CSM_CODE_COUNT; i++)
		sum += diag.count[i];
	FUZZ_MUST(sum == rejected + (rc < 0));
	csm_ndjson_free(nd);
}

static inline int
objects_compare(const uint8_t *data, size_t size, int array)
{
	static struct csm_buf slow, other;
	size_t block = 1 + fuzz_choice(data, size) % 67;

	if (size > 1 && ((data[0] == 0x1f && data[1] == 0x8b) || data[0] == 0x28))
		return -1;
	objects_read(&slow, data, size, (struct objects_setting){array, 0, 8192});
	objects_read(&other, data, size, (struct objects_setting){array, 1, 8192});
	fuzz_same("the two ways", &slow, &other);
	objects_read(&other, data, size, (struct objects_setting){array, 1, block});
	fuzz_same("the short way in pieces", &slow, &other);
	objects_read(&other, data, size, (struct objects_setting){array, 0, block});
	fuzz_same("jansson in pieces", &slow, &other);
	return 0;
}

#endif
