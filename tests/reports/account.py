"""account: one company's use, people, value and timeline; and the facts about several."""
import datetime
import json
import os
import re
import tempfile

import use
from data import half_up as data_half_up


OURS = {
    "segments": [{"id": "seated", "model": "company", "where": "company.seats >= 20"}],
    "milestones": [{"id": "used", "name": "Used often", "order": 2, "when": "total(activities.*) >= 150"},
                   {"id": "pays", "order": 1, "when": "revenue.mrr >= 900"},
                   {"id": "talked", "name": "Talked to", "order": 4, "segment": "seated", "when": "total(conversations.*) >= 4"}],
    "alerts": [{"id": "slow", "name": "Few events", "type": "upsell", "when": "sum(activities.*, 30) < 400",
                "message": "{sum(activities.*, 30) as month} events, last {days_since(activities.*) as days} days ago"}]}  # fmt: skip

# Metrics of RavenStack, of which there are no points: what is summed over how many days.
SUMS = {"calculated.usage90": ("activities.*", 90), "calculated.tickets90": ("conversations.ticket", 90),
        "calculated.escalated90": ("metrics.escalated", 90)}  # fmt: skip


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
    check_several(data)


def seats_of(data, sql, day):
    """Those of the field, without one the newest metrics.seats."""
    if "seats" in [name for _, name, *_ in data.sql("PRAGMA table_info(company)")]:
        text = sql(f"SELECT seats FROM company WHERE {data.id} = :c")[0][0]
        return int(text) * 10**6 if text and int(text) > 0 else None
    found = sql("SELECT value FROM point WHERE metric = 'metrics.seats' AND company = :c AND id = :c AND day <= :on ORDER BY day DESC LIMIT 1", on=day)
    return found[0][0] if found and found[0][0] > 0 else None


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
        seats = seats_of(data, sql, until)
        want[str(day)] = {"seats": seats, "seated": None if seats is None else data_half_up(users[0] * 10**14, seats),
                          "users": users[0] * 10**6, "events": events[0], "revenue.mrr": mrr.get(until),
                          **{"modules." + m: v for m, v in modules}}
        day = datetime.date.fromisoformat(until) + datetime.timedelta(1)
    got = {r.pop("from"): {k: v for k, v in r.items() if k != "days" and v is not None} for r in rows}
    data.compare("account, timeline", got, {k: {n: v for n, v in w.items() if v is not None} for k, w in want.items()})


def several(data):
    """Companies of all kinds: lost, without a score, much and little talked to, moved most; a few more."""
    queries = [
        "SELECT company FROM point WHERE metric = 'revenue.mrr' AND value > 0 GROUP BY 1 HAVING max(day) < :day ORDER BY 1 LIMIT 2",
        f"""SELECT {data.id} FROM company WHERE {data.id} NOT IN
            (SELECT company FROM point WHERE metric = 'system.health' AND day = :day) ORDER BY 1 DESC LIMIT 1""",
        "SELECT company FROM point WHERE metric LIKE 'conversations.%' GROUP BY 1 ORDER BY sum(value) DESC, 1 LIMIT 2",
        """SELECT company FROM point a JOIN point b USING (company, id, metric) WHERE metric = 'system.health' AND a.day = :day
            AND b.day = date(:day, '-30 days') ORDER BY abs(a.value - b.value) DESC, 1 LIMIT 2""",
        f"SELECT {data.id} FROM company ORDER BY substr({data.id}, -2), 1 LIMIT 5"]
    return sorted({c for q in queries for c, in data.sql(q)})


def check_several(data):
    config = configuration(data)
    companies = several(data)
    data.db.execute("CREATE INDEX IF NOT EXISTS by_company ON point (company, metric, day)")
    with tempfile.TemporaryDirectory() as scratch:
        file = os.path.join(scratch, "ours.json")
        with open(file, "w") as f:
            json.dump(OURS, f)
        accounts = {c: data.parts("account " + c, "-c", file) for c in companies}
    for what, of in (("glances", glance), ("moves", moved), ("stories", story), ("people", people), ("score", score), ("parts of the score", score_parts), ("units", units), ("milestones", milestones),
                     ("conversations", conversations), ("fields", fields), ("revenue", revenue), ("alerts", alerts)):
        got, want = {}, {}
        for c, parts in accounts.items():
            mine, theirs = of(data, config, parts, c, lambda text, c=c, **bound: data.sql(text, c=c, **bound))
            got.update({(c, k): v for k, v in mine.items()})
            want.update({(c, k): v for k, v in theirs.items()})
        data.compare(f"{what} of {len(companies)} accounts", got, want)


def configuration(data):
    """Sections of the data set's configuration by name, their arrays put together."""
    found = {}
    for flag, path in zip(data.options, data.options[1:]):
        if flag == "-c":
            names = sorted(os.listdir(path)) if os.path.isdir(path) else [""]
            for name in names:
                with open(os.path.join(path, name) if name else path) as f:
                    for key, entries in json.load(f).items():
                        if isinstance(entries, list):
                            found.setdefault(key, []).extend(entries)
    return found


def profile_of(config, sql):
    """The profile whose parts there are on the day, and these: {part: (contribution, state)}."""
    rows = sql("SELECT metric, value, state FROM point WHERE metric LIKE 'health.%.%' AND company = :c AND id = :c AND day = :day")
    ids = {m.split(".")[1] for m, _, _ in rows}
    if not ids:
        return None, {}
    (id,) = ids
    profile, = [p for p in config["health"] if p["id"] == id]
    return profile, {m.split(".", 2)[2]: (value, state or None) for m, value, state in rows}


def score(data, config, parts, c, sql):
    def health(day):
        return next(iter(sql("SELECT value, state FROM point WHERE metric = 'system.health' AND company = :c AND id = :c AND day = :on",
                             on=day)), (None, None))
    now, then = health(data.day), health(data.before(30))
    change = None if now[0] is None or then[0] is None else now[0] - then[0]
    want = {"Score": now, "30 days ago": then, "Change": (change, None)}
    profile, of = profile_of(config, sql)
    if profile is not None:
        want["Profile"] = (profile.get("name", profile["id"]), None)
        whole = profile["start"] * 10**6 + sum(value for value, _ in of.values() if value is not None)
        want["Score"] = (min(max(whole, 0), 10**7), now[1])
    got = {r["name"]: (r["value"], r.get("value_state")) for r in parts["health"]}
    got.pop("Newest point, days old", None)
    known = None if profile is None else factors_known(data, profile, sql)
    if known is None:
        got.pop("Known", None)
    else:
        want["Known"] = (known * 100 * 10**6 // len(profile["factors"]), None)
    return got, want


def factors_known(data, profile, sql):
    """How many of its factors have a value, or None if SQL cannot tell."""
    metrics = [re.fullmatch(r"last\((calculated\.\w+), 1\)", f["metric"]) for f in profile["factors"]]
    if data.name != "demo" or not all(metrics):
        return None
    return sum(factor_value(data, m[1], sql) != [None] for m in metrics)


def factor_value(data, metric, sql):
    """[its value on the day], or None if SQL cannot tell."""
    if data.name == "demo":
        return [v for v, in sql("SELECT value FROM point WHERE metric = :m AND company = :c AND id = :c AND day = :day", m=metric)] or [None]
    if metric not in SUMS:
        return None
    pattern, days = SUMS[metric]
    return sql("SELECT coalesce(sum(value), 0) FROM point WHERE company = :c AND metric GLOB :m AND day BETWEEN :since AND :day",
               m=pattern, since=data.before(days - 1))[0]


def fields_called(data, model, *names):
    there = [name for _, name, *_ in data.sql(f"PRAGMA table_info({model})")]
    return next((n for n in names if n in there), None)


def touch_of(sql, id=None):
    return sql("SELECT max(day) FROM point WHERE metric LIKE 'conversations.%' AND company = :c AND value != 0 AND day <= :day"
               + ("" if id is None else " AND model = 'enduser' AND id = :id"), **({} if id is None else {"id": id}))[0][0]


def glance(data, config, parts, c, sql):
    def field(*names):
        name = fields_called(data, "company", *names)
        return sql(f"SELECT {name} FROM company WHERE {data.id} = :c")[0][0] or None if name else None
    want = {"Last touch": touch_of(sql), "Plan": field("plan", "plan_tier", "tier", "segment"),
            "Renewal": field("renewal_date", "renewal", "renewal_on", "contract_end", "contract_end_date")}
    paid = sql("SELECT sum(CASE WHEN day = :day THEN value END), max(value) FROM point WHERE metric = 'revenue.mrr' AND company = :c AND id = :c AND day <= :day")
    if paid[0][1]:
        want["Recurring value, a month"] = paid[0][0]
    got = {r["name"]: r["value"] for r in parts["glance"]}
    for name in ("Owner", "Units"):
        got.pop(name, None)
    return got, want


def moved(data, config, parts, c, sql):
    then = data.before(30)
    own = "SELECT metric, value, state FROM point WHERE company = :c AND id = :c AND day = :on"
    was, now = ({m: (v, s or None) for m, v, s in sql(own, on=day)} for day in (then, data.day))
    profile, _ = profile_of(config, sql)
    names = {"system.health": "Health score", "revenue.mrr": "Recurring value"}
    names.update({f"units.{u['id']}": "Unit: " + u["name"] for u in config["units"]})
    if profile is not None:
        names.update({f"health.{profile['id']}.{f['id']}": "Part: " + f.get("name", f["id"]) for f in profile["factors"]})
    missing = (None, None)
    want = {name: (*was.get(m, missing), *now.get(m, missing)) for m, name in names.items()
            if was.get(m, missing) != missing and was[m] != now.get(m, missing)}
    def active(day, since):
        return sql("""SELECT count(DISTINCT id) FROM activity WHERE company = :c AND model = 'enduser' AND value != 0
            AND day BETWEEN :since AND :on""", on=day, since=since)[0][0] * 10**6
    users = active(then, data.before(59)), active(data.day, data.before(29))
    got = {r["what"]: (r["then"], r.get("then_state"), r["now"], r.get("now_state")) for r in parts.get("moved", [])}
    told = got.pop("Users active in 30 days", None)
    if told is not None or users[0] != users[1]:
        got["users"] = told and (told[0], told[2])
        want["users"] = users
    for r in parts.get("moved", []):
        change = None if r["then"] is None or r["now"] is None else r["now"] - r["then"]
        got["change", r["what"]], want["change", r["what"]] = r["change"], change
    return got, want


def story(data, config, parts, c, sql):
    """What is paid, the last touch and the renewal; bands, milestones and alerts have checks of their own."""
    values = dict(sql("SELECT day, value FROM point WHERE metric = 'revenue.mrr' AND company = :c AND id = :c AND day <= :day"))
    def money(value):
        text = f"{value / 10**6:,.2f}"
        # of the demo's settings
        return (text[:-3] if text.endswith(".00") else text) + (" EUR" if data.name == "demo" else "")
    want, was = [], 0
    first = datetime.date.fromisoformat(min(values)) if values else None
    while first is not None and str(first) <= data.day:
        value = values.get(str(first), 0)
        if value != was:
            want.append((str(first), f"Recurring value {money(value)}" if was == 0 else "Recurring value ended" if value == 0
                         else f"Recurring value from {money(was)} to {money(value)}"))
        was, first = value, first + datetime.timedelta(1)
    want.append((touch_of(sql), "Last touch"))
    got = [(r["day"], r["what"]) for r in parts.get("story", []) if r["what"].startswith(("Recurring", "Last"))]
    return dict(enumerate(sorted(got))), dict(enumerate(sorted(w for w in want if w[0])))


def people(data, config, parts, c, sql):
    """When those with points were touched."""
    touched = [touch_of(sql, id) for id, in sql("SELECT DISTINCT id FROM point WHERE company = :c AND model = 'enduser'")]
    want = sorted(day for day in touched if day)
    got = sorted(r["touch"] for r in parts.get("people", []) if r["touch"])
    if len(parts.get("people", [])) == 25:  # more than are shown
        return {}, {}
    return {"touched": got}, {"touched": want}


def score_parts(data, config, parts, c, sql):
    profile, of = profile_of(config, sql)
    whole = ("Start", "Sum", "Score", "Score, kept within its scale", "Score, set by hand")
    rows = {r["name"]: r for r in parts.get("parts", [])}
    got = {n: (r["contribution"], r.get("contribution_state"), r["of"]) for n, r in rows.items() if n not in whole}
    want = {}
    if got:
        # the start and the parts come to the sum, and to the score unless it left the scale
        start = round(profile.get("start", 5) * 10**6)
        total = start + sum(v for v, _, _ in got.values() if v is not None)
        score = sql("SELECT value FROM point WHERE metric = 'system.health' AND company = :c AND id = :c AND day = :day")[0][0]
        kept = min(max(total, 0), 10 * 10**6)
        got["whole"] = ({n: rows[n]["contribution"] for n in whole if n in rows and n != "Sum"},
                        rows.get("Sum", {}).get("contribution", total))
        want["whole"] = ({"Start": start, "Score" if kept == total else "Score, kept within its scale": kept}, total)
        got["score"], want["score"] = kept, score
    for factor in profile["factors"] if profile else []:
        if factor["id"] in of:
            want[factor.get("name", factor["id"])] = (*of[factor["id"]], factor["metric"])
            metric = re.fullmatch(r"last\((calculated\.\w+), 1\)", factor["metric"])
            value = metric and factor_value(data, metric[1], sql)
            if value:
                name = factor.get("name", factor["id"])
                want[name, "value"] = value[0]
                got[name, "value"] = next((r["value"] for r in parts["parts"] if r["name"] == name), "no row")
    return got, want


def units(data, config, parts, c, sql):
    found = {m: (value, state) for m, value, state in sql("""SELECT substr(metric, 7), value, state FROM point
        WHERE metric LIKE 'units.%' AND company = :c AND id = :c AND day = :day""")}
    order = sorted(config["units"], key=lambda u: u["sort"])
    want = [(u["name"], *found[u["id"]]) for u in order if u["id"] in found]
    return (dict(enumerate((r["unit"], r["value"], r.get("value_state")) for r in parts.get("units", []))), dict(enumerate(want)))


def milestones(data, config, parts, c, sql):
    def reached(pattern, least):
        return sql("""SELECT min(day) FROM (SELECT day, sum(sum(value)) OVER (ORDER BY day) AS total FROM point
            WHERE metric GLOB :pattern AND company = :c AND day <= :day GROUP BY day) WHERE total >= :least""",
            pattern=pattern, least=least * 10**6)[0][0]
    paid = sql("SELECT min(day) FROM point WHERE metric = 'revenue.mrr' AND company = :c AND id = :c AND day <= :day AND value >= 900000000")
    want = [("pays", paid[0][0]), ("Used often", reached("activities.*", 150))]
    if int(sql(f"SELECT seats FROM company WHERE {data.id} = :c")[0][0]) >= 20:
        want.append(("Talked to", reached("conversations.*", 4)))
    return (dict(enumerate((r["milestone"], r["state"], r["met"]) for r in parts["milestones"])),
            dict(enumerate((name, "met" if day else "not yet", day) for name, day in want)))


def conversations(data, config, parts, c, sql):
    rows = sql("""SELECT substr(metric, 15), sum(CASE WHEN day >= :since THEN value END) n, max(CASE WHEN value != 0 THEN day END)
        FROM point WHERE metric LIKE 'conversations.%' AND company = :c AND day <= :day GROUP BY 1 HAVING n IS NOT NULL
        ORDER BY n DESC, 1""", since=data.before(89))
    return (dict(enumerate((r["type"], r["count"], r["last"]) for r in parts.get("conversations", []))), dict(enumerate(rows)))


def fields(data, config, parts, c, sql):
    want = []
    for _, name, *_ in data.sql("PRAGMA table_info(company)"):
        texts = [t for t, in data.sql(f'SELECT "{name}" FROM company')]
        value = sql(f'SELECT "{name}" FROM company WHERE {data.id} = :c')[0][0]
        if all(re.fullmatch("[1-9][0-9]*|0|", t) for t in texts):
            value = int(value) * 10**6 if value else None
        want.append((name, value or None))
    return dict(enumerate((r["name"], r["value"]) for r in parts["fields"])), dict(enumerate(want))


def revenue(data, config, parts, c, sql):
    want = dict(sql("SELECT substr(metric, 9), value FROM point WHERE metric LIKE 'revenue.%' AND company = :c AND id = :c AND day = :day"))
    then = sql("SELECT value FROM point WHERE metric = 'revenue.mrr' AND company = :c AND id = :c AND day = :then", then=data.before(30))
    want["mrr 30 days ago"] = then[0][0] if then else None
    want["first paid day"], want["last paid day"] = sql("""SELECT min(day), max(day) FROM point
        WHERE metric = 'revenue.mrr' AND company = :c AND id = :c AND day <= :day AND value > 0""")[0]
    return {r["name"]: r["value"] for r in parts["revenue"]}, want


def alerts(data, config, parts, c, sql):
    """Messages: when each is open since, alerts.py tells."""
    since, used, talked, mrr = sql("""SELECT sum(CASE WHEN metric LIKE 'activities.%' AND day >= :since THEN value END),
          max(CASE WHEN metric LIKE 'activities.%' AND value != 0 THEN day END),
          max(CASE WHEN metric LIKE 'conversations.%' AND value != 0 THEN day END),
          sum(CASE WHEN metric = 'revenue.mrr' AND id = company AND day = :day THEN value END)
        FROM point WHERE company = :c AND day <= :day""", since=data.before(29))[0]
    def ago(day):
        return (datetime.date.fromisoformat(data.day) - datetime.date.fromisoformat(day)).days
    want = {}
    if since is not None and since < 400 * 10**6:
        want["slow"] = ("Few events", "upsell", f"{since // 10**6} events, last {ago(used)} days ago")
    if data.name == "demo":
        name, owner = sql("SELECT name, owner FROM company WHERE id = :c")[0]
        if talked and ago(talked) >= 15 and (mrr or 0) > 0 and owner:
            want["no_contact"] = ("No contact for 15 days", "risk", f"{name}: last contact {ago(talked)} days ago")
    got = {r["alert"]: (r["title"], r["type"], r["message"]) for r in parts.get("alerts", [])
           if r["alert"] in ("slow", "no_contact")}
    return got, want
