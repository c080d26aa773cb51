"""backlog: what is open of each type of records, week by week, and by company."""
import datetime

from data import half_up

PARTS = ("open", "opened", "closed")


def check(data):
    types = [t for t, in data.sql("""SELECT DISTINCT substr(metric, 1, length(metric) - 5) FROM point
        WHERE metric LIKE '%.open' AND metric NOT LIKE 'activities.%' AND metric NOT LIKE 'custom.%'
          AND metric NOT LIKE 'metrics.%' AND metric NOT LIKE 'tasks.%'""")]
    if not types:
        data.compare("backlog of none is told", [data.ask("backlog", status=3)], [""])
        return
    for bucket, since in (("week", None), ("month", data.before(100))):
        check_period(data, types, bucket, since)
    check_account(data, types)


def spans(data, bucket, since):
    """Ascending (label, first, last) of the newest dozen, or from `since`."""
    until = datetime.date.fromisoformat(data.day)
    if since is None:
        monday = until - datetime.timedelta(until.weekday() + 7 * 11)
        day = monday
    else:
        day = datetime.date.fromisoformat(since)
    found = {}
    while day <= until:
        label = "%d-W%02d" % day.isocalendar()[:2] if bucket == "week" else day.strftime("%Y-%m")
        found.setdefault(label, []).append(str(day))
        day += datetime.timedelta(1)
    return [(label, days[0], days[-1]) for label, days in found.items()]


def of(data, type_, part, first, last):
    """A sum over companies and days; 0 between the first and last point of the type."""
    (n,), = data.sql("SELECT sum(value) FROM point WHERE metric = :m AND id = company AND day BETWEEN :a AND :b",
                     m=f"{type_}.{part}", a=first, b=last)
    (known,), = data.sql("""SELECT min(day) <= :b AND max(day) >= :a FROM point
        WHERE metric IN (:t || '.open', :t || '.opened', :t || '.closed')""", t=type_, a=first, b=last)
    return 0 if n is None and known else n


def check_period(data, types, bucket, since):
    asked = spans(data, bucket, since)
    begin = asked[0][1]
    parts = data.parts("backlog", "--bucket", bucket, since=since)
    data.compare(f"backlog by {bucket}", [[r["bucket"], *(r[f"{t}.{p}"] for t in types for p in PARTS)] for r in parts["weeks"]],
                 [[label, *(of(data, t, p, b if p == "open" else a, b) for t in types for p in PARTS)] for label, a, b in asked])
    want = {}
    for t in types:
        waited, n, companies = data.sql("""SELECT sum(a.value * (o.value / 1000000)), sum(o.value), count(*) FROM point o
            JOIN point a ON a.company = o.company AND a.day = o.day AND a.metric = :t || '.age'
            WHERE o.metric = :t || '.open' AND o.day = :day AND o.value > 0""", t=t)[0]
        want[t] = (of(data, t, "open", data.day, data.day), of(data, t, "open", data.before(30), data.before(30)),
                   waited and half_up(waited * 10**6, n), of(data, t, "opened", begin, data.day),
                   of(data, t, "closed", begin, data.day), companies * 10**6)
    data.compare(f"backlog by type, since {begin}", {r["type"]: (r["open"], r["then"], r["age"], r["opened"], r["closed"],
                                                               r["companies"]) for r in parts["types"]}, want)
    rows = []
    for t in types:
        rows += data.sql("""SELECT o.company, :t, o.value, a.value,
              coalesce((SELECT sum(value) FROM point WHERE company = o.company AND metric = :t || '.opened' AND day BETWEEN :a AND :day), 0),
              coalesce((SELECT sum(value) FROM point WHERE company = o.company AND metric = :t || '.closed' AND day BETWEEN :a AND :day), 0)
            FROM point o LEFT JOIN point a ON a.company = o.company AND a.day = o.day AND a.metric = :t || '.age'
            WHERE o.metric = :t || '.open' AND o.day = :day AND o.value > 0""", t=t, a=begin)
    rows.sort(key=lambda r: (-r[3], -r[2], r[0], r[1]))
    data.compare(f"backlog by company, since {begin}",
                 [(r["company"], r["type"], r["open"], r["age"], r["opened"], r["closed"]) for r in parts["companies"]], rows)


def check_account(data, types):
    """Of the company with most open tickets."""
    company = data.sql("SELECT company FROM point WHERE metric = :t || '.open' AND day = :day ORDER BY value DESC, 1 LIMIT 1", t=types[0])
    if not company:
        return
    want = []
    for t in types:
        want += data.sql("""SELECT :t, o.value, a.value FROM point o JOIN point a ON a.company = o.company AND a.day = o.day
            AND a.metric = :t || '.age' WHERE o.company = :c AND o.metric = :t || '.open' AND o.day = :day""", t=t, c=company[0][0])
    got = data.report(f"account {company[0][0]}", "--part", "backlog")
    data.compare("backlog of an account", [(r["type"], r["open"], r["age"]) for r in got], want)
