"""What the pages of bookings and attendance ask for. Shape only."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import SelectField, SelectMultipleField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from otameshi.accounts.forms import address
from otameshi.applications.prefectures import PREFECTURES
from otameshi.outreach.visits.actions.booking import Guest
from otameshi.outreach.visits.models import Booking
from otameshi.outreach.visits.rules import ABROAD, CHANNELS, MOST_IN_A_PARTY
from otameshi.participation.models import Participant, Participation
from otameshi.web.forms import (
    DIGITS,
    Chosen,
    NumberField,
    PageForm,
    Required,
    given,
    options,
    row_key,
    text,
)

MOST_WALK_INS = 100_000
UNSET = "選んでください"


def _number(label: str, least: int, most: int, **kw: Any) -> NumberField:
    words = f"{least}から{most:,}までの人数を入力してください。"
    checks = [Required(), NumberRange(min=least, max=most, message=words)]
    return NumberField(label, validators=checks, render_kw=DIGITS, **kw)


def _boxes(label: str) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        coerce=row_key,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def _prefecture(*checks: Any) -> SelectField:
    names = [(one, one) for one in (*PREFECTURES, ABROAD)]
    choices = options(names, unset=UNSET)
    return SelectField("お住まいの都道府県", choices=choices, validators=checks)


class BookingForm(PageForm):
    name = text("お名前", 100, render_kw={"autocomplete": "name"})
    email = address()
    prefecture = _prefecture(Chosen())
    people = _number("参加する人数", 1, MOST_IN_A_PARTY, default=1)
    heard_from = SelectField(
        "おためしナガノを知ったきっかけ",
        choices=options([(one, one) for one in CHANNELS], unset=UNSET),
        validators=[Optional()],
    )

    def __init__(self) -> None:
        super().__init__()
        self.email.render_kw = {**self.email.render_kw, "autocomplete": "email"}

    def guest(self) -> Guest:
        return Guest(
            name=given(self.name.data),
            email=given(self.email.data),
            prefecture=self.prefecture.data,
            people=given(self.people.data),
            heard_from=self.heard_from.data or "",
        )


class WalkInForm(PageForm):
    name = text("お名前", 100)
    email = address("メールアドレス")
    prefecture = _prefecture(Optional())
    people = _number("人数", 1, MOST_IN_A_PARTY, default=1)

    def __init__(self) -> None:
        super().__init__()
        # They stand in front of the desk, and need not give an address.
        self.email.validators = [Optional(), *list(self.email.validators)[1:]]
        self.email.flags.required = False
        self.email.render_kw = {**self.email.render_kw, "autocomplete": "off"}

    def guest(self) -> Guest:
        return Guest(
            name=given(self.name.data),
            email=self.email.data or "",
            prefecture=self.prefecture.data or "",
            people=given(self.people.data),
        )


class _Ticks(PageForm):
    walk_ins = _number("一覧にない参加者の人数", 0, MOST_WALK_INS, default=0)


class TickForm(_Ticks):
    """A box for each booking of the page."""

    came = _boxes("来た人")

    def __init__(self, rows: Sequence[Booking], walk_ins: int) -> None:
        ticked = [one.id for one in rows if one.came]
        super().__init__(data={"came": ticked, "walk_ins": walk_ins})
        self.came.choices = options((str(one.id), _who(one)) for one in rows)


class GroupTickForm(_Ticks):
    """A box for each 組 of the year and each that signed up, and one more of another year."""

    came = _boxes("来た組")
    other = SelectField("ほかの年度の組を加える", coerce=row_key, validators=[Optional()])

    def __init__(
        self,
        groups: Sequence[tuple[Participation, str]],
        came: Iterable[int],
        others: Sequence[tuple[int, str]],
        walk_ins: int,
    ) -> None:
        super().__init__(data={"came": list(came), "walk_ins": walk_ins})
        self.came.choices = options((str(group.id), words) for group, words in groups)
        self.other.choices = options(((str(key), words) for key, words in others), unset="加えない")

    @property
    def ticked(self) -> list[int]:
        return [*(self.came.data or ()), *([self.other.data] if self.other.data else ())]


class GuestsForm(PageForm):
    chosen = _boxes("参加する人")

    def __init__(self, members: Sequence[Participant], chosen: Iterable[int]) -> None:
        super().__init__(data={"chosen": list(chosen)})
        self.chosen.choices = options((str(one.id), one.name) for one in members)


def _who(one: Booking) -> str:
    name = one.name or "（消去済み）"
    where = f"・{one.prefecture}" if one.prefecture else ""
    return f"{name}（{one.people}名{where}・{one.source.label}）"
