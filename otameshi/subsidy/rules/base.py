"""What every rule is: data with an article, one effect on the account, one sentence for people."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from otameshi.core.labels import Labelled
from otameshi.core.yen import Yen
from otameshi.subsidy.account import Account
from otameshi.subsidy.pools import Pool, pools
from otameshi.subsidy.words import Per


class Part(Labelled):
    """The part of the explanation where a rule is read."""

    WHO = "who", "対象となる方と条件"
    WHEN = "when", "期間と期限"
    PROOF = "proof", "証拠書類"
    COST = "cost", "対象経費の数え方"
    AMOUNT = "amount", "補助率と上限"
    JUDGED = "judged", "担当者が確認すること"
    OPEN = "open", "公表資料から分からないこと"


@dataclass(frozen=True, slots=True)
class Names:
    """The labels of kinds, parts of kinds and papers by their keys, for sentences."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    sub_kinds: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Rule(ABC):
    TITLE: ClassVar[str]
    PART: ClassVar[Part]

    id: str
    article: str
    label: str = ""

    @property
    def title(self) -> str:
        return self.label or self.TITLE

    @abstractmethod
    def apply(self, account: Account) -> None:
        """Write this rule's effect into the account."""

    @abstractmethod
    def sentence(self, names: Names) -> str:
        """Return the rule as an applicant reads it."""

    @abstractmethod
    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield the fields that make no sense, each with what is wrong and what would be right."""


@dataclass(frozen=True, kw_only=True)
class OnLines(Rule):
    """A rule about some lines: those of `kinds` and `sub_kinds`, or all where these are empty."""

    kinds: tuple[str, ...] = ()
    sub_kinds: tuple[str, ...] = ()

    def chosen(self, account: Account) -> list[int]:
        """Return the lines it is about that are still in play."""
        live = account.live
        return [i for i in account.matching(self.kinds, self.sub_kinds) if live[i]]

    def subject(self, names: Names) -> str:
        words = [names.kinds[key] for key in self.kinds]
        words += [names.sub_kinds[key] for key in self.sub_kinds]
        return "・".join(words) or "すべての経費"

    def takes(self, kind: str, sub_kind: str) -> bool:
        return (not self.kinds or kind in self.kinds) and (
            not self.sub_kinds or sub_kind in self.sub_kinds
        )


@dataclass(frozen=True, kw_only=True)
class Pooled(OnLines):
    """A rule about lines taken together by `per`; without it, about all of them at once."""

    per: tuple[Per, ...] = ()

    def pools(self, account: Account) -> list[Pool]:
        return pools(account, self.chosen(account), self.per)

    def level(self) -> str:
        return "・".join(one.label for one in self.per) + "ごとに" if self.per else "合計額で"

    def lower(self, account: Account, pool: Pool, most: Yen, reason: str) -> None:
        """Bring a pool down to `most`, if it is above."""
        if account.sum(pool.members) > most:
            self.change(account, pool, most, reason)

    def change(self, account: Account, pool: Pool, after: Yen, reason: str) -> None:
        if Per.LINE in self.per:
            account.cut(pool.members[0], self, after, reason, eligible=True)
        else:
            account.settle(pool.members, self, after, reason, pool.scope)
