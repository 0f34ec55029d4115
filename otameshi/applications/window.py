"""Until when one application is taken, and how that is said to the second. No database, no web."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from otameshi.core.clock import in_japan
from otameshi.core.states import Refused
from otameshi.core.wareki import wareki
from otameshi.programme.rules import Opening, opening

WEEKDAYS = "月火水木金土日"
NONE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Window:
    """The time in which one person's application to one call (募集回) is taken.

    Every check of the deadline asks this: `closes_at` is the call's, or the person's own where a
    manager has extended it (期限の延長). `grace` (猶予) is for a submission that was on its way.
    """

    opens_at: datetime
    closes_at: datetime
    grace: timedelta = NONE
    extended: bool = False

    def opening(self, at: datetime) -> Opening:
        return opening(self.opens_at, self.closes_at, at)

    def open(self, at: datetime) -> bool:
        return self.opening(at) is Opening.OPEN

    def must_be_open(self, at: datetime) -> None:
        """Refuse what arrives before the opening or from the closing moment on."""
        self.must_take(at, at, NONE)

    def must_take(self, at: datetime, begun: datetime, grace: timedelta | None = None) -> None:
        """Refuse unless it arrived in time, or began in time and arrived within the grace."""
        allowed = self.grace if grace is None else grace
        if at < self.opens_at:
            raise Refused("募集はまだ始まっていません。")
        if at < self.closes_at or (begun < self.closes_at and at < self.closes_at + allowed):
            return
        raise Refused(
            "応募の締切を過ぎたため、受け付けできません。"
            f"{self._late(at, begun, allowed)}下書きは残っています。"
        )

    def _late(self, at: datetime, begun: datetime, allowed: timedelta) -> str:
        due = second_in_words(self.closes_at)
        arrived = _beside(at, self.closes_at)
        if begun < self.closes_at and allowed:
            sent = _beside(begun, self.closes_at)
            return (
                f"{due}の締切に対し、{sent}に送信が始まりましたが、"
                f"猶予の{seconds(allowed)}秒を過ぎた{arrived}に届きました。"
            )
        return f"{due}の締切に対し、{arrived}に届きました。"

    def taken(self, at: datetime, begun: datetime) -> str:
        """Say when it was taken, against which deadline."""
        due, arrived = second_in_words(self.closes_at), _beside(at, self.closes_at)
        if at < self.closes_at:
            return f"{due}の締切に対し、{arrived}に受け付けました。"
        sent = _beside(begun, self.closes_at)
        return (
            f"{due}の締切に対し、{sent}に送信が始まり、猶予の{seconds(self.grace)}秒の内の"
            f"{arrived}に届いたため、受け付けました。"
        )

    def left(self, at: datetime) -> str:
        """Say what is left until the deadline: 「あと2日3時間」, in the last minute 「あと5秒」."""
        return "" if at >= self.closes_at else f"あと{_span(self.closes_at - at)}"


def seconds(span: timedelta) -> int:
    return int(span.total_seconds())


def second_in_words(moment: datetime) -> str:
    """Return 「令和8年5月18日（月）16時59分59秒」 by the clock in Japan."""
    local = in_japan(moment)
    return f"{wareki(local.date())}（{WEEKDAYS[local.weekday()]}）{local:%H時%M分%S秒}"


def _beside(moment: datetime, other: datetime) -> str:
    """Say a moment beside another one: the clock alone on the same day in Japan."""
    local = in_japan(moment)
    same = local.date() == in_japan(other).date()
    return f"{local:%H時%M分%S秒}" if same else second_in_words(moment)


def _span(left: timedelta) -> str:
    days, rest = left.days, left.seconds
    hours, minutes, rest = rest // 3600, rest % 3600 // 60, rest % 60
    if days:
        return f"{days}日{hours}時間" if hours else f"{days}日"
    if hours:
        return f"{hours}時間{minutes}分" if minutes else f"{hours}時間"
    if minutes:
        return f"{minutes}分{rest}秒"
    return f"{rest}秒" if rest else "1秒未満"
