"""The words of a refusal: one text for all, or a text for one candidate, until it is sent."""

from datetime import datetime

from otameshi import history
from otameshi.core.states import Refused
from otameshi.db import locked, unchanged
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.decision import notices
from otameshi.selection.decision.actions.sending import ready
from otameshi.selection.decision.models import Decision
from otameshi.selection.decision.rules import Notice
from otameshi.selection.rules import Outcome


def common_reason(call: Call) -> str:
    """Return the text that the unsent refusals of a call share so far."""
    shared = (one.reason for one in ready(call) if _shares(one) and one.reason)
    return next(shared, "")


def word_all(call: Call, reason: str, by: Person, at: datetime) -> int:
    """Give every unsent refusal without a text of its own this reason, and say how many."""
    locked(Call, call.id)
    found = [one for one in ready(call) if _shares(one)]
    if not found:
        raise Refused("共通の理由を書く、未送付の不採択の通知はありません。")
    for one in found:
        _word(one, reason)
    label = "不採択の共通の理由を書く"
    history.record(call, "word_notices", label, by=by, at=at, note=reason, count=len(found))
    return len(found)


def word(
    decision: Decision, reason: str, by: Person, at: datetime, version: int | None = None
) -> None:
    """Write the reason that this applicant alone will read; an empty one takes the common text."""
    locked(Call, decision.candidacy.application.call_id)
    decision = locked(Decision, decision.id)
    unchanged(decision, version)
    if decision.notice is not Notice.READY:
        raise Refused("送ったか、送信待ちの通知の理由は変えられません。先に取り戻してください。")
    common = common_reason(decision.candidacy.application.call)
    decision.own_reason = bool(reason)
    _word(decision, reason or (common if _shares(decision) else ""))
    label = "通知に書く理由を改める"
    history.record(decision.candidacy, "word_notice", label, by=by, at=at, note=reason)


def _shares(one: Decision) -> bool:
    return one.outcome is Outcome.REJECTED and not one.own_reason and one.replaces_id is None


def _word(one: Decision, reason: str) -> None:
    one.reason = reason
    one.made = notices.draft(one).made
