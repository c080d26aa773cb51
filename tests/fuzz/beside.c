/* Files beside the data, which programs read whole: scores set by hand, ratings, lists of
 * ids, rates of currencies, holidays.  Refused with a status, or answering what is asked. */
#include "entity/fields.h"
#include "formula/business.h"
#include "formula/id_list.h"
#include "ingest/rates.h"
#include "score/override.h"
#include "sections/sections.h"
#include "unit/rating.h"
#include "fuzz.h"

#include "time/date.h"

static const struct csm_text acme = {"acme", 4};
static const int32_t days[] = {CSM_DAY_MIN, 20000, CSM_DAY_MAX};
#define DAYS (sizeof days / sizeof days[0])

static void
read_overrides(const char *path, struct csm_diag *diag)
{
	struct csm_overrides *o = csm_overrides_load(path, diag);

	FUZZ_MUST(o != NULL || diag->status != 0);
	for (size_t i = 0; o != NULL && i < DAYS; i++) {
		const struct csm_override *at = csm_overrides_at(o, acme, days[i]);
		FUZZ_MUST(at == NULL ||
			  ((at->from == CSM_DAY_NONE || at->from <= days[i]) &&
			      (at->until == CSM_DAY_NONE || at->until >= days[i])));
		FUZZ_MUST(
		    at == NULL || (at->state == NULL) == (at->score != CSM_MISSING));
	}
	csm_overrides_free(o);
}

static void
read_ratings(const char *path, struct csm_diag *diag)
{
	const struct csm_unit unit = {.id = "trust", .name = "Trust"};
	struct csm_ratings *r = csm_ratings_load(path, &unit, 1, NULL, diag);

	FUZZ_MUST(r != NULL || diag->status != 0);
	for (size_t i = 0; r != NULL && i < DAYS; i++) {
		int64_t value = csm_ratings_at(r, acme, 0, days[i]);
		FUZZ_MUST(value == CSM_MISSING ||
			  (value >= CSM_NUM_ONE && value <= 5 * CSM_NUM_ONE &&
			      value % CSM_NUM_ONE == 0));
	}
	csm_ratings_free(r);
}

static void
read_ids(const char *path, struct csm_diag *diag)
{
	struct csm_arena arena = {0};
	struct csm_buf why = {0};
	const struct csm_idlist *list = csm_idlist_load(&arena, NULL, path, &why, diag);

	FUZZ_MUST(list != NULL || why.len > 0 || diag->status != 0);
	for (size_t i = 0; list != NULL && i < list->n; i++) {
		const struct csm_idlist_entry *e = &list->entry[i];
		FUZZ_MUST(csm_idlist_find(list, e->id.s, e->company.s) < list->n);
	}
	csm_idlist_forget();
	csm_buf_fini(&why);
	csm_arena_fini(&arena);
}

static void
read_rates(const char *path, struct csm_diag *diag)
{
	static const struct csm_text usd = {"USD", 3};
	struct csm_rates *rates = csm_rates_load(path, diag);
	struct csm_rate rate = {0};
	struct csm_text text;
	int64_t micros = CSM_NUM_LIMIT - 1;

	FUZZ_MUST(rates != NULL || diag->status != 0);
	for (size_t i = 0; rates != NULL && i < DAYS; i++)
		if (csm_rates_find(rates, usd, days[i], &rate, &text) == CSM_RATE_FOUND)
			FUZZ_MUST(rate.digits > 0 && rate.places >= 0);
	if (rate.digits > 0 && csm_rate_apply(rate, &micros) == 0)
		FUZZ_MUST(micros < CSM_NUM_LIMIT && micros >= 0);
	csm_rates_free(rates);
}

static void
read_holidays(const char *path, struct csm_diag *diag)
{
	static struct csm_calendar calendar;
	struct csm_arena arena = {0};
	struct csm_config *conf = csm_config_new(&csm_sections);
	struct csm_buf text = {0};

	csm_buf_puts(&text, "{\"settings\":{\"holidays\":");
	csm_json_put_text(&text, path, strlen(path));
	csm_buf_puts(&text, "}}");
	FUZZ_MUST(csm_config_load_text(conf, "f", text.data, text.len, diag) == 0);
	if (csm_business_say(&arena, conf, diag) != 0)
		FUZZ_MUST(diag->status != 0);
	else {
		memset(&calendar, 0, sizeof calendar);
		csm_business_calendar(&calendar, NULL);
	}
	csm_business_forget();
	csm_buf_fini(&text);
	csm_config_free(conf);
	csm_arena_fini(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const readers[])(const char *, struct csm_diag *) = {
	    read_overrides, read_ratings, read_ids, read_rates, read_holidays};
	const char *path;

	/* compressed bytes are of another target */
	if (size > 1 && ((data[0] == 0x1f && data[1] == 0x8b) || data[0] == 0x28))
		return -1;
	if ((path = fuzz_file("beside", data, size)) == NULL)
		return 0;
	for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
		struct csm_diag diag;
		csm_diag_init(&diag, NULL, NULL);
		readers[i](path, &diag);
	}
	return 0;
}
