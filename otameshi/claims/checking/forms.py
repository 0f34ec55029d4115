"""What the pages of the desk ask for. Shape only: the rules decide what is allowed."""

from collections.abc import Iterable, Sequence
from typing import Self

from flask_wtf.file import FileField
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from otameshi.claims.checking.actions import Visit
from otameshi.claims.checking.rules import Outcome
from otameshi.claims.models import ClaimLine
from otameshi.claims.rules import Ruling, Verdict
from otameshi.core.yen import Yen
from otameshi.files.kinds import RECEIPTS, accept, accepted
from otameshi.web.forms import (
    DIGITS_ANEW,
    DateParts,
    PageForm,
    Required,
    YenField,
    given,
    labelled,
    long_text,
    options,
    text,
)

RULINGS = (Verdict.ACCEPTED, Verdict.REDUCED, Verdict.RETURNED)
SAYS_WHY = frozenset({Verdict.REDUCED, Verdict.RETURNED})


class NothingForm(PageForm):
    """額の確定 at 0円."""

    why = long_text("0円とする理由", 1_000, render_kw={"rows": 4})
    note = long_text("気づきを確かめずに進める理由", 1_000, required=False, render_kw={"rows": 3})


class RulingForm(PageForm):
    verdict = labelled("この行の判断", Verdict, radio=True, only=RULINGS)
    reduced_to = YenField("減額後の額", [Optional()], render_kw=DIGITS_ANEW)
    listed = SelectField("よく使う理由", default="")
    reason = long_text("理由", 1_000, required=False, render_kw={"rows": 3})

    @classmethod
    def of(cls, line: ClaimLine) -> Self:
        """Make the form of one line, with what was said of it in this round."""
        why = line.reason if line.verdict in SAYS_WHY else ""
        form = cls(data={"verdict": line.verdict, "reduced_to": line.reduced_to, "reason": why})
        terms = line.claim.grant.participation.year.grant_plan.fact
        form.offer(terms.reduce_reasons, terms.return_reasons)
        return form

    def offer(self, reduce: Sequence[str], send_back: Sequence[str]) -> None:
        """Offer the reasons of the year; one is chosen, own words may be added."""
        pairs = [*(("減額", one) for one in reduce), *(("差戻し", one) for one in send_back)]
        known = dict.fromkeys(one for _, one in pairs)
        about = {
            one: "・".join(dict.fromkeys(why for why, text in pairs if text == one))
            for one in known
        }
        self.listed.choices = options(((one, f"{about[one]}：{one}") for one in known), "選ばない")

    @property
    def ruling(self) -> Ruling:
        to = self.reduced_to.data
        why = [one for one in (self.listed.data, self.reason.data) if one]
        return Ruling(self.verdict.data, None if to is None else Yen(to), "\n".join(why))


class TogetherForm(PageForm):
    lines = SelectMultipleField(
        "認める行",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )

    def offer(self, lines: Iterable[ClaimLine]) -> None:
        self.lines.choices = options((str(line.id), line.payee) for line in lines)

    @property
    def chosen(self) -> set[int]:
        return {int(one) for one in self.lines.data or () if one.isascii() and one.isdigit()}


class VisitForm(PageForm):
    checked_on = DateParts("確認した日", [Required()])
    who = text("行った人")
    place = text("場所")
    seen = long_text("確かめたこと")
    outcome = labelled("結果", Outcome, radio=True)
    file = FileField("写真・記録", render_kw={"accept": accept(RECEIPTS)})
    taken = accepted(RECEIPTS)

    @property
    def visit(self) -> Visit:
        file = self.file.data
        return Visit(
            checked_on=given(self.checked_on.data),
            who=self.who.data or "",
            place=self.place.data or "",
            seen=self.seen.data or "",
            outcome=self.outcome.data,
            file=(file.filename or "", file.stream.read()) if file else None,
        )
