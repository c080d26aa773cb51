/* Points and fields from texts, and messages as lines, for tests of what reads them. */
#ifndef DATA_H
#define DATA_H

#include "base/buf.h"
#include "entity/fields.h"
#include "point/points.h"
#include "series/set.h"

#include "fixture.h"

#include <string.h>
#include <unistd.h>

static struct csm_buf data_messages;

/* A diag whose messages are collected in data_messages. */
static FIXTURE_UNUSED struct csm_diag
data_diag(void)
{
	struct csm_diag diag;

	csm_buf_reset(&data_messages);
	fixture_diag(&diag, &data_messages, "%c: %t\n");
	return diag;
}

/* The next company, of which all is read. */
static FIXTURE_UNUSED int
data_set_next(struct csm_set *set, struct csm_points *points, struct csm_diag *diag)
{
	int rc = csm_set_next(set, points, diag);

	if (rc == 1)
		csm_set_open(set);
	return rc;
}

static FIXTURE_UNUSED const char *
data_said(void)
{
	return csm_buf_text(&data_messages);
}

/* `rows` follow the header company,model,id,metric,date,value,state. */
static FIXTURE_UNUSED struct csm_points *
data_points(const char *rows, struct csm_diag *diag)
{
	const struct csm_points_options options = {.written = true};
	char path[sizeof FIXTURE_PATH];
	const char *paths[] = {path};
	struct csm_buf text = {0};

	csm_buf_puts(&text, "company,model,id,metric,date,value,state\n");
	csm_buf_puts(&text, rows);
	fixture_file(path, text.data, text.len);
	csm_buf_fini(&text);
	struct csm_points *points = csm_points_open(paths, 1, &options, diag);
	unlink(path);
	ck_assert_ptr_nonnull(points);
	return points;
}

/* A whole fields file. */
static FIXTURE_UNUSED struct csm_fields *
data_fields(enum csm_model model, const char *text, struct csm_diag *diag)
{
	char path[sizeof FIXTURE_PATH];

	fixture_text(path, text);
	struct csm_fields *fields = csm_fields_load(path, model, NULL, diag);
	unlink(path);
	ck_assert_ptr_nonnull(fields);
	return fields;
}

#endif
