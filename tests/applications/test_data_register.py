"""The list and the exports ask both databases the same, and get the same."""

import pytest
from flask import Flask
from sqlalchemy import insert

from otameshi.applications import outgoing, register
from otameshi.applications.fields import sheet
from otameshi.applications.models import Application
from otameshi.applications.outgoing import Exported, ExportedRow
from otameshi.applications.register import Wanted
from otameshi.core.roles import Role
from otameshi.core.states import Refused
from otameshi.db import AT_A_TIME, db
from tests import make


@pytest.fixture
def call(app: Flask):
    del app
    return make.call()


@pytest.fixture
def officer(app: Flask):
    del app
    return make.person(Role.OFFICER)


def submitted(**facts):
    made = make.application(**facts)
    made.search_key = made.search_words
    return make.keep(made)


def numbers(app: Flask, officer, **asked) -> list[str]:
    with app.test_request_context("/?page=1"):
        listing = register.listed(officer, Wanted(**asked))
        return [line.number for line in register.page(listing).rows]


@pytest.mark.parametrize("sort", ["number", "submitted", "kind", "kana"])
@pytest.mark.parametrize("words", ["", "見本"])
def test_every_order_holds_with_and_without_a_search(app, call, officer, sort, words):
    for number in ("R8-999", "R8-1000", "R8-1001"):
        member = make.member(kana=f"ミホン　{number[-1]}")
        submitted(to=call, number=number, trade_name="見本", members=[member])
    rising = numbers(app, officer, sort=sort, words=words)
    assert sorted(rising) == ["R8-1000", "R8-1001", "R8-999"]
    if sort == "number":
        assert rising == ["R8-999", "R8-1000", "R8-1001"]
        assert numbers(app, officer, sort="-number", words=words) == rising[::-1]
    if sort == "kana":
        assert rising == ["R8-1000", "R8-1001", "R8-999"]


def test_a_search_finds_by_letters_and_not_by_patterns(app, call, officer):
    submitted(to=call, number="R8-001", trade_name="100%_見本/工房")
    submitted(to=call, number="R8-002", trade_name="1000見本工房")
    for words in ("100%", "%_", "本/工", "％"):
        assert numbers(app, officer, words=words) == ["R8-001"], words


def test_an_application_with_the_longest_names_can_be_kept(app, call, officer):
    long = "𠮷" * 200
    people = [make.member(n, name=long, kana="ア" * 200) for n in (1, 2, 3)]
    submitted(to=call, number="R8-001", trade_name=long, members=people)
    assert numbers(app, officer, words="R8-001") == ["R8-001"]


def test_a_run_takes_the_list_in_its_order_and_its_sheet_reads_it_back(app, call, officer):
    for number in ("R8-001", "R8-003", "R8-002"):
        submitted(to=call, number=number, people=2)
    with app.test_request_context("/"):
        listing = register.listed(officer, Wanted(sort="-number"))
        taken = outgoing.take(listing.query, listing.order, None, officer, make.NOON, {})
        assert taken.taken == 3
        db.session.commit()
        lines = list(sheet(taken)[1])
    assert [line[0] for line in lines] == ["R8-003", "R8-002", "R8-001"]
    assert numbers(app, officer, exported=Exported.PENDING) == []


def test_a_sheet_of_several_parts_is_of_the_moment_when_it_was_asked_for(app, call, officer):
    one = submitted(to=call, number="R8-001", business="はじめの事業")
    run = outgoing.take(register.listed(officer, Wanted()).query, [], None, officer, make.NOON, {})
    again = {"run_id": run.id, "application_id": one.id, "version": one.version}
    more = range(2, AT_A_TIME + 3)  # the same one over and over: two lines stand in a second part
    db.session.execute(insert(ExportedRow), [{**again, "position": n} for n in more])
    db.session.commit()
    headings, lines = sheet(run)
    changed = db.session.get_one(Application, one.id)
    changed.business = "書き直した事業"
    changed.members.append(make.member(2))
    db.session.commit()
    found = list(lines)
    assert len(found) == AT_A_TIME + 2
    assert {len(line) for line in found} == {len(headings)}
    assert {line[headings.index("事業の内容")] for line in found} == {"はじめの事業"}
    headings, lines = sheet(run)
    assert "メンバー2：氏名" in headings
    assert {line[headings.index("事業の内容")] for line in lines} == {"書き直した事業"}


def test_nothing_is_taken_by_an_auditor(app, call):
    submitted(to=call, number="R8-001")
    auditor = make.person(Role.AUDITOR)
    listing = register.listed(auditor, Wanted())
    with pytest.raises(Refused, match="担当者"):
        outgoing.take(listing.query, listing.order, None, auditor, make.NOON, {})
