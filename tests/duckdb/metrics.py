#!/usr/bin/env python3
"""csm-calc against DuckDB: twenty metrics of the RavenStack exports, value by value.

usage: metrics.py DATA SCRATCH MODULES     DATA: the directory with ravenstack/
                                           MODULES: the directory with node_modules

csm computes them from points by the formulas of tests/real/ravenstack.json, DuckDB by one
query over the raw exports: every account on every day of DAYS, a missing value being one
too.  Prints a line "ok duckdb NAME" or "not ok duckdb NAME" a metric.
"""
import csv
import io
import json
import os
import subprocess
import sys

DATA, SCRATCH, MODULES = sys.argv[1:4]
HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
RAW = os.path.join(DATA, "ravenstack")
CONFIG = os.path.join(TESTS, "real", "ravenstack.json")
SOURCES = {"usage": "feature_usage.csv", "errors": "feature_usage.csv",
           "subscriptions": "subscriptions.csv", "tickets": "support_tickets.csv",
           "escalated": "support_tickets.csv", "satisfaction": "support_tickets.csv",
           "answers": "support_tickets.csv"}
# 2024-05-21 has escalated tickets both 89 and 90 days before it: the edge of that window.
DAYS = ["2023-06-30", "2023-12-31", "2024-02-29", "2024-05-21", "2024-06-30", "2024-09-30", "2024-12-31"]


def table(name):
    return f"read_csv('{name}.csv', header=true, all_varchar=true)"


def day(column):
    """Exports have DD-MM-YYYY, some with HH:MM."""
    return f"CAST(strptime(left({column}, 10), '%d-%m-%Y') AS DATE)"


# `back`: days from a row to the day asked about, so a window of n days is back < n.
# Results are millionths, rounded as every metric's: floor(x * 1e6 + 0.5).
SQL = f"""WITH asked AS (SELECT account_id AS account, CAST(d AS DATE) AS day
    FROM {table("accounts")}, (SELECT unnest({DAYS}) AS d)),
  sub AS (SELECT account_id AS account, {day("start_date")} AS b, {day("end_date")} AS e,
    CAST(mrr_amount AS INTEGER) AS m FROM {table("subscriptions")}),
  use AS (SELECT s.account_id AS account, {day("u.usage_date")} AS d, sum(CAST(u.usage_count AS INTEGER)) AS n,
    sum(CAST(u.error_count AS INTEGER)) AS e
    FROM {table("feature_usage")} u JOIN {table("subscriptions")} s USING (subscription_id) GROUP BY ALL),
  ticket AS (SELECT account_id AS account, {day("submitted_at")} AS d, escalation_flag = 'TRUE' AS escalated,
    CAST(satisfaction_score AS DOUBLE) AS s FROM {table("support_tickets")}),
  used AS (SELECT day, account,
    coalesce(sum(n) FILTER (back < 14), 0) AS usage14,
    coalesce(sum(n) FILTER (back < 90), 0) AS usage90,
    coalesce(sum(e) FILTER (back < 90), 0) AS errors90,
    errors90 / nullif(usage90, 0) AS error_rate90,
    min(back) FILTER (n > 0) AS days_since_usage,
    count(n) FILTER (back < 30) AS usage_days30,
    max(n) FILTER (back < 90) AS usage_max90,
    arg_min(n, back) FILTER (back < 90) AS usage_last90,
    avg(n) FILTER (back < 90) AS usage_mean90,
    stddev_samp(n) FILTER (back < 90) AS usage_spread90,
    sum(n) FILTER (back < 30) / nullif(sum(n) FILTER (back BETWEEN 30 AND 59), 0) AS usage_growth
    FROM (SELECT a.day, a.account, n, e, a.day - d AS back FROM asked a
      LEFT JOIN use u ON u.account = a.account AND d <= a.day) GROUP BY ALL),
  ranked AS (SELECT day, account, 100 * (rank() OVER (PARTITION BY day ORDER BY usage90) - 1 +
    count(*) OVER (PARTITION BY day, usage90) / 2) / count(*) OVER (PARTITION BY day) AS usage_rank FROM used),
  asking AS (SELECT day, account,
    count(back) FILTER (back < 30) AS tickets30,
    count(back) FILTER (back < 90) AS tickets90,
    count(back) FILTER (back < 90 AND escalated) AS escalated90,
    avg(s) FILTER (back < 90) AS avg_satisfaction90,
    avg(s) AS avg_satisfaction_all,
    min(back) AS days_since_ticket
    FROM (SELECT a.day, a.account, s, escalated, a.day - d AS back FROM asked a
      LEFT JOIN ticket t ON t.account = a.account AND d <= a.day) GROUP BY ALL),
  paying AS (SELECT a.day, a.account,
    coalesce(sum(m) FILTER (b <= day AND (e IS NULL OR day < e)), 0) AS mrr,
    coalesce(sum(m) FILTER (b <= day - 30 AND (e IS NULL OR day - 30 < e)), 0) AS mrr_30_days_before
    FROM asked a LEFT JOIN sub s ON s.account = a.account GROUP BY ALL)
  SELECT day, account, CAST(floor(COLUMNS(* EXCLUDE (day, account)) * 1e6 + 0.5) AS BIGINT)
  FROM used JOIN ranked USING (day, account) JOIN asking USING (day, account) JOIN paying USING (day, account)"""


def run(*command):
    return subprocess.run(command, cwd=RAW, check=True, stdout=subprocess.PIPE).stdout.decode()


def micros(text):
    """A value as csm prints it, in millionths, exactly; None when missing."""
    if not text:
        return None
    whole, _, part = text.lstrip("-").partition(".")
    return (-1 if text[0] == "-" else 1) * int(whole + part.ljust(6, "0"))


def by_csm():
    """{(metric, day, account): millionths or None}"""
    files = []
    for source, file in SOURCES.items():
        files.append(os.path.join(SCRATCH, source + ".csv"))
        until = ["--until", DAYS[-1]] if source == "subscriptions" else []
        run("csm-ingest", "-q", "-c", CONFIG, "-S", source, *until, "-o", files[-1], file)
    values = {}
    for d in DAYS:
        out = run("csm-calc", "-q", "-c", CONFIG, "-F", "company=accounts.csv:account_id", "-a", d, *files)
        for p in csv.DictReader(io.StringIO(out)):
            values[p["metric"].removeprefix("calculated."), p["date"], p["company"]] = micros(p["value"])
    return values


def by_duckdb():
    out = os.path.join(SCRATCH, "metrics.csv")
    subprocess.run(["node", os.path.join(TESTS, "bench", "duckdb.mjs"), f"COPY ({SQL}) TO '{out}' (HEADER true)"],
                   cwd=RAW, check=True, env={**os.environ, "CSM_BENCH_MODULES": MODULES})
    values = {}
    with open(out, newline="") as f:
        for r in csv.DictReader(f):
            for metric in list(r)[2:]:
                values[metric, r["day"], r["account"]] = int(r[metric]) if r[metric] else None
    return values


def main():
    os.makedirs(SCRATCH, exist_ok=True)
    ours, theirs = by_csm(), by_duckdb()
    with open(CONFIG) as f:
        metrics = [m["id"] for m in json.load(f)["metrics"]]
    with open(os.path.join(RAW, "accounts.csv"), newline="") as f:
        expected = {(d, r["account_id"]) for r in csv.DictReader(f) for d in DAYS}
    failed = 0
    for metric in sorted({*metrics, *(k[0] for k in theirs)}):
        keys = {k for k in (*ours, *theirs) if k[0] == metric}
        wrong = sorted(k for k in keys if ours.get(k) != theirs.get(k))
        name = f"duckdb twenty metrics of RavenStack, {metric}"
        present = sum(theirs.get(k) is not None for k in keys)
        if not wrong and present and {k[1:] for k in keys if k in theirs} == expected:
            print(f"ok {name}: {len(keys)} values, {len(keys) - present} of them missing")
            continue
        failed = 1
        for k in wrong[:5]:
            print("#", *k, "csm", ours.get(k), "duckdb", theirs.get(k))
        print(f"not ok {name}: {len(wrong)} of {len(keys)} differ, {len(expected)} expected")
    return failed


sys.exit(main())
