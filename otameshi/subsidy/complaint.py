"""What is wrong with the shape of a document, in words that say what would be right."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from otameshi.subsidy.fault import Fault, Path

DEEPEST = 12
MOST_SHOWN = 60
MOST_DOTS = 1_000  # in one line: tomllib reads a key of n parts in n² steps and as much memory
MOST_ITEMS = 100  # of any list: the check compares each rule with each other
EXACT = frozenset({"rate", "amount", "least", "tolerance"})
FRACTION = re.compile(r"[0-9]{1,12}(/[0-9]{1,12})?")
AT = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")

WANTED = {
    "int_type": "整数を、引用符なしで書いてください（例: 300000）。",
    "int_parsing": "整数を、引用符なしで書いてください（例: 300000）。",
    "string_type": "文字を、引用符で囲んで書いてください。",
    "bool_type": "true か false を、引用符なしで書いてください。",
    "date_type": "日付を 2025-03-15 のように書いてください。",
    "date_parsing": "日付を 2025-03-15 のように書いてください。",
    "date_from_datetime_parsing": "日付を 2025-03-15 のように書いてください。",
    "date_from_datetime_inexact": "日付を、時刻なしで 2025-03-15 のように書いてください。",
    "fraction_type": '率を "3/4" のように書いてください。',
    "fraction_parsing": '率を "3/4" のように書いてください（分母は1以上）。',
    "tuple_type": "並び（[ ] で囲んだもの、または [[ ]] の表）で書いてください。",
    "dataclass_type": "項目の表（{ } で囲んだもの、または [ ] の表）で書いてください。",
}

SYNTAX = {
    "Expected '=' after a key": "項目の名前のあとに = がありません。",
    "Invalid value": '値の書き方が正しくありません。文字は " で囲んでください。',
    "Invalid statement": "行の書き方が正しくありません。",
    "Cannot overwrite a value": "同じ項目が二度書かれています。",
    "Cannot declare": "同じ表が二度書かれています。",
    "Duplicate inline table key": "同じ項目が二度書かれています。",
    "Unclosed array": "[ が ] で閉じられていません。",
    "Unclosed inline table": "{ が } で閉じられていません。",
    "Unterminated string": '文字が " で閉じられていません。',
    "Expected newline or end of document": "値のあとに余分な文字があります。",
    "Expected ']'": "] で閉じられていません。",
    r"Illegal character '\\n'": '文字が " で閉じられていません。',
    'Expected "\'"': "文字が ' で閉じられていません。",
    "Illegal character": "使えない文字があります。",
}


def complaint(error: Mapping[str, Any], fields: Mapping[str, Sequence[str]]) -> Fault:
    """Translate one error; `fields` are the item names allowed, by the table they belong to."""
    path = _path(error["loc"])
    kind, given = error["type"], error["input"]
    if kind == "missing":
        return Fault(path[:-1], f"項目「{path[-1]}」がありません。書き加えてください。")
    if kind in {"extra_forbidden", "unexpected_keyword_argument"}:
        return Fault(path, _unknown(str(path[-1]), fields.get(_table(error["loc"]), ())))
    if kind == "union_tag_not_found":
        return Fault(
            path, f'規則の種類がありません。rule = "…" を書いてください。{_choices(fields)}'
        )
    if kind == "union_tag_invalid":
        tag = error["ctx"]["tag"]
        near = get_close_matches(tag, _rules(fields), 1)
        word = f"「{near[0]}」のことですか。" if near else ""
        return Fault((*path, "rule"), f"「{tag}」という規則はありません。{word}{_choices(fields)}")
    if kind in {"enum", "literal_error"}:
        expected = str(error["ctx"]["expected"]).replace(" or ", ", ").replace("'", '"')
        return Fault(path, f"「{given}」は使えません。{expected} のどれかにしてください。")
    wanted = WANTED.get(kind, "書き方が正しくありません。")
    return Fault(path, f"値 {_short(given)} は使えません。{wanted}")


def _path(loc: Sequence[str | int]) -> Path:
    """Leave out the rule's name that the reader puts behind its number."""
    is_rule = len(loc) > 2 and loc[0] == "rules"  # noqa: PLR2004 - rules, number, name
    return (*loc[:2], *loc[3:]) if is_rule else tuple(loc)


def _table(loc: Sequence[str | int]) -> str:
    """Return the table that the last item of a location belongs to: a rule's or a list's name."""
    names = [str(part) for part in loc[:-1] if isinstance(part, str)]
    return names[-1] if names else ""


def _unknown(name: str, allowed: Sequence[str]) -> str:
    near = get_close_matches(name, allowed, 1)
    word = f"「{near[0]}」のことですか。" if near else ""
    return f"「{name}」という項目はありません。{word}使えるのは {'、'.join(allowed)} です。"


def _rules(fields: Mapping[str, Sequence[str]]) -> list[str]:
    return [name for name, allowed in fields.items() if "rule" in allowed]


def _choices(fields: Mapping[str, Sequence[str]]) -> str:
    return f"使えるのは {'、'.join(_rules(fields))} です。"


def _short(given: object) -> str:
    text = repr(given)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def syntax(error: ValueError, text: str) -> Fault:
    """Translate the refusal of a text that is no TOML or JSON."""
    message = str(error)
    place = AT.search(message)
    line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
    if place and place[1]:
        line, column = int(place[1]), int(place[2])
    elif not line:
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    found = (words for start, words in SYNTAX.items() if message.startswith(start))
    return Fault((), next(found, f"書き方が正しくありません（{message}）。"), line, column)


def endless(text: str) -> Iterator[Fault]:
    """Yield the lines whose keys may have more parts than can be read."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MOST_DOTS:
            message = f"1行に「.」が{MOST_DOTS:,}個より多くあります。行を分けてください。"
            yield Fault((), message, number)


def oddities(value: object, path: Path = ()) -> Iterator[Fault]:
    """Yield what the language never uses: decimals, inexact rates, deep nesting, endless lists."""
    if len(path) > DEEPEST:
        yield Fault(path, "入れ子が深すぎます。")
    elif isinstance(value, float):
        words = f"小数 {value} は使えません。"
        yield Fault(path, f'{words}金額は整数で、率は "3/4" のように書いてください。')
    elif isinstance(value, str) and path and path[-1] in EXACT and not FRACTION.fullmatch(value):
        shown = value[:MOST_SHOWN]
        yield Fault(path, f'「{shown}」は使えません。整数か "3/4" のように書いてください。')
    elif isinstance(value, list) and len(value) > MOST_ITEMS:
        yield Fault(path, f"{len(value):,}個あります。{MOST_ITEMS}個までにしてください。")
    else:
        for key, item in _inside(value):
            yield from oddities(item, (*path, key))


def _inside(value: object) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)
