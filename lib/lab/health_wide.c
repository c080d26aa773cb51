/* The columns of csm-health --wide. */
#include "lab/health_table.h"

#include "record/row_writer.h"

#include <inttypes.h>
#include <stdio.h>

static void
health_wide_put_company(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_healthtable_row *r = of;

	csm_rowwriter_text(row, name, r->company.s, r->company.len);
}

static void
health_wide_put_model(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_healthtable_row *r = of;

	csm_rowwriter_string(row, name, csm_model_name(r->model));
}

static void
put_id(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_healthtable_row *r = of;

	csm_rowwriter_text(row, name, r->id.s, r->id.len);
}

static void
put_date(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_healthtable_row *r = of;

	csm_rowwriter_day(row, name, r->day);
}

/* On the scale of the profile, not on one for all: who joins it with points gets what
 * these carry. */
static void
health_wide_put_score(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_healthtable_row *r = of;

	csm_rowwriter_number(row, name, r->shown.value);
}

static void
health_wide_put_state(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_healthtable_row *r = of;

	csm_rowwriter_word(row, name, r->shown.state);
}

static void
health_wide_put_profile(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_healthtable_row *r = of;

	csm_rowwriter_word(row, name, r->profile == NULL ? NULL : r->profile->id);
}

static void
put_profile_score(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_healthtable_row *r = of;

	csm_rowwriter_number(row, name, r->value);
}

static void
health_wide_put_coverage(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_healthtable_row *r = of;

	csm_rowwriter_number(row, name, r->coverage);
}

static void
health_wide_put_staleness(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_healthtable_row *r = of;

	if (r->staleness < 0)
		csm_rowwriter_none(row, name);
	else
		csm_rowwriter_count(row, name, (uint64_t)r->staleness);
}

static void
put_hash(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_healthtable_row *r = of;
	/* 16 digits of 64 bits; as a text, since readers of JSON take numbers of that
	 * size for doubles */
	char text[17] = "";

	if (r->profile != NULL)
		snprintf(text, sizeof text, "%016" PRIx64, r->profile->hash);
	csm_rowwriter_word(row, name, text);
}

static void
put_by_hand(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_healthtable_row *r = of;

	csm_rowwriter_truth(row, name, r->shown.override != NULL);
}

static void
put_by(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_healthtable_row *r = of;

	csm_rowwriter_word(
	    row, name, r->shown.override == NULL ? NULL : r->shown.override->by);
}

static void
health_wide_put_reason(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_healthtable_row *r = of;

	csm_rowwriter_word(
	    row, name, r->shown.override == NULL ? NULL : r->shown.override->reason);
}

static void
put_until(struct csm_rowwriter *row, const char *name, const void *of)
{
	const struct csm_healthtable_row *r = of;

	csm_rowwriter_day(row, name,
	    r->shown.override == NULL ? CSM_DAY_NONE : r->shown.override->until);
}

/* The columns of --wide. */
static const struct csm_rowwriter_column columns[] = {
    {"company", health_wide_put_company}, {"model", health_wide_put_model},
    {"id", put_id}, {"date", put_date}, {"score", health_wide_put_score},
    {"state", health_wide_put_state}, {"profile", health_wide_put_profile},
    {"profile_score", put_profile_score}, {"coverage", health_wide_put_coverage},
    {"staleness", health_wide_put_staleness}, {"hash", put_hash},
    {"by_hand", put_by_hand}, {"by", put_by}, {"reason", health_wide_put_reason},
    {"until", put_until}};

#define COLUMNS (sizeof columns / sizeof columns[0])

void
csm_healthtable_wide_header(struct csm_buf *out, enum csm_format format)
{
	struct csm_rowwriter line = csm_rowwriter(out, format);

	csm_rowwriter_head(&line, columns, COLUMNS);
}

void
csm_healthtable_wide(
    struct csm_buf *out, enum csm_format format, const struct csm_healthtable_row *row)
{
	struct csm_rowwriter line = csm_rowwriter(out, format);

	csm_rowwriter_put(&line, columns, COLUMNS, row);
}
