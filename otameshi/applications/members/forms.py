"""What a member is asked for, and whom a representative writes to. Shape only."""

from typing import Any, Self

from wtforms import BooleanField
from wtforms.validators import InputRequired

from otameshi.accounts.forms import address, address_again
from otameshi.applications.forms import MemberForm
from otameshi.applications.forms.written import short
from otameshi.applications.members.rules import CONSENT
from otameshi.applications.models import Member
from otameshi.applications.promise_form import PromiseForm, mark
from otameshi.programme.models import ProgrammeYear
from otameshi.web.forms import PageForm, Required, options

ASKED = ("name", "kana", "birth_date", "prefecture", "address", "occupation")


class AskForm(PageForm):
    name = short("メンバーの氏名", validators=[Required()])
    email = address("メンバー本人のメールアドレス")
    email_again = address_again("メンバー本人のメールアドレス（確認）")

    @classmethod
    def of(cls, name: str) -> Self:
        """Make the form; a name that is known already is not asked for."""
        form = cls()
        if name:
            del form.name
        for field in (form.email, form.email_again):  # somebody else's address
            field.render_kw = {**(field.render_kw or {}), "autocomplete": "off"}
        return form


class OwnPartForm(MemberForm, PromiseForm):  # type: ignore[misc]  # `of` differs: `for_member`
    """The fields of a member, none of which may stay empty here, and the year's promises."""

    consented = BooleanField(
        "個人情報の取扱いと、この組の一員として応募することに同意します", [InputRequired(CONSENT)]
    )

    @classmethod
    def for_member(cls, member: Member, year: ProgrammeYear) -> Self:
        form = cls(obj=member)
        form.asked = frozenset(map(mark, year.pledges))
        form.pledged.choices = options((mark(words), words) for words in year.pledges)
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the shape as on the representative's page, then that nothing is left out."""
        well_formed = bool(super().validate(extra_validators))
        empty = [self[name] for name in ASKED if not self[name].data and not self[name].errors]
        for field in empty:
            field.errors = [_wanted(field)]
        return well_formed and not empty


def _wanted(field: Any) -> str:
    verb = "選んで" if field.name == "prefecture" else "入力して"
    return f"{field.label.text}を{verb}ください。"
