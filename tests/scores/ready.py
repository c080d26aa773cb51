#!/usr/bin/env python3
"""The ready profiles on a small year of demo data.

usage: ready.py SCRATCH SOURCE

Every profile of share/csm/health scores every customer, uses the whole range of bands, has
no factor that is never known, and gives scores whose parts add up.  Its scores tell who
leaves no worse than chance would.
"""
import glob
import json
import os
import subprocess
import sys

SCRATCH, SOURCE = sys.argv[1:]
DAY = "2026-10-31"
RAW, NIGHT = f"{SCRATCH}/raw", f"{SCRATCH}/night"
FIELDS = ["-F", f"company={RAW}/companies.csv", "-F", f"enduser={RAW}/users.csv:user_id", "-a", DAY]
failed = 0


def health(profile, *options):
    done = subprocess.run(["csm-health", "--no-config", "-q", "-c", profile, *FIELDS, "-t", "ndjson", *options,
                           f"{NIGHT}/points.csv.zst"], stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def micros(x):
    return round(x * 1e6)


def faults(path):
    """(what is wrong with a profile on the data, how many things were looked at)."""
    profile = json.load(open(path))["health"][0]
    rows = health(path, "--wide")
    points = [p for p in health(path, "--parts") if p["metric"].startswith(f"health.{profile['id']}.")]
    wrong = [f"{r['company']} has no score" for r in rows if r["score"] is None]
    states = {r["state"] for r in rows}
    wrong += [f"nobody is {s}" for s in {"poor", "average", "good"} - states]
    wrong += [f"{r['company']}: no staleness" for r in rows if r["coverage"] > 0 and r["staleness"] is None]
    known = {p["metric"] for p in points if p.get("state") != "unknown"}
    wrong += [f"{m} is never known" for m in {p["metric"] for p in points} - known]
    top = profile.get("scale", 10)
    for r in rows if profile["method"] != "pillars" else []:
        total = sum(micros(p["value"]) for p in points if p["company"] == r["company"])
        total += micros(profile["start"]) if profile["method"] == "points" else 0
        if min(max(total, 0), top * 10**6) != micros(r["score"]):
            wrong.append(f"{r['company']}: parts are {total}, not {r['score']}")
    auc = next(r for r in health(path, "--backtest", f"{RAW}/churn.csv", "--lead", "30") if r["part"] == "auc")
    if not auc["auc"] > 0.5:
        wrong.append(f"worse than chance: {auc}")
    return wrong, len(rows) + len(points)


os.makedirs(SCRATCH, exist_ok=True)
env = dict(os.environ, HOME=SCRATCH, XDG_CONFIG_HOME=SCRATCH)
subprocess.run(["python3", f"{SOURCE}/scripts/demo-data.py", RAW, "--companies", "120"], check=True,
               stdout=subprocess.DEVNULL)
subprocess.run([f"{SOURCE}/scripts/nightly.sh", RAW, f"{SOURCE}/share/demo", NIGHT, DAY], check=True, env=env,
               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
for path in sorted(glob.glob(f"{SOURCE}/share/csm/health/*.json")):
    wrong, looked = faults(path)
    for line in wrong[:5]:
        print("#", line)
    failed |= bool(wrong) or looked == 0
    print(f"{'not ok' if wrong else 'ok'} scores {os.path.basename(path)} on the demo data ({looked} values)")
sys.exit(failed)
