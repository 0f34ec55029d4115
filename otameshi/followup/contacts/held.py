"""What is held of how a person is reached after the stay, and of the consent to be written to."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from otameshi.core.held import Holding, Part, Record, part, record
from otameshi.db import db
from otameshi.followup.contacts.models import Contact
from otameshi.participation.models import Participant, Participation
from otameshi.people import Person

CONTACT = {
    "email": "メールアドレス",
    "phone": "電話番号",
    "postal_code": "郵便番号",
    "address": "住所",
}
CONSENT = {
    "purpose": "利用目的",
    "given_at": "同意した日時",
    "how": "同意の方法",
    "withdrawn_at": "取りやめた日時",
    "withdrawn_how": "取りやめた方法",
}
HOLDS = Holding(
    tables={"contacts": CONTACT, "contact_consents": CONSENT},
    reasons={
        "contact_links": "同意を取りやめるためのリンクで、照合用の値だけを持つため。",
        "contact_exports": "名簿を出力した職員の記録で、載った人の記録ではないため。",
    },
)


def held(person: Person) -> Iterator[Part]:
    """Tell the representative's own; the other members' addresses are theirs."""
    rows = db.session.scalars(
        select(Contact)
        .join(Contact.participant)
        .join(Participant.group)
        .where(Participation.representative_id == person.id, Participant.position == 1)
        .options(selectinload(Contact.consents))
        .order_by(Contact.id)
    )
    yield part("contacts", "参加後の連絡先", (_record(one) for one in rows))


def _record(one: Contact) -> Record:
    given = (record(each, CONSENT) for each in one.consents)
    return record(one, CONTACT, parts=[part("consents", "ご案内を受け取る同意", given)])
