"""What the page of one expense asks for. Shape only: the rules decide what is allowed."""

from flask_wtf.file import MultipleFileField
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from otameshi.claims import judging
from otameshi.claims.actions import Entry, File
from otameshi.claims.judging import Expense
from otameshi.claims.models import ClaimLine
from otameshi.core.yen import Yen
from otameshi.files.kinds import RECEIPTS, accept, accepted
from otameshi.participation.models import Participation
from otameshi.subsidy import Contract, Rulebook
from otameshi.web.forms import (
    Chosen,
    DateParts,
    PageForm,
    Required,
    YenField,
    given,
    options,
    text,
)

MOST_YEN = 100_000_000
DIGITS = {"inputmode": "numeric"}
IN_RANGE = NumberRange(1, MOST_YEN, message="1円から1億円までの金額を入力してください。")


class LineForm(PageForm):
    cost = SelectField("費目", [Chosen()], validate_choice=False)
    contract = SelectField("購入・賃借の別", validate_choice=False)
    incurred_on = DateParts("利用した日・乗った日", [Required()])
    paid_on = DateParts("支払った日", [Required()])
    payee = text("支払先")
    purpose = text("内容・目的")
    amount = YenField("金額（税込）", [Required(), IN_RANGE], render_kw=DIGITS)
    traveller = SelectField("移動した人", validate_choice=False)
    origin = text("出発地", required=False)
    destination = text("到着地", required=False)
    shows = SelectMultipleField(
        "いま添付する書類で分かるもの",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    files = MultipleFileField("証拠書類の添付", render_kw={"accept": accept(RECEIPTS)})
    taken = accepted(RECEIPTS)

    def offer(self, rulebook: Rulebook, group: Participation) -> None:
        """Offer the words of the frozen rulebook and the members of the group."""
        self.cost.choices = options(judging.costs(rulebook), "選択してください")
        ways = ((way.value, way.label) for way in Contract if way in judging.WAYS)
        self.contract.choices = options(ways, "該当しない")
        self.traveller.choices = options(((one.name, one.name) for one in group.people), "―")
        self.shows.choices = options((paper.key, paper.label) for paper in rulebook.papers)

    def show(self, line: ClaimLine) -> None:
        self.process(obj=line, data={"cost": f"{line.kind}:{line.sub_kind}", "shows": []})

    def expense(self, line: ClaimLine | None) -> Expense:
        """Return what is typed as an expense to judge; files chosen now count as given."""
        kind, _, sub_kind = (self.cost.data or "").partition(":")
        return Expense(
            key=str(line.id) if line else "",
            kind=kind,
            sub_kind=sub_kind,
            contract=self.contract.data or "",
            incurred_on=given(self.incurred_on.data),
            paid_on=given(self.paid_on.data),
            amount=Yen(given(self.amount.data)),
            papers=frozenset(self.shows.data or ()) | (line.papers if line else frozenset()),
            traveller=self.traveller.data or "",
        )

    @property
    def entry(self) -> Entry:
        kind, _, sub_kind = (self.cost.data or "").partition(":")
        return Entry(
            kind=kind,
            sub_kind=sub_kind,
            contract=self.contract.data or "",
            incurred_on=given(self.incurred_on.data),
            paid_on=given(self.paid_on.data),
            payee=self.payee.data or "",
            purpose=self.purpose.data or "",
            amount=Yen(given(self.amount.data)),
            traveller=self.traveller.data or "",
            origin=self.origin.data or "",
            destination=self.destination.data or "",
            files=tuple(
                File(one.filename or "", one.stream.read()) for one in self.files.data or ()
            ),
            shows=tuple(self.shows.data or ()),
        )
