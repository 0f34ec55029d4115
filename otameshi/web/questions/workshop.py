"""The pages on which staff write questions: draft, try, compare, publish; for any stage."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from otameshi.core.clock import now
from otameshi.core.labels import Labelled
from otameshi.core.questions import Question, Questionnaire, compare
from otameshi.core.questions.writing import DOWN, UP
from otameshi.core.roles import OFFICE, Role
from otameshi.web.access import actor, needs
from otameshi.web.forms import PageForm, version_shown
from otameshi.web.questions.edit_form import QuestionForm, TrialForm
from otameshi.web.questions.fields import concerns
from otameshi.web.questions.on_page import OnPage
from otameshi.web.questions.trial import judged
from otameshi.web.transaction import only_looked

STEPS = {"up": UP, "down": DOWN}
Pairs = list[tuple[str, str]]


class Shelf(Protocol):
    """Where published versions and the draft of an owner are kept."""

    def versions(self, owner: Any) -> list[Any]: ...
    def latest(self, owner: Any) -> Any: ...
    def draft_of(self, owner: Any) -> Any: ...
    def questions_of(self, version: Any) -> Questionnaire: ...
    def discard(self, owner: Any, by: Any, at: Any) -> None: ...
    def publish(self, owner: Any, by: Any, at: Any, version: int | None) -> Any: ...


class Pen(Protocol):
    """What changes the draft."""

    def being_written(self, owner: Any) -> Questionnaire: ...
    def add(
        self, owner: Any, question: Question, by: Any, at: Any, version: int | None
    ) -> None: ...
    def edit(
        self, owner: Any, question: Question, by: Any, at: Any, version: int | None
    ) -> None: ...
    def remove(self, owner: Any, key: str, by: Any, at: Any, version: int | None) -> None: ...
    def move(  # what, which way, by whom and when
        self, owner: Any, key: str, step: int, by: Any, at: Any, version: int | None
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Words:
    """What the pages call the questions, and those who answer them."""

    title: str  # この年度の質問
    lead: str
    people: str  # 応募者
    published: str  # said once a version is published
    trial: str  # what a trial is not counted as
    facts: str = ""  # the heading of what is known anyway
    impact: str = ""  # the heading of whom a change meets
    impact_note: str = ""


@dataclass(frozen=True)
class Workshop:
    """What one stage says of its questions."""

    words: Words
    pages: Sequence[Labelled]
    form: type[QuestionForm]
    shelf: Shelf
    pen: Pen
    owner: Callable[..., Any]  # from the address, or 404
    trail: Callable[[Any], list[tuple[str, str]]]  # the pages above
    trial: Callable[[PageForm, Questionnaire], OnPage]
    impact: Callable[[Any, Questionnaire], Pairs] = lambda _, __: []
    links: Callable[[Any], Pairs] = lambda _: []  # address and label of what else can be done

    @property
    def labels(self) -> dict[str, str]:
        return {one.value: one.label for one in self.pages}

    def concerns(self, whole: Questionnaire) -> dict[str, str]:
        return concerns(whole.questions, self.form.conditions_on)

    def of(self, page: str) -> str:
        return page if page in self.labels else abort(404)

    def until(self, whole: Questionnaire, page: str) -> Questionnaire:
        """Leave out what stands on later pages: nothing before it can depend on it."""
        order = list(self.labels)
        later = order[order.index(page) + 1 :]
        return Questionnaire(tuple(one for one in whole.questions if one.page not in later))

    def show(self, name: str, owner: Any, ids: dict[str, Any], **more: Any) -> str:
        draft = self.shelf.draft_of(owner)
        return render_template(
            f"questions/{name}.html",
            shop=self,
            ids=ids,
            trail=self.trail(owner),
            draft=draft,
            version=draft.version if draft else 0,
            published=self.shelf.latest(owner),
            versions=self.shelf.versions(owner),
            may_change=Role.OFFICER in actor().roles,
            **more,
        )

    def edit_form(self, question: Question | None, whole: Questionnaire, page: str) -> QuestionForm:
        return self.form.of(question, whole, page, self.pages)


def _back(ids: dict[str, Any], message: str) -> Response:
    flash(message, "done")
    return redirect(url_for(".index", **ids), 303)


def set_up(pages: Blueprint, shop: Workshop) -> None:
    """Add all pages of a workshop to the blueprint of its stage."""
    _looking(pages, shop)
    _writing(pages, shop)
    _publishing(pages, shop)


def _looking(pages: Blueprint, shop: Workshop) -> None:
    @pages.get("/")
    @needs(OFFICE)
    def index(**ids: int) -> str:
        owner = shop.owner(**ids)
        whole = shop.pen.being_written(owner)
        return shop.show("index", owner, ids, whole=whole, links=shop.links(owner))

    @pages.get("/versions/<int:number>")
    @needs(OFFICE)
    def version(number: int, **ids: int) -> str:
        owner = shop.owner(**ids)
        among = shop.shelf.versions(owner)
        found = next((one for one in among if one.number == number), None) or abort(404)
        whole = shop.shelf.questions_of(found)
        return shop.show("version", owner, ids, shown=found, whole=whole)

    @pages.route("/trial", methods=["GET", "POST"])
    @needs(OFFICE)
    def trial(**ids: int) -> str:
        """Show the draft as people would see it, and judge what is typed; nothing is kept."""
        owner = shop.owner(**ids)
        whole = shop.pen.being_written(owner)
        form = TrialForm.of(shop.form.conditions_on)
        own = shop.trial(form, whole)
        verdict = judged(own) if form.sent() else None
        only_looked()
        return shop.show("trial", owner, ids, form=form, own=own, whole=whole, verdict=verdict)


def _writing(pages: Blueprint, shop: Workshop) -> None:
    @pages.route("/new/<page>", methods=["GET", "POST"])
    @needs({Role.OFFICER})
    def add(page: str, **ids: int) -> str | Response:
        owner, here = shop.owner(**ids), shop.of(page)
        form = shop.edit_form(None, shop.until(shop.pen.being_written(owner), here), here)
        if not form.sent():
            title = f"「{shop.labels[here]}」に質問を追加する"
            return shop.show("edit", owner, ids, form=form, title=title)
        question = form.question()
        shop.pen.add(owner, question, actor(), now(), version_shown())
        return _back(ids, f"「{question.label}」を下書きに加えました。")

    @pages.route("/edit/<key>", methods=["GET", "POST"])
    @needs({Role.OFFICER})
    def edit(key: str, **ids: int) -> str | Response:
        owner = shop.owner(**ids)
        whole = shop.pen.being_written(owner)
        before = whole.by_key.get(key) or abort(404)
        form = shop.edit_form(before, whole, before.page)
        if not form.sent():
            title = f"質問「{before.label}」"
            return shop.show("edit", owner, ids, form=form, title=title, key=key)
        shop.pen.edit(owner, form.question(key), actor(), now(), version_shown())
        return _back(ids, f"「{before.label}」を下書きで変えました。")

    @pages.post("/remove/<key>")
    @needs({Role.OFFICER})
    def remove(key: str, **ids: int) -> Response:
        shop.pen.remove(shop.owner(**ids), key, actor(), now(), version_shown())
        return _back(ids, "質問を下書きから削除しました。")

    @pages.post("/move/<key>/<any(up, down):way>")
    @needs({Role.OFFICER})
    def move(key: str, way: str, **ids: int) -> Response:
        shop.pen.move(shop.owner(**ids), key, STEPS[way], actor(), now(), version_shown())
        return _back(ids, "質問の順を変えました。")


def _publishing(pages: Blueprint, shop: Workshop) -> None:
    @pages.get("/compare")
    @needs(OFFICE)
    def differences(**ids: int) -> str:
        owner = shop.owner(**ids)
        before = shop.shelf.questions_of(shop.shelf.latest(owner))
        after = shop.pen.being_written(owner)
        found = compare(before, after)
        return shop.show("compare", owner, ids, found=found, impact=shop.impact(owner, after))

    @pages.post("/publish")
    @needs({Role.OFFICER})
    def publish(**ids: int) -> Response:
        made = shop.shelf.publish(shop.owner(**ids), actor(), now(), version_shown())
        return _back(ids, f"第{made.number}版を公開しました。{shop.words.published}")

    @pages.post("/discard")
    @needs({Role.OFFICER})
    def discard(**ids: int) -> Response:
        shop.shelf.discard(shop.owner(**ids), actor(), now())
        return _back(ids, "下書きを取り消しました。公開中の質問はそのままです。")
