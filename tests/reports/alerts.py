"""alerts: which fire, which are open, a replay; those of the portfolio and of accounts.

Conditions are worked out by SQL for every company and day of its history; what fires is
followed from day to day here.
"""
import json
import os
import tempfile
from datetime import date, timedelta

OURS = [{"id": "quiet", "when": "days_since(activities.*) > 20", "cooldown": 30, "type": "renewal",
         "message": "{days_since(activities.*) as days}"},
        {"id": "lost", "when": "revenue.mrr > 0", "on": "leave", "message": "{sum(activities.*, 7) as week}"},
        {"id": "busy", "when": "sum(activities.*, 7) > 30", "on": "while", "cooldown": 9, "type": "upsell"}]  # fmt: skip
DEMO = [{"id": "use_drop", "cooldown": 14}, {"id": "no_contact"}, {"id": "over_seats", "cooldown": 30, "type": "upsell"},
        {"id": "renewal_90", "type": "renewal"}, {"id": "slow_start", "type": "onboarding"}]  # fmt: skip
# Names a table of :days (company, n: the day as a number, the values conditions want).
CALENDAR = """CREATE TEMP TABLE calendar AS
    WITH RECURSIVE first AS (SELECT c.{id} company, coalesce(min(julianday(p.day)), julianday(:day)) since
        FROM company c LEFT JOIN point p ON p.company = c.{id} GROUP BY 1),
      d (company, n) AS (SELECT company, min(since, julianday(:day)) - 1 FROM first
        UNION ALL SELECT company, n + 1 FROM d WHERE n < julianday(:day)),
      act AS (SELECT company, julianday(day) n, sum(value) v FROM point WHERE metric LIKE 'activities.%' GROUP BY 1, 2),
      talk AS (SELECT company, julianday(day) n, sum(value) v FROM point WHERE metric LIKE 'conversations.%' GROUP BY 1, 2),
      lead AS (SELECT company, julianday(day) n, sum(value) v FROM point WHERE metric = 'activities.create lead' GROUP BY 1, 2)
    SELECT d.company, d.n, sum(act.v) OVER (w RANGE 13 PRECEDING) last14, sum(act.v) OVER (w RANGE 6 PRECEDING) last7,
      sum(act.v) OVER (w RANGE BETWEEN 27 PRECEDING AND 14 PRECEDING) before14,
      max(CASE WHEN act.v != 0 THEN d.n END) OVER w used, max(CASE WHEN talk.v != 0 THEN d.n END) OVER w talked,
      sum(lead.v) OVER w leads, m.value mrr
    FROM d LEFT JOIN act USING (company, n) LEFT JOIN talk USING (company, n) LEFT JOIN lead USING (company, n)
    LEFT JOIN point m ON m.company = d.company AND m.id = d.company AND m.metric = 'revenue.mrr' AND m.day = date(d.n)
    WINDOW w AS (PARTITION BY d.company ORDER BY d.n)"""
WHEN = {"quiet": "n - used > 20", "lost": "mrr > 0", "busy": "last7 > 30000000",
        "use_drop": "mrr > 0 AND (2 * coalesce(last14, 0) < before14 AND before14 >= 20000000 OR n - used >= 14)",
        "no_contact": "coalesce(n - talked, n - julianday(start_date)) >= 15 AND mrr > 0 AND owner != ''",
        "over_seats": """round(100.0 * (SELECT value / 1000000 FROM point s WHERE s.company = t.company
          AND metric = 'metrics.active seats' AND day BETWEEN date(n - 6) AND date(n) ORDER BY day DESC LIMIT 1) / seats) > 100""",
        "renewal_90": "julianday(renewal_date) - n BETWEEN 0 AND 90",
        "slow_start": "n - julianday(start_date) BETWEEN 30 AND 90 AND coalesce(leads, 0) < 5000000"}  # fmt: skip


def iso(n):
    return str(date(2000, 1, 1) + timedelta(int(n - 2451544.5)))


def histories(data, alert):
    """{company: [(day, holds, mrr, used, last7)]}, the day before the history first."""
    rows = data.sql(f"""SELECT t.company, t.n, coalesce({WHEN[alert]}, 0), mrr, used, last7 FROM calendar t
        JOIN company c ON c.{data.id} = t.company ORDER BY 1, 2""")
    found = {}
    for company, n, holds, mrr, used, last7 in rows:
        found.setdefault(company, []).append((n, holds, mrr, used, last7))
    return found


def follow(alert, history):
    """What the alert does on each day: (day, since or None, fired, held, mrr, used, last7)."""
    on, cooldown = alert.get("on", "enter"), alert.get("cooldown", 0)
    ever = history[0][1]
    was = ever and on != "leave"
    since = fired_on = None
    if was:
        since = history[1][0]
    for n, holds, *rest in history[1:]:
        is_open = (not holds and ever) if on == "leave" else holds
        ever = ever or holds
        if is_open and not was:
            since = n
        due = is_open and (on == "while" or not was)
        fires = due and (fired_on is None or n > fired_on + cooldown)
        if fires:
            fired_on = n
        yield (iso(n), iso(since) if is_open else None, fires, due and not fires, *rest)
        was = is_open


def check(data):
    alerts = (DEMO if data.name == "demo" else []) + OURS
    with tempfile.TemporaryDirectory() as scratch:
        config = os.path.join(scratch, "alerts.json")
        with open(config, "w") as f:
            json.dump({"alerts": OURS}, f)
        data.db.execute("DROP TABLE IF EXISTS calendar")
        data.db.execute(CALENDAR.format(id=data.id), {"day": data.day})
        done = []
        for place, alert in enumerate(alerts):
            for company, history in histories(data, alert["id"]).items():
                done += [(day[0], company, place, *day[1:]) for day in follow(alert, history)]
        compare(data, config, alerts, sorted(done, key=lambda d: d[:3]))


def compare(data, config, alerts, done):
    since = data.before(120)
    fired = [d for d in done if d[4] and d[0] >= since]
    parts = data.parts("alerts", "--replay", "-c", config, since=since)
    data.compare("firings of a replay",
                 [(r["day"], r["company"], r["alert"], r["since"], r["mrr"]) for r in parts["alerts"]],
                 [(d[0], d[1], alerts[d[2]]["id"], d[3], d[6]) for d in fired])
    data.compare("values in messages", [r["values"].get("days") for r in parts["alerts"] if r["alert"] == "quiet"],
                 [None if d[7] is None else (date.fromisoformat(d[0]) - date.fromisoformat(iso(d[7]))).days * 10**6
                  for d in fired if alerts[d[2]]["id"] == "quiet"])
    want = []
    for place, alert in enumerate(alerts):
        mine = [d for d in fired if d[2] == place]
        days = [d[0] for d in mine]
        held = sum(1 for d in done if d[2] == place and d[5] and d[0] >= since)
        numbers = [alert.get("cooldown", 0), len(mine), len({d[1] for d in mine}), len(set(days)),
                   max((days.count(x) for x in set(days)), default=0), held]
        want.append((alert["id"], alert.get("type", "risk"), alert.get("on", "enter"), *(n * 10**6 for n in numbers)))
    data.compare("summary of a replay", [(r["alert"], r["type"], r["on"], r["cooldown"], r["fired"], r["companies"],
                                          r["days"], r["most"], r["held"]) for r in parts["summary"]], want)
    data.compare("firings a day", {r["day"]: r["fired"] for r in parts["days"]},
                 {data.before(n): 10**6 * sum(1 for d in fired if d[0] == data.before(n)) for n in range(121)})
    today = [d for d in done if d[0] == data.day]
    for option, keep in (([], lambda d: d[4]), (["--new"], lambda d: d[4] and d[3] == data.day),
                         (["--open"], lambda d: d[3])):
        rows = data.report("alerts", "-c", config, *option)
        got = [(r["company"], r["alert"], r["since"], r["mrr"]) for r in rows]
        want = [(d[1], alerts[d[2]]["id"], d[3], d[6]) for d in today if keep(d)]
        if got or want:
            data.compare("alerts of the day " + " ".join(option), got, want)
    check_parts(data, config, alerts, today)


def check_parts(data, config, alerts, today):
    rows = data.report("portfolio", "-c", config, "--part", "alerts")
    want = []
    for place, alert in enumerate(alerts):
        mine = [d for d in today if d[2] == place and d[3]]
        mrr = [d[6] for d in mine if d[6] is not None]
        want.append((alert["id"], len(mine) * 10**6, sum(d[3] == data.day for d in mine) * 10**6,
                     sum(bool(d[4]) for d in mine) * 10**6, sum(mrr) if mrr else None))
    data.compare("open alerts of the portfolio", [(r["alert"], r["open"], r["new"], r["fired"], r["mrr"]) for r in rows], want)
    for company in sorted({d[1] for d in today if d[3]})[:5]:
        rows = data.report("account " + company, "-c", config, "--part", "alerts")
        data.compare(f"open alerts of {company}", [(r["alert"], r["since"]) for r in rows],
                     [(alerts[d[2]]["id"], d[3]) for d in today if d[1] == company and d[3]])
