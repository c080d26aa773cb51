#include "metric/use.h"

#include "base/buf.h"
#include "formula/caret.h"

#include <stdarg.h>
#include <string.h>

/* Where the node begins in its formula's text. */
static size_t
offset_of(const struct csm_use *use)
{
	const char *source = use->formula->source, *line = source;

	for (uint32_t i = 1; i < use->node->line; i++) {
		const char *end = strchr(line, '\n');
		if (end == NULL)
			break;
		line = end + 1;
	}
	size_t at = (size_t)(line - source) + (use->node->column - 1);
	return at < strlen(source) ? at : strlen(source);
}

static void
use_report(const struct csm_use *use, enum csm_level level, enum csm_code code,
    struct csm_diag *diag, const char *fmt, va_list ap)
{
	const struct csm_formula *f = use->formula;
	struct csm_pos pos = {f->name, use->node->line, use->node->column, NULL};
	struct csm_buf lines = {0}, path = {0};

	/* A text in a document has the place of its value, not lines of its own. */
	if (f->source != NULL && f->line != 0) {
		pos.line = f->line;
		pos.column = f->column;
	}
	if (use->metric != NULL && use->metric->at != NULL) {
		csm_json_path(use->metric->at, &path);
		csm_buf_puts(&path, f == use->metric->where ? ".where" : ".formula");
		pos.path = csm_buf_text(&path);
	}
	/* Warnings are one line each, as a run may have many. */
	if (level == CSM_ERROR && f->source != NULL)
		csm_caret_put(&lines, f->source, strlen(f->source), offset_of(use));
	csm_diag_tell(diag, level, code, &pos,
	    lines.len > 0 ? csm_buf_text(&lines) : NULL, fmt, ap);
	csm_buf_fini(&lines);
	csm_buf_fini(&path);
}

int
csm_use_error(const struct csm_use *use, enum csm_code code, struct csm_diag *diag,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	use_report(use, CSM_ERROR, code, diag, fmt, ap);
	va_end(ap);
	return -1;
}

int
csm_use_note(const struct csm_use *use, enum csm_code code, struct csm_diag *diag,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	use_report(use, CSM_NOTE, code, diag, fmt, ap);
	va_end(ap);
	return 0;
}

int
csm_use_warn(const struct csm_use *use, enum csm_code code, struct csm_diag *diag,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	use_report(use, CSM_WARNING, code, diag, fmt, ap);
	va_end(ap);
	return 0;
}
