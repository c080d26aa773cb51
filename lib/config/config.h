/*
 * Configuration: one or several JSON documents, read in order, whose top-level keys are
 * the sections.  Structure (which sections, which keys, which types) is a shape; it
 * drives the checks and the JSON Schema.  Shape and meaning of a section belong to the
 * module that owns the noun: metric, profile, unit, mapping, segment, ...
 *
 * Ownership: the configuration owns its trees; they live until csm_config_free.
 */
#ifndef CSM_CONFIG_CONFIG_H
#define CSM_CONFIG_CONFIG_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/text.h"
#include "syntax/json.h"

struct csm_config;
struct csm_config_shape;

/* shape: of a document, whose keys are the sections (see sections/sections.h). */
struct csm_config *csm_config_new(const struct csm_config_shape *shape);
const struct csm_config_shape *csm_config_shape(const struct csm_config *conf);
void csm_config_free(struct csm_config *conf);
/* Whether nothing was read into it. */
bool csm_config_is_empty(const struct csm_config *conf);
/* Whether files read from now on are mended first (syntax/json_repair.h); at first they
 * are not. */
void csm_config_lenient(struct csm_config *conf, int lenient);
/*
 * Read one file, or every *.json of a directory in byte order of their names, and check
 * it against the table: unknown keys (with the likely spelling), wrong types, missing
 * keys, the same id twice in a section, also across files.  All errors are reported,
 * not only the first; -1 if there was any.
 */
int csm_config_load(struct csm_config *conf, const char *path, struct csm_diag *diag);
/* As csm_config_load, from text in memory; `name` stands for the file. */
int csm_config_load_text(struct csm_config *conf, const char *name, const char *text,
    size_t len, struct csm_diag *diag);

/* After the last file: with settings.files, no file may be named that is not in the
 * directory of the configuration that names it; -1 after reporting those that are. */
int csm_config_files(const struct csm_config *conf, struct csm_diag *diag);

/*
 * Walk the entries of a list section ("metrics", "units", ...) over all files, in
 * order: start with NULL, ends with NULL.
 */
const struct csm_json *csm_config_each(
    const struct csm_config *conf, const char *section, const struct csm_json *last);
/* The entry of a list section that has the id; NULL: none has.  `near` (NULL allowed)
 * is begun with the id and offered those there are. */
const struct csm_json *csm_config_find(const struct csm_config *conf,
    const char *section, const char *id, struct csm_nearest *near);
/* The id of an entry, as the shape wants it also where nobody minded the shape: 0, or -1
 * after a report that names the entry `what` ("a metric").  *id borrows from it. */
int csm_config_id_of(const struct csm_json *entry, const char *what, const char **id,
    struct csm_diag *diag);
/* The member `name` of an object section ("sources"), NULL if absent. */
const struct csm_json *csm_config_entry(
    const struct csm_config *conf, const char *section, const char *name);
/* Walk the members of an object section, as csm_config_each. */
const struct csm_json *csm_config_each_entry(
    const struct csm_config *conf, const char *section, const struct csm_json *last);
/* A value of "settings": the last file that has it wins.  NULL if absent. */
const struct csm_json *csm_config_setting(
    const struct csm_config *conf, const char *name);

/* The shape of a document as a JSON Schema (draft-07). */
void csm_config_schema(const struct csm_config_shape *shape, struct csm_buf *out);

#endif
