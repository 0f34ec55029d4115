"""The officer's way from an application on paper to its withdrawal."""

from otameshi.applications.rules import Channel, State
from otameshi.core.clock import japan
from otameshi.core.roles import Role
from otameshi.db import db
from tests import make

CAME = japan(2026, 5, 10, 14)
DAY = {"on-year": "2026", "on-month": "6", "on-day": "1"}


def test_an_officer_goes_from_the_application_to_its_withdrawal(app, browse):
    officer = make.person(Role.OFFICER)
    one = make.application(channel=Channel.PAPER, entered_by=officer, received_at=CAME)
    draft = make.application(
        channel=Channel.PAPER, entered_by=officer, received_at=CAME, state=State.DRAFT
    )
    browser = browse(officer)
    page = f"/desk/selection/applications/{one.id}/withdraw"
    assert f'href="{page}"' in browser.read(f"/desk/applications/{one.id}")
    browser.send(page, page, how="telephone", note="", **DAY)
    assert "転職" in browser.send(page, page, how="telephone", note="転職のため", **DAY)
    db.session.expire_all()
    assert one.state is State.WITHDRAWN
    listed = browser.read("/desk/applications/entering/")
    assert f"/desk/selection/applications/{draft.id}/withdraw" in listed
    assert browse(make.person(Role.MANAGER)).get(page).status_code == 403
