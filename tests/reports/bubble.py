"""bubble: places, sizes and outliers, recomputed with python's statistics."""
import math
from fractions import Fraction


def check(data):
    health = dict(data.sql("SELECT company, value FROM point WHERE metric = 'system.health' AND day = :day AND value IS NOT NULL"))
    state = dict(data.sql("SELECT company, state FROM point WHERE metric = 'system.health' AND day = :day"))
    events = dict(data.sql("""SELECT company, sum(value) FROM point WHERE metric GLOB 'activities.*' AND day BETWEEN :since AND :day
        GROUP BY 1""", since=data.before(29)))
    mrr = dict(data.sql("SELECT company, value FROM point WHERE metric = 'revenue.mrr' AND id = company AND day = :day"))
    colour = {"good": "green", "average": "amber", "poor": "red"}
    placed = [c for c, in data.sql(f"SELECT {data.id} FROM company") if c in health and c in events]
    xs, ys = sorted(events[c] for c in placed), sorted(health[c] for c in placed)
    for rule, fence in (("iqr", quartiles), ("z", deviations)):
        parts = data.parts("bubble", "--outliers", rule)
        limits = {"x": fence(xs), "y": fence(ys)}
        got = {r["axis"]: [r["low"], r["high"], r["middle"]] for r in parts["limits"]}
        data.compare(f"bubble, {rule} limits", got, {k: list(v) for k, v in limits.items()})
        want = {}
        for c in placed:
            words = [f"{title} {'low' if v < limits[k][0] else 'high'}" for k, title, v in
                     (("x", "Events in 30 days", events[c]), ("y", "Health", health[c]))
                     if v < limits[k][0] or v > limits[k][1]]
            want[c] = (events[c], health[c], mrr.get(c), colour[state[c]], ", ".join(words) or None)
        got = {r["company"]: (r["x"], r["y"], r["size"], r["colour"], r.get("outlier")) for r in parts["bubbles"]}
        data.compare(f"bubble, {rule} outliers", got, want)


def whole(x):
    return math.floor(x + Fraction(1, 2))


def quartile(values, k):
    at, part = divmod((len(values) - 1) * k, 4)
    return whole(values[at] + Fraction(part, 4) * (values[min(at + 1, len(values) - 1)] - values[at]))


def quartiles(values):
    q1, q2, q3 = (quartile(values, k) for k in (1, 2, 3))
    return whole(q1 - Fraction(3, 2) * (q3 - q1)), whole(q3 + Fraction(3, 2) * (q3 - q1)), q2


def deviations(values):
    mean = Fraction(sum(values), len(values))
    variance = sum((v - mean) ** 2 for v in values) / (len(values) - 1)
    sd = whole(Fraction(math.isqrt(int(variance * 10**12)), 10**6))
    return whole(mean) - 3 * sd, whole(mean) + 3 * sd, whole(mean)
