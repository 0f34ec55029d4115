"""Two conversations of the demonstration: one that waits for the office, one that it answered."""

from datetime import datetime, timedelta

from otameshi.messages import actions
from otameshi.people import Person
from otameshi.programme.models import Call

QUESTION = (
    "事業計画書の様式は自由でしょうか。パワーポイントで作ったものでもよいか、教えてください。"
)
ASKED = "11月の滞在を1週間延ばすことになりました。変更の手続きは必要でしょうか。"
ANSWER = (
    "ご連絡ありがとうございます。おためし期間の中での変更であれば、手続きは必要ありません。"
    "期間を過ぎるときは、あらためてご相談ください。"
)


def talk(open_call: Call, past_call: Call, people: dict[str, Person], at: datetime) -> None:
    thread = actions.write(past_call, ASKED, (), people["sanka"], at - timedelta(days=5))
    actions.answer(thread.id, ANSWER, (), people["tantou"], at - timedelta(days=4))
    actions.write(open_call, QUESTION, (), people["oubo"], at - timedelta(hours=20))
