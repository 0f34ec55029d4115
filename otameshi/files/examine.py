"""The small, limited program that opens strangers' files: content in, one JSON line out.

It runs by itself (`python -m otameshi.files.examine`), so that a file which breaks a parser
breaks nothing else; what it may use is set here before the first byte is read. It starts anew for
every file, so it loads only the parser that the file needs: that is most of what a start costs.
"""
# ruff: noqa: PLC0415

import json
import resource
import sys

import filetype

from otameshi.files.kinds import HEIC_TAKEN, IMAGES, MEGABYTE, Fault, Kind

MEMORY, SECONDS, OPEN_FILES = 512 * MEGABYTE, 10, 32

HEAD = 1_024
MARKUP = (b"<html", b"<script", b"<!doctype", b"<svg", b"<?php", b"<iframe")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP, ZIP_END, LONGEST_ZIP_END = b"PK\x03\x04", b"PK\x05\x06", 65_557


def limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),  # it writes to a pipe, never to a file
    ):
        resource.setrlimit(what, (most, most))


def look(content: bytes) -> Kind | Fault:
    """Tell what a file is by its content, or what is wrong with it."""
    if content.startswith(ZIP):
        from otameshi.files import office

        return office.look(content)
    kind = _by_signature(content)
    if isinstance(kind, Fault):
        return kind
    if _mixed(content):
        return Fault.MIXED
    if kind is Kind.PDF:
        from otameshi.files import pdf

        return pdf.fault(content) or kind
    from otameshi.files import image

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


def main(task: str) -> None:
    limit()
    content = sys.stdin.buffer.read()
    if task.startswith("preview"):
        from otameshi.files import image

        turn = task.partition("-")[2]
        sys.stdout.buffer.write(image.small(content, int(turn or 0)))
    elif task == "bare":
        from otameshi.files import bare

        sys.stdout.buffer.write(bare.copy(content))
    elif task == "print":
        from otameshi.files import likeness

        found_print = likeness.of(content)
        told = None if found_print is None else [found_print.near, found_print.fine]
        print(json.dumps(told))  # noqa: T201  # its answer
    elif task == "table":
        from otameshi.files import office

        print(json.dumps(list(office.first_sheet(content))))  # noqa: T201  # its answer
    else:
        found = look(content)
        print(json.dumps({type(found).__name__.lower(): found.value}))  # noqa: T201  # its answer


if __name__ == "__main__":
    main(sys.argv[1])
