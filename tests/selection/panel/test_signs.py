"""利害関係 as found: by company, address, domain, name, town, declared words, earlier history."""

from datetime import date

import pytest

from otameshi.selection.panel.rules import TieKind
from otameshi.selection.panel.signs import Candidate, Kind, Reviewer, Watch, born_key
from otameshi.selection.panel.street import street_key

CANDIDATE = Candidate(
    names=frozenset({"見本　太郎", "例示 花子"}),
    emails=frozenset({"x@mihon.co.jp"}),
    company="ミホン（株）長野支店",
    addresses=frozenset({"東京都見本区一丁目2番3号　例示ビル4階"}),
    born=frozenset({("例示 花子", date(1995, 4, 2))}),
    towns=frozenset({"塩尻市"}),
)
FAR = Reviewer("委員", "a@univ.ac.jp", "別社", "長野県別市1-2-3")


def found(reviewer: Reviewer, candidate: Candidate = CANDIDATE) -> dict[Kind, str]:
    signs = Watch({1: reviewer}).against(candidate).get(1, ())
    return {sign.kind: sign.words for sign in signs}


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ({"email": "X+sho@mihon.co.jp"}, Kind.SELF, "応募者本人"),
        ({"name": "見本太郎"}, Kind.NAME, "同じ氏名"),
        ({"company": "株式会社みほん長野支店"}, Kind.COMPANY, "同じ所属（株式会社みほん長野支店）"),
        ({"email": "b@mihon.co.jp"}, Kind.DOMAIN, "mihon.co.jp"),
        ({"address": "見本区１－２－３"}, Kind.ADDRESS, "同じ住所"),
        ({"town": "塩尻市"}, Kind.TOWN, "希望する市町村（塩尻市）"),
        ({"declared": ((TieKind.COMPANY, "みほん"),)}, Kind.DECLARED, "会社・団体「みほん」"),
        ({"declared": ((TieKind.PERSON, "例示花子"),)}, Kind.DECLARED, "人「例示花子」"),
        ({"declared": ((TieKind.TOWN, "長野県塩尻"),)}, Kind.DECLARED, "市町村「長野県塩尻」"),
        (
            {"past": {born_key("例示　花子", date(1995, 4, 2)): "令和6年度に同じ組で応募した"}},
            Kind.PAST,
            "同じ組",
        ),
    ],
)
def test_each_sign_is_found_with_its_reason(change, kind, words) -> None:
    base = {"name": FAR.name, "email": FAR.email, "company": FAR.company, "address": FAR.address}
    assert words in found(Reviewer(**{**base, **change}))[kind]


def test_whoever_is_far_has_no_sign() -> None:
    assert found(FAR) == {}
    assert (
        found(Reviewer("", "a@gmail.com"), Candidate(frozenset(), frozenset({"b@gmail.com"}))) == {}
    )


def test_a_name_alone_does_not_make_an_earlier_companion_and_a_short_word_is_no_part() -> None:
    other = {born_key("例示　花子", date(1990, 1, 1)): "同じ組"}
    assert found(Reviewer("委員", "a@univ.ac.jp", past=other)) == {}
    short = ((TieKind.COMPANY, "ン"), (TieKind.TOWN, "市"), (TieKind.TOWN, "長野県"))
    assert found(Reviewer("委員", "a@univ.ac.jp", declared=short)) == {}


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("東京都見本区一丁目２番３号　例示ビル４階", "見本区1-2-3"),
        ("見本区1-2-3-401", "見本区1-2-3-401"),
        ("長野県見本市二十三番地の4", "見本市23-4"),
        ("見本市1丁目", ""),
        ("見本市", ""),
        ("1-2-3", ""),
    ],
)
def test_two_spellings_of_a_street_are_one(address, key) -> None:
    assert street_key(address) == key
