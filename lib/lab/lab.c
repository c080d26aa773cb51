#include "lab/lab.h"

#include "base/text.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

struct csm_lab *
csm_lab_new(void)
{
	return csm_xcalloc(1, sizeof(struct csm_lab));
}

void
csm_lab_free(struct csm_lab *lab)
{
	if (lab == NULL)
		return;
	csm_lab_children_free(lab->children);
	csm_lab_children_free(lab->then.children);
	csm_doc_fini(&lab->doc);
	/* Scorers before the engines they ask; metrics and profiles live in the run's
	 * arena. */
	for (size_t i = 0; i < lab->others; i++) {
		csm_scorer_free(lab->other[i].scorer);
		csm_engine_free(lab->other[i].engine);
		csm_config_free(lab->other[i].conf);
	}
	free(lab->other);
	csm_compare_fini(&lab->compare);
	csm_backtest_fini(&lab->backtest);
	csm_ledger_fini(&lab->churns);
	for (size_t i = 0; i < lab->n_trials; i++) {
		csm_trials_fini(&lab->trials[i]);
		if (lab->hindsight != NULL)
			csm_trials_fini(&lab->hindsight[i]);
	}
	free(lab->trials);
	free(lab->hindsight);
	csm_scorer_free(lab->then.scorer);
	csm_engine_free(lab->then.engine);
	for (int m = 0; m < CSM_MODELS; m++)
		csm_fields_then_free(lab->then.fields[m]);
	csm_buf_fini(&lab->then.undated);
	free(lab);
}

/* The other's metrics are known before the run's own: of two with one id its own
 * counts, and those it does not define are shared. */
int
csm_lab_other_read(struct csm_lab *lab, const struct csm_config_shape *shape,
    const char *path, const struct csm_engine_options *options,
    const struct csm_metric *own, size_t owns)
{
	struct csm_lab_other *o;
	int failed;

	for (size_t k = 0; k < lab->others; k++)
		if (strcmp(lab->other[k].path, path) == 0)
			return csm_error(lab->diag, CSM_E_USAGE, NULL,
			    "--compare: %s is given twice", path);
	lab->other = csm_xreallocarray(lab->other, lab->others + 1, sizeof *lab->other);
	o = &lab->other[lab->others++];
	*o = (struct csm_lab_other){0};
	o->path = path;
	o->conf = csm_config_new(shape);
	if (csm_config_load(o->conf, path, lab->diag) != 0)
		return -1;
	failed =
	    csm_metrics_read(lab->arena, o->conf, &o->metric, &o->metrics, lab->diag);
	failed |= csm_profiles_read(
	    lab->arena, o->conf, &o->profile, &o->profiles, lab->diag);
	/* Metrics and profiles were both read, so that all errors of the other file are
	 * told. */
	if (failed)
		return -1;
	if (o->profiles == 0)
		return csm_error(lab->diag, CSM_E_USAGE, NULL,
		    "--compare: %s has no section \"health\"", path);
	/* An engine of its own over the same points: formulas of both may be called
	 * alike and differ. */
	o->engine = csm_engine_new(options);
	for (size_t i = 0; i < o->metrics; i++)
		csm_engine_metric(o->engine, &o->metric[i]);
	for (size_t i = 0; i < owns; i++)
		csm_engine_metric(o->engine, &own[i]);
	o->scorer = csm_scorer_new(o->profile, o->profiles, o->engine);
	return csm_engine_prepare(o->engine, lab->diag);
}

void
csm_lab_other_range(struct csm_lab *lab)
{
	for (size_t i = 0; i < lab->others; i++)
		csm_engine_range(lab->other[i].engine, lab->since, lab->until);
}

/* The tables there will be, with the option they come with. */
static const struct {
	const char *name;
	unsigned of; /* CSM_LAB_... */
} parts[] = {{"distribution", CSM_LAB_COMPARE | CSM_LAB_SIDES},
    {"matrix", CSM_LAB_COMPARE}, {"value", CSM_LAB_COMPARE | CSM_LAB_SIDES},
    {"changes", CSM_LAB_COMPARE}, {"movers", CSM_LAB_COMPARE | CSM_LAB_SIDES},
    {"states", CSM_LAB_SIDES}, {"auc", CSM_LAB_BACKTEST}, {"bands", CSM_LAB_BACKTEST},
    {"factors", CSM_LAB_BACKTEST}, {"months", CSM_LAB_BACKTEST},
    {"sensitivity", CSM_LAB_SENSITIVITY}};

int
csm_lab_check_part(const char *name, unsigned asked, struct csm_diag *diag)
{
	struct csm_nearest near;
	struct csm_buf hint = {0};

	csm_nearest_init(&near, name);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		/* A table of an option that was not given would never come: its name is
		 * no help. */
		if (!(asked & parts[i].of))
			continue;
		if (strcmp(parts[i].name, name) == 0)
			return 0;
		csm_nearest_offer(&near, parts[i].name);
	}
	csm_error(diag, CSM_E_USAGE, NULL, "--part: there is no table \"%s\"%s", name,
	    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
	return -1;
}

struct csm_cell
csm_lab_ratio(double x)
{
	/* -1 says that nobody can tell; areas and shares are 0 at least. */
	return csm_cell_number(x < 0 ? CSM_MISSING : csm_num_from_double(x));
}

struct csm_cell
csm_lab_state(struct csm_lab *lab, enum csm_pillar_state state)
{
	const char *name =
	    state == CSM_PILLAR_UNKNOWN ? "no score" : csm_pillar_state_name(state);
	struct csm_cell cell = csm_cell_text(name);
	static const struct csm_look painted = {.show = CSM_SHOW_PAINTED};

	/* "unknown" has a colour of units, which here would be taken for a band. */
	if (state != CSM_PILLAR_UNKNOWN) {
		cell.state = csm_state_find(
		    &lab->doc.arena, (struct csm_text){name, strlen(name)});
		cell.look = &painted;
	}
	return cell;
}
