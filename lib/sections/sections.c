#include "sections/sections.h"

#include "config/shapes.h"
#include "entity/fields_form.h"
#include "figure/alert.h"
#include "ingest/mapping.h"
#include "metric/metric.h"
#include "metric/segment.h"
#include "page/page.h"
#include "score/profile.h"
#include "unit/milestone.h"
#include "unit/unit.h"

/* settings */

static const struct csm_config_shape week_start = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("monday", "sunday")};
/* A text as well, so that "2G" may be written as on the command line. */
static const struct csm_config_shape memory = {
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_NUMBER, .lo = 1, .hi = INFINITY, .whole = 1};
static const struct csm_config_shape share = {
    .types = CSM_CONFIG_NUMBER, .lo = 0, .hi = 1};
/* A bound against typing errors. */
static const struct csm_config_shape threads = {
    .types = CSM_CONFIG_NUMBER, .lo = 1, .hi = 1024, .whole = 1};
static const struct csm_config_shape column_types = {
    .types = CSM_CONFIG_OBJECT, .each = &csm_fields_type_shape};

static const struct csm_config_shape one_mark = {
    .types = CSM_CONFIG_TEXT, .words = WORDS(",", ";", "\t", "|")};
static const struct csm_config_shape id_format = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("text", "integer")};

/* Any other key is a column and how its cells are written (`others`). */
static const struct csm_config_key fields_file_keys[] = {
    {"file", &csm_config_file, 0, "CSV or NDJSON file, one row an entity"},
    {"id", &csm_config_text, 0, "Column of the id; default \"id\", else the first"},
    {"id_format", &id_format, 0,
	"integer: 10522.0 is the id 10522; default text, byte for byte"},
    {"delimiter", &one_mark, 0, "What separates the columns; default \",\""},
    {"types", &column_types, 0, "Column to type: the short form of {\"type\": ...}"},
    END};
static const struct csm_config_shape fields_file = {.def = "fields_file",
    .path = 1,
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_OBJECT,
    .keys = fields_file_keys,
    .others = &csm_fields_form_shape};

static const struct csm_config_key fields_keys[] = {
    {"company", &fields_file, 0, "Fields of companies"},
    {"enduser", &fields_file, 0, "Fields of end users"},
    {"asset", &fields_file, 0, "Fields of assets"},
    {"project", &fields_file, 0, "Fields of projects"}, END};
static const struct csm_config_shape fields = {
    .types = CSM_CONFIG_OBJECT, .keys = fields_keys};

static const struct csm_config_shape one_format = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("csv", "tsv", "ndjson", "json", "copy")};
/* The same bound as that of skip_lines of a source. */
static const struct csm_config_shape skipped = {
    .types = CSM_CONFIG_NUMBER, .lo = 0, .hi = 1000000, .whole = 1};
static const struct csm_config_key side_keys[] = {
    {"format", &one_format, 0, "Format; default: by the first bytes"},
    {"delimiter", &one_mark, 0, "What separates the columns"},
    {"encoding", &csm_config_text, 0,
	"Encoding, as iconv(1) names it; default UTF-8, or as a byte order mark says"},
    {"quote", &csm_config_text, 0, "Character around fields, or none; default \""},
    {"escape", &csm_config_text, 0, "Character that takes the next as it is"},
    {"skip_lines", &skipped, 0, "Lines before the header"},
    {"pad", &csm_config_bool, 0, "Rows may be shorter than the header"}, END};
static const struct csm_config_shape side = {
    .def = "side_file", .types = CSM_CONFIG_OBJECT, .keys = side_keys};
static const struct csm_config_shape formats = {
    .types = CSM_CONFIG_OBJECT, .each = &side};

static const struct csm_config_shape weekday = {.types = CSM_CONFIG_TEXT,
    .words = WORDS(
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")};
static const struct csm_config_shape weekend = {
    .types = CSM_CONFIG_ARRAY, .each = &weekday};

static const struct csm_config_shape files = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("here")};

static const struct csm_config_key settings_keys[] = {
    {"tz", &csm_config_text, 0, "Time zone of days, an IANA name; default UTC"},
    {"week_start", &week_start, 0, "First day of the week; default monday (ISO 8601)"},
    {"weekend", &weekend, 0,
	"Days of the week that are no work days; default saturday and sunday"},
    {"holidays", &csm_config_file, 0,
	"CSV file of days that are no work days, of all companies or of some"},
    {"low_coverage", &share, 0,
	"Share of a score's parts, from 0 to 1, below which it is shown as little "
	"known; "
	"default 0.5"},
    {"memory", &memory, 0, "Memory to use: bytes, or a text such as \"2G\""},
    {"threads", &threads, 0, "Threads to use; default: as many as cores"},
    {"fields", &fields, 0, "Files with the entities' fields, by model"},
    {"formats", &formats, 0,
	"How files beside the data are written: fields, lookups, ratings and the like, "
	"by "
	"name"},
    {"files", &files, 0,
	"here: no file outside the directory of the configuration may be named in it"},
    {"parent", &csm_config_text, 0,
	"Company field that names the parent of a group; default \"parent\""},
    {"currency", &csm_config_text, 0,
	"Currency of all amounts; others are converted with a source's rates"},
    {"start_date", &csm_config_text, 0,
	"Company field with the day a customer began; default \"start_date\""},
    END};
static const struct csm_config_shape settings = {
    .types = CSM_CONFIG_OBJECT, .keys = settings_keys};

/* catalog */

static const struct csm_config_key feature_keys[] = {
    {"feature", &csm_config_id, 1, "Name of the activity, without \"activities.\""},
    {"name", &csm_config_text, 0, "Name for people"},
    {"description", &csm_config_text, 0, "What it is for"},
    {"module", &csm_config_text, 0, "Module it belongs to"},
    {"product", &csm_config_text, 0, "Product the module belongs to"},
    {"valuable", &csm_config_bool, 0, "Whether its use shows value for the customer"},
    END};
static const struct csm_config_shape feature = {
    .types = CSM_CONFIG_OBJECT, .keys = feature_keys};
/* A feature stands once: ingest finds its module by halves. */
static const struct csm_config_shape catalog = {
    .types = CSM_CONFIG_ARRAY, .each = &feature, .unique = "feature"};

/* In the order in which data meets them. */
static const struct csm_config_key sections[] = {
    {"$schema", &csm_config_text, 0, "Schema for editors; not read"},
    {"settings", &settings, 0, "Defaults of options; a later file's value wins"},
    {"sources", &csm_sources_shape, 0,
	"Mappings of raw exports, by name (csm-ingest -S)"},
    {"catalog", &catalog, 0, "Features with their modules and products"},
    {"segments", &csm_segments_shape, 0, "Named filters"},
    {"metrics", &csm_metrics_shape, 0, "Calculated metrics"},
    {"health", &csm_health_shape, 0,
	"Health profiles; the first that fits scores a company"},
    {"units", &csm_units_shape, 0, "Success units"},
    {"milestones", &csm_milestones_shape, 0, "Conditions that, once met, stay met"},
    {"alerts", &csm_alerts_shape, 0, "Conditions that are told when they become true"},
    {"pages", &csm_pages_shape, 0, "Dashboards"}, END};

const struct csm_config_shape csm_sections = {
    .types = CSM_CONFIG_OBJECT, .keys = sections};
