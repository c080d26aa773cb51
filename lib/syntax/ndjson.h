/*
 * NDJSON: one JSON object a line; or one JSON array of objects.  On jansson;
 * flat objects take a shorter way that gives the same texts.
 *
 * Fields are asked for once, by dotted path ("context.groupId"); each line then gives
 * their texts.  Strings come decoded; numbers as they are written, digit for digit;
 * true and false as those words; null and absent as s == NULL; an object or array as
 * its compact JSON text.
 * A key that itself holds dots is found too: the longest matching name first.  A number
 * is the place of an element: "groups.0" is the first of a list, and also what is no
 * list.
 *
 * Ownership: fields are borrowed until the next call; the reader takes the input.
 */
#ifndef CSM_SYNTAX_NDJSON_H
#define CSM_SYNTAX_NDJSON_H

#include "base/diag.h"
#include "base/intern.h"
#include "syntax/csv.h"
#include "io/input.h"

struct csm_ndjson;

/* array: the input is one JSON array of objects instead of lines. */
struct csm_ndjson *csm_ndjson_new(struct csm_input *in, int array);
void csm_ndjson_free(struct csm_ndjson *nd);
/* For tests and measurements: fast 0 sends every object to jansson; how many bytes to
 * read at a time. */
void csm_ndjson_tune(struct csm_ndjson *nd, int fast, size_t block_bytes);
/* Ask for a path; returns its place among the fields of every record, from 0. */
size_t csm_ndjson_path(struct csm_ndjson *nd, const char *path);
/* Give numbers in the field, which have a point, a comma before their fraction: as texts of
 * exports have it, so that both are read alike.  One with an exponent stays. */
void csm_ndjson_comma(struct csm_ndjson *nd, size_t path);
/*
 * The next object.  Returns 1 with one field per path asked for and its line; 0 at the
 * end; -1 after a reported read error or, for an array, a syntax error (E_FORMAT).
 * Blank lines are skipped.  A line that is no object, is not UTF-8, has a NUL byte or a
 * duplicate key, or over 16 MiB is reported with csm_reject (E_JSON, E_UTF8, E_NUL,
 * E_LINE), counted in *rejected, and skipped; an element that long is E_FORMAT.
 */
int csm_ndjson_next(struct csm_ndjson *nd, const struct csm_text **fields, size_t *n,
    uint64_t *line, uint64_t *rejected, struct csm_diag *diag);
/* The object rejected last, valid during the call of csm_ndjson_next that rejects it; the
 * current one, as it is written. */
struct csm_text csm_ndjson_rejected(const struct csm_ndjson *nd);
struct csm_text csm_ndjson_written(const struct csm_ndjson *nd);
/* Which fields of the current record are objects or arrays; NULL: none.  Borrowed. */
const unsigned char *csm_ndjson_nested(const struct csm_ndjson *nd);
/* Whether some object so far had the path, or there was none at all; and paths that
 * objects had, in order of appearance, if one asked for was lacking in all.  Borrowed. */
int csm_ndjson_had(const struct csm_ndjson *nd, size_t path);
const struct csm_intern *csm_ndjson_names(const struct csm_ndjson *nd);
/* Of an input that was one object: where in it there is a list of objects; NULL. */
const char *csm_ndjson_list(const struct csm_ndjson *nd);
/* Take over what a fork, which is done, has seen of all that. */
void csm_ndjson_join(struct csm_ndjson *nd, const struct csm_ndjson *fork);
/* For threads that read in batches, as csm_csv_fork and its fellows; of lines only. */
struct csm_ndjson *csm_ndjson_fork(const struct csm_ndjson *nd);
int csm_ndjson_lend(
    struct csm_ndjson *nd, struct csm_ndjson *to, struct csm_diag *diag);
uint64_t csm_ndjson_lines(const struct csm_ndjson *nd);
/* Another batch of rows that are read from it: lines are counted from 1 again. */
void csm_ndjson_recount(struct csm_ndjson *nd);
/* As csm_csv_look and csm_csv_use: lines that are written as one before was. */
size_t csm_ndjson_look(struct csm_ndjson *nd, const int *column, size_t columns,
    struct csm_text *field, size_t max);
void csm_ndjson_use(struct csm_ndjson *nd, size_t lines);
/* The whole current object, compact JSON; borrowed until the next call of either. */
struct csm_text csm_ndjson_source(struct csm_ndjson *nd);

#endif
