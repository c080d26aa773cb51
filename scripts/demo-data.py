#!/usr/bin/env python3
"""Makes the demo's raw exports: one year of an invented B2B SaaS vendor.

usage: demo-data.py OUTDIR [--companies N] [--seed S]

The same arguments give the same bytes on every machine: only random.Random.random() is
used, whose sequence Python guarantees.  What it writes, as such vendors' systems would:

  companies.csv       CRM export: plan, seats, owner, segment, parent, dates
  users.csv           end users and the company they belong to
  app_events.csv      end-user events of the web application, with an id (some rows are
                      delivered twice), local times with an offset, user but no company
  track.ndjson        events of the mobile app as Segment sends them, identify calls
                      between them
  account_metrics.csv one row a company and day, one column a metric (wide)
  subscriptions.csv   periods with upgrades, downgrades and ends
  rates.csv           what the currencies of customers abroad are worth in EUR
  tasks.csv           what owners plan, did, and have still to do in the weeks to come
  tickets.csv         ticket messages;  calls.csv  calls, meetings and e-mails
  surveys.csv         NPS answers
  ratings.csv         success units rated by hand
  churn.csv           who left, and when
"""
import argparse
import csv
import datetime as dt
import json
import math
import os
import random

FIRST, LAST = dt.date(2025, 11, 1), dt.date(2026, 10, 31)
DAYS = (LAST - FIRST).days + 1
HOLIDAYS = {dt.date(2025, 12, 24), dt.date(2025, 12, 25), dt.date(2025, 12, 26),
            dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 4, 3),
            dt.date(2026, 4, 6), dt.date(2026, 5, 1), dt.date(2026, 5, 14)}
PLANS = [("Starter", 49, (4, 12)), ("Team", 39, (10, 45)), ("Enterprise", 32, (40, 160))]
OWNERS = ["Astrid Lind", "Mateo Silva", "Priya Nair", "Tom Becker", "Yuki Mori", ""]
INDUSTRIES = ["Logistics", "Retail", "Software", "Healthcare", "Finance", "Manufacturing"]
COUNTRIES = ["SE", "DE", "GB", "US", "NL", "ES", "FR", "PL"]
HEAD = ["Alder", "Beacon", "Cedar", "Delta", "Ember", "Fjord", "Granite", "Harbor", "Iris",
        "Juniper", "Kestrel", "Lumen", "Maple", "Nimbus", "Onyx", "Pine", "Quartz", "River",
        "Sable", "Tundra", "Umbra", "Vista", "Willow", "Xenon", "Yarrow", "Zephyr"]
TAIL = ["Labs", "Group", "Systems", "Works", "Logistics", "Health", "Foods", "Media",
        "Capital", "Retail", "Energy", "Partners"]
GIVEN = ["Anna", "Ben", "Carla", "David", "Elif", "Felix", "Grace", "Hugo", "Ines", "Jonas",
         "Klara", "Liam", "Mona", "Noah", "Olga", "Paul", "Rosa", "Sam", "Tara", "Victor"]
FAMILY = ["Andersson", "Berg", "Costa", "Dubois", "Eriksen", "Fischer", "Garcia", "Haas",
          "Ivanov", "Jensen", "Kowalski", "Larsen", "Müller", "Novak", "O'Neil", "Peters"]
# Feature, weight in the web application, weight in the mobile app.
FEATURES = [("login", 10, 8), ("view dashboard", 8, 6), ("create lead", 6, 3),
            ("update deal", 7, 4), ("create report", 3, 0), ("export report", 1.5, 0),
            ("send campaign", 1.2, 0), ("edit workflow", 1, 0), ("import contacts", 0.6, 0),
            ("log call", 2, 6), ("scan card", 0, 3), ("invite user", 0.4, 0.2)]
# Countries that do not pay in euros, and how much of their money one euro is.
ABROAD = {"US": ("usd", 1.25), "GB": ("gbp", 0.8), "SE": ("sek", 12.5)}
# Kind of account, share, chance to leave.
KINDS = [("steady", 0.40, 0.02), ("growing", 0.22, 0.01), ("fading", 0.15, 0.62),
         ("dormant", 0.07, 0.35), ("seasonal", 0.09, 0.03), ("rescued", 0.07, 0.02)]


class Dice:
    def __init__(self, seed):
        self.random = random.Random(seed).random

    def whole(self, lo, hi):
        return lo + int(self.random() * (hi - lo + 1))

    def pick(self, items):
        return items[int(self.random() * len(items))]

    def weighted(self, items, weight):
        at = self.random() * sum(weight(i) for i in items)
        for item in items:
            at -= weight(item)
            if at < 0:
                return item
        return items[-1]

    def poisson(self, mean):
        if mean > 30:
            return max(0, round(mean + math.sqrt(mean) * (sum(self.random() for _ in range(12)) - 6)))
        limit, n, p = math.exp(-mean), 0, self.random()
        while p > limit:
            n, p = n + 1, p * self.random()
        return n


def level(kind, day, left, turn):
    """How much an account of this kind uses the product on a day, against its normal."""
    age = day / DAYS
    if kind == "growing":
        return 0.5 + age
    if kind == "fading":
        return 1.0 if day < turn else max(0.03, 1 - (day - turn) / 110)
    if kind == "dormant":
        return 0.12
    if kind == "seasonal":
        return 0.75 + 0.5 * math.sin(2 * math.pi * (day / 122))
    if kind == "rescued":
        return 1.0 if day < turn else min(1.1, max(0.2, abs(day - turn - 70) / 70))
    return 1.0


def rhythm(date):
    if date in HOLIDAYS:
        return 0.08
    if date.weekday() >= 5:
        return 0.12
    summer = 0.7 if date.month == 7 else 1.0
    return summer * (1.0, 1.1, 1.1, 1.0, 0.8)[date.weekday()]


def make_companies(dice, n):
    companies = []
    for i in range(n):
        plan, price, seats = dice.weighted(PLANS, lambda p: {"Starter": 5, "Team": 4, "Enterprise": 1.6}[p[0]])
        kind, _, leave = dice.weighted(KINDS, lambda k: k[1])
        name = HEAD[i % len(HEAD)] + " " + TAIL[(3 * (i // len(HEAD)) + i) % len(TAIL)]
        late = dice.random() < 0.2
        start = FIRST + dt.timedelta(dice.whole(1, 355)) if late else FIRST - dt.timedelta(dice.whole(20, 1100))
        turn = dice.whole(60, 300)
        churn = None
        if dice.random() < leave:
            churn = max(turn + dice.whole(45, 130), (start - FIRST).days + 90)
            churn = FIRST + dt.timedelta(churn) if churn < DAYS else None
        companies.append({
            "id": "c%03d" % (i + 1), "name": name, "plan": plan, "price": price,
            "seats": dice.whole(*seats), "owner": dice.pick(OWNERS),
            "segment": {"Starter": "SMB", "Team": "Mid-market", "Enterprise": "Enterprise"}[plan],
            "industry": dice.pick(INDUSTRIES), "country": dice.pick(COUNTRIES),
            "parent": "", "start": start, "kind": kind, "turn": turn, "churn": churn,
            "users": []})
    for child in companies[5::17]:
        child["parent"] = companies[dice.whole(0, 4)]["id"]
    return companies


def make_users(dice, companies):
    number = 0
    for c in companies:
        for _ in range(max(2, round(c["seats"] * (0.45 + 0.5 * dice.random())))):
            number += 1
            since = max(c["start"], FIRST) + dt.timedelta(
                dice.whole(0, 200) if dice.random() < 0.3 else 0)
            c["users"].append({
                "id": "u-%05d" % number, "since": since,
                "name": dice.pick(GIVEN) + " " + dice.pick(FAMILY),
                "role": dice.weighted(["user", "admin", "manager"], lambda r: {"user": 8, "admin": 1, "manager": 2}[r]),
                "zeal": 0.01 + 1.5 * dice.random() ** 3, "mobile": dice.random() < 0.3})


def events_of_day(dice, c, day, date):
    """(user, feature, count, mobile) of one company and day."""
    strength = level(c["kind"], day, c["churn"], c["turn"]) * rhythm(date)
    for u in c["users"]:
        if date < u["since"] or dice.random() > 0.5 * strength * u["zeal"]:
            continue
        mobile = u["mobile"] and dice.random() < 0.4
        weight = 2 if mobile else 1
        features = [f for f in FEATURES if f[weight] > 0]
        yield u, "login", 1, mobile
        for _ in range(dice.poisson(1.2 + 0.8 * u["zeal"] * strength)):
            f = dice.weighted(features, lambda x: x[weight])
            yield u, f[0], 1 + dice.poisson(0.4), mobile


def clock(dice, date, offset):
    second = int(8 * 3600 + dice.random() * 10 * 3600)
    return "%02d:%02d:%02d" % (second // 3600, second // 60 % 60, second % 60)


def alive(c, date):
    return c["start"] <= date and (c["churn"] is None or date < c["churn"])


def write_events(dice, out, companies):
    number = 0
    with open(os.path.join(out, "app_events.csv"), "w", newline="") as app, \
         open(os.path.join(out, "track.ndjson"), "w") as track:
        rows = csv.writer(app, lineterminator="\n")
        rows.writerow(["event_id", "occurred_at", "user_id", "event", "quantity"])
        for day in range(DAYS):
            date = FIRST + dt.timedelta(day)
            offset = "+02:00" if dt.date(2026, 3, 29) <= date < dt.date(2026, 10, 25) else "+01:00"
            for c in companies:
                if not alive(c, date):
                    continue
                for u, feature, count, mobile in events_of_day(dice, c, day, date):
                    number += 1
                    time = clock(dice, date, offset)
                    if mobile:
                        write_track(track, number, c, u, feature, count, date, time, dice)
                        continue
                    row = ["e%07d" % number, f"{date}T{time}{offset}", u["id"], feature, count]
                    rows.writerow(row)
                    if dice.random() < 0.002:  # delivered twice
                        rows.writerow(row)


def write_track(track, number, c, u, feature, count, date, time, dice):
    if dice.random() < 0.02:
        track.write(json.dumps({
            "type": "identify", "messageId": "i%07d" % number, "userId": u["id"],
            "traits": {"name": u["name"]}, "timestamp": f"{date}T{time}Z"}, ensure_ascii=False) + "\n")
    track.write(json.dumps({
        "type": "track", "messageId": "m%07d" % number, "userId": u["id"],
        "event": feature, "timestamp": f"{date}T{time}.{number % 1000:03d}Z",
        "context": {"groupId": c["id"], "app": {"name": "mobile"}},
        "properties": {"quantity": count}}) + "\n")


def seats_on(c, date):
    """Seats change at most twice a year: growing accounts upgrade, fading ones shrink."""
    day = (date - FIRST).days
    if c["kind"] == "growing":
        return round(c["seats"] * (1 + 0.25 * (day >= 120) + 0.25 * (day >= 260)))
    if c["kind"] == "fading" and day >= c["turn"] + 30:
        return max(2, round(c["seats"] * 0.75))
    return c["seats"]


def write_metrics(dice, out, companies):
    with open(os.path.join(out, "account_metrics.csv"), "w", newline="") as f:
        rows = csv.writer(f, lineterminator="\n")
        rows.writerow(["date", "account", "active seats", "storage gb", "api calls"])
        for c in companies:
            storage = 5 + 40 * dice.random()
            for day in range(DAYS):
                date = FIRST + dt.timedelta(day)
                strength = level(c["kind"], day, c["churn"], c["turn"])
                storage += 0.06 * strength * dice.random() * len(c["users"]) / 10
                if not alive(c, date):
                    continue
                active = min(seats_on(c, date), round(len(c["users"]) * min(1, 0.35 + 0.5 * strength)))
                calls = dice.poisson(25 * strength * rhythm(date)) if c["plan"] != "Starter" else ""
                rows.writerow([date, c["id"], active, "%.2f" % storage, calls])


def write_subscriptions(out, companies):
    with open(os.path.join(out, "subscriptions.csv"), "w", newline="") as f:
        rows = csv.writer(f, lineterminator="\n")
        rows.writerow(["subscription", "account", "start", "end", "mrr", "setup_fee"])
        number = 0
        for c in companies:
            begin, seats, fee = c["start"], seats_on(c, max(c["start"], FIRST)), 500 if c["start"] > FIRST else ""
            date = max(c["start"], FIRST)
            while date <= LAST and alive(c, date):
                if seats_on(c, date) != seats:
                    number += 1
                    rows.writerow(["s%05d" % number, c["id"], begin, date, seats * c["price"], fee])
                    begin, seats, fee = date, seats_on(c, date), ""
                date += dt.timedelta(1)
            number += 1
            rows.writerow(["s%05d" % number, c["id"], begin, c["churn"] or "", seats * c["price"], fee])


def write_conversations(dice, out, companies):
    with open(os.path.join(out, "tickets.csv"), "w", newline="") as t, \
         open(os.path.join(out, "calls.csv"), "w", newline="") as k:
        tickets, calls = csv.writer(t, lineterminator="\n"), csv.writer(k, lineterminator="\n")
        tickets.writerow(["message_at", "ticket", "account", "user", "subject"])
        calls.writerow(["when", "account", "type", "with"])
        number = 0
        for c in companies:
            for day in range(DAYS):
                date = FIRST + dt.timedelta(day)
                if not alive(c, date):
                    continue
                trouble = 2.5 if c["kind"] == "fading" and c["turn"] - 20 < day < c["turn"] + 60 else 1
                if dice.random() < 0.012 * trouble * rhythm(date) * len(c["users"]) ** 0.4:
                    number += 1
                    for reply in range(1 + dice.poisson(1.5)):
                        at = date + dt.timedelta(reply // 2)
                        if at <= LAST:
                            tickets.writerow([f"{at} {clock(dice, at, '')}", "T%05d" % number, c["id"],
                                              dice.pick(c["users"])["id"],
                                              dice.pick(["Import fails", "Question, about \"roles\"", "Slow report", "Invoice"])])
                touch = 0.03 if c["owner"] else 0.008
                if c["kind"] == "rescued" and day > c["turn"]:
                    touch *= 3
                if dice.random() < touch * rhythm(date):
                    calls.writerow([date, c["id"], dice.pick(["call", "email", "email", "meeting"]), c["owner"]])


def rows_of(out, name):
    with open(os.path.join(out, name), newline="") as f:
        return list(csv.DictReader(f))


def epoch(day):
    return int(dt.datetime.fromisoformat(day).replace(tzinfo=dt.timezone.utc).timestamp()) if day else None


def write_vendors(dice, out):
    """The same again as systems write it that are not one's own: subscriptions as the API of
    Stripe has them, in cents; tickets as Zendesk's; calls as PostgreSQL's COPY; accounts as a
    CRM in Munich exports them, windows-1252, with decimal commas and days first."""
    country = {r["id"]: r["country"] for r in rows_of(out, "companies.csv")}
    with open(os.path.join(out, "rates.csv"), "w", newline="") as f:
        rows = csv.writer(f, lineterminator="\n")
        rows.writerow(["currency", "rate"])
        rows.writerows((code, 1 / abroad) for code, abroad in ABROAD.values())
    with open(os.path.join(out, "stripe.ndjson"), "w") as f:
        for r in rows_of(out, "subscriptions.csv"):
            code, abroad = ABROAD.get(country[r["account"]], ("eur", 1))
            price = {"unit_amount": round(float(r["mrr"]) * 100 * abroad), "recurring": {"interval": "month", "interval_count": 1}}
            fee = r["setup_fee"] and "%g" % (float(r["setup_fee"]) * abroad)
            f.write(json.dumps({"id": r["subscription"], "customer": r["account"], "currency": code,
                                "status": "canceled" if r["end"] else "active", "start_date": epoch(r["start"]),
                                "ended_at": epoch(r["end"]), "metadata": {"setup_fee": fee},
                                "items": {"data": [{"quantity": 1, "price": price}]}}) + "\n")
    tickets = {}
    for r in rows_of(out, "tickets.csv"):
        first = tickets.setdefault(r["ticket"], [r, r])
        first[1] = r
    with open(os.path.join(out, "zendesk.ndjson"), "w") as f:
        for number, (first, last) in tickets.items():
            # most are solved within a week, some wait for a release
            wait = dice.whole(0, 6) if dice.random() < 0.8 else dice.whole(7, 60)
            solved = dt.date.fromisoformat(last["message_at"][:10]) + dt.timedelta(wait)
            f.write(json.dumps({"id": int(number[1:]), "organization_id": first["account"], "requester_id": first["user"],
                                "subject": first["subject"], "status": "solved" if solved <= LAST else "open",
                                "created_at": first["message_at"].replace(" ", "T") + "Z",
                                "updated_at": f"{min(solved, LAST)}T18:00:00Z"}) + "\n")
    with open(os.path.join(out, "calls.copy"), "w") as f:
        for r in rows_of(out, "calls.csv"):
            f.write("\t".join(r[c].replace("\\", "\\\\") or "\\N" for c in ("when", "account", "type", "with")) + "\n")
    with open(os.path.join(out, "crm.csv"), "w", newline="", encoding="cp1252") as f:
        rows = csv.writer(f, delimiter=";", lineterminator="\r\n")
        rows.writerow(["Nr", "Firma", "Plan", "Pl\u00e4tze", "Betreuer", "Segment", "Konzern", "Branche", "Land", "Beginn",
                       "Verl\u00e4ngerung", "Preis je Platz"])
        for r in rows_of(out, "companies.csv"):
            day = [".".join(reversed(r[c].split("-"))) for c in ("start_date", "renewal_date")]
            rows.writerow([*[r[c] for c in ("id", "name", "plan", "seats", "owner", "segment", "parent", "industry",
                                            "country")], *day, "29,90"])


def write_surveys(dice, out, companies):
    with open(os.path.join(out, "surveys.csv"), "w", newline="") as f:
        rows = csv.writer(f, lineterminator="\n")
        rows.writerow(["answered_at", "account", "user", "score", "comment"])
        for c in companies:
            for u in c["users"]:
                for quarter in (45, 137, 228, 319):
                    day = quarter + dice.whole(0, 20)
                    date = FIRST + dt.timedelta(day)
                    if dice.random() > 0.12 or not alive(c, date) or date < u["since"]:
                        continue
                    mood = 8.4 if c["kind"] in ("steady", "growing", "rescued") else 6.2
                    score = max(0, min(10, round(mood + 3.2 * (dice.random() + dice.random() - 1))))
                    rows.writerow([f"{date}T10:{dice.whole(10, 59)}:00Z", c["id"], u["id"], score,
                                   dice.pick(["", "", "Works, mostly", "Great"])])


def write_tasks(dice, out, companies):
    """A call a month and a review a quarter for each account with an owner; what was planned is
    done a few days later, or not at all."""
    with open(os.path.join(out, "tasks.csv"), "w", newline="") as f:
        rows = csv.writer(f, lineterminator="\n")
        rows.writerow(["task", "account", "type", "planned", "completed", "status", "owner"])
        number = 0
        for c in companies:
            if not c["owner"]:
                continue
            for what, every in (("check-in", 30), ("business review", 91)):
                day = dice.whole(0, every - 1)
                while day < DAYS + 60:
                    planned = FIRST + dt.timedelta(day)
                    day += every + dice.whole(-3, 3)
                    if not alive(c, planned):
                        continue
                    number += 1
                    done = planned <= LAST and dice.random() < (0.995 if planned < LAST - dt.timedelta(45) else 0.75)
                    completed = min(planned + dt.timedelta(dice.whole(0, 6)), LAST) if done else ""
                    rows.writerow(["k%05d" % number, c["id"], what, planned, completed,
                                   "done" if done else "open", c["owner"]])


def write_entities(dice, out, companies):
    with open(os.path.join(out, "companies.csv"), "w", newline="") as f:
        rows = csv.writer(f, lineterminator="\n")
        rows.writerow(["id", "name", "plan", "seats", "owner", "segment", "parent", "industry",
                       "country", "start_date", "renewal_date"])
        for c in companies:
            renewal = c["start"]
            while renewal <= LAST:
                renewal += dt.timedelta(365)
            rows.writerow([c["id"], c["name"], c["plan"], seats_on(c, LAST), c["owner"], c["segment"],
                           c["parent"], c["industry"], c["country"], c["start"], renewal])
    with open(os.path.join(out, "users.csv"), "w", newline="") as f:
        rows = csv.writer(f, lineterminator="\n")
        rows.writerow(["user_id", "company", "name", "role", "created"])
        for c in companies:
            for u in c["users"]:
                rows.writerow([u["id"], c["id"], u["name"], u["role"], u["since"]])
    with open(os.path.join(out, "churn.csv"), "w", newline="") as f:
        rows = csv.writer(f, lineterminator="\n")
        rows.writerow(["company", "date", "reason"])
        for c in companies:
            if c["churn"] is not None:
                rows.writerow([c["id"], c["churn"], dice.pick(["no longer used", "price", "competitor", "closed"])])
    with open(os.path.join(out, "ratings.csv"), "w", newline="") as f:
        rows = csv.writer(f, lineterminator="\n")
        rows.writerow(["company", "unit", "rating", "date", "by", "note"])
        for c in companies:
            if c["owner"] and dice.random() < 0.6:
                date = FIRST + dt.timedelta(dice.whole(200, DAYS - 1))
                good = 1 if c["kind"] in ("fading", "dormant") else 3
                rows.writerow([c["id"], "sponsor", dice.whole(good, good + 2), date, c["owner"], ""])


def main():
    options = argparse.ArgumentParser(description="Make the demo's raw exports.")
    options.add_argument("outdir")
    options.add_argument("--companies", type=int, default=240)
    options.add_argument("--seed", type=int, default=7)
    args = options.parse_args()
    os.makedirs(args.outdir, exist_ok=True)
    dice = Dice(args.seed)
    companies = make_companies(dice, args.companies)
    make_users(dice, companies)
    write_events(dice, args.outdir, companies)
    write_metrics(dice, args.outdir, companies)
    write_subscriptions(args.outdir, companies)
    write_conversations(dice, args.outdir, companies)
    write_surveys(dice, args.outdir, companies)
    write_entities(dice, args.outdir, companies)
    # Dice of their own: what was written before stays the same.
    write_vendors(Dice(args.seed + 2), args.outdir)
    write_tasks(Dice(args.seed + 1), args.outdir, companies)


main()
