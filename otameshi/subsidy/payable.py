"""The first look at every line, whether it is a kind of cost that is paid for at all."""

from dataclasses import dataclass

from otameshi.core.period import Period
from otameshi.subsidy.account import Account
from otameshi.subsidy.facts import Line
from otameshi.subsidy.kinds import Kind, SubKind
from otameshi.subsidy.words import MOST, Contract, span

MANY = 10**6


@dataclass(frozen=True, slots=True)
class Ground:
    """What a step says where the ground is the list of kinds and not a rule of its own."""

    title: str
    article: str
    id: str = "kinds"


FORM = Ground("記入の確認", "")


def look_at_period(account: Account, *, valid: Period | None, trial: Period | None) -> None:
    """Find a trial period that runs backwards or lies outside what the rulebook is for."""
    asked = account.facts.trial
    if asked.first > asked.last:
        account.find(FORM, "参加期間の末日が初日より前です。")
    for outer, words in ((valid, "この規則の適用期間"), (trial, "年度の参加期間")):
        if outer and not (asked.first in outer and asked.last in outer):
            message = f"参加期間（{span(asked)}）が、{words}（{span(outer)}）の外に出ています。"
            account.find(FORM, message)


def sort_out(account: Account) -> None:
    """Exclude what was entered wrongly and what is no payable kind, each with its reason."""
    seen: set[str] = set()
    for i, line in enumerate(account.lines):
        fault = _fault(line, seen)
        seen.add(line.key)
        kind = account.kinds.get(line.kind)
        if fault:
            account.find(FORM, fault, i)
            account.exclude(i, FORM, fault)
        elif kind is None:
            reason = f"「{line.kind}」は、この年度の対象経費の区分にありません。"
            account.exclude(i, Ground("対象経費", ""), reason)
        else:
            _look(account, i, line, kind)


def _fault(line: Line, seen: set[str]) -> str:
    if line.amount < 0:
        return "金額が負の数です。0円以上で記入してください。"
    if line.amount >= MOST:
        return "金額が1兆円以上です。桁を確かめてください。"
    if line.key in seen:
        return f"行の番号「{line.key}」が重なっています。"
    return _odd(line)


def _odd(line: Line) -> str:
    numbers = (line.nights, line.days, line.hours, line.months, line.persons)
    if min(numbers) < 0 or line.km < 0:
        return "泊数・日数・時間などが負の数です。0以上で記入してください。"
    if max(numbers) >= MANY or line.km >= MANY:
        return "泊数・日数・時間などが大きすぎます。100万未満で記入してください。"
    if not 0 <= line.supported < MOST:
        return "他の支援の額は、0円以上1兆円未満で記入してください。"
    if not 0 <= line.business <= 1:
        return "業務に使う割合は、0から1までで記入してください。"
    return ""


def _look(account: Account, i: int, line: Line, kind: Kind) -> None:
    if kind.contracts and line.contract not in kind.contracts:
        _contract(account, i, line, kind)
        return
    sub = kind.sub_kind(line.sub_kind)
    if kind.sub_kinds and sub is None:
        choices = "、".join(sub.label for sub in kind.sub_kinds)
        message = f"{kind.label}の種類（{choices}）を選んでください。"
        account.find(Ground(kind.label, kind.article), message, i)
        account.exclude(i, Ground(kind.label, kind.article), message)
    elif sub is not None and not sub.payable:
        _not_payable(account, i, kind, sub)


def _contract(account: Account, i: int, line: Line, kind: Kind) -> None:
    ground = Ground(kind.label, kind.article)
    if line.contract is Contract.NONE:
        message = "購入か賃借かを選んでください。"
        account.find(ground, message, i)
        account.exclude(i, ground, message)
        return
    allowed = "、".join(contract.label for contract in kind.contracts)
    reason = f"{line.contract.label}は対象になりません（対象は{allowed}）。{kind.contract_reason}"
    account.exclude(i, ground, reason)


def _not_payable(account: Account, i: int, kind: Kind, sub: SubKind) -> None:
    ground = Ground(sub.label, sub.article or kind.article)
    account.exclude(i, ground, sub.why(kind))
