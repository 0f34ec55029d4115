"""Asks clamd whether a file holds a virus, by its command INSTREAM; see clamd(8)."""

import socket
from collections.abc import Iterable
from struct import pack

CONNECT_SECONDS, ANSWER_SECONDS = 5, 120
CLEAN, FOUND = "stream: OK", " FOUND"
LONGEST_ANSWER = 4_096


class ScannerAway(OSError):
    """There is no verdict: the scanner is down, or gave up on the file."""


def scan(address: str, chunks: Iterable[bytes]) -> str:
    """Return the name of what was found in a file, or nothing for a clean one."""
    try:
        with _connected(address) as line:
            line.sendall(b"zINSTREAM\0")
            for chunk in chunks:
                line.sendall(pack(">I", len(chunk)) + chunk)
            line.sendall(pack(">I", 0))
            answer = _answer(line)
    except FileNotFoundError as missing:
        raise ScannerAway(f"nothing at {address}") from missing
    except OSError as fault:
        raise ScannerAway(str(fault)) from fault
    if answer == CLEAN:
        return ""
    if answer.endswith(FOUND):
        return answer.removeprefix("stream: ").removesuffix(FOUND)
    raise ScannerAway(answer or "the scanner ended without an answer")


def _connected(address: str) -> socket.socket:
    """Open unix:/path or host:port."""
    if address.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX)
        try:
            line.settimeout(CONNECT_SECONDS)
            line.connect(address.removeprefix("unix:"))
        except OSError:
            line.close()
            raise
    else:
        host, _, port = address.rpartition(":")
        line = socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT_SECONDS)
    line.settimeout(ANSWER_SECONDS)
    return line


def _answer(line: socket.socket) -> str:
    told = b""
    while b"\0" not in told and len(told) < LONGEST_ANSWER:
        part = line.recv(LONGEST_ANSWER)
        if not part:
            break
        told += part
    return told.partition(b"\0")[0].decode(errors="replace").strip()
