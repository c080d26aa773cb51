/*
 * Where the configuration holds formulas, as its table has it: every one of them,
 * whatever the section.
 *
 * Ownership: what is visited is the configuration's.
 */
#ifndef CSM_CONFIG_FORMULAS_H
#define CSM_CONFIG_FORMULAS_H

#include "config/config.h"

/* Call `visit` for each formula, condition and value of every section but `except`
 * (NULL: of all), in the order of the files. */
void csm_config_formulas(const struct csm_config *conf, const char *except,
    void (*visit)(void *ctx, const struct csm_json *formula), void *ctx);
/* The section in which a value of the configuration stands: "units". */
const char *csm_config_section_of(const struct csm_json *value);

#endif
