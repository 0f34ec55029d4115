"""Each submitted version is kept as it stood, and never changed. On both databases."""

from datetime import timedelta

import pytest

from otameshi.applications import actions, answering
from otameshi.applications.answers import BusinessAnswers
from otameshi.applications.models import ApplicationPaper
from otameshi.applications.versions import actions as versions
from otameshi.applications.versions.rules import Mark, Occasion, changed
from otameshi.db import db
from otameshi.files import storage
from tests import make
from tests.applications.conftest import pdf


def submit(application):
    actions.submit(application, application.applicant, make.NOON, pledged=True, consented=True)


def kept(application):
    return db.session.scalars(versions.of(application)).all()


def test_a_submission_and_each_correction_is_a_version(whole):
    submit(whole)
    later = make.NOON + timedelta(hours=1)
    answering.save_business(whole, BusinessAnswers("印刷", "10年"), whole.applicant, later)
    answering.attach(whole, {"plan": [("新しい計画.pdf", pdf(2))]}, whole.applicant, later)
    db.session.commit()
    first, second, third = kept(whole)
    assert [one.number for one in (first, second, third)] == [1, 2, 3]
    assert [one.occasion for one in (first, second)] == [Occasion.SUBMITTED, Occasion.CORRECTED]
    assert (second.at, second.person) == (later, whole.applicant)
    found = changed(first.snapshot, third.snapshot)
    assert [(one.label, one.mark) for one in found] == [
        ("事業の内容", Mark.CHANGED),
        ("経歴", Mark.CHANGED),
        ("事業計画書", Mark.ADDED),
    ]
    assert "SHA-256" in found[-1].after


def test_a_draft_has_no_versions_and_the_same_answers_make_no_second_one(whole):
    answering.save_business(whole, BusinessAnswers("a", "b"), whole.applicant, make.NOON)
    assert kept(whole) == []
    submit(whole)
    answering.save_business(whole, BusinessAnswers("a", "b"), whole.applicant, make.NOON)
    assert len(kept(whole)) == 1


def test_a_file_that_was_replaced_stays_in_the_version_that_had_it(whole):
    submit(whole)
    old = whole.papers[0]
    by, key, name = whole.applicant, old.attachment_id, old.attachment.name
    answering.attach(whole, {"plan": [("新.pdf", pdf(3))]}, by, make.NOON)
    answering.detach(whole, old.id, by, make.NOON)
    first, *_, last = kept(whole)
    assert (key, name) in [(one.id, one.name) for one in first.snapshot.files]
    assert key not in [one.id for one in last.snapshot.files]


def test_what_is_stored_comes_back_as_it_was_and_proves_itself(whole):
    whole.business = "𠮷野家　髙橋\n「a,b」'\"\\"
    submit(whole)
    db.session.commit()
    db.session.expire_all()
    version = kept(whole)[0]
    assert version.unaltered
    business = next(one for one in version.snapshot.answers if one.page == "business")
    assert dict(business.rows)["事業の内容"] == whole.business


def test_a_version_is_never_changed_nor_removed(whole):
    submit(whole)
    version = kept(whole)[0]
    version.sha256 = "0"
    with pytest.raises(ValueError, match="never changed"):
        db.session.flush()
    db.session.rollback()


def test_a_submission_from_before_this_record_is_found_with_its_first_correction(app):
    old = make.application()
    old.members[0].phone = "1"
    for kind in ("plan", "photo"):
        file = storage.keep(b"x" + kind.encode(), "a.pdf", "application/pdf", None, make.NOON)
        old.papers.append(ApplicationPaper(kind=kind, attachment=file))
    later = make.NOON + timedelta(hours=1)
    answering.save_business(old, BusinessAnswers("印刷", "10年"), old.applicant, later)
    first, second = kept(old)
    assert (first.occasion, first.at, first.person) == (Occasion.FOUND, make.NOON, None)
    assert [one.label for one in changed(first.snapshot, second.snapshot)] == ["事業の内容", "経歴"]
