"""Rules about evidence, and about what only a person can judge."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from otameshi.core.yen import Yen
from otameshi.subsidy.account import Account
from otameshi.subsidy.rules.base import Names, OnLines
from otameshi.subsidy.words import ZERO, money


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(OnLines):
    """Lines of `least` yen and more need these papers: all of them, or one if `any_of`."""

    TITLE: ClassVar[str] = "証拠書類"

    rule: Literal["evidence"] = "evidence"
    needs: tuple[str, ...]
    any_of: bool = False
    least: Yen = ZERO

    def missing(self, has: frozenset[str]) -> tuple[str, ...]:
        """Return the papers that are still to be shown."""
        lacking = tuple(key for key in self.needs if key not in has)
        return () if self.any_of and len(lacking) < len(self.needs) else lacking

    def apply(self, account: Account) -> None:
        if account.forecast:
            return
        for i in self.chosen(account):
            line = account.lines[i]
            missing = self.missing(line.evidence) if line.amount >= self.least else ()
            if missing:
                what = self._words([account.papers[key] for key in missing])
                message = f"{what}がありません。添付するか、この行を取り下げてください。"
                account.find(self, message, i)
                account.exclude(i, self, f"{what}がないため、支払いを確認できません。")

    def _words(self, labels: list[str]) -> str:
        return "・".join(labels) + ("のいずれか" if self.any_of and len(labels) > 1 else "")

    def sentence(self, names: Names) -> str:
        above = f"（{money(self.least)}以上のもの）" if self.least else ""
        papers = self._words([names.papers[key] for key in self.needs])
        return f"{self.subject(names)}{above}には、{papers}が必要です。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(OnLines):
    """A question that no figure answers, as 最も経済的な経路: the line is shown to a person."""

    TITLE: ClassVar[str] = "担当者の判断"

    rule: Literal["judgement"] = "judgement"
    question: str
    least: Yen = ZERO

    def apply(self, account: Account) -> None:
        for i in self.chosen(account):
            if account.amount[i] >= self.least:
                account.remark(self, self.question, i)

    def sentence(self, names: Names) -> str:
        above = f"（{money(self.least)}以上のもの）" if self.least else ""
        return f"{self.subject(names)}{above}は、担当者が確認します。{self.question}"
