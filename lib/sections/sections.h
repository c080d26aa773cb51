/*
 * Sections: the configuration as a whole.  Each room hands up the shape of what it
 * reads; here they are the sections of one document, beside the settings, which are of
 * all programs.
 *
 * Ownership: all of it is constant.
 */
#ifndef CSM_SECTIONS_SECTIONS_H
#define CSM_SECTIONS_SECTIONS_H

#include "config/shape.h"

extern const struct csm_config_shape csm_sections;

#endif
