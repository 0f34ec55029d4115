"""Reads a 総合振込 file as a bank does: by the published table of fields, and by nothing of ours.

The table is that of 群馬銀行 (https://expydoc.com/doc/11700435/) with the codes that 三井住友銀行
(https://happylibus.com/doc/455113/) explains. It imports nothing of the application: what writes
the file and what reads it share no line.
"""

from dataclasses import dataclass

LENGTH = 120

# N: digits. C: capitals, digits, half-width kana and signs, then spaces. =: just this. |: one of.
HEADER = (
    ("データ区分", 1, "=1"), ("種別コード", 2, "=21"), ("コード区分", 1, "=0"),
    ("振込依頼人コード", 10, "N"), ("振込依頼人名", 40, "C"), ("振込指定日", 4, "N"),
    ("仕向銀行番号", 4, "N"), ("仕向銀行名", 15, "C"), ("仕向支店番号", 3, "N"),
    ("仕向支店名", 15, "C"), ("預金種目", 1, "|1|2|9|"), ("口座番号", 7, "N"),
    ("ダミー", 17, "= "),
)  # fmt: skip
DATA = (
    ("データ区分", 1, "=2"), ("被仕向銀行番号", 4, "N"), ("被仕向銀行名", 15, "C"),
    ("被仕向支店番号", 3, "N"), ("被仕向支店名", 15, "C"), ("手形交換所番号", 4, "=0000"),
    ("預金種目", 1, "|1|2|4|9|"), ("口座番号", 7, "N"), ("受取人名", 30, "C"),
    ("振込金額", 10, "N"), ("新規コード", 1, "=0"), ("顧客コード1", 10, "N"),
    ("顧客コード2", 10, "=0000000000"), ("振込指定区分", 1, "=7"), ("識別表示", 1, "= "),
    ("ダミー", 7, "= "),
)  # fmt: skip
TRAILER = (
    ("データ区分", 1, "=8"), ("合計件数", 6, "N"), ("合計金額", 12, "N"), ("ダミー", 101, "= "),
)  # fmt: skip
END = (("データ区分", 1, "=9"), ("ダミー", 119, "= "))

DIGITS = frozenset(b"0123456789")
# JIS X 0201 as the exchange of the banks takes it: no small kana, no ヲ, no ー, no ・.
TEXT = DIGITS | frozenset(b" ABCDEFGHIJKLMNOPQRSTUVWXYZ()-./,\\") | {0xA2, 0xA3}
TEXT |= frozenset(range(0xB1, 0xE0))

Fields = dict[str, str]


class Rejected(Exception):
    """The bank sends the file back."""


@dataclass(frozen=True)
class Read:
    """All that a file says: two files of equal content are equal here, and only they."""

    header: Fields
    transfers: tuple[Fields, ...]
    count: int
    total: int


def read(content: bytes) -> Read:
    records = _records(content)
    if len(records) < 4:
        raise Rejected("足りないレコード")
    header = _fields(records[0], HEADER, 1)
    _day(header["振込指定日"])
    transfers = tuple(_transfer(one, n) for n, one in enumerate(records[1:-2], start=2))
    trailer = _fields(records[-2], TRAILER, len(records) - 1)
    _fields(records[-1], END, len(records))
    count, total = int(trailer["合計件数"]), int(trailer["合計金額"])
    if count != len(transfers):
        raise Rejected(f"件数が合わない: {count} と {len(transfers)}")
    if total != sum(int(one["振込金額"]) for one in transfers):
        raise Rejected("金額が合わない")
    return Read(header, transfers, count, total)


def _records(content: bytes) -> list[bytes]:
    step = LENGTH + 2
    if not content or len(content) % step:
        raise Rejected("長さが122バイトの倍数でない")
    lines = [content[n : n + step] for n in range(0, len(content), step)]
    if any(line[LENGTH:] != b"\r\n" for line in lines):
        raise Rejected("改行がCRLFでない")
    return [line[:LENGTH] for line in lines]


def _transfer(record: bytes, number: int) -> Fields:
    found = _fields(record, DATA, number)
    if not int(found["振込金額"]) or not found["受取人名"] or found["受取人名"].startswith(" "):
        raise Rejected(f"{number}: 金額または受取人名がない")
    return found


def _fields(record: bytes, layout: tuple[tuple[str, int, str], ...], number: int) -> Fields:
    found: Fields = {}
    at = 0
    for name, width, rule in layout:
        found[name] = _checked(record[at : at + width], rule, f"{number}: {name}")
        at += width
    if at != LENGTH:
        raise Rejected(f"{number}: 表の桁数が合わない")
    return found


def _checked(content: bytes, rule: str, place: str) -> str:
    if rule == "N":
        good = set(content) <= DIGITS
    elif rule == "C":
        good = set(content) <= TEXT
    elif rule.startswith("="):
        good = content == rule[1:].encode().ljust(len(content))
    else:
        good = f"|{content.decode('latin-1')}|" in rule
    if not good:
        raise Rejected(f"{place}: {content!r}")
    text = "".join(_character(one) for one in content)
    return text.rstrip(" ") if rule == "C" else text


def _character(byte: int) -> str:
    if byte == 0x5C:
        return "¥"
    return chr(byte) if byte < 0x80 else chr(0xFF61 + byte - 0xA1)


def _day(text: str) -> None:
    month, day = int(text[:2]), int(text[2:])
    longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not 1 <= month <= 12 or not 1 <= day <= longest[month - 1]:
        raise Rejected(f"振込指定日: {text}")
