#!/usr/bin/env python3
"""Runs the examples of a page: literal blocks whose lines begin with "$ ".

usage: examples.py PAGE SCRATCH

A line "$ COMMAND" (continued by lines that begin with "> ") is run by sh; the lines up to
the next command or the end of the block are what it must print on standard output and
standard error together.  All blocks of a page share one scratch directory, in order, so
that later examples can use the files of earlier ones.  A block without "$ " is no example.
"""
import os
import re
import shutil
import subprocess
import sys


def mdoc_blocks(text):
    for block in re.findall(r"^\.Bd -literal[^\n]*\n(.*?)^\.Ed$", text, re.S | re.M):
        yield re.sub(r"\\&", "", block).replace("\\e", "\\").replace("\\-", "-")


def markdown_blocks(text):
    for block in re.findall(r"^```(?:console|sh|text)?\n(.*?)^```$", text, re.S | re.M):
        yield block
    for block in re.findall(r"(?:^(?:    .*)?\n)+", text, re.M):
        yield re.sub(r"^    ", "", block, flags=re.M).strip("\n") + "\n"


def examples(block):
    command, want = None, []
    for line in block.splitlines():
        if line.startswith("$ "):
            if command is not None:
                yield command, want
            command, want = line[2:], []
        elif line.startswith("> ") and command is not None and not want:
            command += "\n" + line[2:]
        else:
            want.append(line)
    if command is not None:
        yield command, want


def main():
    page, scratch = sys.argv[1:3]
    scratch = os.path.join(scratch, os.path.basename(page))
    shutil.rmtree(scratch, ignore_errors=True)
    os.makedirs(scratch)
    # what a clone has beside its README
    os.symlink(os.path.abspath("share"), os.path.join(scratch, "share"))
    text = open(page, encoding="utf-8").read()
    blocks = markdown_blocks(text) if page.endswith(".md") else mdoc_blocks(text)
    failed = number = 0
    for block in blocks:
        for command, want in examples(block):
            if command.startswith("./scripts/"):
                continue  # the two commands of the README are run by themselves
            number += 1
            run = subprocess.run(["sh", "-c", command], cwd=scratch, text=True,
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT)
            got = run.stdout.rstrip("\n").split("\n") if run.stdout.strip("\n") else []
            while want and want[-1] == "":
                want.pop()
            if got == want:
                print(f"ok manual {page} example {number}")
            else:
                failed = 1
                print(f"# $ {command}\n# wanted:")
                print("\n".join("#   " + w for w in want))
                print("# got:")
                print("\n".join("#   " + g for g in got))
                print(f"not ok manual {page} example {number}")
    return failed


sys.exit(main())
