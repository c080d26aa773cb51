#!/usr/bin/env python3
"""Runs csm and its peers in turn and prints medians and ratios.

usage: bench.py DIRECTORY RUNS

Wall seconds, CPU seconds (user + system, all processes) and the peak memory of the
largest process.  Commands of one job run alternately, so that a machine that is busy for a
while is busy for all of them.  Where the answer can be compared, it is, byte for byte.
"""
import os
import sys

import calc
import files
import health
import night
import report
import shapes
from measure import BUILD, DIR, DUCK, RUNS, apart, bar, bars, job, same, windows_equal

EVENTS, TENTH = f"{DIR}/events.csv", f"{DIR}/events-tenth.csv"
INGEST = (f"{BUILD}/csm-ingest --no-config --time timestamp --company company --user user "
          f"--name activity")
CALC = f"{BUILD}/csm-calc --no-config --since 2025-01-01 --until 2025-12-31 --wide"
FORMULAS = ["sum(activities.*, {0})", "average(activities.*, {1})", "max(activities.*, {2})"]


def read(path):
    return (f"read_csv('{path}', header=true, columns={{'timestamp':'VARCHAR','company':'VARCHAR',"
            f"'user':'VARCHAR','activity':'VARCHAR'}})")


def points_sql(path, out, order):
    return (f"COPY (SELECT company, 'enduser' AS model, \"user\" AS id, 'activities.' || activity AS metric, "
            f"CAST(substr(timestamp, 1, 10) AS DATE) AS date, count(*) AS value, NULL AS state "
            f"FROM {read(path)} GROUP BY ALL {'ORDER BY 1, 2, 3, 4, 5' if order else ''}) "
            f"TO '{out}' (HEADER, DELIMITER ',')")


def json_sql(path, out):
    return points_sql(path, out, False).replace(read(path), (
        f"read_json('{path}', format='newline_delimited', columns={{'timestamp':'VARCHAR','company':'VARCHAR',"
        f"'user':'VARCHAR','activity':'VARCHAR'}})"))


def company_sql(path, out, order):
    """Company counts, and how many users were active in the last 1 ... 90 days: each user's days become
    intervals that end with the window or at the next day, and the ends are added up."""
    days = [1, 7, 14, 30, 90]
    parts = " UNION ALL ".join(
        f"SELECT company, 'system.users_active_last{n}' AS m, d, 1 AS x FROM ud UNION ALL "
        f"SELECT company, 'system.users_active_last{n}', LEAST(d + {n}, COALESCE(nx, d + {n})), -1 FROM ud"
        for n in days)
    parts += " UNION ALL SELECT company, 'system.users_total', min(d), 1 FROM ud GROUP BY company, u"
    return (f"COPY (WITH e AS MATERIALIZED (SELECT company, \"user\" AS u, activity, CAST(substr(timestamp, 1, 10) AS DATE) "
            f"AS d FROM {read(path)}), ud AS MATERIALIZED (SELECT company, u, d, lead(d) OVER (PARTITION BY company, u ORDER BY d) "
            f"AS nx FROM (SELECT DISTINCT company, u, d FROM e)), steps AS (SELECT company, m, d, sum(x) AS x FROM ({parts}) "
            f"GROUP BY ALL), grid AS (SELECT c.company, m.m, r.d FROM (SELECT company, min(d) AS f FROM e GROUP BY 1) c "
            f"CROSS JOIN (SELECT DISTINCT m FROM steps) m CROSS JOIN (SELECT DISTINCT d FROM e) r WHERE r.d >= c.f) "
            f"SELECT company, 'company' AS model, company AS id, 'activities.' || activity AS metric, d AS date, "
            f"count(*) AS value, NULL AS state FROM e GROUP BY ALL UNION ALL "
            f"SELECT company, 'company', company, m, d, CAST(sum(coalesce(x, 0)) OVER (PARTITION BY company, m ORDER BY d) "
            f"AS BIGINT), NULL FROM grid LEFT JOIN steps USING (company, m, d){' ORDER BY 1, 4, 5' if order else ''}) "
            f"TO '{out}' (HEADER, DELIMITER ',')")


def windows_sql(path, out):
    """Three windows over every company and day, on days with a value as csm defines them."""
    w = "PARTITION BY company ORDER BY date RANGE BETWEEN INTERVAL {0} DAYS PRECEDING AND CURRENT ROW"
    return (f"COPY (WITH daily AS (SELECT company, CAST(substr(timestamp, 1, 10) AS DATE) AS date, count(*) AS n "
            f"FROM {read(path)} GROUP BY ALL), grid AS (SELECT c.company, d.date, daily.n FROM "
            f"(SELECT DISTINCT company FROM daily) c CROSS JOIN (SELECT CAST(r AS DATE) AS date FROM "
            f"range(TIMESTAMP '2025-01-01', TIMESTAMP '2026-01-01', INTERVAL 1 DAY) t(r)) d "
            f"LEFT JOIN daily ON daily.company = c.company AND daily.date = d.date) "
            f"SELECT company, 'company' AS model, company AS id, date, "
            f"sum(n) OVER ({w.format(6)}) AS e, avg(n) OVER ({w.format(29)}) AS e2, max(n) OVER ({w.format(89)}) AS e3 "
            f"FROM grid ORDER BY 1, 4) TO '{out}' (HEADER, DELIMITER ',')")


def main():
    expressions = " ".join(f"-e '{f.format(7, 30, 90)}'" for f in FORMULAS)
    long = " ".join(f"-e '{f.format(365, 365, 365)}'" for f in FORMULAS)
    short = " ".join(f"-e '{f.format(7, 7, 7)}'" for f in FORMULAS)
    rows = open(f"{DIR}/events.rows").read().strip()
    print(f"{rows} events, {os.path.getsize(EVENTS) / 1e6:.0f} MB; {RUNS} runs, medians; "
          f"output to files, not synced unless it says so")

    ok = night.jobs(int(rows))
    points = job("Events to end-user daily points", {
        "csm-ingest": f"exec {INGEST} >{DIR}/ours.csv {EVENTS}",
        "csm-ingest, from a pipe": f"cat {EVENTS} | {INGEST} >{DIR}/ours-pipe.csv",
        "DuckDB, 2 threads, group by": DUCK + [points_sql(EVENTS, f"{DIR}/duck.csv", False)],
        "DuckDB, ordered as ours": DUCK + [points_sql(EVENTS, f"{DIR}/duck-sorted.csv", True)],
        "libcsv counting fields": f"exec {DIR}/libcsv-loop < {EVENTS} >{DIR}/fields",
        "wc -l": f"exec wc -l {EVENTS} >{DIR}/lines"})
    ok &= same("csm-ingest and DuckDB", f"{DIR}/ours.csv", f"{DIR}/duck-sorted.csv")
    bars("daily points, ", points["csm-ingest"], points["DuckDB, 2 threads, group by"], (1 / 6, 1 / 8, 1 / 5))
    bar("pipe to file, wall", points["csm-ingest, from a pipe"][0] / points["csm-ingest"][0], 1.3)
    ok &= shapes.jobs(company_sql, json_sql)

    job("The same, a tenth of the rows", {
        "csm-ingest": f"exec {INGEST} >{DIR}/ours-tenth.csv {TENTH}",
        "Miller count-distinct": f"exec mlr --icsv --ocsv put -q "
        f"'@n[$company][$user][$activity][sub($timestamp, \"T.*\", \"\")] += 1; "
        f"end {{emit @n, \"company\", \"user\", \"activity\", \"date\"}}' {TENTH} >{DIR}/mlr.csv"})

    job("Events to three windows of every company and day", {
        "csm-ingest | csm-calc": f"{INGEST} {EVENTS} | {CALC} {expressions} -o {DIR}/calc.csv",
        "DuckDB, 2 threads": DUCK + [windows_sql(EVENTS, f"{DIR}/duck-windows.csv")]})
    ok &= apart(windows_equal, f"{DIR}/calc.csv", f"{DIR}/duck-windows.csv")

    medians = job("Length of the windows, csm-calc over company points", {
        "365 days": f"exec {CALC} {long} -o {DIR}/long.csv {DIR}/ours.csv",
        "7 days": f"exec {CALC} {short} -o {DIR}/short.csv {DIR}/ours.csv"})
    print(f"  365 days take {medians['365 days'][1] / medians['7 days'][1]:.2f} x the CPU time of 7 days")
    ok &= calc.jobs()
    health.jobs()
    report.jobs()
    files.jobs()
    return 0 if ok else 1


sys.exit(main())
