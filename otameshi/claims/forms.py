"""What the pages of a claim ask for. Shape only: the rules decide what is allowed."""

from collections.abc import Sequence
from typing import Any, Self

from flask_wtf.file import FileField, MultipleFileField
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from otameshi.claims import rules
from otameshi.claims.actions import BankAccount, Entry, File
from otameshi.claims.models import ClaimLine
from otameshi.claims.rules import AccountKind, Expense, Ruling, Verdict
from otameshi.core.encoding import decoded
from otameshi.core.period import Period
from otameshi.core.wareki import fiscal_year_label
from otameshi.core.yen import Yen
from otameshi.files.kinds import RECEIPTS, accept, accepted
from otameshi.participation.models import Participation
from otameshi.programme import actions as programme
from otameshi.programme.forms import RulebookForm
from otameshi.programme.models import RulebookVersion
from otameshi.subsidy import BadClaim, Contract, Facts, Rulebook, Sheet, read_claims
from otameshi.web.forms import (
    Chosen,
    DateParts,
    NumberField,
    PageForm,
    Required,
    YenField,
    given,
    labelled,
    long_text,
    options,
    text,
)

MOST_YEN = 100_000_000
LARGEST_SHEET = 400_000  # bytes: some thousand lines
MOST_FAULTS = 20
MOST_PEOPLE = 10_000
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
        self.cost.choices = options(rules.costs(rulebook), "選択してください")
        ways = ((way.value, way.label) for way in Contract if way in rules.WAYS)
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


class InvoiceForm(PageForm):
    bank = text("金融機関", 60)
    branch = text("支店", 60)
    kind = labelled("預金種目", AccountKind, radio=True)
    number = text("口座番号", 20, render_kw={**DIGITS, "autocomplete": "off"})
    holder = text("口座名義（カナ）", 60)

    @property
    def account(self) -> BankAccount:
        return BankAccount(
            bank=self.bank.data or "",
            branch=self.branch.data or "",
            kind=self.kind.data,
            number=self.number.data or "",
            holder=self.holder.data or "",
        )


RULINGS = (Verdict.ACCEPTED, Verdict.REDUCED, Verdict.RETURNED)


class RulingForm(PageForm):
    verdict = labelled("この行の判断", Verdict, radio=True, only=RULINGS)
    reduced_to = YenField("減額後の額", [Optional()], render_kw=DIGITS)
    reason = long_text("理由", 1_000, required=False)

    @property
    def ruling(self) -> Ruling:
        to = self.reduced_to.data
        return Ruling(self.verdict.data, None if to is None else Yen(to), self.reason.data or "")


class PaymentForm(PageForm):
    paid_on = DateParts("支払日", [Required()])
    voucher = text("支出命令番号", 60)


def _row(value: object) -> int | None:
    return int(str(value)) if value not in {None, "", "None"} else None


class TrialForm(RulebookForm):
    """Rules to try: on the claims of a past year, or on a table."""

    versions: Sequence[RulebookVersion] = ()
    table: Sheet | None = None

    against = SelectField("比べる規則", coerce=_row)
    claims = SelectField("使う請求", coerce=_row)
    sheet = FileField("経費の表（.csv）", render_kw={"accept": ".csv"})
    cohort = NumberField(
        "表を使うときの参加者の総数",
        [
            Optional(),
            NumberRange(0, MOST_PEOPLE, message="0から10,000までの数を入力してください。"),
        ],
        render_kw=DIGITS,
    )

    @classmethod
    def for_trial(
        cls,
        latest: RulebookVersion | None,
        versions: Sequence[RulebookVersion],
        years: Sequence[tuple[int, int]],
    ) -> Self:
        form = cls(
            data={
                "source": latest.text if latest else "",
                "against": latest.id if latest else None,
                "claims": years[0][0] if years else None,
            }
        )
        form.versions = versions
        form.against.choices = options(
            (str(one.id), f"{fiscal_year_label(one.year.fiscal_year)} 第{one.number}版")
            for one in versions
        )
        form.claims.choices = options(
            ((str(year), f"{fiscal_year_label(year)}（{groups}組）") for year, groups in years),
            unset="使わない（規則の違いだけを見る）",
        )
        return form

    @property
    def old(self) -> Rulebook:
        chosen = next(one for one in self.versions if one.id == self.against.data)
        return programme.parsed(chosen.text)

    def validate_sheet(self, field: Any) -> None:
        """Read the table by the words of the rules it was written under."""
        if not field.data or not field.data.filename or self.against.data is None:
            return
        content = field.data.stream.read(LARGEST_SHEET + 1)
        if len(content) > LARGEST_SHEET:
            raise ValidationError(
                f"表は{LARGEST_SHEET // 1_000}KBまでです。組を分けて、何回かに分けてください。"
            )
        try:
            self.table = read_claims(self.old, decoded(content), field.data.filename)
        except BadClaim as bad:
            raise ValidationError(" ".join(bad.faults[:MOST_FAULTS])) from bad
        except UnicodeDecodeError as wrong:
            raise ValidationError("UTF-8かShift_JISの表を選んでください。") from wrong

    def groups(self, trial: Period) -> list[tuple[str, Facts]] | None:
        """Return the claims of the table by 組, staying for the whole trial; None without one."""
        if self.table is None:
            return None
        period = self.old.trial or trial
        heads, cohort = self.table.heads, self.cohort.data
        return [
            (group, Facts(lines=lines, heads=heads[group], trial=period, cohort_heads=cohort))
            for group, lines in self.table.lines.items()
        ]
