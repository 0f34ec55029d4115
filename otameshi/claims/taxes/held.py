"""What is held of a person's reports on input tax credits."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from otameshi.claims.taxes.models import TaxReport
from otameshi.core.held import Holding, Part, Record, part, record
from otameshi.db import db
from otameshi.files.held import file_record
from otameshi.files.models import Attachment
from otameshi.grants.models import Grant
from otameshi.participation.models import Participation
from otameshi.people import Person

REPORT = {
    "state": "状態",
    "standing": "消費税の申告",
    "amount": "仕入控除税額（円）",
    "words": "計算・理由",
    "reported_on": "報告した日",
    "acknowledged_on": "受理された日",
}
HOLDS = Holding(tables={"tax_reports": REPORT})


def held(person: Person) -> Iterator[Part]:
    yield part("tax_reports", "仕入控除税額報告", (_record(one) for one in _own(person)))


def _own(person: Person) -> Sequence[TaxReport]:
    return db.session.scalars(
        select(TaxReport)
        .join(TaxReport.grant)
        .join(Grant.participation)
        .where(Participation.representative_id == person.id)
        .order_by(TaxReport.id)
    ).all()


def _record(one: TaxReport) -> Record:
    files = [] if one.attachment is None else [file_record(one.attachment)]
    return record(one, REPORT, parts=[part("files", "添付した書類", files)])


def files(person: Person) -> Iterator[tuple[str, Attachment]]:
    for one in _own(person):
        if one.attachment is not None:
            yield f"仕入控除税額報告{one.grant_id}", one.attachment
