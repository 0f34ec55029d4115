"""Whom a note calls."""

import pytest

from otameshi.applications.mentions import called

NAMES = {1: "髙橋　花子", 2: "見本 太郎", 3: "見本 太郎丸", 4: "佐藤", 5: "佐藤"}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("@高橋花子 さん、確認をお願いします。", {1}),
        ("＠髙橋　花子と@見本太郎へ", {1, 2}),
        ("@見本太郎丸へ", {3}),
        ("mail@example.jp に送った", set()),
        ("呼んでいません", set()),
    ],
)
def test_a_name_is_found_however_it_is_spaced(text: str, ids: set[int]) -> None:
    found = called(text, NAMES)
    assert found.ids == ids
    assert not found.unknown
    assert not found.shared


def test_a_name_that_nobody_has_and_one_that_two_have_are_told() -> None:
    found = called("@山田さん 至急。@佐藤 さん", NAMES)
    assert found.ids == set()
    assert found.unknown == ("山田さん",)
    assert found.shared == ("佐藤",)
