/*
 * CSV index: where the fields and rows of lines end that have no quotes, or simple ones,
 * which are around whole fields without quotes or line ends in them: the shortest way
 * through a CSV.  Blanks around fields are not part of them; a line may end in CRLF.
 *
 * Ownership: the index owns its array; the bytes are borrowed.
 *
 * Measured by profile on 10 million rows of four fields in 57 bytes, with SSE2: about
 * 16 ns a row, the fields included.  Where the machine has AVX2 it is used, and elsewhere
 * than on x86-64 the same is done a byte at a time.
 */
#ifndef CSM_SYNTAX_CSV_INDEX_H
#define CSM_SYNTAX_CSV_INDEX_H

#include "syntax/csv_split.h"

#include <stddef.h>
#include <stdint.h>

/* All zero is valid and has no rows. */
struct csm_csv_index {
	const char *bytes;
	uint32_t *at; /* delimiters and LFs */
	size_t n, cap, next;
	size_t used;                   /* bytes of the rows given */
	int quoted;                    /* some field is */
	int is_blank;                  /* the row given last is a blank line */
	const struct csm_csv_way *way; /* how ends are found; NULL: the fastest */
};

/*
 * 1 if these are whole lines whatever stands before them, whose last byte is an LF: no
 * NUL bytes, and only simple quotes.  CSM_CHUNK_PAD bytes behind them must be readable.
 */
int csm_csv_index_same(const char *lines, size_t len, char delimiter);
/*
 * Find the ends in such lines.  0, with none, if these are not for here: a CR
 * without LF, not UTF-8, 4 GiB or more.
 */
int csm_csv_index_find(
    struct csm_csv_index *m, const char *bytes, size_t len, char delimiter);
void csm_csv_index_fini(struct csm_csv_index *m);
/* The fields of the next row; 0 if there is none.  A blank line is a row of one empty
 * field. */
int csm_csv_index_row(struct csm_csv_index *m, struct csm_csv_fields *fields);
/*
 * Some fields of the next rows, at most `max`, as far as these have `width` fields and
 * are not blank: field[row * columns + i] is the one in column[i].  How many rows; they
 * are not used up but by csm_csv_index_use.
 */
size_t csm_csv_index_look(const struct csm_csv_index *m, size_t width,
    const int *column, size_t columns, struct csm_text *field, size_t max);
void csm_csv_index_use(struct csm_csv_index *m, size_t width, size_t rows);

#endif
