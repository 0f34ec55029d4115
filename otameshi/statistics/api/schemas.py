"""What the API answers, as marshmallow schemas: its OpenAPI document is made from them."""

from collections.abc import Iterable
from typing import Any

from marshmallow import EXCLUDE, Schema, fields
from marshmallow.validate import Range

from otameshi.statistics.exports import groups, summaries
from otameshi.statistics.exports.columns import Column, Kind

KINDS: dict[Kind, type[fields.Field[Any]]] = {
    Kind.TEXT: fields.String,
    Kind.COUNT: fields.Integer,
    Kind.YEAR: fields.Integer,
    Kind.YEN: fields.Integer,
    Kind.PERCENT: fields.Float,
    Kind.DAY: fields.Date,
    Kind.MOMENT: fields.DateTime,
    Kind.FLAG: fields.Boolean,
}
HIDEABLE = frozenset({Kind.COUNT, Kind.PERCENT})
FIRST_YEAR, LAST_YEAR = 2000, 2099
LARGEST_PAGE, LAST_PAGE = 500, 100_000


def told(description: str, **more: Any) -> dict[str, Any]:
    """Return what the document says of a field."""
    return {"metadata": {"description": description}, **more}


class Problem(Schema):
    """An error: problem details, RFC 9457."""

    type = fields.String(required=True)
    title = fields.String(required=True, **told("何が起きたか"))
    status = fields.Integer(required=True, **told("HTTPの状態番号"))
    detail = fields.String(required=True, **told("どうすればよいか"))
    errors = fields.Dict(**told("受け取れない値と、その理由"))
    number = fields.String(**told("問い合わせのときに伝える番号"))


def between(least: int, most: int) -> dict[str, Any]:
    """Return how a whole number behind the question mark is checked, and what is said of others."""
    return {
        "strict": False,
        "validate": Range(least, most, error=f"{least}から{most}までの整数にしてください。"),
        "error_messages": {"invalid": "整数にしてください。"},
    }


class YearQuery(Schema):
    """What may stand behind the question mark; anything else is passed over."""

    class Meta:
        unknown = EXCLUDE

    year = fields.Integer(
        **told("年度（西暦）。なければ全ての年度"), **between(FIRST_YEAR, LAST_YEAR)
    )


class PageQuery(YearQuery):
    page = fields.Integer(load_default=1, **told("何ページ目か"), **between(1, LAST_PAGE))
    page_size = fields.Integer(
        load_default=100, **told("1ページの行数"), **between(1, LARGEST_PAGE)
    )


def fields_of(columns: Iterable[Column], *, hideable: bool = False) -> dict[str, fields.Field[Any]]:
    """Return a field for each column; `hideable` where small figures may be hidden (null)."""
    return {
        one.key: KINDS[one.kind](
            required=True,
            allow_none=not one.required or (hideable and one.kind in HIDEABLE),
            **told("：".join(filter(None, (one.label, one.meaning)))),
        )
        for one in columns
        if not one.personal
    }


def _rows(row: type[Schema]) -> dict[str, fields.Field[Any]]:
    return {
        "whole": fields.Boolean(required=True, **told("1組・2組の値を隠していなければ true")),
        "rows": fields.List(fields.Nested(row), required=True, **told("行")),
    }


RetentionRow = Schema.from_dict(fields_of(summaries.RETENTION, hideable=True), name="RetentionRow")
Retention = Schema.from_dict(_rows(RetentionRow), name="Retention")
ApplicationsRow = Schema.from_dict(
    fields_of(summaries.APPLICATIONS, hideable=True), name="ApplicationsRow"
)
Applications = Schema.from_dict(_rows(ApplicationsRow), name="Applications")


class GroupAnswer(Schema):
    months = fields.Integer(required=True, **told("おためしの終了からの月数"))
    answer = fields.String(required=True, **told("県内の拠点についての回答"))


GroupRow = Schema.from_dict(
    {
        "id": fields.String(required=True, **told("仮の番号。受付番号や氏名には戻せません")),
        **fields_of(groups.OWN),
        "answers": fields.List(fields.Nested(GroupAnswer), required=True, **told("調査の回答")),
    },
    name="GroupRow",
)
Groups = Schema.from_dict(
    {"rows": fields.List(fields.Nested(GroupRow), required=True, **told("行"))}, name="Groups"
)


class SheetCell(Schema):
    fiscal_year = fields.Integer(required=True, **told("年度（西暦）"))
    value = fields.Float(required=True, allow_none=True, **told("公表した値"))
    trend = fields.String(required=True, allow_none=True, **told("推移：↗、↘、→、—"))
    part = fields.Integer(required=True, allow_none=True, **told("計算値・確定値の分子"))
    whole = fields.Integer(required=True, allow_none=True, **told("計算値・確定値の分母"))
    computed = fields.Float(required=True, allow_none=True, **told("計算値・確定値（％）"))
    remark = fields.String(required=True, **told("公表値と計算値の違いなどの説明"))


class SheetRow(Schema):
    number = fields.String(required=True, **told("指標の番号"))
    name = fields.String(required=True, **told("指標の名前"))
    unit = fields.String(required=True, **told("単位"))
    target = fields.Float(required=True, allow_none=True, **told("この年度の目標値"))
    status = fields.String(required=True, **told("達成状況"))
    years = fields.List(fields.Nested(SheetCell), required=True, **told("3か年の値"))


class SheetOutput(Schema):
    key = fields.String(required=True, **told("項目"))
    label = fields.String(required=True, **told("項目の名前"))
    unit = fields.String(required=True, **told("単位"))
    published = fields.Integer(required=True, allow_none=True, **told("公表した値"))
    counted = fields.Integer(required=True, allow_none=True, **told("このシステムで数えた値"))


class SheetCost(Schema):
    fiscal_year = fields.Integer(required=True, **told("年度（西暦）"))
    thousands = fields.Integer(required=True, **told("決算額（千円）"))


class Sheet(Schema):
    """事業改善シート."""

    fiscal_year = fields.Integer(required=True, **told("年度（西暦）"))
    indicators = fields.List(fields.Nested(SheetRow), required=True, **told("成果指標"))
    outputs = fields.List(fields.Nested(SheetOutput), required=True, **told("取組実績"))
    costs = fields.List(fields.Nested(SheetCost), required=True, **told("決算額"))
