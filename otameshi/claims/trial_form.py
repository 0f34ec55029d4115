"""What the page asks for that tries rules on past claims. Shape only."""

from collections.abc import Sequence
from typing import Any, Self

from flask_wtf.file import FileField
from wtforms import SelectField
from wtforms.validators import NumberRange, Optional, ValidationError

from otameshi.core.encoding import decoded
from otameshi.core.period import Period
from otameshi.core.wareki import fiscal_year_label
from otameshi.programme import actions as programme
from otameshi.programme.forms import RulebookForm
from otameshi.programme.models import RulebookVersion
from otameshi.subsidy import BadClaim, Facts, Rulebook, Sheet, read_claims
from otameshi.web.forms import (
    DIGITS,
    NumberField,
    options,
)

LARGEST_SHEET = 400_000  # bytes: some thousand lines
MOST_FAULTS = 20
MOST_PEOPLE = 10_000


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
