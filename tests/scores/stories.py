#!/usr/bin/env python3
"""Twelve stories of accounts, played through every ready profile on every day.

usage: stories.py SCRATCH SOURCE

What each profile must say of a story is written down first, below.  Every story is
played twice: of its use alone, and beside it an account that answers surveys with 10
and is called every month, so that nothing else makes up for what happens to its use.
Then events are removed: no score may rise.
"""
import csv
import datetime as dt
import glob
import io
import json
import os
import random
import subprocess
import sys

SCRATCH, SOURCE = sys.argv[1:]
os.makedirs(SCRATCH, exist_ok=True)
START, DAYS = dt.date(2026, 1, 1), 300
USERS = ["u1", "u2", "u3", "u4"]
RANK = {"poor": 0, "average": 1, "good": 2}
failed = 0


def day(i):
    return str(START + dt.timedelta(i))


# ---- stories: logins of a user on a day, revenue and tickets of a day ----

def steady(u, i):
    return 5


STORIES = {
    "steady": {},
    "silent from day 60": {"logins": lambda u, i: 5 if i < 60 else 0},
    "never started": {"logins": lambda u, i: 0},
    "one champion left": {"logins": lambda u, i: (36 if i < 120 else 0) if u == "u1" else 1},
    "seats cut": {"mrr": lambda i: 1000 if i < 150 else 400},
    "tickets explode": {"tickets": lambda i: 2 if 150 <= i < 180 else 0},
    "seasonal August": {"logins": lambda u, i: 2 if 212 <= i < 243 else 5},
    "weekend product": {"logins": lambda u, i: 5 if (START + dt.timedelta(i)).weekday() > 4 else 0},
    "new account": {"logins": lambda u, i: 5 if i >= 100 else 0, "mrr": lambda i: 1000 if i >= 100 else None},
    "reactivated": {"logins": lambda u, i: 0 if 60 <= i < 120 else 5},
    "one user of many": {"users": [f"u{k}" for k in range(1, 21)],
                         "logins": lambda u, i: 5 if u == "u1" else 0},
    "price rise": {"mrr": lambda i: 1000 if i < 150 else 1300},
}
OUTAGE = range(100, 110)  # days on which no event of anybody came in


# ---- what must be said: of a story, its states and scores by day ----

def never(state, state_of, days):
    return [f"{state} on {day(i)}" for i in days if state_of[i] == state]


def always(state, state_of, days):
    return [f"{state_of[i]} on {day(i)}, not {state}" for i in days if state_of[i] != state]


def falling(score, days):
    return [f"rises to {score[i]} on {day(i)}" for i in days if score[i] > score[i - 1]]


def must_say(story, profile, rich, state, score):
    pillars = profile == "customersuccessbox"
    if story == "steady":
        return always("good", state, range(60, DAYS))
    if story == "silent from day 60":
        return (always("good", state, range(57, 60)) + never("good", state, range(73, DAYS)) +
                always("poor", state, range(87, DAYS)) +
                ([] if rich else falling(score, range(60, DAYS))))
    if story == "never started":
        return always("poor", state, range(DAYS))
    if story == "one champion left":
        return always("good", state, range(100, 120)) + never("good", state, range(135, 169))
    if story == "seats cut":  # only the pillars look at revenue
        if pillars:
            return always("good", state, range(100, 150)) + always("poor", state, range(150, 239))
        return always("good", state, range(150, 239))
    if story == "tickets explode":
        lower = [] if score[170] < score[149] else [f"{score[149]} before, {score[170]} with tickets"]
        return lower + (always("poor", state, range(157, 180)) if pillars else [])
    if story == "seasonal August":
        return (always("good", state, range(150, 212)) + never("poor", state, range(212, 260)) +
                never("good", state, range(235, 243)) + always("good", state, range(270, DAYS)))
    if story == "weekend product":
        return always("good", state, range(60, DAYS))
    if story == "new account":
        return never("poor", state, range(100, DAYS)) + always("good", state, range(160, DAYS))
    if story == "reactivated":
        return always("poor", state, range(88, 120)) + never("poor", state, range(126, DAYS)) + \
            always("good", state, range(150, DAYS))
    if story == "outage of the fleet":
        return (falling(score, OUTAGE) + never("poor", state, range(100, 108)) +
                always("good", state, range(150, DAYS)))
    if story == "one user of many":
        return never("good", state, range(DAYS))
    return [] if score[150] >= score[149] else [f"{score[149]} before, {score[150]} after"]  # price rise


# ---- points ----

class Fleet:
    def __init__(self, name):
        self.path, self.roster = f"{SCRATCH}/{name}.csv", f"{SCRATCH}/{name}-users.csv"
        self.points = csv.writer(open(self.path, "w", newline=""), lineterminator="\n")
        self.users = csv.writer(open(self.roster, "w", newline=""), lineterminator="\n")
        self.points.writerow(["company", "model", "id", "metric", "date", "value"])
        self.users.writerow(["id", "company"])

    def add(self, company, story, rich, keep=lambda u, i: 1):
        """keep(u, i): the share of the logins that is not removed."""
        put = self.points.writerow
        for u in story.get("users", USERS):
            self.users.writerow([u, company])
            for i in range(DAYS):
                n = int(story.get("logins", steady)(u, i) * keep(u, i))
                if n > 0:
                    put([company, "enduser", u, "activities.login", day(i), n])
        for i in range(DAYS):
            mrr = story.get("mrr", lambda i: 1000)(i)
            if mrr is not None:
                put([company, "company", company, "revenue.mrr", day(i), mrr])
            tickets = story.get("tickets", lambda i: 0)(i)
            if tickets > 0:
                put([company, "company", company, "conversations.ticket", day(i), tickets])
            if rich and i % 30 == 0:
                put([company, "company", company, "conversations.call", day(i), 1])
                put([company, "enduser", "u1", "nps.score", day(i), 10])

    def close(self):
        del self.points, self.users

    def scores(self, profile, since, until):
        """{company: ([state], [score])}"""
        done = subprocess.run(
            ["csm-health", "--no-config", "-q", "-c", profile, "-F", f"enduser={self.roster}", "--since", since,
             "--until", until, self.path], stdout=subprocess.PIPE, text=True, check=True)
        by = {}
        for p in csv.DictReader(io.StringIO(done.stdout)):
            if p["metric"] == "system.health":
                states, scores = by.setdefault(p["company"], ([], []))
                states.append(p["state"])
                scores.append(float(p["value"] or "nan"))
        return by


def report(name, wrong, looked):
    global failed
    failed |= bool(wrong) or looked == 0
    for w in wrong[:8]:
        print("#", w)
    print(f"{'not ok' if wrong or not looked else 'ok'} scores {name} ({looked} values)")


def play(fleets, profile):
    name, wrong, looked = os.path.basename(profile)[:-5], [], 0
    for fleet, tell in fleets:
        for company, (states, scores) in fleet.scores(profile, day(0), day(DAYS - 1)).items():
            story, rich = company.rstrip("+"), company.endswith("+")
            looked += len(scores)
            if len(scores) != DAYS:
                wrong.append(f"{company}: {len(scores)} scores for {DAYS} days")
                continue
            wrong += [f"{company}: {w}" for w in must_say(tell or story, name, rich, states, scores)]
    report(f"{name} in twelve stories", wrong, looked)


# ---- removing events ----

def thinned(r, scored):
    """Ways to lose the newest events: everybody's from a day on, one user's within the last 28 days, or some of everybody's in them."""
    way, since = r.randrange(3), scored - r.randrange(0, 90)
    user = r.choice(USERS)
    if way == 0:
        return lambda u, i: i < since
    if way == 1:
        return lambda u, i: not (u == user and i >= max(since, scored - 27))
    lost = {(u, i) for u in USERS for i in range(scored - 27, scored + 1) if r.random() < 0.4}
    return lambda u, i: (u, i) not in lost


def remove(profile, fleet, day_scored, variants):
    got = fleet.scores(profile, day(day_scored), day(day_scored))
    wrong = [f"{v}: {got[v][1][0]} instead of {got[of][1][0]}" for v, of in variants if got[v][1][0] > got[of][1][0]]
    report(f"{os.path.basename(profile)[:-5]} without some events", wrong, len(variants))


dice = random.Random(20261129)
fleet, outage, losing = Fleet("stories"), Fleet("outage"), Fleet("losing")
for story, what in STORIES.items():
    for rich in (False, True):
        fleet.add(story + "+" * rich, what, rich)
        outage.add(f"{len(story)} {story}" + "+" * rich, {}, rich, lambda u, i: i not in OUTAGE)
SCORED, variants = 225, []
for story, what in STORIES.items():
    losing.add(story, what, True)
    for k in range(20):
        variants.append((f"{story} {k}", story))
        losing.add(variants[-1][0], what, True, thinned(dice, SCORED))
for f in (fleet, outage, losing):
    f.close()
for path in sorted(glob.glob(f"{SOURCE}/share/csm/health/*.json")):
    play([(fleet, None), (outage, "outage of the fleet")], path)
    remove(path, losing, SCORED, variants)
sys.exit(failed)
