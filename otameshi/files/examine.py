"""What is done with strangers' files: content in, bytes or one JSON line out.

It runs in a process of its own for every file (`otameshi.files.forking`), so that a file which
breaks a parser breaks nothing else; what that process may use is set before the first byte is read.
The server that forks has loaded all the parsers, so the web process never does.
"""

import json
import resource

import filetype
from PIL import Image

from otameshi.files import bare, image, likeness, office, pdf
from otameshi.files.kinds import HEIC_TAKEN, IMAGES, MEGABYTE, Fault, Kind

Image.init()  # or every process loads all of Pillow's plugins for a picture that it does not know

MEMORY, SECONDS, OPEN_FILES = 512 * MEGABYTE, 10, 32

HEAD = 1_024
MARKUP = (b"<html", b"<script", b"<!doctype", b"<svg", b"<?php", b"<iframe")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP, ZIP_END, LONGEST_ZIP_END = b"PK\x03\x04", b"PK\x05\x06", 65_557


LIMITS = (
    (resource.RLIMIT_AS, MEMORY),
    (resource.RLIMIT_CPU, SECONDS),
    (resource.RLIMIT_NOFILE, OPEN_FILES),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_FSIZE, 0),  # it writes to a socket, never to a file
)


def limit() -> None:
    for what, most in LIMITS:
        resource.setrlimit(what, (most, most))


def look(content: bytes) -> Kind | Fault:
    """Tell what a file is by its content, or what is wrong with it."""
    if content.startswith(ZIP):
        return office.look(content)
    kind = _by_signature(content)
    if isinstance(kind, Fault):
        return kind
    if _mixed(content):
        return Fault.MIXED
    if kind is Kind.PDF:
        return pdf.fault(content) or kind
    return image.fault(content) or kind


def _by_signature(content: bytes) -> Kind | Fault:
    if content.startswith(OLD_OFFICE):
        return Fault.OLD_OFFICE
    guessed = filetype.guess_mime(content)
    if guessed == Kind.HEIC and not HEIC_TAKEN:
        return Fault.HEIC
    if guessed in (Kind.PDF, *IMAGES) and not content.startswith(b"\xef\xbb\xbf"):
        return Kind(guessed)
    return Fault.UNKNOWN


def _mixed(content: bytes) -> bool:
    head = content[:HEAD].lower()
    return any(tag in head for tag in MARKUP) or ZIP_END in content[-LONGEST_ZIP_END:]


def answer(task: str, content: bytes) -> bytes:
    """Do one of the tasks with a file."""
    if task.startswith("preview"):
        return image.small(content, int(task.partition("-")[2] or 0))
    if task == "bare":
        return bare.copy(content)
    return f"{json.dumps(_told(task, content))}\n".encode()


def _told(task: str, content: bytes) -> object:
    if task == "print":
        found_print = likeness.of(content)
        return None if found_print is None else [found_print.near, found_print.fine]
    if task == "table":
        return list(office.first_sheet(content))
    found = look(content)
    return {type(found).__name__.lower(): found.value}
