#include "base/text.h"
#include "base/xalloc.h"
#include "metric/operand.h"
#include "audit/trace_work.h"

#include <stdlib.h>
#include <string.h>

size_t
csm_trace_find(const struct csm_trace *t, const char *name, struct csm_buf *hint)
{
	struct csm_nearest near;

	csm_nearest_init(&near, name);
	for (size_t i = 0; i < t->things; i++) {
		const struct csm_trace_thing *g = &t->thing[i];
		const char *id = g->kind == CSM_TRACE_METRIC
				     ? csm_operand_calculated(g->bare)
				     : g->bare;
		/* Units and alerts are listed, not asked for: they have the places of a
		 * file, no names. */
		if (g->kind == CSM_TRACE_USER)
			continue;
		if (strcmp(id, name) == 0 || strcmp(g->bare, name) == 0 ||
		    strcmp(g->text, name) == 0)
			return i;
		csm_nearest_offer(&near, id);
	}
	csm_nearest_hint(&near, hint);
	return CSM_TRACE_NONE;
}

struct trace_print_step {
	size_t thing, next; /* next: place in way->to */
};

/* A line of the tree; 1 if what is below the thing is still to be told. */
static int
trace_print_put_line(const struct csm_trace *t, const struct csm_trace_way *way,
    size_t thing, size_t indent, char *told, struct csm_buf *out)
{
	const struct csm_trace_thing *g = &t->thing[thing];
	int below = way->start[thing] < way->start[thing + 1];
	int again = below && told[thing];

	csm_buf_printf(out, "%*s%s%s\n", (int)indent, "", g->text,
	    again ? " (above)"
	    : g->kind == CSM_TRACE_DATA && csm_operand_calculated(g->bare) != NULL
		? " (no definition)"
		: "");
	told[thing] = 1;
	return below && !again;
}

/* No recursion: chains of thousands are ordinary. */
static void
put_tree(const struct csm_trace *t, const struct csm_trace_way *way, size_t thing,
    size_t indent, struct csm_buf *out)
{
	char *told = csm_xcalloc(t->things, 1);
	struct trace_print_step *stack = NULL;
	size_t depth = 0, cap = 0;

	CSM_GROW(stack, depth, &cap);
	stack[depth++] = (struct trace_print_step){thing, way->start[thing]};
	told[thing] = 1;
	while (depth > 0) {
		struct trace_print_step *s = &stack[depth - 1];
		if (s->next == way->start[s->thing + 1]) {
			depth--;
			continue;
		}
		size_t to = way->to[s->next++];
		if (!trace_print_put_line(
			t, way, to, indent + 2 * (depth - 1), told, out))
			continue;
		CSM_GROW(stack, depth, &cap);
		stack[depth++] = (struct trace_print_step){to, way->start[to]};
	}
	free(stack);
	free(told);
}

void
csm_trace_print(const struct csm_trace *t, size_t thing, struct csm_buf *out)
{
	int uses = t->uses.start[thing] < t->uses.start[thing + 1];
	int used = t->used_by.start[thing] < t->used_by.start[thing + 1];

	csm_buf_printf(out, "%s\n", t->thing[thing].text);
	if (t->thing[thing].kind == CSM_TRACE_METRIC) {
		csm_buf_puts(out, uses ? "  uses\n" : "  uses nothing\n");
		put_tree(t, &t->uses, thing, 4, out);
	}
	csm_buf_puts(out, used ? "  is used by\n" : "  is used by nothing\n");
	put_tree(t, &t->used_by, thing, 4, out);
}

/* Mark what can be reached from a thing. */
static void
trace_print_reach(const struct csm_trace *t, const struct csm_trace_way *way,
    size_t thing, char *marked)
{
	char *seen = csm_xcalloc(t->things, 1);
	size_t *queue = csm_xcalloc(t->things, sizeof *queue), n = 0;

	queue[n++] = thing;
	seen[thing] = marked[thing] = 1;
	for (size_t i = 0; i < n; i++)
		for (size_t e = way->start[queue[i]]; e < way->start[queue[i] + 1];
		     e++) {
			size_t to = way->to[e];
			if (!seen[to])
				queue[n++] = to;
			seen[to] = marked[to] = 1;
		}
	free(queue);
	free(seen);
}

/* In double quotes, as the language of dot wants it. */
static void
put_quoted(struct csm_buf *out, const char *s)
{
	csm_buf_putc(out, '"');
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			csm_buf_putc(out, '\\');
		csm_buf_putc(out, (unsigned char)*s < 0x20 ? ' ' : *s);
	}
	csm_buf_putc(out, '"');
}

void
csm_trace_dot(const struct csm_trace *t, size_t thing, struct csm_buf *out)
{
	static const char *const shape[] = {[CSM_TRACE_METRIC] = "box",
	    [CSM_TRACE_DATA] = "ellipse",
	    [CSM_TRACE_FIELD] = "note",
	    [CSM_TRACE_USER] = "box, style=rounded"};
	char *marked = csm_xcalloc(t->things + 1, 1);

	if (thing == CSM_TRACE_NONE) {
		memset(marked, 1, t->things);
	} else {
		trace_print_reach(t, &t->uses, thing, marked);
		trace_print_reach(t, &t->used_by, thing, marked);
	}
	csm_buf_puts(out, "digraph csm {\n\trankdir=LR;\n");
	for (size_t i = 0; i < t->things; i++) {
		if (!marked[i])
			continue;
		csm_buf_putc(out, '\t');
		put_quoted(out, t->thing[i].text);
		csm_buf_printf(out, " [shape=%s];\n", shape[t->thing[i].kind]);
	}
	for (size_t i = 0; i < t->things; i++)
		for (size_t e = t->uses.start[i]; e < t->uses.start[i + 1]; e++) {
			if (!marked[i] || !marked[t->uses.to[e]])
				continue;
			csm_buf_putc(out, '\t');
			put_quoted(out, t->thing[t->uses.to[e]].text);
			csm_buf_puts(out, " -> ");
			put_quoted(out, t->thing[i].text);
			csm_buf_puts(out, ";\n");
		}
	csm_buf_puts(out, "}\n");
	free(marked);
}
