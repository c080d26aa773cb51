"""nps: the newest answer of each person, scores, months, companies."""
import math
from datetime import date

NEWEST = """SELECT company, model, id, value, max(day) day FROM point
    WHERE metric = 'nps.score' AND day BETWEEN :since AND :until GROUP BY company, model, id"""
COUNTS = """count(*), coalesce(sum(value >= 9000000), 0), coalesce(sum(value >= 7000000 AND value < 9000000), 0),
    coalesce(sum(value < 7000000), 0)"""


def percent(part, whole):
    return None if whole == 0 else math.floor(100.0 * part / whole * 1e6 + 0.5)


def counted(row):
    """Answers, promoters, passives, detractors in millionths, and the score."""
    n, promoters, passives, detractors = row
    return tuple(x * 10**6 for x in row) + (percent(promoters - detractors, n),)


def months(data):
    """First days of the twelve months to the as-of day, newest first."""
    at = date.fromisoformat(data.day).replace(day=1)
    for _ in range(12):
        yield at
        at = (at.replace(year=at.year - 1, month=12) if at.month == 1 else at.replace(month=at.month - 1))


def month_end(at, limit):
    after = date(at.year + at.month // 12, at.month % 12 + 1, 1)
    return min(limit, str(date.fromordinal(after.toordinal() - 1)))


def check(data):
    if not data.sql("SELECT 1 FROM point WHERE metric = 'nps.score' LIMIT 1"):
        parts = data.parts("nps")
        data.compare("no answers", [r["value"] for r in parts["headline"]], [None] * 4 + [None if not people(data) else 0])
        return
    for since in (None, data.before(100)):
        check_period(data, since)


def people(data):
    fields = "SELECT company, user_id id FROM enduser UNION " if data.name == "demo" else ""
    return data.sql(fields + "SELECT company, id FROM point WHERE model = 'enduser'")


def check_period(data, since):
    parts = data.parts("nps", since=since)
    what = " of 100 days" if since else ""
    bound = {"since": since or "0000", "until": data.day}
    known = people(data)
    n, promoters, passives, detractors = data.sql(f"SELECT {COUNTS} FROM ({NEWEST})", **bound)[0]
    answered = data.sql(f"SELECT count(*) FROM ({NEWEST}) WHERE model = 'enduser'", **bound)[0][0]
    data.compare("NPS" + what, [r["value"] for r in parts["headline"]],
                 [percent(promoters - detractors, n), percent(promoters, n), percent(passives, n),
                  percent(detractors, n), percent(answered, len(known))])
    scores = dict(data.sql(f"SELECT value / 1000000, count(*) FROM ({NEWEST}) GROUP BY 1", **bound))
    data.compare("scores" + what, [(r["score"], r["answers"], r["share"]) for r in parts["distribution"]],
                 [(s * 10**6, scores.get(s, 0) * 10**6, percent(scores.get(s, 0), n)) for s in range(11)])
    want = []
    for at in reversed(list(months(data))):
        end, first = month_end(at, data.day), max(str(at), bound["since"])
        if end < bound["since"]:
            continue
        month = data.sql(f"SELECT {COUNTS} FROM ({NEWEST})", since=first, until=end)[0]
        standing = data.sql(f"SELECT {COUNTS} FROM ({NEWEST})", since=bound["since"], until=end)[0]
        want.append((first[:7], *counted(month), counted(standing)[4]))
    data.compare("NPS by month" + what, [(r["month"], r["answers"], r["promoters"], r["passives"], r["detractors"],
                                          r["nps"], r["standing"]) for r in parts["months"]], want)
    check_companies(data, parts["companies"], bound, known, what)


def check_companies(data, rows, bound, known, what):
    want = []
    sql = f"SELECT company, max(day), sum(model = 'enduser'), {COUNTS} FROM ({NEWEST}) GROUP BY company"
    for company, last, answered, *row in data.sql(sql, **bound):
        members = sum(1 for c, _ in known if c == company)
        mrr = data.sql("SELECT value FROM point WHERE company = :c AND id = :c AND metric = 'revenue.mrr' AND day = :day", c=company)
        want.append((company, *counted(row), members * 10**6, percent(answered, members), last, mrr[0][0] if mrr else None))
    want.sort(key=lambda w: (w[5], -w[1], w[0]))
    data.compare("NPS by company" + what, [(r["company"], r["answers"], r["promoters"], r["passives"], r["detractors"], r["nps"],
                                            r["people"], r["response"], r["last"], r["mrr"]) for r in rows], want)
