/* The options of csm-calc. */
#include "calc.h"
#include "sql/dialect.h"

#include <stddef.h>

struct csm_calc_options csm_calc_options = {.common = {.expect_rows = CSM_ANY_ROWS}};

#define AT(member) offsetof(struct csm_calc_options, member)

static const struct csm_choice prints[] = {
    {"json", CSM_CALC_PRINT_JSON}, {"text", CSM_CALC_PRINT_TEXT}, {NULL, 0}};
static const struct csm_words print_words = CSM_WORDS(prints);

static const struct csm_option calc_group[] = {
    {'e', "expr", "EXPR", CSM_OPTION_LIST, AT(expr),
	"evaluate this formula instead of the configured metrics; may be repeated",
	NULL},
    {0, "model", "MODEL", CSM_OPTION_TEXT, AT(model),
	"model the formulas of -e are for (default: company)", NULL},
    {0, "only", "ID,...", CSM_OPTION_LIST, AT(only), "evaluate only these metrics",
	NULL},
    {'L', "use", "ID,...", CSM_OPTION_LIST, AT(use),
	"evaluate these metrics of the library", NULL},
    {0, "wide", NULL, CSM_OPTION_FLAG, AT(wide),
	"one row an entity and day, one column a metric", NULL},
    {0, "explain", "WHO", CSM_OPTION_TEXT, AT(explain),
	"show how the values of a company, or of one of its end users, assets or "
	"projects, on the last day came about; by id or name",
	NULL},
    {0, "print", "FORM", CSM_OPTION_CHOICE, AT(print),
	"print the formulas and read no data", &print_words},
    {0, "trace", "ID", CSM_OPTION_TEXT, AT(trace),
	"show what a metric uses and what uses it, and read no data", NULL},
    {0, "dot", NULL, CSM_OPTION_FLAG, AT(dot),
	"print what uses what as a graph for graphviz", NULL},
    {0, "library", NULL, CSM_OPTION_FLAG, AT(library),
	"list the ready metrics of the library", NULL},
    {0, "names", "SECTION", CSM_OPTION_WORD, AT(names),
	"print the names in a section of the configuration, or of the library, a line "
	"each",
	&csm_calc_names_words},
    {0, "lenient", NULL, CSM_OPTION_FLAG, AT(common.lenient),
	"mend brackets at the end of JSON formulas, and skip comment lines", NULL},
    {0, "schema", NULL, CSM_OPTION_FLAG, AT(schema),
	"print the JSON Schema of the configuration", NULL},
    {0, "sql", "DIALECT", CSM_OPTION_WORD, AT(sql),
	"print a statement that computes the same in a database",
	&csm_sql_dialect_words},
    {0, "sql-ddl", "DIALECT", CSM_OPTION_WORD, AT(sql_ddl),
	"print the tables that statements read", &csm_sql_dialect_words},
    {0, "sql-load", "DIALECT", CSM_OPTION_WORD, AT(sql_load),
	"print points and fields as what fills the tables", &csm_sql_dialect_words},
    {0, "cluster", "NAME", CSM_OPTION_TEXT, AT(cluster),
	"--sql: views of it on every node of a cluster, and one over all of them; "
	"--sql-ddl: tables and roles for that; --sql-load: rows go to their nodes",
	NULL},
    {0, "from-sql", NULL, CSM_OPTION_FLAG, AT(from_sql),
	"make points of the result of a statement, in CSV with its header", NULL},
    {0}};

static const struct csm_option *const groups[] = {csm_common_group, csm_to_group,
    csm_fields_group, csm_asof_group, csm_range_group, csm_select_group, csm_pass_group,
    calc_group, NULL};

const struct csm_program csm_calc_program = {.name = "csm-calc",
    .summary = "Evaluate calculated metrics over points.",
    .usage = "[options] [FILE...]",
    .purpose = "For questions that no export answers: shares, trends, days since, "
	       "anything of\n"
	       "csm-formula(5), for every company and day.\n",
    .examples = "  csm-calc -a last -e 'sum(activities.login, 7)' -e "
		"'days_since(activities.*)' points.csv\n"
		"  csm-calc -c conf -F company=accounts.csv --since 2026-10-01 -p "
		"points.csv.zst\n",
    .groups = groups,
    .options = &csm_calc_options};

int
csm_calc_asks_only(void)
{
	const struct csm_calc_options *o = &csm_calc_options;

	return o->print != CSM_CALC_PRINT_NONE || o->schema || o->library ||
	       o->names != NULL || o->dot || o->trace != NULL || o->sql != NULL ||
	       o->sql_ddl != NULL;
}
