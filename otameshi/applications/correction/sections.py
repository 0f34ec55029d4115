"""The parts of an application that can be asked for again: a page, or one answer on it. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from otameshi.applications.rules import PageName
from otameshi.applications.versions.rules import Snapshot, changed
from otameshi.core.states import Refused

WHOLE = ""
WISH = re.compile(r"第[0-9]希望の市町村")
WISHES = "希望する市町村"
MARK = "/"
# An explanation belongs to the answer that it explains, and comes and goes with it.
AGE_EXPLAINED = "の年齢についての説明"
EXPLAINED = {
    "滞在の月数についての説明": "おためしの期間",
    "泊まる数についての説明": "1か月に泊まる数",
    "「その他」の内容": "事業の分野",
}
# Lines that come and go as one list is changed: asked for as a whole page only.
LISTS = frozenset({PageName.COSTS})


@dataclass(frozen=True, slots=True, order=True)
class Section:
    """A page (no name), or the answer on it that its label names, as staff read it."""

    page: PageName
    name: str = WHOLE

    @property
    def key(self) -> str:
        return f"{self.page.value}{MARK}{self.name}"

    @property
    def label(self) -> str:
        return f"{self.page.label}：{self.name}" if self.name else f"{self.page.label}（全体）"


def section_of(page: PageName, label: str) -> Section:
    """Return the section that an answer belongs to."""
    if page in LISTS:
        return Section(page)
    explained = EXPLAINED.get(label, label.replace(AGE_EXPLAINED, "の生年月日"))
    return Section(page, WISHES if WISH.fullmatch(label) else explained)


def sections(answers: Iterable[tuple[PageName, Sequence[tuple[str, str]]]]) -> list[Section]:
    """List what can be asked for, page by page: the whole page, then each answer on it."""
    found: dict[Section, None] = {}
    for page, rows in answers:
        found[Section(page)] = None
        for label, _ in rows:
            found[section_of(page, label)] = None
    return list(found)


def touched(before: Snapshot, after: Snapshot) -> set[Section]:
    """Return the sections that differ; a file belongs where its label is an answer of a page."""
    at = {
        label: PageName(one.page)
        for held in (before, after)
        for one in held.answers
        for label, _ in one.rows
    }
    return {
        section_of(at.get(one.label, PageName(one.page)), one.label)
        for one in changed(before, after)
    }


def about_member(one: Section, who: str) -> bool:
    """Say whether a section of the members' page is about this member (代表者, メンバー2 …)."""
    return not one.name or one.name.startswith(f"{who}の")


def covers(asked: Collection[Section], one: Section) -> bool:
    return Section(one.page) in asked or one in asked


def must_be_asked(asked: Collection[Section], changed: Iterable[Section]) -> None:
    """Refuse a change of anything that was not asked for: the rest can only be read."""
    beside = [one for one in dict.fromkeys(changed) if not covers(asked, one)]
    if beside:
        listed = "、".join(f"「{one.name or one.page.label}」" for one in beside)
        raise Refused(f"補正を依頼された項目だけを変更できます。{listed}は変更できません。")


def page_must_be_asked(asked: Collection[Section], page: PageName) -> None:
    if all(one.page is not page for one in asked):
        raise Refused(
            f"「{page.label}」は、補正を依頼されていないため、変更できません。"
            "締切の後は、依頼された項目だけを変更できます。"
        )
