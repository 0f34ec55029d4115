"""The bank account of an invoice: its number, and whose it is. No database, no web."""

import re
import unicodedata
from dataclasses import dataclass

from otameshi.core.kana import Unwritable, transfer_kana
from otameshi.core.labels import Labelled
from otameshi.core.names import HIRAGANA
from otameshi.core.states import Refused


class AccountKind(Labelled):
    """預金種目, with the number of the 全銀 record."""

    ORDINARY = "1", "普通"
    CURRENT = "2", "当座"
    SAVINGS = "4", "貯蓄"


@dataclass(frozen=True, slots=True)
class Destination:
    """振込先 as papers and pages show it."""

    bank: str
    branch: str
    kind: AccountKind
    number: str
    holder: str
    bank_code: str | None = None  # None where the list of banks does not have it
    branch_code: str | None = None

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Return label and value of each, with the codes of bank and branch where known."""
        return (
            ("金融機関", _coded(self.bank, self.bank_code)),
            ("支店", _coded(self.branch, self.branch_code)),
            ("預金種目", self.kind.label),
            ("口座番号", self.number),
            ("口座名義（カナ）", self.holder),
        )


def _coded(name: str, code: str | None) -> str:
    return f"{name}（{code}）" if code else name


SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")

STROKES = re.compile(r"[\s・･.,、。()（）ー\-‐－―]")

NUMBER = re.compile(r"[0-9]{7}")


def kana_key(text: str) -> str:
    """Fold a name in kana as banks do: width, small kana, spaces and strokes do not count."""
    plain = unicodedata.normalize("NFKC", text).translate(HIRAGANA).upper()
    return STROKES.sub("", plain.translate(SMALL))


def holder_fault(holder: str, grantee: str, *, company: bool, trade_name: str = "") -> str:
    """Compare 口座名義カナ with the grantee's kana; return the remark for the office, or refuse.

    Of a company only the trade name is known: カ）シナノデザイン is 株式会社シナノデザイン, but the
    reading of a name in kanji is not known here, and the office compares it with the passbook.
    """
    written, person = _as_banks_write(holder), kana_key(grantee)
    if written == person:
        return ""
    if company:
        return _of_a_company(written, trade_name)
    if written.endswith(person):
        return "口座名義に屋号などが付いています。通帳の写しで確かめてください。"
    raise Refused(
        f"口座名義が、交付を受ける方の名前（{grantee}）と一致しません。本人名義の口座を入力してください。"
    )


def _as_banks_write(holder: str) -> str:
    try:
        return kana_key(transfer_kana(holder))
    except Unwritable as unwritable:
        raise Refused(
            f"口座名義は、通帳のとおりカタカナで入力してください。{unwritable}"
        ) from unwritable


def company_kana(trade_name: str) -> str:
    """Return 商号 in half-width kana where it needs no reading, such as 株式会社シナノ; else ""."""
    try:
        return transfer_kana(trade_name)
    except Unwritable:
        return ""


def _of_a_company(written: str, trade_name: str) -> str:
    known = kana_key(company_kana(trade_name))
    if known and written.startswith(known):  # a representative's name may follow
        return ""
    if known:
        return (
            f"口座名義が、法人名（{trade_name}）とも代表者とも異なります。"
            "通帳の写しで確かめてください。"
        )
    return "口座名義が代表者と異なります。法人名の口座か、通帳の写しで確かめてください。"


def account_number(text: str) -> str:
    """Return 口座番号 of seven digits; shorter ones get zeros before them, as banks write them."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("-", "")
    if not plain.isascii() or not plain.isdigit() or len(plain) > 7:  # noqa: PLR2004  # 7 digits
        raise Refused("口座番号は7桁以内の数字で入力してください。")
    return plain.zfill(7)
