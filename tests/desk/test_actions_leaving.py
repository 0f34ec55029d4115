"""An account is closed by its owner, and what was never submitted is gone."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from otameshi import history
from otameshi.accounts import actions as accounts
from otameshi.accounts import passwords, staff
from otameshi.applications.models import Application, ApplicationPaper
from otameshi.applications.rules import State
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import db
from otameshi.desk import leaving
from otameshi.documents.post import Letter
from otameshi.files import storage
from otameshi.files.models import Attachment
from otameshi.selection.rules import State as Candidacy
from tests import make
from tests.desk import make as far
from tests.messages import make as say

AFTER = japan(2027, 6, 1, 12)
PASSWORD = "ながの で くらして みたい です"


def test_a_draft_goes_with_its_files_and_the_name_with_it(app: Flask) -> None:
    me = make.person(password_hash=passwords.hashed(PASSWORD))
    draft = make.application(me, state=State.DRAFT)
    plan = storage.keep(b"%PDF-", "計画.pdf", "application/pdf", me, make.NOON)
    draft.papers.append(ApplicationPaper(kind="plan", attachment=plan))
    far.letter(me)
    db.session.commit()
    email = me.email
    leaving.close(me, AFTER)
    db.session.commit()
    for kind in (Application, Attachment):
        assert db.session.scalar(select(func.count()).select_from(kind)) == 0
    assert me.name == "（閉じた登録）"
    assert accounts.with_address(email) is None
    [letter] = db.session.scalars(select(Letter)).all()
    assert (letter.kind, letter.to, letter.person) == ("account_closed", email, None)
    assert [one.act for one in db.session.scalars(history.of(me))] == ["left"]


def test_what_was_submitted_stays_and_nobody_can_sign_in(app: Flask) -> None:
    one = make.application()
    make.candidacy(one, Candidacy.REJECTED, decided_by=make.person(Role.MANAGER), decided_at=AFTER)
    me = one.applicant
    me.password_hash = passwords.hashed(PASSWORD)
    db.session.commit()
    name = me.name
    leaving.close(me, AFTER)
    db.session.commit()
    assert (one.applicant, me.name) == (me, name)
    assert accounts.sign_in(me.email, PASSWORD, "192.0.2.1", AFTER) is None


def test_while_a_claim_is_open_neither_the_owner_nor_staff_closes(app: Flask) -> None:
    claim, admin = make.invoiced_claim(), make.person(Role.ADMIN)
    me = claim.claimant
    db.session.commit()
    with pytest.raises(Refused, match="支払の手続き中です"):
        staff.close(me.id, admin, AFTER, "申し出")
    with pytest.raises(Refused, match="支払の手続き中です"):
        leaving.close(me, AFTER)


def test_who_wrote_a_message_is_kept_with_it(app: Flask) -> None:
    thread = say.asked()
    name = thread.person.name
    leaving.close(thread.person, AFTER)
    db.session.commit()
    assert thread.person.name == name
    assert thread.person.closed_at == AFTER


def test_staff_do_not_close_themselves_here(app: Flask) -> None:
    with pytest.raises(Refused, match="管理者が閉じます"):
        leaving.close(make.person(Role.OFFICER), AFTER)


def test_the_outlook_reads_all_and_changes_nothing(app: Flask) -> None:
    me = make.person()
    make.application(me, make.call(make.year(2025)), state=State.DRAFT)
    make.application(me, make.call(make.year(2026)))
    found = leaving.outlook(me, AFTER)
    assert len(found.hindrances) == 1
    assert any("下書き1件" in text for text in found.removed)
    assert db.session.scalar(select(func.count()).select_from(Application)) == 2
