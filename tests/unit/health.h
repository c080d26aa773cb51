/* Profiles from text, and scores made by hand, for tests of what uses them. */
#ifndef HEALTH_H
#define HEALTH_H

#include "sections/sections.h"
#include "score/method.h"

#include "test.h"

#include <string.h>

#define ONE CSM_NUM_ONE
#define HEALTH_PARTS 4

struct health {
	struct csm_arena arena;
	struct csm_config *conf;
	struct csm_profile *profile;
	size_t n;
};

/* `profiles`: the section's list without brackets. */
static inline void
health_open(struct health *h, const char *profiles)
{
	struct csm_buf text = {0};
	struct csm_diag diag;

	*h = (struct health){.conf = csm_config_new(&csm_sections)};
	csm_diag_init(&diag, NULL, NULL);
	csm_buf_printf(&text, "{\"health\":[%s]}", profiles);
	ck_assert_int_eq(
	    csm_config_load_text(h->conf, "h.json", text.data, text.len, &diag), 0);
	ck_assert_int_eq(
	    csm_profiles_read(&h->arena, h->conf, &h->profile, &h->n, &diag), 0);
	csm_buf_fini(&text);
}

static inline void
health_close(struct health *h)
{
	csm_config_free(h->conf);
	csm_arena_fini(&h->arena);
}

/* A score by profile i of values in millionths, one a factor, CSM_MISSING for none. */
struct health_score {
	struct csm_part part[HEALTH_PARTS];
	struct csm_score score;
};

static inline const struct csm_score *
health_score(struct health_score *s, const struct health *h, size_t i,
    const int64_t value[HEALTH_PARTS])
{
	*s = (struct health_score){0};
	for (size_t f = 0; f < h->profile[i].factors; f++) {
		s->part[f].factor = &h->profile[i].factor[f];
		if (value[f] == CSM_MISSING)
			continue;
		s->part[f].known = 1;
		s->part[f].value.type = CSM_VALUE_NUMBER;
		s->part[f].value.u.number = csm_num_to_double(value[f]);
	}
	csm_method_score(&h->profile[i], s->part, &s->score);
	return &s->score;
}

static inline struct csm_text
health_name(const char *s)
{
	return (struct csm_text){s, strlen(s)};
}

#endif
