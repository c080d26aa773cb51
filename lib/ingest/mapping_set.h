/*
 * Setting a mapping: what a text of each word makes of it.  Texts come from options and
 * from the configuration alike; a later one goes over an earlier one, but for lists,
 * which it makes longer.
 *
 * Ownership: a mapping keeps the texts as they are, so they must live as long as it;
 * lists are in the arena.
 */
#ifndef CSM_INGEST_MAPPING_SET_H
#define CSM_INGEST_MAPPING_SET_H

#include "ingest/mapping.h"

/* The words of `level` and `id_format`. */
extern const struct csm_words csm_mapping_level_words, csm_mapping_id_format_words;

/* For csm_mapping_words: 0, or -1 if the text is none of the word. */
int csm_mapping_set_kind(struct csm_mapping *m, const char *text);
int csm_mapping_set_format(struct csm_mapping *m, const char *text);
int csm_mapping_set_delimiter(struct csm_mapping *m, const char *text);
int csm_mapping_set_encoding(struct csm_mapping *m, const char *text);
int csm_mapping_set_quote(struct csm_mapping *m, const char *text);
int csm_mapping_set_escape(struct csm_mapping *m, const char *text);
int csm_mapping_set_comment(struct csm_mapping *m, const char *text);
int csm_mapping_set_skip_lines(struct csm_mapping *m, const char *text);
int csm_mapping_set_pad(struct csm_mapping *m, const char *text);
int csm_mapping_set_decimal(struct csm_mapping *m, const char *text);
int csm_mapping_set_money(struct csm_mapping *m, const char *text);
int csm_mapping_add_null(
    struct csm_mapping *m, struct csm_arena *arena, const char *text);
int csm_mapping_add_require(
    struct csm_mapping *m, struct csm_arena *arena, const char *text);
int csm_mapping_add_header(
    struct csm_mapping *m, struct csm_arena *arena, const char *text);
int csm_mapping_set_tz(struct csm_mapping *m, const char *text);
int csm_mapping_add_time_format(
    struct csm_mapping *m, struct csm_arena *arena, const char *text);
void csm_mapping_clear_time_format(struct csm_mapping *m);
int csm_mapping_set_prefix(struct csm_mapping *m, const char *text);
int csm_mapping_set_model(struct csm_mapping *m, const char *text);
int csm_mapping_set_level(struct csm_mapping *m, const char *text);
int csm_mapping_set_id_format(struct csm_mapping *m, const char *text);
int csm_mapping_set_rates(struct csm_mapping *m, const char *text);

struct csm_mapping_word;
/* Add to the list of a word of rules, before those that are there; -1 if `to` is none of its choices. */
int csm_mapping_add_rule(struct csm_mapping *m, struct csm_arena *arena,
    const struct csm_mapping_word *word, const char *name, const char *to);
void csm_mapping_add_column(struct csm_mapping *m, struct csm_arena *arena,
    struct csm_source *source, const char *name);

#endif
