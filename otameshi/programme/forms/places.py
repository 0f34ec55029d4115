"""The municipalities and offices where participants stay."""

import re
from typing import Any, Self

from wtforms import Form
from wtforms.validators import ValidationError

from otameshi.programme.forms.named import named_number, named_text
from otameshi.programme.models import Host, Office
from otameshi.programme.rules import WORDS, HostSettings, Housing, OfficeSettings, PlaceUnit
from otameshi.web.forms import (
    DIGITS,
    NumberField,
    PageForm,
    given,
    half_width,
    labelled,
    long_text,
    text,
)

MUNICIPALITY = re.compile(r"[0-9]{5}")


def _is_code(_: Form, field: Any) -> None:
    if field.data and not MUNICIPALITY.fullmatch(field.data):
        raise ValidationError("団体コードは5桁の数字です（検査数字を除く）。例：20201")


def _places() -> NumberField:
    words = "この年度に受け入れられる数です。空にすると、上限なしとして扱います。"
    return named_number("places", 0, 999, required=False, description=words)


def _place_unit() -> Any:
    return labelled(WORDS["place_unit"], PlaceUnit, radio=True, default=PlaceUnit.GROUPS)


class HostForm(PageForm):
    area = named_text("area", 50)
    housing = labelled(WORDS["housing"], Housing, radio=True)
    note = long_text(WORDS["note"], 500, required=False, render_kw={"rows": 3})
    places = _places()
    place_unit = _place_unit()

    @classmethod
    def of(cls, host: Host) -> Self:
        return cls(obj=host)

    def settings(self) -> HostSettings:
        return HostSettings(
            area=given(self.area.data),
            housing=self.housing.data,
            note=self.note.data or "",
            places=self.places.data,
            place_unit=self.place_unit.data,
        )


class NewHostForm(HostForm):
    code = text(
        "全国地方公共団体コード",
        5,
        filters=[half_width],
        validators=[_is_code],
        render_kw=DIGITS,
        description="検査数字を除いた5桁。例：長野市は20201",
    )
    name = text("市町村名", 50)


class OfficeForm(PageForm):
    name = text("オフィスの名称", 100)
    address = text(WORDS["address"], 200, required=False)
    places = _places()
    place_unit = _place_unit()

    @classmethod
    def of(cls, office: Office | None) -> Self:
        return cls() if office is None else cls(obj=office)

    def settings(self) -> OfficeSettings:
        return OfficeSettings(
            name=given(self.name.data),
            address=self.address.data or "",
            places=self.places.data,
            place_unit=self.place_unit.data,
        )
