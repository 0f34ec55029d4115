"""The open-data package: the same bytes for the same figures and day."""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from otameshi.core.wareki import wareki
from otameshi.statistics.exports.columns import Column, Kind, cells
from otameshi.web.sheets import write_csv

# The prefecture publishes its open data under this licence: anybody may use them who names it.
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "クリエイティブ・コモンズ 表示 4.0 国際",
    "path": "https://creativecommons.org/licenses/by/4.0/deed.ja",
}
TITLE, SOURCE = "おためしナガノの応募・参加・拠点維持の統計", "長野県"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP knows
RW_R_R = 0o644 << 16
HIDDEN = "空欄は、1組または2組の値が分からないように隠した値です（0組は0と書いてあります）。"
TYPES = {
    Kind.COUNT: "integer",
    Kind.YEAR: "year",
    Kind.YEN: "integer",
    Kind.PERCENT: "number",
    Kind.DAY: "date",
    Kind.MOMENT: "datetime",
    Kind.FLAG: "boolean",
}
UNITS = {Kind.YEN: "円", Kind.PERCENT: "％"}


@dataclass(frozen=True, slots=True)
class Resource:
    """One table of the package, with small cells hidden already (None)."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]

    @property
    def hidden(self) -> int:
        return sum(value is None for row in self.rows for value in row)


def zipped(resources: Sequence[Resource], years: Sequence[int], made_on: date) -> bytes:
    """Return the package: a CSV for each table, a description for people and one for programs."""
    files = {
        "README.txt": readme(resources, years, made_on),
        "datapackage.json": described(resources, made_on),
        **{f"{one.name}.csv": _csv(one) for one in resources},
    }
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, RW_R_R
            entry.create_system = 3  # whatever system it is made on
            package.writestr(entry, files[name])
    return content.getvalue()


def _csv(resource: Resource) -> bytes:
    file = BytesIO()
    heads = [one.label for one in resource.columns]
    write_csv(file, heads, cells(resource.columns, resource.rows))
    return file.getvalue()


def readme(resources: Sequence[Resource], years: Sequence[int], made_on: date) -> bytes:
    """Return the description for people, with line ends that every editor knows."""
    lines = [
        TITLE,
        "",
        f"作成日：{wareki(made_on)}",
        f"出典：{SOURCE}「おためしナガノ」",
        f"対象：{'、'.join(f'{one}年度' for one in sorted(years)) or 'すべての年度'}",
        f"利用条件：{LICENCE['title']}（{LICENCE['path']}）",
        "出典を示せば、誰でも、商用でも使えます。加工したときは、その旨を書いてください。",
        "",
        "文字コードはUTF-8（BOM付き）、改行はCRLFです。",
        "単位の「組」は、一緒に参加した1人から3人のまとまりです。",
        HIDDEN,
        "合計などから計算できてしまうときは、ほかの値も隠しています。",
        "拠点維持は、調査への回答によるものです。率の違いの原因は、この数字からは分かりません。",
        "",
    ]
    for one in resources:
        lines += [f"■ {one.name}.csv　{one.title}", *map(_meaning, one.columns), ""]
    return "\r\n".join(lines).encode("utf-8-sig")


def _meaning(column: Column) -> str:
    unit = UNITS.get(column.kind)
    note = "、".join(filter(None, (unit, column.meaning)))
    return f"　{column.label}{f'（{note}）' if note else ''}"


def described(resources: Sequence[Resource], made_on: date) -> bytes:
    """Return the description for programs, as a Data Package has it."""
    told = {
        "name": "otameshi-nagano",
        "title": TITLE,
        "created": made_on.isoformat(),
        "licenses": [LICENCE],
        "sources": [{"title": SOURCE}],
        "resources": [_resource(one) for one in resources],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(one: Resource) -> dict[str, Any]:
    fields = [
        {
            "name": each.label,
            "type": TYPES.get(each.kind, "string"),
            "description": each.meaning,
            **({"unit": UNITS[each.kind]} if each.kind in UNITS else {}),
            **(
                {"trueValues": ["はい"], "falseValues": ["いいえ"]}
                if each.kind is Kind.FLAG
                else {}
            ),
        }
        for each in one.columns
    ]
    return {
        "name": one.name,
        "title": one.title,
        "path": f"{one.name}.csv",
        "format": "csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }
