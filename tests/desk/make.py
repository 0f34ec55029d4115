"""A group far along its path: granted, claimed, paid."""

from datetime import date
from typing import Any

from otameshi.claims.account import AccountKind
from otameshi.claims.models import Claim, Payment
from otameshi.claims.rules import State
from otameshi.core.roles import Role
from otameshi.core.yen import Yen
from otameshi.documents import issue, post
from otameshi.documents.issue import IssuedPaper
from otameshi.documents.post import Letter
from otameshi.grants.models import Grant
from otameshi.people import Person
from tests import make

INVOICED = {
    "settled": Yen(120_000),
    "settled_on": date(2027, 3, 1),
    "invoiced_on": date(2027, 3, 10),
    "bank": "見本銀行",
    "branch": "本店",
    "account_kind": AccountKind.ORDINARY,
    "account_number": "0000000",
    "account_holder": "ミホン　タロウ",
}


def claim(of: Grant | None = None, state: State = State.DRAFT, **facts: Any) -> Claim:
    standard: dict[str, Any] = {"round": 1, "begun_at": make.NOON, "changed_at": make.NOON}
    if state in {State.INVOICED, State.PAID}:
        standard |= INVOICED
    grant = of or make.decided_grant()
    return make.keep(Claim(grant=grant, state=state, **{**standard, **facts}))


def paid(of: Grant | None = None) -> Payment:
    done = claim(of, State.PAID)
    return make.keep(
        Payment(
            claim=done,
            amount=Yen(120_000),
            paid_on=date(2027, 4, 2),
            voucher=f"見本{done.id}",
            person=make.person(Role.TREASURER),
        )
    )


def letter(to: Person | str = "somebody@example.jp", **facts: Any) -> Letter:
    """Write the letter that greets somebody whose address is known already."""
    standard: dict[str, Any] = {"purpose": "利用登録"}
    made = post.write("known_address", to=to, at=make.NOON, **{**standard, **facts})
    return make.keep(made)


def paper(to: Person) -> IssuedPaper:
    about = make.year()
    return issue.issue(about, "sample", "見本の通知書", b"%PDF-sample", to=to, at=make.NOON)
