"""The shape of invitations, answers to them, declarations and rulings."""

from collections.abc import Iterable
from typing import Any, Self

from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from otameshi.accounts.forms import address, password, repeated
from otameshi.programme.models import Municipality, ProgrammeYear
from otameshi.selection.panel.actions import Answer, Terms
from otameshi.selection.panel.models import Seat
from otameshi.selection.panel.rules import TieKind, Verdict, names_in
from otameshi.web.forms import (
    DateParts,
    NumberField,
    PageForm,
    Required,
    given,
    labelled,
    long_text,
    options,
    row_key,
    text,
)

AT_LEAST_ONE = NumberRange(1, 9_999, message="1から9,999までの数で入力してください。")
CONSENT = "守秘義務の文を読み、同意するときにチェックを付けてください。"
LONG = 4_000


class SeatForm(PageForm):
    """What an officer sets of a seat."""

    term_from = DateParts("任期の始まり", [Required()])
    term_to = DateParts("任期の終わり", [Required()])
    organisation = text("所属（会社・団体・市町村）", 100, required=False)
    address = text("勤務先または自宅の住所", required=False)
    municipality_id = SelectField("市町村の職員のとき、その市町村", coerce=row_key)
    capacity = NumberField("担当できる上限", validators=[Optional(), AT_LEAST_ONE])

    @classmethod
    def of(cls, year: ProgrammeYear, seat: Seat | None = None, **first: Any) -> Self:
        form = cls(obj=seat, **first)
        towns = [host.municipality for host in year.hosts]
        if seat is not None and seat.municipality is not None:
            towns.append(seat.municipality)
        form.municipality_id.choices = options(_each_once(towns), unset="市町村の職員ではない")
        return form

    def terms(self) -> Terms:
        return Terms(
            term_from=given(self.term_from.data),
            term_to=given(self.term_to.data),
            organisation=self.organisation.data or "",
            address=self.address.data or "",
            municipality_id=self.municipality_id.data,
            capacity=self.capacity.data,
        )


def _each_once(towns: Iterable[Municipality]) -> list[tuple[str, str]]:
    return list({str(town.id): (str(town.id), town.name) for town in towns}.values())


class InviteForm(SeatForm):
    name = text("氏名", 100)
    email = address("選考委員のメールアドレス")

    @classmethod
    def of(cls, year: ProgrammeYear, seat: Seat | None = None, **first: Any) -> Self:
        form = super().of(year, seat, **first)
        form.email.render_kw = {**(form.email.render_kw or {}), "autocomplete": "off"}
        return form


class DeclareForm(PageForm):
    """Names in words, one a line: no list of the applicants is shown."""

    companies = long_text("関係のある会社・団体", LONG, required=False)
    persons = long_text("関係のある人", LONG, required=False)
    towns = long_text("関係のある市町村", LONG, required=False)

    def declared(self) -> dict[TieKind, list[str]]:
        typed = (self.companies, self.persons, self.towns)
        return {
            kind: names_in(field.data or "") for kind, field in zip(TieKind, typed, strict=True)
        }


class ConsentForm(PageForm):
    consented = BooleanField("守秘義務の文を読み、守ることに同意します", [InputRequired(CONSENT)])

    def answer(self, secrecy_id: int | None) -> Answer:
        return Answer(bool(self.consented.data), secrecy_id)


class AcceptForm(DeclareForm, ConsentForm):
    """The answer to an invitation by somebody who has an account."""

    def answer(self, secrecy_id: int | None) -> Answer:
        return Answer(bool(self.consented.data), secrecy_id, self.declared())


class JoinForm(AcceptForm):
    """The answer of somebody who has none yet, and makes it with this."""

    name = text("氏名", 100, render_kw={"autocomplete": "name"})
    password = password("パスワード", "new-password")
    again = repeated()


class SecrecyForm(PageForm):
    text = long_text("守秘義務の文", LONG)


class LeaveForm(PageForm):
    """Ending a seat: why, and why finished sheets do not count, if so."""

    note = long_text("退任の理由", 2_000)
    finished_note = long_text("確定した採点票も除外する理由", 2_000, required=False)


class HandOnForm(PageForm):
    finished_note = long_text("確定した採点票も除外する理由", 2_000, required=False)


class RuleForm(PageForm):
    verdict = labelled("判断", Verdict, radio=True)
    note = long_text("理由", 2_000)
