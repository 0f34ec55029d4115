"""Consent ended by a link, and addresses and the list at the desk."""

import re
from datetime import timedelta
from typing import Any

import pytest

from otameshi.core.clock import now, today
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.documents.post import Letter
from otameshi.followup.asking import sending
from otameshi.followup.contacts import actions, reading
from otameshi.followup.contacts.models import ContactExport
from otameshi.followup.contacts.rules import PURPOSE, Address, How, masked
from tests import make
from tests.followup.make import groups, wave

READ = {"how": "telephone", "read": "y"}


@pytest.fixture
def officer(app):
    return make.person(Role.OFFICER)


@pytest.fixture
def group(app):
    return make.participation(make.selected(make.application(people=2)))


def link() -> str:
    (letter,) = db.session.scalars(db.select(Letter).where(Letter.kind == "contact_consented"))
    (found,) = re.findall(r"/contacts/\S+", letter.body)
    return str(found)


def test_consent_is_withdrawn_by_its_link_without_signing_in(group, browse):
    contact = actions.consent(group.people[0], How.LINK, None, now()).contact
    db.session.commit()
    page, phone = link(), browse()
    first = phone.read(page)
    assert PURPOSE in first
    assert group.representative.email not in first
    assert "取りやめました" in phone.send(page)
    db.session.expire_all()
    assert contact.consent is None
    assert "すでに取りやめられています" in phone.read(page)


def test_a_forged_link_opens_nothing(app, browse):
    answer = browse().get("/contacts/forged")
    assert answer.status_code == 404
    assert "このリンクは使えません" in answer.text


def test_an_officer_changes_an_address_and_records_consent(group, officer, browse):
    who = group.people[1]
    desk = browse(officer)
    page = f"/desk/contacts/{who.id}"
    sent = desk.send(
        f"{page}/edit", email="ＦＵＴＡＲＩ@example.jp", how="telephone", note="転居", version="0"
    )
    assert "futari@example.jp" in sent
    assert "転居" in sent
    assert "利用目的を本人に伝えて" in desk.send(f"{page}/consent", how="paper")
    assert "同意を記録しました" in desk.send(f"{page}/consent", **READ)
    assert who.name in desk.read("/desk/contacts/")
    assert "取りやめを記録しました" in desk.send(f"{page}/withdraw", how="telephone")
    assert who.name not in desk.read("/desk/contacts/")


def test_an_address_that_is_none_is_told_at_its_field(group, officer, browse):
    page = f"/desk/contacts/{group.people[1].id}/edit"
    sent = browse(officer).send(page, email="だめ", phone="電話", postal_code="38", how="paper")
    for words in ("メールアドレスの形", "市外局番", "7桁"):
        assert words in sent


def test_the_list_is_taken_by_who_noted_it_and_holds_who_consented(group, officer, browse):
    first, second = group.people
    actions.consent(first, How.LINK, None, now())
    db.session.commit()
    desk = browse(officer)
    assert "何に使うかを入力" in desk.send("/desk/contacts/")
    sent = desk.post("/desk/contacts/", purpose="交流会の案内")
    (run,) = db.session.scalars(db.select(ContactExport))
    assert (run.people, run.purpose, run.person_id) == (1, "交流会の案内", officer.id)
    file = f"/desk/contacts/exports/{run.id}.csv"
    assert sent.location.endswith(file)
    table = desk.client.get(file).data.decode("utf-8-sig")
    assert first.name in table
    assert second.name not in table
    assert browse(make.person(Role.OFFICER)).client.get(file).status_code == 404
    assert browse(make.person(Role.AUDITOR)).client.get(file).status_code == 403


# --- on the page of the survey ---

STAYS = {"own_q1": "維持し、活動する"}


@pytest.fixture
def survey(app):
    """Return a group that is asked, and the page of its link."""
    (group,) = groups(1)
    days: dict[str, Any] = {
        "asked_on": today() - timedelta(days=3),
        "closes_on": today() + timedelta(days=3),
    }
    asked = sending.invite(wave(**days), make.person(Role.OFFICER), now())[0]
    db.session.commit()
    return group, f"/survey/{asked.token}"


def known(group) -> Address:
    db.session.expire_all()
    return reading.known_of([group]).of[group.people[0].id]


def test_with_the_answer_one_tells_a_new_address_and_the_old_one_is_told(survey, browse):
    group, page = survey
    old = group.representative.email
    phone = browse()
    first = phone.read(page)
    assert old not in first
    assert masked(old) in first
    code = {"contact_postal_code": "３８０－８５７０"}
    assert "受け付けました" in phone.send(page, **STAYS, **code, contact_email="new@example.jp")
    assert known(group).email == "new@example.jp"
    assert known(group).phone == "03-0000-0000"
    (told,) = db.session.scalars(db.select(Letter).where(Letter.kind == "contact_changed"))
    assert told.to == old


def test_with_the_answer_one_consents_and_later_withdraws(survey, browse):
    group, page = survey
    phone = browse()
    assert PURPOSE in phone.read(page)
    phone.send(page, **STAYS, contact_consent="y")
    contact = actions.contact_of(group.people[0])
    assert contact is not None
    assert contact.consent is not None
    assert contact.consent.how is How.LINK
    assert "同意いただいています" in phone.read(page)
    phone.send(page, **STAYS, contact_withdraw="y")
    db.session.expire_all()
    assert contact.consent is None


def test_an_answer_alone_changes_no_address_and_consents_to_nothing(survey, browse):
    group, page = survey
    browse().send(page, **STAYS)
    assert actions.contact_of(group.people[0]) is None


def test_a_wrong_address_keeps_the_answer_on_the_page(survey, browse):
    _, page = survey
    sent = browse().send(page, **STAYS, contact_email="だめ")
    assert "メールアドレスの形" in sent
    assert db.session.scalar(db.select(Letter).where(Letter.kind == "followup_thanks")) is None
