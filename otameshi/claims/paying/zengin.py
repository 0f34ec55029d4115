"""総合振込 as a file for the bank: records of 120 bytes in JIS, each with CRLF.

The layout is that of the 全国銀行協会 as banks publish it: 群馬銀行, https://expydoc.com/doc/11700435/;
三井住友銀行, https://happylibus.com/doc/455113/. Digits stand right-aligned after zeros, kana and
capitals left-aligned before spaces. The file has no year and no total but in its trailer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from otameshi.core.kana import Unwritable, fitted
from otameshi.core.states import Refused
from otameshi.core.yen import Yen, total

RECORD, LINE_END = 120, b"\r\n"
TRANSFERS = b"21"  # 種別コード: 総合振込
JIS = b"0"  # コード区分
BY_WIRE = b"7"  # 振込指定区分: 電信扱
HOLDER, PAYER, NAME = 30, 40, 15  # bytes
MOST_YEN, MOST_TOTAL, MOST_RECORDS = 10**10 - 1, 10**12 - 1, 10**6 - 1


@dataclass(frozen=True, slots=True)
class Account:
    bank_code: str
    bank_kana: str
    branch_code: str
    branch_kana: str
    kind: str  # 1 普通, 2 当座, 4 貯蓄
    number: str


@dataclass(frozen=True, slots=True)
class Payer:
    """委託者: who orders the transfers, and from which account."""

    code: str
    name: str
    account: Account


@dataclass(frozen=True, slots=True)
class Transfer:
    """One line: `title` names it in a refusal, `reference` is 顧客コード1 (up to 10 digits)."""

    title: str
    account: Account
    holder: str
    amount: Yen
    reference: int = 0


def written(payer: Payer, pay_on: date, transfers: Sequence[Transfer]) -> bytes:
    """Return the whole file; the same facts give the same bytes. Refuses, naming each line."""
    _within_limits(transfers)
    faults = list(unwritable(transfers))
    if faults:
        raise Refused("\n".join(faults))
    records = [
        _header(payer, pay_on),
        *map(_data, transfers),
        _trailer(len(transfers), total(one.amount for one in transfers)),
        b"9".ljust(RECORD),
    ]
    return b"".join(record + LINE_END for record in records)


def unwritable(transfers: Iterable[Transfer]) -> Iterable[str]:
    """Name each line whose names or numbers cannot stand in the file, and why."""
    for one in transfers:
        try:
            _data(one)
        except Refused as refused:
            yield f"{one.title}：{refused}"


def cut_short(transfer: Transfer) -> str:
    """Remark on a holder's name that is longer than its field, which is cut at the right."""
    cut = fitted(transfer.holder, HOLDER).cut
    return f"口座名義が30文字を超えるため、「{cut}」は振込データに入りません。" if cut else ""


def _within_limits(transfers: Sequence[Transfer]) -> None:
    if not 0 < len(transfers) <= MOST_RECORDS:
        raise Refused("1回の振込データに入れられるのは、1件から999,999件までです。")
    if total(one.amount for one in transfers) > MOST_TOTAL:
        raise Refused("合計が9,999億9,999万9,999円を超えるため、分けて作ってください。")


def _header(payer: Payer, pay_on: date) -> bytes:
    try:
        return _record(
            b"1",
            TRANSFERS,
            JIS,
            digits(payer.code, 10, "委託者コード"),
            fitted(payer.name, PAYER).content,
            f"{pay_on:%m%d}".encode(),
            _place(payer.account),
            _numbered(payer.account),
        )
    except Unwritable as refused:
        raise Refused(f"振込依頼人：{refused}") from refused


def _data(one: Transfer) -> bytes:
    if not 0 < one.amount <= MOST_YEN:
        raise Refused("1件の金額は、1円から9,999,999,999円までです。")
    holder = fitted(one.holder, HOLDER).content
    if not holder.strip():
        raise Refused("口座名義がありません。")
    return _record(
        b"2",
        _place(one.account),
        b"0000",  # 手形交換所番号: not used
        _numbered(one.account),
        holder,
        digits(str(one.amount), 10, "金額"),
        b"0",  # 新規コード: その他
        digits(str(one.reference), 10, "顧客コード"),
        b"0" * 10,  # 顧客コード2
        BY_WIRE,
    )


def _trailer(count: int, amount: Yen) -> bytes:
    return _record(b"8", digits(str(count), 6, "件数"), digits(str(amount), 12, "合計"))


def _place(account: Account) -> bytes:
    return b"".join(
        (
            whole(account.bank_code, 4, "銀行コード"),
            fitted(account.bank_kana, NAME).content,
            whole(account.branch_code, 3, "支店コード"),
            fitted(account.branch_kana, NAME).content,
        )
    )


def _numbered(account: Account) -> bytes:
    return whole(account.kind, 1, "預金種目") + whole(account.number, 7, "口座番号")


def whole(text: str, width: int, label: str) -> bytes:
    """Return a code of exactly so many digits, or refuse: a code is never filled up."""
    if len(text) != width:
        raise Refused(f"{label}が{width}桁の数字ではありません。")
    return digits(text, width, label)


def digits(text: str, width: int, label: str) -> bytes:
    if not (text.isascii() and text.isdigit() and len(text) <= width):
        raise Refused(f"{label}は{width}桁までの数字で書きます。")
    return text.zfill(width).encode()


def _record(*fields: bytes) -> bytes:
    record = b"".join(fields).ljust(RECORD)
    if len(record) != RECORD:
        raise ValueError(record)
    return record
