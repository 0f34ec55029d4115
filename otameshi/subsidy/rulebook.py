"""Reading a rulebook from TOML or JSON text, or refusing it with the place and the remedy."""

import json
import tomllib
from dataclasses import fields
from datetime import date, time
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from otameshi.core.period import Period
from otameshi.subsidy import rules
from otameshi.subsidy.book import Rulebook
from otameshi.subsidy.calendar import Yearly
from otameshi.subsidy.check import Draft, check
from otameshi.subsidy.complaint import DEEPEST, complaint, endless, oddities, syntax
from otameshi.subsidy.fault import BadRulebook, Fault
from otameshi.subsidy.kinds import Kind, Paper, SubKind
from otameshi.subsidy.places import nearest, places
from otameshi.subsidy.tiers import Tier

LARGEST = 200_000  # characters; a real rulebook has about 6,000

AnyRule = Annotated[
    rules.Age
    | rules.Allowance
    | rules.Blackout
    | rules.Cap
    | rules.Clamp
    | rules.Condition
    | rules.Deadline
    | rules.Evidence
    | rules.Judgement
    | rules.Minimum
    | rules.Net
    | rules.Number
    | rules.Open
    | rules.Presence
    | rules.Prorate
    | rules.Range
    | rules.Rate
    | rules.Rounding
    | rules.Uses
    | rules.Visits
    | rules.Window,
    Field(discriminator="rule"),
]


class Document(BaseModel):
    """The file as it is written; `order` names every rule once."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    format: Literal[1] = 1
    title: str
    version: str
    fiscal_year: int
    authority: str
    order: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rules: tuple[AnyRule, ...]
    papers: tuple[Paper, ...] = ()
    valid: Period | None = None
    trial: Period | None = None
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def schema() -> dict[str, Any]:
    """Return the published JSON Schema of the language."""
    return Document.model_json_schema()


def read(text: str, name: str = "rulebook.toml") -> Rulebook:
    """Return the rulebook; raise BadRulebook with every fault found."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    raw = _parse(text, name)
    try:
        document = Document.model_validate_json(json.dumps(raw, default=_as_text))
    except ValidationError as error:
        faults = [complaint(dict(one), _allowed()) for one in error.errors(include_url=False)]
        raise _refused(text, name, faults) from error
    faults = [Fault(path, message) for path, message in check(_draft(document))]
    if faults:
        raise _refused(text, name, faults)
    by_id = {rule.id: rule for rule in document.rules}
    return Rulebook(
        title=document.title,
        version=document.version,
        fiscal_year=document.fiscal_year,
        authority=document.authority,
        kinds=document.kinds,
        rules=tuple(by_id[key] for key in document.order),
        papers=document.papers,
        valid=document.valid,
        trial=document.trial,
        sources=document.sources,
        notes=document.notes,
    )


def _parse(text: str, name: str) -> dict[str, Any]:
    if len(text) > LARGEST:
        message = f"{len(text):,}文字あります。{LARGEST:,}文字までにしてください。"
        raise BadRulebook(name, [Fault((), message)])
    if faults := [*endless(text)]:
        raise BadRulebook(name, faults)
    try:
        raw = _loads(text)
    except RecursionError as error:
        raise BadRulebook(name, [Fault((), "入れ子が深すぎます。")]) from error
    except ValueError as error:
        raise BadRulebook(name, [syntax(error, text)]) from error
    faults = [*oddities(raw)]
    if any(len(fault.path) > DEEPEST for fault in faults):
        raise BadRulebook(name, [Fault(fault.path[:1], fault.message) for fault in faults[:1]])
    if faults:
        raise _refused(text, name, faults)
    return raw


def _loads(text: str) -> dict[str, Any]:
    if not text.lstrip().startswith("{"):
        return tomllib.loads(text)
    raw: dict[str, Any] = json.loads(text, object_pairs_hook=_once)
    return raw


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"項目「{twice}」が二度書かれています")
    return found


def _as_text(value: date | time) -> str:
    return value.isoformat()


def _refused(text: str, name: str, faults: list[Fault]) -> BadRulebook:
    known = places(text)
    placed = [Fault(fault.path, fault.message, *nearest(fault.path, known)) for fault in faults]
    return BadRulebook(name, sorted(placed, key=lambda fault: (fault.line, fault.column)))


def _draft(document: Document) -> Draft:
    return Draft(
        fiscal_year=document.fiscal_year,
        periods={"valid": document.valid, "trial": document.trial},
        order=document.order,
        kinds=document.kinds,
        papers=document.papers,
        rules=document.rules,
    )


def _allowed() -> dict[str, tuple[str, ...]]:
    """Return the item names of each table, by the name of its list or of its rule."""
    tables: dict[str, Any] = {
        "kinds": Kind,
        "sub_kinds": SubKind,
        "papers": Paper,
        "trial": Period,
        "valid": Period,
        "tiers": Tier,
        "times": rules.Times,
        "prices": rules.Price,
        "days": Yearly,
    }
    union, _ = get_args(AnyRule)
    for rule in get_args(union):
        tables[str(next(one.default for one in fields(rule) if one.name == "rule"))] = rule
    allowed = {name: tuple(one.name for one in fields(table)) for name, table in tables.items()}
    return {"": tuple(Document.model_fields), **allowed}
