"""The small server that forks one limited process for every file, and sees none of them itself.

`python -m otameshi.files.forking PROGRAM`, with one end of a pair of sockets as its input.  It has
loaded what opens files and nothing else: no setting, no secret, no content ever comes into it.  A
request brings two sockets, which the new process reads the file from and answers to, and on which
the server tells how it ended.  When the asker is gone, so are the server and what it started.
"""

import gc
import os
import resource
import select
import signal
import socket
import struct
import sys
from importlib import import_module
from time import monotonic
from types import ModuleType

REQUEST = struct.Struct("!16sd")  # the task, and how many seconds it may take on the wall
END = struct.Struct("!idq")  # the exit code (of a signal, negative), processor seconds, peak KiB
LATE = 0.5  # seconds after which a process that took no notice of its alarm is killed
MOST_OPEN = 1_024  # two for each file that is being looked at
IGNORED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)  # meant for the asker, who may yet ask


class Server:
    def __init__(self, control: socket.socket, program: ModuleType) -> None:
        self.control, self.program = control, program
        self.running: dict[int, tuple[socket.socket, float]] = {}
        self.woken, wake = os.pipe()
        for end in (self.woken, wake):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)

    def serve(self) -> None:
        """Fork for each request until nobody can ask any more."""
        waiting = select.poll()
        waiting.register(self.control, select.POLLIN)
        waiting.register(self.woken, select.POLLIN)
        asked = True
        while asked:
            ready = {one for one, _ in waiting.poll(LATE * 1_000 if self.running else None)}
            if self.woken in ready:
                os.read(self.woken, 4_096)
            self._bury()
            self._kill(monotonic())
            if self.control.fileno() in ready:
                asked = self._take()
        self._kill(float("inf"))

    def _take(self) -> bool:
        request, sent, *_ = socket.recv_fds(self.control, REQUEST.size, 2)
        if not request:
            return False
        task, patience = REQUEST.unpack(request)
        line, told = (socket.socket(fileno=one) for one in sent)
        pid = os.fork()
        if not pid:
            _look(self.program, task.rstrip(b"\0").decode(), patience, line)
        line.close()
        self.running[pid] = told, monotonic() + patience + LATE
        return True

    def _bury(self) -> None:
        """Tell of each process that has ended how it did."""
        while self.running:
            pid, status, used = os.wait4(-1, os.WNOHANG)
            if not pid:
                return
            told, _ = self.running.pop(pid)
            code = os.waitstatus_to_exitcode(status)
            with told:  # a few bytes always find room
                told.send(
                    END.pack(code, used.ru_utime + used.ru_stime, used.ru_maxrss),
                    socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL,
                )

    def _kill(self, now: float) -> None:
        for pid, (_, until) in self.running.items():
            if until < now:
                os.kill(pid, signal.SIGKILL)


def _look(program: ModuleType, task: str, patience: float, line: socket.socket) -> None:
    """Be the process of one file: nothing open but its own line, limited, and ended in any case."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, max(patience, 0.001))
        os.dup2(line.fileno(), 0)
        os.closerange(3, MOST_OPEN)
        program.limit()
        with os.fdopen(0, "rb", closefd=False) as content:
            sent = content.read()
        with socket.socket(fileno=0) as own:
            own.sendall(program.answer(task, sent))
        code = 0
    finally:
        os._exit(code)


def main(program: str) -> None:
    for one in IGNORED:
        signal.signal(one, signal.SIG_IGN)
    loaded = import_module(program)
    gc.collect()
    gc.freeze()  # so that a process which collects does not copy what all of them share
    most = min(MOST_OPEN, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with socket.socket(fileno=os.dup(0)) as control:
        Server(control, loaded).serve()


if __name__ == "__main__":
    main(sys.argv[1])
