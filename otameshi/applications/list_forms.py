"""What the office types around the list of applications."""

from collections.abc import Mapping

from wtforms import BooleanField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from otameshi.web.forms import PageForm, long_text, options, text

LONGEST_NAME = 40  # characters: it must fit on a button
LONGEST_NOTE = 2_000


class ViewForm(PageForm):
    name = text("条件の名前", LONGEST_NAME)
    shared = BooleanField("ほかの職員も使えるようにする")
    first = BooleanField("応募の一覧を開いたとき、はじめにこの条件を使う")


class NoteForm(PageForm):
    text = long_text("メモ", LONGEST_NOTE)
    people = SelectMultipleField(
        "知らせる人",
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    @classmethod
    def to(cls, colleagues: Mapping[int, str]) -> "NoteForm":
        form = cls()
        form.people.choices = options((str(key), name) for key, name in colleagues.items())
        return form
