"""One line for each check of a suite, as tests/run counts them, and below it what is wrong."""


class Suite:
    def __init__(self, name):
        self.name, self.status = name, 0

    def result(self, what, wrong):
        """`wrong`: lines that say what is; none: it holds."""
        print(f"{'not ok' if wrong else 'ok'} {self.name} {what}", flush=True)
        for line in wrong[:20]:
            print(f"    {str(line)[:600]}", flush=True)
        self.status |= bool(wrong)

    def check(self, what, holds, detail=""):
        self.result(what, [] if holds else str(detail).splitlines() or ["it does not hold"])
