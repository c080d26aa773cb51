"""Whether the demonstration shows everything, and tells of it what its raw exports say.

    demo.py DIRECTORY       which receives its exports and its night

What is expected is counted here, from the exports as they were written; what came is asked
of csm-report.
"""
import base64
import collections
import csv
import datetime
import gzip
import html
import io
import json
import os
import re
import subprocess
import sys

import told

OUT = sys.argv[1]
RAW, NIGHT = os.path.join(OUT, "raw"), os.path.join(OUT, "night")
SOURCE = os.environ["SRCDIR"]
CONF, DAY = os.path.join(SOURCE, "share/demo"), datetime.date(2026, 10, 31)
suite = told.Suite("mission/demo")
result = suite.result


def unequal(came, want):
    return [] if came == want and want else [f"csm has {came}, the exports {want}"]


def raw(name):
    with open(os.path.join(RAW, name), newline="") as f:
        return list(csv.DictReader(f))


def report(*words):
    got = subprocess.run(["csm-report", *words, "--no-config", "-c", CONF, "-F", f"company={NIGHT}/companies.csv",
                          "-F", f"enduser={RAW}/users.csv:user_id", "-a", str(DAY), f"{NIGHT}/night.csv.zst"],
                         check=True, capture_output=True, text=True)
    return list(csv.DictReader(io.StringIO(got.stdout))) if "-o" not in words else []


def day(text):
    return datetime.date.fromisoformat(text[:10])


subprocess.run([sys.executable, f"{SOURCE}/scripts/demo-data.py", RAW], check=True)
subprocess.run(["sh", f"{SOURCE}/scripts/nightly.sh", RAW, CONF, NIGHT, str(DAY)], check=True, stderr=subprocess.DEVNULL)
companies = {c["id"]: c for c in raw("companies.csv")}
left = {c["company"] for c in raw("churn.csv")}
user = {u["user_id"]: u["company"] for u in raw("users.csv")}
accounts = {a["id"]: a for a in report("accounts", "--columns", "id,health,mrr,units", "--left")}

# ---- revenue in several currencies ----
rates = {r["currency"]: float(r["rate"]) for r in raw("rates.csv")} | {"eur": 1.0}
paid, currencies = collections.Counter(), set()
with open(os.path.join(RAW, "stripe.ndjson")) as f:
    for line in f:
        s = json.loads(line)
        price = s["items"]["data"][0]["price"]["unit_amount"] / 100
        if s["ended_at"] is None:
            paid[s["customer"]] += price * rates[s["currency"]]
            currencies.add(s["currency"])
result("is paid in several currencies, and shown in one", unequal(
    (len(currencies) > 2, {c: a["mrr"] for c, a in accounts.items() if a["mrr"]}),
    (True, {c: f"{v:g}" for c, v in paid.items()})))

# ---- silence ----
last = {}
for e in raw("app_events.csv"):
    last[user[e["user_id"]]] = max(e["occurred_at"][:10], last.get(user[e["user_id"]], ""))
with open(os.path.join(RAW, "track.ndjson")) as f:
    for line in f:
        e = json.loads(line)
        if e["type"] == "track":
            c = e["context"]["groupId"]
            last[c] = max(e["timestamp"][:10], last.get(c, ""))
silent = [c for c in paid if c in last and day(last[c]) < DAY - datetime.timedelta(days=30)]
result("has accounts that went silent, all of them red",
       unequal({accounts[c]["health_state"] for c in silent}, {"poor"}))

# ---- what is planned, met, due ----
upcoming = collections.Counter(t["owner"] for t in raw("tasks.csv") if t["status"] == "open" and day(t["planned"]) > DAY)
result("has tasks to come", unequal(
    {r["owner"]: int(r["upcoming"]) for r in report("playbooks", "--part", "owners") if r["upcoming"]}, dict(upcoming)))
met = report("playbooks", "--part", "milestones")
result("has milestones that some have met", unequal(
    [len(met), all(0 < int(m["met"]) <= int(m["companies"]) for m in met)], [4, True]))
due = {c for c, r in companies.items() if c in paid and DAY <= day(r["renewal_date"]) <= DAY + datetime.timedelta(days=90)}
result("has renewals", unequal({r["company"] for r in report("revenue", "--part", "renewals")}, due))

# ---- what is open ----
with open(os.path.join(RAW, "zendesk.ndjson")) as f:
    waiting = [t for t in map(json.loads, f) if t["status"] == "open"]
backlog = {r["type"]: (int(r["open"]), int(r["companies"])) for r in report("backlog", "--part", "types")}
result("has a backlog of tickets", unequal(backlog, {"ticket": (len(waiting), len({t["organization_id"] for t in waiting}))}))

# ---- pillars, parents, modules ----
# who began since August is scored by the first steps
enterprise = sum(companies[c]["plan"] == "Enterprise" and companies[c]["start_date"] < "2026-08-01" for c in paid)
pillars = {r["group"]: int(r["companies"]) for r in report("portfolio", "--part", "pillars")}
result("has pillars", unequal({p: pillars.get(p) for p in ("Product adoption", "Activity", "Relationship", "Service")},
                              dict.fromkeys(("Product adoption", "Activity", "Relationship", "Service"), enterprise)))
family = collections.Counter(r["parent"] or c for c, r in companies.items())
parents = {r["group"]: int(r["companies"]) for r in report("portfolio", "--by", "parent", "--part", "by")}
result("has two parents with children, or more", unequal((sum(n > 1 for n in parents.values()) >= 2, parents), (True, dict(family))))
with open(os.path.join(CONF, "catalog.json")) as f:
    modules = {c["module"] for c in json.load(f)["catalog"]}
result("has modules that are used", unequal({r["module"] for r in report("adoption", "--part", "modules") if int(r["companies"])}, modules))


# ---- the pages ----
def sections(file):
    """Text of each section by its heading."""
    with open(file, encoding="utf-8") as f:
        parts = re.split(r"<h2[^>]*>", f.read().split('type="application/json"')[0])
    text = [html.unescape(re.sub(r"<[^>]*>", "\n", p)) for p in parts[1:]]
    return {t.split("\n")[0]: t for t in text}


page = sections(f"{NIGHT}/page.html")
result("shows it on the page", [f"no section {s}: {list(page)}" for s in
       ("Risks", "Open alerts", "Renewals", "Health", "Pillars and profiles", "Success units", "Backlog", "Adoption",
        "Accounts")
       if s not in page] + [f"no modules of {m}" for m in modules if m not in page["Adoption"]])
index = [next(c for c, r in companies.items() if r["name"] == line) for line in page["Accounts"].split("\n")
         if line in {r["name"] for r in companies.values()}]
result("has nobody first who left", [c for c in index[:25] if c in left] or ([] if len(index) >= 25 else ["no index"]))
report("page", "--page", "review", "--interactive", "none", "-o", f"{NIGHT}/review.html")
with open(os.path.join(CONF, "pages.json")) as f:
    wanted = [e["title"] for e in json.load(f)["pages"][0]["elements"]]
review = sections(f"{NIGHT}/review.html")
result("has a page of its own, all of which can be made",
       [f"no {t}" for t in wanted if t not in review] + [t for t, text in review.items() if "could not be made" in text] +
       [f"no milestone {m['name']}" for m in met if m["name"] not in review["Milestones met"]])


def all_text():
    """Of the whole page, accounts that a script draws as well."""
    with open(f"{NIGHT}/page.html", encoding="utf-8") as f:
        whole = f.read()
    packed = re.search(r'id="_data">{"gzip":"([^"]*)"', whole)
    held = json.loads(gzip.decompress(base64.b64decode(packed.group(1))))["accounts"]
    drawn = re.sub(r"<script.*?</script>|<style.*?</style>", "", whole, flags=re.S)
    return html.unescape(re.sub(r"<[^>]*>", " ", drawn + " ".join(held.values())))


raw_names = set(re.findall(r"\b(?:[a-z]+_[a-z_]+|rrvalue|(?:company|revenue|calculated|system|activities)\.[a-z]+)\b", all_text()))
result("calls nothing by the name of a column or metric", [f"{raw_names}"] if raw_names else [])
sys.exit(suite.status)
