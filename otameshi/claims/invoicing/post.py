"""ゆうちょ銀行: 記号・番号 become 店番, 預金種目 and 口座番号. No database, no web.

The rule as the bank publishes it (「記号・番号から振込用の店名・預金種目・口座番号への変換の公式」,
www.jp-bank.japanpost.jp/kojin/tukau/sokin/koza/kj_tk_sk_kz_furikomi_ksk.html):

- 記号 that begins with 1 (総合口座・通常貯金・通常貯蓄貯金): 店番 is its second and third digit and
  an 8; 口座番号 is 番号 without its last digit, which is a 1; 普通, or 貯蓄 for 通常貯蓄貯金.
- 記号 that begins with 0 (振替口座): 店番 is its second and third digit and a 9; 口座番号 is 番号;
  当座.
- A single digit between 記号 and 番号 is not used.
"""

import re
import unicodedata
from dataclasses import dataclass

from otameshi.claims.account import AccountKind
from otameshi.core.states import Refused

SYMBOL = re.compile(r"([01]\d{4})(?:-?\d)?")
NUMBER = re.compile(r"\d{1,8}")
DASHES = str.maketrans("‐‑–—―−ー", "-------")
READING = ("ゼロ", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キユウ")
FIGURE = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Converted:
    """An account of ゆうちょ銀行 as other banks name it."""

    branch_code: str
    kind: AccountKind
    number: str

    @property
    def branch(self) -> str:
        return "".join(FIGURE[int(one)] for one in self.branch_code) + "店"

    @property
    def branch_kana(self) -> str:
        return "".join(READING[int(one)] for one in self.branch_code)


def converted(symbol: str, number: str, *, savings: bool = False) -> Converted:
    """Convert 記号 (5桁) and 番号 (8桁まで), or refuse what no passbook shows."""
    sign = SYMBOL.fullmatch(_plain(symbol))
    if sign is None:
        raise Refused("記号は、通帳のとおり0か1で始まる5桁の数字で入力してください。")
    digits = _plain(number)
    if not NUMBER.fullmatch(digits):
        raise Refused("番号は、通帳のとおり8桁までの数字で入力してください。")
    place = sign[1][1:3]
    if sign[1].startswith("0"):
        return Converted(f"{place}9", AccountKind.CURRENT, _seven(digits))
    if len(digits) < 2 or not digits.endswith("1"):  # noqa: PLR2004  # a 1 and what is before it
        raise Refused("記号が1で始まるときの番号は、末尾が1です。通帳の番号を確かめてください。")
    kind = AccountKind.SAVINGS if savings else AccountKind.ORDINARY
    return Converted(f"{place}8", kind, _seven(digits[:-1]))


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate(DASHES)


def _seven(digits: str) -> str:
    if len(digits) > 7:  # noqa: PLR2004  # 口座番号 has seven digits
        raise Refused("番号の桁数が多すぎます。通帳の番号を確かめてください。")
    return digits.zfill(7)
