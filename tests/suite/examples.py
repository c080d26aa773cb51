#!/usr/bin/env python3
"""Runs the examples of a page: literal blocks whose lines begin with "$ ".

usage: examples.py PAGE SCRATCH

A line "$ COMMAND", with the lines that a shell would wait for before it runs it, is run by
sh; the lines up to the next command or the end of the block are what it must print on
standard output and standard error together.  All blocks of a page share one scratch directory, in order, so
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


def is_unfinished(command):
    """Whether a shell would ask for more: nobody has to take prompts out of what he pastes."""
    for word in re.finditer(r"<<-?\s*'?(\w+)'?", command):
        if not re.search(rf"^{word[1]}$", command[word.end():], re.M):
            return True
    return command.endswith(("\\", "|", "&&")) or subprocess.run(["sh", "-n", "-c", command], capture_output=True).returncode != 0


def examples(block):
    command, want, open_ = None, [], False
    for line in block.splitlines():
        if line.startswith("$ ") and not open_:
            if command is not None:
                yield command, want
            command, want = line[2:], []
            open_ = is_unfinished(command)
        elif command is not None and open_:
            command += "\n" + line
            open_ = is_unfinished(command)
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
    for prompt in re.findall(r"^> .*", text, re.M):
        failed = 1
        print(f"not ok manual {page} has a prompt inside of a command: {prompt}")
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
