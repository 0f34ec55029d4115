"""What each stage of the path says to the person who stands on it. No database, no web."""

from collections.abc import Callable
from datetime import date

from otameshi.applications.rules import State as Application
from otameshi.claims.rules import BEING_CHECKED as CLAIM_CHECKED
from otameshi.claims.rules import State as Claim
from otameshi.desk.facts import (
    NO_CLAIM,
    SUBSIDY,
    THE_END,
    InterviewFact,
    Need,
    PathFact,
    Stage,
    Standing,
    Step,
    Task,
)
from otameshi.grants.rules import BEING_CHECKED as GRANT_CHECKED
from otameshi.grants.rules import IN_FORCE
from otameshi.grants.rules import State as Grant
from otameshi.participation.rules import State as Place
from otameshi.programme.rules import Opening
from otameshi.programme.schedule import SELECTING, coming
from otameshi.programme.schedule import Step as Planned
from otameshi.selection.interviews.rules import State as Interview
from otameshi.selection.rules import TOLD
from otameshi.selection.rules import State as Candidacy


def _application(fact: PathFact, _today: date) -> Step:
    stage, shut = Stage.APPLICATION, fact.opening is Opening.CLOSED
    match fact.application:
        case Application.WITHDRAWN:
            return Step(stage, Standing.DONE, "応募を取り下げました。", drops=THE_END)
        case Application.SUBMITTED if fact.correction_due is not None:
            note = "補正のお願いが届いています。お願いした項目を直し、回答を送ってください。"
            task = Task(Need.ANSWER_CORRECTION, fact.correction_due)
            return Step(stage, Standing.CURRENT, note, fact.submitted_on, task=task)
        case Application.SUBMITTED:
            note = "" if shut else "締切までは、内容を修正できます。"
            return Step(stage, Standing.DONE, f"提出しました。{note}", fact.submitted_on)
        case Application.DRAFT if shut:
            note = "締切までに提出されなかったため、受け付けていません。"
            return Step(stage, Standing.CURRENT, note, drops=THE_END)
        case Application.DRAFT:
            note = "入力の途中です。締切までに提出してください。"
            task = Task(Need.FINISH_APPLICATION, fact.closes_at)
            return Step(stage, Standing.CURRENT, note, task=task)


def _selection(fact: PathFact, today: date) -> Step:
    stage = Stage.SELECTION
    if fact.application is not Application.SUBMITTED:
        return Step(stage, Standing.NEXT, coming(fact.plan, SELECTING, today))
    if fact.candidacy not in TOLD:
        when = coming(fact.plan, SELECTING, today)
        note = f"{when}結果は、メールとこのページでお知らせします。"
        return _interview(fact.interview, note)
    if fact.candidacy is Candidacy.WAITLISTED:
        note = "補欠です。繰り上げて採択するときは、メールとこのページでお知らせします。"
        return Step(stage, Standing.CURRENT, note, fact.decided_on)
    words, drops = OUTCOMES[fact.candidacy]
    return Step(stage, Standing.DONE, words, fact.decided_on, drops=drops)


def _interview(fact: InterviewFact | None, note: str) -> Step:
    """Tell what the interview asks for now; apart from it the selection says nothing."""
    stage, task = Stage.SELECTION, None
    if fact is not None and fact.state is Interview.INVITED:
        note = "面談をお願いしています。期限までに、日時を選んでください。"
        task = Task(Need.CHOOSE_INTERVIEW, fact.choose_until)
    elif fact is not None and fact.state is Interview.ASKED:
        note = f"面談の日時を、ご希望をもとに調整しています。{note}"
    elif fact is not None and fact.state is Interview.BOOKED:
        note = f"面談は{fact.time}です。{note}"
    return Step(stage, Standing.CURRENT, note, task=task)


OUTCOMES: dict[Candidacy | None, tuple[str, frozenset[Stage]]] = {
    Candidacy.SELECTED: ("採択されました。", frozenset()),
    Candidacy.REJECTED: ("不採択となりました。", THE_END),
    Candidacy.INELIGIBLE: ("応募要件を満たさないため、選考の対象になりませんでした。", THE_END),
    Candidacy.DECLINED: ("参加を辞退しました。", THE_END),
    Candidacy.STEPPED_BACK: ("補欠を辞退しました。", THE_END),
}


def _participation(fact: PathFact, _today: date) -> Step:
    stage, place = Stage.PARTICIPATION, fact.place
    if fact.candidacy is not Candidacy.SELECTED:
        return Step(stage, Standing.NEXT)
    if place is None:
        note = "参加するか、辞退するかを回答してください。"
        task = Task(Need.ANSWER_OFFER, fact.answer_by)
        return Step(stage, Standing.CURRENT, note, task=task)
    on = place.accepted_on
    match place.state:
        case Place.DECLINED:
            return Step(stage, Standing.DONE, "参加を辞退しました。", on, drops=THE_END)
        case Place.LEFT:
            granted = fact.grant is not None and fact.grant.state in IN_FORCE
            drops = frozenset() if granted else SUBSIDY
            return Step(stage, Standing.DONE, "途中で辞退しました。", on, drops=drops)
        case Place.ACTIVE | Place.ENDED:
            drops = frozenset() if place.wants_grant else SUBSIDY
            note = f"おためし期間は{_words(place.first_day)}から{_words(place.last_day)}までです。"
            standing = Standing.CURRENT if place.state is Place.ACTIVE else Standing.DONE
            return Step(stage, standing, note, on, drops=drops)


def _grant(fact: PathFact, today: date) -> Step:
    stage, grant = Stage.GRANT, fact.grant
    when = coming(fact.plan, (Planned.GRANT,), today)
    if fact.place is None:
        return Step(stage, Standing.NEXT, when)
    if grant is None:
        note = "補助金の交付申請をしてください。応募の内容が入った申請書から始められます。"
        return Step(stage, Standing.CURRENT, note, task=Task(Need.APPLY_FOR_GRANT))
    if grant.state in IN_FORCE:
        ended = "中止・廃止が承認されました。" if grant.state is Grant.ABOLISHED else ""
        note = f"{ended}交付決定額は{grant.amount:,}円です。"
        return Step(stage, Standing.DONE, note, grant.decided_on)
    if grant.state in NOT_GRANTED:
        return Step(
            stage, Standing.DONE, NOT_GRANTED[grant.state], grant.decided_on, drops=NO_CLAIM
        )
    words, task = GRANT_WORDS[grant.state]
    return Step(stage, Standing.CURRENT, words if task else when + words, task=task)


NOT_GRANTED = {
    Grant.REFUSED: "補助金を交付しないことに決まりました。",
    Grant.WITHDRAWN: "交付申請を取り下げました。",
    Grant.RETRACTED: "交付決定のあとに、交付申請を取り下げました。",
    Grant.CANCELLED: "交付の決定が取り消されました。",
}
GRANT_WORDS: dict[Grant, tuple[str, Task | None]] = {
    Grant.DRAFT: ("交付申請書の入力の途中です。", Task(Need.FINISH_GRANT)),
    Grant.RETURNED: (
        "交付申請書が差し戻されました。理由を確かめて直してください。",
        Task(Need.CORRECT_GRANT),
    ),
    Grant.APPLIED: (GRANT_CHECKED, None),
    Grant.CHECKED: (GRANT_CHECKED, None),
}


def _claim(fact: PathFact, _today: date) -> Step:
    stage, claim = Stage.CLAIM, fact.claim
    if fact.grant is None or fact.grant.state not in IN_FORCE:
        return Step(stage, Standing.NEXT)
    if claim is None or claim.state is Claim.DRAFT:
        need = Need.BEGIN_CLAIM if claim is None else Need.FINISH_CLAIM
        limit = f"{_words(fact.paid_by)}までに支払った経費が対象です。" if fact.paid_by else ""
        note = f"支払った経費を入力し、終わったら実績を報告してください。{limit}"
        return Step(stage, Standing.CURRENT, note, task=Task(need))
    if claim.state in CLAIM_WORDS:
        words, task = CLAIM_WORDS[claim.state]
        return Step(stage, Standing.CURRENT, words, task=task)
    if claim.state is Claim.SETTLED and claim.settled:
        note = f"補助金の額が{claim.settled:,}円に確定しました。請求書を出してください。"
        return Step(stage, Standing.CURRENT, note, task=Task(Need.INVOICE))
    if claim.state in ENDED:
        note = PAID_BEFORE if claim.settled else NOTHING_SETTLED
        return Step(stage, Standing.DONE, note, drops=frozenset({Stage.PAYMENT}))
    return Step(stage, Standing.DONE, f"{claim.asked or 0:,}円を請求しました。", claim.invoiced_on)


ENDED = frozenset({Claim.SETTLED, Claim.CLOSED})  # with nothing to pay
NOTHING_SETTLED = "補助金の額が0円に確定したため、請求はありません。"
PAID_BEFORE = "概算払で全額をお支払いしているため、請求は要りません。"
CLAIM_WORDS: dict[Claim, tuple[str, Task | None]] = {
    Claim.SUBMITTED: (CLAIM_CHECKED, None),
    Claim.CHECKED: (CLAIM_CHECKED, None),
    Claim.RETURNED: (
        "実績報告が差し戻されました。理由を確かめて直してください。",
        Task(Need.CORRECT_CLAIM),
    ),
}


def _payment(fact: PathFact, _today: date) -> Step:
    stage, claim = Stage.PAYMENT, fact.claim
    if claim is not None and claim.state is Claim.PAID:
        note = f"{claim.paid or 0:,}円を支払いました。"
        return Step(stage, Standing.DONE, note, claim.paid_on)
    if claim is not None and claim.state is Claim.INVOICED:
        note = "県が支払の手続きをしています。振込が済むと、ここに日付が載ります。"
        return Step(stage, Standing.CURRENT, note)
    return Step(stage, Standing.NEXT)


def _followup(fact: PathFact, today: date) -> Step:
    stage = Stage.FOLLOWUP
    asked = [one for one in fact.surveys if one.asked_on <= today]
    if not asked:
        return Step(stage, Standing.NEXT, "参加の後、県内の拠点についてメールでお尋ねします。")
    waiting = [one for one in asked if one.answered_on is None]
    running = [one for one in waiting if today <= one.closes_on]
    if running:
        note = "県内の拠点についてお尋ねしています。2分ほどで回答できます。"
        due = min(one.closes_on for one in running)
        return Step(stage, Standing.CURRENT, note, task=Task(Need.ANSWER_SURVEY, due))
    if waiting:
        return Step(stage, Standing.DONE, "回答の受付は終わりました（未回答）。")
    answered = max(one.answered_on for one in asked if one.answered_on)
    return Step(stage, Standing.DONE, "回答をいただきました。", answered)


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


TELL: dict[Stage, Callable[[PathFact, date], Step]] = {
    Stage.APPLICATION: _application,
    Stage.SELECTION: _selection,
    Stage.PARTICIPATION: _participation,
    Stage.GRANT: _grant,
    Stage.CLAIM: _claim,
    Stage.PAYMENT: _payment,
    Stage.FOLLOWUP: _followup,
}
