#include "config/shape.h"

#include "config/shapes.h"

/* settings */

static const struct csm_config_shape week_start = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("monday", "sunday")};
static const struct csm_config_shape memory = {
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_NUMBER, .lo = 1, .hi = INFINITY, .whole = 1};
static const struct csm_config_shape threads = {
    .types = CSM_CONFIG_NUMBER, .lo = 1, .hi = 1024, .whole = 1};
static const struct csm_config_shape column_type = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("number", "text", "date", "boolean")};
static const struct csm_config_shape column_types = {
    .types = CSM_CONFIG_OBJECT, .each = &column_type};

static const struct csm_config_key fields_file_keys[] = {
    {"file", &csm_config_text, 1, "CSV or NDJSON file, one row an entity"},
    {"id", &csm_config_text, 0, "Column of the id; default \"id\", else the first"},
    {"types", &column_types, 0, "Column to type, where the inferred one is wrong"},
    END};
static const struct csm_config_shape fields_file = {.def = "fields_file",
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_OBJECT,
    .keys = fields_file_keys};

static const struct csm_config_key fields_keys[] = {
    {"company", &fields_file, 0, "Fields of companies"},
    {"enduser", &fields_file, 0, "Fields of end users"},
    {"asset", &fields_file, 0, "Fields of assets"},
    {"project", &fields_file, 0, "Fields of projects"}, END};
static const struct csm_config_shape fields = {
    .types = CSM_CONFIG_OBJECT, .keys = fields_keys};

static const struct csm_config_key settings_keys[] = {
    {"tz", &csm_config_text, 0, "Time zone of days, an IANA name; default UTC"},
    {"week_start", &week_start, 0, "First day of the week; default monday (ISO 8601)"},
    {"memory", &memory, 0, "Memory to use: bytes, or a text such as \"2G\""},
    {"threads", &threads, 0, "Threads to use; default: as many as cores"},
    {"fields", &fields, 0, "Files with the entities' fields, by model"},
    {"parent", &csm_config_text, 0,
	"Company field that names the parent of a group; default \"parent\""},
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
static const struct csm_config_shape catalog = {
    .types = CSM_CONFIG_ARRAY, .each = &feature, .unique = "feature"};

/* segments */

static const struct csm_config_key segment_keys[] = {
    {"id", &csm_config_id, 1, "Name in -s and in other sections"},
    {"name", &csm_config_text, 0, "Name for people"},
    {"description", &csm_config_text, 0, "What it is for"},
    {"model", &csm_config_model, 0, "Model of its members; default company"},
    {"where", &csm_config_formula, 1, "Condition that holds for its members"}, END};
static const struct csm_config_shape segment = {
    .types = CSM_CONFIG_OBJECT, .keys = segment_keys};
static const struct csm_config_shape segments = {
    .types = CSM_CONFIG_ARRAY, .each = &segment, .unique = "id"};

/* metrics */

static const struct csm_config_shape places = {
    .types = CSM_CONFIG_NUMBER, .hi = 6, .whole = 1};

static const struct csm_config_key metric_keys[] = {
    {"id", &csm_config_id, 1, "The result is calculated.<id>"},
    {"name", &csm_config_text, 0, "Name for people"},
    {"description", &csm_config_text, 0, "What it says"},
    {"model", &csm_config_model, 0, "Model it is evaluated for; default company"},
    {"formula", &csm_config_formula, 1, "Formula, as text or in Planhat's form"},
    {"nulls", &csm_config_bool, 0,
	"Whether a missing result stays missing (default) or becomes 0"},
    {"where", &csm_config_formula, 0, "Entities it is evaluated for; default all"},
    {"round", &places, 0, "Decimal places of the result; default 6"},
    {"unit", &csm_config_text, 0, "Unit for people, such as %"}, END};
static const struct csm_config_shape metric = {
    .types = CSM_CONFIG_OBJECT, .keys = metric_keys};
static const struct csm_config_shape metrics = {
    .types = CSM_CONFIG_ARRAY, .each = &metric, .unique = "id"};

/* units */

static const struct csm_config_shape unit_default = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("na", "on", "off", "unknown")};
static const struct csm_config_shape rating = {
    .types = CSM_CONFIG_NUMBER, .lo = 1, .hi = 5, .whole = 1};

static const struct csm_config_key rating_keys[] = {
    {"amber", &rating, 0, "Lowest rating that is amber; default 3"},
    {"green", &rating, 0, "Lowest rating that is green; default 4"}, END};
static const struct csm_config_shape ratings = {
    .types = CSM_CONFIG_OBJECT, .keys = rating_keys};

static const struct csm_config_key unit_keys[] = {
    {"id", &csm_config_id, 1, "The result is units.<id>"},
    {"name", &csm_config_text, 0, "Name for people"},
    {"description", &csm_config_text, 0, "What it says"},
    {"sort", &csm_config_number, 0, "Place among the units, lowest first; default 0"},
    {"metric", &csm_config_formula, 0, "Value of the unit; absent: rated by hand"},
    {"low", &csm_config_number, 0, "Below it is red"},
    {"high", &csm_config_number, 0, "Above it is green"},
    {"lower_is_better", &csm_config_bool, 0, "Red above high, green below low"},
    {"default", &unit_default, 0, "State without a value; default na"},
    {"where", &csm_config_formula, 0, "Companies that have the unit; default all"},
    {"rating", &ratings, 0, "Which of the ratings 1 to 5 are amber and green"}, END};
static const struct csm_config_shape unit = {
    .types = CSM_CONFIG_OBJECT, .keys = unit_keys};
static const struct csm_config_shape units = {
    .types = CSM_CONFIG_ARRAY, .each = &unit, .unique = "id"};

/* milestones */

static const struct csm_config_key milestone_keys[] = {
    {"id", &csm_config_id, 1, "Name in the output"},
    {"name", &csm_config_text, 0, "Name for people"},
    {"description", &csm_config_text, 0, "What it says"},
    {"segment", &csm_config_text, 0,
	"Companies it is for: a segment's id; default all"},
    {"order", &csm_config_number, 0, "Place among the milestones, lowest first"},
    {"when", &csm_config_formula, 1, "Condition; once it held, the milestone is met"},
    {"valuable", &csm_config_bool, 0, "Whether it shows value for the customer"},
    {"reset", &csm_config_text, 0,
	"Day (YYYY-MM-DD) on which it starts again: points before do not count"},
    END};
static const struct csm_config_shape milestone = {
    .types = CSM_CONFIG_OBJECT, .keys = milestone_keys};
static const struct csm_config_shape milestones = {
    .types = CSM_CONFIG_ARRAY, .each = &milestone, .unique = "id"};

/* alerts */

static const struct csm_config_shape alert_type = {.types = CSM_CONFIG_TEXT,
    .words = WORDS("risk", "upsell", "renewal", "onboarding")};
static const struct csm_config_shape alert_on = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("enter", "leave", "while")};

static const struct csm_config_key alert_keys[] = {
    {"id", &csm_config_id, 1, "Name in the output"},
    {"name", &csm_config_text, 0, "Name for people"},
    {"description", &csm_config_text, 0, "What it says"},
    {"type", &alert_type, 0, "What it is about; default risk"},
    {"segment", &csm_config_text, 0,
	"Companies it is for: a segment's id; default all"},
    {"when", &csm_config_formula, 1, "Condition"},
    {"message", &csm_config_text, 0, "Text; {company.name} and the like are filled in"},
    {"on", &alert_on, 0,
	"Fires on the day the condition begins to hold (enter, default), ceases to "
	"(leave), or on each day it holds (while)"},
    {"cooldown", &csm_config_days, 0, "Days after firing on which it keeps quiet"},
    END};
static const struct csm_config_shape alert = {
    .types = CSM_CONFIG_OBJECT, .keys = alert_keys};
static const struct csm_config_shape alerts = {
    .types = CSM_CONFIG_ARRAY, .each = &alert, .unique = "id"};

/* the document */

static const struct csm_config_shape sources = {
    .types = CSM_CONFIG_OBJECT, .identifier = 1, .each = &csm_config_source};
static const struct csm_config_shape health = {
    .types = CSM_CONFIG_ARRAY, .each = &csm_config_profile, .unique = "id"};
static const struct csm_config_shape pages = {
    .types = CSM_CONFIG_ARRAY, .each = &csm_config_page, .unique = "id"};

static const struct csm_config_key sections[] = {
    {"$schema", &csm_config_text, 0, "Schema for editors; not read"},
    {"settings", &settings, 0, "Defaults of options; a later file's value wins"},
    {"sources", &sources, 0, "Mappings of raw exports, by name (csm-ingest -S)"},
    {"catalog", &catalog, 0, "Features with their modules and products"},
    {"segments", &segments, 0, "Named filters"},
    {"metrics", &metrics, 0, "Calculated metrics"},
    {"health", &health, 0, "Health profiles; the first that fits scores a company"},
    {"units", &units, 0, "Success units"},
    {"milestones", &milestones, 0, "Conditions that, once met, stay met"},
    {"alerts", &alerts, 0, "Conditions that are told when they become true"},
    {"pages", &pages, 0, "Dashboards"}, END};

const struct csm_config_shape csm_config_document = {
    .types = CSM_CONFIG_OBJECT, .keys = sections};
