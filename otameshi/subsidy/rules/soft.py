"""Limits that are meant roughly (概ね): a miss within the tolerance is for a person to judge."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from otameshi.subsidy.account import Account
from otameshi.subsidy.rules.base import Rule


@dataclass(frozen=True, kw_only=True)
class Soft(Rule):
    """`soft` without `tolerance` never blocks; with it, a larger miss does."""

    soft: bool = False
    tolerance: Fraction | None = None

    def miss(self, account: Account, by: Fraction, message: str) -> None:
        """Take note of a limit missed by so much."""
        if self.forgives(by):
            account.remark(self, f"{message}認める場合は、理由を記録してください。")
        else:
            account.reject(self, message)

    def forgives(self, by: Fraction) -> bool:
        return self.soft and (self.tolerance is None or by <= self.tolerance)

    def about(self) -> str:
        return "概ね" if self.soft else ""

    def tolerance_faults(self) -> Iterator[tuple[str, str]]:
        if self.tolerance is not None and not self.soft:
            yield "tolerance", "tolerance は soft = true（概ね）の規則だけに書けます。"
        if self.tolerance is not None and self.tolerance < 0:
            yield "tolerance", "tolerance は0以上にしてください。"
