#!/usr/bin/env python3
"""The Slurm recipe, by Slurm: a controller and three nodes on this machine.

usage: slurm.py SRCDIR DIR, where DIR has csm.json, events.csv, companies.csv and whole.csv
"""
import glob
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "scontrol")


def free_ports(n):
    taken = [socket.socket() for _ in range(n)]
    for s in taken:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in taken]
    for s in taken:
        s.close()
    return ports


def configuration(home):
    user, host = subprocess.check_output(["id", "-un"], text=True).strip(), socket.gethostname()
    ports = free_ports(4)
    nodes = "".join(f"NodeName=n{i} NodeHostname={host} NodeAddr=127.0.0.1 Port={ports[i]} CPUs=2 State=UNKNOWN\n"
                    for i in (1, 2, 3))  # fmt: skip
    return f"""ClusterName=csm
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
AuthType=auth/munge
AuthInfo=socket={home}/munge.socket
SlurmUser={user}
SlurmdUser={user}
StateSaveLocation={home}/state
SlurmdSpoolDir={home}/%n
SlurmctldPidFile={home}/slurmctld.pid
SlurmdPidFile={home}/%n.pid
SlurmdParameters=config_overrides
ProctrackType=proctrack/pgid
TaskPlugin=task/none
MpiDefault=none
SchedulerType=sched/builtin
SelectType=select/linear
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
DependencyParameters=kill_invalid_depend
ReturnToService=2
{nodes}PartitionName=all Nodes=n[1-3] Default=YES State=UP
"""


class Slurm:
    def __init__(self):
        self.home = tempfile.mkdtemp(prefix="csm-slurm-")
        os.chmod(self.home, 0o755)
        for d in ("state", "n1", "n2", "n3"):
            os.mkdir(os.path.join(self.home, d))
        with open(os.path.join(self.home, "key"), "wb") as f:
            os.fchmod(f.fileno(), 0o400)
            f.write(os.urandom(128))
        conf = os.path.join(self.home, "slurm.conf")
        with open(conf, "w", encoding="utf-8") as f:
            f.write(configuration(self.home))
        self.env = {**os.environ, "SLURM_CONF": conf}
        self.children = []
        at = self.home
        self.start("munged", "--foreground", f"--socket={at}/munge.socket", f"--key-file={at}/key",
                   f"--pid-file={at}/munged.pid", f"--log-file={at}/munged.log", f"--seed-file={at}/seed")  # fmt: skip
        self.until(lambda: os.path.exists(f"{at}/munge.socket"))
        self.start("slurmctld", "-D", "-f", conf)
        for i in (1, 2, 3):
            self.start("slurmd", "-D", "-f", conf, "-N", f"n{i}")
        self.until(lambda: self.ask("sinfo", "-h", "-t", "idle", "-o", "%D").strip() == "3")

    def start(self, name, *args):
        with open(os.path.join(self.home, "log"), "a", encoding="utf-8") as log:
            self.children.append(
                subprocess.Popen([shutil.which(name), *args], env=self.env, stdin=subprocess.DEVNULL, stdout=log,
                                 stderr=log))  # fmt: skip

    def ask(self, *command):
        return subprocess.run(command, env=self.env, capture_output=True, text=True).stdout

    def until(self, holds):
        for _ in range(300):
            if holds():
                return
            time.sleep(0.1)
        raise TimeoutError(self.log())

    def log(self):
        with open(os.path.join(self.home, "log"), encoding="utf-8", errors="replace") as f:
            return f.read()[-1500:]

    def close(self):
        for child in reversed(self.children):
            child.terminate()
        for child in self.children:
            try:
                child.wait(15)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        shutil.rmtree(self.home)


def batch(slurm, directory, recipes, parts, out, config):
    """What the head of slurm.sh says, to the letter; the status of the last job."""
    shutil.rmtree(os.path.join(directory, parts), ignore_errors=True)
    os.mkdir(os.path.join(directory, parts))
    env = {**slurm.env, "CONFIG": config, "EVENTS": "events.csv", "FIELDS": "companies.csv", "AS_OF": "2026-10-31",
           "PARTS": parts, "CSM_SCALE": recipes, "OUT": out}  # fmt: skip
    text = f"""job=$(sbatch --parsable --array=1-6 {recipes}/slurm.sh) || exit 1
exec sbatch --wait --dependency=afterok:$job --wrap 'csm-ingest -k points --disjoint -o "$OUT" "$PARTS"/*.csv'"""
    return subprocess.run(["timeout", "120", "sh", "-c", text], cwd=directory, env=env, capture_output=True, text=True)


def result(name, holds, said):
    print(f"{'ok' if holds else 'not ok'} scale {name}")
    if not holds:
        print(f"    {said}")
    return holds


def same(a, b):
    if not os.path.exists(a):
        return False
    with open(a, "rb") as x, open(b, "rb") as y:
        return x.read() == y.read()


def main():
    srcdir, directory = sys.argv[1:3]
    missing = [p for p in PROGRAMS if not shutil.which(p, path=os.environ["PATH"] + ":/usr/sbin:/sbin")]
    if missing:
        print(f"skip scale Slurm: no {', '.join(missing)} (scripts/setup.sh engines)")
        return 0
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    recipes = os.path.join(srcdir, "share/csm/scale")
    slurm = Slurm()
    try:
        done = batch(slurm, directory, recipes, "by-slurmd", "by-slurmd.csv", "csm.json")
        where = slurm.ask("scontrol", "show", "jobs", "-o")
        nodes = {w.partition("=")[2] for w in where.split() if w.startswith("NodeList=n")}
        holds = result("Slurm computes the whole on three nodes",
                       done.returncode == 0 and len(nodes) == 3
                       and same(os.path.join(directory, "by-slurmd.csv"), os.path.join(directory, "whole.csv")),
                       f"{done.stderr} {nodes} {slurm.log()}")  # fmt: skip
        done = batch(slurm, directory, recipes, "bad-slurmd", "bad-slurmd.csv", "bad.json")
        left = glob.glob(os.path.join(directory, "bad-slurmd*", "*")) + glob.glob(os.path.join(directory, "bad-slurmd.csv"))
        # --wait has no status for a job that never began
        jobs = slurm.ask("scontrol", "show", "jobs", "-o").splitlines()
        joined = max((j for j in jobs if "JobName=wrap" in j), key=lambda j: int(j.split()[0].partition("=")[2]))
        holds &= result("a task of Slurm that fails fails the whole, and leaves no file",
                        "JobState=CANCELLED" in joined and not left, f"{joined}, {left}, {done.stderr}")  # fmt: skip
    finally:
        slurm.close()
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
