"""Exports in the shapes people have them, each with the sources written for it by hand."""
import datetime
import json

USERS = "user_id,account_id,name,email\n" + "".join(
    f"u-{i},a-{i % 4},Ann {i},ann{i}@c{i % 4}.example\n" for i in range(1, 13))
ACCOUNTS = "account_id,account_name,plan,seats,signup_date,domain\n" + "".join(
    f"a-{i},Firm {i},{'Pro' if i % 2 else 'Team'},{10 * (i + 1)},2025-0{i + 1}-15,c{i}.example\n"
    for i in range(4))


def rows(header, line, n, start=1):
    """A header and n lines made of their number."""
    return header + "\n" + "".join(line(i) + "\n" for i in range(start, n + start))


def one(file, text, source, name=None, **more):
    name = name or file.split(".")[0]
    return {"files": {file: text}, "hand": {name: {"file": file, "source": source}}, **more}


def with_users(file, text, source, **more):
    case = one(file, text, source, **more)
    case["files"]["users.csv"] = USERS
    return case


EVENTS = rows("id,occurred_at,user_id,account_id,event,quantity", lambda i:
              f"e{i},2026-0{i % 9 + 1}-1{i % 10}T0{i % 10}:30:00Z,u-{i % 12 + 1},a-{i % 4},"
              f"{['login', 'export', 'share'][i % 3]},{i % 5}", 40)

def on(i, pattern="%Y-%m-%d", month=1):
    return (datetime.date(2026, month, 5) + datetime.timedelta(days=i)).strftime(pattern)


# As the vendor named writes them.
VENDORS = {
    # an $insert_id of two users is two events, one sent twice is one
    "a CSV of Mixpanel": one("mixpanel.csv", "event,time,distinct_id,$insert_id,company_id\n" + "".join(
        f"{['Sync', 'Export'][i % 2]},{1767225600 + 3600 * (i // 2 * 2)},u{i % 3},a{i // 2},c{i % 3}\n" for i in range(20))
        + "Sync,1767225600,u0,a0,c0\n",
        {"kind": "activities", "time": "time", "time_format": "epoch", "company": "company_id", "user": "distinct_id",
         "name": "event", "id": {"formula": "event || distinct_id || time || \"$insert_id\""}}, silent=["a $insert_id again"]),
    "subscriptions by interval and count": one("stripe_subs.csv", rows(
        "id,customer,plan_amount,plan_interval,plan_interval_count,quantity,currency,start_date,ended_at", lambda i:
        f"sub_{i},cus_{i % 4},{9900 + i},{'year' if i % 3 else 'month'},{i % 2 * 2 + 1},{i % 2 + 1},usd,{on(i)},", 12),
        {"kind": "revenue", "company": "customer", "start": "start_date", "end": "ended_at", "currency": "currency", "recurring":
         {"formula": "plan_amount * quantity / if(plan_interval = 'year', 12, 1) / plan_interval_count"}},
        says=["is plan_amount in cents?", "the price of one of quantity"]),
    "subscriptions in cents": one("billing_subs.csv", rows(
        "subscription_id,account_id,amount_cents,billing_interval,billing_interval_count,current_period_start,current_period_end",
        lambda i: f"s{i},a{i % 4},{(i + 1) * 4990},month,{[1, 3, 12][i % 3]},{on(i)},{on(i, month=6)}", 12),
        {"kind": "revenue", "company": "account_id", "start": "current_period_start", "end": "current_period_end", "recurring":
         {"formula": "amount_cents / 100 / billing_interval_count"}}, silent=["in cents?"]),
    "invoices of Xero": one("xero.csv", rows(
        "*ContactName,EmailAddress,*InvoiceNumber,*InvoiceDate,*DueDate,Total,InvoiceAmountDue,Currency,Status", lambda i:
        f"Firm {i % 4},a{i % 4}@x.example,INV-{i},{on(i, '%d/%m/%Y')},{on(i, '%d/%m/%Y', 2)},{10 * i + 1}.50,0.00,GBP,Paid", 20),
        {"kind": "invoices", "company": "*ContactName", "time": "*InvoiceDate", "due": "*DueDate", "amount": "Total",
         "currency": "Currency", "id": "*InvoiceNumber", "time_format": "%d/%m/%Y"}, says=["the day an invoice was paid"]),
    "tasks of Asana": one("asana.csv", rows(
        "Task ID,Created At,Completed At,Last Modified,Name,Section/Column,Assignee,Due Date,Account", lambda i:
        f"{1200000000 + i},{on(i)},{on(i + 3) if i % 2 else ''},{on(i + 3)},Onboard {i},Doing,Ann,{on(i + 5)},Firm {i % 3}",
        20), {"kind": "tasks", "time": "Created At", "company": "Account", "type": {"const": "task"},
              "completed": "Completed At", "due": "Due Date", "id": "Task ID"}),
    "invoices of Chargebee": one("chargebee_invoices.csv", rows(
        "Invoice Number,Subscription Id,Customer Id,Customer Company,Status,Start Date,Amount,Amount Due,Paid On,"
        "Due Date,Currency,Invoice Date", lambda i:
        f"INV-{i},sub{i % 5},cust{i % 4},Firm {i % 4},{'Paid' if i % 2 else 'Payment Due'},{on(i, '%d-%b-%Y')} 09:00,"
        f"{10 * i}.00,{0 if i % 2 else 10 * i}.00,{on(i + 20, '%d-%b-%Y') + ' 10:00' if i % 2 else ''},"
        f"{on(i, '%d-%b-%Y', 2)} 10:00,EUR,{on(i, '%d-%b-%Y')} 10:00", 20),
        {"kind": "invoices", "time": "Invoice Date", "time_format": "%d-%b-%Y %H:%M", "company": "Customer Id",
         "due": "Due Date", "paid": "Paid On", "amount": "Amount", "currency": "Currency", "id": "Invoice Number"}),
    "contracts by their annual value": one("contracts.csv", rows(
        "Contract No.,Account Name,Contract Start Date,Contract End Date,ACV,Renewal Type,Status", lambda i:
        f'C-{i},Firm {i},{on(i)},{on(i, month=9)},"{i * 12},000.00",Auto,Active', 15),
        {"kind": "revenue", "company": "Account Name", "start": "Contract Start Date", "end": "Contract End Date",
         "recurring": "ACV", "recurring_unit": "arr", "decimal": "."}),
    "open items of DATEV": one("offene_posten.csv", rows(
        "Konto;Name;Buchungsdatum;Belegdatum;Fälligkeit;Betrag;Währung;Buchungstext", lambda i:
        f"{10000 + i % 4};Müller {i % 4} GmbH;{on(i, '%d.%m.%Y')};{on(i, '%d.%m.%Y')};{on(i, '%d.%m.%Y', 2)};"
        f"1.{200 + i},50;EUR;Rechnung {i}", 20).encode("cp1252"),
        {"kind": "invoices", "delimiter": ";", "encoding": "windows-1252", "time": "Belegdatum", "company": "Konto",
         "due": "Fälligkeit", "amount": "Betrag", "currency": "Währung", "decimal": ","}),
    "answers of Delighted": one("delighted.csv", rows(
        "Response ID,Score,Comment,Survey type,Permalink,Person ID,Person Email,Company,Created At,Updated At", lambda i:
        f"{i},{i % 11},,nps,https://x.example/{i},{i + 50},p{i}@c{i % 4}.example,Firm {i % 4},"
        f"{on(i)} 10:00:00 +0000,{on(i)} 10:00:00 +0000", 25),
        {"kind": "nps", "time": "Created At", "company": "Company", "user": "Person ID", "score": "Score",
         "id": "Response ID"}),
    "tickets of Freshdesk": one("freshdesk_tickets.csv", rows(
        "Ticket ID,Subject,Status,Priority,Source,Type,Agent,Created time,Due by Time,Resolved time,Company Name,"
        "Requester Email", lambda i:
        f'{100 + i},"Problem, number {i}",{"Closed" if i % 3 else "Open"},High,Email,Question,Ann,{on(i)} 09:15:00,'
        f"{on(i + 2)} 09:15:00,{on(i + 1) + ' 10:00:00' if i % 3 else ''},Firm {i % 4},r{i % 5}@firm{i % 4}.example",
        30), {"kind": "states", "company": "Company Name", "type": {"const": "ticket"}, "state": "Status",
              "opened": "Created time", "closed": "Resolved time", "id": "Ticket ID"}),
    "calls of Gong": one("gong_calls.csv", rows(
        "Call ID,Call Title,Call Start,Duration (min),Host Email,Account Name,Participants", lambda i:
        f'c{i},QBR {i},{on(i)}T15:00:00+01:00,{30 + i},host@ours.example,Firm {i % 4},'
        f'"p{i % 3}@firm{i % 4}.example; q@firm{i % 4}.example"', 20),
        {"kind": "conversations", "time": "Call Start", "company": "Account Name", "type": {"const": "call"},
         "participants": "Participants"}),
    "contacts of HubSpot": one("hubspot-contacts.csv", rows(
        "Record ID,First Name,Last Name,Email,Contact owner,Primary Associated Company ID,Create Date,"
        "Associated Company", lambda i:
        f"{500 + i},Ann,Ek{i},ann{i}@firm{i % 4}.example,Bo,{70 + i % 4},{on(i)} 10:00,Firm {i % 4}", 20),
        {"kind": "fields", "model": "enduser", "company": "Primary Associated Company ID", "id": "Record ID"},
        name="hubspot_contacts"),
    "issues of Jira": one("jira.csv", rows(
        "Issue key,Summary,Issue Type,Status,Priority,Assignee,Created,Updated,Resolved,Custom field (Organizations)",
        lambda i: f"SUP-{i},Crash {i},{'Bug' if i % 3 else 'Story'},{'Done' if i % 2 else 'To Do'},High,ann,"
        f"{on(i, '%d/%b/%y')} 9:12 AM,{on(i + 2, '%d/%b/%y')} 9:12 AM,"
        f"{on(i + 2, '%d/%b/%y') + ' 9:12 AM' if i % 2 else ''},Firm {i % 3}", 25),
        {"kind": "states", "time_format": "%d/%b/%y %I:%M %p", "company": "Custom field (Organizations)",
         "type": "Issue Type", "state": "Status", "opened": "Created", "closed": "Resolved"}),
    "subscriptions of Paddle": one("paddle_subscriptions.csv", rows(
        "subscription_id,customer_id,status,product_name,quantity,unit_price,currency_code,billing_interval,"
        "started_at,next_billed_at,canceled_at", lambda i:
        f"sub_{i:03d},ctm_{i % 6},active,Pro,{i % 4 + 1},29,USD,month,{on(i)}T10:00:00.000Z,"
        f"{on(i + 30)}T10:00:00.000Z,", 20),
        {"kind": "revenue", "company": "customer_id", "start": "started_at", "recurring_unit": "mrr",
         "recurring": {"formula": "unit_price * quantity"}, "currency": "currency_code"}),
    "features of Pendo": one("pendo_feature_usage.csv", rows(
        "Visitor ID,Account ID,Feature Name,Day,Number of Clicks,Minutes", lambda i:
        f"visitor-{i % 9},acct_{i % 4},{['Save button', 'Invite'][i % 2]},{on(i)},{i % 6},{i % 4}", 40),
        {"time": "Day", "company": "Account ID", "user": "Visitor ID", "name": "Feature Name",
         "count": "Number of Clicks"}),
    "subscriptions of Recurly": one("recurly_subscriptions.csv", rows(
        "subscription_uuid,account_code,plan_code,state,quantity,unit_amount,currency,activated_at,expires_at,"
        "current_period_started_at,current_period_ends_at", lambda i:
        f"uuid{i:04d},acct{i % 5},gold,{'active' if i % 4 else 'expired'},{i % 3 + 1},10.00,USD,{on(i)} 10:00:00 UTC,"
        f"{'' if i % 4 else on(i + 40) + ' 10:00:00 UTC'},{on(i + 30)} 10:00:00 UTC,{on(i + 60)} 10:00:00 UTC", 20),
        {"kind": "revenue", "company": "account_code", "start": "activated_at", "end": "expires_at",
         "recurring": {"formula": "unit_amount * quantity"}, "currency": "currency", "recurring_unit": "mrr"}),
    "opportunities of the Data Loader": one("opps.csv", rows(
        '"ID","ACCOUNTID","NAME","STAGENAME","AMOUNT","CLOSEDATE","CREATEDDATE","ISCLOSED","ISWON"', lambda i:
        f'"0065g00000Ab{i:03d}AAA","0015g00000Cd{i % 3:03d}AAA","Opp {i}","{"Closed Won" if i % 2 else "Proposal"}",'
        f'"{1000 * i}.0","{on(i + 20)}","{on(i)}T09:00:00.000Z","{"true" if i % 2 else "false"}","true"', 20),
        {"kind": "states", "company": "ACCOUNTID", "type": {"const": "opportunity"}, "opened": "CREATEDDATE",
         "closed": {"formula": "if(ISCLOSED = 'true', CLOSEDATE, '')"}, "state": "STAGENAME", "amount": "AMOUNT",
         "id": "ID"}),
    "deals of Pipedrive": one("pipedrive_deals.csv", rows(
        "Deal - ID,Deal - Title,Deal - Organization,Deal - Value,Deal - Stage,Deal - Status,Deal - Deal created,"
        "Deal - Deal closed on,Deal - Won time", lambda i:
        f"{i},Deal {i},Firm {i % 4},{i * 100},Won,{'Won' if i % 2 else 'Open'},{on(i)} 10:00:00,"
        f"{on(i + 20) if i % 2 else ''},{on(i + 20) if i % 2 else ''}", 20),
        {"kind": "states", "company": "Deal - Organization", "type": {"const": "deal"}, "opened": "Deal - Deal created",
         "closed": "Deal - Deal closed on", "state": "Deal - Status", "amount": "Deal - Value", "id": "Deal - ID"}),
    "notes of calls": one("notes.csv", rows(
        "Date;Company;Author;Note", lambda i: f'{on(i)};Firm {i % 3};Ann;"Spoke with them; all is fine, {i}"', 20),
        {"kind": "conversations", "delimiter": ";", "time": "Date", "company": "Company", "type": {"const": "note"}}),
    "subscriptions of Baremetrics": one("baremetrics.csv", rows(
        "plan_oid,plan_name,plan_currency,plan_amount,plan_interval,customer_oid,customer_name,subscription_oid,"
        "subscription_started_at,subscription_canceled_at,subscription_quantity", lambda i:
        f"plan_{i % 2},Team,USD,{[50, 600][i % 2]},{['month', 'year'][i % 2]},cust_{i % 5},Firm {i % 5},sub_{i},{on(i)},"
        f"{on(i, month=8) if i % 4 == 0 else ''},{i % 3 + 1}", 20),
        {"kind": "revenue", "company": "customer_oid", "start": "subscription_started_at",
         "end": "subscription_canceled_at", "currency": "plan_currency", "recurring_unit": "mrr",
         "recurring": {"formula": "plan_amount * subscription_quantity / if(plan_interval = 'year', 12, 1)"}}),
    "a view of Zendesk": one("zendesk_view.csv", rows(
        "ID,Subject,Requester,Requester email,Organization,Status,Created at,Updated at,Solved at", lambda i:
        f"{i},Help {i},Ann {i},r{i % 5}@o{i % 3}.example,Org {i % 3},{'Solved' if i % 2 else 'Open'},{on(i)} 10:00,"
        f"{on(i + 1)} 10:00,{on(i + 1) + ' 10:00' if i % 2 else ''}", 25),
        {"kind": "states", "company": "Organization", "type": {"const": "ticket"}, "state": "Status",
         "opened": "Created at", "closed": "Solved at", "id": "ID"}),
}

CASES = VENDORS | {
    "more JSON than is looked at, in one line": one("export.json", json.dumps([
        {"time": on(i % 20) + "T10:00:00Z", "account_id": f"a{i % 7}", "user_id": f"u{i % 50}",
         "event": ["login", "export"][i % 2]} for i in range(4000)]),
        {"format": "json", "time": "time", "company": "account_id", "user": "user_id", "name": "event"}),
    "events with all columns": one("events.csv", EVENTS, {
        "time": "occurred_at", "user": "user_id", "company": "account_id", "name": "event",
        "count": "quantity", "id": "id"}, says=["every value an ISO time", "40 different"]),
    "events compressed": one("usage.csv.gz", EVENTS, {
        "time": "occurred_at", "user": "user_id", "company": "account_id", "name": "event",
        "count": "quantity", "id": "id"}, name="usage"),
    "events of users, whose companies are in another file": with_users(
        "events.csv",
        rows("occurred_at,user_id,event", lambda i:
             f"2026-03-0{i % 9 + 1} 10:00:00,u-{i % 12 + 1},login", 30),
        {"time": "occurred_at", "user": "user_id", "name": "event",
         "company": {"lookup": "users.csv", "from": "user_id", "key": "user_id",
                     "take": "account_id"}},
        says=["by user_id of users.csv: 100 %, gives account_id"]),
    "usage of subscriptions, whose companies are in another file": {
        "files": {
            "feature_usage.csv": rows(
                "usage_id,subscription_id,usage_date,feature_name,usage_count", lambda i:
                f"U-{i},S-{i % 6},2026-05-0{i % 9 + 1},feature_{i % 3},{i % 7}", 30),
            "subscriptions.csv": rows(
                "subscription_id,account_id,start_date,end_date,mrr_amount", lambda i:
                f"S-{i},A-{i // 2},2026-01-0{i + 1},{'2026-09-01' if i == 2 else ''},{100 * i}",
                6, 0)},
        "hand": {
            "feature_usage": {"file": "feature_usage.csv", "source": {
                "time": "usage_date", "name": "feature_name", "count": "usage_count",
                "id": "usage_id",
                "company": {"lookup": "subscriptions.csv", "from": "subscription_id",
                            "key": "subscription_id", "take": "account_id"}}},
            "subscriptions": {"file": "subscriptions.csv", "source": {
                "kind": "revenue", "company": "account_id", "start": "start_date",
                "end": "end_date", "recurring": "mrr_amount", "recurring_unit": "mrr"}}},
        "says": ["end_date the last day in force"]},
    "companies by their names": {
        "files": {"accounts.csv": ACCOUNTS,
                  "calls.csv": rows("date,customer,type", lambda i:
                                    f"2026-04-0{i % 9 + 1},Firm {i % 4},{'call' if i % 2 else 'demo'}",
                                    20)},
        "hand": {"calls": {"file": "calls.csv", "source": {
            "kind": "conversations", "time": "date", "type": "type",
            "company": {"lookup": "accounts.csv", "from": "customer", "key": "account_name",
                        "take": "account_id"}}}}},
    "companies by the domain of an address": {
        "files": {"accounts.csv": ACCOUNTS,
                  "logins.csv": rows("timestamp,email,action", lambda i:
                                     f"2026-04-0{i % 9 + 1}T08:00:00,ann{i}@C{i % 4}.example,login",
                                     24)},
        "hand": {"logins": {"file": "logins.csv", "source": {
            "time": "timestamp", "user": "email", "name": "action",
            "company": {"lookup": "accounts.csv", "key": "domain", "take": "account_id",
                        "from": {"formula": "domain(lower(email))"}}}}},
        "says": ["every value an e-mail address", "by its domain"]},
    "a CRM of Munich": one(
        "umsatz.csv",
        ("Kunde;Beginn;Ende;MRR\n" + "".join(
            f"Müller {i};0{i}.02.2026;{'2' + str(i) + '.11.2026' if i % 2 else ''};1.{i}00,50\n"
            for i in range(1, 8))).encode("windows-1252"),
        {"kind": "revenue", "delimiter": ";", "encoding": "windows-1252", "company": "Kunde",
         "start": "Beginn", "end": "Ende", "recurring": "MRR", "decimal": ","},
        says=["as windows-1252 it says \"Müller\"", "a day before its month"]),
    "UTF-16 of a spreadsheet": one(
        "events.csv", ("﻿" + rows("time\tcompany\tevent", lambda i:
                                  f"2026-02-0{i}\tmüller {i % 2}\tlogin", 8)).encode("utf-16-le"),
        {"time": "time", "company": "company", "name": "event"}),
    "tabs": one("usage.tsv", EVENTS.replace(",", "\t"), {
        "time": "occurred_at", "user": "user_id", "company": "account_id", "name": "event",
        "count": "quantity", "id": "id"}),
    "a first line that names the delimiter": one(
        "events.csv", "sep=;\n" + EVENTS.replace(",", ";"),
        {"time": "occurred_at", "user": "user_id", "company": "account_id", "name": "event",
         "count": "quantity", "id": "id"}),
    "lines before the header": one(
        "events.csv", "Usage report\nExported 2026-11-01 by Ann\n\n" + EVENTS,
        {"time": "occurred_at", "user": "user_id", "company": "account_id", "name": "event",
         "count": "quantity", "id": "id", "skip_lines": 3}),
    "lines that are remarks": one(
        "events.csv", "# usage\n# of 2026\n" + EVENTS,
        {"time": "occurred_at", "user": "user_id", "company": "account_id", "name": "event",
         "count": "quantity", "id": "id", "comment": "#"}),
    "COPY of PostgreSQL": one(
        "subscriptions.txt",
        "".join(f"s{i}\torg{i % 3}\t2026-01-0{i + 1} 00:00:00+00\t\\N\t{100 + i}\n"
                for i in range(1, 7)),
        {"kind": "revenue", "format": "copy", "header": ["id", "org", "start", "stop", "mrr"],
         "company": "org", "start": "start", "recurring": "mrr", "recurring_unit": "mrr"},
        options=["--header", "id,org,start,stop,mrr"]),
    "a table without a header": one(
        "events.csv", "".join(f"2026-06-0{i % 9 + 1},acme,login,{i}\n" for i in range(12)),
        {"header": ["date", "company", "event", "n"], "time": "date", "company": "company",
         "name": "event", "count": "n"},
        options=["--header", "date,company,event,n"]),
    "milliseconds": one("clicks.ndjson", "".join(
        '{"ts":%d,"actor":{"id":"p%d"},"org_id":"o%d","action":"open"}\n'
        % (1767225600000 + i * 86400000, i % 5, i % 2) for i in range(20)),
        {"time": "ts", "time_format": "epoch_ms", "user": "actor.id", "company": "org_id",
         "name": "action"}),
    "seconds in a list of objects": one("clicks.json", "[" + ",".join(
        '{"timestamp":%d,"user":"p%d","team_id":"t%d","event":"open","n":%d}'
        % (1767225600 + i * 86400, i % 5, i % 2, i % 3 + 1) for i in range(20)) + "]",
        {"time": "timestamp", "time_format": "epoch", "user": "user", "company": "team_id",
         "name": "event", "count": "n"}),
    "days of a spreadsheet": one("usage.csv", rows(
        "Date,Account ID,Feature", lambda i: f"{46100 + i},a{i % 3},search", 15),
        {"time": "Date", "time_format": "excel", "company": "Account ID", "name": "Feature"}),
    "American times": one("activity.csv", rows(
        "Created Date,Account ID,Activity Type", lambda i:
        f"{i % 3 + 1}/{i + 10}/2026 {i % 9 + 1}:05 PM,001A{i % 4},View", 15),
        {"time": "Created Date", "time_format": "%m/%d/%Y %I:%M %p", "company": "Account ID",
         "name": "Activity Type"}),
    "days whose order nothing proves": one("events.csv", rows(
        "date,company,event", lambda i: f"0{i % 9 + 1}/0{i % 4 + 1}/2026,c{i % 2},login", 15),
        {"time": "date", "time_format": "%d/%m/%Y", "company": "company", "name": "event"},
        says=["the day or the month first?"]),
    "JSON in a column": one("persons.csv", "uuid,event,properties,timestamp,distinct_id\n" + "".join(
        f'{i},login,"{{""company_id"":""c{i % 2}"",""plan"":""x""}}",2026-01-0{i + 1}T10:00:00Z,u{i % 3}\n'
        for i in range(1, 9)),
        {"time": "timestamp", "user": "distinct_id", "name": "event", "id": "uuid",
         "company": "properties.company_id"}),
    "a metric a column": one("account_metrics.csv", rows(
        "date,account,active seats,storage gb", lambda i:
        f"2026-07-{i:02},a{i % 3},{i},{i}.5", 28),
        {"kind": "metrics", "time": "date", "company": "account",
         "columns": ["active seats", "storage gb"]}),
    "metrics by name": one("measurements.csv", rows(
        "measured_at,account_id,metric,value", lambda i:
        f"2026-07-{i:02}T00:00:00,a{i % 3},{'seats' if i % 2 else 'storage'},{i}", 28),
        {"kind": "metrics", "time": "measured_at", "company": "account_id", "name": "metric",
         "value": "value"}),
    "numbers with commas and words for none": one("kpi.csv", rows(
        "day,customer_id,api_calls,score_raw", lambda i:
        f'2026-07-{i:02},a{i % 3},"{i},{i:03},500",{"N/A" if i % 4 == 0 else i}', 20),
        {"kind": "metrics", "time": "day", "company": "customer_id", "decimal": ".",
         "null": ["N/A"], "columns": ["api_calls", "score_raw"]}),
    "prices by interval": one("subscriptions.csv", rows(
        "id,customer,start_date,canceled_at,unit_amount,quantity,interval,currency", lambda i:
        f"sub_{i},cus_{i % 4},2026-0{i % 9 + 1}-01,,{i}9.5,{i},{'year' if i % 2 else 'month'},"
        "usd", 12),
        {"kind": "revenue", "company": "customer", "start": "start_date", "end": "canceled_at",
         "id": None, "recurring_unit": "mrr", "currency": "currency",
         "recurring": {"formula": "unit_amount * quantity / if(interval = 'year', 12, 1)"}},
        says=["the price of one of quantity"]),
    "amounts a year": one("contracts.csv", rows(
        "contract,account_id,contract_start,contract_end,arr", lambda i:
        f'c{i},a{i % 4},2026-01-01,2027-01-01,"${i},200.00"', 12),
        {"kind": "revenue", "company": "account_id", "start": "contract_start",
         "end": "contract_end", "recurring": "arr", "recurring_unit": "arr", "money": True}),
    "invoices": one("invoices.csv", rows(
        "invoice,account,issued,due_date,paid_at,amount", lambda i:
        f"i{i},a{i % 4},2026-01-{i:02},2026-02-{i:02},{'' if i % 3 else '2026-03-01'},{i}0.5", 12),
        {"kind": "invoices", "company": "account", "due": "due_date", "paid": "paid_at",
         "amount": "amount", "id": "invoice"}),
    "tickets that are opened and solved": one("support_tickets.csv", rows(
        "id,acct,created,solved,status", lambda i:
        f"{i},a-{i % 4},2026-02-{i % 9 + 10},{'' if i % 3 == 0 else f'2026-03-{i % 9 + 10}'},"
        f"{'open' if i % 3 == 0 else 'solved'}", 20), {
        "kind": "states", "type": {"const": "ticket"}, "company": "acct", "opened": "created",
        "closed": "solved", "state": "status", "id": "id"},
        says=["something that is opened and closed"]),
    "objectives by type": one("okr.csv", rows(
        "Opened At,Account ID,Type,Amount,Closed At", lambda i:
        f"2026-02-{i % 9 + 10}T08:00:00Z,a-{i % 4},{'renewal' if i % 2 else 'growth'},{i * 10},"
        f"{'' if i % 3 == 0 else f'2026-03-{i % 9 + 10}T08:00:00Z'}", 20), {
        "kind": "states", "type": "Type", "company": "Account ID", "opened": "Opened At",
        "closed": "Closed At", "amount": "Amount"}),
    "tickets": one("tickets.csv", rows(
        "message_at,ticket,account,user,subject", lambda i:
        f'2026-01-{i % 28 + 1:02} 1{i % 10}:04:13,T{i % 7},a{i % 4},u{i % 5},"Why, {i}"', 40),
        {"kind": "conversations", "time": "message_at", "company": "account", "user": "user",
         "thread": "ticket", "type": {"const": "ticket"}}),
    "meetings": one("meetings.csv", rows(
        "started_at,organization_id,organizer", lambda i:
        f"2026-01-{i % 28 + 1:02}T10:00:00+02:00,o{i % 4},Bo", 40),
        {"kind": "conversations", "time": "started_at", "company": "organization_id",
         "type": {"const": "meeting"}}),
    "answers to a survey": one("nps_responses.csv", rows(
        "response_id,submitted_at,company_id,respondent,score,comment", lambda i:
        f"r{i},2026-01-{i % 28 + 1:02}T10:00:00Z,c{i % 4},p{i},{i % 11},ok", 40),
        {"kind": "nps", "time": "submitted_at", "company": "company_id", "user": "respondent",
         "score": "score", "id": "response_id"}),
    "tasks": one("tasks.csv", rows(
        "task_id,date,account,type,status,completed_at,due_date", lambda i:
        f"t{i},2026-01-{i % 28 + 1:02},a{i % 3},onboarding,{'done' if i % 2 else 'open'},"
        f"{'2026-02-01' if i % 2 else ''},2026-02-1{i % 9}", 20),
        {"kind": "tasks", "time": "date", "company": "account", "type": "type",
         "status": "status", "completed": "completed_at", "due": "due_date", "id": "task_id"}),
    "fields of companies": one("accounts.csv", ACCOUNTS, {
        "kind": "fields", "model": "company", "id": "account_id",
        "rename": {"account_name": "name"}}),
    "fields of companies as a CRM writes them": one("companies.csv", rows(
        "Record ID,Company name,Annual Revenue,Create Date,Owner", lambda i:
        f'90{i},Firm {i},"€{i}.200,50",0{i}/2{i}/2026,N/A', 7),
        {"kind": "fields", "model": "company", "id": "Record ID",
         "rename": {"Company name": "name"}, "fields": {
            "Annual Revenue": {"format": "money", "decimal": ","},
            "Owner": {"null": ["N/A"]}}}),
    "fields of users": {
        "files": {"users.csv": USERS, "accounts.csv": ACCOUNTS},
        "hand": {"users": {"file": "users.csv", "source": {
            "kind": "fields", "model": "enduser", "id": "user_id", "company": "account_id"}}}},
    "points already": one("points.csv", rows(
        "company,model,id,metric,date,value", lambda i:
        f"a{i % 3},company,a{i % 3},metrics.seats,2026-01-{i:02},{i}", 9), {"kind": "points"}),
    "calls of Segment": one("track.ndjson", "".join(
        '{"type":"track","event":"Sync","userId":"u%d","messageId":"m%d",'
        '"timestamp":"2026-01-0%dT08:00:01.120Z","context":{"groupId":"g%d"}}\n'
        % (i % 3, i, i % 9 + 1, i % 2) for i in range(12)),
        {"time": "timestamp", "user": "userId", "name": "event", "company": "context.groupId",
         "id": "messageId"}, says=["the preset segment"]),
    "events of Mixpanel": one("raw.ndjson", "".join(
        '{"event":"Sync","properties":{"time":%d,"distinct_id":"u%d","$insert_id":"i%d",'
        '"company":["c%d"]}}\n' % (1767225600 + 86400 * i, i % 3, i, i % 2) for i in range(12)),
        {"time": "properties.time", "time_format": "epoch", "user": "properties.distinct_id",
         "name": "event", "company": "properties.company.0"}, says=["the preset mixpanel"]),
    "events of Amplitude": one("amp.ndjson", "".join(
        '{"event_type":"Sync","event_time":"2026-01-0%d 08:00:01.120000","user_id":"u%d",'
        '"$insert_id":"a%d","groups":{"company":["c%d"]}}\n' % (i % 9 + 1, i % 3, i, i % 2)
        for i in range(12)),
        {"time": "event_time", "user": "user_id", "name": "event_type",
         "company": "groups.company.0"}, says=["the preset amplitude"]),
    "activities of Planhat": one("planhat.csv", rows(
        "cId,id,name,email,weight,action,date,count", lambda i:
        f"c{i % 3},u{i % 5},Ann,ann@x.example,1,Sync,2026-01-{i:02},{i}", 20),
        {"time": "date", "company": "cId", "user": "id", "name": "action", "count": "count"},
        says=["the preset planhat"]),
    "use of CustomerSuccessBox": one("csb.csv", rows(
        "account_id,user_id,feature_id,module_id,product_id,timestamp,total", lambda i:
        f"c{i % 3},u{i % 5},Sync,Data,App,2026-01-{i:02}T09:00:00Z,{i}", 20),
        {"time": "timestamp", "company": "account_id", "user": "user_id", "name": "feature_id",
         "module": "module_id", "count": "total"}, says=["the preset customersuccessbox"]),
}
