"""A calendar file is read back by a reader that knows the RFC and not the writer."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otameshi.core.clock import japan
from otameshi.documents.ics import CONTROL, Meeting, escaped, folded, written
from tests.documents import ics_reader

MEETING = Meeting(
    uid="interview-7@otameshi.invalid",
    sequence=0,
    starts_at=japan(2026, 8, 1, 13),
    ends_at=japan(2026, 8, 1, 13, 20),
    summary="おためしナガノ 面談（受付番号 R8-0001）",
    location="銀座NAGANO 5階; 会議室A, 東京都中央区銀座5-6-5",
    description="1行目\n2行目：https://meet.example.jp/abc?x=1&y=2 \\ と\r\n髙﨑　𠮷花",
    organiser="otameshi@pref.example.jp",
    guest="p1@example.jp",
    made_at=japan(2026, 7, 10, 9),
)


def test_everything_is_read_back_as_it_was_meant() -> None:
    calendar = ics_reader.read(written(MEETING).encode())
    event = calendar.only("VEVENT")
    assert (calendar.value("VERSION"), calendar.value("METHOD")) == ("2.0", "REQUEST")
    assert event.value("UID") == "interview-7@otameshi.invalid"
    assert event.value("SEQUENCE") == "0"
    assert event.value("DTSTAMP") == "20260710T000000Z"
    assert ics_reader.moment(calendar, event, "DTSTART") == MEETING.starts_at
    assert ics_reader.moment(calendar, event, "DTEND") == MEETING.ends_at
    assert event.text("LOCATION") == MEETING.location
    assert event.text("DESCRIPTION") == MEETING.description.replace("\r\n", "\n")
    assert event.value("ATTENDEE") == "mailto:p1@example.jp"
    assert event.value("STATUS") == "CONFIRMED"


def test_a_cancellation_is_the_same_meeting_with_a_higher_number() -> None:
    off = replace(MEETING, cancelled=True, sequence=2)
    calendar = ics_reader.read(written(off).encode())
    event = calendar.only("VEVENT")
    assert (calendar.value("METHOD"), event.value("STATUS")) == ("CANCEL", "CANCELLED")
    assert (event.value("UID"), event.value("SEQUENCE")) == (MEETING.uid, "2")
    assert off.media_type == "text/calendar; method=CANCEL; charset=UTF-8"


@pytest.mark.parametrize(
    ("text", "lines"),
    [("a" * 75, 1), ("a" * 76, 2), ("あ" * 25, 1), ("あ" * 26, 2), ("𠮷" * 19, 2)],
)
def test_a_line_is_broken_at_75_octets_between_characters(text: str, lines: int) -> None:
    assert len(folded(text).split("\r\n")) == lines


@settings(max_examples=25)
@given(st.text(max_size=120), st.text(max_size=120))
def test_no_text_breaks_out_of_its_line(summary: str, place: str) -> None:
    meeting = replace(MEETING, summary=summary, location=place)
    event = ics_reader.read(written(meeting).encode()).only("VEVENT")
    plain = CONTROL.sub(" ", summary.replace("\r\n", "\n").replace("\r", "\n"))
    assert event.text("SUMMARY") == plain


def test_the_four_signs_are_escaped() -> None:
    assert escaped("a\\b;c,d\r\ne") == "a\\\\b\\;c\\,d\\ne"
