"""From a 郵便番号 to its places, and from a place into what was typed."""

import sqlite3
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otameshi.applications import postcodes
from otameshi.applications.postcodes import Place, filled, places
from otameshi.applications.prefectures import PREFECTURES

YATOMI = Place("愛知県", "弥富市")
KISOSAKI = Place("三重県", "桑名郡木曽岬町")
CHIYODA = Place("東京都", "千代田区", "千代田")
MIYOTA = Place("長野県", "北佐久郡御代田町", "馬瀬口")


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("1000001", (CHIYODA,)),
        ("4980000", (YATOMI, KISOSAKI)),  # one code, two prefectures
        ("3890207", (MIYOTA,)),
        ("3808570", (Place("長野県", "長野市", "大字南長野字巾下692-2", "長野県庁"),)),
        ("0000000", ()),
        ("380857", ()),
        ("３８０８５７０", ()),
        ("' OR 1=1", ()),
    ],
)
def test_a_code_stands_for_its_places(code: str, found: tuple[Place, ...]) -> None:
    assert places(code) == found


def test_a_code_of_many_places_offers_each_once() -> None:
    found = places("4520961")
    assert len(found) == len(set(found)) > 50
    assert {one.prefecture for one in found} == {"愛知県"}


def test_every_prefecture_of_the_data_can_be_chosen() -> None:
    names = postcodes.database().execute("SELECT DISTINCT prefecture FROM postal_data")
    assert {name for (name,) in names} == set(PREFECTURES)


def test_the_data_cannot_be_written() -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        postcodes.database().execute("DELETE FROM postal_data")


def test_each_thread_reads_by_a_connection_of_its_own() -> None:
    found: list[tuple[Place, ...]] = []
    readers = [threading.Thread(target=lambda: found.append(places("1000001"))) for _ in range(4)]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    assert found == [(CHIYODA,)] * 4


@pytest.mark.parametrize(
    ("typed", "place", "offered", "address"),
    [
        ("", CHIYODA, [CHIYODA], "千代田区千代田"),
        ("1-1", CHIYODA, [CHIYODA], "千代田区千代田1-1"),
        ("千代田区千代田1-1", CHIYODA, [CHIYODA], "千代田区千代田1-1"),
        ("千代田区霞が関1-1", CHIYODA, [CHIYODA], "千代田区霞が関1-1"),
        ("御代田町馬瀬口1", MIYOTA, [MIYOTA], "御代田町馬瀬口1"),
        ("弥富市12", KISOSAKI, [YATOMI, KISOSAKI], "桑名郡木曽岬町12"),
        ("桑名郡木曽岬町12", YATOMI, [YATOMI, KISOSAKI], "弥富市12"),
    ],
)
def test_a_place_is_put_before_what_was_typed(typed, place, offered, address) -> None:
    assert filled(typed, place, offered) == address


@given(st.text(), st.sampled_from([CHIYODA, MIYOTA, YATOMI]))
def test_filling_twice_is_filling_once(typed: str, place: Place) -> None:
    once = filled(typed, place, [place])
    assert filled(once, place, [place]) == once
    assert once.endswith(typed.removeprefix(place.address))
