"""The words that the frozen rulebook has for an expense, and those that it does not have."""

from collections.abc import Collection

from otameshi.core.states import Refused
from otameshi.subsidy import Contract, Rulebook

WAYS = frozenset(Contract) - {Contract.NONE}


def cost_label(rulebook: Rulebook, kind: str, sub_kind: str) -> str:
    """Return the words for a cost: 業務上の交通費：新幹線."""
    found = rulebook.kind(kind)
    if found is None:
        return kind
    part = found.sub_kind(sub_kind)
    return f"{found.label}：{part.label}" if part else found.label


def costs(rulebook: Rulebook) -> list[tuple[str, str]]:
    """Return every cost to choose from as (key, label); the key joins kind and part."""
    return [
        (f"{kind.key}:{part}", cost_label(rulebook, kind.key, part))
        for kind in rulebook.kinds
        for part in ([sub.key for sub in kind.sub_kinds] or [""])
    ]


def known_papers(rulebook: Rulebook, shows: Collection[str]) -> None:
    """Refuse files of which nobody says what they show."""
    if not shows or not set(shows) <= {paper.key for paper in rulebook.papers}:
        raise Refused("添付した書類で分かるもの（領収書など）を選んでください。")


def worded(rulebook: Rulebook, kind: str, sub_kind: str, contract: str) -> tuple[str, str]:
    """Return kind of part and of contract where the rulebook asks for them.

    Words that are not of the rulebook, or that it still asks for, are refused.
    """
    found = rulebook.kind(kind)
    if found is None:
        raise Refused("対象経費の区分にない費目です。選び直してください。")
    if found.sub_kinds and found.sub_kind(sub_kind) is None:
        raise Refused(f"{found.label}の種類を選んでください。")
    if found.asks_contract and contract not in WAYS:
        raise Refused(f"{found.label}では、購入か賃借かを選んでください。")
    return (sub_kind if found.sub_kinds else ""), (contract if found.asks_contract else "")
