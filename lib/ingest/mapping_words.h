/*
 * The words of a mapping, one entry each: what the configuration and its schema say of
 * it, how a text sets it, and its option of csm-ingest.  Both readers of mappings, of
 * options and of the configuration, go by this table.  A new word is a new entry.
 *
 * Ownership: all of it is constant.
 */
#ifndef CSM_INGEST_MAPPING_WORDS_H
#define CSM_INGEST_MAPPING_WORDS_H

#include "config/shape.h"
#include "ingest/mapping.h"

#include <stdbool.h>

enum csm_mapping_word_type {
	CSM_WORD_TEXT,    /* a text, which `set` reads */
	CSM_WORD_ROLE,    /* a source */
	CSM_WORD_RULES,   /* a list of rules */
	CSM_WORD_LIST,    /* texts, each of which `add` adds */
	CSM_WORD_COLUMNS, /* sources, each a metric of its own */
	CSM_WORD_FIELDS,  /* how columns of fields are written */
	CSM_WORD_EXCLUDE, /* whose rows are left out */
	CSM_WORD_WHERE    /* a condition: a text, or JSON of the configuration */
};

/* How csm-ingest takes a word as an option, which is called as it, with - for _. */
enum csm_mapping_option_kind {
	CSM_MAPPING_OPTION_NONE,
	CSM_MAPPING_OPTION_TEXT,
	CSM_MAPPING_OPTION_FLAG, /* true */
	CSM_MAPPING_OPTION_LIST, /* may be repeated */
	CSM_MAPPING_OPTION_WORD  /* one of the words of its shape */
};
struct csm_mapping_option {
	enum csm_mapping_option_kind kind;
	const char *arg; /* "SOURCE"; NULL of a flag */
	const char
	    *help; /* NULL: the key's, with a small letter; %w in it: its words */
};

/* The table ends with key.name NULL; options are listed in its order. */
struct csm_mapping_word {
	struct csm_config_key key; /* first: see csm_config_shape */
	struct csm_mapping_option option;
	enum csm_mapping_word_type type;
	enum csm_role role; /* ROLE */
	size_t rules;       /* RULES: offset of the list in a mapping */
	/* TEXT: -1 if it is not such a text.  NULL: it says nothing of the columns. */
	int (*set)(struct csm_mapping *m, const char *text);
	/* ROLE: a text that is not a column, but says itself what it is.  NULL: none is. */
	bool (*is_word)(const char *text);
	/* LIST: the same, of one of its texts. */
	int (*add)(struct csm_mapping *m, struct csm_arena *arena, const char *text);
	void (*clear)(
	    struct csm_mapping *m); /* LIST: that of the preset goes where it is
						 said; NULL: it is added to */
	bool one_character; /* TEXT: all that an option may have; else it is a remark */
	bool commas;        /* LIST: an option has several, with commas between */
	const char *wants;  /* for messages; NULL: one of the words of its shape */
};
extern const struct csm_mapping_word csm_mapping_words[];
/* At least as many as the table has. */
#define CSM_MAPPING_WORDS 64

/* The source of a role's text; NULL after a report, which names `word`. */
struct csm_source *csm_mapping_role_from_text(struct csm_arena *arena,
    const struct csm_mapping_word *word, const char *text, struct csm_diag *diag);
/* NULL if there is no such word. */
const struct csm_mapping_word *csm_mapping_word_of(const char *name);
/* What its text must be, appended for messages: "csv, tsv or ndjson". */
void csm_mapping_word_wants(const struct csm_mapping_word *word, struct csm_buf *out);

#endif
