"""Names are kept exactly as typed; only the search key is folded."""

import unicodedata

# Pairs that people mix up when they look for a name; the first is what is searched.
VARIANTS = str.maketrans("髙﨑邉邊齋齊斎濵濱澤櫻廣德", "高崎辺辺斉斉斉浜浜沢桜広徳")
HIRAGANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def search_key(text: str) -> str:
    """Fold width, case, kana, spaces, variant selectors and well-known variant characters."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(HIRAGANA).translate(VARIANTS)
    return "".join(c for c in folded if not c.isspace() and not _is_selector(c))
