"""Random rulebooks that are lawful: of every type of rule, from fine to coarse."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from otameshi.subsidy import Contract, Kind, Paper, Rulebook, SubKind
from otameshi.subsidy.rules import (
    Allowance,
    Cap,
    Evidence,
    Net,
    Number,
    Pooled,
    Prorate,
    Rate,
    Rule,
)
from otameshi.subsidy.sequence import dead, misplaced
from otameshi.subsidy.words import Per, Piece
from tests.subsidy.random_rules import ALLOWANCES, GROUP, MONEY, POOLS, RATES, SINGLE

KINDS = (
    Kind(
        key="a",
        label="A",
        article="区分",
        sub_kinds=(
            SubKind(key="a1", label="A1"),
            SubKind(key="a2", label="A2"),
            SubKind(key="a0", label="A0", payable=False),
        ),
    ),
    Kind(key="b", label="B", article="区分", contracts=(Contract.RENTED, Contract.USED)),
    Kind(key="c", label="C", article="区分"),
)
PAPERS = (Paper(key="p", label="P"), Paper(key="q", label="Q"))
ALONE = Net | Number | Prorate | Evidence  # what they say about a line depends on its amount


@st.composite
def rulebooks(draw: st.DrawFn, *, whole: bool = False, capped: bool = False) -> Rulebook:
    """Return a lawful rulebook; if it is `whole`, no rule looks at the amount of a single line.

    One that is `capped` has a limit among its first rules of money.
    """
    priced = draw(st.lists(ALLOWANCES, max_size=2)) if draw(st.integers(0, 3)) == 0 else []
    single = draw(st.lists(st.one_of(*SINGLE.values()), max_size=3))
    group = draw(st.lists(st.one_of(*GROUP.values()), max_size=2)) if draw(st.booleans()) else []
    money = draw(st.lists(st.one_of(*MONEY.values()), max_size=4 if capped else 5))
    money += [draw(MONEY[Cap])] if capped else []
    per = (Per.DAY, Per.VISIT, Per.MONTH, Per.PERSON, Per.KIND) if whole else (Per.LINE,)
    rate = Rate(id="rate", article="率", rate=draw(st.just(Fraction(1)) | RATES), per=per)
    drawn = [*priced, *single, rate, *sorted(money, key=_fineness)]
    for rule in group:
        drawn.insert(draw(st.integers(len(priced), len(drawn))), rule)
    rules: list[Rule] = []
    for rule in drawn:
        if not (whole and looks_at_lines(rule)):
            _add(rules, replace(rule, id=f"r{len(rules)}"))
    return Rulebook(
        title="無作為の規則",
        version="1",
        fiscal_year=2024,
        authority="試験県",
        kinds=KINDS,
        papers=PAPERS,
        rules=tuple(rules),
    )


def _fineness(rule: Rule) -> int:
    return POOLS.index(rule.per) if isinstance(rule, Pooled) else 0


def _add(rules: list[Rule], rule: Rule) -> None:
    """Add a rule unless the law of rulebooks refuses it behind the others."""
    pairs = [[earlier, rule] for earlier in rules] or [[rule]]
    if not any([*misplaced(KINDS, pair), *dead(KINDS, pair)] for pair in pairs):
        rules.append(rule)


def looks_at_lines(rule: Rule) -> bool:
    """Whether it matters to the rule that a cost is one line and not two."""
    if isinstance(rule, Pooled):
        return Per.LINE in rule.per
    by_line = isinstance(rule, Allowance) and rule.unit is Piece.LINE
    return by_line or isinstance(rule, ALONE)
