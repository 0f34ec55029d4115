"""Other programs ask with a token: what they get, and what they are told when they do not."""

import re
from datetime import timedelta

import pytest

from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.statistics.api import actions, rules
from otameshi.statistics.api.models import ApiToken
from otameshi.statistics.api.rules import Life, Scope
from otameshi.statistics.sheet.loading import SHEET_2024, load_published
from tests import make
from tests.statistics.sheet.make import AFTER, year_of_groups

SHEET = "/api/v1/sheet/2024"


@pytest.fixture
def published(app):
    load_published(SHEET_2024.read_text(encoding="utf-8"), AFTER)
    db.session.commit()


def issued(*scopes: Scope) -> str:
    _, text = actions.issue("試験", scopes, Life.MONTH, None, now())
    db.session.commit()
    return text


def known(text: str) -> ApiToken:
    token = actions.found(text)
    assert token is not None
    return token


def ask(app, text: str, path: str = SHEET, method: str = "GET", scheme: str = "Bearer"):
    return app.test_client().open(
        path, method=method, headers={"Authorization": f"{scheme} {text}"}
    )


def problem(answer):
    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == answer.status_code
    assert re.search("[ぁ-ん]", answer.json["title"] + answer.json["detail"])
    return answer.json


def test_a_token_without_scope_reads_what_was_published_and_nothing_counted(app, published):
    answer = ask(app, issued())
    assert answer.status_code == 200
    rows = {one["number"]: one for one in answer.json["indicators"]}
    assert [one["value"] for one in rows["②"]["years"]] == [73.7, 60.0, 79.0]
    assert (rows["②"]["target"], rows["②"]["status"]) == (60.0, "達成")
    assert {one["computed"] for one in rows["②"]["years"]} == {None}
    assert {one["counted"] for one in answer.json["outputs"]} == {None}
    assert answer.json["costs"][-1] == {"fiscal_year": 2024, "thousands": 11081}


def test_a_figure_that_is_expected_shows_in_no_arrow_without_the_scope(app, published):
    """R7 is not published: 3 of 4 is 75.0 against R6 79.0, and over no target."""
    year_of_groups(2025, 4, 3, 5)
    path = SHEET.replace("2024", "2025")
    arrows = {}
    for scopes in ((), (Scope.STATISTICS,)):
        rows = ask(app, issued(*scopes), path).json["indicators"]
        arrows[scopes] = [one["trend"] for one in rows[1]["years"]]
    assert list(arrows.values()) == [[None, "↗", "—"], [None, "↗", "↘"]]


def test_a_token_with_the_scope_reads_what_is_counted_too(app, published):
    make.year(2024)
    counted = {
        one["key"]: one["counted"] for one in ask(app, issued(Scope.STATISTICS)).json["outputs"]
    }
    assert counted["groups"] == 0


@pytest.mark.parametrize(
    "sent", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer otameshi_" + "a" * 43, "Bearer \x7f"]
)
def test_without_a_true_token_nothing_is_told(app, published, sent):
    answer = app.test_client().get(SHEET, headers={"Authorization": sent} if sent else {})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer realm=")
    problem(answer)


def test_an_expired_and_a_revoked_token_are_refused(app, published):
    text = issued()
    token = known(text)
    token.made_at, token.expires_at = now() - timedelta(days=2), now() - timedelta(seconds=1)
    db.session.commit()
    assert ask(app, text).status_code == 401
    other = issued()
    actions.revoke(known(other).id, None, now())
    db.session.commit()
    answer = ask(app, other)
    assert answer.status_code == 401
    assert "error=invalid_token" in answer.headers["WWW-Authenticate"].replace('"', "")


def test_a_session_opens_nothing_and_a_token_gets_no_cookie(app, browse, published):
    assert browse(make.person(Role.ADMIN)).get(SHEET).status_code == 401
    answer = ask(app, issued())
    assert "Set-Cookie" not in answer.headers
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Authorization" in answer.headers["Vary"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_token_in_the_address_is_none(app, published):
    text = issued()
    assert app.test_client().get(f"{SHEET}?access_token={text}&token={text}").status_code == 401


def test_head_asks_without_the_content_and_options_tells_the_methods(app, published):
    text = issued()
    head = ask(app, text, method="HEAD")
    assert (head.status_code, head.data) == (200, b"")
    assert app.test_client().head(SHEET).status_code == 401
    methods = app.test_client().options(SHEET)
    assert methods.status_code == 200
    assert set(methods.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_what_is_not_there_and_what_cannot_be_done_are_told_as_problems(app, published):
    text = issued()
    assert problem(ask(app, text, "/api/v1/sheet/1999"))["status"] == 404
    assert problem(ask(app, text, f"/api/v1/sheet/{2**63}"))["status"] == 404
    assert problem(ask(app, text, "/api/v1/nothing"))["status"] == 404
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert problem(ask(app, text, method=method))["status"] == 405


def test_who_asks_too_often_is_told_how_long_to_wait(app, published, monkeypatch):
    monkeypatch.setattr(rules, "MOST_A_MINUTE", 2)
    text = issued()
    answers = [ask(app, text) for _ in range(4)]
    assert {one.status_code for one in answers[:2]} == {200}
    assert answers[-1].status_code == 429  # also when a new minute began after the second
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    problem(answers[-1])
    assert ask(app, issued()).status_code == 200  # another program is not in its way


def test_when_a_token_was_used_is_known(app, published):
    text = issued()
    ask(app, text)
    db.session.expire_all()
    token = db.session.scalars(db.select(ApiToken)).one()
    assert token.last_used_at is not None


def test_an_error_inside_tells_nothing_of_the_inside(app, published, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("secret of the inside")

    monkeypatch.setattr("otameshi.statistics.sheet.figures.sheet", broken)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", 0)
    answer = ask(app, issued())
    assert answer.status_code == 500
    assert problem(answer)["number"]
    assert "secret" not in answer.text
    monkeypatch.undo()


def test_an_administrator_issues_a_token_sees_it_once_and_revokes_it(app, browse):
    desk = browse(make.person(Role.ADMIN))
    answer = desk.post("/desk/tokens/new", name="県庁の連携基盤", scopes=["groups:read"], life="30")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    [text] = re.findall(r"<code>(otameshi_[^<]+)</code>", answer.text)
    token = known(text)
    listed = desk.read("/desk/tokens/")
    assert "県庁の連携基盤" in listed
    assert text not in listed
    assert "取り消しました" in desk.send(f"/desk/tokens/{token.id}/revoke", page="/desk/tokens/")
    assert ask(app, text).status_code == 401
    assert "すでに取り消されています" in desk.send(
        f"/desk/tokens/{token.id}/revoke", page="/desk/tokens/new", version=""
    )


def test_the_same_form_sent_twice_makes_one_token_and_shows_it_to_nobody_again(app, browse):
    desk = browse(make.person(Role.ADMIN))
    sent = {**desk.hidden("/desk/tokens/new"), "name": "一度だけ", "life": "30"}
    first, second = (desk.client.post("/desk/tokens/new", data=sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 303)
    assert len(db.session.scalars(db.select(ApiToken)).all()) == 1


def test_a_token_needs_a_name_and_a_life(app, browse):
    desk = browse(make.person(Role.ADMIN))
    answer = desk.post("/desk/tokens/new", name="", life="36500")
    assert answer.status_code == 422
    assert "名前を入力してください" in answer.text


def test_the_description_is_a_page_and_a_document_for_anybody(app, browse):
    page = browse().get("/api/v1/")
    assert page.status_code == 200
    assert "GET /api/v1/sheet/{year}" in page.text
    document = browse().get("/api/v1/openapi.json").json
    assert document["openapi"].startswith("3.0")
    assert "/api/v1/sheet/{year}" in document["paths"]
