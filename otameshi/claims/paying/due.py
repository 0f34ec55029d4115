"""Who pays, who may be paid by a run, and what its approver is told. No database, no web."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from otameshi.claims.paying import zengin
from otameshi.claims.paying.zengin import Account, Payer, Transfer
from otameshi.core.states import Refused
from otameshi.programme.grant_terms import GrantTerms


def payer(terms: GrantTerms) -> Payer:
    """Return who pays in this year, or refuse and say where it is written."""
    if terms.payer_wanting:
        raise Refused(
            f"振込の依頼人が決まっていません（{'、'.join(terms.payer_wanting)}）。"
            "「年度の設定」の「交付の方法」で入力してください。"
        )
    return Payer(
        terms.payer_code,
        terms.payer_name_kana,
        Account(
            terms.payer_bank_code,
            terms.payer_bank_name_kana,
            terms.payer_branch_code,
            terms.payer_branch_name_kana,
            terms.payer_account_kind,
            terms.payer_account_number,
        ),
    )


@dataclass(frozen=True, slots=True)
class Due:
    """What is asked to be paid: a transfer, and what could stand in its way."""

    transfer: Transfer
    year_id: int
    ready: bool
    run: str  # the living run that pays it already
    seen_by: frozenset[int | None]  # who checked and who settled


def hindrances(due: Due, year_id: int, by_id: int) -> Iterator[str]:
    """Say why this cannot be in a run of this year that this person prepares."""
    if not due.ready:
        yield "支払待ちではありません。"
        return
    if due.run:
        yield f"{due.run}の振込で手続き中です。"
    if due.year_id != year_id:
        yield "別の年度の請求です。"
    if by_id in due.seen_by:
        yield "確認または額の確定をした人は、支払を準備できません。"
    if not (due.transfer.account.bank_code and due.transfer.account.branch_code):
        yield "銀行・支店のコードがありません。振込先を直すよう参加者に依頼してください。"


def ready_to_prepare(dues: Sequence[Due], year_id: int, by_id: int) -> tuple[Transfer, ...]:
    """Return what the run pays, or refuse and name each claim that stands in the way, and why."""
    if not dues:
        raise Refused("振り込む請求を選んでください。")
    faults = [
        f"{due.transfer.title}：{why}" for due in dues for why in hindrances(due, year_id, by_id)
    ]
    if faults:
        raise Refused("\n".join(faults))
    transfers = tuple(due.transfer for due in dues)
    faults = list(zengin.unwritable(transfers))
    if faults:
        raise Refused("\n".join(faults))
    return transfers


@dataclass(frozen=True, slots=True)
class Paying:
    """One transfer beside what is known of its group: `before` was paid, `failed` came back."""

    transfer: Transfer
    group: int
    holder_remark: str
    before: Account | None = None
    failed: Account | None = None


def remarks(paid: Sequence[Paying]) -> list[str]:
    """Name what the approver should look at; a remark is no accusation, and stops nothing."""
    return [*_of_each(paid), *_shared(paid)]


def _of_each(paid: Sequence[Paying]) -> Iterator[str]:
    for one in paid:
        found = (
            one.holder_remark,
            zengin.cut_short(one.transfer),
            "前回支払った口座と異なります。"
            if one.before and _key(one.before) != _key(one.transfer.account)
            else "",
            "前に振り込めなかった口座と同じです。"
            if one.failed and _key(one.failed) == _key(one.transfer.account)
            else "",
        )
        yield from (f"{one.transfer.title}：{remark}" for remark in found if remark)


def _shared(paid: Sequence[Paying]) -> Iterator[str]:
    groups: dict[tuple[str, ...], dict[int, str]] = defaultdict(dict)
    for one in paid:
        groups[_key(one.transfer.account)].setdefault(one.group, one.transfer.title)
    for found in groups.values():
        if len(found) > 1:
            yield f"同じ口座に{len(found)}組の支払があります：{'、'.join(found.values())}"


def _key(account: Account) -> tuple[str, ...]:
    return account.bank_code, account.branch_code, account.kind, account.number
