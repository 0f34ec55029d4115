"""The current year's own questions, as an officer would have written and published them."""

from datetime import datetime

from otameshi.applications.questions import editing
from otameshi.core.questions import Condition, Kind, Question
from otameshi.people import Person
from otameshi.programme import questionnaires
from otameshi.programme.models import ProgrammeYear

# Keys are given in this order: q1, q2, ...
QUESTIONS = (
    Question(
        key="",
        kind=Kind.CHOICE,
        label="県内の人や団体とのつながりはありますか",
        page="business",
        required=True,
        options=("ある", "これからつくる", "ない"),
    ),
    Question(
        key="",
        kind=Kind.TEXT,
        label="つながりのある団体の名称",
        page="business",
        help="いくつかあるときは、主なものを1つ書いてください。",
        required=True,
        condition=Condition("q1", ("ある",)),
    ),
    Question(
        key="",
        kind=Kind.SEVERAL,
        label="期間中に参加したいもの",
        page="plan",
        options=("交流会", "オフィスの見学", "市町村の案内", "先輩との面談"),
        most=3,
    ),
    Question(
        key="",
        kind=Kind.DATE,
        label="現地を見学した日",
        page="plan",
        help="まだのときは、空のままでかまいません。",
    ),
    Question(
        key="",
        kind=Kind.LONG,
        label="住居の支援に望むこと",
        page="plan",
        most=300,
        condition=Condition("housing_help", ("yes",)),
    ),
)


def ask(year: ProgrammeYear, officer: Person, at: datetime) -> None:
    """Publish the first version, and leave a change of it unpublished."""
    for question in QUESTIONS:
        editing.add(year, question, officer, at)
    questionnaires.publish(year, officer, at)
    more = Question(key="", kind=Kind.NUMBER, label="県内を訪れた回数", page="business", least=0)
    editing.add(year, more, officer, at)
