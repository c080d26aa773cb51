"""Where one worker of the torture tries points: a directory with the inputs, the old outputs
and its own $TMPDIR, and a process that forks one for each point (see shim.c)."""
import os
import shutil
import struct
import subprocess

OLD = b"old\n"


class Bench:
    def __init__(self, root, files, shim):
        self.cwd = os.path.join(root, f"worker-{os.getpid()}")
        self.tmp = os.path.join(self.cwd, "tmp")
        self.counts = self.cwd + ".counts"
        self.files, self.shim = set(files), shim
        self.job = self.server = None
        os.makedirs(self.tmp)
        for name in files:
            os.symlink(os.path.join(root, "world", name), os.path.join(self.cwd, name))
        self.streams = []
        for which in ("out", "err"):
            fd = os.open(f"{self.cwd}.{which}", os.O_RDWR | os.O_CREAT)
            os.unlink(f"{self.cwd}.{which}")
            self.streams.append(fd)

    def turn_to(self, job):
        """Whether it can be tried: a program that makes its calls without the C library cannot."""
        if self.job is job:
            return True
        self.close()
        self.job = job
        for entry in os.scandir(self.cwd):
            if entry.name not in self.files and entry.name != "tmp":
                (shutil.rmtree if entry.is_dir(follow_symlinks=False) else os.unlink)(entry.path)
        from_us, self.ask = os.pipe()
        self.tell, to_us = os.pipe()
        env = {k: v for k, v in os.environ.items() if not k.startswith("TORTURE")}
        env.update(TMPDIR=self.tmp, SOURCE_DATE_EPOCH="1795300000", LC_ALL="C.UTF-8", LD_PRELOAD=self.shim,
                   PATH=self.cwd + ":" + env["PATH"],
                   LD_BIND_NOW="1", TORTURE_PROGRAM=job.program, TORTURE_COUNTS=self.counts,
                   TORTURE_SERVER=f"{from_us},{to_us}")
        self.given = os.open(os.path.join(self.cwd, job.input) if job.input else os.devnull, os.O_RDONLY)
        self.server = subprocess.Popen([job.path, *job.args], cwd=self.cwd, env=env, stdin=self.given,
                                       stdout=self.streams[0], stderr=self.streams[1], pass_fds=(from_us, to_us))
        os.close(from_us)
        os.close(to_us)
        return len(os.read(self.tell, 8)) == 8

    def close(self):
        if self.server is not None:
            os.close(self.ask)
            self.server.wait()
            os.close(self.tell)
            os.close(self.given)
            self.server = None

    def fresh(self):
        """As before the first run; what is still as it was is left alone."""
        for name in self.strays():
            path = os.path.join(self.cwd, name)
            (shutil.rmtree if os.path.isdir(path) and not os.path.islink(path) else os.unlink)(path)
        for name, data in self.outputs().items():
            path = os.path.join(self.cwd, name)
            if "/" in name:
                os.unlink(path)
            elif self.job.split and name == self.job.output:
                os.mkdir(path)
            elif data != OLD:
                if data is not None:
                    os.unlink(path)
                with open(path, "wb") as f:
                    f.write(OLD)

    def run(self, kind, mode, n):
        """(status, whether it left a process behind, standard output, messages); status None:
        it did not end."""
        for fd in self.streams:
            os.lseek(fd, 0, os.SEEK_SET)
            os.truncate(fd, 0)
        if self.job.input:  # which is shared by all that are forked
            os.lseek(self.given, 0, os.SEEK_SET)
        os.write(self.ask, f"{kind}:{mode}:{n}\n".encode())
        answer = os.read(self.tell, 8)
        if len(answer) != 8:
            raise RuntimeError(f"{self.job.name}: no answer at {kind}:{mode}:{n}")
        status, left = struct.unpack("ii", answer)
        out, err = (os.pread(fd, os.fstat(fd).st_size, 0) for fd in self.streams)
        return None if status == -1 else os.waitstatus_to_exitcode(status), left, out, err

    def outputs(self):
        """What is in each output; None: there is none."""
        got = {}
        for name in self.job.outputs:
            path = os.path.join(self.cwd, name)
            if self.job.split and name == self.job.output and os.path.isdir(path):
                for entry in sorted(os.listdir(path)):
                    with open(os.path.join(path, entry), "rb") as f:
                        got[f"{name}/{entry}"] = f.read()
            else:
                try:
                    with open(path, "rb") as f:
                        got[name] = f.read()
                except FileNotFoundError:
                    got[name] = None
        return got

    def strays(self):
        """Files that are neither inputs nor outputs."""
        left = set(os.listdir(self.cwd)) - self.files - self.job.names
        left |= {f"tmp/{f}" for f in os.listdir(self.tmp)}
        if self.job.split and os.path.isdir(os.path.join(self.cwd, self.job.output)):
            left |= {f"{self.job.output}/{f}" for f in os.listdir(os.path.join(self.cwd, self.job.output))
                     if f.startswith(".")}
        return sorted(left)
