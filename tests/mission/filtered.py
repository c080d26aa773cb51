"""Reports and elements of pages about some end users: as if there were no others.

    filtered.py        in the directory of the night: conf.json, companies.csv, users.csv, night.csv

Each report, and each element that may be made of one, is asked about end users of one role; and
without a condition of data from which those of other roles were taken away.  Both must be the
same bytes.
"""
import csv
import json
import re
import subprocess
import sys

import told

ROLE = "Decision maker"
ARGUMENT = {"account": ["c04"], "trend": ["uniques(activities.*)"], "cohort": ["start_date"]}
KEYS = {"account": {"company": "c04"}, "trend": {"metric": "uniques(activities.*)", "bucket": "month"}, "cohort": {"by": "start_date"}}
suite = told.Suite("mission/filtered")
result = suite.check


def ask(users, points, *words):
    got = subprocess.run(["csm-report", *words, "--no-config", "-a", "2026-05-31", "-F", "company=companies.csv",
                          "-F", f"enduser={users}", points], capture_output=True, text=True)
    return got.returncode, got.stdout, got.stderr


with open("users.csv", newline="") as f:
    header, *rows = csv.reader(f)
kept = [r for r in rows if r[header.index("role")] == ROLE]
with open("few-users.csv", "w", newline="") as f:
    csv.writer(f, lineterminator="\n").writerows([header, *kept])
ids = {r[0] for r in kept}
with open("night.csv") as f, open("few.csv", "w") as out:
    for line in f:
        model, id = line.split(",")[1:3]
        if model != "enduser" or id in ids:
            out.write(line)
with open("conf.json") as f:
    conf = json.load(f)
listed = subprocess.run(["csm"], capture_output=True, text=True).stdout
reports = [line.split()[0] for line in listed.split("\nReports")[1].split("\n")[1:] if re.match(r" +[a-z]", line)]
reports = [r for r in reports if r != "page"]


def of_element(element):
    """The page of it, about the role on all data, and about all on what is left of them."""
    pages = []
    for number, more in enumerate(({"where": f"enduser.role = '{ROLE}'"}, {"segment": "deciders"}, {})):
        conf["pages"] = [{"id": "p", "elements": [{"title": "E", **element, **more}]}]
        with open("element.json", "w") as f:
            json.dump(conf, f)
        pages.append(ask(*(("users.csv", "night.csv") if more else ("few-users.csv", "few.csv")), "page", "--page", "p",
                         "--limit", "0", "--interactive", "none", "-c", "element.json"))
    return pages[0][0] == 0 and len(pages[0][1]) > 2000 and pages[0] == pages[1] == pages[2]


for r in reports:
    words = [r, *ARGUMENT.get(r, []), *(["--model", "enduser"] if r == "list" else []), "-c", "conf.json", "-t", "csv"]
    want = ask("few-users.csv", "few.csv", *words)
    result(r, want[0] == 0 and want[1] and want == ask("users.csv", "night.csv", *words, "-w", f"enduser.role = '{ROLE}'")
           == ask("users.csv", "night.csv", *words, "-s", "deciders"))
    result(f"{r} on a page", of_element({"type": "report", "report": r, **KEYS.get(r, {})}))
THREE = ["sum(activities.*)", "uniques(activities.*)", "active_days(activities.*)"]
for chart in ("line", "bar", "stacked", "horizontal", "pie", "heatmap", "radar"):
    metrics = {"metrics": THREE} if chart == "radar" else {"metric": THREE[1]}
    result(f"a {chart} chart", of_element({"type": "chart", "chart": chart, "by": "plan", **metrics}))
result("a scatter chart", of_element({"type": "chart", "chart": "scatter", "x": "uniques(activities.*, 30)", "y": "system.health"}))
result("a number", of_element({"type": "number", "metric": "uniques(activities.*)"}))
result("a table", of_element({"type": "table", "columns": ["id", "sum(activities.*, 30)"]}))
result("a table of end users", of_element({"type": "table", "model": "enduser", "columns": ["id", "role"]}))
sys.exit(suite.status)
