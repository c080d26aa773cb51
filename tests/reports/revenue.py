"""revenue: recurring value from month to month, and what is to be renewed."""
import datetime

from data import half_up


def check(data):
    parts = data.parts("revenue")
    ends = month_ends(data.day)
    first = data.sql("SELECT min(day) FROM point")[0][0]
    worth = {}
    for c, day, value in data.sql("SELECT company, day, value FROM point WHERE metric = 'revenue.mrr' AND id = company AND value > 0"):
        worth.setdefault(c, {})[day] = value
    money, heads = {}, {}
    for before, end in zip(ends, ends[1:]):
        label, told = end[:7], first <= before
        pairs = [(days.get(before, 0), days.get(end, 0), min(days) <= before) for days in worth.values()]
        money[label] = figures([(a, b, p) for a, b, p in pairs], told, lambda v: v)
        heads[label] = figures(pairs, told, lambda v: 10**6)
        start = sum(a for a, _, _ in pairs)
        lost = sum(a - min(a, b) for a, b, _ in pairs)
        up = sum(b - a for a, b, _ in pairs if a and b > a)
        money[label] += [share(start + up - lost, start) if told else None, share(start - lost, start) if told else None,
                         (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(before)).days * 10**6]
    names = ("start", "new", "reactivated", "upgrade", "downgrade", "churn", "end", "net_retention", "gross_retention", "days")
    got = {r["bucket"]: [r[n] for n in names] for r in parts["movement"]}
    data.compare("revenue, movement", got, money)
    for r in parts["movement"]:
        if r["start"] is not None and r["start"] + r["new"] + r["upgrade"] - r["downgrade"] - r["churn"] != r["end"]:
            data.compare("revenue, " + r["bucket"] + " adds up", {"end": r["end"]}, {"end": "the sum"})
    names = ("start", "new", "reactivated", "upgraded", "downgraded", "churned", "end")
    data.compare("revenue, customers", {r["bucket"]: [r[n] for n in names] for r in parts["customers"]}, heads)
    check_whole(data, parts, worth, ends, first)
    if "renewal_date" in [r[1] for r in data.sql("PRAGMA table_info(company)")]:
        until = str(datetime.date.fromisoformat(data.day) + datetime.timedelta(90))
        want = {c: (day, worth[c][data.day]) for c, day in data.sql(
            f"SELECT {data.id}, renewal_date FROM company WHERE renewal_date BETWEEN :day AND :until", until=until)
            if data.day in worth.get(c, {})}
        data.compare("revenue, renewals", {r["company"]: (r["renewal"], r["mrr"]) for r in parts["renewals"]}, want)


def month_ends(day):
    """The last days of the twelve months up to the day's and of the one before; the day itself for the last."""
    ends, at = [day], datetime.date.fromisoformat(day).replace(day=1)
    for _ in range(12):
        at -= datetime.timedelta(1)
        ends.insert(0, str(at))
        at = at.replace(day=1)
    return ends


def share(part, whole):
    return half_up(100 * 10**6 * part, whole) if whole else None


def figures(pairs, told, of):
    """start, new, reactivated, up, down, churn, end; `of` is what a value counts for."""
    heads = of(5) != 5
    start = sum(of(a) for a, _, _ in pairs if a)
    new = sum(of(b) for a, b, _ in pairs if b and not a)
    back = sum(of(b) for a, b, paid in pairs if b and not a and paid)
    up = sum(of(b - a) for a, b, _ in pairs if a and b > a)
    down = sum(of(a - b) for a, b, _ in pairs if b and a > b)
    churn = sum(of(a) for a, b, _ in pairs if a and not b)
    end = sum(of(b) for _, b, _ in pairs if b)
    assert heads or start + new + up - down - churn == end
    return [start, new, back, up, down, churn, end] if told else [None] * 6 + [end]


def check_whole(data, parts, worth, ends, first):
    pairs = [(days.get(ends[0], 0), days.get(data.day, 0)) for days in worth.values()]
    start = sum(a for a, _ in pairs)
    told = first <= ends[0]
    want = {"Recurring value": sum(b for _, b in pairs),
            "Net retention": share(sum(b for a, b in pairs if a), start) if told else None,
            "Gross retention": share(sum(min(a, b) for a, b in pairs), start) if told else None,
            "Customers kept": share(sum(1 for a, b in pairs if a and b), sum(1 for a, _ in pairs if a)) if told else None}
    got = {r["what"]: r["value"] for r in parts["headline"] if r["what"] in want}
    data.compare("revenue, headline", got, want)
