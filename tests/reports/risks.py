"""risks: points of every reason, urgency and priority, worked out from the formulas of the manual."""
import math
from datetime import date
from fractions import Fraction


def half(x):
    """Rounded to a whole number, halves upward."""
    return math.floor(x + Fraction(1, 2))


def check(data):
    for window in (90, 30):
        check_window(data, window)


def latest(data, pattern):
    return dict(data.sql("""SELECT company, max(day) FROM point WHERE metric LIKE :pattern AND value != 0 AND day <= :day
        GROUP BY 1""", pattern=pattern))


def alert_points(data):
    """Open alerts are checked by the recomputation of alerts."""
    found = {}
    if data.name != "demo":  # the other has none
        return found
    for row in data.report("alerts", "--open"):
        if row["type"] in ("risk", "renewal"):
            of = found.setdefault(row["company"], [])
            of.append(10 if of else 30)
    return found


def check_window(data, window):
    got = data.parts("risks", "--window", str(window))["risks"]
    today, month = date.fromisoformat(data.day), data.before(30)
    names = [name for _, name, *_ in data.sql("PRAGMA table_info(company)")]
    renewals = dict(data.sql(f"SELECT {data.id}, renewal_date FROM company")) if "renewal_date" in names else {}
    seats = dict(data.sql(f"SELECT {data.id}, seats FROM company")) if "seats" in names else {}
    health = {(c, d): (v, s) for c, d, v, s in data.sql("""SELECT company, day, value, state FROM point
        WHERE metric = 'system.health' AND id = company AND value IS NOT NULL AND day IN (:day, :month)""", month=month)}
    units = {}
    for c, m, d, s in data.sql("""SELECT company, metric, day, state FROM point WHERE metric LIKE 'units.%' AND id = company
            AND day IN (:day, :month) AND state != '' ORDER BY metric""", month=month):
        units.setdefault(c, {}).setdefault(m, {})[d] = {"red": 3, "amber": 2}.get(s, 0)
    mrr = dict(data.sql("SELECT company, value FROM point WHERE metric = 'revenue.mrr' AND id = company AND day = :day AND value > 0"))
    paid = {c for c, in data.sql("SELECT DISTINCT company FROM point WHERE metric = 'revenue.mrr' AND id = company AND day <= :day AND value != 0")}
    used, touched = latest(data, "activities.%"), latest(data, "conversations.%")
    first = dict(data.sql("SELECT company, min(day) FROM point GROUP BY 1"))
    people = {c for c, in data.sql("SELECT DISTINCT company FROM point WHERE model = 'enduser' AND metric LIKE 'activities.%'")}
    active = dict(data.sql("""SELECT company, count(DISTINCT id) FROM point WHERE model = 'enduser' AND metric LIKE 'activities.%'
        AND value != 0 AND day > :month AND day <= :day GROUP BY 1""", month=month))
    alerts, want = alert_points(data), {}
    for c, in data.sql(f"SELECT {data.id} FROM company"):
        if c in paid and c not in mrr:
            continue
        points = [("alert", n) for n in alerts.get(c, [])]
        now, then = health.get((c, data.day)), health.get((c, month))
        if now and now[1] == "poor":
            points.append(("health", 20))
        if now and then and then[0] > 0:
            percent = half(Fraction(100 * (then[0] - now[0]), then[0]))
            if percent >= 10:
                points.append(("fall", min(percent, 30)))
        worse = [m for m, d in units.get(c, {}).items() if data.day in d and month in d and d[data.day] > d[month]]
        points += [("unit", 10 if i < 3 else 0) for i in range(len(worse))]
        if renewals.get(c):
            left = (date.fromisoformat(renewals[c]) - today).days
            if -window <= left <= window:
                points.append(("renewal", 40 if left < 0 else half(Fraction(40 * (window + 1 - left), window + 1))))
        since = used.get(c) or first.get(c)
        silent = 40 if since is None else (today - date.fromisoformat(since)).days
        if silent >= 14:
            points.append(("silence", min(silent, 40)))
        if seats.get(c) and float(seats[c]) > 0 and c in people:
            share = Fraction(active.get(c, 0)) / Fraction(seats[c])
            if share < Fraction(1, 2):
                points.append(("seats", half(40 * (Fraction(1, 2) - share))))
        if not points:
            continue
        urgency = min(100, sum(n for _, n in points))
        want[c] = (" ".join(f"{k}:{n}" for k, n in points), urgency * 10**6, mrr.get(c),
                   None if c not in mrr else half(Fraction(mrr[c] * urgency, 100)), touched.get(c))
    data.compare(f"risks within {window} days", {r["company"]: (r["points"], r["urgency"], r["mrr"], r["priority"], r["touch"]) for r in got}, want)
    data.compare(f"risks within {window} days, their order", [r["company"] for r in got],
                 sorted(want, key=lambda c: (-(want[c][3] or -1), -want[c][1], c)))
