/* Presets by vendor; csm-ingest(1) names the document each was written from. */
#include "ingest/preset_table.h"

#include <stddef.h>

/* A file of companies of which only the id has to be said: all its columns are fields. */
#define COMPANIES_BY(column)                                                           \
	{                                                                              \
		.kind = "fields", .model = "company",                                  \
		.json = "{\"model\": \"company\", \"id\": \"" column "\"}"             \
	}

const struct csm_preset csm_presets[] = {
    {.name = "segment",
	.mapping =
	    {
		{.kind = "activities",
		    .json = "{\"time\": \"timestamp\", \"user\": \"userId\", "
			    "\"name\": [\"event\", "
			    "\"name\"], \"company\": [\"context.groupId\", "
			    "\"properties.groupId\", {\"lookup\": \"<input>\", "
			    "\"from\": \"userId\", \"key\": \"userId\", \"take\": "
			    "\"groupId\"}], \"id\": \"messageId\", "
			    "\"where\": \"type = "
			    "'track'\"}",
		    .sign = {"type", "event", "userId", "messageId", "timestamp"}},
		{.kind = "fields",
		    .model = "enduser",
		    .json = "{\"model\": \"enduser\", \"id\": \"userId\", \"time\": "
			    "\"timestamp\", "
			    "\"company\": [\"context.groupId\", \"traits.company.id\", "
			    "\"traits.companyId\"], \"columns\": [\"traits.*\"], "
			    "\"agg\": "
			    "\"last\", \"rename\": {\"traits.id\": \"traits.id\", "
			    "\"traits.company\": \"traits.company\", "
			    "\"traits.valid_from\": "
			    "\"traits.valid_from\"}, \"where\": \"type = 'identify'\"}",
		    .sign = {"type", "traits.email", "userId", "messageId",
			"timestamp"}},
		{.kind = "fields",
		    .model = "company",
		    .json = "{\"model\": \"company\", \"id\": \"groupId\", \"time\": "
			    "\"timestamp\", "
			    "\"columns\": [\"traits.*\"], \"agg\": \"last\", "
			    "\"rename\": "
			    "{\"traits.id\": \"traits.id\", \"traits.valid_from\": "
			    "\"traits.valid_from\"}, \"where\": \"type = 'group'\"}"},
	    }},
    {.name = "planhat",
	.mapping =
	    {
		{.kind = "activities",
		    .json = "{\"time\": \"date\", \"name\": \"action\", \"company\": "
			    "[\"cId\", "
			    "\"companyExternalId\", \"companyId\"], \"user\": [\"id\", "
			    "\"externalId\", \"euExtId\", \"email\"], \"count\": "
			    "[\"count\", "
			    "{\"const\": \"1\"}]}",
		    .sign = {"cId", "action", "date"}},
		{.kind = "metrics",
		    .json = "{\"time\": [\"date\", \"time\"], \"name\": "
			    "\"dimensionId\", \"value\": "
			    "\"value\", \"company\": [\"externalId\", "
			    "\"companyExternalId\", "
			    "\"companyId\"], \"where\": \"coalesce(model, 'Company') = "
			    "'Company'\"}",
		    .sign = {"dimensionId", "value", "externalId", "date"}},
		COMPANIES_BY("externalId"),
		{.kind = "fields",
		    .model = "enduser",
		    .json = "{\"model\": \"enduser\", \"id\": \"externalId\", "
			    "\"company\": "
			    "[\"companyExternalId\", \"companyId\"]}"},
		{.kind = "revenue",
		    .json = "{\"company\": [\"companyExternalId\", \"companyId\"], "
			    "\"start\": "
			    "\"fromDate\", \"end\": \"toDate\", \"recurring\": "
			    "\"mrr\", "
			    "\"recurring_unit\": \"mrr\", \"id\": [\"externalId\", "
			    "\"_id\"]}",
		    .sign = {"fromDate", "toDate", "mrr"}},
		{.kind = "conversations",
		    .json = "{\"company\": [\"companyExternalId\", \"companyId\"], "
			    "\"time\": "
			    "\"date\", \"type\": \"type\", \"id\": "
			    "[\"externalId\", \"_id\"]}"},
	    }},
    {.name = "customersuccessbox",
	.mapping =
	    {
		{.kind = "activities",
		    .json =
			"{\"time\": \"timestamp\", \"tz\": \"UTC\", \"company\": "
			"[\"account_id\", \"accountId\"], \"user\": [\"user_id\", "
			"\"userId\"], \"name\": [\"feature_id\", \"featureId\", "
			"\"event\", {\"formula\": \"if(type in ('login', 'logout'), "
			"type, '')\"}], \"module\": [\"module_id\", "
			"\"moduleId\", {\"const\": \"\"}], \"count\": "
			"[\"total\", {\"const\": \"1\"}], \"zero\": \"null\"}",
		    .sign = {"account_id", "user_id", "feature_id", "timestamp",
			"total"}},
		{.kind = "fields",
		    .model = "company",
		    .json = "{\"model\": \"company\", \"id\": [\"account_id\", "
			    "\"accountId\"]}"},
		{.kind = "fields",
		    .model = "enduser",
		    .json = "{\"model\": \"enduser\", \"id\": [\"user_id\", "
			    "\"userId\"], \"company\": [\"account_id\", "
			    "\"accountId\"]}"},
	    }},
    {.name = "mixpanel",
	.mapping =
	    {
		{.kind = "activities",
		    .json = "{\"time\": \"properties.time\", \"time_format\": "
			    "\"epoch\", \"user\": "
			    "\"properties.distinct_id\", \"name\": \"event\", "
			    "\"company\": "
			    "[\"properties.company_id.0\", "
			    "\"properties.company.0\"], \"id\": "
			    "{\"formula\": \"event || '|' || "
			    "properties.distinct_id || '|' "
			    "|| properties.time || '|' || "
			    "properties.\\\"$insert_id\\\"\"}}",
		    .sign = {"event", "properties.time", "properties.distinct_id"}},
		{.kind = "fields",
		    .model = "enduser",
		    .json = "{\"model\": \"enduser\", \"id\": \"$distinct_id\", "
			    "\"company\": "
			    "[\"$properties.company_id.0\", "
			    "\"$properties.company.0\"], "
			    "\"columns\": [\"$properties.*\"], \"rename\": "
			    "{\"$properties.company\": \"$properties.company\", "
			    "\"$properties.id\": \"$properties.id\"}}"},
	    }},
    {.name = "amplitude",
	.mapping =
	    {
		{.kind = "activities",
		    .json = "{\"time\": \"event_time\", \"tz\": \"UTC\", \"user\": "
			    "\"user_id\", "
			    "\"name\": \"event_type\", \"company\": "
			    "[\"groups.company_id.0\", "
			    "\"groups.company.0\"], \"id\": [\"$insert_id\", "
			    "\"uuid\"]}",
		    .sign = {"event_type", "event_time", "user_id", "$insert_id"}},
	    }},
    {.name = "posthog",
	.mapping =
	    {
		{.kind = "activities",
		    .json = "{\"time\": \"timestamp\", \"user\": \"distinct_id\", "
			    "\"name\": "
			    "\"event\", \"id\": \"uuid\", \"company\": "
			    "[\"properties.$groups.company\", "
			    "\"properties.$group_0\"], "
			    "\"where\": \"event not in ('$identify', '$groupidentify', "
			    "'$set', '$create_alias', '$feature_flag_called', "
			    "'$pageleave')\"}",
		    .sign = {"uuid", "event", "distinct_id", "timestamp",
			"properties.$group_0"}},
	    }},
    {.name = "stripe",
	.mapping =
	    {
		{.kind = "revenue",
		    .json = "{\"company\": \"customer\", \"start\": \"start_date\", "
			    "\"end\": "
			    "[\"ended_at\", \"cancel_at\"], \"time_format\": "
			    "\"epoch\", "
			    "\"recurring\": {\"formula\": "
			    "\"(coalesce(items.data.\\\"0\\\".price.unit_amount * "
			    "items.data.\\\"0\\\".quantity / "
			    "(if(items.data.\\\"0\\\".price.recurring.interval = "
			    "'year', 12, "
			    "if(items.data.\\\"0\\\".price.recurring.interval = "
			    "'week', 12 / "
			    "52, if(items.data.\\\"0\\\".price.recurring.interval = "
			    "'day', "
			    "12 / 365, 1))) * "
			    "items.data.\\\"0\\\".price.recurring.interval_c"
			    "ount), 0) + "
			    "coalesce(items.data.\\\"1\\\".price.unit_amount * "
			    "items.data.\\\"1\\\".quantity / "
			    "(if(items.data.\\\"1\\\".price.recurring.interval = "
			    "'year', 12, "
			    "if(items.data.\\\"1\\\".price.recurring.interval = "
			    "'week', 12 / "
			    "52, if(items.data.\\\"1\\\".price.recurring.interval = "
			    "'day', "
			    "12 / 365, 1))) * "
			    "items.data.\\\"1\\\".price.recurring.interval_c"
			    "ount), 0) + "
			    "coalesce(items.data.\\\"2\\\".price.unit_amount * "
			    "items.data.\\\"2\\\".quantity / "
			    "(if(items.data.\\\"2\\\".price.recurring.interval = "
			    "'year', 12, "
			    "if(items.data.\\\"2\\\".price.recurring.interval = "
			    "'week', 12 / "
			    "52, if(items.data.\\\"2\\\".price.recurring.interval = "
			    "'day', "
			    "12 / 365, 1))) * "
			    "items.data.\\\"2\\\".price.recurring.interval_c"
			    "ount), 0)) / if(currency in ('bif', 'clp', 'djf', 'gnf', "
			    "'jpy', 'kmf', 'krw', 'mga', 'pyg', 'rwf', 'ugx', 'vnd', "
			    "'vuv', 'xaf', 'xof', 'xpf'), 1, 100)\"}, "
			    "\"recurring_unit\": "
			    "\"mrr\", \"currency\": \"currency\", \"id\": \"id\", "
			    "\"where\": \"status in ('active', "
			    "'past_due', 'unpaid', 'canceled', 'paused')\"}",
		    .sign = {"id", "customer", "start_date",
			"items.data.0.price.unit_amount"}},
		{.kind = "invoices",
		    .json = "{\"company\": \"customer\", \"time\": \"created\", "
			    "\"due\": "
			    "[\"due_date\", \"created\"], \"paid\": "
			    "\"status_transitions.paid_at\", \"time_format\": "
			    "\"epoch\", "
			    "\"amount\": {\"formula\": \"amount_due / if(currency in "
			    "('bif', "
			    "'clp', 'djf', 'gnf', 'jpy', 'kmf', 'krw', 'mga', 'pyg', "
			    "'rwf', 'ugx', 'vnd', 'vuv', 'xaf', 'xof', 'xpf'), 1, "
			    "100)\"}, \"currency\": \"currency\", \"id\": \"id\", "
			    "\"where\": \"status in ('open', "
			    "'paid', "
			    "'uncollectible')\"}",
		    .sign = {"id", "customer", "amount_due",
			"status_transitions.finalized_at"}},
		COMPANIES_BY("id"),
	    }},
    {.name = "stripe_export",
	.mapping =
	    {
		{.kind = "revenue",
		    .json = "{\"company\": \"Customer ID\", \"start\": [\"Start Date "
			    "(UTC)\", \"Start (UTC)\", \"Created (UTC)\"], \"end\": "
			    "\"Ended At (UTC)\", \"tz\": \"UTC\", \"recurring\": "
			    "[{\"formula\": \"number(Amount) * number(Quantity)\"}, "
			    "\"Amount\"], \"recurring_unit\": \"Interval\", "
			    "\"currency\": \"Currency\", \"id\": \"id\", \"where\": "
			    "\"Status in ('active', 'past_due', 'unpaid', 'canceled', "
			    "'paused')\"}",
		    .sign = {"Customer ID", "Interval", "Amount", "Status",
			"Current Period Start (UTC)"}},
		COMPANIES_BY("id"),
	    }},
    {.name = "chargebee",
	.mapping =
	    {
		{.kind = "revenue",
		    .json = "{\"company\": \"customer_id\", \"start\": "
			    "[\"started_at\", "
			    "\"start_date\"], \"end\": [\"cancelled_at\"], "
			    "\"time_format\": "
			    "\"epoch\", \"recurring\": {\"formula\": \"mrr / 100\"}, "
			    "\"recurring_unit\": \"mrr\", \"currency\": "
			    "\"currency_code\", \"id\": \"id\", \"where\": "
			    "\"status not "
			    "in ('future', 'in_trial')\"}",
		    .sign = {"id", "customer_id", "billing_period_unit", "started_at",
			"mrr"}},
		COMPANIES_BY("id"),
	    }},
    {.name = "zendesk",
	.mapping =
	    {
		{.kind = "states",
		    .json = "{\"company\": \"organization_id\", \"type\": "
			    "{\"const\": \"ticket\"}, "
			    "\"opened\": \"created_at\", \"closed\": "
			    "[\"metric_set.solved_at\", "
			    "{\"formula\": \"if(status in ('solved', 'closed'), "
			    "updated_at, "
			    "'')\"}], \"state\": \"status\", \"id\": \"id\", "
			    "\"where\": \"status != "
			    "'deleted'\"}",
		    .sign = {"id", "organization_id", "requester_id", "created_at",
			"status"}},
		{.kind = "conversations",
		    .json = "{\"company\": \"organization_id\", \"type\": "
			    "{\"const\": \"ticket\"}, "
			    "\"time\": \"created_at\", \"user\": \"requester_id\", "
			    "\"thread\": "
			    "\"id\", \"where\": \"status != 'deleted'\"}"},
		COMPANIES_BY("id"),
		{.kind = "fields",
		    .model = "enduser",
		    .json = "{\"model\": \"enduser\", \"id\": \"id\", \"company\": "
			    "\"organization_id\"}"},
	    }},
    {.name = "intercom",
	.mapping =
	    {
		{.kind = "conversations",
		    .json = "{\"time\": \"created_at\", \"time_format\": "
			    "\"epoch\", \"type\": "
			    "{\"const\": \"chat\"}, \"thread\": \"id\", "
			    "\"company\": "
			    "[\"company.company_id\", "
			    "\"custom_attributes.company_id\"], "
			    "\"user\": [\"contacts.contacts.0.external_id\", "
			    "\"contacts.contacts.0.id\"]}"},
		{.kind = "fields",
		    .model = "enduser",
		    .json = "{\"model\": \"enduser\", \"id\": \"external_id\", "
			    "\"company\": "
			    "[\"companies.data.0.company_id\", "
			    "\"companies.data.0.id\"], "
			    "\"rename\": {\"id\": \"intercom_id\"}}"},
		{.kind = "fields",
		    .model = "company",
		    .json = "{\"model\": \"company\", \"id\": \"company_id\", "
			    "\"rename\": {\"id\": "
			    "\"intercom_id\"}}"},
	    }},
    {.name = "hubspot",
	.mapping =
	    {
		{.kind = "fields",
		    .model = "company",
		    .json = "{\"model\": \"company\", \"id\": \"Record ID\", "
			    "\"rename\": {\"Company "
			    "name\": \"name\"}}"},
		{.kind = "fields",
		    .model = "enduser",
		    .json = "{\"model\": \"enduser\", \"id\": \"Record ID\", "
			    "\"company\": "
			    "[\"Associated Company IDs (Primary)\", \"Associated "
			    "Company "
			    "IDs\", \"Primary Associated Company ID\"]}"},
		{.kind = "states",
		    .json = "{\"company\": [\"Associated Company IDs (Primary)\", "
			    "\"Associated Company IDs\"], \"type\": {\"const\": "
			    "\"deal\"}, "
			    "\"opened\": \"Create Date\", \"closed\": "
			    "{\"formula\": \"if(\\\"Deal "
			    "Stage\\\" in ('Closed Won', 'Closed Lost', 'Closed "
			    "won', "
			    "'Closed lost'), \\\"Close Date\\\", '')\"}, "
			    "\"state\": \"Deal "
			    "Stage\", \"amount\": \"Amount\", \"id\": \"Record "
			    "ID\"}",
		    .sign = {"Record ID", "Deal Name", "Deal Stage", "Create Date",
			"Close Date"}},
	    }},
    {.name = "salesforce",
	.mapping =
	    {
		{.kind = "fields",
		    .model = "company",
		    .json = "{\"model\": \"company\", \"id\": [\"Id\", \"Account "
			    "ID\", \"ID\"], \"rename\": {\"Name\": \"name\", \"Account "
			    "Name\": \"name\", \"NAME\": \"name\"}}"},
		{.kind = "fields",
		    .model = "enduser",
		    .json = "{\"model\": \"enduser\", \"id\": [\"Id\", \"Contact "
			    "ID\", \"ID\"], \"company\": [\"AccountId\", \"Account "
			    "ID\", "
			    "\"ACCOUNTID\"], \"rename\": {\"Name\": \"name\", "
			    "\"NAME\": "
			    "\"name\"}}"},
		{.kind = "states",
		    .json = "{\"company\": [\"AccountId\", \"Account ID\", "
			    "\"ACCOUNTID\"], \"type\": "
			    "{\"const\": \"opportunity\"}, \"opened\": "
			    "[\"CreatedDate\", \"Created Date\", \"CREATEDDATE\"], "
			    "\"closed\": "
			    "[{\"formula\": \"if(IsClosed = true, CloseDate, '')\"}, "
			    "{\"formula\": \"if(Closed in ('1', 'true'), \\\"Close "
			    "Date\\\", '')\"}, {\"formula\": \"if(ISCLOSED = true, "
			    "CLOSEDATE, '')\"}], \"state\": [\"StageName\", \"Stage\", "
			    "\"STAGENAME\"], \"amount\": [\"Amount\", \"AMOUNT\"], "
			    "\"id\": "
			    "[\"Id\", \"Opportunity ID\", \"ID\"]}",
		    .sign = {"Id", "AccountId", "StageName", "CreatedDate",
			"CloseDate"}},
		/* As a report has them: how they are known, and the mapping is that
		 * before. */
		{.kind = "states",
		    .json = "{}",
		    .sign = {"Opportunity ID", "Account ID", "Stage", "Created Date", "Closed"}},
		{.kind = "states",
		    .json = "{}",
		    .sign = {"ID", "ACCOUNTID", "STAGENAME", "CREATEDDATE", "CLOSEDATE"}},
	    }},
    {.name = "points",
	.mapping =
	    {
		{.kind = "points", .json = "{}"},
	    }},
    {.name = NULL},
};
