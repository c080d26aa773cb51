/*
 * Trace: what uses what.  The things are calculated metrics, metrics of the data and
 * fields, and the parts of the configuration that look at them: success units, factors,
 * segments, milestones, alerts, pages.  Nothing is evaluated, and a circle is no error.
 *
 * Ownership: a trace owns its names and edges and borrows nothing once it is made.
 */
#ifndef CSM_AUDIT_TRACE_H
#define CSM_AUDIT_TRACE_H

#include "base/buf.h"
#include "config/config.h"
#include "metric/metric.h"

struct csm_trace;

#define CSM_TRACE_NONE SIZE_MAX

/* From metrics and all other formulas of `conf`; those that cannot be read are left
 * out, since the programs that need them say so. */
struct csm_trace *csm_trace_new(
    const struct csm_config *conf, const struct csm_metric *const *metric, size_t n);
void csm_trace_free(struct csm_trace *trace);

/* The thing of that name: the id of a metric, or a name as formulas have it, such as
 * activities.login or company.seats.  CSM_TRACE_NONE with a "; did you mean" (or
 * nothing) in `hint`. */
size_t csm_trace_find(
    const struct csm_trace *trace, const char *name, struct csm_buf *hint);
/* Two trees, what it uses and what uses it, each thing spread out where it comes first.
 */
void csm_trace_print(const struct csm_trace *trace, size_t thing, struct csm_buf *out);
/* All of it for graphviz, arrows from what is used to what uses it; of `thing` only
 * what it uses and what uses it, unless it is CSM_TRACE_NONE. */
void csm_trace_dot(const struct csm_trace *trace, size_t thing, struct csm_buf *out);

#endif
