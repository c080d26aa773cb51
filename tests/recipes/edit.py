"""What recipes use to change a copy of the tree: rows put beside those that are there."""
import sys


def insert(path, text, before=None, after=None):
    """Put text at the only place of a file where the anchor stands."""
    with open(path, encoding="utf-8") as f:
        old = f.read()
    anchor = before if before is not None else after
    if old.count(anchor) != 1:
        sys.exit(f"{path}: the recipe's anchor stands there {old.count(anchor)} times: {anchor!r}")
    new = text + anchor if before is not None else anchor + text
    with open(path, "w", encoding="utf-8") as f:
        f.write(old.replace(anchor, new))
