"""accounts: health, value, use of 14 days and the features used on each, least used first."""
import use

STATE = {None: ""}


def check(data):
    use.tables(data)
    rows = data.report("accounts", "--left")
    since = data.before(13)
    facts = {}
    for c, name in data.sql(f"SELECT {data.id}, {data.title} FROM company"):
        facts[c] = {"name": name or c}
    for c, value, state in data.sql(
            "SELECT company, value, state FROM point WHERE metric = 'system.health' AND id = company AND day = :day"):
        facts[c]["health"], facts[c]["health_state"] = value, state
    for c, value in data.sql("SELECT company, value FROM point WHERE metric = 'revenue.mrr' AND id = company AND day = :day"):
        facts[c]["mrr"] = value
    for c, n in data.sql("SELECT company, count(DISTINCT name) FROM uses WHERE day >= :since AND value != 0 GROUP BY 1", since=since):
        facts[c]["features"] = n * 10**6
    for c, n in data.sql("SELECT company, count(DISTINCT module) FROM modular WHERE day >= :since AND value != 0 GROUP BY 1", since=since):
        facts[c]["modules"] = n * 10**6
    for c, n in data.sql("SELECT company, sum(value) FROM activity WHERE day >= :since GROUP BY 1", since=since):
        facts[c]["events"] = n
    days = use.series(data, data.sql(
        "SELECT company, day, count(DISTINCT name) * 1000000 FROM uses WHERE day >= :since AND value != 0 GROUP BY 1, 2",
        since=since), since)
    want, got = {}, {}
    for c, f in facts.items():
        want[c] = (f["name"], f.get("health"), f.get("health_state") or None, f.get("mrr"), f.get("features", 0),
                   f.get("modules", 0), f.get("events"), days.get(c))
    for r in rows:
        got[r["id"]] = (r["name"], r["health"], r.get("health_state") or None, r["mrr"], r["features"], r["modules"],
                        r["events"], r["days"])
    data.compare("accounts", got, want)
    least = -10**30
    order = sorted(facts, key=lambda c: (facts[c].get("events", least), facts[c].get("features", 0), c.encode()))
    data.compare("accounts, least used first", [r["id"] for r in rows], order)
    paid = {c for c, in data.sql("SELECT DISTINCT company FROM point WHERE metric = 'revenue.mrr' AND id = company AND value > 0 AND day < :day")}
    stays = [c for c in order if c not in paid or (facts[c].get("mrr") or 0) > 0]
    data.compare("accounts without those that left", [r["id"] for r in data.report("accounts")], stays)
