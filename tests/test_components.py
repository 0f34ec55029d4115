"""The components say in markup what a person sees, and their parts refer to each other."""

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    Form,
    FormField,
    RadioField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from otameshi.core.labels import Labelled
from otameshi.web.filters import size, yen
from otameshi.web.forms import DateParts, options

HIDDEN = Markup('<input type="hidden" name="csrf_token" value="t" />')
ONE = options([("a", "甲"), ("b", "乙")])


class Member(Form):
    kana = StringField("ふりがな", [InputRequired("ふりがなを入力してください。")])


class Everything(Form):
    name = StringField("氏名", [InputRequired("氏名を入力してください。")])
    mail = StringField("メール", [Optional()])
    kind = RadioField("区分", [InputRequired("区分を選んでください。")], choices=ONE)
    towns = SelectMultipleField(
        "市町村",
        [InputRequired("市町村を選んでください。")],
        choices=ONE,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    born = DateParts("生年月日", [InputRequired("生年月日を入力してください。")])
    consent = BooleanField("同意します", [InputRequired("同意が必要です。")])
    member = FormField(Member)
    members = FieldList(FormField(Member), min_entries=1)


@pytest.fixture(scope="module")
def jinja() -> Environment:
    env = Environment(
        loader=FileSystemLoader("templates"), autoescape=True, undefined=StrictUndefined
    )
    env.filters.update(yen=yen, size=size)
    env.globals.update(
        hidden_fields=lambda: HIDDEN,
        url_for=lambda name, **ids: f"/{name}?{ids}",
        typed_reason=lambda action: "書いた理由" if "back" in action else "",
    )
    return env


def draw(jinja: Environment, file: str, call: str, **given):
    """Return the elements of a macro's markup, each with its attributes."""
    name = call.partition("(")[0]
    source = f'{{% from "components/{file}.html" import {name} %}}{{{{ {call} }}}}'
    text = jinja.from_string(source).render(given)
    return html5lib.parseFragment(text, namespaceHTMLElements=False), text


def wrong_form() -> Everything:
    form = Everything(MultiDict({"born-year": "1990", "members-0-kana": ""}))
    assert not form.validate()
    return form


def page_of(jinja: Environment, form: Form):
    source = """{% from "components/form.html" import error_summary, field %}
      {{ error_summary(form) }}{% for one in form if one.form is not defined %}
      {% if one.entries is not defined %}{{ field(one) }}{% endif %}{% endfor %}
      {{ field(form.member.form.kana) }}{{ field(form.members[0].form.kana) }}"""
    return html5lib.parseFragment(
        jinja.from_string(source).render(form=form), namespaceHTMLElements=False
    )


def test_every_line_of_the_error_summary_leads_to_its_field(jinja):
    tree = page_of(jinja, wrong_form())
    links = [link.get("href") for link in tree.iterfind(".//a")]
    controls = {f"#{one.get('id')}" for one in tree.iterfind(".//input")}
    assert len(links) == 7
    assert set(links) <= controls


def test_every_wrong_field_is_described_by_its_error(jinja):
    tree = page_of(jinja, wrong_form())
    ids = [one.get("id") for one in tree.iter() if isinstance(one.tag, str) and one.get("id")]
    described = [one.get("aria-describedby", "").split() for one in tree.iter()]
    assert len(ids) == len(set(ids))
    assert {one for names in described for one in names} <= set(ids)
    assert len([one for names in described for one in names if one.endswith("-error")]) >= 7


def test_a_field_says_whether_it_must_be_filled_in(jinja):
    _, name = draw(jinja, "form", "field(form.name)", form=Everything())
    _, mail = draw(jinja, "form", "field(form.mail)", form=Everything())
    assert "※必須" in name
    assert "aria-required" in name
    assert "任意" in mail
    assert "aria-required" not in mail


def test_help_stands_between_label_and_field_and_is_read_with_it(jinja):
    _, text = draw(jinja, "form", 'field(form.name, help="戸籍のとおり")', form=Everything())
    assert text.index("<label") < text.index("戸籍のとおり") < text.index("<input")
    assert 'aria-describedby="name-help"' in text


def test_a_form_with_a_file_field_is_multipart(jinja):
    class Paper(Form):
        paper = FileField("書類")

    _, paper = draw(jinja, "form", "form_start(form)", form=Paper())
    _, plain = draw(jinja, "form", "form_start(form)", form=Member())
    assert "multipart/form-data" in paper
    assert "multipart/form-data" not in plain


def test_the_hidden_fields_come_after_everything_typed(jinja):
    """A multipart body that was cut short then lacks them, and is refused."""
    _, text = draw(jinja, "form", 'form_end("送る", ("action", "draft", "下書き"))')
    assert text.index("csrf_token") < text.index("<button")
    assert "<input" not in text[text.index("<button") :]


class Step(Labelled):
    accept = "accept", "受理する"
    back = "back", "差し戻す"


class StepMove:
    def __init__(self, step: Step, *, needs_note: bool) -> None:
        self.name, self.label, self.needs_note = step.value, step.label, needs_note


def test_each_move_is_its_own_form_and_asks_for_the_reason_it_needs(jinja):
    moves = [StepMove(Step.accept, needs_note=False), StepMove(Step.back, needs_note=True)]
    tree, _ = draw(jinja, "form", 'move_buttons(moves, "take", version=3, row=7)', moves=moves)
    forms = list(tree.iterfind(".//form"))
    assert [form.get("method") for form in forms] == ["post", "post"]
    assert [len(form.findall(".//textarea")) for form in forms] == [0, 1]
    assert [area.text for area in tree.iterfind(".//textarea")] == ["書いた理由"]
    assert all(form.find(".//input[@name='version']").get("value") == "3" for form in forms)
    assert all(form.find(".//input[@name='csrf_token']") is not None for form in forms)


def test_what_a_person_typed_is_escaped_everywhere(jinja):
    for file, call in (
        ("page", "badge(x)"),
        ("page", "notice(x)"),
        ("page", "facts([(x, x, x)])"),
        ("page", "empty(x)"),
        ("page", 'download("/", x, "PDF")'),
        ("page", 'timeline([{"label": x, "state": "done", "note": x}])'),
    ):
        _, text = draw(jinja, file, call, x='<b onclick="x">')
        assert "<b" not in text.replace("<button", ""), call
