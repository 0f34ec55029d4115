"""Keys by which two spellings of one shop or one station are known to be the same."""

import re
from functools import lru_cache

from otameshi.core.names import search_key

FORMS = (
    "株式会社", "有限会社", "合同会社", "合資会社", "合名会社", "一般社団法人", "一般財団法人",
    "特定非営利活動法人", "NPO法人",
)  # fmt: skip
SHORT = ("株", "有", "同", "資", "名", "一社", "一財", "特非")  # （株） and ㈱, folded to (株)
FORM = re.compile(
    "|".join([*map(search_key, FORMS), *(rf"\({search_key(one)}\)" for one in SHORT)])
)
MARKS = re.compile(r"[・･.,、。\-‐－―'’]")
STATION = "駅"


@lru_cache(maxsize=4096)
def payee_key(name: str) -> str:
    """Fold width, case, kana, spaces, marks and 株式会社・（株）・㈱; a bare form stays itself."""
    folded = search_key(name)
    return MARKS.sub("", FORM.sub("", folded)) or folded


@lru_cache(maxsize=4096)
def place_key(name: str) -> str:
    """Fold a place as it is typed: 長野, 長野駅 and ﾅｶﾞﾉ of one spelling are one."""
    folded = search_key(name)
    return folded.removesuffix(STATION) or folded
