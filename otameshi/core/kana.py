"""Names as a bank's file takes them: half-width kana, few signs, short forms of corporations.

What may stand there, and what takes the place of what may not: https://pca.jp/area_support/manual/
kk/Z1sanko/z1_zengin.html (no ヲ, no small kana) and https://www.keiyobank.co.jp/alpha_dbank/internet/
typing.html; the short forms are those of the table to 第5条 at https://expydoc.com/doc/7181036/.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from otameshi.core.names import HIRAGANA
from otameshi.core.states import Refused

VOICED = str.maketrans({"゛": "\u3099", "゜": "\u309a"})
LARGE = str.maketrans(
    "ァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿヲヰヱ",
    "アイウエオツヤユヨワカケクシストヌハヒフヘホムラリルレロオイエ",
)
DASHES = dict.fromkeys(map(ord, "ーｰ‐‑‒–—―−─━﹣－"), "-")
SIGNS = str.maketrans({"・": ".", "·": ".", "•": ".", "。": ".", "、": ",", "\\": "¥"})

HALF = {
    unicodedata.normalize("NFKC", chr(code)): chr(code)
    for code in (0xFF62, 0xFF63, *range(0xFF71, 0xFFA0))
} | {one: one for one in " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ()-./,¥"}
BYTES = {half: half.replace("¥", "\\").encode("shift_jis")[0] for half in HALF.values()}

# 法人略語: the short form, and what it stands for. The longest that fits is taken.
CORPORATIONS = {
    "カ": ("株式会社", "カブシキガイシヤ", "カブシキカイシヤ"),
    "ユ": ("有限会社", "ユウゲンガイシヤ", "ユウゲンカイシヤ"),
    "メ": ("合名会社", "ゴウメイガイシヤ", "ゴウメイカイシヤ"),
    "シ": ("合資会社", "ゴウシガイシヤ", "ゴウシカイシヤ"),
    "ド": ("合同会社", "ゴウドウガイシヤ", "ゴウドウカイシヤ"),
    "ソ": ("相互会社", "ソウゴガイシヤ", "ソウゴカイシヤ"),
    "イ": (
        "医療法人", "医療法人社団", "医療法人財団", "社会医療法人", "イリヨウホウジン",
        "イリヨウホウジンシヤダン", "イリヨウホウジンザイダン", "シヤカイイリヨウホウジン",
    ),
    "ザイ": (
        "財団法人", "一般財団法人", "公益財団法人", "ザイダンホウジン",
        "イツパンザイダンホウジン", "コウエキザイダンホウジン",
    ),
    "シヤ": (
        "社団法人", "一般社団法人", "公益社団法人", "シヤダンホウジン",
        "イツパンシヤダンホウジン", "コウエキシヤダンホウジン",
    ),
    "シユウ": ("宗教法人", "シユウキヨウホウジン"),
    "ガク": ("学校法人", "ガツコウホウジン"),
    "フク": ("社会福祉法人", "シヤカイフクシホウジン"),
    "ホゴ": ("更生保護法人", "コウセイホゴホウジン"),
    "トクヒ": ("特定非営利活動法人", "トクテイヒエイリカツドウホウジン"),
    "ドク": ("独立行政法人", "ドクリツギヨウセイホウジン"),
    "チドク": ("地方独立行政法人", "チホウドクリツギヨウセイホウジン"),
    "ベン": ("弁護士法人", "ベンゴシホウジン"),
    "ギヨ": ("行政書士法人", "ギヨウセイシヨシホウジン"),
    "シホウ": ("司法書士法人", "シホウシヨシホウジン"),
    "ゼイ": ("税理士法人", "ゼイリシホウジン"),
    "ロウム": ("社会保険労務士法人", "シヤカイホケンロウムシホウジン"),
    "ダイ": (
        "国立大学法人", "公立大学法人", "コクリツダイガクホウジン", "コウリツダイガクホウジン",
    ),
    "ノウ": ("農事組合法人", "ノウジクミアイホウジン"),
    "カンリ": ("管理組合法人", "カンリクミアイホウジン"),
}  # fmt: skip
BRANCHES = {
    "エイ": ("営業所", "エイギヨウシヨ"),
    "シユツ": ("出張所", "シユツチヨウジヨ", "シユツチヨウシヨ"),
}
IN_BRACKETS = {
    "株": "カ", "有": "ユ", "名": "メ", "資": "シ", "同": "ド", "医": "イ", "財": "ザイ",
    "一財": "ザイ", "公財": "ザイ", "社": "シヤ", "一社": "シヤ", "公社": "シヤ", "宗": "シユウ",
    "学": "ガク", "福": "フク", "特非": "トクヒ", **{short: short for short in CORPORATIONS},
}  # fmt: skip


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


LONG = {word: short for short, words in CORPORATIONS.items() for word in words}
ENDINGS = {word: short for short, words in BRANCHES.items() for word in words}
CORPORATION = re.compile(rf" *\(?({_any_of(LONG)})\)? *")
BRACKETED = re.compile(rf" *\(({_any_of(IN_BRACKETS)})\) *")
SHORT = re.compile(rf"^({_any_of(CORPORATIONS)})\)|\(({_any_of(CORPORATIONS)})$")
BRANCH = re.compile(rf"(?<=.) *\(?({_any_of(ENDINGS)})\)?$")


class Unwritable(Refused):
    """A name has characters that no bank takes; `characters` are they."""

    def __init__(self, text: str, characters: str) -> None:
        self.characters = characters
        named = "、".join(f"「{one}」（U+{ord(one):04X}）" for one in characters)
        super().__init__(f"「{text}」の{named}は、振込データに使えない文字です。")


@dataclass(frozen=True, slots=True)
class Fitted:
    """A name in the bytes of its field; `cut` is what did not fit."""

    content: bytes
    cut: str


def transfer_kana(text: str) -> str:
    """Return a name in half-width kana as it stands in the file, or refuse what cannot be there."""
    folded = _folded(text)
    half: list[str] = []
    unknown: dict[str, None] = {}
    for character in shortened(folded):
        parts = unicodedata.normalize("NFD", character)
        if all(part in HALF for part in parts):
            half += [HALF[part] for part in parts]
        else:
            unknown[character] = None
    if unknown:
        raise Unwritable(text, "".join(unknown))
    return "".join(half).strip()


def _folded(text: str) -> str:
    """Return one spelling: full-width kana in capitals, no small ones, dashes and dots as signs."""
    plain = unicodedata.normalize("NFKC", text.translate(VOICED).translate(DASHES))
    return plain.translate(HIRAGANA).translate(LARGE).translate(SIGNS).translate(DASHES).upper()


def shortened(name: str) -> str:
    """Put the short form for the first kind of corporation, and for a branch at the end."""
    for pattern, words in ((BRACKETED, IN_BRACKETS), (CORPORATION, LONG)):
        found = pattern.search(name)
        if found is not None and not SHORT.search(name):
            name = _placed(name, found, words[found[1]])
            break
    ending = BRANCH.search(name)
    return name if ending is None else _placed(name, ending, ENDINGS[ending[1]])


def _placed(name: str, found: "re.Match[str]", short: str) -> str:
    """カ)… at the head, …(カ at the end, …(カ)… between."""
    before, after = name[: found.start()], name[found.end() :]
    return f"{before}{'(' if before else ''}{short}{')' if after else ''}{after}"


def fitted(text: str, width: int) -> Fitted:
    """Return a name left-aligned in its field; what is longer is cut at the right."""
    half = transfer_kana(text)
    content = bytes(BYTES[one] for one in half[:width])
    return Fitted(content.ljust(width), half[width:])
