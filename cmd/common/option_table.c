#include "common/option_table.h"

#include "common/completion.h"

#include "common/run.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Help that was not written is a failure as any other output: csm-ingest --help
 * >/dev/full. */
int
csm_options_flush(const struct csm_program *program)
{
	int failed = ferror(stdout);

	errno = 0;
	if (fclose(stdout) != 0 || failed) {
		fprintf(stderr, "%s: <stdout>: %s [E_WRITE]\n", program->name,
		    errno ? strerror(errno) : "write error");
		return 4;
	}
	return 0;
}

/* The words that stand for %w, %l or %d of a help text. */
static void
put_words(const struct csm_words *words, char how, struct csm_buf *help)
{
	const char *word;

	for (size_t i = 0; (word = csm_words_at(words, i)) != NULL; i++)
		csm_buf_printf(help, "%s%s%s",
		    i == 0       ? ""
		    : how == 'w' ? " "
				 : ", ",
		    word, i == 0 && how == 'd' ? " (default)" : "");
}

/* An option whose words are not its choices is shown with them in its help. */
static void
print_shown(const struct csm_program *program, const struct csm_option *o, bool words,
    void (*print)(const struct csm_program *program, const struct csm_option *o))
{
	struct csm_option shown = *o;
	struct csm_buf help = {0};

	if (o->words != NULL && o->kind != CSM_OPTION_CHOICE &&
	    o->kind != CSM_OPTION_WORD) {
		for (const char *p = o->help; *p != '\0'; p++)
			if (*p == '%')
				put_words(o->words, *++p, &help);
			else
				csm_buf_putc(&help, *p);
		shown.help = csm_buf_text(&help);
		if (!words)
			shown.words = NULL;
	}
	print(program, &shown);
	csm_buf_fini(&help);
}

void
csm_options_each(const struct csm_program *program, bool words,
    void (*print)(const struct csm_program *program, const struct csm_option *o))
{
	for (size_t g = 0; program->groups[g] != NULL; g++)
		for (const struct csm_option *o = program->groups[g]; o->name != NULL;
		     o++)
			if (o->kind != CSM_OPTION_TABLE)
				print_shown(program, o, words, print);
}

/* Whether a group is one that several programs have.  By address: a group is shared if
 * it is one of these tables. */
static bool
option_table_is_shared(const struct csm_option *group)
{
	const struct csm_option *const shared[] = {csm_common_group, csm_to_group,
	    csm_fields_group, csm_asof_group, csm_range_group, csm_select_group,
	    csm_pass_group};

	for (size_t i = 0; i < sizeof shared / sizeof shared[0]; i++)
		if (group == shared[i])
			return true;
	return false;
}

static void
print_words(const struct csm_option *o, const char *between)
{
	struct csm_buf list = {0};

	csm_words_list(o->words, between, &list);
	fputs(csm_buf_text(&list), stdout);
	csm_buf_fini(&list);
}

static void
help_row(const struct csm_program *program, const struct csm_option *o)
{
	char left[64];

	(void)program;
	snprintf(left, sizeof left, "%c%c%s --%s%s%s", o->letter ? '-' : ' ',
	    o->letter ? o->letter : ' ', o->letter ? "," : " ", o->name,
	    o->arg ? " " : "", o->arg ? o->arg : "");
	/* Longer ones have a line of their own, so that help texts begin in one
	 * column. */
	if (strlen(left) > 27)
		printf("  %s\n  %-27s", left, "");
	else
		printf("  %-27s", left);
	printf(" %s\n", o->help);
	if (o->words != NULL) {
		printf("  %-27s (", "");
		print_words(o, " ");
		fputs(")\n", stdout);
	}
}

/* Options of its own, or those it shares with others. */
static void
help_groups(const struct csm_program *program, bool shared,
    bool (*shows)(const void *ctx, const struct csm_option *option), const void *ctx)
{
	for (size_t g = 0; program->groups[g] != NULL; g++) {
		if (option_table_is_shared(program->groups[g]) != shared)
			continue;
		for (const struct csm_option *o = program->groups[g]; o->name != NULL;
		     o++)
			/* Only the build asks for the tables. */
			if (o->kind != CSM_OPTION_TABLE &&
			    (shows == NULL || shows(ctx, o)))
				print_shown(program, o, false, help_row);
	}
}

static void
help_put(const struct csm_program *program, const char *usage, const char *about,
    bool (*shows)(const void *ctx, const struct csm_option *option), const void *ctx)
{
	printf("usage: %s %s\n%s\nOptions of its own:\n", program->name, usage, about);
	help_groups(program, false, shows, ctx);
	printf("\nOptions it shares with other programs:\n");
	help_groups(program, true, NULL, NULL);
	printf("\nManual: %s(1), csm(7).\n", program->name);
}

int
csm_options_help(const struct csm_program *program, const char *usage,
    const char *about, bool (*shows)(const void *ctx, const struct csm_option *option),
    const void *ctx)
{
	help_put(program, usage, about, shows, ctx);
	return csm_options_flush(program);
}

static void
help(const struct csm_program *program)
{
	struct csm_buf about = {0};

	csm_buf_printf(&about, "%s\n", program->summary);
	if (program->about != NULL)
		program->about(&about);
	if (program->purpose != NULL)
		csm_buf_printf(&about, "\n%s", program->purpose);
	if (program->examples != NULL)
		csm_buf_printf(&about, "\nExamples:\n%s", program->examples);
	help_put(program, program->usage, about.data, NULL, NULL);
	csm_buf_fini(&about);
}

/* mdoc: words that are macros or hold a backslash are rare in help texts; escape those
 * that would start a request. */
static void
mdoc_text(const char *s)
{
	if (*s == '.' || *s == '\'')
		fputs("\\&", stdout);
	for (; *s != '\0'; s++) {
		if (*s == '\\')
			fputs("\\e", stdout);
		/* A minus would become a hyphen, which cannot be copied into a shell. */
		else if (*s == '-')
			fputs("\\-", stdout);
		else
			putchar(*s);
	}
}

static void
mdoc_row(const struct csm_program *program, const struct csm_option *o)
{
	(void)program;
	fputs(".It ", stdout);
	if (o->letter != 0)
		printf("Fl %c , ", o->letter);
	printf("Fl \\-%s", o->name);
	if (o->arg != NULL)
		printf(" Ar %s", o->arg);
	putchar('\n');
	mdoc_text(o->help);
	fputs(".\n", stdout);
	if (o->words != NULL) {
		fputs("One of ", stdout);
		print_words(o, ", ");
		fputs(".\n", stdout);
	}
}

static void
mdoc(const struct csm_program *program)
{
	puts(".Bl -tag -width Ds");
	csm_options_each(program, false, mdoc_row);
	puts(".El");
}

int
csm_options_print(const struct csm_program *program, const char *form)
{
	static const struct {
		const char *name;
		void (*print)(const struct csm_program *program);
	} forms[] = {{"help", help}, {"mdoc", mdoc}, {"bash", csm_completion_bash},
	    {"zsh", csm_completion_zsh}, {"fish", csm_completion_fish}};

	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		if (strcmp(forms[i].name, form) == 0) {
			forms[i].print(program);
			return csm_options_flush(program);
		}
	}
	return csm_usage(program, "--options-as wants mdoc, bash, zsh or fish");
}
