#include "formula/id_list.h"

#include "base/intern.h"
#include "base/xalloc.h"
#include "config/path.h"
#include "io/fd.h"
#include "formula/func.h"
#include "record/record.h"
#include "record/side.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool keeps_inside;

void
csm_idlist_keep_inside(bool inside)
{
	keeps_inside = inside;
}

/* A list being read. */
struct id_list_reading {
	struct csm_arena *arena;
	struct csm_reader *reader;
	struct csm_diag *diag;
	int id, company, model; /* columns; -1: none */
	struct csm_idlist *list;
	struct csm_idlist_entry *entry;
	size_t n, cap;
};

/* The file of a directory that may have been meant. */
static void
id_list_put_missing(const char *path, const char *file, struct csm_buf *why)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1;
	struct csm_nearest near;
	struct csm_buf quoted = {0}, hint = {0};
	struct csm_arena names = {0};
	DIR *dir = csm_fd_opendir(
	    slash == NULL ? "."
			  : csm_arena_text(&names, path, (size_t)(slash - path) + 1));

	csm_nearest_init(&near, name);
	for (struct dirent *d; dir != NULL && (d = readdir(dir)) != NULL;)
		if (d->d_name[0] != '.')
			csm_nearest_offer(&near, csm_arena_strdup(&names, d->d_name));
	csm_text_quote(&quoted, file, strlen(file));
	csm_buf_printf(why, "in_list: there is no file %s%s", quoted.data,
	    csm_nearest_hint(&near, &hint));
	if (dir != NULL)
		closedir(dir);
	csm_buf_fini(&quoted);
	csm_buf_fini(&hint);
	csm_arena_fini(&names);
}

/* Ids stand in the column id, else company, else in the first. */
static int
id_list_columns(struct id_list_reading *r)
{
	enum csm_format format = csm_reader_format(r->reader);
	bool named = format == CSM_FORMAT_NDJSON || format == CSM_FORMAT_JSON;

	r->id = csm_reader_column(r->reader, "id");
	r->company = csm_reader_column(r->reader, "company");
	r->model = csm_reader_column(r->reader, "model");
	if (r->id < 0) {
		r->id = r->company;
		r->company = -1;
	}
	if (r->id < 0 && !named && csm_reader_columns(r->reader) > 0)
		r->id =
		    csm_reader_column(r->reader, csm_reader_column_name(r->reader, 0));
	return r->id >= 0 || csm_reader_empty(r->reader)       ? 0
	       : csm_reader_need(r->reader, "id", r->diag) < 0 ? -1
							       : 0;
}

static struct csm_text
id_list_cell(
    const struct id_list_reading *r, const struct csm_record *record, int column)
{
	struct csm_text cell = {NULL, 0};

	if (column < 0 || record->field[column].s == NULL)
		return cell;
	cell.len = record->field[column].len;
	cell.s = csm_arena_text(r->arena, record->field[column].s, cell.len);
	return cell;
}

/* A row may not be of another model than those before it. */
static int
id_list_model(struct id_list_reading *r, const struct csm_record *record)
{
	struct csm_text text = id_list_cell(r, record, r->model);
	struct csm_pos at = {.file = record->file, .line = record->line};
	enum csm_model model;

	if (text.len == 0)
		return 0;
	if (csm_model_parse(text.s, text.len, &model) != 0)
		return csm_error(r->diag, CSM_E_HEADER, &at,
		    "a list wants the model company, enduser, asset or project, not "
		    "\"%s\"",
		    text.s);
	if (r->n > 0 && r->list->says && r->list->model != model)
		return csm_error(r->diag, CSM_E_HEADER, &at,
		    "a list of %s ids has one of %s", csm_model_name(r->list->model),
		    csm_model_name(model));
	r->list->model = model;
	r->list->says = true;
	return 0;
}

static int
id_list_read_row(struct id_list_reading *r, const struct csm_record *record)
{
	struct csm_idlist_entry e = {
	    id_list_cell(r, record, r->id), id_list_cell(r, record, r->company)};

	if (e.id.len == 0)
		return 0; /* an empty cell names nobody */
	if (id_list_model(r, record) != 0)
		return -1;
	CSM_GROW(r->entry, r->n, &r->cap);
	r->entry[r->n++] = e;
	return 0;
}

static int
id_list_by_id(const void *a, const void *b)
{
	const struct csm_idlist_entry *x = a, *y = b;
	int order = csm_bytes_cmp(x->id.s, x->id.len, y->id.s, y->id.len);

	if (order != 0)
		return order;
	/* Before those of one company the one of whatever company. */
	if (x->company.s == NULL || y->company.s == NULL)
		return (x->company.s != NULL) - (y->company.s != NULL);
	return csm_bytes_cmp(
	    x->company.s, x->company.len, y->company.s, y->company.len);
}

/* Who is named twice is kept once, and of whatever company stands for of one. */
static size_t
id_list_once(struct csm_idlist *list)
{
	size_t n = 1;

	for (size_t i = 1; i < list->n; i++) {
		const struct csm_idlist_entry *last = &list->entry[n - 1],
					      *e = &list->entry[i];
		bool whatever = last->company.s == NULL &&
				csm_text_is(last->id.s, e->id.s, e->id.len);
		if (!whatever && id_list_by_id(last, e) != 0)
			list->entry[n++] = *e;
	}
	return n;
}

static int
id_list_read(struct id_list_reading *r)
{
	const struct csm_record *record;
	int got = id_list_columns(r);

	while (got == 0 && (got = csm_reader_next(r->reader, &record, r->diag)) == 1)
		got = id_list_read_row(r, record);
	if (got != 0)
		return -1;
	csm_reader_account(r->reader, 0, r->diag);
	r->list->entry = CSM_ARENA_ARRAY(r->arena, struct csm_idlist_entry, r->n);
	r->list->n = r->n;
	if (r->n > 0) {
		memcpy(r->list->entry, r->entry, r->n * sizeof *r->entry);
		qsort(r->list->entry, r->n, sizeof *r->entry, id_list_by_id);
		r->list->n = id_list_once(r->list);
	}
	return 0;
}

/* Lists read so far: several formulas may name one file, whose rows are to be accounted for
 * once. */
static struct csm_arena id_lists;
static struct id_list_known {
	const char *path;
	struct csm_idlist *list;
	struct id_list_known *next;
} * id_list_known;

void
csm_idlist_forget(void)
{
	csm_arena_fini(&id_lists);
	id_list_known = NULL;
}

static struct csm_idlist *
id_list_of(const char *path)
{
	const struct id_list_known *k = id_list_known;

	while (k != NULL && strcmp(k->path, path) != 0)
		k = k->next;
	return k == NULL ? NULL : k->list;
}

static void
id_list_know(const char *path, struct csm_idlist *list)
{
	struct id_list_known *k = CSM_ARENA_NEW(&id_lists, struct id_list_known);

	*k = (struct id_list_known){
	    csm_arena_strdup(&id_lists, path), list, id_list_known};
	id_list_known = k;
}

const struct csm_idlist *
csm_idlist_load(struct csm_arena *arena, const char *conf, const char *file,
    struct csm_buf *why, struct csm_diag *diag)
{
	const char *path = conf != NULL ? csm_config_path(arena, conf, file) : file;
	struct csm_reader_options how = {.threads = 1, .prove = 1};
	struct stat status;
	struct id_list_reading r = {.arena = &id_lists, .diag = diag};
	int failed;

	if (conf != NULL && keeps_inside && !csm_config_path_is_inside(conf, path)) {
		csm_buf_printf(why,
		    "%s is outside the directory of the configuration, and "
		    "settings.files allows none there",
		    file);
		return NULL;
	}
	if ((r.list = id_list_of(path)) != NULL)
		return r.list;
	if (stat(path, &status) != 0 && csm_fd_is_absent(errno)) {
		id_list_put_missing(path, file, why);
		return NULL;
	}
	if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
		csm_buf_printf(
		    why, "in_list: %s is no file that can be read again", file);
		return NULL;
	}
	csm_side_apply(path, &how);
	r.reader = csm_reader_open(path, &how, diag);
	if (r.reader == NULL)
		return NULL;
	if (csm_reader_empty(r.reader))
		csm_warn(diag, CSM_W_OTHER, &(const struct csm_pos){.file = path},
		    "the list is empty, without even a header");
	r.list = CSM_ARENA_NEW(&id_lists, struct csm_idlist);
	r.list->file = csm_arena_strdup(&id_lists, file);
	failed = id_list_read(&r);
	csm_reader_free(r.reader);
	free(r.entry);
	if (!failed)
		id_list_know(path, r.list);
	return failed ? NULL : r.list;
}

/* The first entry that is not before an id. */
static size_t
id_list_place(const struct csm_idlist *list, const char *id, size_t len)
{
	size_t low = 0, high = list->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const struct csm_text *at = &list->entry[mid].id;
		if (csm_bytes_cmp(at->s, at->len, id, len) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

size_t
csm_idlist_find(const struct csm_idlist *list, const char *id, const char *company)
{
	size_t len = strlen(id);

	for (size_t i = id_list_place(list, id, len); i < list->n; i++) {
		const struct csm_idlist_entry *e = &list->entry[i];
		if (!csm_text_is(id, e->id.s, e->id.len))
			return SIZE_MAX;
		if (company == NULL || e->company.s == NULL ||
		    csm_text_is(company, e->company.s, e->company.len))
			return i;
	}
	return SIZE_MAX;
}

void
csm_idlist_each(const struct csm_node *node,
    void (*visit)(void *ctx, const struct csm_idlist *list, enum csm_model model,
	const struct csm_node *node),
    void *ctx)
{
	bool asks =
	    node->kind == CSM_NODE_CALL && csm_func_is(node->func, CSM_FUNC_IN_LIST);

	if (asks && node->arg[0]->kind == CSM_NODE_FIELD &&
	    strcmp(node->arg[0]->text, "id") == 0)
		visit(ctx, node->data, node->arg[0]->model, node);
	for (size_t i = 0; node->kind == CSM_NODE_CALL && i < node->argc; i++)
		csm_idlist_each(node->arg[i], visit, ctx);
}
