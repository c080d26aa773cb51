"""list: fields, metrics and formulas, a row a company; filtered and sorted."""


def check(data):
    columns = ("id,name,health,revenue.mrr as mrr,sum(activities.*, 30) as events,days_since(activities.*) as idle,"
               "system.users_active_last7 as users")
    since30, since7 = data.before(29), data.before(6)
    want = {}
    for c, name in data.sql(f"SELECT {data.id}, {data.title} FROM company"):
        want[c] = {"name": name or c}
    def put(key, text, **bound):
        for c, value in data.sql(text, **bound):
            want[c][key] = value
    put("health", "SELECT company, value FROM point WHERE metric = 'system.health' AND day = :day AND id = company")
    put("mrr", "SELECT company, value FROM point WHERE metric = 'revenue.mrr' AND day = :day AND id = company")
    put("events", """SELECT company, sum(value) FROM point WHERE metric GLOB 'activities.*' AND day BETWEEN :since AND :day
        GROUP BY 1""", since=since30)
    put("idle", """SELECT company, 1000000 * (julianday(:day) - julianday(max(day))) FROM point
        WHERE metric GLOB 'activities.*' AND value != 0 AND day <= :day GROUP BY 1""")
    users = data.sql("SELECT count(*) FROM point WHERE model = 'enduser'")[0][0]
    if users:
        put("users", """SELECT company, 1000000 * count(DISTINCT id) FROM point WHERE metric GLOB 'activities.*'
            AND model = 'enduser' AND value != 0 AND day BETWEEN :since AND :day GROUP BY 1""", since=since7)
    keys = ("name", "health", "mrr", "events", "idle") + (("users",) if users else ())
    rows = data.report("list", "--columns", columns)
    got = {r["id"]: [r[k] or 0 if k == "users" else r[k] for k in keys] for r in rows}
    data.compare("list", got, {c: [w.get(k, 0 if k == "users" else None) for k in keys] for c, w in want.items()})
    some = [c for c, w in want.items() if w.get("mrr") and w["mrr"] > 500 * 10**6]
    rows = data.report("list", "--columns", "id,revenue.mrr as mrr", "-w", "last(revenue.mrr, 1) > 500", "--sort", "mrr",
                       "--top", "20")
    order = sorted(some, key=lambda c: (-want[c]["mrr"], c))[:20]
    data.compare("list, filtered and sorted", [(r["id"], r["mrr"]) for r in rows], [(c, want[c]["mrr"]) for c in order])
