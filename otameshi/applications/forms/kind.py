"""Who applies: 応募区分."""

from typing import Self

from wtforms import BooleanField
from wtforms.validators import Optional

from otameshi.applications.answers import KindAnswers
from otameshi.applications.forms.written import checked, short
from otameshi.applications.models import Application
from otameshi.applications.reading import corporate_number, is_corporate_number
from otameshi.applications.rules import Kind
from otameshi.web.forms import DIGITS, PageForm, labelled


class KindForm(PageForm):
    kind = labelled("応募区分", Kind, radio=True, validators=[Optional()])
    company = short("法人名", render_kw={"autocomplete": "organization"})
    corporate_number = short(
        "法人番号",
        filters=[corporate_number],
        validators=[
            checked(
                is_corporate_number,
                "法人番号は13桁の数字です。国税庁の法人番号公表サイトで確かめてください。",
            )
        ],
        render_kw=DIGITS,
    )
    leader = short("法人の代表者の職・氏名")
    shop = short("屋号")
    employer = short("勤務先")
    employer_consent = BooleanField("おためしナガノへの参加について、勤務先の承諾を得ています")

    @classmethod
    def of(cls, application: Application) -> Self:
        name = {Kind.COMPANY: "company", Kind.SOLE: "shop", Kind.EMPLOYEE: "employer"}
        kind = application.kind
        known = {name[kind]: application.trade_name} if kind in name else {}
        return cls(obj=application, data=known)

    def answers(self) -> KindAnswers:
        """Return what belongs to the chosen kind; the rest of the page is not asked of it."""
        kind = self.kind.data or None
        names = {Kind.COMPANY: self.company, Kind.SOLE: self.shop, Kind.EMPLOYEE: self.employer}
        if kind is None or kind not in names:
            return KindAnswers(kind)
        company = kind is Kind.COMPANY
        return KindAnswers(
            kind=kind,
            trade_name=names[kind].data or "",
            corporate_number=(self.corporate_number.data or "") if company else "",
            leader=(self.leader.data or "") if company else "",
            employer_consent=kind is Kind.EMPLOYEE and bool(self.employer_consent.data),
        )
