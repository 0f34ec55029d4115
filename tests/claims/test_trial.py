"""An officer tries next year's rules on what was claimed."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.history import Event
from otameshi.programme import copying
from otameshi.web.once import SpentKey
from tests import make
from tests.claims.test_data_replay import group_of_2025

TRIAL = "/desk/years/2025/trial"


@pytest.fixture
def grant(app):
    del app
    return group_of_2025(310_500)[0]


@pytest.fixture
def officer(browse, grant):
    del grant
    return browse(make.person(Role.OFFICER))


def lower(text: str) -> str:
    return text.replace("amount = 300000", "amount = 200000").replace(
        "amount = 240000", "amount = 200000"
    )


def typed(grant, source: str, claims: object = 2025, **more: object) -> dict[str, object]:
    return {"source": source, "against": grant.rulebook_id, "claims": claims, **more}


def test_every_group_is_shown_with_both_amounts_and_the_reason(officer, grant):
    page = officer.send(TRIAL, **typed(grant, lower(grant.rulebook.text)))
    for words in ("規則は正しく読めました", "310,500円", "300,000円", "200,000円", "-100,000円"):
        assert words in page
    assert "上限による減額 10,500円 → 110,500円" in page
    assert "－ なくなる" in page
    assert "＋ 加わる" in page


def test_trying_keeps_nothing_and_the_same_form_can_be_sent_again(officer, grant):
    fields = {**officer.hidden(TRIAL), **typed(grant, lower(grant.rulebook.text))}
    events = db.session.scalar(select(func.count()).select_from(Event))
    first, second = (officer.client.post(TRIAL, data=fields) for _ in range(2))
    assert first.status_code == second.status_code == 200
    assert "-100,000円" in second.text
    assert db.session.scalar(select(func.count()).select_from(SpentKey)) == 0
    assert db.session.scalar(select(func.count()).select_from(Event)) == events


def test_a_fault_is_told_with_its_line_and_what_was_typed_stays(officer, grant):
    answer = officer.post(TRIAL, **typed(grant, grant.rulebook.text + "\nnonsense = 1\n"))
    assert answer.status_code == 422
    assert "行目" in answer.text
    assert "nonsense" in answer.text


def test_a_table_of_expenses_is_tried_in_place_of_the_claims(officer, grant):
    table = "組,人数,経費,発生日,支払日,金額\n甲,1,office,2025-09-01,2025-09-02,250500\n"
    sheet = (BytesIO(table.encode("cp932")), "経費.csv")
    rules = lower(grant.rulebook.text)
    page = officer.send(TRIAL, **typed(grant, rules, sheet=sheet, cohort="２４"))
    # 250,500円: 250,000 by 千円未満切捨て under the old cap of 300,000; 200,000 under the new.
    assert "甲" in page
    assert "250,000円" in page
    assert "-50,000円" in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("組,経費,発生日,金額\n甲,office,2025-09-01,たくさん\n".encode(), "読めません"),
        (b"\xff\xfe\x81", "UTF-8かShift_JIS"),
        (b"a" * 400_001, "表は400KBまで"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_in_words(officer, grant, content, words):
    sheet = (BytesIO(content), "経費.csv")
    answer = officer.post(TRIAL, **typed(grant, grant.rulebook.text, sheet=sheet))
    assert answer.status_code == 422
    assert words in answer.text


def test_the_amounts_come_as_a_table_for_the_budget(officer, grant):
    fields = typed(grant, lower(grant.rulebook.text), then="csv")
    with officer.post(TRIAL, **fields) as answer:
        assert answer.mimetype == "text/csv"
        last = answer.data.decode("utf-8-sig").splitlines()[-1]
    assert last.startswith("合計,310500,300000,200000,-100000")


def test_without_claims_only_the_words_are_compared(officer, grant):
    page = officer.send(TRIAL, **typed(grant, grant.rulebook.text, claims=""))
    assert "文の違いはありません" in page
    assert "組ごとの額</caption>" not in page


def test_what_was_tried_is_registered_with_one_button_by_an_officer_alone(browse, officer, grant):
    text = copying.for_year(lower(grant.rulebook.text), 2025)
    page = officer.send(TRIAL, **typed(grant, text))
    assert "この規則を新しい版として登録する" in page
    officer.post("/desk/years/2025/rulebooks/new", source=text)
    assert len(grant.participation.year.rulebooks) == 2
    reading = browse(make.person(Role.AUDITOR)).send(TRIAL, **typed(grant, text))
    assert "この規則を新しい版として登録する" not in reading


def test_a_year_that_is_not_there_has_no_page(officer):
    assert officer.get("/desk/years/1999/trial").status_code == 404
