#!/usr/bin/env python3
"""What the pipelines must give, computed from the raw exports by other means.

usage: oracle.py app|mobile|tickets|mrr RAW DAY       points on standard output
       oracle.py logins_7 RAW DAY                     sums by sqlite3
       oracle.py parts                                scores on standard input add up
       oracle.py join RAW                             app's events with their company, each once
       oracle.py shuffle                              lines after the first, in any order

Numbers are decimals, days come from zoneinfo, sums of windows from sqlite3: nothing of
csm is used.
"""
import collections
import csv
import datetime as dt
import decimal
import json
import os
import random
import sqlite3
import sys
import zoneinfo

ZONE = zoneinfo.ZoneInfo("Europe/Stockholm")  # settings.tz of the demo
COLUMNS = ["company", "model", "id", "metric", "date", "value", "state"]


def rows(raw, name):
    with open(os.path.join(raw, name), newline="", encoding="utf-8") as f:
        yield from csv.DictReader(f)


def day_of(stamp):
    return dt.datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone(ZONE).date().isoformat()


def text(value):
    s = f"{value:f}"
    return s.rstrip("0").rstrip(".") if "." in s else s


def write(points):
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    # model names happen to sort as models do: asset is not in the demo
    for key in sorted(points, key=lambda k: [part.encode() for part in k]):
        out.writerow([*key, text(points[key]), ""])


def app_events(raw, until):
    company = {u["user_id"]: u["company"] for u in rows(raw, "users.csv")}
    seen = set()
    for e in rows(raw, "app_events.csv"):
        if e["event_id"] not in seen and day_of(e["occurred_at"]) <= until:
            seen.add(e["event_id"])
            yield company[e["user_id"]], e["user_id"], e["event"], day_of(e["occurred_at"]), e["quantity"]


def track_events(raw, until):
    seen = set()
    with open(os.path.join(raw, "track.ndjson"), encoding="utf-8") as f:
        for e in map(json.loads, f):
            if e["type"] != "track" or e["messageId"] in seen or day_of(e["timestamp"]) > until:
                continue
            seen.add(e["messageId"])
            yield (e["context"]["groupId"], e["userId"], e["event"], day_of(e["timestamp"]),
                   e["properties"]["quantity"])


def add_up(events):
    points = collections.defaultdict(decimal.Decimal)
    for company, user, name, day, quantity in events:
        points[company, "enduser", user, "activities." + name, day] += decimal.Decimal(quantity)
    write(points)


def tickets(raw, until):
    threads = collections.defaultdict(set)
    for m in rows(raw, "tickets.csv"):
        if m["message_at"][:10] <= until:
            threads[m["account"], "company", m["account"], "conversations.ticket",
                    m["message_at"][:10]].add(m["ticket"])
    write({key: decimal.Decimal(len(ids)) for key, ids in threads.items()})


def mrr(raw, until):
    points = collections.defaultdict(decimal.Decimal)
    for s in rows(raw, "subscriptions.csv"):
        day = dt.date.fromisoformat(s["start"])
        end = dt.date.fromisoformat(s["end"]) if s["end"] else dt.date.max
        while day < end and day.isoformat() <= until:
            points[s["account"], "company", s["account"], "revenue.mrr", day.isoformat()] += \
                decimal.Decimal(s["mrr"])
            day += dt.timedelta(1)
    write(points)


def logins_7(raw, until):
    db = sqlite3.connect(":memory:")
    db.execute("create table e (company, user, name, day, quantity)")
    for events in (app_events, track_events):
        db.executemany("insert into e values (?, ?, ?, ?, ?)",
                       ((*e[:4], int(e[4])) for e in events(raw, until)))
    db.execute("create table c (company)")
    db.executemany("insert into c values (?)", ([c["id"]] for c in rows(raw, "companies.csv")))
    for company, total in db.execute("""
            select c.company, coalesce(sum(quantity), 0) from c left join e
              on e.company = c.company and name = 'login' and day <= ?1 and day > date(?1, '-7 days')
            group by 1 order by 1""", (until,)):
        print(f"{company},company,{company},calculated.logins_7,{until},{total},")


def parts(profiles):
    """Every score is the profile's start and its parts, within 0 and 10; of pillars the mean of
    those that are known, by weight."""
    all_of = json.load(open(profiles))["health"]
    start = {p["id"]: decimal.Decimal(str(p["start"])) for p in all_of if p["method"] == "points"}
    pillar = {f"{p['id']}.{x['id']}": x.get("weight", 1) for p in all_of for x in p.get("pillars", [])}
    score, total, health = {}, collections.defaultdict(decimal.Decimal), {}
    weight = collections.defaultdict(int)
    for p in csv.DictReader(sys.stdin):
        if p["metric"] == "system.health":
            health[p["company"], p["date"]] = decimal.Decimal(p["value"])
        if not p["metric"].startswith("health."):
            continue
        profile, _, part = p["metric"][len("health."):].partition(".")
        key = p["company"], p["date"], profile
        if part and profile not in start:
            known = pillar[f"{profile}.{part}"] * (p["value"] != "")
            if p["value"] != str({"good": 10, "average": 5, "poor": 0, "unknown": ""}[p["state"]]):
                sys.exit(f"{p}: is not the number of its state")
            total[key] += known * decimal.Decimal(p["value"] or 0)
            weight[key] += known
        elif part:
            total[key] += decimal.Decimal(p["value"] or 0)
        else:
            score[key] = decimal.Decimal(p["value"])
    wrong = [k for k in score if k[2] in start and score[k] != min(10, max(0, start[k[2]] + total[k]))]
    wrong += [k for k in score if k[2] not in start and score[k] != (total[k] / weight[k]).quantize(
        decimal.Decimal("0.000001"), rounding=decimal.ROUND_HALF_UP)]
    if not weight:
        sys.exit("no score of pillars")
    wrong += [k for k in score if health.get(k[:2]) != score[k]]
    for key in wrong[:5]:
        print(key, score[key], total[key], health.get(key[:2]))
    if wrong or not score or not total:
        sys.exit(f"{len(score)} scores, {len(total)} with parts, {len(wrong)} wrong")


def join(raw):
    """What needs no lookup and no id to be read."""
    company = {u["user_id"]: u["company"] for u in rows(raw, "users.csv")}
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["at", "company", "user", "event", "n"])
    seen = set()
    for e in rows(raw, "app_events.csv"):
        if e["event_id"] not in seen:
            seen.add(e["event_id"])
            out.writerow([e["occurred_at"], company[e["user_id"]], e["user_id"], e["event"], e["quantity"]])


def shuffle():
    head, *lines = sys.stdin
    random.Random(1).shuffle(lines)
    sys.stdout.writelines([head, *lines])


def main():
    what, *args = sys.argv[1:]
    if what == "app":
        add_up(app_events(*args))
    elif what == "mobile":
        add_up(track_events(*args))
    else:
        {"tickets": tickets, "mrr": mrr, "logins_7": logins_7, "parts": parts, "join": join,
         "shuffle": shuffle}[what](*args)


main()
