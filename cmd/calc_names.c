/* csm-calc --names: what shells complete of a configuration. */
#include "calc.h"
#include "sections/sections.h"

#include <string.h>

static const struct calc_names {
	const char *name, *section;
	const char *prefix; /* before each, as formulas have it */
	const char *model;  /* only of this one; NULL: of all */
} calc_names[] = {{"metrics", "metrics", "", NULL},
    {"calculated", "metrics", "calculated.", "company"}, {"health", "health", "", NULL},
    {"units", "units", "", NULL}, {"milestones", "milestones", "", NULL},
    {"segments", "segments", "", NULL}, {"alerts", "alerts", "", NULL},
    {"pages", "pages", "", NULL}, {"sources", "sources", "", NULL},
    {"library", NULL, "", NULL}, {.name = NULL}};
const struct csm_words csm_calc_names_words = CSM_WORDS(calc_names);

/* Those a shell would take for more than a word are left out: bash expands what it is given
 * to complete, so that a name like $(rm x) would be run by a tabulator. */
static void
calc_names_put(struct csm_buf *text, const char *prefix, const char *name)
{
	if (*name != '\0' && strpbrk(name, " \t\r\n$`\\'\"(){}[]<>|&;*?!~#") == NULL)
		csm_buf_printf(text, "%s%s\n", prefix, name);
}

static void
calc_names_put_library(struct csm_run *run, struct csm_buf *text)
{
	struct csm_library library = {0};

	if (csm_library_open(
		&library, &csm_sections, csm_calc_share(&run->arena), &run->diag) == 0)
		for (size_t i = 0; i < library.n; i++)
			calc_names_put(text, "", library.metric[i].id);
	csm_library_close(&library);
}

static void
calc_names_put_section(
    struct csm_run *run, const struct calc_names *of, struct csm_buf *text)
{
	const struct csm_json *j = NULL, *id, *model;

	while ((j = csm_config_each(run->conf, of->section, j)) != NULL) {
		model = csm_json_get(j, "model");
		if (of->model != NULL && model != NULL &&
		    strcmp(model->text, of->model) != 0)
			continue;
		if ((id = csm_json_get(j, "id")) != NULL)
			calc_names_put(text, of->prefix, id->text);
	}
}

int
csm_calc_names(struct csm_run *run, const char *section)
{
	const struct calc_names *of = calc_names;
	const struct csm_json *source = NULL;
	struct csm_buf text = {0};
	int rc = -1;

	while (strcmp(of->name, section) != 0)
		of++; /* the options have refused other words */
	if (of->section == NULL)
		calc_names_put_library(run, &text);
	else if (strcmp(of->section, "sources") == 0)
		while ((source = csm_config_each_entry(
			    run->conf, of->section, source)) != NULL)
			calc_names_put(&text, of->prefix, source->key);
	else
		calc_names_put_section(run, of, &text);
	if (run->diag.status < 2 && csm_run_output(run) == 0)
		rc = csm_output_write(run->out, csm_buf_text(&text), text.len);
	csm_buf_fini(&text);
	return rc;
}
