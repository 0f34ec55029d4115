"""What is held of a person's interviews, as far as it was told."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from otameshi.applications.models import Application
from otameshi.core.held import Fact, Part, Record, part, record
from otameshi.db import db
from otameshi.people import Person
from otameshi.selection.interviews.models import Interview
from otameshi.selection.models import Candidacy

INTERVIEW = {
    "state": "状態",
    "invited_at": "案内した日時",
    "chosen_at": "日時を決めた日時",
    "wish": "希望の日時",
    "reason": "辞退の理由",
}
PANEL = "面談の評価と面談する人についての記録です。公正な選考のため、本人にもお見せしません。"
LINK = "個人用リンクのハッシュです。リンクは、届いたメールにあります。"

TABLES = {"interviews": INTERVIEW}
LEFT = {"interviews": frozenset({"sequence", "chased_at", "reminded_at"})}
REASONS = {
    "interview_links": LINK,
    "interview_seats": PANEL,
    "interview_recusals": PANEL,
    "interview_records": PANEL,
    "interview_points": PANEL,
}


def held(person: Person) -> Iterator[Part]:
    rows = db.session.scalars(
        select(Interview)
        .join(Interview.candidacy)
        .join(Candidacy.application)
        .where(Application.applicant_id == person.id)
        .options(
            joinedload(Interview.candidacy).joinedload(Candidacy.application),
            joinedload(Interview.slot),
        )
        .order_by(Interview.id)
    )
    yield part("interviews", "面談", (_record(one) for one in rows))


def _record(one: Interview) -> Record:
    slot = one.slot
    return record(
        one,
        INTERVIEW,
        Fact("application", "受付番号", one.number),
        Fact("time", "面談の日時", slot.words if slot else None),
        Fact("place", "場所", slot.place.whole if slot else None),
    )
