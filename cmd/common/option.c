#include "common/option.h"

#include "base/buf.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "common/option_table.h"
#include "common/version.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONG_ONLY 256 /* getopt_long value of the first option; + its number */

/* Before a run there is no diag: options are not known yet, not even --errors. */
int
csm_usage(const struct csm_program *program, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s: ", program->name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, " [E_USAGE]\n%s: try \"%s --help\"\n", program->name,
	    program->name);
	return 2;
}

static void
option_list_add(struct csm_list *list, const char *item)
{
	CSM_GROW(list->item, list->n, &list->cap);
	list->item[list->n++] = item;
}

static void *
option_member(const struct csm_program *program, const struct csm_option *o)
{
	return (char *)program->options + o->offset;
}

static int
bad_value(const struct csm_program *program, const struct csm_option *o,
    const char *value, const char *wants)
{
	struct csm_buf quoted = {0};

	csm_text_quote(&quoted, value, strlen(value));
	csm_usage(program, "--%s: %s is not %s", o->name, quoted.data, wants);
	csm_buf_fini(&quoted);
	return 2;
}

static int
set_word(
    const struct csm_program *program, const struct csm_option *o, const char *value)
{
	const char *const *found = csm_words_find(o->words, value);
	struct csm_buf wants = {0};

	/* Of words kept as texts the table's own is taken, which lives longer than
	 * argv. */
	if (found != NULL && o->kind == CSM_OPTION_WORD)
		*(const char **)option_member(program, o) = *found;
	else if (found != NULL)
		*(int *)option_member(program, o) = csm_words_value(o->words, value);
	if (found != NULL)
		return -1;
	csm_buf_puts(&wants, "one of: ");
	csm_words_list(o->words, " ", &wants);
	bad_value(program, o, value, wants.data);
	csm_buf_fini(&wants);
	return 2;
}

static int
set_whole(
    const struct csm_program *program, const struct csm_option *o, const char *value)
{
	char *end;

	errno = 0;
	long v = strtol(value, &end, 10);
	/* strtol(3) takes blanks in front, which is nobody's number here. */
	if (errno != 0 || end == value || *end != '\0' || v < 0 || *value == ' ')
		return bad_value(program, o, value, "a whole number");
	*(long *)option_member(program, o) = v;
	return -1;
}

int
csm_size_parse(const char *text, size_t *bytes)
{
	static const char units[] = "KMGT";
	char *end;

	errno = 0;
	unsigned long long v = strtoull(text, &end, 10);
	const char *unit = *end == '\0' ? NULL : strchr(units, *end);
	int shift = unit == NULL ? 0 : (int)(unit - units + 1) * 10;
	if (unit != NULL)
		end++;
	if (errno != 0 || text[0] < '0' || text[0] > '9' || *end != '\0' ||
	    /* Shifted beyond the size it would become a small one. */
	    v > (SIZE_MAX >> shift))
		return -1;
	*bytes = (size_t)v << shift;
	return 0;
}

static int
set_size(
    const struct csm_program *program, const struct csm_option *o, const char *value)
{
	if (csm_size_parse(value, option_member(program, o)) == 0)
		return -1;
	return bad_value(program, o, value, "a size such as 64M or 2G");
}

static int
set(const struct csm_program *program, const struct csm_option *o, const char *value)
{
	switch (o->kind) {
	case CSM_OPTION_FLAG:
		*(int *)option_member(program, o) = 1;
		return -1;
	case CSM_OPTION_TEXT:
		*(const char **)option_member(program, o) = value;
		return -1;
	case CSM_OPTION_LIST:
		option_list_add(option_member(program, o), value);
		return -1;
	case CSM_OPTION_CHOICE:
	case CSM_OPTION_WORD:
		return set_word(program, o, value);
	case CSM_OPTION_WHOLE:
		return set_whole(program, o, value);
	case CSM_OPTION_SIZE:
		return set_size(program, o, value);
	/* At once, whatever follows: help is wanted because something is not
	 * understood. */
	case CSM_OPTION_HELP:
		return csm_options_print(program, "help");
	case CSM_OPTION_VERSION:
		printf("%s %s\n", program->name, CSM_VERSION);
		return csm_options_flush(program);
	case CSM_OPTION_TABLE:
		return csm_options_print(program, value);
	}
	return -1;
}

struct table {
	/* For the longest table, csm-ingest's with a word each; checked when it is
	 * filled. */
	const struct csm_option *option[128];
	struct option getopt[129];
	char letters[260];
	int n;
};

static void
option_collect(const struct csm_program *program, struct table *t)
{
	char *p = t->letters;

	/* getopt(3) then tells a missing argument apart from an unknown option. */
	*p++ = ':';
	for (size_t g = 0; program->groups[g] != NULL; g++) {
		for (const struct csm_option *o = program->groups[g]; o->name != NULL;
		     o++) {
			assert((size_t)t->n < sizeof t->option / sizeof t->option[0]);
			t->option[t->n] = o;
			t->getopt[t->n] = (struct option){o->name,
			    o->arg == NULL ? no_argument : required_argument, NULL,
			    LONG_ONLY + t->n};
			t->n++;
			if (o->letter == 0)
				continue;
			*p++ = o->letter;
			if (o->arg != NULL)
				*p++ = ':';
		}
	}
	*p = '\0';
}

static const struct csm_option *
by_letter(const struct table *t, int letter)
{
	for (int i = 0; i < t->n; i++)
		if (t->option[i]->letter == letter)
			return t->option[i];
	return NULL;
}

static int
option_unknown(
    const struct csm_program *program, const struct table *t, const char *word)
{
	struct csm_nearest near;
	struct csm_buf hint = {0}, quoted = {0};
	char name[64];
	char dashed[68];

	if (optopt != 0 && optopt < LONG_ONLY) {
		csm_usage(program, "unknown option \"-%c\"", optopt);
		return 2;
	}
	/* Without its dashes and value; what is longer than 63 bytes is like no option
	 * anyway. */
	snprintf(name, sizeof name, "%.*s", (int)strcspn(word + 2, "="), word + 2);
	csm_nearest_init(&near, name);
	for (int i = 0; i < t->n; i++)
		if (t->option[i]->kind != CSM_OPTION_TABLE)
			csm_nearest_offer(&near, t->option[i]->name);
	csm_text_quote(&quoted, word, strlen(word));
	if (csm_nearest_best(&near) != NULL) {
		snprintf(dashed, sizeof dashed, "--%s", csm_nearest_best(&near));
		near.best = dashed;
	}
	csm_usage(program, "unknown option %s%s", quoted.data,
	    csm_nearest_hint(&near, &hint));
	csm_buf_fini(&hint);
	csm_buf_fini(&quoted);
	return 2;
}

int
csm_options_parse(const struct csm_program *program, int argc, char **argv, int *first)
{
	struct table t = {0};
	int c, status = -1;

	option_collect(program, &t);
	opterr = 0;
	optind = 1;
	/* Each setter gives -1 to go on, or the exit status. */
	while (status == -1) {
		/* getopt_long(3) has moved on by the time it says that a word is
		 * unknown. */
		int at = optind;
		c = getopt_long(argc, argv, t.letters, t.getopt, NULL);
		if (c == -1)
			break;
		if (c == '?')
			status = option_unknown(program, &t, argv[at]);
		else if (c == ':' && optopt >= LONG_ONLY)
			status = csm_usage(program, "--%s wants %s",
			    t.option[optopt - LONG_ONLY]->name,
			    t.option[optopt - LONG_ONLY]->arg);
		else if (c == ':')
			status = csm_usage(program, "-%c wants %s", optopt,
			    by_letter(&t, optopt)->arg);
		else
			status = set(program,
			    c >= LONG_ONLY ? t.option[c - LONG_ONLY] : by_letter(&t, c),
			    optarg);
	}
	*first = optind;
	return status;
}

void
csm_options_fini(const struct csm_program *program)
{
	for (size_t g = 0; program->groups[g] != NULL; g++)
		for (const struct csm_option *o = program->groups[g]; o->name != NULL;
		     o++)
			if (o->kind == CSM_OPTION_LIST)
				free(((struct csm_list *)option_member(program, o))
					 ->item);
}
