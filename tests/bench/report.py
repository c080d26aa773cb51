"""The jobs of csm-report: reports about 5,000 companies from six million points."""
import os
import subprocess

from measure import BUILD, DIR, bar, job

DAY = "2025-12-31"
REPORTS = ("portfolio", "accounts", "people", "adoption", "revenue", "bubble", "trend activities.*")


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
