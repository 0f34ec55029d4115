"""The law of a rulebook: names that exist, a total order, a rate for every kind, no dead rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from otameshi.core.period import Period
from otameshi.subsidy.fault import Path
from otameshi.subsidy.kinds import Kind, Paper
from otameshi.subsidy.rules import Evidence, OnLines, Open, Rate, Rule
from otameshi.subsidy.sequence import dead, misplaced

Wrong = Iterator[tuple[Path, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be checked, in the order of the file."""

    fiscal_year: int
    periods: Mapping[str, Period | None]
    order: Sequence[str]
    kinds: Sequence[Kind]
    papers: Sequence[Paper]
    rules: Sequence[Rule]


def check(draft: Draft) -> list[tuple[Path, str]]:
    """Return every fault; what depends on names and order only when these are right."""
    first = [*_frame(draft), *_keys(draft), *_order(draft), *_names(draft), *_own(draft)]
    if first:
        return first
    place = {rule.id: i for i, rule in enumerate(draft.rules)}
    ordered = [draft.rules[place[key]] for key in draft.order]
    later = [*misplaced(draft.kinds, ordered), *dead(draft.kinds, ordered)]
    return [*_rates(draft), *((("rules", place[key]), message) for key, message in later)]


def _frame(draft: Draft) -> Wrong:
    if not 1 <= draft.fiscal_year <= 9999:  # noqa: PLR2004 - the calendar's own years
        yield ("fiscal_year",), f"年度 {draft.fiscal_year} は西暦4桁で書いてください。"
    for key, period in draft.periods.items():
        if period and period.first > period.last:
            yield (key, "last"), "last が first より前です。日を入れ替えてください。"
    if not draft.kinds:
        yield ("kinds",), "経費の区分が一つもありません。[[kinds]] を書いてください。"


def _keys(draft: Draft) -> Wrong:
    yield from _repeated("kinds", "key", [kind.key for kind in draft.kinds])
    yield from _repeated("papers", "key", [paper.key for paper in draft.papers])
    yield from _repeated("rules", "id", [rule.id for rule in draft.rules])
    seen: set[str] = set()
    for i, kind in enumerate(draft.kinds):
        for n, sub in enumerate(kind.sub_kinds):
            if not sub.key or sub.key in seen:
                message = f"種類の key「{sub.key}」が空か、重なっています。別の名前にしてください。"
                yield ("kinds", i, "sub_kinds", n, "key"), message
            seen.add(sub.key)


def _repeated(where: str, field: str, keys: list[str]) -> Wrong:
    for i, key in enumerate(keys):
        if not key:
            yield (where, i, field), f"{field} が空です。名前を付けてください。"
        elif key in keys[:i]:
            yield (where, i, field), f"{field}「{key}」が重なっています。別の名前にしてください。"


def _order(draft: Draft) -> Wrong:
    ids = {rule.id for rule in draft.rules}
    for i, rule in enumerate(draft.rules):
        if rule.id not in draft.order:
            message = f"規則「{rule.id}」がいつ働くか決まっていません。order に加えてください。"
            yield ("rules", i, "id"), message
    for i, key in enumerate(draft.order):
        if key not in ids:
            message = f"「{key}」という規則はありません。order から消すか、規則を書いてください。"
            yield ("order", i), message
        elif key in draft.order[:i]:
            yield ("order", i), f"「{key}」が order に二度あります。一つにしてください。"


def _names(draft: Draft) -> Wrong:
    kinds = {kind.key: kind for kind in draft.kinds}
    parts = {sub.key for kind in draft.kinds for sub in kind.sub_kinds}
    papers = {paper.key for paper in draft.papers}
    for i, rule in enumerate(draft.rules):
        if isinstance(rule, OnLines):
            yield from _unknown(("rules", i, "kinds"), rule.kinds, set(kinds), "経費の区分")
            yield from _unknown(("rules", i, "sub_kinds"), rule.sub_kinds, parts, "経費の種類")
        if isinstance(rule, Evidence):
            yield from _unknown(("rules", i, "needs"), rule.needs, papers, "証拠書類")


def _unknown(path: Path, keys: Sequence[str], known: set[str], word: str) -> Wrong:
    for n, key in enumerate(keys):
        if key not in known:
            choices = "、".join(sorted(known)) or "（一つもありません）"
            yield (*path, n), f"「{key}」という{word}はありません。あるのは {choices} です。"


def _own(draft: Draft) -> Wrong:
    for i, rule in enumerate(draft.rules):
        for field, message in rule.faults():
            steps = (int(part) if part.isdecimal() else part for part in field.split("."))
            yield ("rules", i, *steps), message


def _rates(draft: Draft) -> Wrong:
    rules = [
        rule
        for rule in draft.rules
        if isinstance(rule, Rate) or (isinstance(rule, Open) and rule.stands_for == "rate")
    ]
    for i, kind in enumerate(draft.kinds):
        parts = [sub.key for sub in kind.sub_kinds if sub.payable] or [""]
        lacking = [key for key in parts if not any(rule.takes(kind.key, key) for rule in rules)]
        if lacking:
            words = f"「{kind.label}」" + (f"の {'、'.join(lacking)} " if lacking != [""] else "")
            message = (
                f'{words}に補助率がありません。rule = "rate" の規則を加えるか、率が分からないときは'
                f' rule = "open" に stands_for = "rate" と書いてください。'
            )
            yield ("kinds", i), message
