/* What the shells complete, of the option tables and of the configuration of the line. */
#include "common/completion.h"

#include "common/option_table.h"

#include <stdio.h>
#include <string.h>

/* Options whose argument is a name of the configuration, as csm-calc --names prints them. */
static const struct {
	const char *option, *names;
} completion_named[] = {{"segment", "segments"}, {"page", "pages"},
    {"metric", "calculated"}, {"source", "sources"}, {"only", "metrics"},
    {"trace", "metrics"}, {"use", "library"}};

static const char *
completion_names(const struct csm_option *o)
{
	for (size_t i = 0; i < sizeof completion_named / sizeof completion_named[0];
	     i++)
		if (strcmp(completion_named[i].option, o->name) == 0)
			return completion_named[i].names;
	return NULL;
}

static void
completion_put_words(const struct csm_option *o)
{
	struct csm_buf list = {0};

	csm_words_list(o->words, " ", &list);
	fputs(csm_buf_text(&list), stdout);
	csm_buf_fini(&list);
}

/* Names of the configurations of the line so far; the words before the one that is
 * completed are the shell's COMP_WORDS, and the same in zsh under that name. */
static const char completion_function[] =
    "_csm_names() {\n"
    "\tlocal of=$1 word before= conf=()\n"
    "\tfor word in \"${COMP_WORDS[@]}\"; do\n"
    "\t\tcase $before in -c|--config) conf+=(-c \"$word\") ;; esac\n"
    "\t\tcase $word in --config=*) conf+=(-c \"${word#--config=}\") ;; esac\n"
    "\t\tbefore=$word\n"
    "\tdone\n"
    "\tcsm-calc -q \"${conf[@]}\" --names \"$of\" 2>/dev/null\n";

static void
bash_row(const struct csm_program *program, const struct csm_option *o)
{
	(void)program;
	if (o->letter != 0)
		printf(" -%c", o->letter);
	printf(" --%s", o->name);
}

static void
bash_choice(const struct csm_program *program, const struct csm_option *o)
{
	(void)program;
	if (o->words == NULL && completion_names(o) == NULL)
		return;
	fputs("\t", stdout);
	if (o->letter != 0)
		printf("-%c|", o->letter);
	printf("--%s) COMPREPLY=($(compgen -W ", o->name);
	if (completion_names(o) != NULL)
		printf("\"$(_csm_names %s)\"", completion_names(o));
	else {
		putchar('\'');
		completion_put_words(o);
		putchar('\'');
	}
	puts(" -- \"$2\")); return ;;");
}

/* The name of a function may have no hyphen: _csm_ingest. */
void
csm_completion_bash(const struct csm_program *program)
{
	struct csm_buf words = {0};

	fputs(completion_function, stdout);
	puts("}");
	printf("_%.3s_%s() {\n\tcase \"$3\" in\n", program->name, program->name + 4);
	csm_options_each(program, true, bash_choice);
	fputs("\tesac\n\tcase \"$2\" in\n\t-*) COMPREPLY=($(compgen -W '", stdout);
	csm_options_each(program, true, bash_row);
	fputs("' -- \"$2\")) ;;\n\t*) ", stdout);
	if (program->operands != NULL) {
		program->operands(&words);
		printf(
		    "if [ \"$COMP_CWORD\" = 1 ]; then COMPREPLY=($(compgen -W '%s' -- "
		    "\"$2\")); return; fi\n\t\t",
		    words.data);
	}
	printf("COMPREPLY=($(compgen -f -- \"$2\")) ;;\n\tesac\n}\n"
	       "complete -o filenames -F _%.3s_%s %s\n",
	    program->name, program->name + 4, program->name);
	csm_buf_fini(&words);
}

/* Text inside single quotes of a shell. */
static void
completion_put_text(const char *s, const char *also)
{
	for (; *s != '\0'; s++) {
		if (*s == '\'')
			fputs("'\\''", stdout);
		else if (strchr(also, *s) != NULL)
			printf("\\%c", *s);
		else
			putchar(*s);
	}
}

static void
zsh_row(const struct csm_program *program, const struct csm_option *o)
{
	const char *many = o->kind == CSM_OPTION_LIST ? "*" : "";

	(void)program;
	/* zsh wants both spellings as entries of their own. */
	for (int letter = o->letter != 0; letter >= 0; letter--) {
		fputs(" \\\n\t'", stdout);
		if (letter)
			printf("%s-%c[", many, o->letter);
		else
			printf("%s--%s%s[", many, o->name, o->arg ? "=" : "");
		completion_put_text(o->help, "[]:");
		fputs("]", stdout);
		if (completion_names(o) != NULL) {
			printf(":%s:{compadd -- $(_csm_names %s)}", o->arg,
			    completion_names(o));
		} else if (o->words != NULL) {
			printf(":%s:(", o->arg);
			completion_put_words(o);
			putchar(')');
		} else if (o->arg != NULL) {
			printf(":%s:_files", o->arg);
		}
		fputs("'", stdout);
	}
}

void
csm_completion_zsh(const struct csm_program *program)
{
	struct csm_buf words = {0};

	printf("#compdef %s\n", program->name);
	fputs(completion_function, stdout);
	puts("}");
	printf("local -a COMP_WORDS=(\"${words[@]}\")\n_arguments -s");
	csm_options_each(program, true, zsh_row);
	if (program->operands != NULL) {
		program->operands(&words);
		printf(" \\\n\t'1:what:(%s)'", words.data);
	}
	puts(" \\\n\t'*:file:_files'");
	csm_buf_fini(&words);
}

static void
fish_row(const struct csm_program *program, const struct csm_option *o)
{
	printf("complete -c %s", program->name);
	if (o->letter != 0)
		printf(" -s %c", o->letter);
	printf(" -l %s%s", o->name, o->arg != NULL ? " -r" : "");
	if (completion_names(o) != NULL) {
		printf(" -f -a '(__csm_names %s)'", completion_names(o));
	} else if (o->words != NULL) {
		fputs(" -f -a '", stdout);
		completion_put_words(o);
		putchar('\'');
	}
	fputs(" -d '", stdout);
	completion_put_text(o->help, "");
	puts("'");
}

void
csm_completion_fish(const struct csm_program *program)
{
	struct csm_buf words = {0};

	fputs("function __csm_names\n"
	      "\tset -l conf\n"
	      "\tset -l before ''\n"
	      "\tfor word in (commandline -opc)\n"
	      "\t\tcontains -- $before -c --config; and set -a conf -c $word\n"
	      "\t\tstring match -q -- '--config=*' $word; and set -a conf -c (string "
	      "sub -s 10 -- $word)\n"
	      "\t\tset before $word\n"
	      "\tend\n"
	      "\tcsm-calc -q $conf --names $argv[1] 2>/dev/null\n"
	      "end\n",
	    stdout);
	if (program->operands != NULL) {
		program->operands(&words);
		printf("complete -c %s -n __fish_is_first_token -a '%s'\n",
		    program->name, words.data);
	}
	csm_buf_fini(&words);
	csm_options_each(program, true, fish_row);
}
