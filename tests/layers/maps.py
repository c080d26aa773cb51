"""lib/README.md names files that exist, and every room; README.md names every room."""
import os
import re

import tree

text = open("lib/README.md", encoding="utf-8").read()
named = set(re.findall(r"`([a-z]+/[a-z0-9_/]+\.[ch])`", text))
tree.result("lib/README.md names files of the library", [] if len(named) > 50 else ["too few"])
tree.result("every file lib/README.md names is there",
            [f for f in named if not os.path.isfile(os.path.join("lib", f))])
first = text[: text.index("## ")]
tree.result("lib/README.md names every room",
            [r for r in tree.ROOMS if not re.search(rf"\b{r}\b", first)])
readme = open("README.md", encoding="utf-8").read()
tree.result("README.md names every room", [r for r in tree.ROOMS if f"`lib/{r}`" not in readme])
tree.result("every file README.md names is there",
            [f for f in re.findall(r"`((?:lib|cmd|tests|scripts|share)/[A-Za-z0-9_./-]+)`", readme)
             if "NAME" not in f and "MODULE" not in f and "PROGRAM" not in f and not os.path.exists(f.rstrip("/"))])
tree.end()
