"""No page of the office leads its reader to a page that they may not open."""

import re

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from otameshi.applications.rules import State
from otameshi.core.clock import now
from otameshi.core.roles import ANYONE, OFFICE, Role
from otameshi.db import db
from otameshi.history import record
from otameshi.selection.rules import State as Candidacy
from otameshi.web.access import needed
from tests import make

LINK = re.compile(r'<a [^>]*href="(/[^"#?]*)')


@pytest.fixture
def pages(app: Flask) -> list[str]:
    """Make something for each stage, and return the pages that lead on to it."""
    del app
    officer = make.person(Role.OFFICER)
    entered = make.application(
        to=make.open_call(now()), state=State.SUBMITTED, channel="paper", entered_by=officer,
        received_at=now(),
    )  # fmt: skip
    make.candidacy(make.application(), Candidacy.SCREENING)
    group = make.decided_grant().participation
    claim = make.invoiced_claim()
    for row in (officer, group.candidacy, claim):
        record(row, "seen", "見た", by=officer, at=now())
    db.session.commit()
    return [
        "/desk/", "/desk/history/", "/desk/search?where=people&q=a",
        f"/desk/applications/{entered.id}", f"/applications/{entered.id}",
        f"/desk/participation/{group.id}",
    ]  # fmt: skip


@pytest.mark.parametrize("role", sorted(OFFICE))
def test_no_link_leads_where_its_reader_may_not_go(app: Flask, browse, pages, role: Role) -> None:
    reader = browse(make.person(role))
    routes = app.url_map.bind("localhost")
    shown = 0
    for page in pages:
        answer = reader.get(page)
        if answer.status_code == 403:
            continue
        for href in set(LINK.findall(answer.text)):
            try:
                endpoint, _ = routes.match(href, method="GET")
            except HTTPException:
                raise AssertionError(f"{page} leads to {href}, which is no page") from None
            allowed = needed(endpoint)
            assert endpoint == "static" or allowed == ANYONE or role in allowed, (page, href)
            shown += 1
    assert shown > 20
