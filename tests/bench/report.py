"""The jobs of csm-report: reports about 5,000 companies from six million points, and of those
and the users that conditions choose."""
import json
import os
import random
import subprocess

from measure import BUILD, DIR, bar, job

DAY = "2025-12-31"
REPORTS = ("portfolio", "accounts", "people", "adoption", "revenue", "bubble", "trend activities.*")
# What is used lately, by whom, in what state, with something to pay: each kind of question.
WHERE = ("exists(enduser, enduser.role = 'Admin' and enduser.city = 'New York') and "
         "count(enduser, sum(activities.*, 30) > 0) >= 5 and state(units.use) != 'red' and "
         "days_in_state(units.use) < 60 and last(invoices.open, 1) > 0")


def write_users(points, users):
    """5,000 companies of 20 users, who use something on 15 of 60 days, with a unit's states and
    open invoices of each of these."""
    dice = random.Random(2025)
    days = [f"2025-{m}-{d:02}" for m in (11, 12) for d in range(1, 31)] + [DAY]
    with open(points, "w") as p, open(users, "w") as u:
        p.write("company,model,id,metric,date,value,state\n")
        u.write("id,company,role,city\n")
        for c in range(5000):
            name = f"c{c:04}"
            p.writelines(f"{name},company,{name},invoices.open,{d},{dice.randrange(3)},\n" for d in days)
            p.writelines(f"{name},company,{name},units.use,{d},{dice.randrange(100)},{dice.choice(['red', 'green', 'green'])}\n"
                         for d in days)
            for i in range(20):
                u.write(f"{name}-u{i:02},{name},{dice.choice(['Admin', 'User'])},{dice.choice(['New York', 'Berlin', 'Pune'])}\n")
                p.writelines(f"{name},enduser,{name}-u{i:02},activities.login,{d},{dice.randrange(1, 9)},\n"
                             for d in sorted(dice.sample(days, 15)))


def chosen():
    points, users, conf = f"{DIR}/chosen-points.csv", f"{DIR}/chosen-users.csv", f"{DIR}/chosen.json"
    if not os.path.exists(users):
        write_users(points, users)
    with open(conf, "w") as f:
        json.dump({"segments": [{"id": "admins", "model": "enduser", "where": "enduser.role = 'Admin'"}]}, f)
    report = f"exec {BUILD}/csm-report portfolio -c {conf} -q -t csv -a {DAY} -F enduser={users}"
    m = job("A portfolio of 5,000 companies and 100,000 end users, 2.1 million points", {
        "chosen by users, states and invoices": f"{report} -s admins -w \"{WHERE}\" {points} >/dev/null",
        "of all": f"{report} {points} >/dev/null",
        "csm-ingest -k points, reading alone": f"exec {BUILD}/csm-ingest --no-config -k points {points} >/dev/null"})
    if m:
        bar("the chosen, wall, to reading",
            m["chosen by users, states and invoices"][0] / m["csm-ingest -k points, reading alone"][0], 3)


def jobs():
    points = f"{DIR}/report-points.csv"
    if not os.path.exists(points):
        with open(points, "wb") as f:
            subprocess.run([f"{DIR}/points", "5000", "365", "20", "165"], stdout=f, check=True)
    m = job("Reports about 5,000 companies, 6 million points", {
        **{f"csm-report {r}": f"exec {BUILD}/csm-report {r.replace('*', chr(92) + '*')} --no-config -q -t csv -a {DAY} "
                              f"{points} >/dev/null" for r in REPORTS},
        "csm-ingest -k points, reading alone": f"exec {BUILD}/csm-ingest --no-config -k points {points} >/dev/null"})
    if m:
        read = m["csm-ingest -k points, reading alone"]
        for r in REPORTS:
            bar(f"csm-report {r}, wall, to reading", m[f"csm-report {r}"][0] / read[0], 3)
    chosen()
