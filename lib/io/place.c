#include "io/place.h"

#include "base/buf.h"
#include "base/xalloc.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* As many symbolic links as Linux follows in a path (path_resolution(7)). */
#define LINKS 40
#define CLAIMS 4 /* -o, -r, --summary, and one to come */

struct place {
	bool stream; /* standard output, whatever file that is */
	bool file;   /* a regular file, or none yet */
	bool exists;
	dev_t device; /* of the file, or of the directory it will be in */
	ino_t inode;
	char *name; /* if it does not exist: in that directory */
};

/* What this process writes: it begins with a run and ends with it. */
static struct claim {
	struct place place;
	const char *option;
	bool input; /* a main input too, and allowed to be */
} claimed[CLAIMS];
static size_t claims;

char *
csm_place_follow(const char *path)
{
	char *at = csm_xstrdup(path), link[PATH_MAX];

	for (int i = 0; i < LINKS; i++) {
		ssize_t n = readlink(at, link, sizeof link - 1);
		if (n < 0)
			return at;
		link[n] = '\0';
		char *slash = link[0] == '/' ? NULL : strrchr(at, '/');
		struct csm_buf next = {0};
		if (slash != NULL)
			csm_buf_put(&next, at, (size_t)(slash - at) + 1);
		csm_buf_puts(&next, link);
		free(at);
		at = next.data;
	}
	free(at);
	errno = ELOOP;
	return NULL;
}

/* The directory of a file to come, and its name there; -1 with errno. */
static int
place_to_come(const char *path, struct place *p)
{
	char *at = csm_place_follow(path), *slash;
	size_t len = at == NULL ? 0 : strlen(at);
	struct stat st;
	int failed;

	if (at == NULL)
		return -1;
	while (len > 1 && at[len - 1] == '/')
		at[--len] = '\0';
	slash = strrchr(at, '/');
	p->name = csm_xstrdup(slash == NULL ? at : slash + 1);
	if (slash != NULL)
		slash[slash == at] = '\0'; /* "/x" is in "/" */
	failed = stat(slash == NULL ? "." : at, &st);
	if (!failed && !S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		failed = -1;
	}
	free(at);
	p->device = st.st_dev;
	p->inode = st.st_ino;
	return failed;
}

static void
place_found(struct place *p, const struct stat *st)
{
	p->exists = true;
	p->file = S_ISREG(st->st_mode);
	p->device = st->st_dev;
	p->inode = st->st_ino;
}

static int
place_of(const char *path, struct place *p)
{
	struct stat st;

	*p = (struct place){0};
	p->stream =
	    path == NULL || strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0;
	p->exists = (p->stream ? fstat(STDOUT_FILENO, &st) : stat(path, &st)) == 0;
	if (!p->exists)
		p->file = !p->stream;
	else
		place_found(p, &st);
	return p->exists || p->stream ? 0 : place_to_come(path, p);
}

static bool
place_same(const struct place *a, const struct place *b)
{
	if (a->stream && b->stream)
		return true;
	/* Devices and pipes are the same as nothing: two options may well write
	 * /dev/null. */
	return a->file && b->file && a->exists == b->exists && a->device == b->device &&
	       a->inode == b->inode && (a->exists || strcmp(a->name, b->name) == 0);
}

static struct claim *
place_find(const struct place *p)
{
	for (size_t i = 0; i < claims; i++)
		if (place_same(&claimed[i].place, p))
			return &claimed[i];
	return NULL;
}

/* Nobody gave -o where it is a stream. */
static const char *
claim_name(const struct claim *claim)
{
	return claim->place.stream ? "standard output" : claim->option;
}

int
csm_place_claim(const char *path, const char *option, struct csm_diag *diag)
{
	struct csm_pos pos = {.file = path};
	struct place p;
	const struct claim *other;

	if (path != NULL && *path == '\0')
		return csm_error(
		    diag, CSM_E_USAGE, NULL, "%s wants the name of a file", option);
	if (place_of(path, &p) != 0) {
		csm_error(diag, CSM_E_OPEN, &pos, "cannot open for writing: %s",
		    strerror(errno));
		free(p.name);
		return -1;
	}
	other = place_find(&p);
	assert(claims < CLAIMS);
	if (other != NULL) {
		free(p.name);
		return csm_error(diag, CSM_E_USAGE, p.stream ? NULL : &pos,
		    "%s and %s would write the same %s",
		    p.stream ? other->option : claim_name(other), option,
		    p.stream ? "standard output" : "file");
	}
	claimed[claims++] = (struct claim){.place = p, .option = option};
	return 0;
}

int
csm_place_input(const char *path, const char *allowed, struct csm_diag *diag)
{
	bool stream = path == NULL || strcmp(path, "-") == 0;
	struct csm_pos pos = {.file = stream ? "<stdin>" : path};
	struct place p = {0};
	struct claim *writer;
	struct stat st;

	/* what cannot be found is told when it is opened */
	if ((stream ? fstat(STDIN_FILENO, &st) : stat(path, &st)) != 0)
		return 0;
	place_found(&p, &st);
	writer = place_find(&p);
	if (writer == NULL)
		return 0;
	/* Noted also where it is an error: csm_place_writer() need not tell it again.
	 */
	writer->input = true;
	if (writer->place.stream) /* which is written while this is read */
		return csm_error(diag, CSM_E_USAGE, &pos,
		    "standard output goes into this input; %s replaces it once all is "
		    "read",
		    allowed);
	if (strcmp(writer->option, allowed) == 0)
		return 0;
	return csm_error(diag, CSM_E_USAGE, &pos,
	    "%s would replace this input with something else", writer->option);
}

const char *
csm_place_writer(const struct stat *st)
{
	struct place p = {0};
	const struct claim *writer;

	place_found(&p, st);
	writer = place_find(&p);
	return writer == NULL || writer->input ? NULL : claim_name(writer);
}
