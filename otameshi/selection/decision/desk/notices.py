"""Who gets what: every notice can be read before one act sends them, and taken back until then."""

from flask import Response as Answer
from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from otameshi import history
from otameshi.core.clock import in_japan, now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.documents.paper import sheet
from otameshi.selection.decision.actions import sending, wording
from otameshi.selection.decision.desk.blueprint import (
    DECIDERS,
    OFFICERS,
    READERS,
    call_or_404,
    decision_or_404,
    pages,
)
from otameshi.selection.decision.forms import ReasonForm, SendForm
from otameshi.selection.decision.models import Decision, Dispatch
from otameshi.selection.decision.rules import KINDS, Notice, because
from otameshi.selection.rules import Outcome
from otameshi.web.access import actor, needs
from otameshi.web.download import send as hand_over
from otameshi.web.forms import version_shown
from otameshi.web.paging import cut


@pages.route("/<int:call_id>/notices", methods=["GET", "POST"])
@needs(READERS)
def notices(call_id: int) -> str | Response:
    """Say who gets what, with counts and a preview of each; then send all of it in one act."""
    call, at = call_or_404(call_id), now()
    found = sending.ready(call)
    lots = sending.lots(found)
    form = SendForm(kinds=list(lots))
    form.offer({kind: f"{KINDS[kind]}　{count}件" for kind, count in lots.items()})
    if form.sent():
        kinds = [one for one in form.kinds.data or [] if one]
        act = sending.send(call, kinds, actor(), at, request.form.get("seen", ""))
        flash(_sent(act), "done")
        return redirect(url_for(".notices", call_id=call_id), 303)
    return render_template(
        "selection/decision/notices.html",
        call=call,
        form=form,
        lots=lots,
        kinds=KINDS,
        page=cut(len(found), lambda rows, first: found[first : first + rows]),
        again=_made_again(found),
        seen=sending.seen_of(found, at),
        most=sending.MOST,
        acts=_acts(call_id),
        minutes=call.year.selection_plan.recall_minutes,
        reason=ReasonForm(prefix="common", reason=wording.common_reason(call)),
        refusals=any(one.outcome is Outcome.REJECTED for one in found),
        works=actor().has(*DECIDERS),
    )


def _sent(act: Dispatch) -> str:
    count = len(act.decisions)
    if act.released_at:
        return f"通知{count}件を送りました。"
    until = in_japan(act.hold_until)
    return (
        f"通知{count}件を送信待ちにしました。{until:%H時%M分}に送ります。それまでは取り戻せます。"
    )


def _made_again(found: list[Decision]) -> dict[int, str]:
    """Return the notices that are no longer as they were made at the decision, and why."""
    reasons = {one.id: because(one.made, sending.preview(one, now()).made) for one in found}
    return {key: why for key, why in reasons.items() if why}


def _acts(call_id: int) -> list[Dispatch]:
    return list(
        db.session.scalars(
            select(Dispatch)
            .where(Dispatch.call_id == call_id)
            .order_by(Dispatch.id.desc())
            .limit(20)
            .options(joinedload(Dispatch.sent_by), joinedload(Dispatch.decisions))
        ).unique()
    )


@pages.post("/<int:call_id>/notices/reason")
@needs(OFFICERS)
def common_reason(call_id: int) -> Response:
    form = ReasonForm(prefix="common")
    if not form.sent():
        flash(f"{form.reason.label.text}：{form.reason.errors[0]}", "refused")
        return redirect(url_for(".notices", call_id=call_id), 303)
    count = wording.word_all(call_or_404(call_id), form.reason.data or "", actor(), now())
    flash(f"不採択の通知{count}件に、共通の理由を書きました。", "done")
    return redirect(url_for(".notices", call_id=call_id), 303)


@pages.route("/decisions/<int:decision_id>", methods=["GET", "POST"])
@needs(READERS)
def notice(decision_id: int) -> str | Response:
    """Show one decision with its letter and its paper, as they would leave now or as they left."""
    one = decision_or_404(decision_id)
    form = ReasonForm(reason=one.reason if one.own_reason else "")
    writes = one.notice is Notice.READY and actor().has(Role.OFFICER)
    if writes and form.sent():
        wording.word(one, form.reason.data or "", actor(), now(), version_shown())
        flash("通知に書く理由を改め、通知を作り直しました。", "done")
        return redirect(url_for(".notice", decision_id=decision_id), 303)
    draft = sending.preview(one, now()) if one.letter is None else None
    return render_template(
        "selection/decision/notice.html",
        one=one,
        application=one.candidacy.application,
        call=one.candidacy.application.call,
        draft=draft,
        again=because(one.made, draft.made) if draft else "",
        letter=one.letter or draft,
        later=_later(one),
        form=form,
        writes=writes,
        common=wording.common_reason(one.candidacy.application.call) if writes else "",
        events=db.session.scalars(history.of(one.candidacy)).unique().all(),
    )


def _later(one: Decision) -> Decision | None:
    """Return the decision that took the place of this one."""
    query = select(Decision).where(
        Decision.candidacy_id == one.candidacy_id, Decision.round == one.round + 1
    )
    return db.session.scalar(query)


@pages.get("/decisions/<int:decision_id>/paper")
@needs(READERS)
def paper(decision_id: int) -> Response:
    """Hand out the paper as issued; before that, as it would leave now."""
    one = decision_or_404(decision_id)
    if one.attachment is not None:
        return hand_over(one.attachment)
    content = sheet(sending.preview(one, now()).paper)
    answer = Answer(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = "attachment; filename=preview.pdf"
    return answer


@pages.post("/dispatches/<int:dispatch_id>/recall")
@needs(DECIDERS)
def recall(dispatch_id: int) -> Response:
    act = db.session.get(Dispatch, dispatch_id) or abort(404)
    count = sending.recall(act, actor(), now())
    flash(f"通知{count}件を取り戻しました。だれにも送っていません。", "done")
    return redirect(url_for(".notices", call_id=act.call_id), 303)
