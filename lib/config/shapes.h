/*
 * Shapes that several sections of the configuration use.  For the files that hold a
 * section's shape, and for no one else.
 *
 * Ownership: all of it is constant.
 */
#ifndef CSM_CONFIG_SHAPES_H
#define CSM_CONFIG_SHAPES_H

#include "config/shape.h"

#include <math.h>

/* A vocabulary no one but the configuration has; others stand in a table of their own. */
#define WORDS(...)                                                                     \
	(&(const struct csm_words){                                                    \
	    (const char *const[]){__VA_ARGS__, NULL}, sizeof(const char *)})
#define END                                                                            \
	{                                                                              \
		NULL, NULL, 0, NULL                                                    \
	}

extern const struct csm_config_shape csm_config_text;
extern const struct csm_config_shape csm_config_file; /* name of one */
extern const struct csm_config_shape csm_config_number;
extern const struct csm_config_shape csm_config_bool;
extern const struct csm_config_shape csm_config_id;
extern const struct csm_config_shape csm_config_model;
extern const struct csm_config_shape csm_config_days;   /* 0 to 36500 */
extern const struct csm_config_shape csm_config_weight; /* at least 0 */
extern const struct csm_config_shape csm_config_formula;

#endif
