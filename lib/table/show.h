/*
 * Show: a number, a day, a state as people read it.  Rounding here is for the eye only;
 * machine formats carry the value as it is.
 */
#ifndef CSM_TABLE_SHOW_H
#define CSM_TABLE_SHOW_H

#include "base/buf.h"
#include "table/table.h"

#define CSM_SHOW_NONE "no data"

/* The number as the look rounds it, halves away from zero, and the decimal places it is
 * then written with. */
struct csm_shown_number {
	int64_t micros;
	int places;
};
struct csm_shown_number csm_show_fit(int64_t micros, const struct csm_look *look);
/* 10159608 as 10,159,608: rounded so, padded with zeros to its places, thousands apart,
 * sign and unit where the look has them. */
void csm_show_number(struct csm_buf *out, int64_t micros, const struct csm_look *look);
/* At most four characters and a letter, for ends of a range: 10.2M, 350k, -1.5, 0. */
void csm_show_short(struct csm_buf *out, int64_t micros);
/* A round number of an axis with all the digits it has, which are few, so that no two are
 * written the same: 105.25k, 0.005. */
void csm_show_tick(struct csm_buf *out, int64_t micros);
/* Text of a cell without its state: "no data" for NONE, nothing for BLANK and SERIES,
 * letters for LIGHTS. */
void csm_show_cell(
    struct csm_buf *out, const struct csm_cell *cell, const struct csm_heading *column);
/* The cell as a sorting program wants it: exact, CSM_SHOW_NONE never. */
void csm_show_exact(struct csm_buf *out, const struct csm_cell *cell);

/* "highest 12, last 3" of a SERIES cell: what one who cannot see it should know. */
void csm_show_series(struct csm_buf *out, const struct csm_cell *cell);

/*
 * n numbers as `into` (into <= n): equal runs, each the average of its days with a
 * value, missing if none has one.  For the shape of sparklines that must be narrower
 * than their days.
 */
void csm_show_squeeze(const int64_t *series, size_t n, int64_t *out, size_t into);

#endif
