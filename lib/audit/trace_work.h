/* A trace from inside, for the files that implement it. */
#ifndef CSM_AUDIT_TRACE_WORK_H
#define CSM_AUDIT_TRACE_WORK_H

#include "base/intern.h"
#include "audit/trace.h"

/* In the order in which things are listed. */
enum csm_trace_kind {
	CSM_TRACE_METRIC,
	CSM_TRACE_DATA,
	CSM_TRACE_FIELD,
	CSM_TRACE_USER
};

struct csm_trace_thing {
	enum csm_trace_kind kind;
	const char *bare; /* "calculated.a b" */
	const char *text; /* as a formula has it: calculated."a b" */
};

struct csm_trace_edge {
	size_t from, to; /* from uses to */
};

/* One way through the edges: those of thing i are to[start[i]] .. */
struct csm_trace_way {
	size_t *start, *to;
};

struct csm_trace {
	struct csm_arena arena;
	struct csm_intern names; /* bare; id is the thing, before they are sorted */
	struct csm_trace_thing *thing;
	size_t things, thing_cap;
	struct csm_trace_edge *edge;
	size_t edges, edge_cap;
	struct csm_trace_way uses, used_by;
	size_t user; /* whose formulas are being read */
};

#endif
