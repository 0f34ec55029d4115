"""A meeting as a calendar file (RFC 5545, sent as RFC 5546 says). Facts in, text out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from otameshi.core.clock import in_japan

PRODUCT = "-//Nagano Prefecture//Otameshi//JA"
LONGEST = 75  # octets of a line, its end not counted
ZONE = "Asia/Tokyo"
# Japan has had no summer time since 1951: one rule for all years that are ever booked.
TIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0900",
    "TZOFFSETTO:+0900",
    "TZNAME:JST",
    "END:STANDARD",
    "END:VTIMEZONE",
)
# No calendar takes them (RFC 5545, CONTROL); a line break is written as \n.
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting as one of its guests knows it.

    `uid` stays the same for as long as the meeting exists; `sequence` rises with each change, so
    that a calendar replaces what it has, and takes a cancellation for the last word.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    description: str
    organiser: str  # a mail address
    guest: str  # a mail address
    made_at: datetime
    cancelled: bool = False

    @property
    def method(self) -> str:
        return "CANCEL" if self.cancelled else "REQUEST"

    @property
    def media_type(self) -> str:
        return f"text/calendar; method={self.method}; charset=UTF-8"


def written(meeting: Meeting) -> str:
    """Return the file; its lines end with CR LF and none is longer than 75 octets."""
    return "".join(f"{folded(line)}\r\n" for line in _lines(meeting))


def _lines(one: Meeting) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN")
    yield f"METHOD:{one.method}"
    yield from TIMEZONE
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(one.uid)}"
    yield f"SEQUENCE:{one.sequence}"
    yield f"DTSTAMP:{one.made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;TZID={ZONE}:{in_japan(one.starts_at):%Y%m%dT%H%M%S}"
    yield f"DTEND;TZID={ZONE}:{in_japan(one.ends_at):%Y%m%dT%H%M%S}"
    yield f"SUMMARY:{escaped(one.summary)}"
    yield f"LOCATION:{escaped(one.location)}"
    yield f"DESCRIPTION:{escaped(one.description)}"
    yield f"ORGANIZER:mailto:{_address(one.organiser)}"
    yield f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:{_address(one.guest)}"
    yield f"STATUS:{'CANCELLED' if one.cancelled else 'CONFIRMED'}"
    yield "TRANSP:OPAQUE"
    yield from ("END:VEVENT", "END:VCALENDAR")


def escaped(text: str) -> str:
    r"""Write a text value (RFC 5545, 3.3.11): \\ \; \, and \n."""
    one_end = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = CONTROL.sub(" ", one_end)
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def _address(mail: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f]", "", mail)


def folded(line: str) -> str:
    """Break a line into pieces of at most 75 octets, never inside a character."""
    pieces, piece, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > LONGEST:
            pieces.append(piece)
            piece, size = "", 1  # the space that begins a continued line
        piece, size = piece + sign, size + octets
    return "\r\n ".join([*pieces, piece])
