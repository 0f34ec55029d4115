"""What programs read: figures whose small cells are hidden, groups without names, page by page."""

import json
import re
from functools import partial

import pytest

from otameshi.core.clock import now
from otameshi.db import db
from otameshi.statistics.api import actions
from otameshi.statistics.api.rules import Life, Scope
from tests import make
from tests.statements import counted
from tests.statistics.api.openapi import judged
from tests.statistics.sheet.make import grants_of, published, year_of_groups

API = "/api/v1"


@pytest.fixture
def years(app):
    """R5: 6 組 of whom 3 keep a base; R6: 4 組 of whom 2 do, one with a grant."""
    year_of_groups(2023, 6, 3, 6)
    made = year_of_groups(2024, 4, 2, 5)
    grants_of(made, 1)
    made[0].title = "名乗った組"
    published()
    db.session.commit()
    return made


def client(app, *scopes: Scope):
    _, text = actions.issue("試験", scopes, Life.MONTH, None, now())
    db.session.commit()
    return lambda path: app.test_client().get(
        API + path, headers={"Authorization": f"Bearer {text}"}
    )


def test_retention_is_whole_for_the_scope_and_hides_small_cells_without(app, years):
    answer = client(app, Scope.STATISTICS)("/retention?year=2024").json
    [row] = answer["rows"]
    assert answer["whole"] is True
    assert (row["groups"], row["stayed"], row["went"], row["rate"]) == (4, 2, 2, 50.0)
    answer = client(app)("/retention").json
    assert answer["whole"] is False
    rows = {row["fiscal_year"]: row for row in answer["rows"]}
    assert (rows[2023]["stayed"], rows[2023]["went"], rows[2023]["rate"]) == (3, 3, 50.0)
    assert (rows[2024]["stayed"], rows[2024]["went"]) == (None, None)
    assert rows[2024]["rate"] is None


def test_applications_are_counted_by_what_they_are_divided_by(app, years):
    rows = client(app, Scope.STATISTICS)("/applications?year=2024").json["rows"]
    whole = next(one for one in rows if one["dimension"] == "全体")
    assert (whole["applications"], whole["people"], whole["took_part"]) == (4, 5, 4)
    hidden = client(app, Scope.GROUPS)("/applications").json
    assert hidden["whole"] is False
    assert all(one["applications"] not in {1, 2} for one in hidden["rows"])


def test_groups_need_their_scope_and_name_nobody(app, years):
    refused = client(app, Scope.STATISTICS)("/groups")
    assert refused.status_code == 403
    assert refused.content_type == "application/problem+json"
    said = refused.headers["WWW-Authenticate"].replace('"', "")
    assert "insufficient_scope" in said
    assert "groups:read" in said
    answer = client(app, Scope.GROUPS)("/groups?year=2024")
    assert "名乗った組" not in answer.get_data(as_text=True)
    row = answer.json["rows"][0]
    assert not {"title", "number", "heard_from"} & row.keys()
    assert re.fullmatch("[0-9a-f]{20}", row["id"])
    assert row["answers"] == [{"months": 0, "answer": "拠点を維持・活動する"}]
    assert row["subsidised"] is True


def test_a_pseudonym_stays_the_same_and_hangs_on_the_key(app, years, monkeypatch):
    ask = client(app, Scope.GROUPS)
    first, second = ask("/groups").json["rows"], ask("/groups?page_size=1").json["rows"]
    assert second[0]["id"] == first[0]["id"]
    assert len({one["id"] for one in first}) == 10
    monkeypatch.setitem(app.config, "SECRET_KEY", "another" * 8)
    assert ask("/groups?page_size=1").json["rows"][0]["id"] != first[0]["id"]


def test_pages_lie_side_by_side_and_lead_to_each_other(app, years):
    ask = client(app, Scope.GROUPS)
    whole = [one["id"] for one in ask("/groups").json["rows"]]
    pages = [ask(f"/groups?page={n}&page_size=4") for n in (1, 2, 3, 4)]
    assert [one["id"] for page in pages for one in page.json["rows"]] == whole
    told = json.loads(pages[0].headers["X-Pagination"])
    assert told == {"total": 10, "total_pages": 3, "page": 1}
    links = [re.findall(r'<([^>]+)>; rel="(\w+)"', one.headers["Link"]) for one in pages]
    names = [{name for _, name in one} for one in links]
    assert names[0] == {"first", "last", "next"}
    assert names[1] == {"first", "last", "next", "prev"}
    assert names[3] == {"first", "last", "prev"}
    assert pages[3].json["rows"] == []
    [following] = [address for address, name in links[0] if name == "next"]
    assert following == "http://localhost/api/v1/groups?page=2&page_size=4"


WRONG = (
    *("page=0", "page=-1", "page=x", f"page={2**63}", "page_size=0", "page_size=501"),
    *("year=1999", "year=x", "year=", "year=2024.5", "page=1%00", "year=%F0%A0%AE%B7"),
)


def test_what_is_no_page_and_no_year_is_told_by_its_name(app):
    ask = client(app, Scope.GROUPS)
    for asked in WRONG:
        answer = ask(f"/groups?{asked}")
        assert answer.status_code == 422, asked
        assert set(answer.json["errors"]) == {asked.partition("=")[0]}
        assert re.search("[ぁ-ん]", str(answer.json["errors"])), asked


def test_every_documented_answer_is_as_the_document_says(app, years):
    document = app.test_client().get(f"{API}/openapi.json").json
    asked = {
        "/api/v1/sheet/{year}": ["/sheet/2024", "/sheet/1999"],
        "/api/v1/retention": ["/retention", "/retention?year=2030", "/retention?year=x"],
        "/api/v1/applications": ["/applications", "/applications?year=1"],
        "/api/v1/groups": ["/groups", "/groups?page=99", "/groups?page=x"],
    }
    assert set(document["paths"]) == set(asked)
    for scopes in ((), (Scope.STATISTICS,), tuple(Scope)):
        ask = client(app, *scopes)
        for path, addresses in asked.items():
            for address in addresses:
                assert judged(document, path, ask(address)) == [], address
    for path, addresses in asked.items():
        assert judged(document, path, app.test_client().get(API + addresses[0])) == []


def test_the_number_of_statements_does_not_grow_with_the_groups(app, years):
    ask = client(app, *Scope)
    paths = ("/retention", "/applications", "/groups")
    few = [counted(partial(ask, path)) for path in paths]
    year_of_groups(2022, 9, 4, 9, make.person())
    assert [counted(partial(ask, path)) for path in paths] == few
