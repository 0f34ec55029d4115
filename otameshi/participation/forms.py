"""The shape of what a group says when it takes its place, and of what the office changes."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import ValidationError

from otameshi.applications.prefectures import PREFECTURES
from otameshi.applications.reading import is_kana, kana, on_paper
from otameshi.participation.actions import Joining
from otameshi.participation.rules import How
from otameshi.programme.models import Host
from otameshi.web.forms import (
    Chosen,
    DateParts,
    PageForm,
    Required,
    given,
    labelled,
    long_text,
    options,
    text,
)

LONGEST_NOTE = 2_000


def _key(value: str | int | None) -> int | None:
    typed = str(value or "")
    return int(typed) if typed.isascii() and typed.isdigit() else None


class PlaceForm(PageForm):
    """A town, its office and the address of a base."""

    host_id = SelectField("市町村", coerce=_key, validators=[Chosen()])
    office_id = SelectField("利用する連携オフィス", coerce=_key)
    base_address = text("拠点の住所", required=False)

    def offer(self, hosts: Sequence[Host]) -> None:
        """Set the choices: the year's towns and their offices."""
        self.host_id.choices = options(
            ((str(one.id), one.name) for one in hosts), unset="選んでください"
        )
        offices = ((str(o.id), f"{one.name}：{o.name}") for one in hosts for o in one.offices)
        self.office_id.choices = options(offices, unset="まだ決まっていない")


class AcceptForm(PlaceForm):
    first_day = DateParts("参加を始める日", validators=[Required()])
    last_day = DateParts("参加を終える日", validators=[Required()])
    note = long_text("期間を短くする理由", LONGEST_NOTE, required=False)
    wants_grant = RadioField(
        "補助金の交付申請",
        choices=options((("yes", "申請する"), ("no", "申請せずに参加する"))),
        validators=[Chosen()],
    )
    pledged = BooleanField(
        "募集要項の参加条件を守り、活動の報告と追跡調査に協力することを誓約します",
    )


class GivenUpForm(PageForm):
    """How the office learnt of it, and what was said."""

    how = labelled("連絡の方法", How, radio=True)
    note = long_text("連絡の内容・理由", LONGEST_NOTE)


class CancelForm(GivenUpForm):
    """Who has accepted does not give up by silence."""

    how = labelled("連絡の方法", How, radio=True, only=(How.TELEPHONE, How.PAPER))


class BaseForm(PlaceForm):
    note = long_text("変更の理由", LONGEST_NOTE)


class StayForm(PageForm):
    first_day = DateParts("開始日", validators=[Required()])
    last_day = DateParts("終了日", validators=[Required()])
    note = long_text("変更の理由", LONGEST_NOTE)


class LeavingForm(PageForm):
    left_on = DateParts("最後の日", validators=[Required()])
    note = long_text("理由", LONGEST_NOTE)


class ContractForm(PageForm):
    contract_first = DateParts("契約の開始日", validators=[Required()])
    contract_last = DateParts("契約の終了日", validators=[Required()])


class JoiningForm(PageForm):
    name = text("氏名", 100, validators=[on_paper])
    kana = text("フリガナ", 100, filters=[kana])
    birth_date = DateParts("生年月日", birth=True, validators=[Required()])
    prefecture = SelectField(
        "参加前の居住地",
        choices=options(((one, one) for one in PREFECTURES), unset="選んでください"),
        validators=[Chosen()],
    )
    occupation = text("職業・職種", 100)
    joined_on = DateParts("加わる日", validators=[Required()])
    note = long_text("理由", LONGEST_NOTE)

    def validate_kana(self, field: Any) -> None:
        if field.data and not is_kana(field.data):
            raise ValidationError("フリガナは、ひらがなかカタカナで入力してください。")

    def joining(self) -> Joining:
        return Joining(
            name=self.name.data or "",
            kana=self.kana.data or "",
            birth_date=self.birth_date.data,
            prefecture=self.prefecture.data or "",
            occupation=self.occupation.data or "",
            joined_on=given(self.joined_on.data),
        )


class DeclineForm(PageForm):
    note = long_text("辞退の理由", LONGEST_NOTE, required=False)
