/*
 * Part: the objects of the JSON spelling, { "type": ..., ... }.
 *
 * Ownership: what is read lives in the arena of the build; the document is borrowed for
 * the call alone.  Every function that returns a node returns NULL after a report.
 */
#ifndef CSM_FORMULA_PART_H
#define CSM_FORMULA_PART_H

#include "base/text.h"
#include "formula/build.h"

struct csm_node *csm_part_read(struct csm_build *b, const struct csm_json *part);
/* A number, text or truth that stands for itself. */
struct csm_node *csm_part_literal(struct csm_build *b, const struct csm_json *value);
/* A whole formula; NULL after a report. */
struct csm_formula *csm_part_formula(struct csm_build *b, const struct csm_json *json);
/* The member of a part, a text; NULL after a report. */
const struct csm_json *csm_part_text(
    struct csm_build *b, const struct csm_json *part, const char *key);
/* Reports: unknown WHAT "TEXT"; did you mean "..."?  NULL. */
struct csm_node *csm_part_unknown(struct csm_build *b, const struct csm_json *text,
    const char *what, const struct csm_nearest *s);

#endif
