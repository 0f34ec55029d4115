"""The rulebook as an applicant reads it, generated from the rules themselves."""

from dataclasses import dataclass

from otameshi.subsidy.book import Rulebook
from otameshi.subsidy.kinds import Kind
from otameshi.subsidy.rules import Part
from otameshi.subsidy.words import span


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: paragraphs, then a table when `rows` are given."""

    title: str
    paragraphs: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def explain(rulebook: Rulebook) -> tuple[Section, ...]:
    """Return the sections of the page, without the empty ones."""
    sections = (
        _payable(rulebook.kinds),
        _not_payable(rulebook.kinds),
        *(_part(rulebook, part) for part in Part),
        _order(rulebook),
        Section("お知らせ", rulebook.notes),
        Section("出典", rulebook.sources),
    )
    return tuple(section for section in sections if section.rows or section.paragraphs)


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
        (sub.label, sub.why(kind), sub.article or kind.article)
        for kind in kinds
        for sub in kind.sub_kinds
        if not sub.payable
    )
    return Section("対象とならない経費", header=("経費", "理由", "根拠"), rows=rows)


def _part(rulebook: Rulebook, part: Part) -> Section:
    names = rulebook.names()
    trial = part is Part.WHEN and rulebook.trial
    rows = tuple(
        (rule.title, rule.sentence(names), rule.article)
        for rule in rulebook.rules
        if rule.PART is part
    )
    first = (f"参加期間は、{span(trial)}の間です。",) if trial else ()
    return Section(part.label, first, ("項目", "内容", "根拠") if rows else (), rows)


def _order(rulebook: Rulebook) -> Section:
    rows = tuple((str(n), rule.title, rule.article) for n, rule in enumerate(rulebook.rules, 1))
    words = ("次の順に当てはめて、額を計算します。",)
    return Section("計算の順番", words, ("順", "規則", "根拠"), rows)
