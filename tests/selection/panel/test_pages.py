"""What reviewers, officers and whoever has a personal link see and do around the panel."""

import pytest
from flask import Flask

from otameshi import history
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.selection.panel import actions
from otameshi.selection.panel.models import Tie
from otameshi.selection.panel.rules import TieKind
from tests import make


@pytest.fixture
def officer(app: Flask):
    return make.person(Role.OFFICER)


@pytest.fixture
def reviewer(app: Flask):
    return make.person(Role.REVIEWER, name="審査　一郎")


def acts(row) -> list[tuple[str, str]]:
    db.session.expire_all()
    return [(one.act, one.facts["why"]) for one in db.session.scalars(history.of(row))]


def test_a_closed_sheet_asked_for_by_its_address_is_refused_and_kept(reviewer, browse) -> None:
    other, near = make.sheet(), make.sheet(reviewer=reviewer)
    call = near.candidacy.application.call
    seat = actions.seat_of(reviewer, call.id)
    name = near.candidacy.application.trade_name
    make.keep(Tie(seat=seat, kind=TieKind.COMPANY, words=name, declared_at=now()))
    browser = browse(reviewer)
    for sheet in (other, near):
        assert browser.get(f"/review/{sheet.id}").status_code == 404
        assert browser.get(f"/review/{sheet.id}/files/1").status_code == 404
        version = sheet.version
        sent = browser.post(f"/review/{sheet.id}", page="/review/", action="save", comment="横から")
        assert sent.status_code == 404
        db.session.expire_all()
        assert (sheet.version, sheet.comment) == (version, "")
    assert acts(other.candidacy) == [("refused_sheet", "割り当てられていない応募です")] * 3
    assert {act for act, _ in acts(near.candidacy)} == {"refused_sheet"}
    assert browser.get("/review/99999").status_code == 404
