/* Fields of end users without what tells who they are. */
#include "entity/fields_table.h"

#include <stdlib.h>
#include <string.h>

/* What columns are called that say who somebody is, without case and marks. */
static const char *const hide_personal[] = {"name", "firstname", "lastname",
    "givenname", "familyname", "surname", "middlename", "fullname", "displayname",
    "nickname", "username", "user", "login", "handle", "email", "emailaddress", "mail",
    "phone", "phonenumber", "telephone", "mobile", "mobilephone", "workphone", "cell",
    "fax", "address", "street", "postcode", "zip", "birthday", "birthdate",
    "dateofbirth", "avatar", "photo", "picture", "image", "linkedin", "twitter",
    "skype", "ip", "ipaddress", "userid", "externalid", "contactid", "sourceid"};

/* Whether a column is called so: "custom.E-Mail" and "profile.email" are "email". */
static bool
hide_is_personal(const char *column)
{
	const char *dot = strrchr(column, '.');
	char bare[32];
	size_t n = 0;

	for (const char *p = dot != NULL ? dot + 1 : column; *p != '\0'; p++) {
		char c = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
		if (strchr("_- ", c) != NULL)
			continue;
		if (n + 1 == sizeof bare)
			return false;
		bare[n++] = c;
	}
	bare[n] = '\0';
	for (size_t i = 0; i < sizeof hide_personal / sizeof hide_personal[0]; i++)
		if (strcmp(hide_personal[i], bare) == 0)
			return true;
	return false;
}

static uint32_t *
hide_cell(struct csm_fields *f, size_t row, size_t column)
{
	const struct csm_fields_row *r = &f->rows.row[row];

	return column < r->n ? &f->rows.cell[r->first + column] : NULL;
}

/* An address, or the row's own id again: whatever the column is called. */
static bool
hide_tells(struct csm_fields *f, size_t row, size_t column)
{
	uint32_t text = csm_fields_rows_cell(&f->rows, row, column);

	return text != CSM_NO_TEXT &&
	       (memchr(f->rows.text.text[text].s, '@', f->rows.text.text[text].len) !=
		       NULL ||
		   text == csm_fields_rows_cell(&f->rows, row, (size_t)f->id));
}

static void
hide_column(struct csm_fields *f, size_t column)
{
	for (size_t r = 0; r < f->rows.n; r++) {
		uint32_t *cell = hide_cell(f, r, column);
		if (cell != NULL)
			*cell = CSM_NO_TEXT;
	}
}

void
csm_fields_hide(struct csm_fields *f, const struct csm_pseudonym *p)
{
	char pseudonym[CSM_PSEUDONYM_TEXT];

	/* Ids last: the other columns are compared with them. */
	for (size_t c = 0; c < f->rows.column.n; c++) {
		bool personal = hide_is_personal(f->rows.column.text[c].s);
		if ((int)c == f->id || (int)c == f->company || (int)c == f->valid_from)
			continue;
		for (size_t r = 0; r < f->rows.n && !personal; r++)
			personal = hide_tells(f, r, c);
		if (personal)
			hide_column(f, c);
	}
	for (size_t r = 0; r < f->rows.n && f->id >= 0; r++) {
		uint32_t *cell = hide_cell(f, r, (size_t)f->id);
		if (cell == NULL || *cell == CSM_NO_TEXT)
			continue;
		struct csm_text id = f->rows.text.text[*cell];
		csm_pseudonym_put(
		    p, f->integer_id ? csm_text_whole(id) : id, pseudonym);
		*cell = csm_intern_put(&f->rows.text, pseudonym, sizeof pseudonym - 1);
	}
}
