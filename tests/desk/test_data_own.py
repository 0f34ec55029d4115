"""All that is held of a person can be taken along, and no table about people is forgotten."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from otameshi import history
from otameshi.claims.models import Claim
from otameshi.claims.rules import State as ClaimState
from otameshi.claims.rules import Verdict
from otameshi.core.clock import japan
from otameshi.core.held import undecided
from otameshi.core.roles import Role
from otameshi.core.yen import Yen
from otameshi.db import db
from otameshi.desk import own_paper
from otameshi.desk.own_data import HOLDINGS
from otameshi.documents import post
from otameshi.messages import actions as messages
from otameshi.people import Person
from otameshi.selection.rules import Outcome
from otameshi.selection.rules import State as Candidacy
from tests import make
from tests.desk import make as far
from tests.messages import make as say

AFTER = japan(2027, 4, 10, 12)
ROOT = "people"


def about_people() -> set[str]:
    """Return the tables from which some chain of references leads to a person."""
    found = {ROOT}
    while True:
        more = {
            name
            for name, table in db.metadata.tables.items()
            if any(key.column.table.name in found for key in table.foreign_keys)
        }
        if more <= found:
            return found
        found |= more


def told() -> dict[str, object]:
    return {table: holding for holding in HOLDINGS for table in holding.tables}


def reasons() -> dict[str, str]:
    return {table: why for holding in HOLDINGS for table, why in holding.reasons.items()}


def test_every_table_about_people_is_told_or_says_why_not() -> None:
    undecided_tables = about_people() - set(told()) - set(reasons())
    assert not undecided_tables, f"{sorted(undecided_tables)}: see docs/own-data.md"


def test_no_table_is_both_told_and_kept_back_and_each_reason_is_one() -> None:
    assert not set(told()) & set(reasons())
    assert all(len(why) > 10 for why in reasons().values())
    known = set(db.metadata.tables)
    assert set(told()) <= known
    assert set(reasons()) <= known


@pytest.mark.parametrize("table", sorted(told()))
def test_every_column_of_a_table_that_is_told_is_told_or_left_out_by_name(table: str) -> None:
    [holding] = [one for one in HOLDINGS if table in one.tables]
    columns = [column.name for column in db.metadata.tables[table].columns]
    open_ones = undecided(holding, table, columns)
    assert not open_ones, f"{table}: {open_ones}: see docs/own-data.md"


def taken(person: Person) -> Any:
    db.session.commit()
    return json.loads(own_paper.as_text(person, AFTER))


def test_the_format_is_named_and_every_key_is_documented(app: Flask) -> None:
    found = taken(make.person())
    assert (found["format"], found["version"]) == ("otameshi-own-data", 1)
    documented = Path("docs/own-data.md").read_text(encoding="utf-8")
    assert [key for key in found if f"`{key}`" not in documented] == []


def test_a_whole_path_is_in_it_with_the_own_account_in_full(app: Flask) -> None:
    payment = far.paid()
    person = payment.claim.claimant
    found = taken(person)
    [application] = found["applications"]
    assert application["state"] == "提出済み"
    assert application["members"][0]["birth_date"] == "1995-04-02"
    assert found["selection"][0]["state"] == "採択"
    assert found["grants"][0]["amount"] == 260_000
    [claim] = found["claims"]
    assert (claim["account_number"], claim["state"]) == ("0000000", "支払済み")
    standing = {"returned_on": None, "returned_why": ""}
    assert claim["payments"] == [
        {"amount": 120_000, "paid_on": "2027-04-02", "voucher": payment.voucher, **standing}
    ]


def test_nothing_of_anybody_else_is_in_it(app: Flask) -> None:
    other = far.paid().claim.claimant
    say.asked(other, "ほかの人の質問")
    found = taken(make.person())
    assert other.name not in json.dumps(found, ensure_ascii=False)
    assert "ほかの人の質問" not in json.dumps(found, ensure_ascii=False)


def test_what_is_still_weighed_and_what_the_office_wrote_for_itself_is_not_in_it(
    app: Flask,
) -> None:
    one = make.application()
    officer = make.person(Role.OFFICER, name="雛形　担")
    candidacy = make.candidacy(one, Candidacy.SCREENING)
    history.record(candidacy, "pass", "要件を満たすとする", by=officer, at=AFTER, note="身内の覚え")
    db.session.commit()
    candidacy.proposal = Outcome.SELECTED
    candidacy.state = Candidacy.PROPOSED
    text = json.dumps(taken(one.applicant), ensure_ascii=False)
    for word in ("採択", "決裁", "形式審査", "覚え", "雛形", "要件を満たすとする"):
        assert word not in text
    assert "選考中" in text


def test_a_ruling_that_is_still_being_made_is_not_in_it(app: Flask) -> None:
    claim = make.claim(state=ClaimState.SUBMITTED)
    line = make.claim_line(claim, 50_000)
    line.verdict, line.reduced_to, line.reason = Verdict.REDUCED, Yen(1_000), "領収書と違う"
    [told_line] = taken(claim.claimant)["claims"][0]["lines"]
    assert (told_line["verdict"], told_line["reduced_to"], told_line["reason"]) == (None,) * 3
    claim.state = ClaimState.RETURNED
    [told_line] = taken(claim.claimant)["claims"][0]["lines"]
    assert told_line["verdict"] == "減額して認められました"


def test_the_history_tells_what_was_told_and_names_nobody(app: Flask) -> None:
    officer = make.person(Role.OFFICER, name="雛形　担")
    thread = say.asked()
    messages.answer(thread.id, "はい。", (), officer, AFTER)
    messages.assign(thread.id, officer.id, officer, AFTER)
    found = taken(thread.person)
    told_of = [(one["label"], one["by"]) for one in found["history"]]
    assert told_of == [("メッセージを送る", "本人"), ("返信する", "事務局")]
    assert "雛形" not in json.dumps(found, ensure_ascii=False)
    assert [one["from"] for one in found["messages"][0]["messages"]] == ["本人", "事務局"]


def test_a_link_that_opens_the_account_is_not_in_it(app: Flask) -> None:
    me = make.person()
    far.letter(me)
    [letter] = taken(me)["letters"]
    assert letter["body"]
    post.write("reset", to=me, at=AFTER, confidential=True, token="s3cret-token")
    assert "s3cret-token" not in json.dumps(taken(me))


def test_the_paper_says_the_same_and_marks_what_no_font_has(app: Flask) -> None:
    thread = say.asked(body="よろしくお願いします😀")
    assert thread.person.name in _text(thread.person)
    assert "よろしくお願いします〓" in _text(thread.person)


def _text(person) -> str:
    pages = PdfReader(BytesIO(own_paper.as_paper(person, AFTER))).pages
    return "".join(page.extract_text() for page in pages)


def test_the_archive_holds_every_file_as_it_was_received(app: Flask) -> None:
    claim: Claim = make.claim()
    make.claim_line(claim)
    me = claim.claimant
    messages.write(None, "資料です。", [("図面.png", say.picture())], me, AFTER)
    db.session.commit()
    with own_paper.as_zip(me, AFTER) as file, zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        assert names[:2] == ["own-data.json", "own-data.pdf"]
        [drawing] = [name for name in names if name.endswith("図面.png")]
        assert archive.read(drawing) == say.picture()
        assert any(name.endswith("領収書.pdf") for name in names)
        assert json.loads(archive.read("own-data.json"))["format"] == "otameshi-own-data"
