/*
 * Tile: headline numbers, each with what it is of and what it is set against.
 */
#ifndef CSM_TABLE_TILE_H
#define CSM_TABLE_TILE_H

#include "table/table.h"

struct csm_tile {
	const char *what;
	const struct csm_state *state; /* of what; NULL: none */
	int64_t value;
	const struct csm_look *look; /* NULL: as many places as it has */
	const char *against;
};

/* The table "headline", whose last column machine formats call `against`; csm_table_put
 * takes a struct csm_tile. */
struct csm_table *csm_tiles(struct csm_doc *doc, const char *against);
/* Put one without a state. */
void csm_tile(struct csm_table *tiles, const char *what, int64_t value,
    const struct csm_look *look, const char *against);

#endif
