"""The bank account of an invoice: its number, and whose it is. No database, no web."""

import re
import unicodedata

from otameshi.core.labels import Labelled
from otameshi.core.names import HIRAGANA
from otameshi.core.states import Refused


class AccountKind(Labelled):
    """預金種目, with the number of the 全銀 record."""

    ORDINARY = "1", "普通"
    CURRENT = "2", "当座"
    SAVINGS = "4", "貯蓄"


SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")

STROKES = re.compile(r"[\s・･.,、。()（）ー\-‐－―]")

HOLDER = re.compile(r"[ァ-ヶー・゛゜\u3099\u309aA-Z0-9 ().,\-/¥｢｣「」]+")

NUMBER = re.compile(r"[0-9]{7}")


def kana_key(text: str) -> str:
    """Fold a name in kana as banks do: width, small kana, spaces and strokes do not count."""
    plain = unicodedata.normalize("NFKC", text).translate(HIRAGANA).upper()
    return STROKES.sub("", plain.translate(SMALL))


def holder_fault(holder: str, grantee: str, *, company: bool) -> str:
    """Compare 口座名義カナ with the grantee's kana; return the remark for the office, or refuse.

    The kana of a company's name is not known here: another holder than its representative is
    remarked on, and the office compares it with the passbook.
    """
    plain = unicodedata.normalize("NFKC", holder).translate(HIRAGANA).upper()
    if not HOLDER.fullmatch(plain):
        raise Refused("口座名義は、通帳のとおりカタカナで入力してください。")
    if kana_key(holder) == kana_key(grantee):
        return ""
    if company:
        return "口座名義が代表者と異なります。法人名の口座か、通帳の写しで確かめてください。"
    raise Refused(
        f"口座名義が、交付を受ける方の名前（{grantee}）と一致しません。本人名義の口座を入力してください。"
    )


def account_number(text: str) -> str:
    """Return 口座番号 of seven digits; shorter ones get zeros before them, as banks write them."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("-", "")
    if not plain.isascii() or not plain.isdigit() or len(plain) > 7:  # noqa: PLR2004  # 7 digits
        raise Refused("口座番号は7桁以内の数字で入力してください。")
    return plain.zfill(7)
