/*
 * Calculated metrics as the configuration defines them.
 *
 * Ownership: metrics live in the arena they were read into; texts are borrowed from the
 * configuration, which must outlive them.
 */
#ifndef CSM_METRIC_METRIC_H
#define CSM_METRIC_METRIC_H

#include "config/shape.h"
#include "formula/formula.h"
#include "config/config.h"

struct csm_metric {
	const char *id;          /* its points are calculated.<id> */
	const char *name;        /* NULL: the id */
	const char *description; /* NULL: none */
	const char *unit;        /* "%", NULL: none */
	enum csm_model model;
	struct csm_formula *formula;
	struct csm_formula *where; /* NULL: every entity */
	int nulls;                 /* 1: a missing result stays missing; 0: it is 0 */
	int round;                 /* decimal places for display, -1: as they are */
	const struct csm_json *at; /* NULL if not from the configuration */
};

/* Read the section "metrics".  All errors are reported; -1 if there was one. */
int csm_metrics_read(struct csm_arena *arena, const struct csm_config *conf,
    struct csm_metric **metrics, size_t *n, struct csm_diag *diag);
/* The member "model" of an entry, `model` untouched if it has none; -1 after reporting
 * an unknown one with the nearest.  For every section whose entries have a model. */
int csm_metric_model(
    const struct csm_json *entry, enum csm_model *model, struct csm_diag *diag);
/* One metric of companies from text: `-e EXPR`, id "e" (the second "e2", ...). */
struct csm_metric *csm_metric_from_text(struct csm_arena *arena, const char *id,
    const char *text, const struct csm_pos *at, struct csm_diag *diag);

/* The section "metrics" of a configuration. */
extern const struct csm_config_shape csm_metrics_shape;

#endif
