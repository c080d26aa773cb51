"""people: who is active, when last, with what."""
import use

SPANS = (1, 7, 30, 90)


def check(data):
    use.tables(data)
    parts = data.parts("people")
    known = set(data.sql("SELECT DISTINCT company, id FROM point WHERE model = 'enduser' AND day <= :day"))
    if data.sql("SELECT 1 FROM sqlite_master WHERE name = 'enduser'"):
        known |= {(c, i) for i, c in data.sql("SELECT user_id, company FROM enduser")}
    last = {(c, i): d for c, i, d in data.sql(
        "SELECT company, id, max(day) FROM activity WHERE model = 'enduser' AND value != 0 GROUP BY 1, 2")}
    check_counts(data, parts, known, last)
    if known:
        check_people(data, parts["people"], known, last)
    else:
        data.compare("people, none", {"people": len(parts.get("people", []))}, {"people": 0})


def check_counts(data, parts, known, last):
    want = {"People": len(known), "Never active": len(known - set(last))}
    by = {c: [0] * 6 for c, in data.sql(f"SELECT {data.id} FROM company")}
    titles = ("Active on the day", "Active in 7 days", "Active in 30 days", "Active in 90 days")
    want.update(dict.fromkeys(titles, 0))
    for who in known:
        by[who[0]][0] += 1
        by[who[0]][5] += who not in last
        for k, span in enumerate(SPANS):
            active = who in last and last[who] > data.before(span)
            by[who[0]][k + 1] += active
            want[titles[k]] += active
    got = {r["what"]: r["value"] // 10**6 for r in parts["headline"]}
    data.compare("people, headline", got, want)
    got = {r["company"]: [r[k] // 10**6 for k in ("people", "active_1", "active_7", "active_30", "active_90", "never")]
           for r in parts["companies"]}
    data.compare("people by company", got, by)


def check_people(data, rows, known, last):
    recent, wide = data.before(13), data.before(59)
    key = "FROM {} WHERE model = 'enduser' AND day >= :since {} GROUP BY 1, 2"
    features = {r[:2]: r[2] for r in data.sql("SELECT company, id, count(DISTINCT name) " + key.format(
        "uses", "AND value != 0"), since=recent)}
    days = {r[:2]: r[2] for r in data.sql("SELECT company, id, count(DISTINCT day) " + key.format(
        "activity", "AND value != 0"), since=wide)}
    events = {r[:2]: r[2] for r in data.sql("SELECT company, id, sum(value) " + key.format("activity", ""), since=wide)}
    touch = {r[:2]: r[2] for r in data.sql("""SELECT company, id, max(day) FROM point WHERE model = 'enduser'
        AND metric GLOB 'conversations.*' AND value != 0 AND day <= :day GROUP BY 1, 2""")}
    line = use.series(data, [((c, i), d, v) for c, i, d, v in data.sql(
        "SELECT company, id, day, sum(value) FROM activity WHERE model = 'enduser' AND day >= :since GROUP BY 1, 2, 3",
        since=wide)], wide)
    top = {}
    for c, i, name in data.sql("""SELECT u.company, u.id, c.name FROM uses u JOIN catalog c ON c.feature = u.name
            WHERE model = 'enduser' AND day >= :since GROUP BY u.company, u.id, u.name HAVING sum(u.value) != 0
            ORDER BY u.company, u.id, sum(u.value) DESC, u.name""", since=wide):
        top.setdefault((c, i), []).append(name)
    want = {who: (features.get(who, 0) * 10**6, touch.get(who), last.get(who), days.get(who, 0) * 10**6,
                  events.get(who), line.get(who), ", ".join(top.get(who, [])[:5]) or None) for who in known}
    got = {(r["company"], r["id"]): (r["features"], r["last_touch"], r["last_active"], r["active_days"], r["events"],
                                     r["days"], r["top"]) for r in rows}
    data.compare("people", got, want)
    order = sorted(known, key=lambda w: (-int((last.get(w) or "0000-00-00").replace("-", "")),
                                         -events.get(w, -10**30), w))
    data.compare("people, most recent first", [(r["company"], r["id"]) for r in rows], order)
