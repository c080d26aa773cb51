"""trend: buckets, days and companies made one."""
import datetime

from data import half_up


def buckets(data, days, start):
    """(from, to) of the buckets of the last days, the first whole."""
    first = start(datetime.date.fromisoformat(data.before(days - 1)))
    last, found = datetime.date.fromisoformat(data.day), []
    day = first
    while day <= last:
        nxt = day + datetime.timedelta(1)
        while start(nxt) != nxt:
            nxt += datetime.timedelta(1)
        found.append((str(day), str(min(nxt - datetime.timedelta(1), last))))
        day = nxt
    return found


def check(data):
    month = lambda d: d.replace(day=1)
    week = lambda d: d - datetime.timedelta(d.weekday())
    days = {}
    for metric, pattern in (("activities.*", "activities.*"), ("revenue.mrr", "revenue.mrr"), ("system.health", "system.health")):
        own = "" if metric == "activities.*" else "AND id = company"
        for c, d, v in data.sql(f"""SELECT company, day, sum(value) FROM point WHERE metric GLOB :pattern AND value IS NOT NULL
                {own} GROUP BY 1, 2""", pattern=pattern):
            days.setdefault(metric, {}).setdefault(c, {})[d] = v
    for name, metric, start, agg, over in (
            ("month", "revenue.mrr", month, "end", "sum"), ("week", "activities.*", week, "sum", "sum"),
            ("week", "activities.*", week, "max", "median"), ("month", "activities.*", month, "daily-avg", "avg"),
            ("week", "system.health", week, "last", "avg-present"), ("month", "activities.*", month, "min", "max"),
            ("month", "activities.*", month, "avg", "min")):
        companies = [c for c, in data.sql(f"SELECT {data.id} FROM company")]
        spans, want = buckets(data, 90, start), []
        for since, until in spans:
            each = [fold(agg, days[metric].get(c, {}), since, until) for c in companies]
            want.append(whole(over, each))
        rows = data.report(f"trend {metric}", "--bucket", name, "--agg", agg, "--over", over)
        data.compare(f"trend {metric} by {name}, {agg}, {over}", [r["value"] for r in rows], want)
    check_by(data, days["revenue.mrr"], buckets(data, 90, month))
    for name, start in (("month", month), ("week", week)):
        check_words(data, name, buckets(data, 90, start))


def check_words(data, bucket, spans):
    """Windows without days are of the bucket: users, features and days counted once in each."""
    things = {"uniques": "company || char(0) || id", "distinct": "company || char(0) || metric",
              "active_days": "company || char(0) || day"}  # fmt: skip
    for word, thing in things.items():
        people = "AND model = 'enduser'" if word == "uniques" else ""
        want = [data.sql(f"""SELECT count(DISTINCT {thing}) * 1000000 FROM point WHERE metric GLOB 'activities.*' AND value <> 0
                AND day BETWEEN :since AND :until AND company IN (SELECT {data.id} FROM company) {people}""",
                         since=since, until=until)[0][0] or None for since, until in spans]
        rows = data.report(f"trend {word}(activities.*)", "--bucket", bucket, "--over", "sum")
        data.compare(f"trend {word}(activities.*) by {bucket}", [r["value"] for r in rows], want)


def fold(agg, days, since, until):
    found = [days[d] for d in sorted(days) if since <= d <= until]
    n = (datetime.date.fromisoformat(until) - datetime.date.fromisoformat(since)).days + 1
    if not found:
        return None
    return {"sum": lambda: sum(found), "end": lambda: days.get(until), "last": lambda: found[-1],
            "max": lambda: max(found), "min": lambda: min(found), "avg": lambda: half_up(sum(found), len(found)),
            "daily-avg": lambda: half_up(sum(found), n)}[agg]()


def whole(over, each):
    found = sorted(v for v in each if v is not None)
    if not found:
        return None
    mid = len(found) // 2
    return {"sum": lambda: sum(found), "avg": lambda: half_up(sum(found), len(each)),
            "avg-present": lambda: half_up(sum(found), len(found)), "min": lambda: found[0], "max": lambda: found[-1],
            "median": lambda: found[mid] if len(found) % 2 else half_up(found[mid - 1] + found[mid], 2)}[over]()


def check_by(data, days, spans):
    fields = [r[1] for r in data.sql("PRAGMA table_info(company)")]
    field = "plan" if "plan" in fields else "plan_tier"
    want, got = {}, {}
    for c, plan in data.sql(f"SELECT {data.id}, {field} FROM company"):
        for n, (_, until) in enumerate(spans):
            value = days.get(c, {}).get(until)
            if value is not None:
                want[plan, n] = want.get((plan, n), 0) + value
    rows = data.report("trend revenue.mrr", "--bucket", "month", "--by", field, "--part", "trend")
    for n, r in enumerate(rows):
        for plan, value in r.items():
            if plan not in ("part", "bucket", "days") and value is not None:
                got[plan, n] = value
    data.compare("trend revenue.mrr by " + field, got, want)
