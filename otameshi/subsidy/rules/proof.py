"""Rules about evidence, and about what only a person can judge."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from otameshi.core.yen import Yen
from otameshi.subsidy.account import Account
from otameshi.subsidy.rules.base import Names, OnLines, Part
from otameshi.subsidy.words import ZERO, Doubt, money


@dataclass(frozen=True, kw_only=True)
class Evidence(OnLines):
    """Lines of `least` yen and more need these papers: all of them, or one if `any_of`."""

    TITLE: ClassVar[str] = "証拠書類"
    PART: ClassVar[Part] = Part.PROOF

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

    def faults(self) -> Iterator[tuple[str, str]]:
        if not self.needs:
            yield "needs", "必要な証拠書類を一つ以上書いてください。ないとこの規則は働きません。"
        if self.least < 0:
            yield "least", "least は0円以上にしてください。"


@dataclass(frozen=True, kw_only=True)
class Judgement(OnLines):
    """A question that no figure answers, as 最も経済的な経路: the line is shown to a person."""

    TITLE: ClassVar[str] = "担当者の判断"
    PART: ClassVar[Part] = Part.JUDGED

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

    def faults(self) -> Iterator[tuple[str, str]]:
        if not self.question.strip():
            yield "question", "担当者が確かめることを文で書いてください。"
        if self.least < 0:
            yield "least", "least は0円以上にしてください。"


@dataclass(frozen=True, kw_only=True)
class Open(OnLines):
    """A point that the sources leave open: it is not guessed but said, and blocks the claim.

    `hold` pays nothing for the lines, `bound` goes on with an amount that is only an upper bound,
    `unsure` with one that may change either way, `note` changes no yen and blocks nothing.
    `stands_for` = "rate" says that it is the 補助率 of its kinds that is not known.
    """

    TITLE: ClassVar[str] = "分かっていないこと"
    PART: ClassVar[Part] = Part.OPEN

    rule: Literal["open"] = "open"
    question: str
    effect: Doubt
    stands_for: Literal["", "rate"] = ""

    def apply(self, account: Account) -> None:
        chosen = self.chosen(account)
        if not chosen:
            return
        if self.effect is Doubt.NOTE:
            account.remark(self, self.question)
        elif self.effect is Doubt.BOUND:
            account.leave_open(self, f"{self.question}ここで示す額は、上限の見込みです。")
        elif self.effect is Doubt.UNSURE:
            account.leave_open(self, f"{self.question}ここで示す額は、変わることがあります。")
        else:
            account.leave_open(self, f"{self.question}この点が決まるまで、額を判定できません。")
            for i in chosen:
                account.exclude(i, self, f"判定を保留します。{self.question}")

    def sentence(self, names: Names) -> str:
        return f"{self.subject(names)}について: {self.question}"

    def faults(self) -> Iterator[tuple[str, str]]:
        if not self.question.strip():
            yield "question", "分かっていないことを文で書いてください。"
