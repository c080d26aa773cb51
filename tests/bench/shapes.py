"""The jobs of csm-ingest in other shapes: objects, compression, other instructions."""
import os

from measure import BUILD, DIR, DUCK, bar, bars, job, same

EVENTS = f"{DIR}/events.csv"
ROLES = "--time timestamp --company company --user user --name activity"


def ingest(out, file, options="", build=BUILD):
    to = f"-o {DIR}/{out}" if out.endswith((".gz", ".zst")) else f">{DIR}/{out}"
    return f"exec {build}/csm-ingest --no-config {ROLES} {options} {to} {file}"


def objects(sql):
    file = f"{DIR}/events.ndjson"
    m = job("NDJSON, three tenths of the rows", {
        "csm-ingest": ingest("ours-json.csv", file),
        "csm-ingest -j 1": ingest("ours-json-1.csv", file, "-j 1"),
        "DuckDB, 2 threads": DUCK + [sql(file, f"{DIR}/duck-json.csv")],
        "jansson reading fields": f"exec {DIR}/jansson-loop < {file} >{DIR}/json-fields"})
    ours = m["csm-ingest"]
    bars("", ours, m["DuckDB, 2 threads"], (None, 1 / 5, None))
    bar("jansson's loop, wall", ours[0] / m["jansson reading fields"][0], 1 / 15)
    return same("-j 1", f"{DIR}/ours-json.csv", f"{DIR}/ours-json-1.csv")


def compression():
    m = job("Compressed, both ways", {
        "csm-ingest": ingest("ours.csv", EVENTS),
        "from .gz": ingest("ours-gz.csv", EVENTS + ".gz"),
        "gzip -dc | csm-ingest": f"gzip -dc {EVENTS}.gz | {ingest('ours-gzip.csv', '-')[5:]}",
        "from .zst": ingest("ours-zst.csv", EVENTS + ".zst"),
        "to .gz": ingest("packed.csv.gz", EVENTS),
        "to .gz, -j 1": ingest("packed-1.csv.gz", EVENTS, "-j 1"),
        "csm-ingest | gzip": f"{ingest('-', EVENTS)[5:]} | gzip >{DIR}/piped.csv.gz".replace(f">{DIR}/- ", ""),
        "to .zst": ingest("packed.csv.zst", EVENTS),
        "to .zst, -j 1": ingest("packed-1.csv.zst", EVENTS, "-j 1")})
    ok = True
    for suffix in ("gz", "zst"):
        ok &= same(f"from .{suffix}", f"{DIR}/ours.csv", f"{DIR}/ours-{suffix}.csv")
        ok &= same(f".{suffix} of one thread and of all", f"{DIR}/packed.csv.{suffix}", f"{DIR}/packed-1.csv.{suffix}")
    print(f"  to .gz takes {m['to .gz, -j 1'][0] / m['to .gz'][0]:.2f} times longer with -j 1")
    return ok


def instructions():
    """Where the ends of fields are the ordinary build looks for with what the processor has; one that
    is built for newer processors as a whole may not be much faster."""
    with open("/proc/cpuinfo") as f:
        if " avx2 " not in f.read():
            print("\nThe processor has no AVX2: not compared with a build for it")
            return True
    m = job("Instructions", {
        "csm-ingest": ingest("ours.csv", EVENTS),
        "built for AVX2": ingest("ours-avx2.csv", EVENTS, build=f"{DIR}/avx2"),
        "built without SSE2": ingest("ours-plain.csv", EVENTS, build=f"{DIR}/no-sse2")})
    bar("to one built for AVX2, CPU", m["csm-ingest"][1] / m["built for AVX2"][1], 1.3)
    return (same("AVX2", f"{DIR}/ours.csv", f"{DIR}/ours-avx2.csv") and
            same("no SSE2", f"{DIR}/ours.csv", f"{DIR}/ours-plain.csv"))


def companies(sql):
    m = job("Events to company daily points with active users", {
        "csm-ingest --level company": ingest("company.csv", EVENTS, "--level company"),
        "DuckDB, 2 threads": DUCK + [sql(EVENTS, f"{DIR}/duck-company.csv", False)]})
    bars("", *m.values(), (1 / 6, 1 / 8, 1 / 5))
    os.remove(f"{DIR}/duck-company.csv")
    # once more, not measured, in our order
    job("", {"DuckDB": DUCK + [sql(EVENTS, f"{DIR}/duck-company.csv", True)]}, runs=0)
    return same("csm-ingest and DuckDB", f"{DIR}/company.csv", f"{DIR}/duck-company.csv")


def others():
    huge = {"ten times the rows": ingest("huge-out.csv", f"{DIR}/huge.csv")}
    m = job("Other shapes", {
        "csm-ingest": ingest("ours.csv", EVENTS),
        "-o, which syncs": f"exec {BUILD}/csm-ingest --no-config {ROLES} -o {DIR}/ours-synced.csv {EVENTS}",
        "-m 64M": ingest("ours-64.csv", EVENTS, "-m 64M"),
        "-j 1": ingest("ours-1.csv", EVENTS, "-j 1"),
        "every field quoted": ingest("ours-quoted.csv", f"{DIR}/quoted.csv"),
        "in order of company": ingest("ours-sorted.csv", f"{DIR}/sorted.csv"),
        "5 million UUID users": ingest("ours-uuid.csv", f"{DIR}/uuid.csv"),
        **(huge if os.environ.get("BENCH_HUGE") else {})})
    ours = m["csm-ingest"]
    for name, limit in (("-m 64M", 2), ("every field quoted", 3), ("in order of company", 1.3), ("5 million UUID users", 2),
                        ("ten times the rows", 11)):
        if name in m:
            bar(f"{name}, CPU", m[name][1] / ours[1], limit)
    peak = m["-m 64M"][2]
    print(f"  bar: -m 64M takes {peak:.0f} MiB (bar: 128){'' if peak <= 128 else '   (lost)'}")
    ok = same("-m 64M", f"{DIR}/ours.csv", f"{DIR}/ours-64.csv")
    ok &= same("in order of company", f"{DIR}/ours.csv", f"{DIR}/ours-sorted.csv")
    return same("quoted", f"{DIR}/ours.csv", f"{DIR}/ours-quoted.csv") and ok


def jobs(company_sql, json_sql):
    ok = companies(company_sql)
    ok &= objects(json_sql)
    ok &= compression()
    ok &= instructions()
    return others() and ok
