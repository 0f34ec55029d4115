"""取下げの申し出: somebody tells the office by telephone or letter to withdraw what it entered."""

from dataclasses import dataclass
from datetime import date

from otameshi.applications.rules import ENTERED, Channel
from otameshi.core.labels import Labelled
from otameshi.core.states import Refused


class How(Labelled):
    TELEPHONE = "telephone", "電話"
    LETTER = "letter", "書面"
    COUNTER = "counter", "窓口"


@dataclass(frozen=True, slots=True)
class Told:
    """How and on which day the applicant said so, and why."""

    how: How
    on: date
    note: str

    @property
    def words(self) -> str:
        return f"{self.on.year}年{self.on.month}月{self.on.day}日に{self.how.label}で申し出"


def may_be_told(channel: Channel) -> None:
    if channel not in ENTERED:
        raise Refused(
            "担当者が取り下げられるのは、担当者が代わりに入力した応募だけです。"
            "オンラインの応募は、本人が締切までに応募の画面から取り下げます。"
        )


def believable(on: date, received: date, today: date) -> None:
    """Refuse a day on which nobody could have withdrawn what had not come, or not yet."""
    if on > today:
        raise Refused("申し出のあった日が、今日より後になっています。")
    if on < received:
        raise Refused("申し出のあった日が、応募書が届いた日より前になっています。")
