"""Asks the forking server to open a file; starts it when it is first needed or has gone."""

import atexit
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from time import monotonic

from otameshi.files import forking
from otameshi.files.forking import END, REQUEST

ROOT = Path(__file__).parents[2]
PROGRAM = "otameshi.files.examine"  # by name: no parser is loaded where this is imported
GRACE = 5.0  # seconds to start in, and to tell of the end in
PIECE = 256 * 1024  # bytes read at a time
TRIES = 2


@dataclass(frozen=True, slots=True)
class Done:
    """What the process of one file answered, how it ended and what it used."""

    answer: bytes
    code: int  # negative: the signal that ended it
    seconds: float  # of a processor
    memory: int  # bytes at its peak, what the server has loaded included

    @classmethod
    def of(cls, answer: bytes, end: bytes) -> "Done":
        code, seconds, kibibytes = END.unpack(end)
        return cls(answer, code, seconds, kibibytes * 1_024)


class Server:
    """The process that forks; it ends when nobody holds our end of its line any more."""

    def __init__(self, program: str) -> None:
        self.control, its_end = socket.socketpair()
        self.control.settimeout(GRACE)
        with its_end:
            self.process = subprocess.Popen(  # noqa: S603  # a fixed command
                [sys.executable, "-E", "-s", "-m", forking.__name__, program],
                stdin=its_end.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                env={},
            )

    def alive(self) -> bool:
        return self.process.poll() is None

    def send(self, request: bytes, lines: Sequence[socket.socket]) -> None:
        socket.send_fds(self.control, [request], [one.fileno() for one in lines])

    def end(self, within: float = GRACE) -> None:
        self.control.close()
        try:
            self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Examiner:
    """One server for this process, whichever of its threads ask."""

    def __init__(self, program: str = PROGRAM) -> None:
        self.program = program
        self.lock = Lock()
        self.server: Server | None = None

    def ask(self, task: str, content: bytes, patience: float) -> Done | None:
        """Have a process of its own look at a file; None when no server stayed to tell its end."""
        with suppress(TimeoutError):
            for _ in range(TRIES):
                done = self._asked(task, content, patience)
                if done is not None:
                    return done
        return None

    def _asked(self, task: str, content: bytes, patience: float) -> Done | None:
        until = monotonic() + patience + GRACE
        (line, its_line), (told, tells) = socket.socketpair(), socket.socketpair()
        with line, told:
            with its_line, tells:
                server = self._hand_over(REQUEST.pack(task.encode(), patience), its_line, tells)
            try:
                answer = _exchanged(line, content, until)
                end = _patient(told, until).recv(END.size)
            except TimeoutError:
                server.process.kill()  # it is past telling: the next who asks starts another
                raise
        return Done.of(answer, end) if end else None

    def _hand_over(self, request: bytes, *lines: socket.socket) -> Server:
        with self.lock:
            if self.server is not None:
                with suppress(OSError):
                    if self.server.alive():
                        self.server.send(request, lines)
                        return self.server
                self.server.end(within=0)
            self.server = Server(self.program)
            self.server.send(request, lines)
            return self.server

    def close(self) -> None:
        """End the server and what it has started."""
        if self.server is not None:
            self.server.end()
            self.server = None

    def forget(self) -> None:
        """Leave the server to the process that this one was forked from."""
        if self.server is not None:
            self.server.control.close()
            self.server.process.returncode = 0  # not ours to wait for
        self.lock, self.server = Lock(), None


def _exchanged(line: socket.socket, content: bytes, until: float) -> bytes:
    """Send a file and read the answer, which begins after the file's last byte, or never."""
    got = []
    with suppress(ConnectionError):  # it ended before it had read all
        _patient(line, until).sendall(content)
        line.shutdown(socket.SHUT_WR)
        while piece := _patient(line, until).recv(PIECE):
            got.append(piece)
    return b"".join(got)


def _patient(line: socket.socket, until: float) -> socket.socket:
    line.settimeout(max(until - monotonic(), 0.001))
    return line


OWN = Examiner()
os.register_at_fork(after_in_child=OWN.forget)
atexit.register(OWN.close)
