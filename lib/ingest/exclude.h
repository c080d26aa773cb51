/*
 * Exclude: whose rows are left out and counted apart: internal, test and bot users, who
 * are told by a condition over the columns, or by a file that has them.
 *
 * Ownership: a list lives in the arena it was read into; csm_exclude_unload frees what
 * csm_exclude_load and its use took.
 */
#ifndef CSM_INGEST_EXCLUDE_H
#define CSM_INGEST_EXCLUDE_H

#include "config/shape.h"
#include "ingest/source/source.h"

struct csm_exclude;

/* What the configuration may say: one, or a list of "(condition)", "file",
 * "file:column", {"formula": ...}. */
extern const struct csm_config_shape csm_exclude_shape;
/* Add to *list what an option or the configuration says: 0, or -1 after a report. */
int csm_exclude_add_text(struct csm_arena *arena, struct csm_exclude **list,
    const char *text, struct csm_diag *diag);
int csm_exclude_add_json(struct csm_arena *arena, struct csm_exclude **list,
    const struct csm_json *json, struct csm_diag *diag);
/* Its i-th file; NULL: there are fewer. */
const char *csm_exclude_file(const struct csm_exclude *list, size_t i);

/* Its conditions read cells so: see csm_rowfilter.  Both are borrowed. */
void csm_exclude_reads(struct csm_exclude *list, struct csm_zone *zone,
    const struct csm_number_form *number);
/* Load files for the texts of `who`, which is loaded: they are called as it calls them.
 * NULL: not known yet, a column.  0, or -1 after a report. */
int csm_exclude_load(
    struct csm_exclude *list, const struct csm_source *who, struct csm_diag *diag);
void csm_exclude_unload(struct csm_exclude *list);
/* As csm_rowfilter_bind and _tell. */
int csm_exclude_bind(
    struct csm_exclude *list, struct csm_reader *reader, struct csm_diag *diag);
void csm_exclude_tell(const struct csm_exclude *list, const struct csm_reader *reader,
    struct csm_diag *diag);
/* A copy for another thread, bound as it is, with a zone of that thread. */
struct csm_exclude *csm_exclude_fork(
    struct csm_arena *arena, const struct csm_exclude *list, struct csm_zone *zone);
/* Call `visit` with the handle of each column its conditions read, once bound. */
void csm_exclude_columns(
    const struct csm_exclude *list, void (*visit)(void *ctx, int column), void *ctx);
/* Whether a row is left out; `who` is bound. */
bool csm_exclude_has(
    struct csm_exclude *list, struct csm_source *who, const struct csm_record *record);

#endif
