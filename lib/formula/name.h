/*
 * Name: what a dotted name in a formula stands for, a metric's series or a field.
 *
 *     name   := [model "."] metric | model "." ["custom."] field
 *     metric := prefix "." anything      prefix: activities, metrics, system, ...
 *
 * After a model, "custom." begins a field; without one it is the alias of "metrics.".
 *
 * Ownership: texts of a csm_name live in the arena it was resolved with.
 */
#ifndef CSM_FORMULA_NAME_H
#define CSM_FORMULA_NAME_H

#include "base/arena.h"
#include "base/buf.h"
#include "point/point.h"

struct csm_name {
	int has_model, custom, pattern;
	enum csm_model model;
	const char *metric; /* canonical; NULL for a field */
	const char *field;  /* NULL for a metric */
};

/* 0, or -1 with what is wrong with it in `why` ("unknown name ...; did you mean ...").
 */
int csm_name_resolve(struct csm_arena *arena, const char *text, struct csm_name *name,
    struct csm_buf *why);
/* 1 if the text names a metric. */
int csm_name_is_metric(const char *text);
/* 1 if the text, "enduser.email_events.sent", names a metric of end users where a metric
 * is wanted: one without a prefix that is known.  Elsewhere it is a field. */
int csm_name_may_be_metric(const char *text);
/* Make that metric of a name resolved as the field. */
void csm_name_as_metric(struct csm_arena *arena, struct csm_name *name);
/* As a formula's text has it: parts that need quotes get them. */
void csm_name_put(const struct csm_name *name, struct csm_buf *out);
/* As a JSON part has it: without quotes. */
void csm_name_put_bare(const struct csm_name *name, struct csm_buf *out);

#endif
