#include "table/tile.h"

static struct csm_cell
tile_put_what(const void *row)
{
	const struct csm_tile *tile = row;
	struct csm_cell cell = csm_cell_text(tile->what);

	cell.state = tile->state;
	return cell;
}

static struct csm_cell
tile_put_value(const void *row)
{
	const struct csm_tile *tile = row;
	struct csm_cell cell = csm_cell_number(tile->value);

	cell.look = tile->look;
	return cell;
}

static const struct csm_table_column tile_columns[] = {
    {"what", "", CSM_CELL_TEXT, .put = tile_put_what},
    {"value", "", CSM_CELL_NUMBER, .put = tile_put_value},
    {"against", "", CSM_OF_TEXT(struct csm_tile, against)}};

struct csm_table *
csm_tiles(struct csm_doc *doc, const char *against)
{
	struct csm_table *t = csm_doc_table(doc, "headline", "Headline numbers");

	t->layout = CSM_LAYOUT_TILES;
	CSM_TABLE_COLUMNS(t, tile_columns);
	/* People see no headings of tiles; machines want to know what it is. */
	csm_table_heading(t, "against")->name = against;
	return t;
}

void
csm_tile(struct csm_table *tiles, const char *what, int64_t value,
    const struct csm_look *look, const char *against)
{
	const struct csm_tile tile = {
	    .what = what, .value = value, .look = look, .against = against};

	csm_table_put(tiles, &tile);
}
