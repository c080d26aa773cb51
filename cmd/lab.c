#include "lab.h"

#include "document.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "document/writer.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
	csm_doc_fini(&lab->doc);
	csm_scorer_free(lab->other.scorer);
	csm_engine_free(lab->other.engine);
	csm_config_free(lab->other.conf);
	csm_compare_fini(&lab->compare);
	csm_backtest_fini(&lab->backtest);
	csm_ledger_fini(&lab->churns);
	for (size_t i = 0; i < lab->n_trials; i++)
		csm_trials_fini(&lab->trials[i]);
	free(lab->trials);
	free(lab);
}

/* The other's metrics are known before the run's own: of two with one id its own
 * counts, and those it does not define are shared. */
int
csm_lab_other_read(struct csm_health *h)
{
	struct csm_lab_other *o = &h->lab->other;
	struct csm_run *run = h->run;
	struct csm_engine_options options = {.since = run->since, .until = run->until};
	int failed;

	o->conf = csm_config_new();
	if (csm_config_load(o->conf, h->options->compare, &run->diag) != 0)
		return -1;
	failed =
	    csm_metrics_read(&run->arena, o->conf, &o->metric, &o->metrics, &run->diag);
	failed |= csm_profiles_read(
	    &run->arena, o->conf, &o->profile, &o->profiles, &run->diag);
	if (failed)
		return -1;
	if (o->profiles == 0)
		return csm_error(&run->diag, CSM_E_USAGE, NULL,
		    "--compare: %s has no section \"health\"", h->options->compare);
	memcpy(options.fields, run->fields, sizeof options.fields);
	o->engine = csm_engine_new(&options);
	for (size_t i = 0; i < o->metrics; i++)
		csm_engine_metric(o->engine, &o->metric[i]);
	for (size_t i = 0; i < h->ev.metrics; i++)
		csm_engine_metric(o->engine, &h->ev.metric[i]);
	o->scorer = csm_scorer_new(o->profile, o->profiles, o->engine);
	return csm_engine_prepare(o->engine, &run->diag);
}

void
csm_lab_other_company(struct csm_health *h, const struct csm_set *set)
{
	csm_engine_company(h->lab->other.engine, set);
}

int
csm_lab_is_text(const struct csm_run *run, int usually)
{
	if (run->common->to != CSM_TO_DEFAULT)
		return run->common->to == CSM_TO_TEXT;
	return usually || (run->common->output == NULL && isatty(STDOUT_FILENO));
}

/* The tables there will be, with the option they come with. */
static const struct {
	const char *name;
	enum { COMPARE, BACKTEST, SENSITIVITY } of;
} parts[] = {{"distribution", COMPARE}, {"matrix", COMPARE}, {"value", COMPARE},
    {"changes", COMPARE}, {"movers", COMPARE}, {"auc", BACKTEST}, {"bands", BACKTEST},
    {"factors", BACKTEST}, {"months", BACKTEST}, {"sensitivity", SENSITIVITY}};

static int
find_part(struct csm_health *h, const char *name)
{
	const struct csm_health_options *o = h->options;
	const int asked[] = {[COMPARE] = o->compare != NULL,
	    [BACKTEST] = o->backtest != NULL,
	    [SENSITIVITY] = o->sensitivity};
	struct csm_nearest near;
	struct csm_buf hint = {0};

	csm_nearest_init(&near, name);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		if (!asked[parts[i].of])
			continue;
		if (strcmp(parts[i].name, name) == 0)
			return 0;
		csm_nearest_offer(&near, parts[i].name);
	}
	csm_error(&h->run->diag, CSM_E_USAGE, NULL,
	    "--part: there is no table \"%s\"%s", name, csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
	return -1;
}

int
csm_lab_parts(struct csm_health *h)
{
	for (size_t i = 0; i < h->options->part.n; i++)
		if (find_part(h, h->options->part.item[i]) != 0)
			return -1;
	return 0;
}

void
csm_lab_write(struct csm_health *h)
{
	struct csm_run *run = h->run;
	int text = csm_lab_is_text(run, h->options->explain != NULL);
	const char *bad;

	csm_doc_select(&h->lab->doc, h->options->part.item, h->options->part.n, &bad);
	csm_document_write(run, &h->lab->doc, csm_document_writer(run, text), NULL);
}

struct csm_heading *
csm_lab_column(struct csm_lab *lab, struct csm_table *t, const char *name,
    const char *title, enum csm_cell_kind kind, int places)
{
	struct csm_heading *c = csm_table_column(&lab->doc, t, name, title, kind);

	c->look.places = places;
	return c;
}

struct csm_cell
csm_lab_ratio(double x)
{
	return csm_cell_number(x < 0 ? CSM_MISSING : csm_num_from_double(x));
}

struct csm_cell
csm_lab_state(struct csm_lab *lab, enum csm_pillar_state state)
{
	const char *name =
	    state == CSM_PILLAR_UNKNOWN ? "no score" : csm_pillar_state_name(state);
	struct csm_cell cell = csm_cell_text(name);
	static const struct csm_look painted = {.show = CSM_SHOW_PAINTED};

	if (state != CSM_PILLAR_UNKNOWN) {
		cell.state = csm_state_find(
		    &lab->doc.arena, (struct csm_text){name, strlen(name)});
		cell.look = &painted;
	}
	return cell;
}
