#include "chart/svg_name.h"

#include "base/intern.h"
#include "table/terminal_text.h"

#include <string.h>

enum svg_name_cut { NAME_END, NAME_MIDDLE, NAME_NUMBER };

static const char *
svg_name_cut(struct csm_arena *arena, const char *name, size_t at, size_t columns,
    enum svg_name_cut how)
{
	struct csm_buf text = {0}, number = {0};
	const char *cut;

	if (how == NAME_MIDDLE)
		csm_termtext_middle(&text, name, columns, 1);
	else if (how == NAME_END)
		csm_termtext_clean(&text, name, columns, 1);
	else {
		csm_buf_printf(&number, " (%zu)", at + 1);
		/* places of a drawing are wider than any number of a row */
		csm_termtext_clean(&text, name,
		    columns > number.len + 1 ? columns - number.len : 1, 1);
		csm_buf_puts(&text, number.data);
	}
	cut = csm_arena_strdup(arena, csm_buf_text(&text));
	csm_buf_fini(&text);
	csm_buf_fini(&number);
	return cut;
}

/* Names and what they are cut to; by text: whose it was first, and whether another's is
 * the same. */
struct svg_names {
	struct csm_arena *arena;
	const char *const *name;
	const char **fit;
	enum svg_name_cut *how;
	size_t *first, n, columns;
	bool *shared;
	struct csm_intern texts;
};

static void
svg_name_compare(struct svg_names *s)
{
	csm_intern_reset(&s->texts);
	for (size_t i = 0; i < s->n; i++) {
		size_t known = s->texts.n;
		uint32_t id = csm_intern_put(&s->texts, s->fit[i], strlen(s->fit[i]));
		if (id == known) {
			s->first[id] = i;
			s->shared[id] = false;
		} else {
			/* the same name twice may be the same text */
			s->shared[id] |= strcmp(s->name[i], s->name[s->first[id]]) != 0;
		}
	}
}

/* Whether some were the same, and are cut another way now. */
static bool
svg_name_try(struct svg_names *s)
{
	bool again = false;

	svg_name_compare(s);
	for (size_t i = 0; i < s->n; i++) {
		uint32_t id = csm_intern_find(&s->texts, s->fit[i], strlen(s->fit[i]));
		if (!s->shared[id] || s->how[i] == NAME_NUMBER)
			continue;
		s->fit[i] =
		    svg_name_cut(s->arena, s->name[i], i, s->columns, ++s->how[i]);
		again = true;
	}
	return again;
}

static const char **
svg_name_fit(struct csm_arena *arena, const char *const *name, size_t n, size_t columns)
{
	struct svg_names s = {.arena = arena,
	    .name = name,
	    .fit = CSM_ARENA_ARRAY(arena, const char *, n + 1),
	    .how = CSM_ARENA_ARRAY(arena, enum svg_name_cut, n + 1),
	    .first = CSM_ARENA_ARRAY(arena, size_t, n + 1),
	    .shared = CSM_ARENA_ARRAY(arena, bool, n + 1),
	    .n = n,
	    .columns = columns};

	for (size_t i = 0; i < n; i++)
		s.fit[i] = svg_name_cut(arena, name[i], i, columns, NAME_END);
	/* It ends: each round takes a name one further, and there are three ways. */
	while (svg_name_try(&s))
		;
	csm_intern_fini(&s.texts);
	return s.fit;
}

static const char *
svg_name_or_none(const char *name)
{
	return name == NULL ? "" : name;
}

const char **
csm_svgname_rows(struct csm_arena *arena, const struct csm_table *t, size_t columns)
{
	const char **name = CSM_ARENA_ARRAY(arena, const char *, t->rows + 1);

	for (size_t r = 0; r < t->rows; r++)
		name[r] = svg_name_or_none(csm_table_at(t, r, 0)->text);
	return svg_name_fit(arena, name, t->rows, columns);
}

const char **
csm_svgname_columns(struct csm_arena *arena, const struct csm_table *t, size_t columns)
{
	const char **name = CSM_ARENA_ARRAY(arena, const char *, t->columns + 1);

	for (size_t c = 0; c < t->columns; c++)
		name[c] = svg_name_or_none(t->column[c].title);
	return svg_name_fit(arena, name, t->columns, columns);
}
