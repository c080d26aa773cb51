"""account: one company's use, people, value and timeline."""
import datetime

import use


def check(data):
    use.tables(data)
    company = data.sql("SELECT company FROM activity GROUP BY 1 ORDER BY sum(value) DESC, 1 LIMIT 1")[0][0]
    parts = data.parts(f"account {company}", "--limit", "100000", "--metric", "revenue.mrr")
    def sql(text, **bound):
        return data.sql(text, c=company, **bound)
    since = data.before(29)
    want = {n: (v, d) for n, v, d in sql("""SELECT name, sum(CASE WHEN day >= :since THEN value END),
        max(CASE WHEN value != 0 THEN day END) FROM activity WHERE company = :c GROUP BY 1
        ORDER BY 2 DESC, 1 LIMIT 15""", since=since) if v is not None}
    data.compare("account, features", {r["feature"]: (r["events"], r["last"]) for r in parts["features"]}, want)
    runs, last = [], None
    for day, value in sql("SELECT day, value FROM point WHERE metric = 'revenue.mrr' AND company = :c AND id = :c AND day <= :day ORDER BY 1"):
        date = datetime.date.fromisoformat(day)
        if last == (date - datetime.timedelta(1), value):
            runs[-1][1] = day
        else:
            runs.append([day, day, value])
        last = (date, value)
    data.compare("account, recurring value", [[r["from"], r["to"], r["mrr"]] for r in parts["subscriptions"]], runs[::-1])
    check_timeline(data, parts["timeline"], company, sql)
    if data.sql("SELECT 1 FROM modular LIMIT 1"):
        want = dict(sql("SELECT module, sum(value) FROM modular WHERE company = :c AND day >= :since GROUP BY 1", since=since))
        data.compare("account, modules", {r["module"]: r["uses"] for r in parts["modules"] if r["uses"] is not None}, want)
    if parts.get("people"):
        want = sorted(v for v, in sql("""SELECT sum(value) FROM activity WHERE company = :c AND model = 'enduser'
            AND day >= :since GROUP BY id""", since=since))
        data.compare("account, people", sorted(r["events"] for r in parts["people"] if r["events"] is not None), want)


def check_timeline(data, rows, company, sql):
    first = data.before(89)
    want, day = {}, datetime.date.fromisoformat(first)
    mrr = dict(sql("SELECT day, value FROM point WHERE metric = 'revenue.mrr' AND company = :c AND id = :c"))
    while str(day) <= data.day:
        until = str(min(day + datetime.timedelta(6 - day.weekday()), datetime.date.fromisoformat(data.day)))
        users, = sql("SELECT count(DISTINCT id) FROM activity WHERE company = :c AND model = 'enduser' AND value != 0 AND day BETWEEN :a AND :b",
                     a=str(day), b=until)
        events, = sql("SELECT sum(value) FROM activity WHERE company = :c AND day BETWEEN :a AND :b", a=str(day), b=until)
        modules = sql("SELECT module, sum(value) FROM modular WHERE company = :c AND day BETWEEN :a AND :b GROUP BY 1",
                      a=str(day), b=until)
        want[str(day)] = {"users": users[0] * 10**6, "events": events[0], "revenue.mrr": mrr.get(until),
                          **{"modules." + m: v for m, v in modules}}
        day = datetime.date.fromisoformat(until) + datetime.timedelta(1)
    got = {r.pop("from"): {k: v for k, v in r.items() if k != "days" and v is not None} for r in rows}
    data.compare("account, timeline", got, {k: {n: v for n, v in w.items() if v is not None} for k, w in want.items()})
