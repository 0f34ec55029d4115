"""ZIP: all files of an export with a manifest, written while they are read and never held whole."""

import csv
import hashlib
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import RawIOBase, StringIO
from typing import Any

from sqlalchemy import Row, select

from otameshi.applications.models import Application, ApplicationPaper, Member, group_title
from otameshi.applications.outgoing import ExportedRow, ExportRun
from otameshi.core.clock import in_japan
from otameshi.db import db
from otameshi.files import storage
from otameshi.files.models import Attachment, Scan
from otameshi.programme.models import Call, YearPaper
from otameshi.web.sheets import plain

MANIFEST, INCOMPLETE = "manifest.csv", "不足があります.txt"
HEADINGS = (
    "受付番号", "応募者", "添付の種類", "受け付けたときの名前", "ZIPの中の名前", "大きさ（バイト）",
    "SHA-256", "結果",
)  # fmt: skip
GOOD = "一致"
MISSING = "保存先にありません"
UNREADABLE = "最後まで読み取れませんでした"
DIFFERS = "受け付けた内容と一致しません"
HELD = "ウイルスの確認中または隔離のため、入れていません"
AT_A_TIME = 200  # files
LONGEST_NAME = 80  # characters: with its folder well below the 260 of a Windows path
UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]')
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?$", re.IGNORECASE)

AnyRow = Row[*tuple[Any, ...]]
FILES = (
    select(
        ExportedRow.position,
        ApplicationPaper.id,
        Application.number,
        Application.kind,
        Application.trade_name,
        Member.name.label("representative"),
        YearPaper.label,
        Attachment.key,
        Attachment.name,
        Attachment.size,
        Attachment.sha256,
        Attachment.scan,
    )
    .join(Application, Application.id == ExportedRow.application_id)
    .join(Call, Call.id == Application.call_id)
    .join(ApplicationPaper, ApplicationPaper.application_id == Application.id)
    .join(Attachment, Attachment.id == ApplicationPaper.attachment_id)
    .outerjoin(Member, (Member.application_id == Application.id) & (Member.position == 1))
    .outerjoin(
        YearPaper,
        (YearPaper.year_id == Call.year_id) & (YearPaper.key == ApplicationPaper.kind),
    )
    .order_by(ExportedRow.position, ApplicationPaper.id)
)


class Sink(RawIOBase):
    """What zipfile writes to: it cannot seek, and gives away at once what it was given."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, given: Any) -> int:
        self.waiting.append(bytes(given))
        return len(given)

    def taken(self) -> bytes:
        taken = b"".join(self.waiting)
        self.waiting.clear()
        return taken


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the manifest."""

    number: str
    title: str
    label: str
    name: str
    inside: str
    size: int
    sha256: str
    result: str

    @property
    def cells(self) -> Sequence[str | int]:
        return (
            self.number,
            self.title,
            self.label,
            self.name,
            self.inside,
            self.size,
            self.sha256,
            self.result,
        )


def safe(name: str) -> str:
    """Return a name that Windows, macOS and Linux take, with its ending kept."""
    plain_name = UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip(" .") or "file"
    if RESERVED.match(plain_name):
        plain_name = f"_{plain_name}"
    stem, dot, ending = plain_name.rpartition(".")
    if len(plain_name) <= LONGEST_NAME:
        return plain_name
    ending = f"{dot}{ending}"[: LONGEST_NAME // 2] if stem else ""
    return plain_name[: LONGEST_NAME - len(ending)].rstrip(" .") + ending


class Bundle:
    """The files of one export on their way out."""

    def __init__(self, run: ExportRun) -> None:
        self.run_id, self.at = run.id, run.at
        self.sink = Sink()
        self.manifest = StringIO(newline="")
        self.lines = csv.writer(self.manifest)
        self.lines.writerow(HEADINGS)
        self.faults: list[str] = []
        self.used: dict[str, int] = {}

    def chunks(self) -> Iterator[bytes]:
        """Yield the ZIP piece by piece; what is wrong with a file is told at its end."""
        with zipfile.ZipFile(self.sink, "w", zipfile.ZIP_STORED) as archive:
            for row in self._rows():
                yield from self._file(archive, row)
            head = self.manifest.getvalue().encode("utf-8-sig")
            archive.writestr(self._info(MANIFEST), head)
            if self.faults:
                told = "\r\n".join(["次の添付は、正しく入っていません。", *self.faults, ""])
                archive.writestr(self._info(INCOMPLETE), told.encode("utf-8-sig"))
            yield self.sink.taken()
        yield self.sink.taken()

    def _rows(self) -> Iterator[AnyRow]:
        place, last = 0, 0
        of_run = FILES.where(ExportedRow.run_id == self.run_id).limit(AT_A_TIME)
        while True:
            later = (ExportedRow.position > place) | (
                (ExportedRow.position == place) & (ApplicationPaper.id > last)
            )
            rows = db.session.execute(of_run.where(later)).all()
            db.session.rollback()  # sending takes long: no snapshot is held meanwhile
            yield from rows
            if len(rows) < AT_A_TIME:
                return
            place, last = rows[-1].position, rows[-1].id

    def _file(self, archive: zipfile.ZipFile, row: AnyRow) -> Iterator[bytes]:
        inside, result = self._inside(row), HELD
        if row.scan not in {Scan.WAITING, Scan.INFECTED}:
            digest = hashlib.sha256()
            result = GOOD
            try:
                for piece in self._pieces(archive, inside, row.key):
                    digest.update(piece)
                    yield self.sink.taken()
            except storage.StorageFault:
                result = MISSING
            except OSError:
                result = UNREADABLE
            if result == GOOD and digest.hexdigest() != row.sha256:
                result = DIFFERS
        self._note(row, inside, result)

    def _pieces(self, archive: zipfile.ZipFile, inside: str, key: str) -> Iterator[bytes]:
        """Write a file as it is read; nothing is entered of a file that is not there."""
        pieces = storage.chunks(key)
        first = next(pieces, b"")
        with archive.open(self._info(inside), "w") as entry:
            entry.write(first)
            yield first
            for piece in pieces:
                entry.write(piece)
                yield piece

    def _note(self, row: AnyRow, inside: str, result: str) -> None:
        title = group_title(row.kind, row.trade_name, row.representative or "")
        label = row.label or "添付"
        entry = Entry(row.number, title, label, row.name, inside, row.size, row.sha256, result)
        self.lines.writerow([plain(cell) for cell in entry.cells])
        if result != GOOD:
            self.faults.append(f"{row.number}　{row.name}：{result}")

    def _inside(self, row: AnyRow) -> str:
        """Return a name that no other file of the ZIP has, whatever the case of its letters."""
        self.used[row.number] = self.used.get(row.number, 0) + 1
        label = safe(row.label or "添付")
        return f"{safe(row.number)}/{self.used[row.number]:02}_{label}_{safe(row.name)}"

    def _info(self, name: str) -> zipfile.ZipInfo:
        local: datetime = in_japan(self.at)
        info = zipfile.ZipInfo(name, local.timetuple()[:6])
        info.external_attr = 0o600 << 16
        return info
