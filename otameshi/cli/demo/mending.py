"""One answered request for correction and one extended deadline, for the office to look at."""

from datetime import datetime, timedelta

from otameshi.applications import answering
from otameshi.applications.answers import BusinessAnswers
from otameshi.applications.correction import actions as correction
from otameshi.applications.correction.actions import Asked
from otameshi.applications.correction.sections import Section
from otameshi.applications.extension import actions as extension
from otameshi.applications.models import Application
from otameshi.applications.rules import PageName
from otameshi.cli.demo import cast
from otameshi.core.clock import day_in_japan
from otameshi.people import Person
from otameshi.programme.models import Call

DAY = timedelta(days=1)
BUSINESS = "期間中に受ける仕事の内容と、見込まれる取引先が分かるように書いてください（見本）。"
ADDRESS = "建物の名前と部屋の番号があれば、書いてください（見本）。"


def mend(one: Application, officer: Person, asked_at: datetime, answered_at: datetime) -> None:
    """Ask for two sections; the applicant changes one and says why the other stays."""
    asked = [
        Asked(Section(PageName.BUSINESS, "事業の内容"), BUSINESS),
        Asked(Section(PageName.MEMBERS, "代表者の住所"), ADDRESS),
    ]
    due_on = day_in_japan(asked_at) + 10 * DAY
    request = correction.ask(one, asked, due_on, officer, asked_at)
    answers = BusinessAnswers(
        business="ウェブサービスの企画と開発。県内の観光事業者2社から予約の仕組みを受注する（見本）",
        career=one.career,
        work=one.work,
        homepage=one.homepage,
    )
    answering.save_business(one, answers, one.applicant, answered_at)
    replies = {request.items[1].id: "戸建てのため、部屋の番号はありません（見本）。"}
    correction.answer(request, replies, "よろしくお願いします。", one.applicant, answered_at)


def extend(call: Call, manager: Person, at: datetime) -> None:
    """Put the deadline of a closed call off for somebody who has not begun yet."""
    until = call.closes_at + 10 * DAY
    reason = "停電のため、締切までに入力できなかったと申し出があった（見本）。"
    extension.grant(call, f"kumi-z@{cast.DOMAIN}", until, reason, manager, at)
