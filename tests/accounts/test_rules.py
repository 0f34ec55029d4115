"""Passwords, tries, roles and the names of devices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.accounts.rules import (
    LONGEST,
    SHORTEST,
    check_password,
    check_staff_roles,
    check_tries,
    device,
    folded,
)
from otameshi.core.roles import Role
from otameshi.core.states import Refused

OWNER = ["見本 太郎", "taro.mihon@example.jp"]


@pytest.mark.parametrize(
    "password",
    [
        "my cat hates mondays",
        "みかんの皮をむく猫が二匹います",
        "x7Kp2Vd9Qw4Zt8L",
        "四月に松本で雪を見た 2019",
        "🐻 came to the 🏔 at dawn",
        "a" * 8 + "rhubarb tart",
        "     spaces are characters too     ",
    ],
)
def test_any_long_password_that_nobody_guesses_is_taken(password: str) -> None:
    check_password(password, OWNER)


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaaaaaaaaaa",
        "1234567890123456",
        "qwertyuiopasdfghjkl",
        "あいうえおかきくけこさしすせそ",
        "abcabcabcabcabcabc",
        "passwordpassword1",
        "PASSWORD-password-2026",
        "ＰＡＳＳＷＯＲＤpassword",
        "おためしナガノ2026おためし",
        "taro.mihon@example.jp",
        "見本太郎見本太郎見本太郎見本太郎",
        "correct horse battery staple",
        "zyxwvutsrqponmlkj",
    ],
)
def test_a_password_of_guessable_parts_is_refused(password: str) -> None:
    with pytest.raises(Refused, match="推測されやすい"):
        check_password(password, OWNER)


def test_a_password_needs_fifteen_characters_and_has_at_most_128() -> None:
    text = "quick brown fox jumps over lazy dogs " * 4
    check_password(text[:SHORTEST])
    check_password(text[:LONGEST])
    with pytest.raises(Refused, match="15文字以上"):
        check_password(text[: SHORTEST - 1])
    with pytest.raises(Refused, match="128文字以内"):
        check_password(text[: LONGEST + 1])


def test_full_and_half_width_letters_are_the_same_password() -> None:
    assert folded("ｑｕｉｃｋ　ｆｏｘ") == folded("quick fox")
    assert folded("か\u3099") == folded("が")


@given(st.text(max_size=LONGEST))
def test_any_text_is_either_taken_or_refused(password: str) -> None:
    try:
        check_password(password, OWNER)
    except Refused:
        return
    assert SHORTEST <= len(folded(password)) <= LONGEST


@pytest.mark.parametrize(("account", "address", "in_a_row"), [(5, 0, 5), (0, 30, 0), (0, 0, 100)])
def test_too_many_failures_close_the_door_but_name_the_way_in(account, address, in_a_row) -> None:
    check_tries(4, 29, 99)
    with pytest.raises(Refused, match="再設定してください"):
        check_tries(account, address, in_a_row)


def test_staff_hold_staff_roles_and_at_least_one() -> None:
    check_staff_roles({Role.OFFICER, Role.MANAGER})
    with pytest.raises(Refused):
        check_staff_roles([])
    with pytest.raises(Refused):
        check_staff_roles({Role.OFFICER, Role.APPLICANT})
    with pytest.raises(Refused):
        check_staff_roles({Role.VISITOR})


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36", "Windows・Chrome"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Windows・Edge"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "iPhone・Safari"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Android・Chrome"),
        ("", "不明な端末"),
    ],
)
def test_a_device_is_named_so_that_its_owner_knows_it(user_agent: str, name: str) -> None:
    assert device(user_agent) == name
