"""An applicant with a password, an open call and an application, for a real browser."""

from datetime import date
from typing import Any

from flask import Flask

from otameshi.accounts import passwords
from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.db import db
from tests import make
from tests.e2e.conftest import Visitor

PASSWORD = "じゅうしょを いれて みる ひとです"
EMPTY: dict[str, Any] = {
    "kind": None,
    "trade_name": "",
    "business": "",
    "career": "",
    "plan": "",
    "stay_from": None,
    "stay_to": None,
    "nights_a_month": None,
    "housing_help": None,
    "wishes": [],
}


def prepare(app: Flask, people: int | None = None, **facts: Any) -> tuple[str, int]:
    """Make an applicant and a call, and a draft of so many people; return address and draft."""
    with app.app_context():
        by = make.person(password_hash=passwords.hashed(PASSWORD))
        call = make.open_call(now())
        call.year.trial_first, call.year.trial_last = date(2026, 8, 1), date(2027, 2, 28)
        make.host(call.year, "塩尻市")
        make.rulebook(call.year)
        key = 0
        if people is not None:
            draft = make.application(by, call, State.DRAFT, people=people, **facts)
            if draft.members:
                draft.members[0].phone = "026-000-0000"
            key = draft.id
        mail = by.email
        db.session.commit()
        db.session.remove()
    return mail, key


def sign_in(me: Visitor, mail: str) -> None:
    me.page.goto(f"{me.site}/accounts/sign-in")
    me.fill(email=mail, password=PASSWORD)
    me.page.locator('main form button[type="submit"]').last.click()
