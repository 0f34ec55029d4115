"""Random rulebooks that are lawful, and claims for them."""

from datetime import timedelta
from fractions import Fraction

from hypothesis import strategies as st

from otameshi.core.yen import Yen
from otameshi.subsidy import Facts, Kind, Line, Rulebook
from otameshi.subsidy.rules import (
    Cap,
    Clamp,
    Minimum,
    Net,
    Pooled,
    Prorate,
    Rate,
    Rounding,
    Rule,
    Times,
    Window,
)
from otameshi.subsidy.tiers import Tier
from otameshi.subsidy.words import By, Ceiling, Measure, Mode, Per, Unit, Which
from tests.subsidy.make import TRIAL

KINDS = ("a", "b", "c")
LEVELS: tuple[tuple[Per, ...], ...] = (
    (Per.LINE,),
    (Per.MONTH, Per.KIND, Per.PERSON),
    (Per.KIND, Per.MONTH),
    (Per.KIND,),
    (),
)
AMOUNTS = st.integers(1, 60_000).map(Yen)
RATES = st.fractions(Fraction(1, 20), 1, max_denominator=20)


@st.composite
def rulebooks(draw: st.DrawFn, *, coarsest_only: bool = False) -> Rulebook:
    """Return a rulebook whose rules go from fine to coarse, as a lawful order does."""
    fine = [] if coarsest_only else draw(st.lists(_on_lines(), max_size=3))
    first = 3 if coarsest_only else 0
    levels = sorted(draw(st.lists(st.integers(first, 4), max_size=5)))
    pooled = [draw(_pooled(level)) for level in levels]
    rate = Rate(id="rate", article="率", rate=draw(RATES), per=LEVELS[max(first, 0)])
    ceilings = draw(st.lists(st.sampled_from(Ceiling), unique=True))
    clamps = [Clamp(id="clamp", article="額", to=ceiling) for ceiling in ceilings]
    rules: list[Rule] = [*fine, rate, *_raises_first(pooled), *clamps]
    return Rulebook(
        title="無作為の規則",
        version="1",
        fiscal_year=2024,
        authority="試験県",
        kinds=tuple(Kind(key=key, label=key.upper(), article="区分") for key in KINDS),
        rules=tuple(_numbered(rule, number) for number, rule in enumerate(rules)),
    )


def _numbered(rule: Rule, number: int) -> Rule:
    object.__setattr__(rule, "id", f"r{number}")  # the rule was made here and is nobody else's
    return rule


def _raises_first(rules: list[Pooled]) -> list[Pooled]:
    """Make what stands after a limit round down only."""
    capped = False
    lawful: list[Pooled] = []
    for rule in rules:
        capped = capped or isinstance(rule, Cap)
        if capped and isinstance(rule, Rounding) and rule.mode is not Mode.DOWN:
            lawful.append(Rounding(id="r", article="端数", unit=rule.unit, per=rule.per))
        else:
            lawful.append(rule)
    return lawful


def _on_lines() -> st.SearchStrategy[Rule]:
    return st.one_of(
        st.builds(Net, id=st.just("n"), article=st.just("控除"), exclude=st.booleans()),
        st.builds(Prorate, id=st.just("p"), article=st.just("按分"), by=st.just(By.BUSINESS)),
        st.builds(Window, id=st.just("w"), article=st.just("期間"), which=st.sampled_from(Which)),
    )


@st.composite
def _pooled(draw: st.DrawFn, level: int) -> Pooled:
    per = LEVELS[level]
    kinds = (draw(st.sampled_from(KINDS)),) if Per.KIND in per and draw(st.booleans()) else ()
    which = draw(st.integers(0, 4))
    if which == 0:
        unit = draw(st.sampled_from([10, 100, 1_000]))
        mode = draw(st.sampled_from(Mode))
        return Rounding(id="r", article="端数", unit=unit, mode=mode, per=per, kinds=kinds)
    if which == 1:
        return Minimum(id="m", article="下限", amount=draw(AMOUNTS), per=per, kinds=kinds)
    if which == 2:
        return Rate(id="r", article="率", rate=draw(RATES), per=per, kinds=kinds)
    if which == 3:
        tiers = draw(_tiers())
        return Cap(id="c", article="上限", per=per, kinds=kinds, by=Measure.COHORT, tiers=tiers)
    return Cap(
        id="c", article="上限", per=per, kinds=kinds, amount=draw(AMOUNTS), times=draw(_times())
    )


def _tiers() -> st.SearchStrategy[tuple[Tier, ...]]:
    return st.builds(
        lambda step, one, other: (
            Tier(least=0, most=step, amount=max(one, other)),
            Tier(least=step + 1, amount=min(one, other)),
        ),
        st.integers(0, 40),
        AMOUNTS,
        AMOUNTS,
    )


def _times() -> st.SearchStrategy[tuple[Times, ...]]:
    head = Times(unit=Unit.HEAD, most=3)
    night = Times(unit=Unit.NIGHT)
    return st.sampled_from([(), (head,), (night,), (head, night)])


@st.composite
def claims(draw: st.DrawFn) -> Facts:
    """Return a claim with everything a random rulebook asks for."""
    numbers = draw(st.lists(st.integers(0, 999), unique=True, max_size=10))
    return Facts(
        lines=tuple(_line(draw, str(number)) for number in numbers),
        heads=draw(st.integers(0, 5)),
        cohort_heads=draw(st.integers(0, 60)),
        trial=TRIAL,
        decided_on=TRIAL.first,
        granted=Yen(draw(st.integers(0, 200_000))),
        already_paid=Yen(draw(st.integers(0, 50_000))),
        budget_left=Yen(draw(st.integers(0, 300_000))),
    )


def _line(draw: st.DrawFn, key: str) -> Line:
    on = TRIAL.first + timedelta(draw(st.integers(-5, 220)))
    return Line(
        key=key,
        kind=draw(st.sampled_from(KINDS)),
        incurred_on=on,
        paid_on=on + timedelta(draw(st.integers(0, 20))),
        amount=Yen(draw(st.integers(0, 50_000))),
        person=draw(st.sampled_from(["一", "二"])),
        nights=draw(st.integers(1, 4)),
        supported=Yen(draw(st.sampled_from([0, 0, 1, 5_000]))),
        business=draw(st.fractions(0, 1, max_denominator=4)),
    )
