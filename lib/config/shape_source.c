#include "config/shapes.h"

/*
 * sources: how the columns of a raw export become points.  A value is a column (or a
 * dotted path into NDJSON), a constant, found in another file by a value, or the first
 * of several that is there.
 */

static const struct csm_config_shape constant = {
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_NUMBER};

static const struct csm_config_shape column;
static const struct csm_config_key column_keys[] = {
    {"const", &constant, 0, "The same for every row"},
    {"lookup", &csm_config_text, 0, "File to look up in"},
    {"from", &column, 0, "Value to look for: a column, or again a lookup"},
    {"key", &csm_config_text, 0, "Column of the file that holds it; default: as from"},
    {"take", &csm_config_text, 0, "Column of the file that is the result"}, END};
static const struct csm_config_shape choice = {
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_OBJECT,
    .noun = "a column, a constant or a lookup",
    .keys = column_keys};
static const struct csm_config_shape column = {.def = "column",
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_OBJECT | CSM_CONFIG_ARRAY | CSM_CONFIG_NULL,
    .noun = "a column, a constant, a lookup or a list of these",
    .keys = column_keys,
    .each = &choice};

static const struct csm_config_shape kind = {.types = CSM_CONFIG_TEXT,
    .words = WORDS("activities", "metrics", "conversations", "tasks", "nps", "revenue",
	"invoices", "points", "fields", "records")};
static const struct csm_config_shape preset = {.types = CSM_CONFIG_TEXT,
    .words = WORDS(
	"segment", "planhat", "customersuccessbox", "mixpanel", "amplitude", "points")};
static const struct csm_config_shape format = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("csv", "tsv", "ndjson", "json")};
static const struct csm_config_shape level = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("enduser", "company")};
static const struct csm_config_shape id_format = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("text", "integer")};
static const struct csm_config_shape recurring_unit = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("mrr", "arr", "value")};

static const struct csm_config_shape one_agg = {.types = CSM_CONFIG_TEXT,
    .words = WORDS("sum", "min", "max", "avg", "last", "count")};
static const struct csm_config_shape agg = {
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_OBJECT,
    .words = WORDS("sum", "min", "max", "avg", "last", "count"),
    .each = &one_agg};
static const struct csm_config_shape one_zero = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("value", "null")};
static const struct csm_config_shape zero = {
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_OBJECT,
    .words = WORDS("value", "null"),
    .each = &one_zero};

/* In either spelling, over the columns of a row; null takes away that of the preset. */
static const struct csm_config_shape where = {
    .noun = "a condition (a text, an array or an object)",
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_ARRAY | CSM_CONFIG_OBJECT | CSM_CONFIG_NULL};
static const struct csm_config_shape renames = {
    .types = CSM_CONFIG_OBJECT, .each = &csm_config_text};
static const struct csm_config_shape wide = {
    .types = CSM_CONFIG_ARRAY | CSM_CONFIG_OBJECT, .each = &csm_config_text};

static const struct csm_config_key source_keys[] = {
    {"description", &csm_config_text, 0, "What it reads"},
    {"kind", &kind, 0, "What one row is; default activities"},
    {"preset", &preset, 0, "Mapping of a common export; other keys change it"},
    {"format", &format, 0, "Format; default: by the first bytes"},
    {"delimiter", &csm_config_text, 0, "Character between CSV fields"},
    {"tz", &csm_config_text, 0, "Zone of times that have none; default: of the run"},
    {"level", &level, 0, "Whether points are per end user or added up per company"},
    {"where", &where, 0,
	"Condition over the columns; other rows are left; null: not that of the "
	"preset"},
    {"time", &column, 0, "Time of the row"},
    {"time_format", &csm_config_text, 0,
	"iso, epoch, epoch_ms, epoch_us, or a strptime(3) pattern"},
    {"model", &csm_config_model, 0, "Model of the entity"},
    {"company", &column, 0, "Id of the company"},
    {"user", &column, 0, "Id of the end user"},
    {"entity", &column, 0, "Id of the entity"},
    {"name", &column, 0, "Name of the activity, metric or survey"},
    {"module", &column, 0, "Module of the feature; else the catalog's"},
    {"value", &column, 0, "Measured value"},
    {"columns", &wide, 0,
	"Columns that are a metric each, or of fields those kept; an object renames "
	"them"},
    {"count", &column, 0, "How often it happened; default 1"},
    {"weight", &column, 0, "Factor of the count; default 1"},
    {"type", &column, 0, "Type of the conversation or task"},
    {"thread", &column, 0, "Thread; distinct threads are counted"},
    {"status", &column, 0, "Status of the task"},
    {"completed", &column, 0, "When the task was completed; empty: open"},
    {"score", &column, 0, "Answer from 0 to 10"},
    {"start", &column, 0, "First day of the period"},
    {"end", &column, 0, "First day after the period; empty: open"},
    {"recurring", &column, 0, "Recurring value of the period"},
    {"recurring_unit", &recurring_unit, 0,
	"Whether it is per month (mrr), per year (arr) or for the period (value)"},
    {"one_off", &column, 0, "One-off value, on the first day"},
    {"due", &column, 0, "Day the invoice or task is due"},
    {"paid", &column, 0, "Day it was paid; empty: open"},
    {"amount", &column, 0, "Amount of the invoice"},
    {"rename", &renames, 0, "Name in the data to name of the point"},
    {"id", &column, 0, "Row id; a later row with the same one is a duplicate"},
    {"id_format", &id_format, 0, "integer turns 10522.0 into 10522; default text"},
    {"agg", &agg, 0, "How values of one day become one, for all or by metric"},
    {"zero", &zero, 0, "Whether 0 is a value or missing, for all or by metric"}, END};

const struct csm_config_shape csm_config_source = {
    .types = CSM_CONFIG_OBJECT, .keys = source_keys};
