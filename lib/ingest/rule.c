/* Rules of a mapping by name; apart, so that reading rows needs nothing of the words. */
#include "base/text.h"
#include "ingest/mapping.h"

#include <string.h>

const struct csm_rule *
csm_rule_find(const struct csm_rule *rules, const char *name, size_t len)
{
	const struct csm_rule *all = NULL;

	for (const struct csm_rule *r = rules; r != NULL; r = r->next) {
		/* The first is the newest: an option goes over the configuration. */
		if (csm_text_is(r->name, name, len))
			return r;
		if (all == NULL && strcmp(r->name, "*") == 0)
			all = r;
	}
	return all;
}

enum csm_agg
csm_rule_agg(const struct csm_rule *rules, struct csm_text metric)
{
	const char *dot = memchr(metric.s, '.', metric.len);
	size_t prefix = dot == NULL ? 0 : (size_t)(dot + 1 - metric.s);
	const struct csm_rule *rule = csm_rule_find(rules, metric.s, metric.len);

	/* A rule for the name without prefix says more than one for all. */
	if (rule == NULL || strcmp(rule->name, "*") == 0)
		rule = csm_rule_find(rules, metric.s + prefix, metric.len - prefix);
	return rule == NULL ? csm_agg_of(metric.s, metric.len)
			    : (enum csm_agg)rule->choice;
}

bool
csm_mapping_keeps_zero(const struct csm_mapping *m, const char *name, size_t len)
{
	const struct csm_rule *rename = csm_rule_find(m->rename, name, len);
	const struct csm_rule *zero = csm_rule_find(m->zero, name, len), *now;

	if (rename != NULL && strcmp(rename->name, "*") != 0) {
		now = csm_rule_find(m->zero, rename->to, strlen(rename->to));
		if (zero == NULL || (now != NULL && strcmp(now->name, "*") != 0))
			zero = now;
	}
	return zero == NULL || zero->choice != CSM_ZERO_NULL;
}
