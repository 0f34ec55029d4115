"""Reads a calendar file by the grammar of RFC 5545 alone: knows nothing of who wrote it."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

NAME = re.compile(r"[A-Za-z0-9-]+")
# A parameter's value is in quotes, or holds none of " ; : ,
PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*)')
ESCAPES = {"\\": "\\", ";": ";", ",": ",", "n": "\n", "N": "\n"}


@dataclass
class Component:
    name: str
    properties: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    inside: list["Component"] = field(default_factory=list)

    def value(self, name: str) -> str:
        [found] = [value for key, _, value in self.properties if key == name]
        return found

    def text(self, name: str) -> str:
        return unescaped(self.value(name))

    def parameters(self, name: str) -> dict[str, str]:
        [found] = [given for key, given, _ in self.properties if key == name]
        return found

    def only(self, name: str) -> "Component":
        [found] = [one for one in self.inside if one.name == name]
        return found


def unescaped(value: str) -> str:
    signs = iter(value)
    out: list[str] = []
    for sign in signs:
        assert sign not in ";,", f"unescaped {sign}"
        out.append(ESCAPES[next(signs)] if sign == "\\" else sign)
    return "".join(out)


def read(content: bytes) -> Component:
    """Return the one VCALENDAR of a file; anything the grammar does not know is an error."""
    assert content.endswith(b"\r\n")
    raw = content.removesuffix(b"\r\n").split(b"\r\n")
    for line in raw:
        assert len(line) <= 75, line
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode("utf-8")  # no line is broken inside a character
    lines = content.removesuffix(b"\r\n").decode("utf-8").replace("\r\n ", "").split("\r\n")
    root = Component("")
    open_ones = [root]
    for text in lines:
        key, given, value = _parsed(text)
        if key == "BEGIN":
            made = Component(value)
            open_ones[-1].inside.append(made)
            open_ones.append(made)
        elif key == "END":
            assert open_ones.pop().name == value
        else:
            open_ones[-1].properties.append((key, given, value))
    assert open_ones == [root]
    return root.only("VCALENDAR")


def _parsed(line: str) -> tuple[str, dict[str, str], str]:
    name = NAME.match(line)
    assert name, line
    place = name.end()
    given: dict[str, str] = {}
    while found := PARAMETER.match(line, place):
        given[found[1].upper()] = found[2].strip('"')
        place = found.end()
    assert line[place] == ":", line
    return name[0].upper(), given, line[place + 1 :]


def moment(calendar: Component, event: Component, name: str) -> datetime:
    """Return a local time by the offset that the file's own VTIMEZONE gives."""
    zone = calendar.only("VTIMEZONE")
    assert zone.value("TZID") == event.parameters(name)["TZID"]
    offset: Any = re.fullmatch(r"([+-])(\d\d)(\d\d)", zone.only("STANDARD").value("TZOFFSETTO"))
    away = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
    there = timezone(away if offset[1] == "+" else -away)
    return datetime.strptime(event.value(name), "%Y%m%dT%H%M%S").replace(tzinfo=there)
