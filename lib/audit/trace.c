#include "base/xalloc.h"
#include "formula/name.h"
#include "config/formulas.h"
#include "metric/operand.h"
#include "audit/trace_work.h"

#include <stdlib.h>
#include <string.h>

static size_t
put_thing(
    struct csm_trace *t, enum csm_trace_kind kind, const char *bare, const char *text)
{
	size_t i = csm_intern_put(&t->names, bare, strlen(bare));

	/* Known already: names and things are numbered alike until they are sorted. */
	if (i < t->things)
		return i;
	CSM_GROW(t->thing, t->things, &t->thing_cap);
	t->thing[t->things++] = (struct csm_trace_thing){
	    kind, t->names.text[i].s, csm_arena_strdup(&t->arena, text)};
	return i;
}

static size_t
trace_put_name(
    struct csm_trace *t, enum csm_trace_kind kind, const struct csm_name *name)
{
	struct csm_buf bare = {0}, text = {0};

	csm_name_put_bare(name, &bare);
	csm_name_put(name, &text);
	size_t i = put_thing(t, kind, csm_buf_text(&bare), csm_buf_text(&text));
	csm_buf_fini(&bare);
	csm_buf_fini(&text);
	return i;
}

static size_t
trace_put_metric(struct csm_trace *t, const char *id)
{
	struct csm_name name = {
	    .metric = csm_arena_printf(&t->arena, "calculated.%s", id)};

	return trace_put_name(t, CSM_TRACE_METRIC, &name);
}

static void
put_use(struct csm_trace *t, const struct csm_name *name)
{
	struct csm_name used = *name;
	enum csm_trace_kind kind =
	    used.metric == NULL ? CSM_TRACE_FIELD : CSM_TRACE_DATA;

	/* whose metric it is, is told by its definition */
	if (kind == CSM_TRACE_DATA && csm_operand_calculated(used.metric) != NULL) {
		uint32_t known =
		    csm_intern_find(&t->names, used.metric, strlen(used.metric));
		if (known != CSM_INTERN_NONE)
			used.has_model = 0;
	}
	size_t to = trace_put_name(t, kind, &used);
	CSM_GROW(t->edge, t->edges, &t->edge_cap);
	t->edge[t->edges++] = (struct csm_trace_edge){t->user, to};
}

static void
put_uses(struct csm_trace *t, const struct csm_formula *f)
{
	for (size_t i = 0; f != NULL && i < f->leaves; i++) {
		const struct csm_node *node = f->leaf[i];
		struct csm_name name = {.has_model = node->has_model,
		    .custom = node->custom,
		    .model = node->model};
		if (node->kind == CSM_NODE_FIELD)
			name.field = node->text;
		else if (node->of != NULL)
			put_uses(t, node->of);
		else
			name.metric = node->metric;
		if (node->by != NULL)
			put_use(t, &(const struct csm_name){.has_model = 1,
				       .custom = node->by->custom,
				       .model = node->by->model,
				       .field = node->by->text});
		if (name.field != NULL || name.metric != NULL)
			put_use(t, &name);
	}
}

/* The word for an entry of a list, and the member its formula stands in. */
static const struct {
	const char *list, *word, *main;
} words[] = {{"segments", "segment", "where"}, {"health", "health profile", "metric"},
    {"groups", NULL, ""}, {"factors", "factor", "metric"},
    {"pillars", "pillar", "metric"}, {"units", "unit", "metric"},
    {"milestones", "milestone", "when"}, {"alerts", "alert", "when"},
    {"pages", "page", ""}, {"elements", "element", "metric"}};

static size_t
word_of(const char *list)
{
	size_t i = 0;

	while (i < sizeof words / sizeof words[0] && strcmp(words[i].list, list) != 0)
		i++;
	return i;
}

/* "health profile default, factor nps"; returns the main member of the innermost. */
static const char *
put_entry(struct csm_buf *out, const struct csm_json *v)
{
	const char *main = "";

	if (v == NULL || v->parent == NULL)
		return main;
	main = put_entry(out, v->parent);
	if (v->parent->type != CSM_JSON_ARRAY || v->type != CSM_JSON_OBJECT ||
	    v->parent->key == NULL)
		return main;
	size_t w = word_of(v->parent->key);
	int known = w < sizeof words / sizeof words[0];
	const struct csm_json *id = csm_json_get(v, "id");
	/* A group is only where its factors stand. */
	if (known && words[w].word == NULL)
		return main;
	csm_buf_printf(out, "%s%s ", out->len > 0 ? ", " : "",
	    known ? words[w].word : v->parent->key);
	if (id != NULL && id->type == CSM_JSON_STRING)
		csm_buf_puts(out, id->text);
	else
		csm_buf_printf(out, "%u", (unsigned)v->index + 1);
	return known ? words[w].main : main;
}

static void
put_user(void *ctx, const struct csm_json *json)
{
	struct csm_trace *t = ctx;
	struct csm_diag silent;
	struct csm_buf label = {0};
	const struct csm_json *member = json;
	struct csm_name name;

	/* An element of a list has no name of its own: the member that holds the list
	 * has. */
	while (member->key == NULL && member->parent != NULL)
		member = member->parent;
	const char *main = put_entry(&label, member);
	if (member->key != NULL && strcmp(member->key, main) != 0)
		csm_buf_printf(&label, " (%s)", member->key);
	t->user =
	    put_thing(t, CSM_TRACE_USER, csm_buf_text(&label), csm_buf_text(&label));
	csm_buf_reset(&label);
	csm_diag_init(&silent, NULL, NULL);
	/* Pages and factors name a metric alone, which as a formula would be a field.
	 */
	if (json->type == CSM_JSON_STRING && csm_name_is_metric(json->text)) {
		if (csm_name_resolve(&t->arena, json->text, &name, &label) == 0)
			put_use(t, &name);
	} else {
		put_uses(t, csm_formula_from_json(&t->arena, json, &silent));
	}
	csm_buf_fini(&label);
}

static int
by_kind(const void *a, const void *b)
{
	const struct csm_trace_thing *x = a, *y = b;

	return x->kind != y->kind ? (x->kind > y->kind) - (x->kind < y->kind)
				  : strcmp(x->bare, y->bare);
}

/* Things into the order they are listed in, edges renamed. */
static void
sort_things(struct csm_trace *t)
{
	size_t *place = csm_xcalloc(t->things + 1, sizeof *place);

	if (t->things > 0)
		qsort(t->thing, t->things, sizeof *t->thing, by_kind);
	for (size_t i = 0; i < t->things; i++)
		place[csm_intern_find(
		    &t->names, t->thing[i].bare, strlen(t->thing[i].bare))] = i;
	for (size_t i = 0; i < t->edges; i++) {
		t->edge[i].from = place[t->edge[i].from];
		t->edge[i].to = place[t->edge[i].to];
	}
	free(place);
}

static int
by_ends(const void *a, const void *b)
{
	const struct csm_trace_edge *x = a, *y = b;

	return x->from != y->from ? (x->from > y->from) - (x->from < y->from)
				  : (x->to > y->to) - (x->to < y->to);
}

/* The edges in order, each once. */
static struct csm_trace_way
make_way(struct csm_trace *t)
{
	struct csm_trace_way way;
	size_t n = 0;

	if (t->edges > 0)
		qsort(t->edge, t->edges, sizeof *t->edge, by_ends);
	for (size_t i = 0; i < t->edges; i++)
		if (i == 0 || by_ends(&t->edge[i], &t->edge[n - 1]) != 0)
			t->edge[n++] = t->edge[i];
	t->edges = n;
	way.start = CSM_ARENA_ARRAY(&t->arena, size_t, t->things + 1);
	way.to = CSM_ARENA_ARRAY(&t->arena, size_t, n);
	for (size_t i = 0; i < n; i++) {
		way.start[t->edge[i].from + 1] = i + 1;
		way.to[i] = t->edge[i].to;
	}
	for (size_t i = 1; i <= t->things; i++)
		/* Things without edges begin where the one before ends. */
		if (way.start[i] < way.start[i - 1])
			way.start[i] = way.start[i - 1];
	return way;
}

struct csm_trace *
csm_trace_new(
    const struct csm_config *conf, const struct csm_metric *const *metric, size_t n)
{
	struct csm_trace *t = csm_xcalloc(1, sizeof *t);

	/* all of them before any is used, so that no use is taken for data */
	for (size_t i = 0; i < n; i++)
		trace_put_metric(t, metric[i]->id);
	for (size_t i = 0; i < n; i++) {
		t->user = trace_put_metric(t, metric[i]->id);
		put_uses(t, metric[i]->formula);
		put_uses(t, metric[i]->where);
	}
	csm_config_formulas(conf, "metrics", put_user, t);
	sort_things(t);
	t->uses = make_way(t);
	for (size_t i = 0; i < t->edges; i++)
		/* The same edges the other way round, sorted anew, are what uses what.
		 */
		t->edge[i] = (struct csm_trace_edge){t->edge[i].to, t->edge[i].from};
	t->used_by = make_way(t);
	return t;
}

void
csm_trace_free(struct csm_trace *t)
{
	if (t == NULL)
		return;
	csm_intern_fini(&t->names);
	csm_arena_fini(&t->arena);
	free(t->thing);
	free(t->edge);
	free(t);
}
