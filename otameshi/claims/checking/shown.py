"""What a report says of one line, in words that can be kept and set beside each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from otameshi.claims.held import LINE
from otameshi.claims.models import ClaimLine
from otameshi.claims.vocabulary import cost_label
from otameshi.core.held import in_words, said
from otameshi.subsidy import Contract, Rulebook

RECEIPTS = "receipts"
COST = ("kind", "sub_kind")
LABELS = {"cost": "費目", **{key: LINE[key] for key in LINE if key not in COST}}


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    before: str
    after: str


def as_reported(line: ClaimLine) -> dict[str, Any]:
    """Return all that the line says now; a file is named with the beginning of its hash."""
    told = {key: said(getattr(line, key)) for key in LINE}
    files = [f"{one.attachment.name}（{one.attachment.sha256[:8]}）" for one in line.receipts]
    return {**told, RECEIPTS: files}


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], rulebook: Rulebook
) -> list[Difference]:
    """Return what reads otherwise in a later report; a column that came later says nothing."""
    old, new = _words(before, rulebook), _words(after, rulebook)
    return [
        Difference(label, old[key], new[key])
        for key, label in {**LABELS, RECEIPTS: "証拠書類"}.items()
        if key in old and key in new and old[key] != new[key]
    ]


def _words(shown: Mapping[str, Any], rulebook: Rulebook) -> dict[str, str]:
    words = {key: in_words(value) for key, value in shown.items() if key not in COST}
    words["cost"] = cost_label(rulebook, shown.get("kind", ""), shown.get("sub_kind", ""))
    if shown.get("contract") in set(Contract):
        words["contract"] = Contract(shown["contract"]).label
    return words
