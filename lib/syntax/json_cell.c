#include "syntax/json_cell.h"

#include "syntax/json.h"
#include "syntax/json_value.h"

#include <stdbool.h>
#include <string.h>

static int
json_cell(const char *text, const char *path, bool comma, struct csm_buf *out)
{
	struct csm_text all = {text, strlen(text)};
	const size_t start = out->len;
	json_t *root = csm_json_value_load(all, 0, NULL);
	const json_t *value = root;
	int found;

	if (root != NULL && *path != '\0')
		value = csm_json_value_find(root, path);
	found = value != NULL && !json_is_null(value);
	if (found && json_is_string(value))
		csm_buf_put(out, json_string_value(value), json_string_length(value));
	else if (found)
		csm_json_value_put(out, value, root, all);
	if (found && comma && json_is_number(value))
		csm_json_comma(out->data + start, out->len - start);
	json_decref(root);
	return found ? 0 : -1;
}

int
csm_json_cell(const char *text, const char *path, struct csm_buf *out)
{
	return json_cell(text, path, false, out);
}

int
csm_json_cell_comma(const char *text, const char *path, struct csm_buf *out)
{
	return json_cell(text, path, true, out);
}
