/*
 * Table of presets: what the columns of the exports of vendors mean, in the words of
 * `sources`.  A new preset is an entry.
 *
 * Ownership: all of it is constant.
 */
#ifndef CSM_INGEST_PRESET_TABLE_H
#define CSM_INGEST_PRESET_TABLE_H

/* Sizes of the table only: more of either does not compile.  The empty mapping is the end
 * of a preset; a list of signs may be full. */
#define CSM_PRESET_SIGNS 5
#define CSM_PRESET_MAPPINGS 7 /* at most, one empty */

struct csm_preset_mapping {
	const char *kind;  /* NULL: none */
	const char *model; /* of fields; NULL: of rows that are no fields */
	const char
	    *json; /* an entry of `sources` without its kind; the first of a kind and
			      model counts, and others are only recognized */
	/* columns that all exports of it have, and together hardly others; none: it is not
	 * recognized */
	const char *sign[CSM_PRESET_SIGNS];
};

struct csm_preset {
	const char *name; /* first, see csm_words */
	/* The first is that of no kind given, and the first of a kind that of no model. */
	struct csm_preset_mapping mapping[CSM_PRESET_MAPPINGS];
};

extern const struct csm_preset csm_presets[]; /* the name of the last is NULL */

#endif
