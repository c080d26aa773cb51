/* Files of entities: refused, or a table whose rows can be found again. */
#include "fuzz.h"

#include "entity/fields.h"
#include "time/date.h"

static void
check_value(struct csm_fields *f, long entity, size_t column)
{
	static const int32_t days[] = {CSM_DAY_MIN, 20000, CSM_DAY_MAX};

	for (size_t i = 0; i < 3; i++) {
		struct csm_value v = csm_fields_value(f, entity, (int)column, days[i]);
		FUZZ_MUST(v.type == CSM_VALUE_MISSING || v.type == CSM_VALUE_CELL);
		FUZZ_MUST(v.type == CSM_VALUE_MISSING || v.u.cell->text[0] != '\0');
		FUZZ_MUST(v.type == CSM_VALUE_MISSING ||
			  v.u.cell->type == csm_fields_column_type(f, column));
	}
}

static void
check_table(struct csm_fields *f)
{
	size_t n = csm_fields_count(f), columns = csm_fields_columns(f), begin, end;

	for (size_t i = 0; i < columns; i++) {
		const char *name = csm_fields_column_name(f, i);
		FUZZ_MUST(csm_fields_column(f, name) >= 0);
	}
	for (size_t i = 0; i < n; i++) {
		const struct csm_entity *e = csm_fields_entity(f, i);
		FUZZ_MUST(e->id_len != 0);
		FUZZ_MUST(csm_fields_find(f, e->company, e->company_len, e->id,
			      e->id_len) == (long)i);
		csm_fields_of_company(f, e->company, e->company_len, &begin, &end);
		FUZZ_MUST(begin <= i && i < end);
		for (size_t c = 0; c < columns; c++)
			check_value(f, (long)i, c);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned choice = fuzz_choice(data, size);
	struct csm_fields *f;
	struct csm_diag diag;
	const char *path;

	if (size > 1 && ((data[0] == 0x1f && data[1] == 0x8b) || data[0] == 0x28))
		return -1;
	if ((path = fuzz_file("fields", data, size)) == NULL)
		return 0;
	csm_diag_init(&diag, NULL, NULL);
	f = csm_fields_load(path, (enum csm_model)(choice % CSM_MODELS),
	    &(struct csm_fields_options){.id_column = choice & 32 ? "name" : NULL},
	    &diag);
	FUZZ_MUST(f != NULL || diag.status != 0);
	if (f != NULL)
		check_table(f);
	csm_fields_free(f);
	return 0;
}
