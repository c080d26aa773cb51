"""Companies, users and daily points of an invented year's half, the same each time.

    data.py DIRECTORY

Companies pay, grow and leave; users work in two modules; some never come.
"""

import csv
import datetime
import os
import random
import sys

DAYS = 150
LAST = datetime.date(2026, 5, 31)
FEATURES = [("create lead", "pipeline"), ("update deal", "pipeline"),
            ("export report", "reports")]
rnd = random.Random(20260531)


def rows(name, header, lines):
    with open(os.path.join(sys.argv[1], name), "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(lines)


def day(ago):
    return (LAST - datetime.timedelta(days=ago)).isoformat()


companies, users, points = [], [], []
for i in range(40):
    c = f"c{i:02}"
    plan = rnd.choice(["Enterprise", "Pro", "Basic"])
    parent = f"c{i // 8 * 8:02}" if i % 8 in (1, 2) else ""
    mrr = rnd.randrange(100, 5000, 50)
    left = rnd.randrange(20, 100) if i % 9 == 0 else -1
    companies.append([c, f"Company {i:02}", plan, rnd.choice(["Ann", "Bo", ""]),
                      day(rnd.randrange(100, 900)), day(-rnd.randrange(1, 200)), parent,
                      rnd.randrange(5, 60)])
    for ago in range(DAYS):
        if ago > left:
            points.append([c, "company", c, "revenue.mrr", day(ago), mrr, ""])
        if rnd.random() < 0.02:
            points.append([c, "company", c, "conversations.ticket", day(ago),
                           rnd.randrange(1, 4), ""])
        if rnd.random() < 0.01:
            points.append([c, "company", c, "invoices.open", day(ago),
                           rnd.randrange(1, 3), ""])
    uses = {}
    for k in range(rnd.randrange(0, 6)):
        u = f"{c}-u{k}"
        users.append([u, c, f"User {k} of {c}", rnd.choice(["Decision maker", "User"]),
                      rnd.choice(["New York", "Oslo", "Lyon"])])
        busy = rnd.choice([0, 0.02, 0.2, 0.5])
        for ago in range(DAYS):
            for feature, module in FEATURES:
                if ago > left and rnd.random() < busy:
                    n = rnd.randrange(1, 9)
                    points.append([c, "enduser", u, "activities." + feature, day(ago),
                                   n, ""])
                    uses[module, day(ago)] = uses.get((module, day(ago)), 0) + n
    for (module, when), n in uses.items():
        points.append([c, "company", c, "modules." + module, when, n, ""])
# Drawn apart, so that what is above stays as it is.
more = random.Random(20260601)
tasks = []
for c in companies:
    for k in range(more.randrange(0, 5)):
        ago = more.randrange(-40, 60)
        status = "open" if ago < 0 else more.choice(["open", "done", "done", "cancelled"])
        tasks.append([f"{c[0]}-t{k}", c[0], more.choice(["call", "visit"]), day(ago), status])
for u in users:
    for ago in range(DAYS):
        if more.random() < 0.03:
            points.append([u[1], "enduser", u[0], "email_events.sent", day(ago),
                           more.randrange(1, 4), ""])
# One that was used every day until a month ago: 30 days without make it poor in the last week.
companies.append(["c40", "Company 40", "Basic", "Ann", day(400), day(-80), "", 10])
users.append(["c40-u0", "c40", "User 0 of c40", "User", "Oslo"])
for ago in range(DAYS):
    points.append(["c40", "company", "c40", "revenue.mrr", day(ago), 800, ""])
    if ago >= 32:
        points.append(["c40", "enduser", "c40-u0", "activities.create lead", day(ago), 4, ""])
        points.append(["c40", "company", "c40", "modules.pipeline", day(ago), 4, ""])
rows("tasks.csv", ["id", "company", "type", "planned", "status"], tasks)
rows("companies.csv", ["id", "name", "plan", "owner", "start_date", "renewal_date",
                       "parent", "seats"], companies)
rows("users.csv", ["id", "company", "name", "role", "city"], users)
points.sort(key=lambda p: (p[0].encode(), p[1], p[2], p[3].encode(), p[4]))
rows("raw.csv", ["company", "model", "id", "metric", "date", "value", "state"], points)
