"""All that is held of a person, to take along: as JSON, on paper, with its files."""

import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO

from otameshi.applications import held as applications
from otameshi.claims import held as claims
from otameshi.claims.invoicing import held as invoicing
from otameshi.claims.taxes import held as taxes
from otameshi.core.clock import day_in_japan, in_japan
from otameshi.core.held import as_json, lines
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.desk.own_data import all_of
from otameshi.documents import issue, paper
from otameshi.documents.paper import Entries, Heading, Look, Paper, Prose
from otameshi.documents.typefaces import Face, typeface
from otameshi.files import storage
from otameshi.files.models import Attachment
from otameshi.messages import held as messages
from otameshi.people import Person

FORMAT, VERSION = "otameshi-own-data", 1
IN_MEMORY = 4 * 1024 * 1024
UNPRINTABLE = "〓"


def as_text(person: Person, at: datetime) -> str:
    """Return the JSON; docs/own-data.md says what each key holds."""
    head = {"format": FORMAT, "version": VERSION, "made_at": in_japan(at).isoformat()}
    return json.dumps({**head, **as_json(all_of(person))}, ensure_ascii=False, indent=2)


def as_paper(person: Person, at: datetime) -> bytes:
    """Return the same facts as a PDF; a character that no font has is shown as 〓."""
    body: list[paper.Part] = [
        Prose("おためしナガノに保存されている、あなたについての記録のすべてです。", indent=False),
        Prose(
            f"書類に印刷できない文字は{UNPRINTABLE}で示します。JSONにはそのまま入っています。",
            indent=False,
        ),
    ]
    for title, rows in lines(all_of(person)):
        body += [
            Heading(_printable(title)),
            Entries([(label, _printable(words)) for label, words in rows]),
        ]
    return paper.sheet(
        Paper(
            look=Look.COPY,
            title="あなたの記録",
            dated=day_in_japan(at),
            addressee=(_printable(f"{person.name}　様"),),
            body=body,
        )
    )


def _printable(text: str) -> str:
    face = typeface(Face.SANS)
    try:
        face.prepared(text)
    except Refused:
        return "".join(one if _prints(one) else UNPRINTABLE for one in text)
    return text


def _prints(one: str) -> bool:
    try:
        typeface(Face.SANS).prepared(one)
    except Refused:
        return False
    return True


def own_files(person: Person) -> Iterator[tuple[str, Attachment]]:
    """Return every file of a person with its folder; what is held back by the scanner is not."""
    everything: Iterable[tuple[str, Attachment]] = (
        *applications.files(person),
        *claims.files(person),
        *invoicing.files(person),
        *taxes.files(person),
        *messages.files(person),
        *(("文書", one.attachment) for one in db.session.scalars(issue.sent_to(person))),
    )
    return (one for one in everything if not one[1].closed)


def as_zip(person: Person, at: datetime) -> IO[bytes]:
    """Return the JSON, the PDF and every file in one archive, written to the disk as it grows."""
    out = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed by who sends it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("own-data.json", as_text(person, at))
        archive.writestr("own-data.pdf", as_paper(person, at))
        for folder, one in own_files(person):
            name = f"files/{folder}/{one.id}_{one.name.replace('/', '_')}"
            archive.writestr(name, storage.content(one), zipfile.ZIP_STORED)
    out.seek(0)
    return out
