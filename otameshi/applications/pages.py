"""The applicant's pages of an application."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from otameshi.applications import (
    actions,
    answering,
    costs,
    documents,
    looking_up,
    rules,
    saving,
)
from otameshi.applications.correction import actions as correction
from otameshi.applications.correction.marking import mark
from otameshi.applications.extension import actions as extension
from otameshi.applications.extension.models import window_of
from otameshi.applications.file_form import FilesForm
from otameshi.applications.filling import filled_in
from otameshi.applications.forms import (
    BusinessForm,
    CostsForm,
    KindForm,
    MemberForm,
    PlanForm,
)
from otameshi.applications.models import Application
from otameshi.applications.outline import Outline
from otameshi.applications.promise_form import PromiseForm
from otameshi.applications.questions.own import Own, own_questions
from otameshi.applications.questions.standing import Standing
from otameshi.applications.rules import PageName
from otameshi.applications.waiting import waiting
from otameshi.applications.window import second_in_words
from otameshi.core.clock import now
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.programme import actions as programme
from otameshi.programme.models import Call
from otameshi.web import guests
from otameshi.web.access import actor, needs
from otameshi.web.arrival import arrived, begun
from otameshi.web.download import send
from otameshi.web.forms import MoveForm, version_shown
from otameshi.web.once import repeatable
from otameshi.web.readback import say_back
from otameshi.web.transaction import only_looked

pages = Blueprint("applications", __name__, url_prefix="/applications")

# Each page with its form, and the action that keeps its answers.
FILLED: dict[PageName, tuple[Any, Callable[..., None]]] = {
    PageName.KIND: (KindForm, answering.save_kind),
    PageName.BUSINESS: (BusinessForm, answering.save_business),
    PageName.PLAN: (PlanForm, answering.save_plan),
    PageName.COSTS: (CostsForm, answering.save_costs),
    PageName.FILES: (FilesForm, answering.attach),
}
SHOWN = [page for page in PageName if page is not PageName.CONFIRM]
# The applicant, and officers for what came on paper: `own` says whose rows each sees.
WRITERS = frozenset({Role.APPLICANT, Role.OFFICER})
# Filling in is also for whoever began without an account, in the browser that began it.
FILLERS = WRITERS | {Role.VISITOR}
PAGE = "<any(kind, business, plan, costs, files):name>"


def mine(application_id: int) -> Application:
    found = filled_in(application_id, actor())
    # Whoever is not signed in may be the owner whose session has ended, and learns nothing else.
    return found or abort(401 if actor().has(Role.VISITOR) else 404)


def outline(application: Application) -> Outline:
    at = now()
    return Outline(application, at, counted=application.counted_at(actor(), at))


@pages.get("/")
@needs({Role.APPLICANT, Role.VISITOR})
def index() -> str:
    at, signed_in = now(), actor().is_authenticated
    own = db.session.scalars(actions.own_list(actor())).all()
    taken = {one.call_id for one in own if one.state in rules.ALIVE}
    asked = correction.waiting_for(actor(), at) if signed_in else {}
    public = [(call, window_of(call, None)) for call in programme.open_calls(at)]
    offered = extension.offered(actor(), at) if signed_in else public
    calls = [(call, window) for call, window in offered if call.id not in taken]
    return render_template(
        "applications/index.html",
        calls=calls,
        next_call=programme.next_call(at),
        clock=second_in_words(at),
        at=at,
        rows=[(one, Outline(one, at, asked)) for one in own],
        tone=rules.TONE,
        signed_in=signed_in,
        two_drafts=signed_in and waiting() is not None,
    )


@pages.post("/calls/<int:call_id>/begin")
@needs({Role.APPLICANT, Role.VISITOR})
def begin(call_id: int) -> Response:
    call = db.session.scalar(select(Call).where(Call.id == call_id)) or abort(404)
    by = guests.welcome(now()) if actor().has(Role.VISITOR) else actor()
    application = actions.begin(call, by, arrived())
    return redirect(url_for(".page", application_id=application.id, name=PageName.KIND), 303)


@pages.get("/<int:application_id>")
@needs(FILLERS)
def summary(application_id: int) -> str:
    application = mine(application_id)
    rulebook = programme.rules_of(application.call.year)
    return render_template(
        "applications/summary.html",
        application=application,
        outline=outline(application),
        own=application.applicant_id == actor().id and not actor().is_guest,
        receipt=db.session.scalar(actions.receipts(application)),
        pages=[(page, documents.rows(application, page, rulebook)) for page in SHOWN],
        tone=rules.TONE,
    )


@pages.route(f"/<int:application_id>/{PAGE}", methods=["GET", "POST"])
@needs(FILLERS)
def page(application_id: int, name: str) -> str | Response:
    application, here = mine(application_id), PageName(name)
    around = outline(application)
    if closed(around, here):
        return redirect(url_for(".summary", application_id=application_id), 303)
    save = FILLED[here][1]
    saving.recall(around, here)
    form, own = _form(application, here, around.standing)
    mark(form, around, here)
    if not form.sent() or foresees(here):
        state = saving.beside(application, here, form, lambda: _form(application, here)[0])
        facts = {"saving": state, **_beside(application, here, form)}
        return _page(around, here, form=form, own=own, **facts)
    save(application, form.answers(), actor(), arrived(), version_shown(), own.answers())
    say_back(form)
    saving.saved(application, here)
    return _onward(application, here)


@pages.post(f"/<int:application_id>/{PAGE}/typing")
@needs(FILLERS)
@repeatable
def type_page(application_id: int, name: str) -> Response:
    """Keep what is being typed on a page of a draft, as it stands."""
    application, here = mine(application_id), PageName(name)
    save = FILLED[here][1]
    form, own = _form(application, here)

    def keep() -> None:
        save(application, form.answers(), actor(), arrived(), None, own.typing())

    return saving.keep(application, here, form, keep)


def _form(
    application: Application, here: PageName, standing: Standing | None = None
) -> tuple[Any, Own]:
    """Return the form of a page with the year's own questions among its fields."""
    form = FILLED[here][0].of(application)
    return form, own_questions(form, standing or Standing(application), here)


def closed(around: Outline, here: PageName | None = None, position: int = 0) -> bool:
    """Say that a page can only be read any more; a late post goes on, and is told why."""
    opens = around.open if here is None else around.opens(here, position)
    return request.method == "GET" and not opens


def _page(around: Outline, here: PageName, **facts: Any) -> str:
    return render_template(
        f"applications/{here}.html",
        application=around.application,
        here=here,
        outline=around,
        **facts,
    )


def foresees(here: PageName) -> bool:
    """Whether a script asks what the rules make of the costs typed so far; nothing is kept."""
    return here is PageName.COSTS and request.form.get("action") == "judge"


def _beside(application: Application, here: PageName, form: Any) -> dict[str, Any]:
    """Return what a page shows beside its form."""
    year = application.call.year
    if here is PageName.PLAN:
        return {"year": year}
    if here is PageName.COSTS:
        rulebook = programme.rules_of(year)
        typed = form.answers() if foresees(here) and not form.errors else None
        if typed is not None:
            only_looked()
        judged = rulebook and costs.prospect(application, rulebook, typed)
        return {"prospect": judged, "sections": costs.sections(rulebook)}
    return {}


def _onward(application: Application, here: PageName) -> Response:
    """Go where the button says, or stay where a condition of the year is newly not met."""
    flash(f"「{here.label}」を保存しました。", "done")
    # Made anew: the answers are others now.
    then, around = request.form.get("then", "next"), outline(application)
    if then == "stay" or (then == "next" and _untold(around, here)):
        return redirect(url_for(".page", application_id=application.id, name=here), 303)
    if around.awaits(here):
        return redirect(url_for("corrections.show", application_id=application.id), 303)
    if then == "list" or application.number is not None:
        return redirect(url_for(".summary", application_id=application.id), 303)
    return redirect(around.after(here), 303)


def _untold(around: Outline, here: PageName, position: int = 0) -> set[str]:
    """Return the conditions not met of which the page that was sent did not tell yet."""
    told = request.form.get("told", "").split()
    return around.troubles(here, position).difference(told)


@pages.get("/<int:application_id>/members")
@needs(FILLERS)
def members(application_id: int) -> str | Response:
    around = outline(mine(application_id))
    if closed(around, PageName.MEMBERS):
        return redirect(url_for(".summary", application_id=application_id), 303)
    return _page(around, PageName.MEMBERS)


@pages.route("/<int:application_id>/members/<int:position>", methods=["GET", "POST"])
@needs(FILLERS)
def member(application_id: int, position: int) -> str | Response:
    application = mine(application_id)
    around = outline(application)
    if closed(around, PageName.MEMBERS, position):
        return redirect(url_for(".summary", application_id=application_id), 303)
    saving.recall(around, PageName.MEMBERS, position)
    form = _member_form(application, position)
    mark(form, around, PageName.MEMBERS, position)
    looked_up = looking_up.fill_in(form) if looking_up.asked() else ""
    if looking_up.asked() or not form.sent():
        if not 1 <= position <= around.places:
            abort(404)
        return render_template(
            "applications/member.html",
            application=application,
            here=PageName.MEMBERS,
            outline=around,
            form=form,
            saving=saving.beside(
                application,
                PageName.MEMBERS,
                form,
                lambda: _member_form(application, position),
                position,
            ),
            position=position,
            who=rules.member_title(position),
            looked_up=looked_up,
        )
    looking_up.take_choice(form)
    answers = form.answers()
    answering.save_member(application, position, answers, actor(), arrived(), version_shown())
    say_back(form)
    saving.saved(application, PageName.MEMBERS, position)
    flash(f"{rules.member_title(position)}を保存しました。", "done")
    after = outline(application)  # made anew: the answers are others now
    if _untold(after, PageName.MEMBERS, position):
        return redirect(after.url(PageName.MEMBERS, position, "requirements"), 303)
    if after.awaits(PageName.MEMBERS):
        return redirect(url_for("corrections.show", application_id=application_id), 303)
    return redirect(url_for(".members", application_id=application_id), 303)


def _member_form(application: Application, position: int) -> MemberForm:
    known = application.members[position - 1 : position] if position else []
    if not known and position == 1 and application.entered_by:
        # The officer has typed the representative's name from the paper already.
        return MemberForm(name=application.applicant.name)
    return MemberForm.of(known[0] if known else None)


@pages.post("/<int:application_id>/members/<int:position>/typing")
@needs(FILLERS)
@repeatable
def type_member(application_id: int, position: int) -> Response:
    application = mine(application_id)
    if not 1 <= position <= outline(application).places:
        abort(404)
    form = _member_form(application, position)

    def save() -> None:
        answering.save_member(application, position, form.answers(), actor(), arrived())

    return saving.keep(application, PageName.MEMBERS, form, save, position)


@pages.post("/<int:application_id>/members/<int:position>/remove")
@needs(FILLERS)
def remove_member(application_id: int, position: int) -> Response:
    application = mine(application_id)
    answering.remove_member(application, position, actor(), arrived(), version_shown())
    flash(f"{rules.member_title(position)}を削除しました。", "done")
    return redirect(url_for(".members", application_id=application_id), 303)


@pages.post("/<int:application_id>/files/<int:paper_id>/remove")
@needs(FILLERS)
def remove_paper(application_id: int, paper_id: int) -> Response:
    application = mine(application_id)
    answering.detach(application, paper_id, actor(), arrived(), version_shown())
    flash("ファイルを削除しました。", "done")
    return redirect(url_for(".page", application_id=application_id, name=PageName.FILES), 303)


@pages.get("/<int:application_id>/files/<int:paper_id>")
@needs(FILLERS)
def paper(application_id: int, paper_id: int) -> Response:
    application = mine(application_id)
    found = [one for one in application.papers if one.id == paper_id] or abort(404)
    return send(found[0].attachment)


@pages.route("/<int:application_id>/confirm", methods=["GET", "POST"])
@needs(FILLERS)
def submit(application_id: int) -> str | Response:
    application = mine(application_id)
    if actor().has(Role.VISITOR):
        return redirect(url_for("visiting.prove", application_id=application_id), 303)
    around = outline(application)
    if closed(around) or (request.method == "GET" and application.number is not None):
        return redirect(url_for(".summary", application_id=application_id), 303)
    form = PromiseForm.of(application.call.year)
    if not form.sent():
        rulebook = programme.rules_of(application.call.year)
        answers = [(page, documents.rows(application, page, rulebook)) for page in SHOWN]
        return _page(around, PageName.CONFIRM, form=form, pages=answers)
    at = arrived()
    actions.submit(
        application,
        actor(),
        at,
        pledged=True,  # the form holds that each statement is
        consented=bool(form.consented.data),
        version=version_shown(),
        begun=begun(),
    )
    taken = application.window.taken(at, begun())
    flash(f"応募を受け付けました。受付番号は{application.number}です。{taken}", "done")
    return redirect(url_for(".summary", application_id=application_id), 303)


@pages.route("/<int:application_id>/withdraw", methods=["GET", "POST"])
@needs({Role.APPLICANT})
def withdraw(application_id: int) -> str | Response:
    application = mine(application_id)
    if closed(outline(application)):
        return redirect(url_for(".summary", application_id=application_id), 303)
    form = MoveForm()
    if not form.sent():
        return render_template("applications/withdraw.html", application=application, form=form)
    actions.withdraw(application, form.note.data or "", actor(), arrived(), version_shown())
    flash("応募を取り下げました。", "done")
    return redirect(url_for(".index"), 303)


@pages.get("/<int:application_id>/receipt.pdf")
@needs(WRITERS)
def receipt(application_id: int) -> Response:
    """Send the 応募受付票 as it was issued."""
    issued = actions.receipts(mine(application_id))
    return send((db.session.scalar(issued) or abort(404)).attachment)


@pages.get("/<int:application_id>/copy.pdf")
@needs(WRITERS)
def copy(application_id: int) -> Response:
    """Send the application as it stands now: a correction may have changed it since."""
    application = mine(application_id)
    if application.number is None:
        abort(404)
    content = documents.copy(application, programme.rules_of(application.call.year))
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f"inline; filename={application.number}.pdf"
    return answer
