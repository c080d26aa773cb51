"""adoption: who uses which feature and module, how broadly, deeply and often."""
import use
from data import half_up

DAYS = 30


def share(part, whole):
    return None if not whole else half_up(100 * 10**6 * part, whole)


def check(data):
    use.tables(data)
    parts = data.parts("adoption", "--limit", "100000")
    data.adopted = {"companies": data.sql("SELECT count(*) FROM company")[0][0], "people": people(data)}
    check_use(data, "features", "feature", "uses", "name", [f for f, in data.sql("SELECT feature FROM catalog")], parts)
    if data.sql("SELECT 1 FROM modular LIMIT 1"):
        modules = {m for m, in data.sql("SELECT module FROM catalog WHERE module IS NOT NULL")}
        check_use(data, "modules", "module", "modular", "module", modules, parts)
    check_companies(data, parts)


def people(data):
    known = set(data.sql("SELECT DISTINCT company, id FROM point WHERE model = 'enduser' AND day <= :day"))
    if data.sql("SELECT 1 FROM sqlite_master WHERE name = 'enduser'"):
        known |= {(c, i) for i, c in data.sql("SELECT user_id, company FROM enduser")}
    return known


def check_use(data, part, key, table, column, every, parts):
    since, before = data.before(DAYS - 1), data.before(2 * DAYS - 1)
    def ask(what, where):
        return dict(data.sql(f"SELECT {column}, {what} FROM {table} WHERE {where} GROUP BY 1", since=since, before=before))
    companies = ask("count(DISTINCT company)", "day >= :since AND value != 0")
    users = ask("count(DISTINCT company || char(0) || id)", "day >= :since AND value != 0 AND model = 'enduser'")
    events = ask("sum(value)", "day >= :since")
    earlier = ask("sum(value)", "day >= :before AND day < :since")
    line = use.series(data, data.sql(f"SELECT {column}, day, sum(value) FROM {table} WHERE day >= :since GROUP BY 1, 2",
                                     since=since), since)
    want = {}
    for k in every:
        now, then = events.get(k), earlier.get(k)
        want[k] = (companies.get(k, 0) * 10**6, share(companies.get(k, 0), data.adopted["companies"]),
                   users.get(k, 0) * 10**6, share(users.get(k, 0), len(data.adopted["people"])), now, then,
                   None if now is None and then is None else (now or 0) - (then or 0), line.get(k))
    got = {r[key]: (r["companies"], r["company_share"], r["users"], r["user_share"], r["events"], r["before"],
                    r["change"], r["days"]) for r in parts[part]}
    data.compare("adoption of " + part, got, want)
    order = sorted(every, key=lambda k: (-companies.get(k, 0), -users.get(k, 0), -events.get(k, -10**30), k))
    data.compare(f"adoption, {part} most used first", [r[key] for r in parts[part]], order)


def check_companies(data, parts):
    since = data.before(DAYS - 1)
    catalog = data.sql("SELECT count(*), sum(valuable) FROM catalog")[0]
    by = {c: dict(users=0, active=0, user_days=0, days=0, features=0, valuable=0, events=None) for c, in
          data.sql(f"SELECT {data.id} FROM company")}
    for c, _ in data.adopted["people"]:
        by[c]["users"] += 1
    def put(key, text):
        for c, value in data.sql(text, since=since):
            by[c][key] = value
    put("active", "SELECT company, count(DISTINCT id) FROM activity WHERE model = 'enduser' AND value != 0 AND day >= :since GROUP BY 1")
    put("user_days", """SELECT company, count(DISTINCT id || char(0) || day) FROM activity
        WHERE model = 'enduser' AND value != 0 AND day >= :since GROUP BY 1""")
    put("days", "SELECT company, count(DISTINCT day) FROM activity WHERE value != 0 AND day >= :since GROUP BY 1")
    put("features", "SELECT company, count(DISTINCT name) FROM uses WHERE value != 0 AND day >= :since GROUP BY 1")
    put("valuable", """SELECT company, count(DISTINCT u.name) FROM uses u JOIN catalog c ON c.feature = u.name
        WHERE value != 0 AND day >= :since AND valuable GROUP BY 1""")
    put("events", "SELECT company, sum(value) FROM activity WHERE model = 'enduser' AND day >= :since GROUP BY 1")
    seats = {}
    if "seats" in [r[1] for r in data.sql("PRAGMA table_info(company)")]:
        seats = {c: int(n) for c, n in data.sql(f"SELECT {data.id}, seats FROM company") if n and int(n) > 0}
    want, got = {}, {}
    for c, b in by.items():
        want[c] = [b[k] * 10**6 for k in ("features", "users", "active")] + [
            share(b["features"], catalog[0]), b["events"] and b["active"] and half_up(b["events"], b["active"]) or None,
            share(b["days"], DAYS), share(b["user_days"], DAYS * b["active"]),
            seats[c] * 10**6 if c in seats else None,
            share(b["active"], seats[c]) if c in seats and b["users"] else None]
    for r in parts["companies"]:
        got[r["company"]] = [r[k] for k in ("features", "users", "active", "breadth", "depth", "frequency",
                                            "stickiness", "seats", "seats_used")]
    data.compare("adoption by company", got, want)
    total = {k: sum(b[k] or 0 for b in by.values()) for k in next(iter(by.values()))}
    using = sum(b["days"] > 0 for b in by.values())
    bought = [c for c in seats if by[c]["users"]]
    want = {"Companies active": using * 10**6, "Users active": total["active"] * 10**6,
            "Breadth": share(total["features"], using * catalog[0]),
            "Depth": half_up(total["events"], total["active"]) if total["active"] else None,
            "Frequency": share(total["days"], using * DAYS), "Stickiness": share(total["user_days"], DAYS * total["active"]),
            "Seats used": share(sum(by[c]["active"] for c in bought), sum(seats[c] for c in bought))}
    if catalog[1]:
        want["Breadth of valuable features"] = share(total["valuable"], using * catalog[1])
    data.compare("adoption, headline", {r["what"]: r["value"] for r in parts["headline"]}, want)
