"""When an account may be closed, and what stays."""

from dataclasses import replace
from datetime import date

import pytest

from otameshi.applications.rules import State as Application
from otameshi.claims.rules import State as Claim
from otameshi.desk.closing import PathEnd, end_of_keeping, hindrances, kept, removed
from otameshi.grants.rules import State as Grant
from otameshi.participation.rules import State as Place
from otameshi.programme.rules import Opening
from otameshi.selection.rules import State as Candidacy

TITLE = "令和8年度　第1回募集"
SUBMITTED = PathEnd(TITLE, Application.SUBMITTED, Opening.CLOSED, date(2026, 5, 18))
REJECTED = replace(SUBMITTED, candidacy=Candidacy.REJECTED)
ENDED = replace(SUBMITTED, candidacy=Candidacy.SELECTED, place=Place.ENDED)
GRANTED = replace(ENDED, grant=Grant.DECIDED)
PAID = replace(GRANTED, claims=(Claim.PAID,), paid=True, completed_on=date(2027, 4, 2))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (replace(SUBMITTED, opening=Opening.OPEN), "先に応募を取り下げてください"),
        (SUBMITTED, "選考中です"),
        (replace(SUBMITTED, candidacy=Candidacy.PROPOSED), "選考中です"),
        (replace(SUBMITTED, candidacy=Candidacy.SELECTED), "参加するか辞退するか"),
        (replace(ENDED, place=Place.ACTIVE), "参加中です"),
        (replace(ENDED, grant=Grant.DRAFT), "取り下げてください"),
        (replace(ENDED, grant=Grant.APPLIED), "交付申請の結果を待っています"),
        (GRANTED, "実績報告を済ませてください"),
        (replace(GRANTED, claims=(Claim.PAID, Claim.RETURNED)), "直して報告"),
        (replace(GRANTED, claims=(Claim.INVOICED, Claim.PAID)), "支払の手続き中"),
    ],
)
def test_what_is_open_is_finished_first(path: PathEnd, words: str) -> None:
    [said] = hindrances([path])
    assert words in said
    assert said.startswith(TITLE)


@pytest.mark.parametrize(
    "path",
    [
        replace(SUBMITTED, application=Application.WITHDRAWN),
        REJECTED,
        replace(REJECTED, candidacy=Candidacy.WAITLISTED),
        replace(REJECTED, candidacy=Candidacy.INELIGIBLE),
        ENDED,
        replace(ENDED, place=Place.LEFT, grant=Grant.REFUSED),
        PAID,
    ],
)
def test_who_has_nothing_open_may_go(path: PathEnd) -> None:
    assert hindrances([path]) == []


# What was paid in advance needs no payment.
@pytest.mark.parametrize("state", sorted(set(Claim) - {Claim.PAID, Claim.CLOSED}))
def test_a_claim_that_is_not_paid_hinders_whatever_its_state(state: Claim) -> None:
    assert hindrances([replace(GRANTED, claims=(state,))])


@pytest.mark.parametrize(
    ("completed", "last"),
    [
        (date(2027, 3, 31), date(2032, 3, 31)),
        (date(2027, 4, 1), date(2033, 3, 31)),
    ],
)
def test_papers_are_kept_five_fiscal_years_after_that_of_completion(completed, last) -> None:
    assert end_of_keeping(completed) == last


def test_the_person_reads_what_stays_why_and_until_when() -> None:
    paid, letters = kept([PAID], wrote=False)
    assert "支払" in paid.what
    assert "保存することが定められています" in paid.why
    assert paid.until == "令和15年3月31日まで"
    assert "履歴" in letters.what


def test_who_only_wrote_a_message_leaves_that() -> None:
    [only] = kept([], wrote=True)
    assert "メッセージ" in only.what
    assert only.until == "最後のやりとりの年度が終わってから5年間"


def test_who_left_no_trace_is_forgotten_by_name() -> None:
    assert kept([], wrote=False) == []
    assert "氏名とメールアドレス" in removed(0, nothing_kept=True)
    assert "下書き2件" in "".join(removed(2, nothing_kept=False))
