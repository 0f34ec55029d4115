"""What a form shows of a request for correction: what is asked at a field, and what is not open."""

from typing import Any

from markupsafe import Markup
from wtforms import BooleanField, MultipleFileField, SelectField, SelectMultipleField

from otameshi.applications.correction.sections import WISHES, Section
from otameshi.applications.outline import Outline
from otameshi.applications.rules import PageName, member_title
from otameshi.web.forms import DateParts, PageForm

# The field where it is not called like the answer that it makes.
MEMBER = {
    "postal_code": "住所",
    "prefecture": "住所",
    "address": "住所",
    "place": "住所",
    "has_base": "県内の拠点",
    "age_explanation": "生年月日",
}
CALLED = {
    "company": "法人名",
    "shop": "屋号",
    "employer": "勤務先",
    "employer_consent": "勤務先の承諾",
    "leader": "法人の代表者",
    "wish1": WISHES,
    "wish2": WISHES,
    "wish3": WISHES,
    "stay_from": "おためしの期間",
    "stay_to": "おためしの期間",
    "months_explanation": "おためしの期間",
    "nights_explanation": "1か月に泊まる数",
    "work_explanation": "事業の分野",
    "housing_help": "住居の支援",
    "other_support": "ほかの補助金など",
    "heard_from": "知ったきっかけ",
}
HIDDEN = Markup('<input type="hidden" name="{}" value="{}">')


def section_of(page: PageName, field: Any, position: int = 0) -> Section:
    """Return the section that a field of a page belongs to."""
    label = field.label.text
    if page is PageName.MEMBERS:
        return Section(page, f"{member_title(position)}の{MEMBER.get(field.name, label)}")
    return Section(page, CALLED.get(field.name, label))


def mark(form: PageForm, outline: Outline, page: PageName, position: int = 0) -> None:
    """Tell each field what is asked of it, and whether it can only be read (its action checks)."""
    if outline.request is None:
        return
    comments = {one.section: one.comment for one in outline.request.items if one.name}
    for field in form:
        section = section_of(page, field, position)
        field.asked = comments.pop(section, "")
        field.fixed = not outline.covers(page, section.name)
        if field.fixed:
            field.shown, field.carried = _shown(field), _carried(field)
            field.validators = ()  # nobody can mend it here


def _shown(field: Any) -> str:
    match field:
        case DateParts():
            typed = [str(part.value) for part in field.parts]
            return f"{typed[0]}年{typed[1]}月{typed[2]}日" if all(typed) else ""
        case BooleanField():
            return "はい" if field.data else "いいえ"
        case SelectField():
            return "、".join(one.label.text for one in field if one.checked and one.data)
        case MultipleFileField():
            return ""
        case _:
            return str(field._value())  # noqa: SLF001  # what wtforms writes into the page


def _carried(field: Any) -> Markup:
    """Return what the page sends back for a field that it does not show as one."""
    match field:
        case DateParts():
            parts = [HIDDEN.format(part.name, part.value) for part in field.parts]
            return Markup().join(parts)
        case BooleanField():
            return HIDDEN.format(field.name, "y") if field.data else Markup()
        case SelectMultipleField():
            return Markup().join(HIDDEN.format(field.name, one) for one in field.data or ())
        case SelectField():
            return HIDDEN.format(field.name, "" if field.data is None else field.data)
        case MultipleFileField():
            return Markup()
        case _:
            return HIDDEN.format(field.name, field._value())  # noqa: SLF001  # as above
