"""Files that come into an application: of which kinds, how many, and in all how large."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from otameshi.applications.documents import must_print
from otameshi.applications.models import Application, ApplicationPaper
from otameshi.core.states import Refused
from otameshi.files import gate
from otameshi.files.kinds import BY_NAME, MEGABYTE, Kind
from otameshi.people import Person
from otameshi.programme.models import YearPaper

Files = Mapping[str, Sequence[tuple[str, bytes]]]  # by the key of their kind: name and content


def take(row: Application, files: Files, by: Person, at: datetime) -> None:
    """Take files through the gate into an application whose row is locked."""
    asked = {one.key: one for one in row.call.year.papers if one.asked}
    if any(given and key not in asked for key, given in files.items()):
        raise Refused("この年度では求めていない書類です。ページを開き直してください。")
    room(row, sum(len(content) for given in files.values() for _, content in given))
    for key, given in files.items():
        if given:
            _take_kind(row, asked[key], given, by, at)


def room(row: Application, more: int) -> None:
    """Refuse when an application with so many more bytes would be too large."""
    most = gate.largest_in_all()
    if sum(one.attachment.size for one in row.papers) + more > most:
        raise Refused(
            f"添付は、全部で{most // MEGABYTE}MBまでです。"
            "いらないファイルを削除するか、縮小してから選んでください。"
        )


def _take_kind(
    row: Application,
    paper: YearPaper,
    given: Sequence[tuple[str, bytes]],
    by: Person,
    at: datetime,
) -> None:
    has = [one for one in row.papers if one.kind == paper.key]
    over = len(has) + len(given) - paper.most
    # Of what is submitted, a needed paper can be neither removed nor added to: it is replaced.
    replaces = row.number is not None and len(given) <= paper.most
    if over > 0 and not replaces:
        raise Refused(
            f"{paper.label}は{paper.most}個までです。"
            "いらないファイルを削除するか、1つにまとめてください。"
        )
    for old in has[: max(over, 0)]:
        row.papers.remove(old)
    for name, content in given:
        take_one(row, paper.key, (name, content), by, at, BY_NAME[paper.accepts])


def take_one(  # what the gate asks, and where the file belongs
    row: Application,
    key: str,
    file: tuple[str, bytes],
    by: Person,
    at: datetime,
    kinds: Sequence[Kind],
) -> None:
    """Take one file in under the key of its paper, once: twice under one key helps nobody."""
    name, content = file
    must_print(name)
    digest = sha256(content).hexdigest()
    for known in (one.attachment for one in row.papers if one.kind == key):
        if known.sha256 == digest and not known.infected:
            raise Refused(
                f"「{name}」は、すでに添付している「{known.name}」と同じ内容です。"
                "別のファイルを添付するときは、選び直してください。"
            )
    attachment = gate.receive(name, content, by, at, kinds)
    row.papers.append(ApplicationPaper(kind=key, attachment=attachment))
