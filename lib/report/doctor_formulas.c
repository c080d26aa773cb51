/* What formulas of the configuration do that is probably not meant. */
#include "audit/fallen.h"
#include "report/doctor.h"
#include "time/date.h"

struct doctor_formulas {
	struct csm_context *context;
	struct csm_table *table;
};

static void
doctor_put_lint(void *ctx, const struct csm_message *m)
{
	struct doctor_formulas *f = ctx;
	struct csm_arena *arena = &f->context->arena;

	csm_doctor_finding(f->context, f->table, "formula",
	    csm_arena_printf(arena, "%s:%u:%u", m->pos.file, (unsigned)m->pos.line,
		(unsigned)m->pos.column),
	    CSM_DAY_NONE, csm_arena_strdup(arena, m->text));
}

static void
doctor_put_fallen(void *ctx, const struct csm_fallen_finding *found)
{
	struct doctor_formulas *f = ctx;
	const struct csm_formula *formula = found->formula;
	bool own = formula->line == 0; /* places are those within the formula */
	uint32_t line = own ? found->operand->line : formula->line;
	uint32_t column = own ? found->operand->column : formula->column;
	struct csm_arena *arena = &f->context->arena;
	struct csm_buf text = {0};

	csm_fallen_put(found, &text);
	csm_doctor_finding(f->context, f->table,
	    found->never ? "missing is not long ago" : "missing is not small",
	    csm_arena_printf(
		arena, "%s:%u:%u", formula->name, (unsigned)line, (unsigned)column),
	    CSM_DAY_NONE, csm_arena_strdup(arena, text.data));
	csm_buf_fini(&text);
}

void
csm_doctor_formulas(struct csm_context *context, struct csm_table *t)
{
	struct doctor_formulas f = {context, t};
	struct csm_diag diag;

	csm_diag_init(&diag, doctor_put_lint, &f);
	csm_context_lint(context, &diag);
	csm_fallen_each(context->fallen, doctor_put_fallen, &f);
}
