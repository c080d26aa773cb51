/*
 * The shape of a source in the configuration: a column (or a dotted path into NDJSON), a
 * constant, found in another file by a source, or the first of several that is there.
 */
#include "config/shapes.h"
#include "ingest/source/source.h"

static const struct csm_config_shape constant = {
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_NUMBER};

static const struct csm_config_shape formula = {
    .noun = "an expression (a text, an array or an object)",
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_ARRAY | CSM_CONFIG_OBJECT};

static const struct csm_config_shape several = {
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_OBJECT | CSM_CONFIG_ARRAY,
    .noun = "a source or a list of these",
    .each = &csm_source_shape};
static const struct csm_config_shape one_case = {
    .types = CSM_CONFIG_TEXT, .words = WORDS("lower")};

/* What a source of a role may say, and that of an end. */
#define SOURCE_KEYS(from_help)                                                         \
	{"const", &constant, 0, "The same for every row"},                             \
	    {"formula", &formula, 0, "Expression over the columns"},                   \
	    {"lookup", &csm_config_file, 0, "File to look up in"},                     \
	    {"from", &csm_source_shape, 0, from_help},                                 \
	    {"key", &csm_config_text, 0,                                               \
		"Column of the file that holds it; default: as from; of same: those "  \
		"any "                                                                 \
		"is called, and alias"},                                               \
	    {"take", &csm_config_text, 0,                                              \
		"Column of the file that is the result; of same and of: id, else the " \
		"first"},                                                              \
	    {"any", &several, 0,                                                       \
		"Several sources, of which the first that `same` knows counts, else "  \
		"the "                                                                 \
		"first there is"},                                                     \
	    {"same", &csm_config_file, 0,                                              \
		"File of aliases, or of the entities, that says who is the same"},     \
	    {"case", &one_case, 0, "lower: in small letters, so that Ann is ann"},     \
	    {"domain", &csm_source_shape, 0,                                           \
		"An address, of which the domain is taken"},                           \
	    {"of", &csm_config_file, 0,                                                \
		"File of the companies that have the domains"},                        \
	{                                                                              \
		"column", &csm_config_text, 0,                                         \
		    "Column of it with domains or web addresses; default: domains"     \
	}

static const struct csm_config_key source_keys[] = {
    SOURCE_KEYS("Value to look for: a column, or again a lookup"), END};
static const struct csm_config_shape choice = {
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_OBJECT,
    .noun = "a column, a constant, a lookup or an expression",
    .keys = source_keys};
const struct csm_config_shape csm_source_shape = {.def = "column",
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_OBJECT | CSM_CONFIG_ARRAY | CSM_CONFIG_NULL,
    .noun = "a column, a constant, a lookup, an expression or a list of these",
    .keys = source_keys,
    .each = &choice};

/* The source of a period's end, which may be its last day. */
static const struct csm_config_key end_keys[] = {
    SOURCE_KEYS("Value to look for, or the end that is inclusive"),
    {"inclusive", &csm_config_bool, 0, "The end is the last day of the period"}, END};
const struct csm_config_shape csm_source_end_shape = {
    .types = CSM_CONFIG_TEXT | CSM_CONFIG_OBJECT | CSM_CONFIG_ARRAY | CSM_CONFIG_NULL,
    .noun = "a column, a constant, a lookup, an expression or a list of these",
    .keys = end_keys,
    .each = &choice};
