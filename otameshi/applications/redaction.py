"""Who an application is from, blacked out of a text. No database, no web.

Names are found however they are written: 髙 for 高, kana or hiragana, half width, spaced or not,
the family name alone. Of a name that is also a place (上田市) the place stays.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from otameshi.applications.rules import ApplicationFact
from otameshi.core.keys import phone_key
from otameshi.core.names import HIRAGANA, VARIANTS, is_selector
from otameshi.core.wareki import wareki

HIDDEN = "■■"
SHORTEST = 2  # characters: a single one stands in too many words
PHONE_LEAST = 9  # digits
PLACE = "(?!県|市|町|村|郡|駅|エリア|地域|盆地)"
LEGAL_FORM = re.compile(
    "株式会社|有限会社|合同会社|合資会社|合名会社|(?:一般|公益)?(?:社団|財団)法人|特定非営利活動法人"
    "|NPO法人|[(（][株有同][)）]"
)
OFFICES = re.compile(
    "代表取締役(?:社長|会長)?|取締役|代表社員|代表理事|理事長|代表者|代表|社長|会長|CEO"
)
BREAK = re.compile(r"[\s・･]+")
DROPPED = frozenset(" \t\u3000・･")

GAP = "[-()‐‑–—−ー]*"
# Sounds and Latin letters alone stand in many words: アイ in アイデア.
SOUND, SOUNDS = re.compile(r"[ァ-ヺー\u3099\u309aa-z0-9]+"), 3

# Whoever it is of: an address leads to somebody.
ADDRESS = re.compile(
    r"(?:https?://|www\.)[!-~]+|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)

# How old somebody is, and when born; 「60歳以上」 says for whom a thing is made.
AGE = re.compile(
    r"(?:(?<![0-9０-９])[0-9０-９]{1,3}|[〇一二三四五六七八九十]{1,4})\s*[歳才]"
    r"(?!以上|以下|未満|から|まで|児)"
    r"|(?:[0-9０-９]{4}|(?:昭和|平成|令和)[0-9０-９元]{1,2})年(?:[0-9０-９]{1,2}月)?生まれ"
)

Pattern = tuple[int, str]  # how much it covers, and the expression
Cover = Callable[[str], str]


def _folded(text: str) -> Iterator[tuple[str, int]]:
    """Return the letters that are compared, each with its place in the text."""
    for place, character in enumerate(text):
        if character in DROPPED or is_selector(character):
            continue
        plain = unicodedata.normalize("NFKC", character).casefold().translate(HIRAGANA)
        for letter in unicodedata.normalize("NFKD", plain.translate(VARIANTS)):
            if letter not in DROPPED:
                yield letter, place


def _key(word: str) -> str:
    return "".join(letter for letter, _ in _folded(word))


def _literal(word: str) -> str:
    """Match a word; Latin letters and digits only as whole words: 「it」 leaves 「site」."""
    key = _key(word)
    return rf"(?<![a-z0-9]){re.escape(key)}(?![a-z0-9])" if key.isascii() else re.escape(key)


def _spelt(name: str) -> Iterator[Pattern]:
    """Match a name, and its family and given name where a space tells them apart."""
    if len(_key(name)) >= SHORTEST:
        yield len(_key(name)), _literal(name)
    parts = BREAK.split(name.strip())
    for part in parts if len(parts) > 1 else ():
        key = _key(part)
        if len(key) >= (SOUNDS if SOUND.fullmatch(key) else SHORTEST):
            yield len(key), _literal(part) + PLACE


def _names(fact: ApplicationFact) -> Iterator[str]:
    for member in fact.members:
        yield from (member.name, member.kana)
    yield OFFICES.sub(" ", fact.leader).strip()


def _words(fact: ApplicationFact) -> Iterator[str]:
    yield fact.trade_name
    yield LEGAL_FORM.sub("", fact.trade_name).strip()
    yield fact.corporate_number
    yield from (member.address for member in fact.members)


def _phone(typed: str) -> Iterator[Pattern]:
    digits = phone_key(typed)
    if len(digits) >= PHONE_LEAST:
        abroad = rf"(?:\+81{GAP})?{digits[0]}?" if digits.startswith("0") else digits[:1]
        rest = GAP.join(digits[1:])
        yield len(digits), rf"(?<!\d){abroad}{GAP}{rest}(?!\d)"


def _day(day: date) -> Iterator[Pattern]:
    for spelt in (wareki(day), f"{day.year}年{day.month}月{day.day}日"):
        yield len(spelt), _literal(spelt)
    yield 10, rf"(?<!\d){day.year}[-/.]0?{day.month}[-/.]0?{day.day}(?!\d)"


def _patterns(fact: ApplicationFact, also: Iterable[str]) -> Iterator[Pattern]:
    for name in (*_names(fact), *also):
        yield from _spelt(name)
    for word in _words(fact):
        if len(_key(word)) >= SHORTEST:
            yield len(_key(word)), _literal(word)
    for member in fact.members:
        yield from _phone(member.phone)
        if member.birth_date:
            yield from _day(member.birth_date)


def cover(fact: ApplicationFact, also: Iterable[str] = ()) -> Cover:
    """Return a function that blacks out of any text what tells who the application is from.

    `also` are further names and addresses, such as those of the account.
    """
    longest_first = sorted(set(_patterns(fact, also)), reverse=True)
    hidden = re.compile("|".join(pattern for _, pattern in longest_first) or r"(?!)")
    return lambda text: _covered(AGE.sub(HIDDEN, ADDRESS.sub(HIDDEN, text)), hidden)


def _covered(text: str, hidden: re.Pattern[str]) -> str:
    letters = list(_folded(text))
    folded = "".join(letter for letter, _ in letters)
    shown, rest = [], 0
    for match in hidden.finditer(folded):
        first, last = letters[match.start()][1], letters[match.end() - 1][1]
        if first >= rest:
            shown += [text[rest:first], HIDDEN]
        rest = max(rest, last + 1)
        while rest < len(text) and is_selector(text[rest]):
            rest += 1
    return "".join([*shown, text[rest:]])
