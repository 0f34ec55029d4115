"""The rulebook as an applicant reads it, generated from the rules themselves."""

from dataclasses import dataclass

from otameshi.subsidy.book import Rulebook
from otameshi.subsidy.kinds import Kind
from otameshi.subsidy.rules import (
    Cap,
    Clamp,
    Evidence,
    Judgement,
    Names,
    Rate,
    Rounding,
    Rule,
    Window,
)
from otameshi.subsidy.words import span


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: paragraphs, then a table when `rows` are given."""

    title: str
    paragraphs: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


PARTS: dict[str, tuple[type[Rule], ...]] = {
    "期間": (Window,),
    "証拠書類": (Evidence,),
    "補助率と上限": (Rate, Cap, Rounding, Clamp),
    "担当者が確認すること": (Judgement,),
}


def explain(rulebook: Rulebook) -> tuple[Section, ...]:
    """Return the sections of the page."""
    names = rulebook.names()
    parts = [_part(rulebook, title, types, names) for title, types in PARTS.items()]
    return (
        _payable(rulebook.kinds),
        _not_payable(rulebook.kinds),
        *(part for part in parts if part.rows),
        _order(rulebook),
        *_notes(rulebook),
    )


def _payable(kinds: tuple[Kind, ...]) -> Section:
    rows = tuple((kind.label, _details(kind), kind.article) for kind in kinds)
    return Section("対象となる経費", header=("経費", "内容", "根拠"), rows=rows)


def _details(kind: Kind) -> str:
    parts = "、".join(sub.label for sub in kind.sub_kinds if sub.payable)
    ways = "、".join(contract.label for contract in kind.contracts)
    words = [
        kind.help,
        f"種類: {parts}。" if parts else "",
        f"{ways}に限ります。{kind.contract_reason}" if ways else "",
    ]
    return "".join(words)


def _not_payable(kinds: tuple[Kind, ...]) -> Section:
    rows = tuple(
        (
            sub.label,
            sub.reason or f"{kind.label}として対象になりません。",
            sub.article or kind.article,
        )
        for kind in kinds
        for sub in kind.sub_kinds
        if not sub.payable
    )
    return Section("対象とならない経費", header=("経費", "理由", "根拠"), rows=rows)


def _part(rulebook: Rulebook, title: str, types: tuple[type[Rule], ...], names: Names) -> Section:
    first = (f"{span(rulebook.trial)}の間の参加が対象です。",) if rulebook.trial else ()
    rows = tuple(
        (rule.title, rule.sentence(names), rule.article)
        for rule in rulebook.rules
        if isinstance(rule, types)
    )
    header = ("項目", "内容", "根拠")
    return Section(title, first if title == "期間" else (), header, rows)


def _order(rulebook: Rulebook) -> Section:
    rows = tuple((str(n), rule.title, rule.article) for n, rule in enumerate(rulebook.rules, 1))
    return Section(
        "計算の順番", ("次の順に当てはめて、額を計算します。",), ("順", "規則", "根拠"), rows
    )


def _notes(rulebook: Rulebook) -> tuple[Section, ...]:
    sections = (Section("お知らせ", rulebook.notes), Section("出典", rulebook.sources))
    return tuple(section for section in sections if section.paragraphs)
