/* The columns of csm-health --wide. */
#include "lab/health_table.h"

#include "record/row_writer.h"

#include <inttypes.h>

enum { AS_TEXT, AS_NUMBER, AS_TRUTH };

static void
health_wide_put_micros(struct csm_buf *out, int64_t micros)
{
	char text[CSM_NUM_TEXT];

	if (micros == CSM_MISSING)
		return;
	csm_num_format(micros, text);
	csm_buf_puts(out, text);
}

static void
health_wide_put_day(struct csm_buf *out, int32_t day)
{
	char text[CSM_DAY_TEXT];

	if (day == CSM_DAY_NONE)
		return;
	csm_date_format(day, text);
	csm_buf_puts(out, text);
}

static void
health_wide_put_company(struct csm_buf *out, const struct csm_healthtable_row *r)
{
	csm_buf_put(out, r->company.s, r->company.len);
}

static void
health_wide_put_model(struct csm_buf *out, const struct csm_healthtable_row *r)
{
	csm_buf_puts(out, csm_model_name(r->model));
}

static void
put_id(struct csm_buf *out, const struct csm_healthtable_row *r)
{
	csm_buf_put(out, r->id.s, r->id.len);
}

static void
put_date(struct csm_buf *out, const struct csm_healthtable_row *r)
{
	health_wide_put_day(out, r->day);
}

static void
health_wide_put_score(struct csm_buf *out, const struct csm_healthtable_row *r)
{
	health_wide_put_micros(out, r->shown.value);
}

static void
health_wide_put_state(struct csm_buf *out, const struct csm_healthtable_row *r)
{
	csm_buf_puts(out, r->shown.state);
}

static void
health_wide_put_profile(struct csm_buf *out, const struct csm_healthtable_row *r)
{
	csm_buf_puts(out, r->profile == NULL ? "" : r->profile->id);
}

static void
put_profile_score(struct csm_buf *out, const struct csm_healthtable_row *r)
{
	health_wide_put_micros(out, r->value);
}

static void
health_wide_put_coverage(struct csm_buf *out, const struct csm_healthtable_row *r)
{
	health_wide_put_micros(out, r->coverage);
}

static void
health_wide_put_staleness(struct csm_buf *out, const struct csm_healthtable_row *r)
{
	if (r->staleness >= 0)
		csm_buf_printf(out, "%d", (int)r->staleness);
}

static void
put_hash(struct csm_buf *out, const struct csm_healthtable_row *r)
{
	if (r->profile != NULL)
		csm_buf_printf(out, "%016" PRIx64, r->profile->hash);
}

static void
put_by_hand(struct csm_buf *out, const struct csm_healthtable_row *r)
{
	csm_buf_puts(out, r->shown.override == NULL ? "false" : "true");
}

static void
put_by(struct csm_buf *out, const struct csm_healthtable_row *r)
{
	if (r->shown.override != NULL)
		csm_buf_puts(out, r->shown.override->by);
}

static void
health_wide_put_reason(struct csm_buf *out, const struct csm_healthtable_row *r)
{
	if (r->shown.override != NULL)
		csm_buf_puts(out, r->shown.override->reason);
}

static void
put_until(struct csm_buf *out, const struct csm_healthtable_row *r)
{
	if (r->shown.override != NULL)
		health_wide_put_day(out, r->shown.override->until);
}

/* The columns of --wide. */
static const struct {
	const char *name;
	int kind;
	void (*put)(struct csm_buf *out, const struct csm_healthtable_row *r);
} columns[] = {{"company", AS_TEXT, health_wide_put_company},
    {"model", AS_TEXT, health_wide_put_model}, {"id", AS_TEXT, put_id},
    {"date", AS_TEXT, put_date}, {"score", AS_NUMBER, health_wide_put_score},
    {"state", AS_TEXT, health_wide_put_state},
    {"profile", AS_TEXT, health_wide_put_profile},
    {"profile_score", AS_NUMBER, put_profile_score},
    {"coverage", AS_NUMBER, health_wide_put_coverage},
    {"staleness", AS_NUMBER, health_wide_put_staleness}, {"hash", AS_TEXT, put_hash},
    {"by_hand", AS_TRUTH, put_by_hand}, {"by", AS_TEXT, put_by},
    {"reason", AS_TEXT, health_wide_put_reason}, {"until", AS_TEXT, put_until}};

#define COLUMNS (sizeof columns / sizeof columns[0])

void
csm_healthtable_wide_header(struct csm_buf *out, enum csm_format format)
{
	struct csm_rowwriter line = csm_rowwriter(out, format);

	if (format == CSM_FORMAT_NDJSON)
		return;
	for (size_t i = 0; i < COLUMNS; i++)
		csm_rowwriter_heading(&line, columns[i].name);
	csm_rowwriter_end(&line);
}

void
csm_healthtable_wide(
    struct csm_buf *out, enum csm_format format, const struct csm_healthtable_row *row)
{
	struct csm_rowwriter line = csm_rowwriter(out, format);
	struct csm_buf text = {0};

	for (size_t i = 0; i < COLUMNS; i++) {
		csm_buf_reset(&text);
		columns[i].put(&text, row);
		if (text.len == 0)
			csm_rowwriter_none(&line, columns[i].name);
		else if (columns[i].kind == AS_TEXT)
			csm_rowwriter_text(&line, columns[i].name, text.data, text.len);
		else
			csm_rowwriter_plain(
			    &line, columns[i].name, text.data, text.len);
	}
	csm_rowwriter_end(&line);
	csm_buf_fini(&text);
}
