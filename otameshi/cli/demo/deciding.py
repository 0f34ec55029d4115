"""What follows a decision in the demonstration: the notices leave, and the minutes are issued."""

from collections.abc import Mapping
from datetime import datetime

from otameshi.core.clock import day_in_japan
from otameshi.people import Person
from otameshi.programme.models import Call
from otameshi.selection.decision.actions import meeting, sending, wording

REASON = "応募が募集の組数を上回り、総合的に判断した結果、今回は採択に至りませんでした。"
GIST = (
    "1　事務局から、応募の状況と採点の結果を説明した。\n"
    "2　順位に沿って、採択5組、補欠1組、不採択1組の案を審議し、全員一致で了承した。\n"
    "3　市町村との調整は、採択の通知の後に事務局が行うこととした。"
)


def tell(call: Call, staff: Mapping[str, Person], at: datetime) -> None:
    """Send all notices of a call in one act and let the hold pass; write the minutes."""
    officer = staff["tantou"]
    wording.word_all(call, REASON, officer, at)
    kinds = {one.kind for one in sending.ready(call)}
    act = sending.send(call, kinds, officer, at)
    sending.release(act.id, at)
    held = meeting.save(
        None,
        call,
        {
            "on": day_in_japan(at),
            "hours": "14時から16時まで",
            "place": "県庁8階　会議室（見本）",
            "present": "\n".join(
                f"{role}　{staff[mailbox].name}"
                for role, mailbox in (
                    ("選考委員", "senkou"),
                    ("選考委員", "senkou2"),
                    ("決裁者", "kessai"),
                    ("担当者", "tantou"),
                )
            ),
            "absent": "",
            "gist": GIST,
        },
        officer,
        at,
    )
    meeting.issue_minutes(held, officer, at)
