#include "config/path.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *
csm_config_path(struct csm_arena *arena, const char *conf, const char *file)
{
	const char *slash = strrchr(conf, '/'), *path;

	/* <input> and the like are no files */
	if (file[0] == '/' || file[0] == '<' || slash == NULL)
		return file;
	path = csm_arena_printf(arena, "%.*s%s", (int)(slash - conf) + 1, conf, file);
	/* a pattern is of the files beside it, whether there are any or not */
	if (strpbrk(file, "*?[") != NULL || access(path, F_OK) == 0 ||
	    access(file, F_OK) != 0)
		return path;
	return file;
}

/* The file itself, of one whose name is followed by names of columns, "fx.csv:code:rate".
 */
static char *
path_real(const char *path)
{
	char *real = realpath(path, NULL), *copy;
	const char *slash = strrchr(path, '/');
	const char *colon = strchr(slash == NULL ? path : slash, ':');

	/* A file that is there under the whole name is meant, colons and all. */
	if (real != NULL || colon == NULL)
		return real;
	copy = strndup(path, (size_t)(colon - path));
	real = copy == NULL ? NULL : realpath(copy, NULL);
	free(copy);
	return real;
}

/* What is left of a path, up to its last slash, with links followed; NULL: nothing. */
static char *
path_directory(const char *path)
{
	char *copy, *real, *slash;

	real = path_real(path);
	if (real == NULL) {
		copy = strdup(path);
		slash = copy == NULL ? NULL : strrchr(copy, '/');
		if (slash != NULL)
			slash[slash == copy] = '\0';
		real = copy == NULL ? NULL : realpath(slash == NULL ? "." : copy, NULL);
		free(copy);
		return real;
	}
	slash = strrchr(real, '/');
	slash[slash == real] = '\0';
	return real;
}

bool
csm_config_path_is_inside(const char *conf, const char *path)
{
	char *home = path_directory(conf), *there = path_directory(path);
	size_t len = home == NULL ? 0 : strlen(home);
	bool is = home != NULL && there != NULL && strncmp(home, there, len) == 0 &&
		  /* /etc/csm2 begins as /etc/csm does and is not in it; len 1 is the
		   * root, in which all is. */
		  (there[len] == '\0' || there[len] == '/' || len == 1);

	free(home);
	free(there);
	return is;
}
