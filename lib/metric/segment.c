#include "metric/segment.h"

#include "base/text.h"
#include "metric/metric.h"
#include "metric/operand.h"

#include <string.h>

static int
segment_unknown(const struct csm_json *at, const char *id,
    const struct csm_nearest *near, struct csm_diag *diag)
{
	struct csm_buf quoted = {0}, hint = {0};

	csm_text_quote(&quoted, id, strlen(id));
	csm_json_error(diag, at, CSM_E_CONFIG, "unknown segment %s%s", quoted.data,
	    csm_nearest_hint(near, &hint));
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
	return -1;
}

int
csm_segment_of(struct csm_arena *arena, const struct csm_config *conf,
    const struct csm_json *entry, enum csm_model model, const char *what,
    struct csm_formula **condition, struct csm_diag *diag)
{
	const struct csm_json *at = csm_json_get(entry, "segment"), *segment, *where;
	enum csm_model of = CSM_MODEL_COMPANY;
	struct csm_nearest near;
	const char *id;
	int found = csm_json_text(entry, "segment", &id, diag);

	if (found <= 0)
		return found;
	segment = csm_config_find(conf, "segments", id, &near);
	if (segment == NULL)
		return segment_unknown(at, id, &near, diag);
	if (csm_metric_model(segment, &of, diag) < 0)
		return -1;
	if (of != model)
		return csm_json_error(diag, at, CSM_E_CONFIG,
		    "%s is of %s; the segment is one of %s", what,
		    csm_operand_plural(model), csm_operand_plural(of));
	where = csm_json_get(segment, "where");
	if (where == NULL)
		return csm_json_error(
		    diag, segment, CSM_E_CONFIG, "lacks the key \"where\"");
	*condition = csm_formula_from_json(arena, where, diag);
	if (*condition == NULL)
		return -1;
	if (csm_formula_type(*condition) == CSM_FORMULA_TEXT)
		return csm_json_error(diag, where, CSM_E_FORMULA,
		    "a condition is wanted, this is a text");
	return 1;
}
