"""What a version holds, its hash, and what differs between two. No database, no web."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from otameshi.core.labels import Labelled

Rows = Sequence[tuple[str, str]]


class Occasion(Labelled):
    SUBMITTED = "submitted", "提出"
    CORRECTED = "corrected", "修正"
    COMPLEMENTED = "complemented", "補正"
    FOUND = "found", "版の記録を始めた時点の内容"


class Mark(Labelled):
    SAME = "same", "同じ"
    CHANGED = "changed", "変更"
    ADDED = "added", "追加"
    REMOVED = "removed", "削除"


TONE = {Mark.SAME: "neutral", Mark.CHANGED: "warn", Mark.ADDED: "good", Mark.REMOVED: "bad"}


@dataclass(frozen=True, slots=True)
class Answered:
    """One page with its answers in words."""

    page: str
    label: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class KeptFile:
    id: int
    label: str
    name: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    answers: tuple[Answered, ...]
    files: tuple[KeptFile, ...]

    @property
    def sha256(self) -> str:
        """Return the SHA-256 over every answer and every file's name, size and hash."""
        held = [self.stored_answers(), self.stored_files()]
        written = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()

    def stored_answers(self) -> list[dict[str, Any]]:
        return [
            {"page": one.page, "label": one.label, "rows": [list(row) for row in one.rows]}
            for one in self.answers
        ]

    def stored_files(self) -> list[dict[str, Any]]:
        return [asdict(one) for one in self.files]


def restored(answers: Sequence[Mapping[str, Any]], files: Sequence[Mapping[str, Any]]) -> Snapshot:
    """Return what was stored as it was."""
    return Snapshot(
        tuple(
            Answered(one["page"], one["label"], tuple((row[0], row[1]) for row in one["rows"]))
            for one in answers
        ),
        tuple(KeptFile(**one) for one in files),
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of two versions side by side."""

    page: str
    page_label: str
    label: str
    before: str
    after: str
    mark: Mark


def compare(before: Snapshot, after: Snapshot) -> list[Difference]:
    """Lay two versions side by side: every answer, then every file, in the order of the pages."""
    return [*_answers(before, after), *_files(before, after)]


def changed(before: Snapshot, after: Snapshot) -> list[Difference]:
    return [one for one in compare(before, after) if one.mark is not Mark.SAME]


@dataclass(frozen=True, slots=True)
class News:
    """What a version brought: all of the first, of a later one what is not as before."""

    labels: tuple[str, ...]
    files: tuple[KeptFile, ...]
    gone: tuple[KeptFile, ...]
    kept: int  # files that are as before


def news(before: Snapshot | None, after: Snapshot) -> News:
    if before is None:
        return News((), after.files, (), 0)
    answers = (one.label for one in _answers(before, after) if one.mark is not Mark.SAME)
    files = tuple(one for one in after.files if one not in before.files)
    gone = tuple(one for one in before.files if one not in after.files)
    return News(tuple(answers), files, gone, len(after.files) - len(files))


def _answers(before: Snapshot, after: Snapshot) -> Iterator[Difference]:
    pages = {one.page: one.label for one in (*before.answers, *after.answers)}
    old = {one.page: _numbered(one.rows) for one in before.answers}
    new = {one.page: _numbered(one.rows) for one in after.answers}
    for page, label in pages.items():
        left, right = old.get(page, {}), new.get(page, {})
        for row in _merged(list(left), list(right)):
            yield _difference(page, label, row[0], left.get(row), right.get(row))


def _numbered(rows: Rows) -> dict[tuple[str, int], str]:
    """Key rows by their label and, where a label comes again, by which of them it is."""
    found: dict[tuple[str, int], str] = {}
    for label, value in rows:
        turn = sum(known == label for known, _ in found)
        found[label, turn] = value
    return found


def _merged(left: list[tuple[str, int]], right: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return all keys in the newer order; one that is gone stands after what it stood after."""
    merged = list(right)
    for place, key in enumerate(left):
        if key not in merged:
            before = [one for one in left[:place] if one in merged]
            merged.insert(merged.index(before[-1]) + 1 if before else 0, key)
    return merged


def _files(before: Snapshot, after: Snapshot) -> Iterator[Difference]:
    old, new = {one.id: one for one in before.files}, {one.id: one for one in after.files}
    for key in {**old, **new}:
        known = old.get(key) or new[key]
        left = _file(old[key]) if key in old else None
        right = _file(new[key]) if key in new else None
        yield _difference("files", "添付", known.label, left, right)


def _file(one: KeptFile) -> str:
    return f"{one.name}\n{one.size:,}バイト\nSHA-256：{one.sha256}"


def _difference(
    page: str, page_label: str, label: str, before: str | None, after: str | None
) -> Difference:
    return Difference(page, page_label, label, before or "", after or "", _mark(before, after))


def _mark(before: str | None, after: str | None) -> Mark:
    if (before or "") == (after or ""):
        return Mark.SAME
    if not before:
        return Mark.ADDED
    return Mark.CHANGED if after else Mark.REMOVED
