"""What banks and branches are called, and what people type for them. No database, no web."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from otameshi.claims.account import kana_key
from otameshi.core.names import search_key
from otameshi.core.states import Refused

POST_BANK = "9900"

# The list's short ends, each with what it stands for; the first that fits is taken.
ENDINGS = {
    "信漁連": "信用漁業協同組合連合会",
    "信連": "信用農業協同組合連合会",
    "信金": "信用金庫",
    "信組": "信用組合",
    "労金": "労働金庫",
    "農協": "農業協同組合",
    "漁協": "漁業協同組合",
}
WHOLE = {
    "2004": "商工組合中央金庫",
    "2010": "全国信用協同組合連合会",
    "2950": "労働金庫連合会",
    "3000": "農林中央金庫",
    POST_BANK: "ゆうちょ銀行",
}
# 普通銀行・信託銀行 of Japan are listed without 銀行; those from abroad keep the name they have.
JAPANESE_BANKS = re.compile(r"0(?!2[0-7])[0-3]\d\d|05\d\d")

# What people write for a kind of bank, folded as `folded` does, and how the list ends its names.
KINDS = {
    "シンキン": "信金",
    "シンクミ": "信組",
    "ロウキン": "労金",
    "ノウキヨウ": "農協",
    "ジエイエイ": "農協",
    "JA": "農協",
    "JF": "漁協",
    **{whole: short for short, whole in ENDINGS.items()},
    **{short: short for short in ENDINGS},
    "信託銀行": "信託",
    "銀行": "",
    "ギンコウ": "",
}
KIND_WORD = re.compile("|".join(sorted(KINDS, key=len, reverse=True)))
OF_A_BRANCH = re.compile(r"(支店|支所|出張所|シテン|シシヨ|(?<!本)店)$")
MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look for: `words` must all stand in the key; `kind` is how the name ends."""

    words: tuple[str, ...]
    kind: str = ""
    code: str = ""


def folded(text: str) -> str:
    """Fold a name for searching: width, kana of any size, strokes, old forms of characters."""
    return kana_key(search_key(text))


def whole_name(code: str, listed: str) -> str:
    """Return the name as a person writes it: 長野信金 is 長野信用金庫, みずほ is みずほ銀行."""
    if code in WHOLE:
        return WHOLE[code]
    for short, whole in ENDINGS.items():
        if listed.endswith(short):
            return listed.removesuffix(short) + whole
    if JAPANESE_BANKS.fullmatch(code) and not listed.endswith("銀行"):
        return f"{listed}銀行"
    return listed


def branch_name(bank_code: str, listed: str) -> str:
    """Return the name of a branch; ゆうちょ銀行 calls 四三八 the 四三八店."""
    return f"{listed}店" if bank_code == POST_BANK and not listed.endswith("店") else listed


def key_of(*names: str) -> str:
    """Return what a search looks into: every spelling, folded."""
    return "\n".join(dict.fromkeys(one for one in map(folded, names) if one))


def bank_asked(typed: str) -> Asked:
    """Read a search for a bank: its code, or a name whose short and long forms are one."""
    plain = folded(typed)
    if re.fullmatch(r"[0-9]{4}", plain):
        return Asked((), code=plain)
    kinds = [KINDS[word] for word in KIND_WORD.findall(plain)]
    # 八十二銀行 is listed as 八十二長野 since it merged: without 銀行, both are found.
    words = tuple(word for word in KIND_WORD.sub("\n", plain).split("\n") if word)
    return Asked(words, next((kind for kind in kinds if kind), ""))


def codes_typed(bank: str, branch: str) -> tuple[str, str] | None:
    """Read the codes of bank and branch, both or neither."""
    typed = folded(bank), folded(branch)
    if not any(typed):
        return None
    if not re.fullmatch(r"[0-9]{4}", typed[0]) or not re.fullmatch(r"[0-9]{1,3}", typed[1]):
        raise Refused(
            "金融機関コードは4桁、支店コードは3桁の数字です。分からないときは、両方とも空欄に。"
        )
    return typed[0], typed[1].zfill(3)


def branch_asked(typed: str) -> Asked:
    """Read a search for a branch: its code, or its name with or without 支店."""
    plain = folded(typed)
    if re.fullmatch(r"[0-9]{1,3}", plain):
        return Asked((), code=plain.zfill(3))
    return Asked(tuple(word for word in (OF_A_BRANCH.sub("", plain) or plain,) if word))


def nearest(asked: Asked, found: Iterable[tuple[str, str]]) -> list[str]:
    """Order (code, key) by how well they fit: equal, then beginning alike, then by code."""

    def distance(one: tuple[str, str]) -> tuple[int, str]:
        code, key = one
        names = key.split("\n")
        word = asked.words[0] if asked.words else ""
        if word in names or f"{word}{asked.kind}" in names:
            return 0, code
        return (1 if any(name.startswith(word) for name in names) else 2), code

    return [code for code, _ in sorted(found, key=distance)]
