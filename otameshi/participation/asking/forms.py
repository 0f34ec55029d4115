"""What each kind of request asks for. Shape only: the rules decide what is possible."""

from typing import Any

from wtforms import SelectField

from otameshi.participation.asking.rules import Kind, Proposal
from otameshi.participation.forms import LONGEST_NOTE, PlaceForm
from otameshi.participation.models import Participation
from otameshi.programme import actions as programme
from otameshi.web.forms import Chosen, DateParts, PageForm, Required, long_text, options, row_key


class PeriodForm(PageForm):
    first_day = DateParts("新しい開始日", validators=[Required()])
    last_day = DateParts("新しい終了日", validators=[Required()])
    note = long_text("理由", LONGEST_NOTE)


class EndForm(PageForm):
    last_day = DateParts("新しい終了日", validators=[Required()])
    note = long_text("理由", LONGEST_NOTE)


class WithdrawalForm(PageForm):
    last_day = DateParts("参加する最後の日", validators=[Required()])
    note = long_text("理由", LONGEST_NOTE)


class NewBaseForm(PlaceForm):
    note = long_text("理由", LONGEST_NOTE)


class MemberForm(PageForm):
    participant_id = SelectField("離れるメンバー", coerce=row_key, validators=[Chosen()])
    last_day = DateParts("参加する最後の日", validators=[Required()])
    note = long_text("理由", LONGEST_NOTE)


FORMS: dict[Kind, type[PageForm]] = {
    Kind.PERIOD: PeriodForm,
    Kind.EARLY_END: EndForm,
    Kind.WITHDRAWAL: WithdrawalForm,
    Kind.BASE: NewBaseForm,
    Kind.MEMBER_LEAVING: MemberForm,
}


def form_of(kind: Kind, group: Participation) -> Any:
    """Return the form of a kind; days and base begin with how they are now."""
    if kind is Kind.MEMBER_LEAVING:
        form = MemberForm()
        staying = ((str(one.id), one.name) for one in group.people if one.left_on is None)
        form.participant_id.choices = options(staying, unset="選んでください")
        return form
    as_it_is = kind in {Kind.PERIOD, Kind.BASE}
    form = FORMS[kind](obj=group if as_it_is else None)
    if isinstance(form, NewBaseForm):
        form.offer(programme.hosts_of(group.year))
    return form


def proposal_of(kind: Kind, form: Any) -> Proposal:
    names = ("first_day", "last_day", "host_id", "office_id", "participant_id")
    given = {name: form[name].data for name in names if name in form}
    address = (form["base_address"].data or "") if "base_address" in form else ""
    return Proposal(kind=kind, base_address=address, **given)
