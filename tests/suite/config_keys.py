"""Every key of the configuration, and every word it may have, as the schema has them, stands in csm-config(5)."""
import json
import os
import re
import subprocess
import sys

PAGE = "man/csm-config.5"


def keys(schema, definitions):
    """(key, its words) of all objects below."""
    if isinstance(schema, dict):
        for key, of in schema.get("properties", {}).items():
            of = definitions.get(of.get("$ref", "").split("/")[-1], of)
            yield key, [w for w in of.get("enum", []) if isinstance(w, str) and re.fullmatch(r"[\w.-]{2,}", w)]
        for of in schema.values():
            yield from keys(of, definitions)
    elif isinstance(schema, list):
        for of in schema:
            yield from keys(of, definitions)


def items(page):
    """Text of each item of a list by the keys it begins with; headings are items too."""
    found = {}
    for part in re.split(r"^(?=\.It |\.S[sh] )", page, flags=re.M):
        head, _, text = part.partition("\n")
        for word in re.findall(r"[$\w]+", re.sub(r" P[qo] .*", "", head)):
            found.setdefault(word, []).append(text)
    return found


schema = json.loads(subprocess.run([f"{os.environ['BUILD']}/csm-calc", "--schema"],
                                   capture_output=True, text=True, check=True).stdout)
with open(PAGE, encoding="utf-8") as f:
    page = f.read()
told = items(page)
bad = set()
for key, words in keys(schema, schema.get("$defs", {})):
    if key not in told:
        if words or not re.search(rf"^\.Cm .*(?<!\w){re.escape(key)}(?!\w)|\(dq{re.escape(key)}\\\(dq", page, re.M):
            bad.add(key)
        continue
    for w in words:
        if not any(re.search(rf"\.Cm .*(?<![\w.-]){re.escape(w)}(?![\w-])|\(dq{re.escape(w)}\\\(dq", t) for t in told[key]):
            bad.add(f"{key}: {w}")
if bad:
    print("\n".join(f"    {b}" for b in sorted(bad)))
print("not ok" if bad else "ok", f"manual {PAGE} has every key and word of the schema")
sys.exit(bool(bad))
