"""doctor: points by kind, family and metric; gaps and drops to zero; unknown names."""
import json
import os
import tempfile

from data import day_minus

FAMILIES = ["activities.", "metrics.", "modules.", "conversations.", "tasks.", "nps.", "revenue.", "system.",
            "calculated.", "health.", "units."]  # fmt: skip
DAILY = FAMILIES[:4] + ["revenue."]
KINDS = {"revenue": ["revenue."], "conversation": ["conversations.", "tasks.", "nps."],
         "product": ["activities.", "metrics.", "modules."]}  # fmt: skip
COUNTS = """count(*), count(DISTINCT company), count(DISTINCT company || '/' || model || '/' || id), min(day), max(day)"""


def counted(row):
    return (*(n * 10**6 for n in row[:3]), *row[3:])


def got(row):
    return tuple(row[k] for k in ("points", "companies", "entities", "first", "newest"))


def check(data):
    with tempfile.TemporaryDirectory() as scratch:
        config = os.path.join(scratch, "wrong.json")
        with open(config, "w") as f:
            json.dump({"milestones": [{"id": "m", "when": "total(conversations.tickt) > total(activities.nowhere)"}],
                       "units": [{"id": "u", "metric": "company.seatz + last(calculated.none, 1)", "low": 1, "high": 2}]}, f)
        # long before the end there is a silence to be found: the newest points are cut off
        for day in (data.day, data.before(20)):
            check_day(data, data.parts("doctor", "-c", config, day=day), day)


def family(name):
    return next((f for f in FAMILIES if name.startswith(f)), "other")


def check_day(data, parts, day):
    what = "" if day == data.day else " 20 days before"
    rows = {m: counted(row) for m, *row in data.sql(f"SELECT metric, {COUNTS} FROM point GROUP BY 1")}
    data.compare("metrics" + what, {r["metric"]: got(r) for r in parts["metrics"]}, rows)
    check_families(data, parts["families"], day, what)
    check_kinds(data, parts["kinds"], what)
    check_findings(data, parts, day, what)


def gaps(data, where, day):
    """Days looked at, gaps, the longest run and where it begins."""
    seen = [d for (d,) in data.sql(f"SELECT DISTINCT day FROM point WHERE {where} AND day <= :to ORDER BY 1", to=day)]
    newest = data.sql(f"SELECT max(day) FROM point WHERE {where}")[0][0]
    first = max(seen[0], day_minus(day, 89)) if seen else day
    days = []
    while seen and first <= min(newest, day):
        days.append(first)
        first = day_minus(first, -1)
    missing = [d for d in days if d not in set(seen)]
    longest, begin = 0, None
    for d in missing:
        n = 0
        while day_minus(d, -n) in missing:
            n += 1
        if n > longest:
            longest, begin = n, d
    return len(days), len(missing), longest, begin


def check_families(data, rows, day, what):
    want = {}
    of = {f: f"metric LIKE '{f}%'" for f in FAMILIES}
    # records with a state, such as ticket.open, have no prefix
    for f, where in {**of, "other": " AND ".join(f"NOT {w}" for w in of.values())}.items():
        row = data.sql(f"SELECT count(DISTINCT metric), {COUNTS} FROM point WHERE {where}")[0]
        if row[1]:
            days, n, longest, begin = gaps(data, where, day)
            want[f] = (row[0] * 10**6, *counted(row[1:]), n * 10**6 if days else None, longest * 10**6 if days else None, begin)
    data.compare("families" + what, {r["family"]: (r["metrics"], *got(r), r["gaps"], r["longest"], r["from"]) for r in rows}, want)


def check_kinds(data, rows, what):
    companies = data.sql("SELECT count(*) FROM company")[0][0]
    fields = "SELECT company, user_id id FROM enduser UNION " if data.name == "demo" else ""
    people = data.sql(f"SELECT count(*) FROM ({fields}SELECT company, id FROM point WHERE model = 'enduser')")[0][0]
    users = data.sql(f"SELECT {COUNTS} FROM point WHERE model = 'enduser'")[0]
    want = {"customer": ("yes", 0, companies * 10**6, companies * 10**6, None, None),
            "end user": ("yes" if people else "no", *counted(users)[:2], people * 10**6, *users[3:])}
    for kind, prefixes in KINDS.items():
        where = " OR ".join(f"metric LIKE '{p}%'" for p in prefixes)
        row = data.sql(f"SELECT {COUNTS} FROM point WHERE {where}")[0]
        want[kind] = ("yes" if row[0] else "no", *counted(row))
    data.compare("kinds" + what, {r["kind"]: (r["there"], *got(r)) for r in rows}, want)


def drop(data, metric, day):
    """First silent day: at least 3, after 28 days of which 20 had something."""
    days = {d for (d,) in data.sql("""SELECT DISTINCT day FROM point WHERE metric = :m AND value != 0 AND day BETWEEN :from AND :to""",
                                   m=metric, **{"from": day_minus(day, 89), "to": day})}
    if not days or max(days) > day_minus(day, 3) or max(days) < day_minus(day, 62):
        return None
    usual = sum(day_minus(max(days), n) in days for n in range(28))
    return day_minus(max(days), -1) if usual >= 20 else None


def check_findings(data, parts, day, what):
    drops = {m: drop(data, m, day) for (m,) in data.sql("SELECT DISTINCT metric FROM point") if family(m) in DAILY}
    drops = {m: d for m, d in drops.items() if d}
    found = {}
    for r in parts["findings"]:
        found.setdefault(r["finding"], {})[r["name"]] = r["day"]
    data.compare("drops to zero" + what, {"n": len(drops), **found.get("drop to zero", {})}, {"n": len(drops), **drops})
    data.compare("silent metrics" + what, {"n": 0, **{r["metric"]: r["dropped"] for r in parts["metrics"] if r["dropped"]}}, {"n": 0, **drops})
    want = {}
    for f in DAILY:
        days, n, _, begin = gaps(data, f"metric LIKE '{f}%'", day)
        if n and 5 * (days - n) >= 4 * days:
            want[f] = begin
    data.compare("gaps" + what, {"n": 0, **found.get("gap", {})}, {"n": 0, **want})
    details = {r["name"]: r["detail"] for r in parts["findings"] if r["finding"].startswith("unknown")}
    known = [n for n in details if n in ("conversations.tickt", "activities.nowhere", "calculated.none", "company.seatz")]
    data.compare("unknown names" + what, sorted(known),
                 ["activities.nowhere", "calculated.none", "company.seatz", "conversations.tickt"])
    data.compare("nearest name" + what, [details["conversations.tickt"].split("; ")[1]],
                 ['did you mean "conversations.ticket"?'])
