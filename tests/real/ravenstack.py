#!/usr/bin/env python3
"""csm on the RavenStack exports, against known answers and against SQL over the same files.

usage: ravenstack.py DATA SCRATCH      DATA: the directory with ravenstack/ and truth/

Prints a line "ok NAME" or "not ok NAME" a comparison.
"""
import csv
import datetime
import gzip
import io
import math
import os
import sqlite3
import subprocess
import sys

DATA, SCRATCH = sys.argv[1:3]
RAW = os.path.join(DATA, "ravenstack")
CONFIG = os.path.join(os.path.dirname(os.path.abspath(__file__)), "ravenstack.json")
SOURCES = {"usage": "feature_usage.csv", "errors": "feature_usage.csv",
           "subscriptions": "subscriptions.csv", "tickets": "support_tickets.csv",
           "escalated": "support_tickets.csv", "satisfaction": "support_tickets.csv",
           "answers": "support_tickets.csv"}
METRICS = ["usage14", "usage90", "errors90", "error_rate90", "days_since_usage", "tickets30",
           "tickets90", "escalated90", "avg_satisfaction90", "avg_satisfaction_all",
           "days_since_ticket", "mrr", "mrr_30_days_before"]
# By SQL alone.
MORE = ["usage_rank", "usage_days30", "usage_max90", "usage_last90", "usage_mean90", "usage_spread90",
        "usage_growth"]
DAYS = ["2023-06-30", "2023-12-31", "2024-02-29", "2024-06-30", "2024-09-30", "2024-12-31"]
LAST = DAYS[-1]
failed = 0


def report(name, differences, compared):
    global failed
    if differences or compared == 0:
        failed = 1
        for d in differences[:5]:
            print("#", d)
        print(f"not ok real {name}: {len(differences)} of {compared} differ")
    else:
        print(f"ok real {name} ({compared} values)")


def run(*command, stdin=None):
    done = subprocess.run(command, input=stdin, cwd=RAW, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    if done.returncode != 0:
        print(done.stderr.decode())
        print(f"not ok real {command[0]} ended with status {done.returncode}: {' '.join(command)}")
        sys.exit(1)
    return done.stdout


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode())))


def six(x):
    """The rounding of every metric's result: floor(x * 1e6 + 0.5) millionths."""
    return None if x is None else math.floor(x * 1e6 + 0.5)


def micros(text):
    """A value as csm prints it, in millionths, exactly."""
    if text in ("", None):
        return None
    whole, _, part = text.lstrip("-").partition(".")
    return (-1 if text[0] == "-" else 1) * int(whole + part.ljust(6, "0"))


def compare(name, got, want):
    """Two dicts of key -> value, None and absent being the same."""
    keys = sorted(set(got) | set(want))
    wrong = [f"{k}: {got.get(k)}, not {want.get(k)}" for k in keys if got.get(k) != want.get(k)]
    report(name, wrong, len(keys))


def points():
    files = []
    for source, file in SOURCES.items():
        out = os.path.join(SCRATCH, source + ".csv.gz")
        until = ["--until", LAST] if source == "subscriptions" else []
        run("csm-ingest", "-c", CONFIG, "-S", source, *until, "-o", out, file)
        files.append(out)
    merged = os.path.join(SCRATCH, "points.csv.zst")
    run("csm-ingest", "-k", "points", "-o", merged, *files)
    return merged


def truth(name):
    with gzip.open(os.path.join(DATA, "truth", name), "rt") if name.endswith(".gz") else \
            open(os.path.join(DATA, "truth", name)) as f:
        return list(csv.DictReader(f))


def check_points(merged):
    """Day by day: usage by feature, and recurring revenue."""
    got, revenue = {}, {}
    for p in rows(run("csm-ingest", "-k", "points", merged)):
        kind, _, name = p["metric"].partition(".")
        if kind == "activities":
            got[p["company"], p["date"], name] = micros(p["value"])
        elif p["metric"] == "revenue.mrr":
            revenue[p["date"]] = revenue.get(p["date"], 0) + micros(p["value"])
    want = {(r["account_id"], r["date"], r["feature_name"]): int(r["usage_count"]) * 10**6
            for r in truth("rs_account_day_feature.csv.gz")}
    compare("feature use by account and day", got, want)
    daily = {r["date"]: int(r["mrr"]) * 10**6 for r in truth("rs_mrr_daily.csv") if int(r["mrr"])}
    compare("recurring revenue by day", {d: v for d, v in revenue.items() if v}, daily)
    report("recurring revenue of 2024-12-31 is 10,159,608",
           [] if revenue.get(LAST) == 10159608 * 10**6 else [revenue.get(LAST)], 1)


def calculated(merged, day):
    out = run("csm-calc", "-c", CONFIG, "-F", "company=accounts.csv:account_id", "-a", day, merged)
    return {(p["company"], p["metric"][11:]): micros(p["value"]) for p in rows(out)}


def check_truth(got, day):
    want = {}
    for r in truth("rs_asof.csv.gz"):
        if r["as_of"] == day:
            for m in METRICS:
                want[r["account_id"], m] = six(float(r[m])) if r[m] else None
    got = {k: v for k, v in got.items() if k[1] in METRICS}
    compare(f"thirteen metrics on {day} against the known answers", got, want)


def day_of(text):
    """DD-MM-YYYY[ HH:MM] to YYYY-MM-DD; empty to None."""
    return f"{text[6:10]}-{text[3:5]}-{text[:2]}" if text else None


def database():
    db = sqlite3.connect(":memory:")
    db.create_function("six", 1, six)
    db.create_function("day", 1, day_of)
    for table in ("accounts", "subscriptions", "feature_usage", "support_tickets"):
        with open(os.path.join(RAW, table + ".csv"), newline="") as f:
            reader = csv.reader(f)
            header = next(reader)
            db.execute(f"CREATE TABLE {table} ({', '.join(header)})")
            db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(header))})", reader)
    db.execute("""CREATE TABLE use AS SELECT s.account_id a, day(u.usage_date) d,
        CAST(u.usage_count AS INTEGER) n, CAST(u.error_count AS INTEGER) e
        FROM feature_usage u JOIN subscriptions s USING (subscription_id)""")
    db.execute("""CREATE TABLE ticket AS SELECT account_id a, day(submitted_at) d,
        escalation_flag = 'TRUE' esc, CAST(NULLIF(satisfaction_score, '') AS REAL) s FROM support_tickets""")
    db.execute("""CREATE TABLE sub AS SELECT account_id a, day(start_date) b, day(end_date) e,
        CAST(mrr_amount AS INTEGER) m FROM subscriptions""")
    db.execute("CREATE INDEX use_a ON use (a)")
    db.execute("CREATE INDEX ticket_a ON ticket (a)")
    db.execute("CREATE INDEX sub_a ON sub (a)")
    return db


def sql_metrics(db, day):
    """The thirteen metrics of every account by SQL: {(account, metric): value or None}."""
    back = {n: str(datetime.date.fromisoformat(day) - datetime.timedelta(n - 1)) for n in (14, 30, 90)}
    month = str(datetime.date.fromisoformat(day) - datetime.timedelta(30))
    sql = """SELECT account_id,
      (SELECT coalesce(sum(n), 0) FROM use WHERE a = account_id AND d BETWEEN :d14 AND :day) usage14,
      (SELECT coalesce(sum(n), 0) FROM use WHERE a = account_id AND d BETWEEN :d90 AND :day) usage90,
      (SELECT coalesce(sum(e), 0) FROM use WHERE a = account_id AND d BETWEEN :d90 AND :day) errors90,
      (SELECT sum(e) * 1.0 / nullif(sum(n), 0) FROM use WHERE a = account_id AND d BETWEEN :d90 AND :day) error_rate90,
      (SELECT julianday(:day) - julianday(max(d)) FROM use WHERE a = account_id AND d <= :day AND n > 0) days_since_usage,
      (SELECT count(*) FROM ticket WHERE a = account_id AND d BETWEEN :d30 AND :day) tickets30,
      (SELECT count(*) FROM ticket WHERE a = account_id AND d BETWEEN :d90 AND :day) tickets90,
      (SELECT coalesce(sum(esc), 0) FROM ticket WHERE a = account_id AND d BETWEEN :d90 AND :day) escalated90,
      (SELECT avg(s) FROM ticket WHERE a = account_id AND d BETWEEN :d90 AND :day) avg_satisfaction90,
      (SELECT avg(s) FROM ticket WHERE a = account_id AND d <= :day) avg_satisfaction_all,
      (SELECT julianday(:day) - julianday(max(d)) FROM ticket WHERE a = account_id AND d <= :day) days_since_ticket,
      (SELECT coalesce(sum(m), 0) FROM sub WHERE a = account_id AND b <= :day AND (e IS NULL OR :day < e)) mrr,
      (SELECT coalesce(sum(m), 0) FROM sub WHERE a = account_id AND b <= :month AND (e IS NULL OR :month < e)) mrr_30_days_before
      FROM accounts"""
    answer = db.execute(sql, {"day": day, "d14": back[14], "d30": back[30], "d90": back[90], "month": month})
    return {(r[0], m): v for r in answer for m, v in zip(METRICS, r[1:])}


def sql_more(db, day):
    """Seven more, among them where each account's use stands among those of all."""
    back = {n: str(datetime.date.fromisoformat(day) - datetime.timedelta(n - 1)) for n in (30, 60, 90)}
    db.create_function("root", 1, lambda x: None if x is None else math.sqrt(x))
    sql = """WITH daily AS (SELECT a, d, sum(n) n FROM use WHERE d <= :day GROUP BY a, d),
      whole AS (SELECT account_id a, coalesce((SELECT sum(n) FROM daily WHERE a = account_id AND d >= :d90), 0) s
        FROM accounts),
      ranked AS (SELECT a, 100.0 * (2 * (rank() OVER (ORDER BY s) - 1) + count(*) OVER (PARTITION BY s)) /
        (2 * count(*) OVER ()) r FROM whole)
      SELECT account_id, (SELECT r FROM ranked WHERE a = account_id),
      (SELECT count(*) FROM daily WHERE a = account_id AND d >= :d30),
      (SELECT max(n) FROM daily WHERE a = account_id AND d >= :d90),
      (SELECT n FROM daily WHERE a = account_id AND d >= :d90 ORDER BY d DESC LIMIT 1),
      (SELECT sum(n) * 1.0 / count(*) FROM daily WHERE a = account_id AND d >= :d90),
      (SELECT root((count(*) * sum(n * n) - sum(n) * sum(n)) * 1.0 / nullif(count(*) * (count(*) - 1), 0))
        FROM daily WHERE a = account_id AND d >= :d90),
      (SELECT sum(n) FROM daily WHERE a = account_id AND d >= :d30) * 1.0 /
      nullif((SELECT sum(n) FROM daily WHERE a = account_id AND d >= :d60 AND d < :d30), 0)
      FROM accounts"""
    answer = db.execute(sql, {"day": day, "d30": back[30], "d60": back[60], "d90": back[90]})
    return {(r[0], m): v for r in answer for m, v in zip(MORE, r[1:])}


def sql_health(db):
    """The two profiles of the configuration as SQL over the metrics table."""
    linear = "{a} + max(0, min(1, {v} / {high})) * ({b} - ({a}))"
    enterprise = (f"5 + ({linear.format(v='usage90', high='150.0', a='-3', b='3')})"
                  " + CASE WHEN mrr >= 20000 THEN 1.5 ELSE 0 END + CASE WHEN escalated90 > 0 THEN -1 ELSE 0 END")
    default = (f"5 + ({linear.format(v='usage90', high='120.0', a='-3', b='3')})"
               " + CASE WHEN days_since_usage > 30 THEN -2 ELSE 0 END"
               " + CASE WHEN error_rate90 IS NULL OR error_rate90 > 0.1 THEN 0 ELSE six(1 + error_rate90 / 0.1 * -2) / 1e6 END"
               " + CASE WHEN avg_satisfaction90 < 4 THEN -1.25 ELSE 0 END + CASE WHEN tickets90 = 0 THEN 0.5 ELSE 0 END")
    sql = f"""SELECT account_id, max(0, min(10, CASE plan_tier WHEN 'Enterprise' THEN {enterprise}
      ELSE {default} END)), plan_tier = 'Enterprise' FROM accounts JOIN m USING (account_id)"""
    scores = {}
    for account, score, is_enterprise in db.execute(sql):
        state = "poor" if score < 4 else "average" if score < 6.5 else "good"
        profile = "enterprise" if is_enterprise else "default"
        scores[account, "system.health"] = scores[account, "health." + profile] = (six(score), state)
    return scores


def sql_units(db):
    sql = """SELECT account_id, usage90, CASE WHEN usage90 < 30 THEN 'red' WHEN usage90 > 90 THEN 'green' ELSE 'amber' END,
      tickets90, CASE WHEN tickets90 < 1 THEN 'green' WHEN tickets90 > 2 THEN 'red' ELSE 'amber' END,
      avg_satisfaction90, CASE WHEN avg_satisfaction90 IS NULL THEN 'unknown' WHEN avg_satisfaction90 < 3.5 THEN 'red'
        WHEN avg_satisfaction90 > 4.25 THEN 'green' ELSE 'amber' END, plan_tier FROM accounts JOIN m USING (account_id)"""
    units = {}
    for a, use, use_state, tickets, ticket_state, happy, happy_state, plan in db.execute(sql):
        units[a, "units.usage"] = (six(use), use_state)
        units[a, "units.support"] = (six(tickets), ticket_state)
        if plan != "Basic":
            units[a, "units.satisfaction"] = (six(happy), happy_state)
    return units


def check_sql(merged, got):
    db = database()
    want = sql_metrics(db, LAST)
    compare(f"twenty metrics on {LAST} against SQL", got,
            {k: six(v) for k, v in (want | sql_more(db, LAST)).items()})
    db.execute(f"CREATE TABLE m (account_id, {', '.join(METRICS)})")
    for (account,) in db.execute("SELECT account_id FROM accounts").fetchall():
        # the programs read each other's values at six places: so does this table
        values = [want[account, m] if want[account, m] is None else six(want[account, m]) / 1e6 for m in METRICS]
        db.execute(f"INSERT INTO m VALUES ({', '.join('?' * (len(METRICS) + 1))})", [account, *values])
    fields = ("-F", "company=accounts.csv:account_id", "-a", LAST)
    health = {(p["company"], p["metric"]): (micros(p["value"]), p["state"])
              for p in rows(run("csm-health", "-c", CONFIG, *fields, merged))}
    compare("health scores and states against SQL", health, sql_health(db))
    units = {(p["company"], p["metric"]): (micros(p["value"]), p["state"])
             for p in rows(run("csm-units", "-c", CONFIG, *fields, merged))}
    compare("three success units against SQL", units, sql_units(db))


def check_churn(merged):
    """The churn labels of these exports are drawn by chance: scores cannot tell them."""
    churn = os.path.join(SCRATCH, "churn.csv")
    with open(os.path.join(RAW, "churn_events.csv"), newline="") as f, open(churn, "w") as out:
        out.write("company,date\n")
        for event in csv.DictReader(f):
            out.write(f"{event['account_id']},{day_of(event['churn_date'])}\n")
    cells = rows(run("csm-health", "-c", CONFIG, "-F", "company=accounts.csv:account_id", "-a", LAST,
                     "--backtest", churn, "-t", "csv", merged))
    areas = {}
    for c in cells:
        if c["part"] == "auc" and c["column"] in ("low", "auc", "high"):
            areas.setdefault(c["row"], []).append(float(c["value"]))
    report("churn drawn by chance is not told by scores: chance is within the interval",
           [f"{k} days before: {v}" for k, v in areas.items() if not v[1] <= 0.5 <= v[2]], len(areas))


def main():
    os.makedirs(SCRATCH, exist_ok=True)
    merged = points()
    check_points(merged)
    for day in DAYS:
        got = calculated(merged, day)
        check_truth(got, day)
    check_sql(merged, got)
    check_churn(merged)
    return failed


sys.exit(main())
