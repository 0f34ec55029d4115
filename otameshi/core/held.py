"""What is held of a person, as the person may take it along: one set of facts, JSON or paper."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from otameshi.core.clock import in_japan
from otameshi.core.labels import Labelled, TwoWorded

Columns = Mapping[str, str]  # the column of a table → what it is called on paper


@dataclass(frozen=True, slots=True)
class Fact:
    key: str
    label: str
    value: Any  # what JSON knows


@dataclass(frozen=True, slots=True)
class Record:
    facts: tuple[Fact, ...]
    parts: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Records of one kind, under a key of the JSON and a heading of the paper."""

    key: str
    title: str
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """What one stage holds: its tables with the columns told, and what is kept back, and why.

    `left` names columns that are not told; keys, hashes and versions of rows need no mention.
    """

    tables: Mapping[str, Columns]
    left: Mapping[str, frozenset[str]] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)


MECHANICAL = ("_id", "_key", "_hash")


def undecided(holding: Holding, table: str, columns: Iterable[str]) -> list[str]:
    """Return the columns of which nobody has said whether they are told."""
    known = {*holding.tables[table], *holding.left.get(table, ())}
    mechanical = {one for one in columns if one in {"id", "version"} or one.endswith(MECHANICAL)}
    return sorted(set(columns) - known - mechanical)


def said(value: Any) -> Any:
    """Return a value as the person may know it: a state in the applicant's words."""
    match value:
        case TwoWorded():
            return value.told
        case Labelled():
            return value.label
        case datetime():
            return in_japan(value).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case _:
            return value


def record(row: Any, columns: Columns, *more: Fact, parts: Iterable[Part] = ()) -> Record:
    """Tell a row: its named columns, more facts, and what belongs to it."""
    facts = (Fact(key, label, said(getattr(row, key))) for key, label in columns.items())
    return Record((*facts, *more), tuple(part for part in parts if part.records))


def part(key: str, title: str, records: Iterable[Record]) -> Part:
    return Part(key, title, tuple(records))


def as_json(parts: Iterable[Part]) -> dict[str, Any]:
    return {one.key: [_plain(each) for each in one.records] for one in parts}


def _plain(one: Record) -> dict[str, Any]:
    return {**{fact.key: fact.value for fact in one.facts}, **as_json(one.parts)}


def lines(parts: Iterable[Part], above: str = "") -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Return headings, each with its rows of label and words, for paper."""
    for one in parts:
        for number, each in enumerate(one.records, start=1):
            count = f"（{number}）" if len(one.records) > 1 else ""
            title = f"{above}{one.title}{count}"
            yield title, [(fact.label, in_words(fact.value)) for fact in each.facts]
            yield from lines(each.parts, f"{title}　")


def in_words(value: Any) -> str:
    match value:
        case None | "" | []:
            return "－"
        case bool():
            return "はい" if value else "いいえ"
        case int():
            return f"{value:,}"
        case list():
            return "\n".join(in_words(one) for one in value)
        case dict():
            return "\n".join(f"{key}：{in_words(one)}" for key, one in value.items())
        case _:
            return str(value)
