"""The list of banks and branches as it comes: with the package, or as a file. No database here.

The package zengin-code carries the list as JSON. Its own code loads all of it into the memory of
whoever imports it; here its files are read once, and only when somebody brings in the list.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any

from otameshi.claims.invoicing import names
from otameshi.core.encoding import decoded
from otameshi.core.states import Refused

COLUMNS = ("金融機関コード", "金融機関名", "金融機関名カナ", "支店コード", "支店名", "支店名カナ")
BANK_CODE, BRANCH_CODE = re.compile(r"[0-9]{4}"), re.compile(r"[0-9]{3}")
PACKAGE = "zengin-code"
MOST = 200_000  # branches: six times those of today


@dataclass(frozen=True, slots=True)
class Listed:
    """One bank or branch; `bank_code` is empty for a bank."""

    code: str
    name: str
    kana: str
    key: str
    bank_code: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    source: str
    dated: date
    banks: tuple[Listed, ...]
    branches: tuple[Listed, ...]


def of_the_package(only: frozenset[str] | None = None) -> Read:
    """Read the list that came with the installation; `only` these banks, if given."""
    folder = _folder()
    stamp = (folder / "updated_at").read_text("utf-8").strip()
    found = {}
    for code, bank in json.loads((folder / "banks.json").read_text("utf-8")).items():
        if only is None or code in only:
            text = (folder / "branches" / f"{code}.json").read_text("utf-8")
            found[code] = {**bank, "branches": json.loads(text)}
    day = date(int(stamp[:4]), int(stamp[4:6]), int(stamp[6:8]))
    return _read(f"{PACKAGE} {stamp}", day, found)


def _folder() -> Path:
    spec = find_spec(PACKAGE.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise Refused(
            f"{PACKAGE}がインストールされていません。CSVかJSONのファイルを使ってください。"
        )
    return Path(spec.origin).parent / "source-data" / "data"


def of_a_file(name: str, content: bytes, dated: date) -> Read:
    """Read a CSV with the columns above, or the JSON of the package: bank → its branches."""
    try:
        text = decoded(content)
        found = json.loads(text) if name.lower().endswith(".json") else _of_csv(text)
        return _read(name, dated, found)
    except (UnicodeDecodeError, json.JSONDecodeError, csv.Error, AttributeError) as wrong:
        raise Refused(
            f"「{name}」は読めません。{'、'.join(COLUMNS)}を列とするCSVか、JSONにしてください。"
        ) from wrong


def _of_csv(text: str) -> dict[str, Any]:
    rows = csv.DictReader(StringIO(text, newline=""), strict=True)
    lacking = [one for one in COLUMNS if one not in (rows.fieldnames or ())]
    if lacking:
        raise Refused(f"列がありません：{'、'.join(lacking)}")
    found: dict[str, Any] = {}
    for row in rows:
        bank, bank_name, bank_kana, branch, name, kana = ((row[one] or "") for one in COLUMNS)
        of = found.setdefault(bank.zfill(4), {"name": bank_name, "kana": bank_kana, "branches": {}})
        if branch:
            of["branches"][branch.zfill(3)] = {"name": name, "kana": kana}
    return found


def _read(source: str, dated: date, found: Mapping[str, Any]) -> Read:
    banks = tuple(_bank(code, one) for code, one in sorted(found.items()))
    branches = tuple(_branches(found))
    if not banks or len(branches) > MOST:
        raise Refused(f"「{source}」には、使える金融機関の一覧がありません。")
    return Read(source, dated, banks, branches)


def _bank(code: str, one: Mapping[str, str]) -> Listed:
    _whole("金融機関コード", code, BANK_CODE)
    listed, kana = _named(code, one)
    name = names.whole_name(code, listed)
    return Listed(code, name, kana, names.key_of(code, listed, name, kana, one.get("roma", "")))


def _branches(found: Mapping[str, Any]) -> Iterator[Listed]:
    for bank_code, bank in sorted(found.items()):
        for code, one in sorted(bank["branches"].items()):
            _whole("支店コード", code, BRANCH_CODE)
            name, kana = _named(f"{bank_code}-{code}", one)
            yield Listed(code, name, kana, names.key_of(code, name, kana), bank_code)


def _whole(label: str, code: str, form: re.Pattern[str]) -> None:
    if not form.fullmatch(code):
        raise Refused(
            f"{label}「{code}」は、数字{'4' if form is BANK_CODE else '3'}桁にしてください。"
        )


def _named(code: str, one: Mapping[str, str]) -> tuple[str, str]:
    name, kana = one.get("name", "").strip(), one.get("kana", "").strip()
    if not name or not kana:
        raise Refused(f"{code}の名前かカナがありません。")
    return name, kana
