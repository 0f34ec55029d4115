"""Names are kept exactly as typed; only the search key is folded."""

import unicodedata

# Old forms of the 常用漢字表 (2010; its 康熙字典体), and 髙﨑邉濵嶋𠮷, which the office's lists of
# 俗字 give as other forms of 高崎辺浜島吉. 斉 and 斎 are two characters and stay apart.
OLD, NEW = (
    "髙﨑𠮷邉邊齊齋濵濱嶋澤櫻廣德國惠眞與實榮圓壽靜條稻黑關瀧龍來學寶萬禮龜鐵鹽澁澀淺劍峽穗增瀨賴顯彌曾",
    "高崎吉辺辺斉斎浜浜島沢桜広徳国恵真与実栄円寿静条稲黒関滝竜来学宝万礼亀鉄塩渋渋浅剣峡穂増瀬頼顕弥曽",
)
VARIANTS = str.maketrans(OLD, NEW)
HIRAGANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}


def is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def search_key(text: str) -> str:
    """Fold width, case, kana, spaces, variant selectors and well-known variant characters."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(HIRAGANA).translate(VARIANTS)
    return "".join(c for c in folded if not c.isspace() and not is_selector(c))
