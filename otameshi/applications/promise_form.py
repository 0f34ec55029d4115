"""The last page: every statement of the year is declared by a check box of its own."""

import hashlib
from typing import Any, Self

from wtforms import BooleanField, SelectMultipleField
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from otameshi.applications.rules import CONSENT, PLEDGE
from otameshi.programme.models import ProgrammeYear
from otameshi.web.forms import PageForm, options


def mark(words: str) -> str:
    """Return what stands for a wording: one that was changed meanwhile has not been declared."""
    return hashlib.sha256(words.encode()).hexdigest()[:12]


class PromiseForm(PageForm):
    pledged = SelectMultipleField(
        "誓約",
        choices=[],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    consented = BooleanField("個人情報の取扱いに同意します", [InputRequired(CONSENT)])

    asked: frozenset[str] = frozenset()

    @classmethod
    def of(cls, year: ProgrammeYear) -> Self:
        form = cls()
        form.asked = frozenset(map(mark, year.pledges))
        form.pledged.choices = options((mark(words), words) for words in year.pledges)
        return form

    def validate_pledged(self, field: Any) -> None:
        if not self.asked <= set(field.data or ()):
            raise ValidationError(PLEDGE)
