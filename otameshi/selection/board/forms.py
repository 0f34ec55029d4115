"""The shape of what the pages of the board send."""

from collections.abc import Mapping
from dataclasses import dataclass

from wtforms import SelectField
from wtforms.validators import NumberRange, Optional

from otameshi.core.states import Refused
from otameshi.selection.board.placing import Placing
from otameshi.selection.board.reading import Scene
from otameshi.selection.board.rules import LONGEST_NAME, MOST_RANK, Choice
from otameshi.selection.rules import Outcome
from otameshi.web.forms import (
    DIGITS,
    Chosen,
    NumberField,
    PageForm,
    is_number,
    long_text,
    options,
    plain_digits,
    row_key,
    text,
)

LONGEST_NOTE = 2_000
MARK = "outcome-"
VALUES = {one.value: one for one in Outcome}


class BoardForm(PageForm):
    """The rows are read by `typed`: hundreds of fields would take longer than all the rest."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands on one row of the board, the 補欠順位 as it was typed."""

    outcome: Outcome | None
    rank: str

    @property
    def choice(self) -> Choice | None:
        if self.outcome is None:
            return None
        waits = self.outcome is Outcome.WAITLISTED
        return Choice(self.outcome, _rank(self.rank) if waits else None)


def _rank(typed: str) -> int | None:
    plain = plain_digits(typed)
    if not plain:
        return None
    if not is_number(plain) or not 1 <= int(plain) <= MOST_RANK:
        raise Refused(f"補欠順位は1から{MOST_RANK}までの数で入力してください（「{typed}」）。")
    return int(plain)


def typed(sent: Mapping[str, str], scene: Scene) -> dict[int, Typed]:
    """Read the rows that a page of the board sent back; what is no open row is left out."""
    found, open_ = {}, set(scene.open)
    for name, value in sent.items():
        key = name.removeprefix(MARK)
        if name.startswith(MARK) and is_number(key) and int(key) in open_:
            found[int(key)] = Typed(VALUES.get(value), sent.get(f"rank-{key}", ""))
    return found


def _count(label: str) -> NumberField:
    return NumberField(label, [Optional(), NumberRange(0, 9_999)], render_kw=DIGITS)


class NameForm(PageForm):
    """A scenario's name."""

    name = text("案の名前", LONGEST_NAME)


class BeginForm(NameForm):
    """How a scenario begins."""

    start = SelectField(
        "はじめの内容",
        choices=options(
            (
                ("rank", "順位のとおりに入れる"),
                ("blank", "何も入れない"),
                ("sent_back", "差し戻された案を入れる"),
            )
        ),
    )
    select = _count("採択の数（組）")
    wait = _count("補欠の数（組）")


class FillForm(PageForm):
    select = _count("採択の数（組）")
    wait = _count("補欠の数（組）")


class TakeForm(PageForm):
    note = long_text("理由・申し送り", LONGEST_NOTE, required=False)


class PlaceForm(PageForm):
    """Where an officer places one group in spite of the matching."""

    host_id = SelectField("市町村", coerce=row_key, validators=[Chosen()])
    office_id = SelectField("連携オフィス", coerce=row_key)
    note = long_text("希望と順位によらずに決める理由", 500)

    def offer(self, placing: Placing) -> None:
        """Set the choices: the year's municipalities and their offices."""
        hosts, offices = placing.hosts, placing.offices
        self.host_id.choices = options(
            ((str(key), one.name) for key, one in hosts.items()), unset="選んでください"
        )
        named = (
            (str(key), f"{hosts[one.host or 0].name}：{one.name}") for key, one in offices.items()
        )
        self.office_id.choices = options(named, unset="決めない")
