/*
 * Template: a message with values to fill in, as alerts have it:
 *
 *     {company.name}: {sum(activities.*, 14) as events} events, {calculated.trend:0}
 *
 * Between braces stands company.id, company.name (what reports call the company), a
 * metric's bare name (its value as in a column of the list, figure/column.h) or a
 * formula; perhaps " as NAME", and perhaps ":N" for N decimal places or ":+N" for a
 * sign as well.  Two braces stand for one.
 *
 * Ownership: a template lives in the context's arena.
 */
#ifndef CSM_FIGURE_TEMPLATE_H
#define CSM_FIGURE_TEMPLATE_H

#include "figure/context.h"

struct csm_template;

/* From a text of the configuration, asking the engine for what it needs; NULL after
 * reporting E_CONFIG or E_FORMULA at the place: a brace without its other, a formula
 * that is none, a field that the fields of companies do not have. */
struct csm_template *csm_template_read(struct csm_context *context,
    struct csm_engine *engine, const struct csm_json *text);
/* Append the text, its values those of the engine's `day`-th day of the company
 * evaluated last; "no data" for one that is missing. */
void csm_template_fill(struct csm_context *context, const struct csm_template *template,
    const char *company, size_t day, struct csm_buf *out);
/* The values of the same as a JSON object. */
void csm_template_values(struct csm_context *context,
    const struct csm_template *template, const char *company, size_t day,
    struct csm_buf *out);

#endif
