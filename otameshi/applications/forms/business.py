"""What the group works on, and who they are."""

from collections.abc import Sequence
from typing import Self

from wtforms import RadioField
from wtforms.validators import Optional

from otameshi.applications.answers import BusinessAnswers
from otameshi.applications.forms.written import checked, explanation, long, short
from otameshi.applications.models import Application
from otameshi.applications.reading import homepage, is_homepage
from otameshi.applications.requirements import OTHER_WORK
from otameshi.programme.models import ProgrammeYear
from otameshi.web.forms import PageForm, options


def works_of(year: ProgrammeYear) -> list[str]:
    """Return the fields of work (事業の分野) to choose from, where the year asks for one."""
    return [*year.works, OTHER_WORK] if year.works else []


class BusinessForm(PageForm):
    work = RadioField("事業の分野", choices=[], validators=[Optional()])
    work_explanation = explanation("「その他」の内容")
    business = long("事業の内容", render_kw={"rows": 8})
    career = long("経歴", render_kw={"rows": 8})
    homepage = short(
        "ホームページ・作品集",
        500,
        filters=[homepage],
        validators=[
            checked(
                is_homepage,
                "「https://」で始まるアドレスを入力してください。例：https://example.jp/works",
            )
        ],
        render_kw={"inputmode": "url", "autocomplete": "url", "spellcheck": "false"},
    )

    @classmethod
    def of(cls, application: Application) -> Self:
        form = cls(obj=application)
        form.offer(works_of(application.call.year))
        return form

    def offer(self, works: Sequence[str]) -> None:
        """Offer these fields of work; a year that has none does not ask."""
        if works:
            self.work.choices = options((one, one) for one in works)
        else:
            del self.work, self.work_explanation

    def answers(self) -> BusinessAnswers:
        return BusinessAnswers(
            business=self.business.data or "",
            career=self.career.data or "",
            work=(self.work.data or "") if "work" in self else "",
            work_explanation=(self.work_explanation.data or "") if "work" in self else "",
            homepage=self.homepage.data or "",
        )
