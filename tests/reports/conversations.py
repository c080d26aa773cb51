"""conversations: by type and company, last touch, recurring value for each."""
import math
from datetime import date


def check(data):
    for days in (90, 45):
        check_period(data, days, None if days == 90 else data.before(days - 1))


def whole(n):
    return n * 10**6


def value(mrr, count):
    return None if mrr is None or not count else math.floor(mrr / 1e6 / (count / 1e6) * 1e6 + 0.5)


def check_period(data, days, since):
    parts = data.parts("conversations", since=since)
    bound = {"since": data.before(days - 1), "then": data.before(2 * days - 1)}
    types = data.sql("""SELECT substr(metric, 15), sum(CASE WHEN day >= :since THEN value END) n,
          sum(CASE WHEN day < :since AND day >= :then THEN value END),
          count(DISTINCT CASE WHEN day >= :since AND value != 0 THEN company END), max(CASE WHEN value != 0 THEN day END)
        FROM point WHERE metric LIKE 'conversations.%' AND day <= :day GROUP BY 1 ORDER BY n DESC, 1""", **bound)
    data.compare(f"conversations of {days} days by type",
                 [(r["type"], r["count"], r["before"], r["change"], r["companies"], r["last"]) for r in parts["types"]],
                 [(t, n, b, None if n is None or b is None else n - b, whole(c), last) for t, n, b, c, last in types])
    cells = {}
    for company, name, n in data.sql("""SELECT company, metric, sum(value) FROM point WHERE metric LIKE 'conversations.%'
            AND day BETWEEN :since AND :day GROUP BY 1, 2""", **bound):
        cells[company, name] = n
    want = []
    for company, last, n, mrr in data.sql(f"""SELECT c.{data.id}, last, n, m.value FROM company c
          LEFT JOIN (SELECT company, max(CASE WHEN value != 0 THEN day END) last, sum(CASE WHEN day >= :since THEN value END) n
            FROM point WHERE metric LIKE 'conversations.%' AND day <= :day GROUP BY 1) t ON t.company = c.{data.id}
          LEFT JOIN point m ON m.company = c.{data.id} AND m.id = m.company AND m.metric = 'revenue.mrr' AND m.day = :day""", **bound):
        since_touch = None if last is None else whole((date.fromisoformat(data.day) - date.fromisoformat(last)).days)
        by_type = [cells.get((company, "conversations." + t[0])) for t in types]
        want.append((company, last, since_touch, n, *by_type, mrr, value(mrr, n)))
    want.sort(key=lambda w: (w[1] or "", w[0]))
    data.compare(f"conversations of {days} days by company",
                 [(r["company"], r["last"], r["days"], r["count"], *(r["conversations." + t[0]] for t in types),
                   r["mrr"], r["value"]) for r in parts["companies"]], want)
    mrr, count = sum(w[-2] or 0 for w in want), sum(w[3] or 0 for w in want)
    data.compare(f"conversations of {days} days", [r["value"] for r in parts["headline"]],
                 [count, whole(sum(bool(w[3]) for w in want)), value(mrr, count)])
