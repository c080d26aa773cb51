"""exports: what systems write of their own, against the plain tables it was made from."""
import csv
import io
import os

import data as datasets


def points(data, raw, source, file):
    out = datasets.run("csm-ingest", "-q", "-c", os.path.join(datasets.SOURCE, "share/demo"), "-S", source,
                       "--until", data.day, file, cwd=raw)  # fmt: skip
    return {tuple(r[:5]): r[5:] for r in csv.reader(io.StringIO(out))}


def check(data):
    if data.name != "demo":
        return  # whose exports are told by duckdb and real
    raw = os.path.dirname(data.options[data.options.index("-F") + 1].partition("=")[2])
    for what, (new, file), (old, plain) in (
            ("subscriptions of Stripe's API", ("stripe", "stripe.ndjson"), ("subscriptions", "subscriptions.csv")),
            ("calls of PostgreSQL's COPY", ("postgres_calls", "calls.copy"), ("calls", "calls.csv"))):
        data.compare(f"exports {what}", points(data, raw, new, file), points(data, raw, old, plain))
    check_crm(data, raw)
    check_tickets(data, raw)


def check_crm(data, raw):
    """windows-1252, semicolons and days of Germany; the price of a seat is the CRM's alone."""
    out = datasets.run("csm-ingest", "-q", "-c", os.path.join(datasets.SOURCE, "share/demo"), "-S", "crm", "crm.csv", cwd=raw)
    got = [{k: v for k, v in r.items() if k != "seat_price"} for r in csv.DictReader(io.StringIO(out))]
    with open(os.path.join(raw, "companies.csv"), newline="") as f:
        data.compare("exports fields of a CRM", got, list(csv.DictReader(f)))


def check_tickets(data, raw):
    """Each ticket opened on the day of its first message."""
    want = {}
    with open(os.path.join(raw, "tickets.csv"), newline="") as f:
        first = {}
        for r in csv.DictReader(f):
            first.setdefault(r["ticket"], (r["account"], r["message_at"][:10]))
    for account, day in first.values():
        if day <= data.day:
            want[account, day] = want.get((account, day), 0) + 1
    got = {(p[0], p[4]): float(v[0]) for p, v in points(data, raw, "zendesk", "zendesk.ndjson").items()
           if p[3] == "ticket.opened"}  # fmt: skip
    data.compare("exports tickets of Zendesk's API", got, want)
