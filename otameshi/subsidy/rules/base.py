"""What every rule is: data with an article, one effect on the account, one sentence for people."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from otameshi.subsidy.account import Account


@dataclass(frozen=True, slots=True)
class Names:
    """The labels of kinds, parts of kinds and papers by their keys, for sentences."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    sub_kinds: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(ABC):
    TITLE: ClassVar[str]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class OnLines(Rule):
    """A rule about some lines: those of `kinds` and `sub_kinds`, or all where these are empty."""

    kinds: tuple[str, ...] = ()
    sub_kinds: tuple[str, ...] = ()

    def chosen(self, account: Account) -> list[int]:
        """Return the lines it is about that still have an amount."""
        return [i for i in account.matching(self.kinds, self.sub_kinds) if account.amount[i]]

    def subject(self, names: Names) -> str:
        words = [names.kinds[key] for key in self.kinds]
        words += [names.sub_kinds[key] for key in self.sub_kinds]
        return "・".join(words) or "すべての経費"
