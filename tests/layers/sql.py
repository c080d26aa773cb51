"""Statements: the plan that the evaluator works from feeds them too; formulas become typed
nodes in one place, and who spells nodes sees no formula and chooses no meaning."""
import os
import re
import subprocess

from tree import code, end, files, line, result

BUILD = os.environ.get("BUILD", "build")
# Who turns a formula into nodes; and conditions over raw rows, which become text at once.
WALKERS = {"formula.c", "formula.h", "raw_row.c", "raw_row.h"}
# What of the rooms of formulas and metrics statements are made with: tables, the days of a
# window, printing and messages.  Nothing reads a formula, makes or changes a plan, or works a
# value out, but the millionths of a constant.
TAKEN = {"csm_func_is", "csm_formula_print_text", "csm_node_print_text", "csm_operand_event", "csm_use_error",
         "csm_day_span_is_none", "csm_day_span_of_window", "csm_value_micros"}  # fmt: skip
# From nodes to text; all else comes before it and knows no engine, but for what it names in a
# refusal, and the one function that an engine has or has not.
SPELLERS = r"(?:spell|dialect|rows\w*|chain|statement|cluster|load|raw\w*|source)\.[ch]$"
ENGINE_IN_BUILD = {"b->dialect->engine", "c->b->dialect->log10 == NULL", "const struct csm_sql_dialect *dialect"}


def sql():
    return [f for f in files(".c", ".h") if f.startswith("lib/sql/")]


def found(pattern, allowed):
    """Where the pattern is, in files of lib/sql that are not allowed it."""
    bad = []
    for f in sql():
        text = code(f)
        if os.path.basename(f) not in allowed:
            bad += [f"{f}:{line(text, m.start())}: {m[0].strip()}" for m in re.finditer(pattern, text)]
    return bad


def names(option, rooms):
    """Names that objects of rooms define (T) or want (U), and one of the files."""
    of = {}
    for f in files(".c"):
        if f.split("/")[1] in rooms and os.path.exists(o := f"{BUILD}/obj/{f[:-2]}.o"):
            run = subprocess.run(["nm", o], capture_output=True, text=True, check=True)
            of |= {l.split()[-1]: f for l in run.stdout.splitlines() if l.split()[-2] == option}
    return of


def taken():
    offered, wanted = names("T", ("formula", "metric")), names("U", ("sql",))
    if not offered or not wanted:
        return [f"{BUILD} has no objects"]
    return [f"{wanted[n]} uses {n} of {offered[n]}" for n in wanted.keys() & offered.keys() - TAKEN]


def engines_in_build():
    """Lines that look at the dialect where nodes are made."""
    bad = []
    for f in sql():
        if re.search(SPELLERS, f):
            continue
        for i, text in enumerate(code(f).splitlines(), 1):
            if "dialect" in text and "#include" not in text and not any(e in text for e in ENGINE_IN_BUILD):
                bad.append(f"{f}:{i}: {text.strip()}")
    return bad


def plans():
    """Who asks for a statement takes the plan of the evaluator, and makes none."""
    given = re.search(r"const struct csm_plan \*plan\b", code("lib/sql/statement.h"))
    bad = [] if given else ["lib/sql/statement.h: no plan"]
    asked = [f for f in files(".c") if re.search(r"\bcsm_sql_statement\(", code(f)) and not f.startswith("lib/sql/")]
    return bad + [f for f in asked if "= csm_engine_plan(" not in code(f)] + ([] if asked else ["nobody asks"])


result("statements parse, plan and evaluate nothing", taken())
result("a formula becomes nodes in one place", found(r"struct csm_node\b", WALKERS)
       + found(r"->root->(?:arg|argc|func|leaf|want)\b", set()))
result("nodes are made without looking at the dialect", engines_in_build())
result("a dialect is not told by its name", found(r'"(?:clickhouse|duckdb|postgres|sqlite)"', {"dialect.c"}))
result("the evaluator and the statements have one plan", plans())
end()
