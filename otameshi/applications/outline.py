"""The seven pages of one application: where each lies, what it lacks, which comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from flask import url_for

from otameshi.applications import unsaved
from otameshi.applications.correction import reading as correction
from otameshi.applications.correction.models import CorrectionRequest
from otameshi.applications.correction.rules import in_words
from otameshi.applications.correction.sections import WHOLE, Section, about_member, covers
from otameshi.applications.models import Application
from otameshi.applications.questions.standing import Standing
from otameshi.applications.requirements import (
    Finding,
    findings,
    obstacles,
    remark,
    wanting,
)
from otameshi.applications.rules import (
    ApplicationFact,
    Channel,
    Missing,
    PageName,
    asked_of,
    changeable,
    member_title,
    next_step,
    untouched,
)
from otameshi.applications.unsaved import UnsavedPage
from otameshi.applications.window import second_in_words
from otameshi.programme.rules import Terms

ORDER = tuple(PageName)


@dataclass(frozen=True, slots=True)
class Step:
    name: PageName
    label: str
    url: str
    state: str  # done, missing, unsaved or next


class Outline:
    """What the pages of an application show around their forms."""

    def __init__(
        self,
        application: Application,
        at: datetime,
        requests: Mapping[int, CorrectionRequest] | None = None,
        counted: datetime | None = None,
    ) -> None:
        self.application = application
        self.at = at
        self.counted = counted or at  # what the deadline is held against
        self.requests = requests  # known where many applications are shown at once

    @cached_property
    def request(self) -> CorrectionRequest | None:
        """Return the request for correction that waits for this applicant."""
        if not self.submitted:
            return None
        if self.requests is not None:
            return self.requests.get(self.application.id)
        return correction.waiting(self.application, self.at)

    def covers(self, page: PageName, name: str = WHOLE) -> bool:
        """Say whether a page, or one answer on it, can be changed now."""
        asked = self.request.asked if self.request else frozenset()
        return self.open or covers(asked, Section(page, name))

    def opens(self, page: PageName, position: int = 0) -> bool:
        """Say whether anything on a page can be changed now; of the members, on one's part."""
        asked = self.request.asked if self.request else frozenset()
        here = [one for one in asked if one.page is page]
        if position:
            here = [one for one in here if about_member(one, member_title(position))]
        return self.open or bool(here)

    def awaits(self, page: PageName) -> bool:
        """Whether what is saved on a page belongs to an answer that is still to be sent."""
        asked = self.request.asked if self.request else frozenset()
        return any(one.page is page for one in asked) or bool(asked and not self.open)

    @cached_property
    def open(self) -> bool:
        """Whether answers can be changed: until the deadline, unless withdrawn."""
        return self.application.window.open(self.counted) and changeable(self.application.state)

    @property
    def clock(self) -> str:
        """Return the server's clock in Japan, to the second."""
        return second_in_words(self.at)

    @property
    def due(self) -> str:
        """Return the deadline of this application, the applicant's own where there is one."""
        return second_in_words(self.application.window.closes_at)

    @property
    def left(self) -> str:
        return self.application.window.left(self.at)

    @property
    def home(self) -> tuple[str, str]:
        """Return the list that this application belongs to, for whoever fills it in."""
        if self.application.channel is Channel.ONLINE:
            return "応募", url_for("applications.index")
        return "代わりの入力", url_for("entering.index")

    @property
    def submitted(self) -> bool:
        return self.application.number is not None

    @cached_property
    def fact(self) -> ApplicationFact:
        """Return the answers as they stand when this is made: whoever saves makes a new outline."""
        return self.application.fact

    @cached_property
    def terms(self) -> Terms:
        return self.application.call.year.terms

    @cached_property
    def lacking(self) -> tuple[Missing, ...]:
        """Return all that stands in the way of submitting."""
        fixed = asked_of(wanting(self.fact, self.terms), self.application.channel)
        return tuple(
            sorted((*fixed, *self.standing.lacking), key=lambda one: ORDER.index(one.page))
        )

    @cached_property
    def standing(self) -> Standing:
        """Return where the application stands with the year's own questions."""
        return Standing(self.application)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Return how the answers so far stand to the year's conditions."""
        return findings(self.fact, self.terms)

    def judged(self, page: PageName, position: int = 0) -> list[Finding]:
        """Return the findings of a page; on one member's page, those about that member."""
        return [
            one
            for one in self.findings
            if one.page is page and (not position or one.position == position)
        ]

    def asks(self, key: str, position: int = 0) -> bool:
        """Whether a condition asks for an explanation, given or not."""
        return remark(self.findings, key, position) is not None

    def troubles(self, page: PageName, position: int = 0) -> set[str]:
        """Return which of a page's conditions are not met, or not explained."""
        return {
            f"{one.requirement}-{one.position}" for one in obstacles(self.judged(page, position))
        }

    def told(self, page: PageName, position: int = 0) -> str:
        """Return, for the page's form to send back, what of its conditions the page tells."""
        return " ".join(sorted(self.troubles(page, position)))

    @property
    def kinds(self) -> frozenset[str]:
        """Return the kinds of papers that are attached already."""
        return self.fact.papers

    def touched(self, page: PageName) -> bool:
        return page not in self._untouched

    @cached_property
    def _untouched(self) -> frozenset[PageName]:
        return untouched(self.fact)

    @property
    def next_step(self) -> str:
        if self.request is not None:
            due = in_words(self.request.due_on)
            return f"補正のお願いが届いています。{due}までに回答してください。"
        return next_step(self.application.state, self.open, lacking=bool(self.lacking))

    @cached_property
    def steps(self) -> list[Step]:
        return [
            Step(page, page.label, self.url(page), self._state(page))
            for page in ORDER
            if not (self.submitted and page is PageName.CONFIRM)
        ]

    @cached_property
    def unsaved(self) -> Sequence[UnsavedPage]:
        """Return what is typed on any page and not sent yet."""
        return () if self.submitted else unsaved.of(self.application)

    def typed_on(self, page: PageName, position: int = 0) -> UnsavedPage | None:
        """Return what was typed on one page last, on any device."""
        return next((o for o in self.unsaved if (o.page, o.position) == (page, position)), None)

    @property
    def unfinished(self) -> list[UnsavedPage]:
        """Return the pages whose typed text could not be read, so that the answers lack it."""
        return [one for one in self.unsaved if not one.whole]

    def _state(self, page: PageName) -> str:
        if any(one.page is page for one in self.unfinished):
            return "unsaved"
        # The promises are given as one submits.
        if page in self._untouched or page is PageName.CONFIRM:
            return "next"
        return "missing" if self.lacks(page) else "done"

    def lacks(self, page: PageName, position: int = 0) -> list[Missing]:
        """Return what a page lacks; of the members' page, one member's part if asked."""
        return [
            one
            for one in self.lacking
            if one.page is page and (not position or one.position == position)
        ]

    @property
    def places(self) -> int:
        """Return the last position a member may have now: the next free one, up to the limit."""
        limit = self.application.call.year.group_limit
        return min(limit, len(self.application.members) + 1)

    def url(self, page: PageName, position: int = 0, field: str = "") -> str:
        where = self._url(page, position)
        return f"{where}#{field}" if field else where

    def _url(self, page: PageName, position: int) -> str:
        key = self.application.id
        if page is PageName.CONFIRM:
            return url_for("applications.submit", application_id=key)
        if page is not PageName.MEMBERS:
            return url_for("applications.page", application_id=key, name=page)
        if not position:
            return url_for("applications.members", application_id=key)
        return url_for("applications.member", application_id=key, position=position)

    def url_of(self, section: Section) -> str:
        """Return the page on which a section is changed; of one member, that member's."""
        for position in range(1, len(self.application.members) + 1):
            mine = section.name and about_member(section, member_title(position))
            if section.page is PageName.MEMBERS and mine:
                return self.url(section.page, position)
        return self.url(section.page)

    @property
    def way_on(self) -> str:
        """Return where the first missing thing is given; when nothing is missing, the last page."""
        for one in self.lacking:
            return self.url(one.page, one.position, one.field)
        return self.url(PageName.CONFIRM)

    def after(self, page: PageName) -> str:
        """Return the page that comes next; the first member is typed before any list is shown."""
        following = ORDER[ORDER.index(page) + 1]
        first = following is PageName.MEMBERS and not self.application.members
        return self.url(following, 1 if first else 0)
