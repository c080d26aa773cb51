#include "view/explanation.h"

#include "base/text.h"
#include "table/terminal_text.h"

#include <string.h>

/* Columns of the buffer's last line, a character of UTF-8 counted as one. */
static int
explanation_column(const struct csm_buf *b)
{
	int n = 0;

	for (size_t i = b->len; i > 0 && b->data[i - 1] != '\n'; i--)
		n += ((unsigned char)b->data[i - 1] & 0xc0) != 0x80;
	return n;
}

static int
width(const char *s, size_t len)
{
	int n = 0;

	for (size_t i = 0; i < len; i++)
		n += ((unsigned char)s[i] & 0xc0) != 0x80;
	return n;
}

void
csm_explanation_wrap(struct csm_buf *out, const char *text, int hang)
{
	int at = explanation_column(out);
	struct csm_buf clean = {0};

	/* Formulas quote texts of fields and configurations, which may hold anything a
	 * terminal obeys. */
	csm_termtext_clean(&clean, text, INT32_MAX, 1);
	for (const char *p = csm_buf_text(&clean); *p != '\0';) {
		size_t blanks = strspn(p, " ");
		size_t word = strcspn(p + blanks, " ");
		int wide = width(p, blanks + word);
		/* A word that does not fit behind the indentation goes over the edge: a
		 * broken name could not be searched for. */
		if (p != clean.data && at + wide > CSM_EXPLANATION_COLUMNS &&
		    at > hang) {
			csm_buf_printf(out, "\n%*s", hang, "");
			csm_buf_put(out, p + blanks, word);
			at = hang + wide - (int)blanks;
		} else {
			csm_buf_put(out, p, blanks + word);
			at += wide;
		}
		p += blanks + word;
	}
	csm_buf_putc(out, '\n');
	csm_buf_fini(&clean);
}

void
csm_explanation_value(struct csm_buf *out, const struct csm_value *value)
{
	char text[CSM_NUM_TEXT > CSM_DAY_TEXT ? CSM_NUM_TEXT : CSM_DAY_TEXT];
	/* a cell of a field as what it is by itself */
	struct csm_value own = csm_value_own(value);
	int64_t micros;

	value = &own;
	switch (value->type) {
	case CSM_VALUE_NUMBER:
		micros = csm_value_micros(value);
		if (micros == CSM_MISSING)
			break;
		csm_num_format(micros, text);
		csm_buf_puts(out, text);
		return;
	case CSM_VALUE_BOOL:
		csm_buf_puts(out, value->u.truth ? "true" : "false");
		return;
	case CSM_VALUE_TEXT:
	case CSM_VALUE_CELL:
		csm_buf_printf(out, "'%s'", csm_value_text(value));
		return;
	case CSM_VALUE_DAY:
		csm_date_format(value->u.day, text);
		csm_buf_puts(out, text);
		return;
	case CSM_VALUE_MISSING:
		break;
	}
	csm_buf_puts(out, "missing");
}

struct lines {
	struct csm_buf *out;
	int indent;
	const char *before;     /* what the first line begins with */
	struct csm_value value; /* of the whole formula */
};

static void
explanation_put_line(void *ctx, const struct csm_explain_line *l)
{
	struct lines *lines = ctx;
	int indent = lines->indent + 2 * l->depth;
	struct csm_buf text = {0};
	char from[CSM_DAY_TEXT], to[CSM_DAY_TEXT];

	/* A literal stands in its parent's line already. */
	if (l->depth > 0 && l->node->kind <= CSM_NODE_TRUTH)
		return;
	if (l->depth == 0) {
		csm_buf_puts(&text, lines->before);
		lines->value = l->value;
	}
	csm_node_print_text(l->node, &text);
	csm_buf_puts(&text, " = ");
	if (l->taken)
		csm_explanation_value(&text, &l->value);
	else
		csm_buf_puts(&text, "not taken");
	if (l->node->kind == CSM_NODE_WINDOW && l->taken && l->from <= l->to) {
		csm_date_format(l->from, from);
		csm_date_format(l->to, to);
		csm_buf_printf(&text, " (%s%s%s", from, l->from < l->to ? " to " : "",
		    l->from < l->to ? to : "");
		/* a window over a formula has no points to be counted */
		if (l->node->of == NULL) {
			csm_buf_puts(&text, ", ");
			csm_text_count(&text, l->days_with_value, "days");
			csm_buf_puts(
			    &text, csm_window_info[l->node->window.op].of_states
				       ? " with a state"
				       : " with a value");
		}
		csm_buf_putc(&text, ')');
	}
	/* Where a number comes from is worth a place only if it was looked at. */
	if (l->source != NULL && l->taken && *l->source != '\0')
		csm_buf_printf(&text, " [%s]", l->source);
	csm_buf_printf(lines->out, "%*s", indent, "");
	csm_explanation_wrap(lines->out, text.data, indent + 4);
	csm_buf_fini(&text);
}

void
csm_explanation_query(struct csm_output *out, struct csm_engine *engine, size_t query,
    size_t entity, int indent)
{
	struct csm_buf text = {0};
	struct lines lines = {.out = &text, .indent = indent, .before = ""};

	csm_engine_explain(engine, query, entity, explanation_put_line, &lines);
	csm_output_write(out, text.data, text.len);
	csm_buf_fini(&text);
}

/* Why a result is not what the formula gives.  The condition first: where it does not
 * hold the formula was never asked, and "nulls" has no say. */
static const char *
remark(
    const struct csm_metric *m, const struct lines *formula, const struct lines *where)
{
	if (m->where != NULL && !csm_value_true(&where->value))
		return "; its condition does not hold";
	if (!m->nulls && csm_value_micros(&formula->value) == CSM_MISSING)
		return ", instead of missing: \"nulls\" is false";
	return "";
}

static void
explanation_put_metric(struct csm_output *out, struct csm_engine *engine,
    const struct csm_metric *m, size_t query, size_t i, int32_t since, int32_t until)
{
	char date[CSM_DAY_TEXT];
	struct csm_buf head = {0}, line = {0}, tree = {0};
	struct lines where = {.out = &tree, .indent = 2, .before = "where "};
	struct lines formula = {.out = &tree, .indent = 2, .before = ""};
	struct csm_text id = csm_engine_entity(engine, m->model, i);
	struct csm_value v = csm_engine_values(engine, query, i)[until - since];

	/* Both trees before the head: it says why they give what they give. */
	csm_engine_explain_where(engine, query, i, explanation_put_line, &where);
	csm_engine_explain(engine, query, i, explanation_put_line, &formula);
	csm_date_format(until, date);
	csm_buf_printf(&head, "calculated.%s, %s %.*s, %s: ", m->id,
	    csm_model_name(m->model), (int)id.len, id.s, date);
	csm_explanation_value(&head, &v);
	csm_buf_puts(&head, remark(m, &formula, &where));
	csm_explanation_wrap(&line, head.data, 4);
	csm_output_write(out, line.data, line.len);
	csm_output_write(out, tree.data, tree.len);
	csm_buf_fini(&head);
	csm_buf_fini(&line);
	csm_buf_fini(&tree);
}

bool
csm_explanation_metrics(struct csm_output *out, struct csm_engine *engine,
    const struct csm_metric *const *metric, const size_t *query, size_t n,
    const char *id, int32_t since, int32_t until)
{
	bool any = false;

	/* By metric, then entity: who explains one metric reads its entities below each
	 * other. */
	for (size_t m = 0; m < n; m++) {
		enum csm_model model = metric[m]->model;
		for (size_t i = 0; i < csm_engine_entities(engine, model); i++) {
			struct csm_text of = csm_engine_entity(engine, model, i);
			if (id != NULL && (model == CSM_MODEL_COMPANY ||
					      !csm_text_is(id, of.s, of.len)))
				continue;
			explanation_put_metric(
			    out, engine, metric[m], query[m], i, since, until);
			any = true;
		}
	}
	return any;
}
