"""playbooks: tasks by owner and type, from the tasks themselves; the milestone funnel."""
import csv
import json
import math
import os
import random
import tempfile

from data import day_minus, run

MILESTONES = [
    {"id": "talk", "name": "Third talk", "order": 2, "when": "total(conversations.*) >= 3"},
    {"id": "use", "order": 1, "when": "total(activities.*) >= 100"},
    {"id": "value", "order": 3, "when": "last(revenue.mrr, 1) >= 1000", "segment": "some"},
]
# Milestones that are a number of something: metrics that match, and how many.
MET = {
    "talk": ("conversations.%", 3 * 10**6),
    "use": ("activities.%", 100 * 10**6),
}


def tasks(data, scratch):
    """Tasks of every company around the as-of day, and what csm-ingest makes of them."""
    dice = random.Random(5)
    rows = []
    for (company,) in data.sql(f"SELECT {data.id} FROM company ORDER BY 1"):
        for _ in range(int(dice.random() * 6)):
            planned = day_minus(data.day, int(dice.random() * 80) - 12)
            due = day_minus(planned, -int(dice.random() * 6))
            done = day_minus(planned, -int(dice.random() * 12)) if dice.random() < 0.6 else ""
            kind = ["call", "review", "e.mail"][int(dice.random() * 3)]
            rows.append((company, kind, planned, due, done if done <= data.day else ""))
    file, points = os.path.join(scratch, "tasks.csv"), os.path.join(scratch, "points.csv")
    with open(file, "w", newline="") as f:
        csv.writer(f).writerows([("company", "type", "planned", "due", "done"), *rows])
    run("csm-ingest", "--no-config", "-k", "tasks", "--time", "planned", "--company", "company", "--type", "type",
        "--completed", "done", "--due", "due", "--until", day_minus(data.day, -20), "-o", points, file)
    data.db.execute("DROP TABLE IF EXISTS task")
    data.db.execute("CREATE TABLE task (company, type, planned, due, done)")
    data.db.executemany("INSERT INTO task VALUES (?, ?, ?, ?, ?)", rows)
    return points


FIGURES = """sum(planned BETWEEN :since AND :day), sum(done BETWEEN :since AND :day), sum(done = '' AND planned <= :day),
    sum(due < :day AND (done = '' OR done > :day)), sum(done = '' AND planned > :day)"""


def figures(row):
    """0 and no data are the same here: whether a point with 0 is there is not told."""
    return tuple((n or 0) * 10**6 for n in row)


def got(row):
    return tuple(row[f] or 0 for f in ("planned", "done", "open", "overdue", "upcoming"))


def check(data):
    with tempfile.TemporaryDirectory() as scratch:
        points = tasks(data, scratch)
        config = os.path.join(scratch, "milestones.json")
        with open(config, "w") as f:
            json.dump({"segments": [{"id": "some", "where": "total(activities.*) > 0"}], "milestones": MILESTONES}, f)
        for days in (30, 60):
            since = None if days == 30 else data.before(59)
            parts = data.parts("playbooks", points, "-c", config, since=since)
            check_tasks(data, parts, days)
        check_milestones(data, parts["milestones"])


def check_tasks(data, parts, days):
    since = data.before(days - 1)
    want = {t: figures(row) for t, *row in data.sql(f"SELECT type, {FIGURES} FROM task GROUP BY 1", since=since)}
    data.compare(f"tasks of {days} days by type", {r["type"]: got(r) for r in parts["types"]}, want)
    owner = "c.owner" if data.name == "demo" else "''"
    want = {}
    for name, companies in data.sql(f"SELECT nullif({owner}, ''), count(*) FROM company c GROUP BY 1"):
        row = data.sql(f"""SELECT {FIGURES} FROM task t JOIN company c ON c.{data.id} = t.company
            WHERE nullif({owner}, '') IS :owner""", since=since, owner=name)[0]
        want[name] = (companies * 10**6, *figures(row))
    data.compare(f"tasks of {days} days by owner", {r["owner"]: (r["companies"], *got(r)) for r in parts["owners"]}, want)


def median(values):
    values = sorted(values)
    n = len(values)
    return None if n == 0 else (values[(n - 1) // 2] + values[n // 2]) * 10**6 // 2


def first_days(data, milestone):
    """{company: day as a number}"""
    if milestone == "value":
        return dict(data.sql("""SELECT company, julianday(min(day)) FROM point WHERE id = company
            AND metric = 'revenue.mrr' AND value >= 1000000000 AND day <= :day GROUP BY 1"""))
    like, enough = MET[milestone]
    return dict(data.sql("""SELECT company, julianday(min(day)) FROM (SELECT company, day, sum(n) OVER (PARTITION BY company ORDER BY day) total
          FROM (SELECT company, day, sum(value) n FROM point WHERE metric LIKE :like AND day <= :day GROUP BY 1, 2))
        WHERE total >= :enough GROUP BY 1""", like=like, enough=enough))


def check_milestones(data, rows):
    used = dict(data.sql("""SELECT company, julianday(min(day)) FROM point WHERE metric LIKE 'activities.%' AND value != 0
        AND day <= :day GROUP BY 1"""))
    start = dict(used)
    if data.name == "demo":
        start.update(data.sql("SELECT id, julianday(start_date) FROM company WHERE start_date != ''"))
    companies = [c for (c,) in data.sql(f"SELECT {data.id} FROM company")]
    want = []
    for m in sorted(MILESTONES, key=lambda m: m["order"]):
        there = companies if "segment" not in m else [c for c in companies if c in used]
        met = {c: d for c, d in first_days(data, m["id"]).items() if c in there}
        days = [int(d - start[c]) for c, d in met.items() if c in start]
        want.append((m["id"], m.get("name", m["id"]), m["order"] * 10**6, len(there) * 10**6, len(met) * 10**6,
                     math.floor(100.0 * len(met) / len(there) * 1e6 + 0.5), median(days)))
    data.compare("milestones", [tuple(r[k] for k in ("milestone", "name", "order", "companies", "met", "met_percent",
                                                     "median_days")) for r in rows], want)
