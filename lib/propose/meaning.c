#include "propose/meaning.h"

#include <ctype.h>
#include <string.h>

/* The better word before the other.  A word may stand for several meanings (value,
 * created_at): which it is is for the candidates to say, and for the role that is
 * looked for first. */
static const char *const meanings[CSM_MEANINGS] = {
    [CSM_ROLE_TIME] =
	"event_time occurred_at timestamp time ts datetime date day created_at sent_at "
	"received_at started_at message_at answered_at submitted_at logged_at at when "
	"usage_date event_date created_date created date_created created_time "
	"creation_date activity_date invoice_date issue_date issued_at measured_at "
	"measured_on snapshot_date period "
	"month "
	"week submitted_on datum zeit zeitpunkt tag start_time call_start "
	"meeting_start "
	"session_start call_date meeting_date rechnungsdatum belegdatum buchungsdatum",
    [CSM_ROLE_COMPANY] =
	"company_id account_id organization_id organisation_id org_id customer_id "
	"tenant_id workspace_id group_id client_id team_id company_external_id c_id "
	"primary_associated_company_id associated_company_ids_primary "
	"associated_company_ids accountid companyid "
	"customer_oid company account organization organisation org customer tenant "
	"workspace "
	"client acct acct_id account_number customer_number company_name account_name "
	"customer_name organization_name associated_company kunde kunden_nr "
	"kundennummer kunden_id firma firmen_id mandant organizations konto "
	"kontonummer "
	"debitor debitorennummer",
    [CSM_ROLE_USER] =
	"user_id enduser_id end_user_id distinct_id contact_id person_id member_id "
	"visitor_id actor_id requester_id respondent_id uid user enduser end_user "
	"contact person "
	"member visitor actor requester respondent user_email email username login who "
	"external_id benutzer nutzer benutzer_id",
    [CSM_ROLE_ENTITY] = "asset_id project_id asset project device_id site_id",
    [CSM_ROLE_NAME] = "event_name event event_type action feature feature_name "
		      "feature_id activity activity_type activity_name metric "
		      "metric_name dimension_id channel type name verb operation "
		      "ereignis aktion",
    [CSM_ROLE_VALUE] = "value metric_value measurement reading wert",
    [CSM_ROLE_COUNT] =
	"count usage_count event_count quantity total times hits uses n "
	"num occurrences calls anzahl clicks num_events number_of_events "
	"number_of_clicks",
    [CSM_ROLE_WEIGHT] = "weight",
    [CSM_ROLE_THREAD] = "ticket_id ticket thread_id thread conversation_id case_id "
			"case_number ticket_number conversation case",
    [CSM_ROLE_PARTICIPANTS] = "participants attendees guests invitees",
    [CSM_ROLE_SCORE] = "nps_score nps score satisfaction_score rating answer grade "
		       "how_likely note",
    [CSM_ROLE_START] =
	"start_date start period_start current_period_start started_at start_at begin "
	"begins_on subscription_start contract_start effective_date starts_on from "
	"term_start valid_from beginn von activated_at first_billing_date",
    [CSM_ROLE_END] =
	"end_date end period_end current_period_end ended_at end_at ends_on "
	"subscription_end contract_end expires_at expiry_date to term_end "
	"valid_to cancelled_at canceled_at ende bis",
    [CSM_ROLE_RECURRING] =
	"mrr arr recurring mrr_amount arr_amount mrr_usd arr_usd monthly_amount "
	"monthly_price annual_amount annual_value monthly_fee recurring_amount "
	"plan_amount unit_amount amount price fee value contract_value acv tcv betrag "
	"preis",
    [CSM_ROLE_ONE_OFF] = "one_off setup_fee one_time one_time_fee setup nrr "
			 "implementation_fee services",
    [CSM_ROLE_MODULE] = "module module_id module_name product_area area",
    [CSM_ROLE_STATUS] = "status state",
    [CSM_ROLE_COMPLETED] = "completed completed_at completed_on done_at closed_at "
			   "finished_at completed_date",
    [CSM_ROLE_DUE] = "due_date due due_on due_at date_due deadline faellig faelligkeit "
		     "fälligkeit fälligkeitsdatum",
    [CSM_ROLE_PAID] = "paid_at paid paid_on paid_date date_paid payment_date bezahlt",
    [CSM_ROLE_AMOUNT] =
	"amount total invoice_amount amount_total grand_total amount_due "
	"value betrag",
    [CSM_ROLE_OPENED] = "opened_at opened created_at created created_on created_date "
			"create_date opened_on open_date opened_date raised_at "
			"reported_at eroeffnet created_time",
    [CSM_ROLE_CLOSED] = "closed_at closed closed_on close_date closed_date solved_at "
			"solved resolved_at resolved resolution_date solved_on "
			"geschlossen resolved_time closed_time",
    [CSM_ROLE_ID] = "event_id message_id insert_id uuid row_id answer_id response_id "
		    "survey_id subscription_id invoice_id usage_id activity_id task_id "
		    "subscription invoice invoice_number id gsid",
    [CSM_MEANS_INTERVAL] = "interval billing_interval plan_interval billing_period "
			   "billing_frequency frequency recurring_interval cycle "
			   "billing_cycle intervall",
    [CSM_MEANS_INTERVAL_COUNT] = "interval_count",
    [CSM_MEANS_QUANTITY] = "quantity qty seats units licenses licences menge",
    [CSM_MEANS_CURRENCY] = "currency currency_code currency_iso_code waehrung währung",
    [CSM_MEANS_COMPANY_NAME] = "account_name company_name name customer_name "
			       "organization_name firma kunde company account",
    [CSM_MEANS_OWNER] = "owner csm account_manager account_owner owner_name "
			"customer_success_manager success_manager csm_name kam "
			"key_account_manager betreuer kundenbetreuer",
    [CSM_MEANS_PLAN] = "plan plan_name plan_tier tier subscription_plan pricing_plan "
		       "current_plan tarif",
    [CSM_MEANS_RENEWAL] = "renewal_date renewal renewal_on renews_on renews_at "
			  "next_renewal next_renewal_date contract_renewal_date "
			  "subscription_renewal_date contract_end contract_end_date "
			  "verlängerung vertragsende",
    [CSM_MEANS_SEATS] = "seats licenses licences seats_bought seats_purchased "
			"licensed_seats seat_count number_of_seats lizenzen plätze "
			"anzahl_plätze",
    [CSM_MEANS_PAYER] = "contact_name bill_to bill_to_name billing_name",
    [CSM_MEANS_CREATED] =
	"signup_date created_at created created_date customer_since since start_date "
	"signed_up joined registered_at",
};

void
csm_meaning_words(const char *name, struct csm_buf *out)
{
	char before = '_';

	for (const char *s = name; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;
		/* accountId is two words, and so is IDNumber; SKU is one. */
		bool begins =
		    isupper(c) && (islower((unsigned char)before) ||
				      (s != name && isupper((unsigned char)s[-1]) &&
					  islower((unsigned char)s[1])));
		/* Letters beyond ASCII stay: their bytes are parts of words. */
		if (!isalnum(c) && c < 0x80)
			c = '_';
		if ((c == '_' || begins) && out->len > 0 &&
		    out->data[out->len - 1] != '_')
			csm_buf_putc(out, '_');
		if (c != '_')
			csm_buf_putc(out, (char)tolower(c));
		before = *s;
	}
	while (out->len > 0 && out->data[out->len - 1] == '_')
		out->data[--out->len] = '\0';
}

static bool
meaning_begins(const char *text, size_t len, const char *word, size_t n)
{
	return len > n && memcmp(text, word, n) == 0 && text[n] == '_';
}

static bool
meaning_ends(const char *text, size_t len, const char *word, size_t n)
{
	return len > n && memcmp(text + len - n, word, n) == 0 &&
	       text[len - n - 1] == '_';
}

/* How much of the words says that amounts are in cents; 0: nothing does. */
static size_t
meaning_cents(const struct csm_buf *words)
{
	static const char *const ends[] = {"_in_cents", "_cents", "_in_cent", "_cent"};

	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		size_t n = strlen(ends[i]);
		if (words->len > n &&
		    memcmp(words->data + words->len - n, ends[i], n) == 0)
			return n;
	}
	return 0;
}

bool
csm_meaning_in_cents(const char *name)
{
	struct csm_buf words = {0};
	bool is;

	csm_meaning_words(name, &words);
	is = meaning_cents(&words) > 0;
	csm_buf_fini(&words);
	return is;
}

int
csm_meaning_fit(const char *name, int meaning)
{
	struct csm_buf text = {0};
	int fit = 0, rank = 0;

	csm_meaning_words(name, &text);
	text.len -= meaning_cents(&text);
	/* Scores of the three ways never meet as long as there are fewer than a hundred
	 * words for a meaning. */
	for (const char *w = meanings[meaning]; *w != '\0' && text.len > 0; rank++) {
		size_t n = strcspn(w, " ");
		int here = 0;
		if (text.len == n && memcmp(text.data, w, n) == 0)
			here = 1000 - rank;
		else if (meaning_ends(text.data, text.len, w, n))
			here = 600 - rank;
		else if (meaning_begins(text.data, text.len, w, n))
			here = 300 - rank;
		fit = here > fit ? here : fit;
		w += n + (w[n] == ' ');
	}
	csm_buf_fini(&text);
	return fit;
}
