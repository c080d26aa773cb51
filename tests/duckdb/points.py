#!/usr/bin/env python3
"""csm-ingest against DuckDB: the same raw exports, the same points, value by value.

usage: points.py SCRATCH MODULES       MODULES: the directory with node_modules

The exports are those of the demo, for few companies; the mappings those of share/demo.
DuckDB computes the points by SQL from the files; both are compared as sorted rows.
Prints a line "ok duckdb NAME" or "not ok duckdb NAME" a mapping.
"""
import os
import subprocess
import sys

from compare import ROOT, duckdb, same

SCRATCH, MODULES = sys.argv[1:3]
RAW = os.path.join(SCRATCH, "raw")
LAST = "2026-10-31"
ZONE = "Europe/Stockholm"

# Civil day in the zone of an instant written with an offset.
DAY = f"CAST(CAST({{0}} AS TIMESTAMPTZ) AT TIME ZONE '{ZONE}' AS DATE)"
APP = (f"(SELECT u.company, e.user_id AS id, 'activities.' || e.event AS metric, {DAY.format('e.occurred_at')} AS date, "
       "CAST(e.quantity AS DECIMAL(18,6)) AS n FROM (SELECT *, row_number() OVER () AS row FROM "
       "read_csv('app_events.csv', header=true, all_varchar=true, parallel=false)) e JOIN "
       "read_csv('users.csv', header=true, all_varchar=true) u USING (user_id) "
       "QUALIFY row_number() OVER (PARTITION BY e.event_id ORDER BY e.row) = 1)")
MOBILE = (f"(SELECT context.groupId AS company, userId AS id, 'activities.' || event AS metric, "
          f"{DAY.format('timestamp')} AS date, CAST(properties.quantity AS DECIMAL(18,6)) AS n FROM "
          "read_json('track.ndjson', format='newline_delimited', columns={'type':'VARCHAR','userId':'VARCHAR',"
          "'event':'VARCHAR','timestamp':'VARCHAR','context':'STRUCT(groupId VARCHAR)',"
          "'properties':'STRUCT(quantity BIGINT)'}) WHERE type = 'track')")
DAYS = f"range(TIMESTAMP '1970-01-01', TIMESTAMP '{LAST}' + INTERVAL 1 DAY, INTERVAL 1 DAY) t(r)"


CATALOG = os.path.join(ROOT, "share", "demo", "catalog.json")
MODULES_OF = f"(SELECT unnest(catalog, recursive := true) FROM read_json('{CATALOG}'))"


def used(source, model, id):
    """What the catalog adds, of an end user or a company: uses of each module, and how many
    different features and modules were used on a day."""
    rows = (f"(SELECT company, {id} AS id, date, metric, m.module, n FROM {source} LEFT JOIN {MODULES_OF} m "
            "ON metric = 'activities.' || m.feature)")
    return (f" UNION ALL SELECT company, '{model}', id, 'modules.' || module, date, sum(n) FROM {rows} WHERE module IS NOT NULL "
            f"GROUP BY ALL UNION ALL SELECT company, '{model}', id, 'system.features_used', date, count(DISTINCT metric) "
            f"FROM {rows} WHERE n <> 0 GROUP BY ALL UNION ALL SELECT company, '{model}', id, 'system.modules_used', date, "
            f"count(DISTINCT module) FROM {rows} WHERE n <> 0 GROUP BY ALL")


def events(source):
    return f"SELECT company, 'enduser', id, metric, date, sum(n) FROM {source} GROUP BY ALL" + used(source, "enduser", "id")


def company_level(source):
    """Counts added up, and distinct users of the trailing days, by a plain join."""
    active = " UNION ALL ".join(
        f"SELECT g.company, 'company', g.company, 'system.users_active_last{n}', g.date, "
        f"count(DISTINCT u.id) FROM grid g LEFT JOIN used u ON u.company = g.company AND "
        f"u.date BETWEEN g.date - {n - 1} AND g.date GROUP BY ALL" for n in (1, 7, 14, 30, 90))
    return (f"WITH e AS MATERIALIZED (SELECT * FROM {source}), used AS (SELECT DISTINCT company, id, date FROM e WHERE n <> 0), "
            "born AS (SELECT company, id, min(date) AS first FROM e GROUP BY ALL), "
            "span AS (SELECT company, min(date) AS a FROM e GROUP BY ALL), "
            "grid AS (SELECT company, CAST(r AS DATE) AS date FROM span, "
            "range(TIMESTAMP '2025-01-01', (SELECT CAST(max(date) AS TIMESTAMP) FROM e) + INTERVAL 1 DAY, INTERVAL 1 DAY) t(r) "
            "WHERE CAST(r AS DATE) >= a) "
            "SELECT company, 'company', company, metric, date, sum(n) FROM e GROUP BY ALL UNION ALL "
            "SELECT g.company, 'company', g.company, 'system.users_total', g.date, count(b.id) FROM grid g "
            "LEFT JOIN born b ON b.company = g.company AND b.first <= g.date GROUP BY ALL UNION ALL " + active + used("e", "company", "company"))


def wide(name, column, fold):
    return (f"SELECT account, 'company', account, 'metrics.{name}', CAST(date AS DATE), {fold}(CAST(\"{column}\" AS DECIMAL(18,6))) "
            f"FROM read_csv('account_metrics.csv', header=true, all_varchar=true) WHERE \"{column}\" IS NOT NULL GROUP BY ALL")


REVENUE = ("(SELECT account, CAST(r AS DATE) AS date, sum(CAST(mrr AS DECIMAL(18,6))) AS m FROM "
           f"read_csv('subscriptions.csv', header=true, all_varchar=true) s, {DAYS} WHERE CAST(r AS DATE) >= CAST(s.start AS DATE) "
           "AND (s.\"end\" IS NULL OR CAST(r AS DATE) < CAST(s.\"end\" AS DATE)) GROUP BY ALL)")
NPS = ("(SELECT account, \"user\" AS id, " + DAY.format("answered_at") + " AS date, answered_at, CAST(score AS INTEGER) AS s FROM "
       "read_csv('surveys.csv', header=true, all_varchar=true))")

CASES = [
    ("app", "app_events.csv", [], events(APP)),
    ("app", "app_events.csv", ["--level", "company"], company_level(APP)),
    ("mobile", "track.ndjson", [], events(MOBILE)),
    ("mobile", "track.ndjson", ["--level", "company"], company_level(MOBILE)),
    ("account_metrics", "account_metrics.csv", [],
     " UNION ALL ".join([wide("active seats", "active seats", "max"), wide("storage gb", "storage gb", "max"),
                         wide("api calls", "api calls", "sum")])),
    ("subscriptions", "subscriptions.csv", ["--until", LAST],
     " UNION ALL ".join([f"SELECT account, 'company', account, 'revenue.{n}', date, m * {k} FROM {REVENUE}"
                         for n, k in (("mrr", 1), ("arr", 12), ("rrvalue", 1))]) +
     " UNION ALL SELECT account, 'company', account, 'revenue.nrr', CAST(start AS DATE), sum(CAST(setup_fee AS DECIMAL(18,6))) "
     "FROM read_csv('subscriptions.csv', header=true, all_varchar=true) WHERE setup_fee IS NOT NULL GROUP BY ALL"),
    ("tickets", "tickets.csv", [],
     "SELECT account, 'company', account, 'conversations.ticket', CAST(message_at AS DATE), count(DISTINCT ticket) "
     "FROM read_csv('tickets.csv', header=true, all_varchar=true) GROUP BY ALL"),
    ("calls", "calls.csv", [],
     "SELECT account, 'company', account, 'conversations.' || type, CAST(\"when\" AS DATE), count(*) "
     "FROM read_csv('calls.csv', header=true, all_varchar=true) GROUP BY ALL"),
    ("surveys", "surveys.csv", [],
     f"SELECT account, 'enduser', id, 'nps.score', date, arg_max(s, answered_at) FROM {NPS} GROUP BY ALL " +
     "".join(f"UNION ALL SELECT account, 'enduser', id, 'nps.{n}', date, sum(CASE WHEN {c} THEN 1 ELSE 0 END) "
             f"FROM {NPS} GROUP BY ALL "
             for n, c in (("promoters", "s >= 9"), ("passives", "s IN (7, 8)"), ("detractors", "s <= 6")))),
]


def main():
    os.makedirs(SCRATCH, exist_ok=True)
    subprocess.run([sys.executable, os.path.join(ROOT, "scripts", "demo-data.py"), RAW, "--companies", "40"], check=True)
    failed = 0
    for number, (source, file, options, sql) in enumerate(CASES):
        ours, theirs = (os.path.join(SCRATCH, f"{number}.{who}.csv") for who in ("csm", "duckdb"))
        subprocess.run(["csm-ingest", "-q", "-c", os.path.join(ROOT, "share", "demo"), "-S", source, *options,
                        "-o", ours, file], cwd=RAW, check=True)
        duckdb(sql, theirs, RAW, MODULES)
        failed |= not same(" ".join([source, *options]), ours, theirs)
    return failed


sys.exit(main())
