"""The night: raw events to metrics, scores, a unit, alerts and the page, as scripts/nightly.sh
makes them, against programs that compute the same metrics, scores and states, each alone."""
import csv
import json
import os
import string
import subprocess

from measure import BUILD, DIR, DUCK, RUNS, apart, at_most, bar, bars, job

HERE = os.path.dirname(os.path.abspath(__file__))
SINCE, DAY, COMPANIES, USERS = "2025-12-01", "2025-12-31", 5000, 200000
METRICS = ["logins_7", "wow", "active_share", "trend_28", "idle_days"]


def prepare(rows):
    """users.csv and companies.csv belong to events' raw rows: a user is of one company."""
    with open(f"{DIR}/users.csv", "w") as f:
        f.write("user_id,company_id\n")
        f.writelines(f"user-{u:06d},company-{u % COMPANIES:05d}\n" for u in range(USERS))
    with open(f"{DIR}/companies.csv", "w") as f:
        f.write("id,name,plan,owner\n")
        f.writelines(f"company-{c:05d},Company {c},{('Starter', 'Team', 'Enterprise')[c % 3]},Owner {c % 9}\n"
                     for c in range(COMPANIES))
    with open(f"{DIR}/raw.csv", "w") as f:
        subprocess.run([f"{DIR}/events", str(rows), str(COMPANIES), str(USERS), "365", "20", "raw"], stdout=f, check=True)
    subprocess.run(["cp", f"{HERE}/night.json", f"{DIR}/night.json"], check=True)


def programs(options=""):
    """What each program of the night is called with."""
    conf = f"-q{options} -c {DIR}/night.json"
    fields = f"{conf} -F company={DIR}/companies.csv"
    span = f"--since {SINCE} --until {DAY}"
    return {"csm-ingest": f"{BUILD}/csm-ingest {conf} -S raw --until {DAY} {DIR}/raw.csv",
            "csm-calc": f"{BUILD}/csm-calc {fields} {span} -p",
            "csm-health": f"{BUILD}/csm-health {fields} {span} -p",
            "csm-units": f"{BUILD}/csm-units {fields} {span} -p",
            "csm-report alerts": f"{BUILD}/csm-report alerts -t ndjson {fields} -a {DAY} -o {DIR}/alerts.ndjson",
            "csm-report page": f"{BUILD}/csm-report page {fields} -a {DAY} -o {DIR}/page.html"}


def pipes(options=""):
    p = programs(options)
    four = " | ".join(p[n] for n in ("csm-ingest", "csm-calc", "csm-health", "csm-units"))
    return (f"set -e; {four} -o {DIR}/night.csv; {p['csm-report alerts']} {DIR}/night.csv; "
            f"{p['csm-report page']} {DIR}/night.csv")


def steps():
    """Each program alone, from file to file; the last has the points of all before."""
    files = [f"{DIR}/step{i}.csv" for i in range(5)]
    calls = list(programs().items())
    commands = {"csm-ingest": f"exec {calls[0][1]} -o {files[0]}"}
    for i in (1, 2, 3):
        commands[calls[i][0]] = f"exec {calls[i][1]} -o {files[i]} {files[i - 1]}"
    for name, call in calls[4:]:
        commands[name] = f"exec {call} {files[3]}"
    return commands


def ours():
    """{(company, day): [metrics..., score, state of the score, state of the unit]} of the last file."""
    names = {f"calculated.{m}": i for i, m in enumerate(METRICS)}
    found = {}
    wanted = tuple(f",{n}," for n in [*names, "system.health", "units.adoption"])
    with open(f"{DIR}/night.csv") as f:
        for line in f:
            if ",company," not in line or not any(w in line for w in wanted):
                continue
            company, _, _, metric, day, value, state = next(csv.reader([line]))
            row = found.setdefault((company, day), [""] * 8)
            if metric in names:
                row[names[metric]] = value
            elif metric == "system.health":
                row[5], row[6] = value, state
            else:
                row[7] = state
    return found


def near(a, b):
    return (a == "") == (b == "") and (a == "" or abs(float(a) - float(b)) <= 1.000001e-6 * max(1, abs(float(b)) / 1e6))


def equal(peer):
    """Every metric, score and state of every company and day, as numbers of six places."""
    mine, rows, different = ours(), 0, []
    with open(f"{DIR}/night-{peer.lower()}.csv") as f:
        for r in list(csv.reader(f))[1:]:
            rows += 1
            got = mine.pop((r[0], r[1]), [""] * 8)
            if not (all(near(a, b) for a, b in zip(got[:6], r[2:8])) and got[6:] == r[8:]):
                different.append((r, got))
    print(f"  csm and {peer}: {rows} companies and days, {len(different)} different, {len(mine)} more", flush=True)
    for r, got in different[:3]:
        print(f"    {r[:2]}: {peer} {r[2:]}, csm {got}")
    return not different and not mine


def duckdb():
    with open(f"{HERE}/night-duckdb.sql") as f:
        return DUCK + [s for s in string.Template(f.read()).substitute(DIR=DIR).split(";") if s.strip()]


def peers():
    """{name: command}, by the names of the files of their answers."""
    found = {"DuckDB": duckdb()}
    if os.path.isdir(f"{os.environ['CSM_BENCH_MODULES']}/node_modules/chdb"):
        found["chDB"] = ["node", f"{HERE}/chdb.mjs", f"{HERE}/night-chdb.sql", DIR]
    else:
        print("\nchDB is not installed and no peer of the night")
    if os.path.isdir(f"{os.environ['CSM_BENCH_MODULES']}/node_modules/nodejs-polars"):
        found["Polars"] = ["node", f"{HERE}/night-polars.mjs", DIR]
    else:
        print("\nPolars is not installed and no peer of the night")
    return found


def mapping(rows):
    """What lookups, conditions and ids cost of the same rows."""
    with open(f"{DIR}/mappings.json", "w") as f:
        raw = {"kind": "activities", "time": "occurred_at", "user": "user_id", "name": "event",
               "company": {"lookup": "users.csv", "from": "user_id", "key": "user_id", "take": "company_id"},
               "where": "event_type = 'engagement'"}
        json.dump({"sources": {
            "plain": {"kind": "activities", "time": "occurred_at", "user": "user_id", "name": "event", "company": "event"},
            "without_id": raw,
            "all": {**raw, "id": "event_id", "rename": {"login": "Logged in", "export": "Exported"},
                    "name": {"formula": "concat(event_type, '-', event)"}}}}, f)
    conf = f"-q --no-config -c {DIR}/mappings.json"
    m = job("csm-ingest, the night's rows by other mappings", {
        "plain: four columns": f"exec {BUILD}/csm-ingest {conf} -S plain -o {DIR}/plain.csv {DIR}/raw.csv",
        "lookup, where": f"exec {BUILD}/csm-ingest {conf} -S without_id -o {DIR}/lookup.csv {DIR}/raw.csv",
        "lookup, where, id, rename, expression": f"exec {BUILD}/csm-ingest {conf} -S all -o {DIR}/all.csv {DIR}/raw.csv"})
    plain, without, everything = m.values()
    bar("all of it to plain, CPU", everything[1] / plain[1], 2.5)
    at_most("memory of an id", (everything[2] - without[2]) * 2**20 / rows, 24, "bytes a row")


def jobs(rows):
    made = f"{DIR}/raw.rows"
    if not os.path.exists(made) or open(made).read() != str(rows):
        prepare(rows)
        with open(made, "w") as f:
            f.write(str(rows))
    runs, theirs = min(RUNS, 3), peers()
    m = job(f"The night: {rows} raw events ({os.path.getsize(f'{DIR}/raw.csv') / 1e6:.0f} MB) to page and alerts", {
        "csm, five programs in pipes": pipes(),
        "csm, one thread each": pipes(" -j 1"),
        "csm, within 128 MiB each (-m)": pipes(" -m 128M"),
        **theirs}, runs=runs)
    best = [min(m[p][n] for p in theirs) for n in range(3)]
    bars("the night to the best peer, ", m["csm, five programs in pipes"], best, (1 / 4, 1 / 4, 1 / 5))
    bars("the night with -m 128M to the best peer, ", m["csm, within 128 MiB each (-m)"], best, (1 / 4, 1 / 4, 1 / 5))
    one = job("The night, each program alone from file to file", steps(), runs=runs)
    for n in range(3):
        unit = ("s wall", "s CPU", "MiB")[n]
        total = max(v[n] for v in one.values()) if n == 2 else sum(v[n] for v in one.values())
        print(f"  in all: {total:.2f} {unit}")
    mapping(rows)
    return all([apart(equal, peer) for peer in theirs])
