"""One person of the group."""

from typing import Self

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Optional

from otameshi.applications.answers import MemberAnswers
from otameshi.applications.forms.written import UNSET, checked, explanation, short
from otameshi.applications.models import Member
from otameshi.applications.prefectures import PREFECTURES
from otameshi.applications.reading import (
    is_kana,
    is_phone,
    is_postal_code,
    kana,
    phone,
    postal_code,
)
from otameshi.web.forms import DateParts, PageForm, options


class MemberForm(PageForm):
    name = short("氏名", render_kw={"autocomplete": "name"})
    kana = short(
        "フリガナ",
        filters=[kana],
        validators=[checked(is_kana, "フリガナは、ひらがなかカタカナで入力してください。")],
    )
    birth_date = DateParts("生年月日", birth=True)
    age_explanation = explanation("年齢についての説明")
    postal_code = short(
        "郵便番号",
        filters=[postal_code],
        validators=[checked(is_postal_code, "郵便番号は7桁の数字で入力してください。")],
        render_kw={"autocomplete": "postal-code", "inputmode": "numeric"},
    )
    place = RadioField("郵便番号の地域", choices=[], validate_choice=False)
    prefecture = SelectField(
        "都道府県",
        choices=options(((one, one) for one in PREFECTURES), unset=UNSET),
        validators=[Optional()],
        render_kw={"autocomplete": "address-level1"},
    )
    address = short("住所（市区町村から）", 200, render_kw={"autocomplete": "street-address"})
    phone = short(
        "電話番号",
        filters=[phone],
        validators=[checked(is_phone, "電話番号は、市外局番から数字で入力してください。")],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    occupation = short("職業・職種")
    has_base = BooleanField("長野県内に、すでに事業の拠点（事務所など）があります")

    @classmethod
    def of(cls, member: Member | None) -> Self:
        return cls(obj=member)

    def answers(self) -> MemberAnswers:
        return MemberAnswers(
            name=self.name.data or "",
            kana=self.kana.data or "",
            birth_date=self.birth_date.data,
            postal_code=self.postal_code.data or "",
            prefecture=self.prefecture.data or "",
            address=self.address.data or "",
            phone=self.phone.data or "",
            occupation=self.occupation.data or "",
            has_base=bool(self.has_base.data),
            age_explanation=self.age_explanation.data or "",
        )
