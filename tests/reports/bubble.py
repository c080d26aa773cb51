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
    companies = [c for c, in data.sql(f"SELECT {data.id} FROM company")]
    xs, ys = (sorted(of[c] for c in companies if c in of) for of in (events, health))
    for rule, fence in (("iqr", quartiles), ("z", deviations)):
        parts = data.parts("bubble", "--outliers", rule)
        limits = {"x": fence(xs), "y": fence(ys)}
        got = {r["axis"]: [r["low"], r["high"], r["middle"]] for r in parts["limits"]}
        # events are never below 0, scores never beyond 0 to 10: there nothing can lie
        told = {k: [low if low >= 0 else None, high if k == "x" or high <= 10**7 else None, middle]
                for k, (low, high, middle) in limits.items()}
        data.compare(f"bubble, {rule} limits", got, told)
        want = {}
        for c in companies:
            words = []
            for k, title, of in (("x", "Events in 30 days", events), ("y", "Health", health)):
                if c not in of:
                    words.append(f"no {title}")
                elif of[c] < limits[k][0] or of[c] > limits[k][1]:
                    words.append(f"{title} {'low' if of[c] < limits[k][0] else 'high'}")
            want[c] = (events.get(c), health.get(c), mrr.get(c), colour.get(state.get(c)), ", ".join(words) or None)
        got = {r["company"]: (r["x"], r["y"], r["size"], r["colour"], r.get("outlier")) for r in parts["bubbles"]}
        data.compare(f"bubble, {rule} outliers", got, want)
        quarters = {(x, y): [0, None] for x in ("low", "high") for y in ("low", "high")}
        for c in companies:
            side = tuple("high" if c in of and of[c] >= limits[k][2] else "low" for k, of in (("x", events), ("y", health)))
            quarters[side][0] += 1000000
            if mrr.get(c) is not None:
                quarters[side][1] = (quarters[side][1] or 0) + mrr[c]
        got = {(r["x"], r["y"]): [r["companies"], r["size"]] for r in parts["quadrants"]}
        data.compare(f"bubble, {rule} quadrants", got, quarters)


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
