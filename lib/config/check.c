#include "config/shape.h"

#include "base/buf.h"
#include "base/text.h"
#include "base/xalloc.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define JSON_TYPES (CSM_JSON_OBJECT + 1)

struct check {
	struct csm_config_ids *ids;
	struct csm_diag *diag;
	int failed;
};

static void check_value(
    struct check *c, const struct csm_json *v, const struct csm_config_shape *s);

/* "a text, a number or null" */
static void
check_put_types(struct csm_buf *out, unsigned types)
{
	const char *names[JSON_TYPES];
	size_t n = 0;

	/* From the second type to the first: null, the first, is told last, since it is
	 * what is allowed besides. */
	for (unsigned i = 1; i <= JSON_TYPES; i++) {
		enum csm_json_type type = (enum csm_json_type)(i % JSON_TYPES);
		int both = (types & CSM_CONFIG_BOOL) == CSM_CONFIG_BOOL;
		if (!(types & CSM_CONFIG_BIT(type)) || (both && type == CSM_JSON_TRUE))
			continue;
		names[n++] = both && type == CSM_JSON_FALSE ? "true or false"
							    : csm_json_type_name(type);
	}
	for (size_t i = 0; i < n; i++)
		csm_buf_printf(out, "%s%s",
		    i == 0       ? ""
		    : i + 1 == n ? " or "
				 : ", ",
		    names[i]);
}

/* Nothing inside of it is looked at: told of keys that a list cannot have, nobody finds
 * the one mistake. */
static void
check_wrong_type(
    struct check *c, const struct csm_json *v, const struct csm_config_shape *s)
{
	struct csm_buf wants = {0};

	if (s->noun != NULL)
		csm_buf_puts(&wants, s->noun);
	else
		check_put_types(&wants, s->types);
	c->failed = csm_json_error(c->diag, v, CSM_E_CONFIG, "wants %s, has %s",
	    wants.data, csm_json_type_name(v->type));
	csm_buf_fini(&wants);
}

static void
check_word(struct check *c, const struct csm_json *v, const struct csm_words *words)
{
	struct csm_buf text = {0}, hint = {0};
	struct csm_nearest near;
	const char *word;

	csm_nearest_init(&near, v->text);
	if (csm_words_find(words, v->text) != NULL)
		return;
	for (size_t i = 0; (word = csm_words_at(words, i)) != NULL; i++)
		csm_nearest_offer(&near, word);
	csm_buf_puts(&text, "unknown value ");
	csm_text_quote(&text, v->text, v->len);
	/* A slip wants its one correction, a guess the whole vocabulary. */
	if (csm_nearest_best(&near) != NULL) {
		csm_buf_puts(&text, csm_nearest_hint(&near, &hint));
	} else {
		csm_buf_puts(&text, "; wants one of \"");
		csm_words_list(words, "\", \"", &text);
		csm_buf_putc(&text, '"');
	}
	c->failed = csm_json_error(c->diag, v, CSM_E_CONFIG, "%s", text.data);
	csm_buf_fini(&text);
	csm_buf_fini(&hint);
}

int
csm_config_identifier(const struct csm_json *v, struct csm_diag *diag)
{
	if (v->len == 0)
		return csm_json_error(diag, v, CSM_E_CONFIG, "is empty");
	for (const char *s = v->text; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return csm_json_error(
			    diag, v, CSM_E_CONFIG, "holds a control character");
	return 0;
}

static void
check_number(
    struct check *c, const struct csm_json *v, const struct csm_config_shape *s)
{
	int bounded = s->lo != 0 || s->hi != 0;
	const char *noun = s->whole ? "a whole number" : "a number";

	assert(bounded || !s->whole); /* no shape wants just any whole number */
	if ((!s->whole || v->number == floor(v->number)) &&
	    (!bounded || (v->number >= s->lo && v->number <= s->hi)))
		return;
	if (isinf(s->hi))
		c->failed = csm_json_error(c->diag, v, CSM_E_CONFIG,
		    "wants %s of at least %g, has %.40s", noun, s->lo, v->text);
	else
		c->failed = csm_json_error(c->diag, v, CSM_E_CONFIG,
		    "wants %s from %g to %g, has %.40s", noun, s->lo, s->hi, v->text);
}

/* Scope: entries of a section share it over all files; what stands inside an entry
 * shares it with the lists of the same key of that entry only. */
static void
put_scope(struct csm_buf *out, const struct csm_json *list)
{
	const struct csm_json *entry = list;

	/* Document, section, entry: three parents up stands the document, which has
	 * none. */
	while (entry->parent != NULL && entry->parent->parent != NULL &&
	       entry->parent->parent->parent != NULL)
		entry = entry->parent;
	if (entry != list) {
		csm_buf_printf(out, "%s:", entry->file);
		csm_json_path(entry, out);
		csm_buf_putc(out, ' ');
	}
	csm_buf_puts(out, list->key);
	/* No key and no path holds a NUL, so that scope and name cannot run into each
	 * other. */
	csm_buf_putc(out, '\0');
}

/* `name` names one of the things in `list`; nothing before it may have that name. */
static void
check_unique(struct check *c, const struct csm_json *list, const struct csm_json *at,
    const char *name)
{
	struct csm_config_ids *ids = c->ids;
	struct csm_buf text = {0};
	uint32_t id;

	put_scope(&text, list);
	csm_buf_puts(&text, name);
	id = csm_intern_find(&ids->names, text.data, text.len);
	if (id == CSM_INTERN_NONE) {
		/* Ids are dense and in order, which lets `first` be a plain array
		 * beside them. */
		id = csm_intern_put(&ids->names, text.data, text.len);
		CSM_GROW(ids->first, id, &ids->cap);
		ids->first[id] = at;
	} else {
		const struct csm_json *first = ids->first[id];
		csm_buf_reset(&text);
		csm_text_quote(&text, name, strlen(name));
		c->failed = csm_json_error(c->diag, at, CSM_E_CONFIG,
		    "%s is already at %s:%u:%u", text.data, first->file,
		    (unsigned)first->line, (unsigned)first->column);
	}
	csm_buf_fini(&text);
}

static void
check_array(struct check *c, const struct csm_json *v, const struct csm_config_shape *s)
{
	if (s->items != 0 && v->count != s->items)
		c->failed = csm_json_error(c->diag, v, CSM_E_CONFIG,
		    "wants %zu elements, has %zu", s->items, v->count);
	for (const struct csm_json *e = v->child; e != NULL && s->each; e = e->next) {
		const struct csm_json *id = NULL;
		check_value(c, e, s->each);
		if (s->unique != NULL)
			id = csm_json_get(e, s->unique);
		/* An empty or wrong id has been told already: two of them are no
		 * duplicates. */
		if (id != NULL && id->type == CSM_JSON_STRING && id->len > 0)
			check_unique(c, v, id, id->text);
	}
}

/* More than this would bury what is wrong; the manual has them all. */
#define KEYS_TOLD 24

static void
put_keys(struct csm_buf *out, const struct csm_config_shape *s)
{
	const struct csm_config_key *k;
	size_t n;

	for (n = 0; (k = csm_config_key_at(s, n)) != NULL && n < KEYS_TOLD; n++)
		csm_buf_printf(out, "%s%s", n == 0 ? "; there are: " : ", ", k->name);
	if (k != NULL)
		csm_buf_puts(out, " and others");
}

static void
unknown_key(struct check *c, const struct csm_json *m, const struct csm_config_shape *s)
{
	const char *what = m->parent->parent == NULL ? "section" : "key";
	struct csm_buf text = {0}, hint = {0};
	const struct csm_config_key *k;
	struct csm_nearest near;

	csm_nearest_init(&near, m->key);
	for (size_t i = 0; (k = csm_config_key_at(s, i)) != NULL; i++)
		csm_nearest_offer(&near, k->name);
	csm_text_quote(&text, m->key, strlen(m->key));
	/* JSON has no remarks; what people write instead is near to no key. */
	if (strncmp(m->key, "//", 2) == 0 || m->key[0] == '#')
		csm_buf_puts(&text, "; for a remark use \"" CSM_CONFIG_COMMENT "\"");
	else if (csm_nearest_best(&near) == NULL)
		put_keys(&text, s);
	else
		csm_buf_puts(&text, csm_nearest_hint(&near, &hint));
	c->failed =
	    csm_json_error(c->diag, m, CSM_E_CONFIG, "unknown %s %s", what, text.data);
	csm_buf_fini(&text);
	csm_buf_fini(&hint);
}

static void
check_member(
    struct check *c, const struct csm_json *m, const struct csm_config_shape *s)
{
	static const struct csm_config_shape comment = {.types = CSM_CONFIG_TEXT};
	const struct csm_config_key *k;

	for (size_t i = 0; (k = csm_config_key_at(s, i)) != NULL; i++)
		if (strcmp(k->name, m->key) == 0) {
			check_value(c, m, k->shape);
			return;
		}
	if (strcmp(m->key, CSM_CONFIG_COMMENT) == 0)
		check_value(c, m, &comment);
	/* Only an object may be an entry that somebody named: any other value under an
	 * unknown key is a key misspelt. */
	else if (s->others != NULL && m->type == CSM_JSON_OBJECT)
		check_value(c, m, s->others);
	else
		unknown_key(c, m, s);
}

static void
check_object(
    struct check *c, const struct csm_json *v, const struct csm_config_shape *s)
{
	const struct csm_config_key *k;

	for (const struct csm_json *m = v->child; m != NULL; m = m->next) {
		if (s->keys != NULL) {
			check_member(c, m, s);
		} else if (s->each != NULL) {
			check_value(c, m, s->each);
			if (s->identifier)
				check_unique(c, v, m, m->key);
		}
	}
	for (size_t i = 0; (k = csm_config_key_at(s, i)) != NULL; i++)
		if (k->required && csm_json_get(v, k->name) == NULL)
			c->failed = csm_json_error(
			    c->diag, v, CSM_E_CONFIG, "lacks the key \"%s\"", k->name);
}

static void
check_value(struct check *c, const struct csm_json *v, const struct csm_config_shape *s)
{
	if (!(s->types & CSM_CONFIG_BIT(v->type))) {
		check_wrong_type(c, v, s);
		return;
	}
	switch (v->type) {
	case CSM_JSON_STRING:
		if (s->words != NULL)
			check_word(c, v, s->words);
		if (s->identifier)
			c->failed |= csm_config_identifier(v, c->diag);
		/* Kept instead of resolved at once: the check changes nothing, and
		 * csm_config_files() asks for them once every setting is known. */
		if (s->path) {
			CSM_GROW(c->ids->path, c->ids->paths, &c->ids->path_cap);
			c->ids->path[c->ids->paths++] = v;
		}
		break;
	case CSM_JSON_NUMBER:
		check_number(c, v, s);
		break;
	case CSM_JSON_ARRAY:
		check_array(c, v, s);
		break;
	case CSM_JSON_OBJECT:
		check_object(c, v, s);
		break;
	default:
		break;
	}
}

int
csm_config_check(const struct csm_config_shape *shape, const struct csm_json *doc,
    struct csm_config_ids *ids, struct csm_diag *diag)
{
	struct check c = {.ids = ids, .diag = diag};

	check_value(&c, doc, shape);
	return c.failed;
}
