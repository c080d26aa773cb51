#include "formula/name.h"

#include "base/text.h"
#include "formula/lex.h"
#include "point/family.h"

#include <ctype.h>
#include <string.h>

#define NAME_NEAR 63 /* a longer word is near to none of ours */

/* The text after the first point if `text` begins with a metric's prefix, else NULL. */
static const char *
after_prefix(const char *text)
{
	return csm_family_rest(text, strlen(text));
}

/* The text after "company." and the like, else NULL. */
static const char *
after_model(const char *text, enum csm_model *model)
{
	const char *point = strchr(text, '.');

	if (point == NULL || csm_model_parse(text, (size_t)(point - text), model) != 0)
		return NULL;
	return point + 1;
}

static const char *
nearest(const char *word)
{
	struct csm_nearest s;

	csm_nearest_init(&s, word);
	for (int m = 0; m < CSM_MODELS; m++)
		csm_nearest_offer(&s, csm_model_name((enum csm_model)m));
	for (size_t i = 0; csm_family_prefixes[i] != NULL; i++)
		csm_nearest_offer(&s, csm_family_prefixes[i]);
	return csm_nearest_best(&s);
}

/* A metric by what it ends in, "ticket.open"; but "compny.amount" is a slip. */
static bool
name_is_state(const char *text)
{
	char type[NAME_NEAR + 1];
	size_t len = strcspn(text, ".");

	if (csm_family_state(text, strlen(text)) == CSM_FAMILY_NONE)
		return false;
	if (len > NAME_NEAR)
		return true;
	memcpy(type, text, len);
	type[len] = '\0';
	return nearest(type) == NULL;
}

/* What is often written without its beginning; NULL: it is none of these. */
static const char *
name_whole(const char *text)
{
	static const char *const whole[] = {"revenue.mrr", "revenue.arr",
	    "revenue.overdue", "nps.score", "system.health", "company.plan",
	    "company.name", "company.owner", "company.seats"};

	for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++)
		if (strcmp(strchr(whole[i], '.') + 1, text) == 0)
			return whole[i];
	return NULL;
}

/* As a formula in text may have it; in JSON a name is any text. */
static bool
name_is_word(const char *text)
{
	while (isalnum((unsigned char)*text) || *text == '_')
		text++;
	return *text == '\0';
}

static int
name_unknown(struct csm_arena *arena, const char *text, struct csm_buf *why)
{
	size_t head = strcspn(text, ".");
	/* Only what stands before the point is ours to know; the rest is data. */
	const char *near = nearest(csm_arena_text(arena, text, head));

	csm_buf_puts(why, "unknown name ");
	csm_text_quote(why, text, strlen(text));
	if (text[head] == '\0' && name_whole(text) != NULL) {
		csm_buf_printf(why, "; did you mean \"%s\"?", name_whole(text));
	} else if (text[head] == '\0') {
		csm_buf_puts(why, "; a name begins with what it is: activities.login, "
				  "metrics.seats, company.plan");
		if (name_is_word(text))
			csm_buf_printf(why, "; a text has quotes: '%s'", text);
	} else if (near != NULL) {
		char *meant = csm_arena_printf(arena, "%s%s", near, text + head);
		csm_buf_puts(why, "; did you mean ");
		csm_text_quote(why, meant, strlen(meant));
		csm_buf_putc(why, '?');
	} else {
		csm_buf_puts(why, "; names begin with ");
		for (int m = 0; m < CSM_MODELS; m++)
			csm_buf_printf(why, "%s, ", csm_model_name((enum csm_model)m));
		for (size_t i = 0; csm_family_prefixes[i + CSM_ALIASES] != NULL; i++)
			csm_buf_printf(
			    why, "%s%s", i == 0 ? "" : ", ", csm_family_prefixes[i]);
		csm_buf_puts(why, ", or end in .opened, .closed, .open, .amount, .age");
	}
	return -1;
}

static const char *
canonical(struct csm_arena *arena, const char *metric)
{
	struct csm_buf buf = {0};
	const char *text;

	csm_canonical_metric(&buf, metric, strlen(metric));
	text = csm_arena_text(arena, csm_buf_text(&buf), buf.len);
	csm_buf_fini(&buf);
	return text;
}

int
csm_name_resolve(struct csm_arena *arena, const char *text, struct csm_name *name,
    struct csm_buf *why)
{
	const char *rest = after_model(text, &name->model), *last;
	int custom;

	*name = (struct csm_name){.has_model = rest != NULL, .model = name->model};
	if (rest == NULL) {
		name->model = CSM_MODEL_COMPANY;
		rest = text;
	}
	/* Without a model it is the alias of metrics., which after_prefix() knows. */
	custom = name->has_model && strncmp(rest, "custom.", 7) == 0;
	if (!custom && (last = after_prefix(rest)) != NULL) {
		name->metric = canonical(arena, rest);
		name->pattern = strchr(rest, '*') != NULL;
	} else if (!name->has_model && name_is_state(text)) {
		name->metric = last = csm_arena_strdup(arena, text);
		name->pattern = strchr(text, '*') != NULL;
	} else if (name->has_model) {
		name->custom = custom;
		last = name->field = csm_arena_strdup(arena, custom ? rest + 7 : rest);
	} else {
		return name_unknown(arena, text, why);
	}
	if (*last != '\0')
		return 0;
	csm_text_quote(why, text, strlen(text));
	csm_buf_puts(why, " names nothing after the point");
	return -1;
}

int
csm_name_is_metric(const char *text)
{
	enum csm_model model;
	const char *rest = after_model(text, &model);

	if (rest == NULL)
		return after_prefix(text) != NULL || name_is_state(text);
	return strncmp(rest, "custom.", 7) != 0 && after_prefix(rest) != NULL;
}

int
csm_name_may_be_metric(const char *text)
{
	enum csm_model model;
	const char *rest = after_model(text, &model), *point;

	/* End users alone have metrics that other programs named: events of mail and
	 * the like. */
	if (rest == NULL || model != CSM_MODEL_ENDUSER ||
	    strncmp(rest, "custom.", 7) == 0)
		return 0;
	point = strchr(rest, '.');
	return point != NULL && point > rest && point[1] != '\0';
}

void
csm_name_as_metric(struct csm_arena *arena, struct csm_name *name)
{
	name->metric = canonical(arena, name->field);
	name->pattern = strchr(name->field, '*') != NULL;
	name->field = NULL;
}

/* 1 if it needs no quotes; `begins`: nothing of the name stands before it. */
static int
is_plain(const char *dotted, int begins)
{
	/* What the lexer would take for multiplication, a number or a keyword. */
	if (begins && (*dotted == '*' || (*dotted >= '0' && *dotted <= '9') ||
			  csm_lex_is_reserved(dotted)))
		return 0;
	for (;;) {
		size_t n = strcspn(dotted, ".");
		if (!csm_lex_plain_part(dotted, n))
			return 0;
		if (dotted[n] == '\0')
			return 1;
		dotted += n + 1;
	}
}

/* Dotted parts, in quotes as one if any of them needs it. */
static void
name_put_parts(struct csm_buf *out, const char *dotted, int begins)
{
	if (is_plain(dotted, begins)) {
		csm_buf_puts(out, dotted);
		return;
	}
	csm_buf_putc(out, '"');
	for (; *dotted != '\0'; dotted++) {
		if (*dotted == '"')
			csm_buf_putc(out, '"');
		csm_buf_putc(out, *dotted);
	}
	csm_buf_putc(out, '"');
}

static void
name_put_model(const struct csm_name *name, struct csm_buf *out)
{
	if (name->has_model)
		csm_buf_printf(out, "%s.", csm_model_name(name->model));
	if (name->custom)
		csm_buf_puts(out, "custom.");
}

void
csm_name_put(const struct csm_name *name, struct csm_buf *out)
{
	name_put_model(name, out);
	if (name->metric != NULL && after_prefix(name->metric) == NULL) {
		name_put_parts(out, name->metric, !name->has_model);
	} else if (name->metric != NULL) {
		const char *rest = strchr(name->metric, '.') + 1;
		/* The prefix never needs quotes, and reads better without. */
		csm_buf_put(out, name->metric, (size_t)(rest - name->metric));
		name_put_parts(out, rest, 0);
	} else {
		name_put_parts(out, name->field, !name->has_model);
	}
}

void
csm_name_put_bare(const struct csm_name *name, struct csm_buf *out)
{
	name_put_model(name, out);
	csm_buf_puts(out, name->metric != NULL ? name->metric : name->field);
}
