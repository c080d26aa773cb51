"""portfolio: health bands, recurring value, biggest movers."""

COLOUR = {"good": "green", "average": "amber", "poor": "red"}


def check(data):
    parts = data.parts("portfolio", "--limit", "20")
    check_bands(data, parts["bands"])
    check_headline(data, parts["headline"])
    check_movers(data, parts["movers"])


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


def check_movers(data, rows):
    got = [(r["company"], r["change"], r["health"], r["health_then"], r["mrr"]) for r in rows]
    want = data.sql("""SELECT c.{name}, a.value - b.value, a.value, b.value,
          (SELECT value FROM point WHERE company = a.company AND id = a.company AND metric = 'revenue.mrr' AND day = :day)
        FROM point a JOIN point b USING (company, id, metric) JOIN company c ON c.{id} = a.company
        WHERE a.metric = 'system.health' AND a.day = :day AND b.day = :then AND a.value != b.value
        ORDER BY abs(a.value - b.value) DESC, a.company LIMIT 20""".format(id=data.id, name=data.title), then=data.before(30))
    data.compare("biggest movers", got, want)
