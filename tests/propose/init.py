"""csm init and csm check: from three exports to a page with no edit; and mistakes planted into
such a directory, each of which the check must find, with its place and what would mend it."""
import configparser
import datetime
import json
import os
import re
import shutil
import subprocess
import sys

BUILD = os.environ.get("BUILD", "build")
ROOT = os.path.join(BUILD, "init")
ENV = dict(os.environ, SOURCE_DATE_EPOCH="1798761600")  # 2027-01-01
LAST = datetime.date(2026, 10, 31)
failed = False


def result(name, problem):
    global failed
    print(f"{'not ok' if problem else 'ok'} init {name}")
    if problem:
        failed = True
        print("    " + problem.replace("\n", "\n    ")[:3000])


def run(*args, cwd=ROOT):
    done = subprocess.run(args, cwd=cwd, env=ENV, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def write(path, lines):
    path = os.path.join(ROOT, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")


def exports():
    events = ["event_id,occurred_at,user_id,account_id,event"]
    for a in range(8):
        for k in range(90):
            for u in range(2 + a % 3):
                if (k * 7 + u * 3 + a) % 4 and not (a == 3 and k < 30):
                    events.append(f"e{len(events)},{LAST - datetime.timedelta(k)}T{8 + u:02}:00:00Z,"
                                  f"u{a}-{u},a{a},{['login', 'export', 'share'][(k + u) % 3]}")
    write("exports/events.csv", events)
    write("exports/accounts.csv", ["account_id;account_name;plan;seats;renewal_date"] + [
        f"a{a};Firm {a};{['Pro', 'Team'][a % 2]};{4 + a};1{a}.12.2026" for a in range(8)])
    write("exports/subscriptions.csv", ["subscription_id,account_id,start_date,end_date,mrr"] + [
        f"s{a},a{a},2025-0{a + 1}-10,{'2026-09-30' if a == 6 else ''},{100 * (a + 1)}"
        for a in range(8)])


def begin():
    shutil.rmtree(ROOT, ignore_errors=True)
    exports()
    files = [f"exports/{f}.csv" for f in ("events", "accounts", "subscriptions")]
    rc, out, err = run("csm", "init", "acme", *files)
    if rc != 0 or out:
        return f"status {rc}\n{err}{out}"
    # wherever cron happens to stand
    rc, out, err = run(os.path.abspath(f"{ROOT}/acme/nightly.sh"), cwd="/")
    if rc != 0:
        return f"nightly.sh: status {rc}\n{err}"
    page = open(f"{ROOT}/acme/night/page.html", encoding="utf-8").read()
    for words in ("Firm 3", "Customers", "2026-10-31"):
        if words not in page:
            return f"the page has no {words!r}"
    alerts = [json.loads(l) for l in open(f"{ROOT}/acme/night/alerts.ndjson", encoding="utf-8")]
    if not any(a.get("company") == "a3" for a in alerts):
        return f"no alert of a3, which is silent: {alerts}"
    before = open(f"{ROOT}/acme/night/page.html", "rb").read()
    rc, out, err = run("acme/nightly.sh")
    if rc != 0 or open(f"{ROOT}/acme/night/page.html", "rb").read() != before:
        return f"a second night differs: {rc} {err}"
    return None


def night():
    """What a night of acme leaves, by name."""
    return {f: open(f"{ROOT}/acme/night/{f}", "rb").read()
            for f in ("night.csv.zst", "points.csv.zst", "alerts.ndjson", "page.html")}


def falters():
    """A program that dies in the middle of the pipe, and an export that came empty, end the night."""
    before = night()
    os.makedirs(f"{ROOT}/bin", exist_ok=True)
    for program in ("csm-calc", "csm-health", "csm-units"):
        write(f"bin/{program}", ["#!/bin/sh", f'"{os.path.abspath(BUILD)}/{program}" "$@" | head -n 500', "exit 4"])
        os.chmod(f"{ROOT}/bin/{program}", 0o755)
        env = dict(ENV, PATH=os.path.abspath(f"{ROOT}/bin") + ":" + ENV["PATH"])
        done = subprocess.run(["acme/nightly.sh"], cwd=ROOT, env=env, capture_output=True)
        os.remove(f"{ROOT}/bin/{program}")
        if done.returncode != 4 or night() != before:
            return f"{program}: status {done.returncode}, the files of the night before are " + (
                "there" if night() == before else "gone")
    whole = open(f"{ROOT}/exports/events.csv", "rb").read()
    write("exports/events.csv", [whole.decode().splitlines()[0]])
    rc, out, err = run("acme/nightly.sh")
    with open(f"{ROOT}/exports/events.csv", "wb") as f:
        f.write(whole)
    if rc != 1 or "[E_ROWS]" not in err or night() != before:
        return f"an export without a row: status {rc}\n{err}"
    return None


def sound():
    rc, out, err = run("csm", "check", "acme")
    return None if (rc, out) == (0, "") and err == "csm-check: acme/conf is sound\n" else f"{rc} {out}{err}"


def odd():
    """What runs the night finds a directory whose name has what cron, systemd and shells take for more."""
    name = "it's 50% \"off\" for $5 \\o"
    rc, out, err = run("csm", "init", name, "exports/events.csv")
    if rc != 0:
        return f"status {rc}: {err}"
    wanted = os.path.join(os.path.realpath(ROOT), name, "nightly.sh")
    cron = open(f"{ROOT}/{name}/crontab", encoding="utf-8").read()
    if not cron.startswith("0 4 * * * ") or re.search(r"(?<!\\)%", cron):
        return f"cron cuts it: {cron}"
    given = subprocess.run(["sh", "-c", "printf %s " + cron[10:].replace("\\%", "%")], capture_output=True, text=True).stdout
    if given != wanted:
        return f"cron runs {given}, not {wanted}"
    service = open(f"{ROOT}/{name}/csm-night.service", encoding="utf-8").read()
    as_systemd = wanted.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    line = f'ExecStart=/bin/sh "{as_systemd}"\n'
    return None if line in service else f"no {line}in {service}"


def scheduled():
    """What starts the night, as systemd reads it where it is there; else as a file of keys."""
    for name in ("acme", "it's 50% \"off\" for $5 \\o"):
        here = os.path.join(ROOT, name)
        units = ["csm-night.service", "csm-night.timer"]
        if shutil.which("systemd-analyze"):
            done = subprocess.run(["systemd-analyze", "verify", "--man=no"] + ["./" + u for u in units],
                                  cwd=here, capture_output=True, text=True)
            if done.returncode or "csm-night" in done.stderr:
                return f"{name}: {done.stderr}"
        keys = {}
        for unit in units:
            read = configparser.RawConfigParser()
            read.optionxform = str
            read.read(os.path.join(here, unit), encoding="utf-8")
            keys.update({f"{section}.{key}": value for section in read for key, value in read[section].items()})
        wanted = {"Service.Type": "oneshot", "Timer.OnCalendar": "*-*-* 04:00", "Timer.Persistent": "true",
                  "Install.WantedBy": "timers.target"}
        if not wanted.items() <= keys.items() or not keys["Service.ExecStart"].startswith("/bin/sh "):
            return f"{name}: {keys}"
    return None


def told():
    """Each line of the README is a file that is there or a command that runs; what is not to be
    had or not to be changed here, systemctl and crontab, says what it was given."""
    here = os.path.join(ROOT, "acme")
    write("bin/systemctl", ["#!/bin/sh", f'echo "$@" >>"{os.path.abspath(ROOT)}/systemctl"', '[ -f "$(eval echo \\$$#)" ]'])
    write("bin/crontab", ["#!/bin/sh", 'case $1 in -l) echo "1 2 * * * mine" ;; -) ' f'cat >"{os.path.abspath(ROOT)}/cron" ;; *) exit 1 ;; esac'])
    for program in ("systemctl", "crontab"):
        os.chmod(f"{ROOT}/bin/{program}", 0o755)
    env = dict(ENV, PATH=os.path.abspath(f"{ROOT}/bin") + ":" + ENV["PATH"])
    text = open(f"{here}/README", encoding="utf-8").read().split("Questions")[0]
    lines = re.findall(r"^  (\S.*?)(?:   .*)?$", text, re.M)
    for line in lines:
        if not os.path.isfile(os.path.join(here, line)) or line == "./nightly.sh":
            done = subprocess.run(["sh", "-c", line], cwd=here, env=env, capture_output=True, text=True)
            if done.returncode:
                return f"{line}: status {done.returncode}\n{done.stderr}"
    there = {os.path.relpath(os.path.join(at, f), here) for at, _, files in os.walk(here) for f in files}
    unnamed = {f for f in there if not f.startswith("night/") and f not in text} - {"README"}
    asked = open(f"{ROOT}/systemctl", encoding="utf-8").read().replace(os.path.realpath(here), "HERE")
    cron = open(f"{ROOT}/cron", encoding="utf-8").read()
    if unnamed or asked != "--user link HERE/csm-night.service\n--user enable --now HERE/csm-night.timer\n":
        return f"not told of: {unnamed}; systemctl {asked}"
    return None if cron == "1 2 * * * mine\n" + open(f"{here}/crontab", encoding="utf-8").read() else f"cron: {cron}"


def again():
    rc, out, err = run("csm", "init", "acme", "exports/events.csv")
    if rc != 2 or "already" not in err and "exists" not in err:
        return f"status {rc}: {err}"
    rc, out, err = run("csm", "init", "other", "acme/nightly.sh")
    return None if rc == 3 and not os.path.exists(f"{ROOT}/other") else f"status {rc}: {err}"


# What is replaced in which file, and what must be said of it.
MISTAKES = {
    "a key that is misspelt": ("sources", '"time":', '"tiem":', r'sources\.json:6:\d+: .*"tiem".*did you mean "time"'),
    "a kind there is not": ("sources", '"activities"', '"activites"', r'sources\.json:5:.*did you mean "activities"'),
    "a column the file lacks": ("sources", '"user": "user_id"', '"user": "usr_id"', r'events\.csv:1: no column "usr_id".*did you mean "user_id"'),
    "a file that is not there": ("sources", "events.csv", "event.csv", r"sources\.json:4:.*there is no file .*event\.csv"),
    "a role that is missing": ("sources", '"start": "start_date",', "", r"kind revenue wants to know which column is the start"),
    "another delimiter": ("sources", '"delimiter": ";"', '"delimiter": ","', r"accounts\.csv:1: .*try -d ';'"),
    "a unit of the price there is not": ("sources", '"recurring_unit": "mrr"', '"recurring_unit": "mmr"', r'subscriptions\.csv:1: no column "mmr".*did you mean "mrr"'),
    "a text for a column of days": ("sources", '"time": "occurred_at"', '"time": "event"', r"events\.csv:2:5: bad date"),
    "no JSON": ("sources", '"kind": "activities",', '"kind": "activities"', r"sources\.json:6:\d+.*comma is missing"),
    "a zone there is not": ("settings", '"UTC"', '"Europe/Stockhlm"', r"Europe/Stockhlm"),
    "a setting there is not": ("settings", '"tz"', '"zone"', r'settings\.json:3:\d+: .*unknown key "zone"'),
    "a bracket that is not closed": ("metrics", "company.seats\"}", "(company.seats\"}", r"metrics\.json:\d+:\d+"),
    "a function there is not": ("metrics", "coalesce(100", "coalesc(100", r'metrics\.json:5.*did you mean "?coalesce'),
    "a field nobody has": ("metrics", "/ company.seats", "/ company.seat", r'metrics\.json:11:17: .*no field "seat"; did you mean "seats"\?' ),
    "a text where a number is wanted": ("metrics", "/ company.seats", "/ company.plan", r"company\.plan is text"),
    "a metric nobody calculates": ("metrics", "calculated.active_share", "calculated.activ_share", r"calculated\.activ_share.*did you mean .*active_share"),
    "the same id twice": ("metrics", '"seat_use"', '"trend_28"', r"trend_28.* is already at .*metrics\.json:\d+"),
    "thresholds the wrong way round": ("metrics", '"low": 35, "high": 65', '"low": 65, "high": 35', r"metrics\.json:\d+:.*low"),
    "a word of an alert there is not": ("metrics", '"on": "enter", "cooldown"', '"on": "entre", "cooldown"', r'metrics\.json:\d+:.*did you mean "enter"'),
    "a method there is not": ("health", '"points"', '"pionts"', r'health\.json:3.*did you mean "points"'),
    "a condition of a factor there is not": ("health", '"at most"', '"at mots"', r'health\.json:\d+.*did you mean "at most"'),
    "bands out of order": ("health", '"below": 7', '"below": 3', r"health\.json:\d+:.*(below|band)"),
    "metrics in a circle": ("metrics", "100 * coalesce(last(system.users_active_last30, 1), 0) / company.seats", "last(calculated.seat_use, 1)", r"seat_use"),
    "the first of what is in no order": ("pages", '"sort": "name", ', "", r"pages\.json:2:.*top and bottom want sort"),
    "a part that a report has not": ("pages", '"part": "risks"', '"part": "risk"', r'pages\.json:3:.*no part "risk"; did you mean "risks"'),
    "a chart of what nobody calculates": ("pages", "calculated.trend_28", "calculated.trend_82", r'pages\.json:4:.*makes "calculated.trend_82"; did you mean "calculated.trend_28"'),
    "a chart by a field nobody has": ("pages", '"by": "plan"', '"by": "pln"', r'pages\.json:4:.*no column "pln"; did you mean "plan"'),
    "a report there is not": ("pages", '"report": "risks"', '"report": "risk"', r'pages\.json:3:.*did you mean "risks"'),
}
PAGES = """{"pages": [{"id": "home", "elements": [
  {"type": "report", "report": "list", "sort": "name", "top": 5},
  {"type": "report", "report": "risks", "part": "risks"},
  {"type": "chart", "metric": "calculated.trend_28", "by": "plan"}]}]}"""


def paged():
    here = os.path.join(ROOT, "planted")
    shutil.rmtree(here, ignore_errors=True)
    shutil.copytree(f"{ROOT}/acme", here)
    write("planted/conf/pages.json", [PAGES])
    return here


def sound_page():
    paged()
    rc, out, err = run("csm", "check", "planted")
    return None if rc == 0 else f"status {rc}: {err}"


def planted(mistake):
    section, was, now, wanted = mistake
    here = paged()
    path = f"{here}/conf/{section}.json"
    text = open(path, encoding="utf-8").read()
    if was not in text:
        return f"{was!r} is not in {section}.json"
    with open(path, "w", encoding="utf-8") as f:
        f.write(text.replace(was, now, 1))
    rc, out, err = run("csm", "check", "planted")
    if rc == 0:
        return f"not found:\n{err}"
    return None if re.search(wanted, err) else f"status {rc}, but no {wanted}:\n{err}"


def main():
    result("three exports become a page with no edit", begin())
    result("a program that dies and an empty export end the night", falters())
    result("the directory is sound", sound())
    result("a directory may be called anything", odd())
    result("systemd and cron find the night", scheduled())
    result("the README is true", told())
    result("nothing is written over, and nothing made of what is no export", again())
    result("a page beside it is sound", sound_page())
    for name, mistake in MISTAKES.items():
        result("check finds " + name, planted(mistake))
    sys.exit(1 if failed else 0)


main()
