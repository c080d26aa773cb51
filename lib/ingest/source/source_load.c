/* The files a source looks up in. */
#include "ingest/source/source.h"

#include "base/intern.h"
#include "base/xalloc.h"

#include <stdlib.h>
#include <string.h>

static bool
source_is_of_input(const struct csm_source *source)
{
	return source->kind == CSM_SOURCE_LOOKUP &&
	       strcmp(source->file, CSM_LOOKUP_INPUT) == 0;
}

bool
csm_source_reads_input(const struct csm_source *source)
{
	if (source == NULL)
		return false;
	for (const struct csm_source *s = source->from; s != NULL; s = s->next)
		if (csm_source_reads_input(s))
			return true;
	return source_is_of_input(source);
}

void
csm_source_set_input(
    struct csm_source *source, const struct csm_lookup_input *input, size_t inputs)
{
	if (source == NULL)
		return;
	for (struct csm_source *s = source->from; s != NULL; s = s->next)
		csm_source_set_input(s, input, inputs);
	if (source_is_of_input(source)) {
		source->input = input;
		source->inputs = inputs;
	}
}

int
csm_source_files(const struct csm_source *source,
    int (*visit)(void *ctx, const char *file), void *ctx)
{
	const char *file;
	int rc = 0;

	if (source == NULL)
		return 0;
	/* What it starts from comes first, as it is read first. */
	for (const struct csm_source *s = source->from; s != NULL && rc == 0;
	     s = s->next)
		rc = csm_source_files(s, visit, ctx);
	if (source->file != NULL && !source_is_of_input(source) && rc == 0)
		rc = visit(ctx, source->file);
	if (source->kind == CSM_SOURCE_EXPRESSION)
		for (size_t i = 0; rc == 0 && (file = csm_expression_file(
						   source->expression, i)) != NULL;
		     i++)
			rc = visit(ctx, file);
	return rc;
}

static struct csm_lookup *
source_load_lookup(const struct csm_source *source, struct csm_diag *diag)
{
	struct csm_lookup_form form = {.path = source->file,
	    .input = source->input,
	    .inputs = source->inputs,
	    .quiet = source->fallback,
	    .key = &source->key,
	    .keys = 1,
	    .take = source->take,
	    .integer = source->integer != 0};

	return csm_lookup_open(&form, diag);
}

/* The file of aliases, or of entities, by the columns its choices are called and by
 * `alias`, or by the one that is said. */
static struct csm_lookup *
source_load_same(const struct csm_source *same, struct csm_diag *diag)
{
	/* Choices and `alias`; beyond 16 choices the names of the others are no keys. */
	const char *key[CSM_SOURCE_DEPTH + 1];
	struct csm_lookup_form form = {.path = same->file,
	    .key = key,
	    .take = same->take,
	    .apart = same->key != NULL ? same->key : "alias",
	    .itself = true,
	    .integer = same->integer != 0,
	    .lower = same->lower};

	if (same->key != NULL)
		key[form.keys++] = same->key;
	for (const struct csm_source *s = same->from;
	     s != NULL && same->key == NULL && form.keys < CSM_SOURCE_DEPTH;
	     s = s->next)
		if (s->kind == CSM_SOURCE_COLUMN)
			key[form.keys++] = s->text;
	if (same->key == NULL)
		key[form.keys++] = "alias";
	return csm_lookup_open(&form, diag);
}

static struct csm_lookup *
source_load_domains(const struct csm_source *source, struct csm_diag *diag)
{
	struct csm_lookup_form form = {.path = source->file,
	    .key = &source->key,
	    .keys = 1,
	    .take = source->take,
	    .apart = source->key,
	    .lower = true,
	    .domains = true};

	return csm_lookup_open(&form, diag);
}

/* What a source is given that has, or makes, texts of its own. */
static int
source_load_own(struct csm_source *source, const char *free_mail, struct csm_diag *diag)
{
	source->absent = csm_xcalloc(1, sizeof *source->absent);
	if (source->kind != CSM_SOURCE_LOOKUP)
		source->scratch = csm_xcalloc(1, sizeof *source->scratch);
	if (source->kind == CSM_SOURCE_DOMAIN && free_mail != NULL) {
		source->free_mail =
		    csm_lookup_load(free_mail, "domain", "domain", 0, diag);
		if (source->free_mail == NULL)
			return -1;
	}
	/* A domain alone, or any of several that nobody says are the same. */
	if (source->file == NULL)
		return 0;
	source->lookup =
	    source->kind == CSM_SOURCE_LOOKUP ? source_load_lookup(source, diag)
	    : source->kind == CSM_SOURCE_SAME ? source_load_same(source, diag)
					      : source_load_domains(source, diag);
	return source->lookup == NULL ? -1 : 0;
}

int
csm_source_load(struct csm_source *source, const char *free_mail, struct csm_diag *diag)
{
	if (source == NULL)
		return 0;
	for (struct csm_source *s = source->from; s != NULL; s = s->next)
		if (csm_source_load(s, free_mail, diag) != 0)
			return -1;
	if (source->kind == CSM_SOURCE_EXPRESSION)
		return csm_expression_load(source->expression, source->integer, diag);
	if (csm_source_is_through(source) || source->kind == CSM_SOURCE_SAME)
		return source_load_own(source, free_mail, diag);
	return 0;
}

void
csm_source_unload(struct csm_source *source)
{
	if (source == NULL)
		return;
	for (struct csm_source *s = source->from; s != NULL; s = s->next)
		csm_source_unload(s);
	csm_expression_unload(source->expression);
	csm_lookup_free(source->lookup);
	csm_lookup_free(source->free_mail);
	if (source->scratch != NULL)
		csm_arena_fini(source->scratch);
	free(source->scratch);
	if (source->absent != NULL)
		csm_intern_fini(source->absent);
	free(source->absent);
	source->lookup = source->free_mail = NULL;
	source->scratch = NULL;
	source->absent = NULL;
}
