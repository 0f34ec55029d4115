"""Lines taken together by day, visit, month, person or kind of cost."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from otameshi.subsidy.account import Account
from otameshi.subsidy.facts import Line
from otameshi.subsidy.words import Per, day

KEY: dict[Per, Callable[[Line], Hashable]] = {
    Per.LINE: lambda line: line.key,
    Per.DAY: lambda line: line.incurred_on,
    Per.VISIT: lambda line: line.visit,
    Per.MONTH: lambda line: (line.incurred_on.year, line.incurred_on.month),
    Per.PERSON: lambda line: line.person,
    Per.KIND: lambda line: line.kind,
}


CLAIM = "請求全体"


@dataclass(frozen=True, slots=True)
class Pool:
    """Lines that are limited or rounded together; `scope` is what a person calls them."""

    scope: str
    members: list[int]


def pools(account: Account, members: list[int], per: tuple[Per, ...]) -> list[Pool]:
    """Group lines; without `per` they are one group, the claim, even when there are none."""
    if not per:
        return [Pool(CLAIM, members)]
    groups: dict[Hashable, list[int]] = {}
    keys = [KEY[one] for one in per]
    for i in members:
        groups.setdefault(tuple(key(account.lines[i]) for key in keys), []).append(i)
    return [Pool(_scope(account, group[0], per), group) for group in groups.values()]


def _scope(account: Account, i: int, per: tuple[Per, ...]) -> str:
    line = account.lines[i]
    words = {
        Per.LINE: "この行",
        Per.DAY: f"{day(line.incurred_on)}分",
        Per.VISIT: "来県の回の記載なし" if line.visit is None else f"来県{line.visit}回目",
        Per.MONTH: f"{line.incurred_on.year}年{line.incurred_on.month}月分",
        Per.PERSON: f"{line.person or '氏名の記載なし'}の分",
        Per.KIND: account.kinds[line.kind].label,
    }
    return "・".join(words[one] for one in per)
