/* The words of a mapping, for its two readers: options and configuration. */
#ifndef CSM_INGEST_MAPPING_WORDS_H
#define CSM_INGEST_MAPPING_WORDS_H

#include "ingest/mapping.h"

/* A word whose value is a plain text.  The table ends with name NULL. */
struct csm_mapping_word {
	const char *name;
	int (*set)(struct csm_mapping *m, const char *text); /* -1: not such a text */
	const char *wants;
};
extern const struct csm_mapping_word csm_mapping_words[];

/* NULL if the word is none of these. */
const struct csm_mapping_word *csm_mapping_word_of(const char *name);
/* The role a word means, CSM_ROLES if it means none. */
enum csm_role csm_mapping_role_of(const char *word);
/* agg, zero and rename: the list of rules a word fills; else NULL. */
struct csm_rule **csm_mapping_rules_of(struct csm_mapping *m, const char *word);
/* Add to the list of `word`; -1 if `to` is none of its choices. */
int csm_mapping_add_rule(struct csm_mapping *m, struct csm_arena *arena,
    const char *word, const char *name, const char *to);
void csm_mapping_add_column(struct csm_mapping *m, struct csm_arena *arena,
    struct csm_source *source, const char *name);

#endif
