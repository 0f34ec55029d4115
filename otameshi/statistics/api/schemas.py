"""What the API answers, as marshmallow schemas: its OpenAPI document is made from them."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields


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


class Query(Schema):
    """What may stand behind the question mark; anything else is passed over."""

    class Meta:
        unknown = EXCLUDE


class SheetCell(Schema):
    fiscal_year = fields.Integer(required=True, **told("年度（西暦）"))
    value = fields.Float(required=True, allow_none=True, **told("公表した値"))
    trend = fields.String(required=True, allow_none=True, **told("推移：↗、↘、→、—"))
    part = fields.Integer(required=True, allow_none=True, **told("計算値の分子（組）"))
    whole = fields.Integer(required=True, allow_none=True, **told("計算値の分母（組）"))
    computed = fields.Float(required=True, allow_none=True, **told("計算値（％）"))
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
