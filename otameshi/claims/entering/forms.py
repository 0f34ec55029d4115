"""What the page of one expense asks for. Shape only: the rules decide what is allowed."""

from datetime import date
from typing import Any

from wtforms import SelectField
from wtforms.validators import NumberRange, Optional

from otameshi.claims import vocabulary
from otameshi.claims.actions import Entry
from otameshi.claims.entering.fields import (
    KmField,
    camera,
    chosen_files,
    files_of,
    months,
    months_of,
    shown_papers,
    ways,
    ways_to_pay,
)
from otameshi.claims.entering.rules import Ask, Asked, asked, used_time
from otameshi.claims.judged import Expense, Terms
from otameshi.claims.models import ClaimLine
from otameshi.core.period import Period
from otameshi.core.yen import Yen
from otameshi.files.kinds import RECEIPTS, accepted
from otameshi.participation.models import Participation
from otameshi.subsidy import Contract
from otameshi.web.forms import (
    DIGITS,
    Chosen,
    DateParts,
    NumberField,
    PageForm,
    Required,
    YenField,
    given,
    options,
    text,
)

MOST_YEN = 100_000_000
IN_RANGE = NumberRange(1, MOST_YEN, message="1円から1億円までの金額を入力してください。")
FROM_ZERO = NumberRange(0, MOST_YEN, message="0円から1億円までの金額を入力してください。")

FIELDS: dict[Ask, tuple[str, ...]] = {
    Ask.CONTRACT: ("contract",),
    Ask.WAY: ("origin", "destination", "round_trip", "route"),
    Ask.FARE: ("usual_fare",),
    Ask.CAR: ("distance_m", "toll"),
    Ask.TIME: ("month", "used_from", "used_to"),
    Ask.VISIT: ("visit",),
    Ask.NIGHTS: ("nights",),
    Ask.SUPPORTED: ("supported",),
    Ask.BUSINESS: ("business_percent",),
}
# What must be answered where the rules need it; one of month and days is left to `used_time`.
MUST: dict[Ask, tuple[str, ...]] = {
    Ask.WAY: ("origin", "destination", "round_trip"),
    Ask.CAR: ("distance_m",),
    Ask.VISIT: ("visit",),
    Ask.NIGHTS: ("nights",),
}


class LineForm(PageForm):
    asked: Asked
    taken = accepted(RECEIPTS)

    cost = SelectField("費目", [Chosen()], validate_choice=False, render_kw={"data-asks": "fields"})
    contract = SelectField("購入・賃借の別", validate_choice=False)
    amount = YenField("金額（税込）", [Required(), IN_RANGE], render_kw=DIGITS)
    incurred_on = DateParts("利用した日・乗った日", [Required()])
    paid_on = DateParts("支払った日")
    paid_with = ways_to_pay()
    payee = text("支払先")
    registration_number = text("登録番号（インボイス）", 20, required=False)
    purpose = text("内容・目的")
    traveller = SelectField("移動した人・使った人", validate_choice=False)
    origin = text("出発地", required=False)
    destination = text("到着地", required=False)
    round_trip = ways()
    route = text("経路・乗り物", required=False)
    usual_fare = YenField("通常の経路の運賃", [Optional(), IN_RANGE], render_kw=DIGITS)
    distance_m = KmField("走った距離", [Optional()], render_kw={"inputmode": "decimal"})
    toll = YenField("高速道路の料金", [Optional(), FROM_ZERO], render_kw=DIGITS)
    month = months()
    used_from = DateParts("使った期間の初日")
    used_to = DateParts("使った期間の末日")
    visit = NumberField(
        "何回目の来県か", [Optional(), NumberRange(1, 999)], render_kw={**DIGITS, "list": "visits"}
    )
    nights = NumberField("泊数", [Optional(), NumberRange(0, 999)], render_kw=DIGITS)
    supported = YenField("会社や他の制度が負担した額", [Optional(), FROM_ZERO], render_kw=DIGITS)
    business_percent = NumberField(
        "業務に使う割合", [Optional(), NumberRange(1, 100)], render_kw=DIGITS
    )
    shows = shown_papers()
    photos = camera()
    files = chosen_files()

    def offer(self, terms: Terms, group: Participation) -> None:
        """Offer the words of the frozen rulebook, and keep the fields that this cost needs."""
        book = terms.rulebook
        self.cost.choices = options(vocabulary.costs(book), "選択してください")
        ways_of = ((way.value, way.label) for way in Contract if way in vocabulary.WAYS)
        self.contract.choices = options(ways_of, "選択してください")
        self.traveller.choices = options(((one.name, one.name) for one in group.people), "―")
        self.month.choices = months_of(terms.trial)
        self.shows.choices = options((paper.key, paper.label) for paper in book.papers)
        self._narrow(asked(book, *self.chosen), several=len(group.people) > 1)

    def _narrow(self, found: Asked, *, several: bool) -> None:
        self.asked = found
        for ask, names in FIELDS.items():
            for name in names if ask not in found.all else ():
                delattr(self, name)
        wanted = [name for ask in found.must for name in MUST.get(ask, ())]
        for name in [*wanted, *(["traveller"] if several and Ask.WAY in found.all else [])]:
            one = self[name]
            must = Chosen() if hasattr(one, "iter_choices") else Required()
            kept = [rule for rule in one.validators if not isinstance(rule, Optional)]
            one.validators = [must, *kept]
            one.flags.required, one.flags.optional = True, False

    @property
    def chosen(self) -> tuple[str, str]:
        """Return kind and part of the chosen cost."""
        kind, _, sub_kind = (self.cost.data or "").partition(":")
        return kind, sub_kind

    def typed_or(self, name: str, otherwise: Any) -> Any:
        """Return what a field holds; otherwise where it was not asked for or is empty."""
        data = self[name].data if name in self else None
        return otherwise if data is None or data == "" else data

    @property
    def entry(self) -> Entry:
        return self.said(files_of(self.photos, self.files))

    def said(self, files: tuple[Any, ...] = ()) -> Entry:
        """Return what is typed; an expense paid on the day of its use needs that day once."""
        kind, sub_kind = self.chosen
        used = used_time(*(self.typed_or(one, None) for one in FIELDS[Ask.TIME]))
        incurred_on: date = given(self.incurred_on.data)
        return Entry(
            kind=kind,
            sub_kind=sub_kind,
            contract=self.typed_or("contract", ""),
            incurred_on=incurred_on,
            paid_on=self.paid_on.data or incurred_on,
            payee=self.payee.data or "",
            purpose=self.purpose.data or "",
            amount=Yen(given(self.amount.data)),
            registration_number=self.registration_number.data or "",
            paid_with=self.paid_with.data,
            traveller=self.traveller.data or "",
            origin=self.typed_or("origin", ""),
            destination=self.typed_or("destination", ""),
            round_trip=self.typed_or("round_trip", None),
            route=self.typed_or("route", ""),
            distance_m=self.typed_or("distance_m", None),
            toll=self.typed_or("toll", None),
            usual_fare=self.typed_or("usual_fare", None),
            used_from=used.first if used else None,
            used_to=used.last if used else None,
            visit=self.typed_or("visit", None),
            nights=self.typed_or("nights", 0),
            supported=self.typed_or("supported", Yen(0)),
            business_percent=self.typed_or("business_percent", 100),
            files=files,
            shows=tuple(self.shows.data or ()),
        )

    def expense(self, line: ClaimLine | None) -> Expense:
        """Return what is typed as an expense to judge; files chosen now count as given."""
        shown = frozenset(self.shows.data or ()) | (line.papers if line else frozenset())
        said = self.said()
        ends = said.used_from, said.used_to
        return Expense(
            key=str(line.id) if line else "",
            kind=said.kind,
            sub_kind=said.sub_kind,
            contract=said.contract,
            incurred_on=said.incurred_on,
            paid_on=said.paid_on,
            amount=said.amount,
            papers=shown,
            traveller=said.traveller,
            used=Period(ends[0], ends[1]) if ends[0] and ends[1] else None,
            distance_m=said.distance_m or 0,
            visit=said.visit,
            nights=said.nights,
            supported=said.supported,
            business_percent=said.business_percent,
        )


class ReceiptsForm(PageForm):
    shows = shown_papers()
    photos = camera()
    files = chosen_files()
