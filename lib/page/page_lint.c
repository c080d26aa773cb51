/* What -n finds in pages of the configuration before there is any data. */
#include "page/page.h"

#include "page/element.h"

#include <string.h>

/* Who looks for a number by its heading finds the other one. */
static void
page_lint_titles(const struct csm_json *elements, struct csm_diag *diag)
{
	for (const struct csm_json *e = elements->child; e != NULL; e = e->next) {
		const struct csm_json *title = csm_json_get(e, "title"), *other;
		for (const struct csm_json *o = elements->child;
		     title != NULL && o != e; o = o->next)
			if ((other = csm_json_get(o, "title")) != NULL &&
			    strcmp(other->text, title->text) == 0) {
				csm_json_warn(diag, title, CSM_W_LINT,
				    "elements[%u] has the title \"%s\", too",
				    (unsigned)o->index, title->text);
				break;
			}
	}
}

/* Of a page that is not the one to be made. */
static void
page_lint_other(struct csm_context *context, const struct csm_json *elements)
{
	for (const struct csm_json *json = elements->child; json != NULL;
	     json = json->next) {
		struct csm_element *e =
		    CSM_ARENA_NEW(&context->arena, struct csm_element);
		if (csm_element_read(e, context, json) == 0)
			csm_element_lint(e);
		csm_element_fini(e);
	}
}

void
csm_page_lint(struct csm_context *context)
{
	struct csm_page *chosen = context->work;
	const struct csm_json *page = NULL;

	for (size_t i = 0; i < chosen->elements; i++)
		csm_element_lint(&chosen->element[i]);
	while ((page = csm_config_each(context->conf, "pages", page)) != NULL) {
		const struct csm_json *elements = csm_json_get(page, "elements");
		if (chosen->json != NULL && chosen->json != page)
			continue;
		page_lint_titles(elements, context->diag);
		if (chosen->json == NULL)
			page_lint_other(context, elements);
	}
}
