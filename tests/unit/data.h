/* Points and fields from texts, and messages as lines, for tests of what reads them. */
#ifndef DATA_H
#define DATA_H

#include "base/buf.h"
#include "entity/fields.h"
#include "point/points.h"

#include "test.h"

#include <string.h>
#include <unistd.h>

#define DATA_UNUSED __attribute__((unused))

/* "CODE: text" of each message, one a line. */
static DATA_UNUSED void
data_keep(void *ctx, const struct csm_message *m)
{
	csm_buf_printf(ctx, "%s: %s\n", csm_code_name(m->code), m->text);
}

static struct csm_buf data_messages;

/* A diag whose messages are collected in data_messages. */
static DATA_UNUSED struct csm_diag
data_diag(void)
{
	struct csm_diag diag;

	csm_buf_reset(&data_messages);
	csm_diag_init(&diag, data_keep, &data_messages);
	return diag;
}

static DATA_UNUSED const char *
data_said(void)
{
	return csm_buf_text(&data_messages);
}

static inline void
data_file(char *path, const char *text, size_t len)
{
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, len), (ssize_t)len);
	close(fd);
}

/* `rows` follow the header company,model,id,metric,date,value,state. */
static DATA_UNUSED struct csm_points *
data_points(const char *rows, struct csm_diag *diag)
{
	const struct csm_points_options options = {0};
	char path[] = "/tmp/csm-points-XXXXXX";
	const char *paths[] = {path};
	struct csm_buf text = {0};

	csm_buf_puts(&text, "company,model,id,metric,date,value,state\n");
	csm_buf_puts(&text, rows);
	data_file(path, text.data, text.len);
	csm_buf_fini(&text);
	struct csm_points *points = csm_points_open(paths, 1, &options, diag);
	unlink(path);
	ck_assert_ptr_nonnull(points);
	return points;
}

/* A whole fields file. */
static DATA_UNUSED struct csm_fields *
data_fields(enum csm_model model, const char *text, struct csm_diag *diag)
{
	char path[] = "/tmp/csm-fields-XXXXXX";

	data_file(path, text, strlen(text));
	struct csm_fields *fields = csm_fields_load(path, model, NULL, diag);
	unlink(path);
	ck_assert_ptr_nonnull(fields);
	return fields;
}

#endif
