"""Headers: each compiles alone, all compile together, and a name stands in one of them; and what
files have for other processors compiles too."""
import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

from tree import code, end, headers, outside, result, room, sources

BUILD = os.environ.get("BUILD", "build")
CC = os.environ.get("CC", "cc").split()
PKGS = "jansson zlib libzstd libxxhash smartcols xlsxwriter".split()


def flags():
    found = subprocess.run(["pkg-config", "--cflags", *PKGS], capture_output=True, text=True)
    return ["-std=c11", "-D_POSIX_C_SOURCE=200809L", "-D_XOPEN_SOURCE=700", "-Ilib", "-Icmd",
            f"-I{BUILD}/gen", "-Wall", "-Wextra", "-Werror", *found.stdout.split()]


def compiles(text, options):
    """The first errors of compiling a text, none where there are none."""
    run = subprocess.run([*CC, *options, "-fsyntax-only", "-x", "c", "-"], input=text,
                         capture_output=True, text=True)
    return [] if run.returncode == 0 else [
        e for e in run.stderr.splitlines() if "error:" in e][:5] or [run.stderr]


def include(path):
    return f'#include "{path.split("/", 1)[1]}"\n'


def alone(options):
    """The errors of each header as the only one of a translation unit."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        done = pool.map(lambda h: (h, compiles(include(h), options)), headers())
        return [f"{h}: {e}" for h, errors in done for e in errors]


def without_sse2(options):
    """The errors of the files that have another way where there is no SSE2, on that way."""
    with_ways = [f for f in sources() if "__SSE2__" in code(f)]
    if not with_ways:
        return ["no file has another way"]
    return [f"{f}: {e}" for f in with_ways for e in compiles(f'#include "{f}"', [*options, "-U__SSE2__"])]


def functions():
    """Functions that headers declare, with the header of each."""
    for h in headers():
        for m in re.finditer(r"\b(csm_\w+)\s*\(", outside(h)):
            yield m.group(1), h


def split_prefixes():
    """Prefixes csm_word_ whose functions several rooms declare."""
    rooms = {}
    for name, h in functions():
        words = name.split("_")
        if len(words) > 2:
            rooms.setdefault("_".join(words[:2]) + "_", {}).setdefault(room(h), []).append(name)
    return [f"{p}: " + "; ".join(f"{r} has {', '.join(sorted(set(n))[:4])}"
                                 for r, n in sorted(by.items()))
            for p, by in rooms.items() if len(by) > 1]


def defined_twice():
    """Types and enumerators that two headers define."""
    where = {}
    for h in headers():
        text = code(h)
        for m in re.finditer(r"\b(struct|enum|union)\s+(\w+)\s*\{([^}]*)", text):
            where.setdefault(m.group(2), []).append(h)
            if m.group(1) == "enum":
                for item in m.group(3).split(","):
                    name = re.match(r"\s*(\w+)", item)
                    if name:
                        where.setdefault(name.group(1), []).append(h)
        for m in re.finditer(r"\btypedef\b[^;{]*?\(?\*?\s*(csm_\w+)\)?\s*(?:\([^;]*\))?;", text):
            where.setdefault(m.group(1), []).append(h)
    return [f"{name}: {', '.join(sorted(hs))}" for name, hs in where.items() if len(hs) > 1]


options = flags()
result("all headers compile together", compiles("".join(map(include, headers())), options))
result("each header compiles alone", alone(options))
result("what is for processors without SSE2 compiles", without_sse2(options))
result("a prefix belongs to one room", split_prefixes())
result("a type and an enumerator have one meaning", defined_twice())
end()
