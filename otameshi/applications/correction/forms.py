"""What the office asks for again, and what the applicant answers."""

from collections.abc import Sequence
from typing import Any, Self

from flask import request
from wtforms import FieldList, Form, FormField, SelectField
from wtforms.validators import ValidationError

from otameshi.applications.correction.actions import Asked
from otameshi.applications.correction.models import CorrectionRequest
from otameshi.applications.correction.rules import MOST_ITEMS
from otameshi.applications.correction.sections import Section
from otameshi.web.forms import DateParts, PageForm, Required, long_text, options

ROWS, MORE = 3, 3
UNSET = "選んでください"


class AskedRow(Form):
    """One section with what is wrong with it; an empty row is none."""

    section = SelectField("項目", validate_choice=True)
    comment = long_text("依頼の内容", 1_000, required=False, render_kw={"rows": 3})

    @property
    def empty(self) -> bool:
        return not self.section.data and not self.comment.data

    def validate_section(self, field: Any) -> None:
        if not field.data and self.comment.data:
            raise ValidationError("項目を選んでください。行を消すときは、依頼の内容も空にします。")

    def validate_comment(self, field: Any) -> None:
        if not field.data and self.section.data:
            raise ValidationError("何を直してほしいかを入力してください。")


class AskForm(PageForm):
    due_on = DateParts("回答の期限", validators=[Required()])
    rows = FieldList(FormField(AskedRow), label="項目", max_entries=MOST_ITEMS)
    sections: Sequence[Section] = ()

    @classmethod
    def of(cls, sections: Sequence[Section], known: Sequence[Asked] = ()) -> Self:
        """Offer the sections of an application; `known` are asked for to begin with."""
        first = [{"section": one.section.key, "comment": one.comment} for one in known]
        form = cls(data={"rows": [*first, *({} for _ in range(ROWS))][:MOST_ITEMS]})
        form.sections = sections
        if form.wants_more:
            for _ in range(min(MORE, MOST_ITEMS - len(form.rows.entries))):
                form.rows.append_entry({})
        for entry in form.rows.entries:
            entry.form.section.choices = options(
                ((one.key, one.label) for one in sections), unset=UNSET
            )
        return form

    @property
    def wants_more(self) -> bool:
        """Say whether the button that was pressed asks for more rows, and for nothing else."""
        return request.method == "POST" and request.form.get("then") == "more"

    def asked(self) -> list[Asked]:
        known = {one.key: one for one in self.sections}
        rows = [entry.form for entry in self.rows.entries]
        return [
            Asked(known[row.section.data], row.comment.data or "") for row in rows if not row.empty
        ]


class AnswerForm(PageForm):
    note = long_text("担当者への連絡", 1_000, required=False, render_kw={"rows": 3})

    @classmethod
    def of(cls, asked: CorrectionRequest) -> Self:
        """Ask, for each item, why it is left as it is: needed only where nothing was changed."""
        fields = {
            _name(one.id): long_text(
                f"変更しない理由（{one.section.label}）", 500, required=False, render_kw={"rows": 2}
            )
            for one in asked.items
        }
        made: Self = type("RequestAnswerForm", (cls,), fields)()
        return made

    def reply_to(self, item_id: int) -> Any:
        return self[_name(item_id)]

    def replies(self, asked: CorrectionRequest) -> dict[int, str]:
        return {one.id: self.reply_to(one.id).data or "" for one in asked.items}


def _name(item_id: int) -> str:
    return f"reply_{item_id}"
