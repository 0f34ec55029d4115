"""The gate for strangers' files: taken by what they are, never by what they are called."""

import hashlib
import json
import logging
import unicodedata
from collections.abc import Sequence
from contextvars import ContextVar
from datetime import datetime
from signal import SIGALRM

from flask import current_app

from otameshi.core.states import Refused
from otameshi.files import examiner, storage
from otameshi.files.kinds import (
    DOCUMENTS,
    LARGEST,
    LONGEST_NAME,
    MEGABYTE,
    Fault,
    Kind,
    accepted,
)
from otameshi.files.models import Attachment, Scan
from otameshi.people import Person

PATIENCE = 20  # seconds on the wall; the limit of the process counts processor time
NAMELESS = "名称未設定"
# Controls, format characters (among them bidi overrides), surrogates, line separators.
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}

# What was found in the files of this request, by the SHA-256 of their content.
looked: ContextVar[dict[bytes, Kind | Fault]] = ContextVar("looked")

log = logging.getLogger(__name__)


def receive(
    name: str,
    content: bytes,
    by: Person | None,
    at: datetime,
    kinds: Sequence[Kind] = DOCUMENTS,
) -> Attachment:
    """Check a file by its content and keep it, or refuse in words that say what to do."""
    shown = _seen(name) or NAMELESS
    kind = judge(shown, content, kinds, largest())
    scan = Scan.WAITING if current_app.config["CLAMD"] else Scan.NONE
    return storage.keep(content, tidy(shown, kind), kind.value, by, at, scan=scan)


def judge(
    shown: str, content: bytes, kinds: Sequence[Kind] = DOCUMENTS, most: int = LARGEST
) -> Kind:
    """Return the kind of a file that may come in, or refuse."""
    if not content:
        raise Refused(f"「{shown}」は中身が空です。ファイルを確かめて、もう一度選んでください。")
    if len(content) > most:
        raise Refused(
            f"「{shown}」は大きすぎます。1ファイル{most // MEGABYTE}MBまでです。"
            "縮小するか、分けてから選んでください。"
        )
    found = looked.get({}).get(_digest(content)) or _examined(content)
    if isinstance(found, Kind) and found in kinds:
        return found
    why = found if isinstance(found, Fault) else Fault.UNKNOWN
    raise Refused(f"「{shown}」：{why.label}受け付けている形式は、{accepted(kinds)}です。")


def look_ahead(content: bytes) -> None:
    """Look into a file before its turn to be written comes; `receive` then need not wait for it."""
    if 0 < len(content) <= largest():
        looked.get()[_digest(content)] = _examined(content)


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def largest() -> int:
    """Return how many bytes one file may have."""
    return int(current_app.config["LARGEST_FILE"])


def largest_in_all() -> int:
    """Return how many bytes the files of one application may have together."""
    return int(current_app.config["LARGEST_IN_ALL"])


def preview(attachment: Attachment, turn: int = 0) -> bytes:
    """Return an image for the screen: re-encoded, upright, without EXIF, at most 1,600 pixels.

    A turn of 90, 180 or 270 degrees is clockwise.
    """
    made = examined(f"preview-{turn}" if turn else "preview", storage.content(attachment))
    if made is None:
        raise Refused(f"「{attachment.name}」は画面に表示できません。ダウンロードしてください。")
    return made


def bare(attachment: Attachment) -> bytes:
    """Return a copy without who made it, where or when: pictures as in a preview."""
    made = examined("bare", storage.content(attachment))
    if made is None:
        raise Refused("このファイルは表示できません。担当者にお問い合わせください。")
    return made


def shown_as(attachment: Attachment) -> str:
    """Return the media type of a preview or a bare copy: browsers show no HEIC."""
    return str(Kind.JPEG if attachment.media_type == Kind.HEIC else attachment.media_type)


def tidy(name: str, kind: Kind) -> str:
    """Keep the person's own name for the file, ending as its kind demands."""
    stem, dot, ending = name.rpartition(".")
    extension = f"{dot}{ending}"
    if not stem or extension.lower() not in kind.extensions:
        stem, extension = name, kind.extensions[0]
    return stem[: LONGEST_NAME - len(extension)] + extension


def _seen(name: str) -> str:
    """Drop folders and what cannot be seen from a file's name."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(c for c in last if unicodedata.category(c) not in UNSEEN)
    return seen.strip().lstrip(".")[: LONGEST_NAME * 2]


def _examined(content: bytes) -> Kind | Fault:
    answer = examined("look", content)
    if answer is None:
        return Fault.COMPLEX
    found = json.loads(answer)
    return Kind(found["kind"]) if "kind" in found else Fault(found["fault"])


def examined(task: str, content: bytes) -> bytes | None:
    """Let a limited process open the file; None when it broke or reached a limit."""
    done = examiner.OWN.ask(task, content, PATIENCE)
    if done is None:
        log.warning("examining a file has no answer: its server ended")
    elif done.code == -SIGALRM:
        log.warning("examining a file took over %d s", PATIENCE)
    elif done.code:
        log.warning("examining a file ended with %d", done.code)
    else:
        return done.answer
    return None
