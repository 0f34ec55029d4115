"""Two spellings of one phone or mailbox have one key."""

import pytest

from otameshi.core.keys import mail_key, phone_key


@pytest.mark.parametrize(
    "typed", ["026-235-0000", "０２６－２３５－００００", "(026) 235 0000", "+81-26-235-0000"]
)
def test_a_phone_is_the_same_however_it_is_written(typed: str) -> None:
    assert phone_key(typed) == "0262350000"


def test_no_phone_has_no_key() -> None:
    assert phone_key("") == phone_key("なし") == ""


@pytest.mark.parametrize(
    "typed",
    ["hanako@example.jp", "Hanako@Example.JP", "hanako+nagano@example.jp", "ｈanako@example.jp"],
)
def test_a_mailbox_is_the_same_however_it_is_written(typed: str) -> None:
    assert mail_key(typed) == "hanako@example.jp"


def test_what_stands_behind_the_plus_sign_of_nobody_is_kept() -> None:
    assert mail_key("+a@example.jp") != mail_key("+b@example.jp")
