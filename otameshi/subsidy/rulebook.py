"""Reading a rulebook from TOML or JSON text, or refusing it with the place and the remedy."""

import json
import tomllib
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from otameshi.core.period import Period
from otameshi.subsidy.book import Rulebook
from otameshi.subsidy.check import check
from otameshi.subsidy.fault import BadRulebook, Fault
from otameshi.subsidy.kinds import Kind, Paper
from otameshi.subsidy.rules import Cap, Clamp, Evidence, Judgement, Rate, Rounding, Window

AnyRule = Annotated[
    Cap | Clamp | Evidence | Judgement | Rate | Rounding | Window, Field(discriminator="rule")
]


class Document(BaseModel):
    """The file as it is written; `order` names every rule once."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    title: str
    version: str
    fiscal_year: int
    authority: str
    order: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rules: tuple[AnyRule, ...]
    papers: tuple[Paper, ...] = ()
    trial: Period | None = None
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read(text: str, name: str = "rulebook.toml") -> Rulebook:
    """Return the rulebook; raise BadRulebook with every fault found."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadRulebook(name, [Fault("", f"TOML として読めません: {error}")]) from error
    try:
        document = Document.model_validate_json(json.dumps(raw, default=date.isoformat))
    except ValidationError as error:
        raise BadRulebook(name, [_fault(one) for one in error.errors()]) from error
    faults = check(document.order, document.kinds, document.rules, document.papers)
    if faults:
        raise BadRulebook(name, faults)
    by_id = {rule.id: rule for rule in document.rules}
    return Rulebook(
        title=document.title,
        version=document.version,
        fiscal_year=document.fiscal_year,
        authority=document.authority,
        kinds=document.kinds,
        rules=tuple(by_id[key] for key in document.order),
        papers=document.papers,
        trial=document.trial,
        sources=document.sources,
        notes=document.notes,
    )


def _fault(error: Any) -> Fault:
    place = ".".join(str(part) for part in error["loc"])
    return Fault(place, f"{error['msg']}（書かれた値: {error['input']!r}）")
