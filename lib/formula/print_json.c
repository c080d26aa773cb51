#include "formula/build.h"

#include "base/num.h"

#include <string.h>

static void print_json_put_node(struct csm_buf *out, const struct csm_node *node);

static void
put_prop(struct csm_buf *out, const char *key, const struct csm_node *node)
{
	struct csm_name name = {.has_model = node->has_model,
	    .custom = node->custom,
	    .model = node->model,
	    .metric = node->metric,
	    .field = node->text};
	struct csm_buf text = {0};

	csm_name_put_bare(&name, &text);
	csm_buf_printf(out, "\"%s\":", key);
	csm_json_put_text(out, csm_buf_text(&text), text.len);
	csm_buf_fini(&text);
}

static void
print_json_put_members(
    struct csm_buf *out, const char *type, const struct csm_node *node)
{
	csm_buf_printf(out, "{\"type\":\"%s\",\"model\":\"%s\",\"where\":", type,
	    csm_model_name(node->model));
	print_json_put_node(out, node->of->root);
	if (node->window.ago != 0)
		csm_buf_printf(out, ",\"offset\":%d", (int)node->window.ago);
	csm_buf_putc(out, '}');
}

static void
print_json_put_window(struct csm_buf *out, const struct csm_node *node)
{
	const struct csm_window *w = &node->window;
	const struct csm_window_info *info = &csm_window_info[w->op];

	/* A count of members is a part of another type, with a formula inside. */
	if (node->of != NULL) {
		print_json_put_members(out, info->json, node);
		return;
	}
	if (info->unbounded)
		csm_buf_printf(out, "{\"type\":\"%s\",", info->json);
	else if (info->one_day || w->days == 0 || w->plain)
		csm_buf_printf(
		    out, "{\"type\":\"metricOverTime\",\"op\":\"%s\",", info->json);
	else
		csm_buf_printf(out,
		    "{\"type\":\"metricOverTime\",\"%s\":%d,\"op\":\"%s\",",
		    w->workdays ? "workdays" : "days", (int)w->days, info->json);
	if (w->op == CSM_WINDOW_PERCENTILE) {
		char percent[CSM_NUM_TEXT];
		csm_num_format(w->percent * (CSM_NUM_ONE / 100), percent);
		csm_buf_printf(out, "\"p\":%s,", percent);
	}
	put_prop(out, "prop", node);
	if (w->trend != CSM_TREND_RATIO)
		csm_buf_printf(out, ",\"mode\":\"%s\"", csm_trend_names[w->trend]);
	if (w->ago != 0)
		csm_buf_printf(out, ",\"offset\":%d", (int)w->ago);
	if (w->rollup != CSM_ROLLUP_SUM)
		csm_buf_printf(out, ",\"rollup\":\"%s\"", csm_rollup_names[w->rollup]);
	if (w->zero)
		csm_buf_puts(out, ",\"missing\":\"zero\"");
	if (node->by != NULL) {
		csm_buf_putc(out, ',');
		put_prop(out, "by", node->by);
	}
	csm_buf_putc(out, '}');
}

static void
print_json_put_condition(struct csm_buf *out, const char *text)
{
	csm_buf_printf(out, ",{\"type\":\"condition\",\"value\":\"%s\"}", text);
}

/* The condition of an IF as Planhat has it: its arguments around its name. */
static void
put_if_condition(struct csm_buf *out, const struct csm_node *node)
{
	const struct csm_node *tested = node;
	int negative = node->kind == CSM_NODE_CALL &&
		       csm_func_is(node->func, CSM_FUNC_NOT) &&
		       node->arg[0]->kind == CSM_NODE_CALL &&
		       csm_func_is(node->arg[0]->func, CSM_FUNC_HAS_VALUE);

	if (negative)
		tested = node->arg[0];
	/* Not all conditions have a name there; the others are a group, which IF takes
	 * too. */
	if (tested->kind != CSM_NODE_CALL || tested->func->condition == NULL ||
	    csm_build_existence(tested) != NULL) {
		print_json_put_node(out, node);
		return;
	}
	print_json_put_node(out, tested->arg[0]);
	print_json_put_condition(
	    out, negative ? "has no value" : tested->func->condition);
	if (tested->argc > 1) {
		csm_buf_putc(out, ',');
		print_json_put_node(out, tested->arg[1]);
	}
}

static void
put_call(struct csm_buf *out, const struct csm_node *node)
{
	csm_buf_printf(out, "[\"%s\"", node->func->json);
	for (size_t i = 0; i < node->argc; i++) {
		csm_buf_putc(out, ',');
		if (i == 0 && csm_func_is(node->func, CSM_FUNC_IF))
			put_if_condition(out, node->arg[i]);
		else
			print_json_put_node(out, node->arg[i]);
	}
	csm_buf_putc(out, ']');
}

static void
print_json_put_node(struct csm_buf *out, const struct csm_node *node)
{
	switch (node->kind) {
	case CSM_NODE_NUMBER:
		csm_buf_printf(
		    out, "{\"type\":\"rawNumber\",\"value\":%s}", node->text);
		break;
	case CSM_NODE_TEXT:
		csm_buf_puts(out, "{\"type\":\"rawValue\",\"value\":");
		csm_json_put_text(out, node->text, strlen(node->text));
		csm_buf_putc(out, '}');
		break;
	case CSM_NODE_TRUTH:
		csm_buf_printf(out, "{\"type\":\"rawValue\",\"value\":%s}",
		    node->number != 0 ? "true" : "false");
		break;
	case CSM_NODE_FIELD:
		csm_buf_puts(out, "{\"type\":\"propertyValue\",");
		put_prop(out, "prop", node);
		csm_buf_putc(out, '}');
		break;
	case CSM_NODE_WINDOW:
		print_json_put_window(out, node);
		break;
	case CSM_NODE_CALL:
		if (csm_build_existence(node) != NULL)
			print_json_put_members(
			    out, "exists", csm_build_existence(node));
		else
			put_call(out, node);
		break;
	}
}

void
csm_formula_print_json(const struct csm_formula *f, struct csm_buf *out)
{
	print_json_put_node(out, f->root);
}
