"""A line between a browser and the server that is slow, and breaks where a test says."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

CHUNK = 64 * 1024


@dataclass
class Line:
    """What passes from the browser to the server, and where it stops."""

    address: str
    bytes_a_second: int
    break_after: int | None = None  # bytes of one connection; once
    broken: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def breaks(self, passed: int) -> bool:
        with self.lock:
            if self.break_after is None or passed < self.break_after:
                return False
            self.break_after = None
            self.broken += 1
            return True


def _upwards(line: Line, browser: socket.socket, server: socket.socket) -> None:
    passed = 0
    try:
        while part := browser.recv(CHUNK):
            time.sleep(len(part) / line.bytes_a_second)
            passed += len(part)
            if line.breaks(passed):
                break
            server.sendall(part)
    except OSError:
        pass
    _hang_up(browser, server)


def _downwards(browser: socket.socket, server: socket.socket) -> None:
    try:
        while part := server.recv(CHUNK):
            browser.sendall(part)
    except OSError:
        pass
    _hang_up(browser, server)


def _hang_up(*ends: socket.socket) -> None:
    """End both sides at once; what is still being sent meets a closed door."""
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@contextmanager
def between(site: str, bytes_a_second: int) -> Iterator[Line]:
    """Open a line to the site; its address is for the browser."""
    host, port = site.removeprefix("http://").split(":")
    door = socket.create_server(("127.0.0.1", 0))
    line = Line(f"http://127.0.0.1:{door.getsockname()[1]}", bytes_a_second)
    open_ones: list[socket.socket] = [door]
    threads: list[threading.Thread] = []

    def serve() -> None:
        while True:
            try:
                browser, _ = door.accept()
            except OSError:
                return
            server = socket.create_connection((host, int(port)))
            open_ones.extend((browser, server))
            for act, ends in ((_upwards, (line, browser, server)), (_downwards, (browser, server))):
                threads.append(threading.Thread(target=act, args=ends, daemon=True))
                threads[-1].start()

    door_keeper = threading.Thread(target=serve, daemon=True)
    door_keeper.start()
    try:
        yield line
    finally:
        _hang_up(*open_ones)
        door_keeper.join(5)
        for thread in threads:
            thread.join(5)
