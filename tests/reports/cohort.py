"""cohort: who still pays, and a metric, by the month of a date field."""
from data import half_up
from revenue import month_ends

FIELDS = ("start_date", "signup_date")


def check(data):
    fields = [r[1] for r in data.sql("PRAGMA table_info(company)")]
    field = next((f for f in FIELDS if f in fields), None)
    if field is None:
        print(f"skip reports cohort: {data.name} has no date")
        return
    ends = month_ends(data.day)
    first = data.sql("SELECT min(day) FROM point")[0][0]
    members = {}
    for c, day in data.sql(f"SELECT {data.id}, {field} FROM company"):
        if ends[0] < day <= data.day:
            members.setdefault(day[:7], []).append(c)
    paid = set(data.sql("SELECT company, day FROM point WHERE metric = 'revenue.mrr' AND id = company AND value > 0"))
    def retention(companies, before, end):
        return half_up(100 * 10**6 * sum((c, end) in paid for c in companies), len(companies))
    compare(data, "cohort, retention", data.report(f"cohort {field}"), members, ends, first, retention)
    events = {}
    for c, day, value in data.sql("SELECT company, day, sum(value) FROM point WHERE metric GLOB 'activities.*' GROUP BY 1, 2"):
        events.setdefault(c, []).append((day, value))
    def sum_of_events(companies, before, end):
        found = [v for c in companies for day, v in events.get(c, ()) if before < day <= end]
        return sum(found) if found else None
    compare(data, "cohort, events", data.report(f"cohort {field}", "--metric", "activities.*"), members, ends, first,
            sum_of_events)
    health = dict(((c, d), v) for c, d, v in data.sql(
        "SELECT company, day, value FROM point WHERE metric = 'system.health' AND value IS NOT NULL"))
    def mean_health(companies, before, end):
        found = [health[c, end] for c in companies if (c, end) in health]
        return half_up(sum(found), len(found)) if found else None
    compare(data, "cohort, health", data.report(f"cohort {field}", "--metric", "system.health"), members, ends, first,
            mean_health)


def compare(data, what, rows, members, ends, first, value):
    want, got = {}, {}
    for n, end in enumerate(ends[1:]):
        companies = members.get(end[:7])
        if companies:
            cells = [value(companies, before, later) if later >= first else None
                     for before, later in zip(ends[n:], ends[n + 1:])]
            want[end[:7]] = [len(companies) * 10**6] + cells + [None] * n
    for r in rows:
        got[r["cohort"]] = [r["companies"]] + [r.get(f"month_{k}") for k in range(12)]
    data.compare(what, got, want)
