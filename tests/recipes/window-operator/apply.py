"""README, "Add a window operator": positive(metric, days), the days with more than 0."""
from edit import insert

insert("lib/series/window.h", "	CSM_WINDOW_POSITIVE, /* days with a value above 0; 0 if none */\n",
       before="	CSM_WINDOW_OPS\n")
insert("lib/series/window.c", """    [CSM_WINDOW_POSITIVE] = {.json = "POSITIVE",
	.text = "positive",
	.summary = "days with a value above 0; 0 if none"},
""", before="    [CSM_WINDOW_RANK] = {.json")
insert("lib/series/window_op.c", """static void
enter_positive(struct csm_slide *c, size_t i)
{
	c->days_sum += c->s->value[i] > 0;
}

static void
leave_positive(struct csm_slide *c, size_t i)
{
	c->days_sum -= c->s->value[i] > 0;
}

""", before="const struct csm_window_slide csm_window_slides[CSM_WINDOW_OPS]")
insert("lib/series/window_op.c",
       "    [CSM_WINDOW_POSITIVE] = {enter_positive, leave_positive, exact_active_days, NULL},\n",
       before="    [CSM_WINDOW_RANK] = {NULL")
