#include "config/shapes.h"
#include "page/element.h"
#include "page/page.h"
#include "page/reports.h"

/* pages: dashboards, a grid of elements.  Which keys go with which type of element is
 * element.c's to check: the table allows those of all. */

static const struct csm_config_shape element_type = {
    .types = CSM_CONFIG_TEXT, .words = &csm_element_words};
static const struct csm_config_shape report = {
    .types = CSM_CONFIG_TEXT, .words = &csm_element_report_words};
static const struct csm_config_shape chart = {
    .types = CSM_CONFIG_TEXT, .words = &csm_element_chart_words};
/* 1000 rows: a limit of sense, far above any page */
static const struct csm_config_shape place = {
    .types = CSM_CONFIG_NUMBER, .lo = 1, .hi = 1000, .whole = 1};
static const struct csm_config_shape count = {
    .types = CSM_CONFIG_NUMBER, .lo = 0, .hi = 1000000, .whole = 1};
static const struct csm_config_shape amount = {
    .types = CSM_CONFIG_NUMBER | CSM_CONFIG_TEXT, .lo = 1, .hi = INFINITY, .whole = 1};
static const struct csm_config_shape limit = {
    .types = CSM_CONFIG_NUMBER, .lo = 1, .hi = INFINITY, .whole = 1};
static const struct csm_config_shape bucket = {
    .types = CSM_CONFIG_TEXT, .words = &csm_range_words};
static const struct csm_config_shape agg = {
    .types = CSM_CONFIG_TEXT, .words = &csm_time_agg_words};
static const struct csm_config_shape over = {
    .types = CSM_CONFIG_TEXT, .words = &csm_over_words};
static const struct csm_config_shape compare = {
    .types = CSM_CONFIG_TEXT, .words = &csm_compare_words};
static const struct csm_config_shape outliers = {
    .types = CSM_CONFIG_TEXT, .words = &csm_outliers_words};

static const struct csm_config_key column_keys[] = {
    {"title", &csm_config_text, 0, "Heading"},
    {"value", &csm_config_formula, 1, "A field, metric or formula"},
    {"unit", &csm_config_text, 0,
	"Unit for people, such as %; currency: the currency of the settings"},
    END};
static const struct csm_config_shape column = {
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_OBJECT, .keys = column_keys};
static const struct csm_config_shape columns = {
    .types = CSM_CONFIG_ARRAY, .each = &column};

static const struct csm_config_shape parts = {
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_ARRAY, .each = &csm_config_text};
static const struct csm_config_shape metrics = {
    .types = CSM_CONFIG_ARRAY, .each = &csm_config_formula};
static const struct csm_config_shape titles = {
    .types = CSM_CONFIG_ARRAY, .each = &csm_config_text};
static const struct csm_config_shape cell = {
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_NUMBER | CSM_CONFIG_BOOL | CSM_CONFIG_NULL};
static const struct csm_config_shape row = {.types = CSM_CONFIG_ARRAY, .each = &cell};
static const struct csm_config_shape rows = {.types = CSM_CONFIG_ARRAY, .each = &row};

/* In the order the manual tells them: what every element has, then what kinds want. */
static const struct csm_config_key element_keys[] = {
    {"id", &csm_config_id, 0, "Name for links and messages"},
    {"type", &element_type, 1, "What it is"}, {"title", &csm_config_text, 0, "Heading"},
    {"description", &csm_config_text, 0, "Text below the heading"},
    {"column", &place, 0, "Place in the grid, from 1; default: the next free one"},
    {"row", &place, 0, "Place in the grid, from 1"},
    {"width", &place, 0, "Columns it covers; default: all"},
    {"height", &place, 0, "Rows it covers; default 1"},
    {"report", &report, 0, "report: which one"},
    {"part", &parts, 0, "report: only this part of it, or these"},
    {"company", &csm_config_text, 0, "report account: id or name of the company"},
    {"chart", &chart, 0, "chart: how it is drawn; default line"},
    {"metric", &csm_config_formula, 0, "chart, number, trend: what is shown"},
    {"metrics", &metrics, 0, "chart, trend: several of them"},
    {"titles", &titles, 0, "What these are called, in their order"},
    {"bands", &csm_config_bool, 0,
	"trend: companies by health band, or by the states of \"metric\""},
    {"x", &csm_config_formula, 0, "scatter, bubble: metric or field, across"},
    {"y", &csm_config_formula, 0, "scatter, bubble: metric or field, up"},
    {"size", &csm_config_formula, 0, "scatter, bubble: metric or field"},
    {"color", &csm_config_formula, 0, "bubble: metric or field"},
    {"outliers", &outliers, 0, "bubble: which companies are named"},
    {"by", &csm_config_text, 0, "Field that divides into groups, lines or cohorts"},
    {"bucket", &bucket, 0,
	"Length of time a value stands for; default: by the days shown"},
    {"agg", &agg, 0, "How days become one value of a bucket"},
    {"over", &over, 0, "How companies become one value"},
    {"compare", &compare, 0, "Also the time before"},
    {"days", &csm_config_days, 0,
	"Days shown, up to the as-of day; default 90, of bars, slices and numbers 30"},
    {"open", &csm_config_bool, 0,
	"alerts: all that are open, whether they fire or not"},
    {"new", &csm_config_bool, 0,
	"alerts: not those of the day before; risks: only with a reason that is new"},
    {"replay", &csm_config_bool, 0, "alerts: how often each fired in the days"},
    {"left", &csm_config_bool, 0, "accounts: also companies that left"},
    {"model", &csm_config_model, 0, "Model of the rows; default company"},
    {"segment", &csm_config_text, 0, "Only these: a segment's id"},
    {"where", &csm_config_formula, 0, "Only these: a condition"},
    {"owner", &csm_config_text, 0, "Only the accounts of this manager"},
    {"unassigned", &csm_config_bool, 0,
	"report: only accounts without a manager; with \"owner\" these as well"},
    {"columns", &columns, 0, "list, table: what is shown of each row"},
    {"sort", &csm_config_text, 0, "Column or metric to sort by; a - first: descending"},
    {"top", &amount, 0, "Only the first N, or \"N%\""},
    {"bottom", &amount, 0, "Only the last N, or \"N%\""},
    {"limit", &limit, 0, "Rows at most"},
    {"header", &row, 0, "table: headings of a table written here"},
    {"rows", &rows, 0, "table: rows of a table written here"},
    {"text", &csm_config_text, 0, "text: Markdown"},
    {"file", &csm_config_file, 0,
	"image, video: file, put into the page; beside this one unless it begins "
	"with /"},
    {"alt", &csm_config_text, 0,
	"image, video: what it shows, for those who cannot see it"},
    END};
static const struct csm_config_shape element = {
    .types = CSM_CONFIG_OBJECT, .keys = element_keys};
static const struct csm_config_shape elements = {
    .types = CSM_CONFIG_ARRAY, .each = &element, .unique = "id"};

static const struct csm_config_key page_keys[] = {
    {"id", &csm_config_id, 1, "Name on the command line"},
    {"title", &csm_config_text, 0, "Heading"},
    {"description", &csm_config_text, 0, "Text below the heading"},
    {"grid", &place, 0, "Columns of the grid; default 12"},
    {"accounts", &count, 0,
	"Accounts with a section of their own, least healthy first, if any element "
	"names "
	"companies; default 250"},
    {"elements", &elements, 1, "What is on it, in reading order"}, END};

static const struct csm_config_shape page = {
    .types = CSM_CONFIG_OBJECT, .keys = page_keys};
const struct csm_config_shape csm_pages_shape = {
    .types = CSM_CONFIG_ARRAY, .each = &page, .unique = "id"};
