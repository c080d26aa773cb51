#include "chart/svg_name.h"

#include "table/text_cut.h"

const char **
csm_svgname_fit(
    struct csm_arena *arena, const char *const *name, size_t n, size_t columns)
{
	const char **fit = CSM_ARENA_ARRAY(arena, const char *, n + 1);
	enum csm_textcut *how = CSM_ARENA_ARRAY(arena, enum csm_textcut, n + 1);
	struct csm_buf cut = {0};

	csm_textcut_choose(name, n, columns, 1, how);
	for (size_t i = 0; i < n; i++) {
		csm_buf_reset(&cut);
		csm_textcut_put(&cut, name[i], i, how[i], columns, 1);
		fit[i] = csm_arena_strdup(arena, csm_buf_text(&cut));
	}
	csm_buf_fini(&cut);
	return fit;
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
	return csm_svgname_fit(arena, name, t->rows, columns);
}

const char **
csm_svgname_columns(struct csm_arena *arena, const struct csm_table *t, size_t columns)
{
	const char **name = CSM_ARENA_ARRAY(arena, const char *, t->columns + 1);

	for (size_t c = 0; c < t->columns; c++)
		name[c] = svg_name_or_none(t->column[c].title);
	return csm_svgname_fit(arena, name, t->columns, columns);
}
