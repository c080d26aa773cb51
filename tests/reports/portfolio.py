"""portfolio: health bands, recurring value, customers won and lost, biggest movers, units."""
import csv
import os
import tempfile

from data import day_minus

COLOUR = {"good": "green", "average": "amber", "poor": "red"}


def check(data):
    parts = data.parts("portfolio", "--limit", "20")
    check_bands(data, parts["bands"])
    check_headline(data, parts["headline"])
    check_movers(data, parts["movers"])
    check_units(data)
    first = data.sql("SELECT min(day) FROM point")[0][0]
    for day in (data.day, data.before(45), data.before(150), day_minus(first, -75), day_minus(first, -45), day_minus(first, -20)):
        check_flow(data, day, None)
    with tempfile.TemporaryDirectory() as scratch:
        options, data.options = data.options, dated(data, os.path.join(scratch, "dated.csv"))
        for day in (data.day, data.before(45), day_minus(first, -45)):
            check_flow(data, day, "dated")
        data.options = options


def bands(data, day):
    rows = data.sql("""SELECT coalesce(h.state, 'no score'), count(*), sum(m.value) FROM company c
        LEFT JOIN point h ON h.company = c.{id} AND h.id = c.{id} AND h.metric = 'system.health' AND h.day = :on
        LEFT JOIN point m ON m.company = c.{id} AND m.id = c.{id} AND m.metric = 'revenue.mrr' AND m.day = :on
        GROUP BY 1""".format(id=data.id), on=day)
    return {COLOUR.get(state, state): (n * 10**6, mrr) for state, n, mrr in rows}


def check_bands(data, rows):
    now, then = bands(data, data.day), bands(data, data.before(30))
    words = {r["band"] for r in rows}
    got = {r["band"]: (r["companies"], r["companies_then"], r["change"], r["mrr"]) for r in rows}
    want = {}
    for word in words | set(now) | set(then):
        n, mrr = now.get(word, (0, None))
        before = then.get(word, (0, None))[0]
        want[word] = (n, before, n - before, mrr)
    data.compare("companies by band", got, want)


def check_headline(data, rows):
    got = {r["what"]: r["value"] for r in rows}
    companies = data.sql("SELECT count(*) FROM company")[0][0]
    mrr = data.sql("SELECT sum(value) FROM point WHERE metric = 'revenue.mrr' AND day = :day")[0][0]
    active = data.sql("""SELECT count(DISTINCT company || ' ' || id) FROM point WHERE model = 'enduser'
        AND metric LIKE 'activities.%' AND value != 0 AND day BETWEEN :since AND :day""", since=data.before(29))[0][0]
    want = {"Companies": companies * 10**6, "Recurring value": mrr, "Active users": active * 10**6}
    scored = dict(data.sql("SELECT state, count(*) FROM point WHERE metric = 'system.health' AND day = :day GROUP BY 1"))
    for state, n in scored.items():
        # a double rounded to six places: the share in millionths, halves up
        want["Health " + COLOUR[state]] = (200 * 10**6 * n + sum(scored.values())) // (2 * sum(scored.values()))
    data.compare("headline numbers", got, want)
    paying, before = data.sql("""SELECT (SELECT count(*) FROM point WHERE metric = 'revenue.mrr' AND day = :day AND value > 0),
        (SELECT sum(value) FROM point WHERE metric = 'revenue.mrr' AND day = :then)""", then=data.before(30))[0]
    want = {"Companies": f"{paying} paying", "Recurring value": f"{(mrr - before) / 1e6:+,.0f}{' EUR' if data.name == 'demo' else ''} in 30 days",
            "Active users": "in the last 30 days"}
    for state, n in scored.items():
        want["Health " + COLOUR[state]] = f"{n} of {sum(scored.values())} scored"
    data.compare("what the headline is against", {r["what"]: r["against"] for r in rows}, want)


def check_movers(data, rows):
    got = [(r["company"], r["change"], r["health"], r["health_then"], r["mrr"]) for r in rows]
    want = data.sql("""SELECT c.{name}, a.value - b.value, a.value, b.value,
          (SELECT value FROM point WHERE company = a.company AND id = a.company AND metric = 'revenue.mrr' AND day = :day)
        FROM point a JOIN point b USING (company, id, metric) JOIN company c ON c.{id} = a.company
        WHERE a.metric = 'system.health' AND a.day = :day AND b.day = :then AND a.value != b.value
        ORDER BY abs(a.value - b.value) DESC, a.company LIMIT 20""".format(id=data.id, name=data.title), then=data.before(30))
    data.compare("biggest movers", got, want)


def check_units(data):
    rows = data.report("portfolio", "--part", "units", "--limit", "100000")
    got = {(r["company"], k): (v, r.get(k + "_state")) for r in rows for k, v in r.items()
           if k != "company" and not k.endswith("_state") and (v is not None or r.get(k + "_state"))}
    want = {(name, unit): (value, state) for name, unit, value, state in data.sql(f"""
        SELECT c.{data.title}, substr(metric, 7), value, state FROM point p JOIN company c ON c.{data.id} = p.company
        WHERE metric LIKE 'units.%' AND day = :day""")}
    data.compare("units", got, want)
    places = {}
    for (name, _), (_, state) in want.items():
        red, amber = places.get(name, (0, 0))
        places[name] = (red + (state == "red"), amber + (state == "amber"))
    data.compare("order of companies by units", [places[r["company"]] for r in rows], sorted(places.values(), reverse=True))


def dated(data, file):
    """Options with fields of which the renewal dates move, both ways; the table dated has them."""
    rows = data.sql(f"SELECT * FROM company ORDER BY {data.id}")
    names = [r[1] for r in data.sql("PRAGMA table_info(company)")]
    kept = [n for n, name in enumerate(names) if name != "renewal_date"]
    data.db.execute("CREATE TABLE dated (id, renewal, valid_from)")
    with open(file, "w", newline="") as f:
        out = csv.writer(f)
        out.writerow([names[n] for n in kept] + ["renewal_date", "valid_from"])
        for i, row in enumerate(rows):
            first = data.before(110 - i * 7 % 150)
            moved = day_minus(first, 20 if i % 4 == 0 else -365)
            versions = [("" if i % 5 == 0 else first, "")]
            if i % 3:
                versions.append(("" if i % 11 == 0 else moved, data.before(i * 13 % 110)))
            for version in versions:
                out.writerow([row[n] for n in kept] + list(version))
                data.db.execute("INSERT INTO dated VALUES (?, ?, ?)", (row[names.index(data.id)], *version))
    return ["company=" + file + ":" + data.id if o.startswith("company=") else o for o in data.options]


def flow(data, since, until):
    """(count, recurring value) of those won, and of those lost, from one day to the other."""
    def counted(of, day):
        return data.sql(f"""SELECT count(*) * 1000000, coalesce(sum(value), 0) FROM (
              SELECT {of}(day) AS it, value FROM point WHERE company IN (SELECT {data.id} FROM company)
              AND metric = 'revenue.mrr' AND id = company AND value > 0 AND day <= :until GROUP BY company)
            WHERE {day} BETWEEN :since AND :until""", since=since, until=until)[0]
    return counted("min", "it"), counted("max", "date(it, '+1 day')")


def renewed(data, since, until):
    known = "SELECT nullif(renewal, '') FROM dated d WHERE d.id = p.id AND valid_from <= %s ORDER BY valid_from DESC LIMIT 1"
    return data.sql(f"""SELECT count(*) * 1000000, coalesce(sum(value), 0) FROM (
          SELECT value, ({known % ':before'}) AS was, ({known % ':until'}) AS renewal FROM point p
          WHERE metric = 'revenue.mrr' AND id = company AND value > 0 AND day = :until)
        WHERE was BETWEEN :since AND :until OR renewal > was""", since=since, until=until, before=day_minus(since, 1))[0]


def check_flow(data, day, fields):
    first = data.sql("SELECT min(day) FROM point")[0][0]
    columns = []
    for since, until in ((day_minus(day, 29), day), (day_minus(day, 59), day_minus(day, 30))):
        won, lost = flow(data, since, until) if first < since else ((None, None), (None, None))
        # renewal dates of neither are dated: nobody knows who renewed, and no row says so
        columns.append([*won, *(renewed(data, since, until) if fields else ()), *lost])
    want = [(a, b, None if a is None or b is None else a - b) for a, b in zip(*columns)]
    rows = data.report("portfolio", "--part", "flow", day=day)
    data.compare(f"customers won and lost, {day}" + (", renewed" if fields else ""),
                 [(r["last_30"], r["days_31_60"], r["change"]) for r in rows], want)
