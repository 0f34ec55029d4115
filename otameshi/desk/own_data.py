"""All that is held of a person, gathered from every stage."""

from collections.abc import Callable, Iterator

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import selectinload

from otameshi.accounts import held as accounts
from otameshi.applications import held as applications
from otameshi.applications.models import Application
from otameshi.claims import held as claims
from otameshi.claims.after import held as after
from otameshi.claims.invoicing import held as invoicing
from otameshi.claims.models import Claim
from otameshi.claims.taxes import held as taxes
from otameshi.core.clock import in_japan
from otameshi.core.held import Fact, Holding, Part, Record, part, record
from otameshi.core.labels import TwoWorded
from otameshi.db import db
from otameshi.desk import actions
from otameshi.desk.waiting import TABLES, Queue
from otameshi.documents import issue
from otameshi.documents.post import Letter
from otameshi.files import held as files
from otameshi.followup import held as followup
from otameshi.followup.contacts import held as contacts
from otameshi.grants import held as grants
from otameshi.grants.changes import held as grant_changes
from otameshi.grants.changes.models import GrantChange
from otameshi.grants.models import Grant
from otameshi.history import Event
from otameshi.messages import held as messages
from otameshi.messages.models import Thread
from otameshi.messages.rules import THREAD
from otameshi.outreach.visits import held as visits
from otameshi.participation import held as participation
from otameshi.participation.asking.models import ParticipationRequest
from otameshi.participation.models import Participation
from otameshi.people import Person
from otameshi.selection import held as selection
from otameshi.selection.models import Candidacy
from otameshi.selection.rules import TOLD_MOVES as TOLD_OF_SELECTION

LETTER = {
    "subject": "件名",
    "to": "宛先",
    "written_at": "日時",
    "sent_at": "送信した日時",
    "body": "本文",
}
ENCLOSURE = {"name": "添付ファイル", "text": "添付の内容"}
PAPER = {
    "title": "文書",
    "number": "文書番号",
    "at": "発行した日時",
    "replaced_by": "替わりの文書",
}
EVENT = {"at": "日時", "label": "したこと", "note": "理由・連絡事項"}
MAILBOX_ONLY = "（届いたメールでお読みください。アカウントを操作できるリンクがあります。）"
PLATFORM = Holding(
    tables={
        "letters": LETTER,
        "letter_enclosures": ENCLOSURE,
        "issued_papers": PAPER,
        "events": EVENT,
    },
    left={
        "letters": frozenset(
            {
                "kind",
                "confidential",
                "blanked_at",
                "fate",
                "tries",
                "next_try_at",
                "leased_until",
                "fault",
            }
        ),
        "letter_enclosures": frozenset({"media_type"}),
        "issued_papers": frozenset({"kind", "subject"}),
        "events": frozenset({"subject", "act", "facts", "previous", "hash"}),
    },
    reasons={
        "table_runs": "統計の表の出力です。出力した職員のことは、履歴にあります。",
        "api_tokens": "ほかのプログラムの鍵です。発行した職員のことは、履歴にあります。",
    },
)

# Each stage in the order of the programme. A test holds that no table about people is forgotten.
STAGES: tuple[Callable[[Person], Iterator[Part]], ...] = (
    accounts.held,
    applications.held,
    selection.held,
    participation.held,
    visits.held,
    grants.held,
    grant_changes.held,
    claims.held,
    invoicing.held,
    after.held,
    taxes.held,
    followup.held,
    contacts.held,
    messages.held,
)
HOLDINGS = (
    accounts.HOLDS,
    files.HOLDS,
    applications.HOLDS,
    selection.HOLDS,
    participation.HOLDS,
    visits.HOLDS,
    grants.HOLDS,
    grant_changes.HOLDS,
    claims.HOLDS,
    invoicing.HOLDS,
    after.HOLDS,
    taxes.HOLDS,
    followup.HOLDS,
    contacts.HOLDS,
    messages.HOLDS,
    PLATFORM,
)


def all_of(person: Person) -> list[Part]:
    """Gather what every stage holds, then letters, papers and history."""
    parts = [one for stage in STAGES for one in stage(person)]
    return [*parts, _letters(person), _papers(person), _history(person)]


def _letters(person: Person) -> Part:
    query = actions.letters_to(person).order_by(None).order_by(Letter.id)
    rows = db.session.scalars(query.options(selectinload(Letter.enclosures)))
    return part("letters", "お知らせ（メール）", (_letter(one) for one in rows))


def _letter(one: Letter) -> Record:
    files = [record(each, ENCLOSURE) for each in one.enclosures]
    told = record(one, LETTER, parts=[part("enclosures", "添付", files)])
    if one.kind not in actions.MAILBOX_ONLY or one.blanked_at:
        return told
    facts = (Fact(f.key, f.label, MAILBOX_ONLY if f.key == "body" else f.value) for f in told.facts)
    return Record(tuple(facts))


def _papers(person: Person) -> Part:
    rows = db.session.scalars(issue.sent_to(person)).all()
    return part(
        "papers",
        "発行した文書",
        (
            record(
                one, PAPER, parts=[part("files", "ファイル", [files.file_record(one.attachment)])]
            )
            for one in reversed(rows)
        ),
    )


SUBJECTS = {
    Queue.SELECTION: "candidacies",
    Queue.PARTICIPATION: "participations",
    Queue.CHANGES: "grant_changes",
}


def _told_moves() -> dict[str, frozenset[str]]:
    """Return, by table, the moves of the office that change what the applicant is told."""
    tables = {SUBJECTS.get(queue, str(queue)): machine for queue, machine in TABLES.items()}
    found = {
        table: frozenset(
            move.name
            for move in machine.moves
            if any(_differs(source, move.target) for source in move.sources)
        )
        for table, machine in (*tables.items(), ("threads", THREAD))
    }
    # A decision is told when its notice leaves, which is no move of the candidate.
    return found | {"candidacies": TOLD_OF_SELECTION}


def _differs(source: TwoWorded, target: TwoWorded) -> bool:
    return source.told != target.told


TOLD_MOVES = _told_moves()


def _history(person: Person) -> Part:
    """Tell what the person did, and what was done that the person was told of; nobody is named."""
    rows = db.session.scalars(
        select(Event).where(or_(Event.person_id == person.id, *_about(person))).order_by(Event.id)
    ).unique()
    return part("history", "手続きの履歴", (_event(one, person) for one in rows))


def _about(person: Person) -> Iterator[ColumnElement[bool]]:
    for subject, ids in _own_rows(person).items():
        told = Event.act.in_(TOLD_MOVES[subject])
        yield and_(Event.subject == subject, Event.subject_id.in_(ids), told)
    yield and_(Event.subject == "people", Event.subject_id == person.id)


def _own_rows(person: Person) -> dict[str, Select[int]]:
    applied = select(Application.id).where(Application.applicant_id == person.id)
    candidate = select(Candidacy.id).where(Candidacy.application_id.in_(applied))
    group = select(Participation.id).where(Participation.representative_id == person.id)
    grant = select(Grant.id).where(Grant.participation_id.in_(group))
    return {
        "applications": applied,
        "candidacies": candidate,
        "participations": group,
        "participation_requests": select(ParticipationRequest.id).where(
            ParticipationRequest.participation_id.in_(group)
        ),
        "grants": grant,
        "grant_changes": select(GrantChange.id).where(GrantChange.grant_id.in_(grant)),
        "claims": select(Claim.id).where(Claim.grant_id.in_(grant)),
        "threads": select(Thread.id).where(Thread.person_id == person.id),
    }


def _event(one: Event, person: Person) -> Record:
    """Tell one event; a note of the office was written for the office."""
    own = one.person_id == person.id
    note = one.note if own else ""
    return Record(
        (
            Fact("at", EVENT["at"], in_japan(one.at).isoformat(timespec="seconds")),
            Fact("label", EVENT["label"], one.label),
            Fact("note", EVENT["note"], note),
            Fact("by", "した人", "本人" if own else "事務局"),
        )
    )
