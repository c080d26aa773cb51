/* What a name of the data is called as a metric, found once a distinct name. */
#include "ingest/ingest_state.h"

#include "base/xalloc.h"
#include "point/family.h"

#include <string.h>

static struct csm_text
ingest_name_of_module(struct csm_ingest *in, struct csm_text module)
{
	struct csm_buf name = {0};
	uint32_t i;

	csm_buf_puts(&name, CSM_INGEST_MODULES);
	csm_buf_put(&name, module.s, module.len);
	i = csm_intern_put(&in->modules, name.data, name.len);
	csm_buf_fini(&name);
	return (struct csm_text){in->modules.text[i].s, in->modules.text[i].len};
}

struct csm_text
csm_ingest_module(struct csm_ingest *in, const struct csm_row *row,
    const struct csm_ingest_metric *metric)
{
	struct csm_text module = row->role[CSM_ROLE_MODULE];

	return module.len == 0 ? metric->module : ingest_name_of_module(in, module);
}

static void
ingest_name_put_prefix(
    const struct csm_ingest *in, const char *name, size_t len, struct csm_buf *out)
{
	const char *prefix = in->mapping->prefix;

	if (prefix != NULL)
		csm_buf_printf(out, "%s%s", prefix, *prefix == '\0' ? "" : ".");
	/* revenue.invoices.open would be another metric than the invoices.open that
	 * formulas know. */
	else if (!in->kind->states || csm_family_state(name, len) == CSM_FAMILY_NONE)
		csm_buf_puts(out, in->kind->prefix);
}

/* prefix + new name; 0 counts unless a rule for either name drops it */
static void
ingest_name_make(struct csm_ingest *in, struct csm_ingest_metric *metric,
    const char *name, size_t len)
{
	const struct csm_rule *rename = csm_rule_find(in->mapping->rename, name, len);
	struct csm_text module;
	struct csm_buf text = {0};

	ingest_name_put_prefix(in, name, len, &text);
	metric->keep_zero = csm_mapping_keeps_zero(in->mapping, name, len);
	/* All names under one are no renaming: `*` is for choices. */
	if (rename != NULL && strcmp(rename->name, "*") != 0) {
		name = rename->to;
		len = strlen(name);
	}
	csm_buf_put(&text, name, len);
	metric->name.s = csm_arena_text(&in->arena, text.data, text.len);
	metric->name.len = text.len;
	/* By the new name, which is what who writes a rule for points has before him. */
	metric->by_time = csm_rule_agg(in->mapping->agg, metric->name) == CSM_AGG_LAST;
	csm_features_find(in->options.features, name, len, &module);
	metric->module = module.len == 0 ? module : ingest_name_of_module(in, module);
	csm_buf_fini(&text);
}

const struct csm_ingest_metric *
csm_ingest_metric(struct csm_ingest *in, const char *name, size_t len)
{
	size_t known = in->names.n;
	uint32_t id;

	/* Rows of one name often follow one another, and a comparison costs less than a
	 * hash. */
	if (in->last_name.s != NULL && in->last_name.len == len &&
	    memcmp(in->last_name.s, name, len) == 0)
		return &in->metric[in->last_metric];
	id = csm_intern_put(&in->names, name, len);
	if (id == known) {
		CSM_GROW(in->metric, id, &in->metrics_cap);
		ingest_name_make(in, &in->metric[id], name, len);
	}
	/* The text that is kept: the row's is gone with it. */
	in->last_name = (struct csm_text){in->names.text[id].s, in->names.text[id].len};
	in->last_metric = id;
	return &in->metric[id];
}
