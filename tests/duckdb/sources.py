#!/usr/bin/env python3
"""csm-ingest against DuckDB over random exports: what is open each day, and the like.

usage: sources.py SCRATCH MODULES      MODULES: the directory with node_modules

Each case makes its files, says the options and the SQL that gives the same points.
Prints a line "ok duckdb NAME" or "not ok duckdb NAME" a case.
"""
import csv
import datetime
import os
import random
import subprocess
import sys

from compare import duckdb, same

SCRATCH, MODULES = sys.argv[1:3]
FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2026, 6, 30)
DAYS = (f"(SELECT CAST(r AS DATE) AS date FROM range(TIMESTAMP '{FIRST}', "
        f"TIMESTAMP '{LAST}' + INTERVAL 1 DAY, INTERVAL 1 DAY) t(r))")
random.seed(20261129)


def table(name, header, rows):
    with open(os.path.join(SCRATCH, name), "w", newline="") as f:
        csv.writer(f).writerows([header, *rows])


def read(name):
    return f"read_csv('{name}', header=true, all_varchar=true)"


def day(last=LAST):
    return FIRST + datetime.timedelta(random.randrange((last - FIRST).days + 1))


def states():
    """Tickets and deals, some read again: the last row of an id holds."""
    rows = []
    for i in range(600):
        opened = day()
        closed = opened + datetime.timedelta(int(random.expovariate(1 / 20)))
        kind = random.choice(["ticket", "deal won"])
        amount = random.choice(["", f"{random.randrange(1, 100000) / 100}"])
        rows.append([i, kind, f"c{random.randrange(12)}", opened, "", "", amount])
        if random.random() < 0.7 and closed <= LAST:
            again = [*rows[-1][:4], closed, random.choice(["solved", "lost", ""]), amount]
            rows.append(again) if random.random() < 0.5 else rows.__setitem__(-1, again)
    table("states.csv", ["id", "type", "company", "opened", "closed", "state", "amount"], rows)
    source = (f"(SELECT * REPLACE (CAST(opened AS DATE) AS opened, CAST(closed AS DATE) AS closed) FROM (SELECT *, "
              f"row_number() OVER () AS n FROM read_csv('states.csv', header=true, all_varchar=true, parallel=false)) "
              f"QUALIFY n = max(n) OVER (PARTITION BY id))")
    begun = f"(SELECT company, type, min(opened) AS first FROM {source} GROUP BY ALL)"
    worth = f"(SELECT company, type, min(opened) AS first FROM {source} WHERE amount IS NOT NULL GROUP BY ALL)"
    is_open = "s.company = b.company AND s.type = b.type AND s.opened <= d.date AND (s.closed IS NULL OR s.closed > d.date)"
    level = ("SELECT b.company, 'company', b.company, b.type || '.{0}', d.date, {1} FROM {2} b JOIN " + DAYS +
             " d ON d.date >= b.first {3} JOIN " + source + " s ON " + is_open + " GROUP BY ALL")
    flow = "SELECT company, 'company', company, type || {0}, {1}, count(*) FROM " + source + " WHERE {2} GROUP BY ALL"
    sql = " UNION ALL ".join([
        flow.format("'.opened'", "opened", "true"), flow.format("'.closed'", "closed", "closed IS NOT NULL"),
        flow.format("'.' || state || '.closed'", "closed", "closed IS NOT NULL AND state IS NOT NULL"),
        level.format("open", "count(s.id)", begun, "LEFT"),
        level.format("amount", "coalesce(sum(CAST(s.amount AS DECIMAL(18,6))), 0)", worth, "LEFT"),
        level.format("age", "avg(d.date - s.opened)", begun, "INNER")])
    return (["-k", "states", "--opened", "opened", "--closed", "closed", "--company", "company", "--type", "type",
             "--state", "state", "--amount", "amount", "--id", "id", "--until", str(LAST), "states.csv"], sql)


def revenue():
    """Subscriptions by unit and currency, whose rates change by day."""
    units = {"month": 12, "year": 1, "week": 52, "Quarterly": 4, "6 months": 2, "day": 365}  # a year
    rows = [[f"c{random.randrange(12)}", day(), "", random.randrange(1, 10 ** 7) / 100, random.choice(list(units)),
             random.choice(["EUR", "usd", "JPY", "SEK"])] for _ in range(400)]
    for r in rows:
        end = r[1] + datetime.timedelta(random.randrange(1, 90))
        r[2] = end if random.random() < 0.6 else ""
    table("revenue.csv", ["company", "from", "to", "fee", "per", "currency"], rows)
    rates = [["USD", "", "0.91234567"], ["USD", "2026-03-01", "0.87654321"], ["SEK", "2025-12-31", "0.0876"],
             ["JPY", "2026-01-01", "0.0061"], ["JPY", "2026-02-11", "0.00612345"], ["JPY", "2026-05-01", "0.0059"],
             ["EUR", "", "1"]]
    random.shuffle(rates)
    table("rates.csv", ["currency", "valid_from", "rate"], rates)
    rate = (f"(SELECT arg_max(CAST(rate AS DECIMAL(18,10)), coalesce(valid_from, '')) FROM {read('rates.csv')} r "
            "WHERE r.currency = upper(s.currency) AND coalesce(valid_from, '') <= s.\"from\")")
    part = "CASE per " + " ".join(f"WHEN '{u}' THEN {n}" for u, n in units.items()) + " END"
    # an amount is whole millionths of the currency of the run before it is divided
    rows = (f"(SELECT company, \"from\", \"to\", CAST(round(CAST(fee AS DECIMAL(18,2)) * {rate}, 6) * 1000000 AS HUGEINT) "
            f"AS fee, {part} AS part FROM {read('revenue.csv')} s)")
    force = ("s.company, 'company', s.company, 'revenue.{0}', d.date, CAST({1} AS DECIMAL(38,6)) / 1000000 FROM " + rows + " s JOIN " +
             DAYS + " d ON d.date >= CAST(\"from\" AS DATE) AND (\"to\" IS NULL OR d.date < CAST(\"to\" AS DATE)) GROUP BY ALL")
    sql = " UNION ALL ".join("SELECT " + force.format(n, f)
                             for n, f in (("mrr", "(sum(fee * part) * 2 + 12) // 24"), ("arr", "sum(fee * part)"), ("rrvalue", "sum(fee)")))
    return (["-k", "revenue", "--company", "company", "--start", "from", "--end", "to", "--recurring", "fee",
             "--recurring-unit", "per", "--currency", "currency", "--rates", "rates.csv", "--until", str(LAST),
             "revenue.csv"], sql)


def lookups():
    """Users who move from company to company, who belong to each at its time."""
    moves = [[f"u{u}", f"c{random.randrange(9)}", "" if n == 0 and u % 2 else day()] for u in range(60)
             for n in range(random.randrange(1, 5))]
    seen = {}
    for m in moves:
        seen.setdefault((m[0], str(m[2])), m)
    table("moves.csv", ["id", "company", "valid_from"], seen.values())
    table("events.csv", ["day", "user", "event"], [[day(), f"u{random.randrange(60)}", "login"] for _ in range(4000)])
    sql = (f"SELECT company, 'enduser', \"user\", 'activities.login', CAST(day AS DATE), count(*) FROM (SELECT e.*, (SELECT "
           f"arg_max(company, coalesce(valid_from, '')) FROM {read('moves.csv')} m WHERE m.id = e.\"user\" AND "
           f"coalesce(valid_from, '') <= e.day) AS company FROM {read('events.csv')} e) WHERE company IS NOT NULL GROUP BY ALL")
    return (["--company", "user@moves.csv:id:company", "--user", "user", "--time", "day", "--name", "event", "events.csv"], sql)


def people():
    """Users by id or address, companies by domain, without colleagues and free mail."""
    users = [[f"u{u}", f"ann{u}@d{u % 11}.example" if u % 3 else "", f"c{u % 11}"] for u in range(80)]
    table("users.csv", ["user_id", "email", "company"], users)
    table("companies.csv", ["id", "domains"], [[f"c{c}", f"d{c}.example; www.e{c}.example"] for c in range(9)])
    table("staff.csv", ["email"], [[users[u][1]] for u in (1, 2, 40)])
    rows = []
    for _ in range(4000):
        u = random.choice(users)
        address = random.choice([u[1], f"guest{random.randrange(9)}@E{random.randrange(11)}.Example", "eve@gmail.com"])
        rows.append([day(), u[0] if random.random() < 0.5 or not address else "", address.upper() if random.random() < 0.2
                     else address, "sync"])
    table("visits.csv", ["day", "user_id", "email", "event"], rows)
    sql = (f"WITH v AS (SELECT CAST(day AS DATE) AS day, user_id, lower(email) AS email FROM {read('visits.csv')}), "
           f"u AS (FROM {read('users.csv')}), d AS (SELECT id, unnest(['d' || id[2:] || '.example', 'e' || id[2:] || '.example']) "
           f"AS domain FROM {read('companies.csv')}), who AS (SELECT v.*, coalesce((SELECT user_id FROM u WHERE u.user_id = v.user_id), "
           f"(SELECT user_id FROM u WHERE u.email = v.email), v.user_id, v.email) AS who FROM v), "
           f"staff AS (SELECT email FROM {read('staff.csv')} UNION SELECT user_id FROM u WHERE email IN (SELECT email FROM {read('staff.csv')})) "
           f"SELECT d.id, 'enduser', who, 'activities.sync', day, count(*) FROM who JOIN d ON d.domain = split_part(email, '@', 2) "
           f"WHERE who NOT IN (FROM staff) AND email NOT IN (FROM staff) GROUP BY ALL")
    same = '{"any": ["user_id", "email"], "same": "users.csv", "case": "lower"}'
    return (["--company", '{"domain": "email", "of": "companies.csv"}', "--user", same, "--time", "day", "--name", "event",
             "--exclude", "staff.csv", "visits.csv"], sql)


def replace():
    """Files sent again: the last that has a metric and day owns it."""
    for f in range(4):
        table(f"sent{f}.csv", ["company", "metric", "date", "value"], [
            [f"c{random.randrange(6)}", random.choice(["activities.a", "metrics.s", "revenue.mrr"]),
             FIRST + datetime.timedelta(random.randrange(60) + 10 * f), random.randrange(100)] for _ in range(300)])
    files = [f"sent{f}.csv" for f in range(4)]
    rows = " UNION ALL ".join(f"SELECT {i} AS f, row_number() OVER () AS n, * FROM read_csv('{name}', header=true, "
                              f"parallel=false)" for i, name in enumerate(files))
    sql = (f"SELECT company, 'company', company, metric, CAST(date AS DATE), CASE WHEN metric = 'metrics.s' THEN arg_max(value, n) "
           f"ELSE sum(value) END FROM (SELECT * FROM ({rows}) QUALIFY f = max(f) OVER (PARTITION BY metric, date)) "
           f"WHERE company <> 'c5' GROUP BY company, metric, date")
    return (["-k", "points", "--replace", "--delete", "company = 'c5'", *files], sql)


CASES = [states, revenue, lookups, people, replace]


def main():
    failed = 0
    os.makedirs(SCRATCH, exist_ok=True)
    for case in CASES:
        options, sql = case()
        ours, theirs = (os.path.join(SCRATCH, f"{case.__name__}.{who}.csv") for who in ("csm", "duckdb"))
        subprocess.run(["csm-ingest", "-q", "--no-config", "-o", ours, *options], cwd=SCRATCH, check=True,
                       stderr=subprocess.DEVNULL)
        duckdb(sql, theirs, SCRATCH, MODULES)
        failed |= not same(case.__name__, ours, theirs)
    return failed


sys.exit(main())
