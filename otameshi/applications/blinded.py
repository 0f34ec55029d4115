"""An application for eyes that must not know who it is from: the same on a page and as a PDF."""

from collections.abc import Iterator

from otameshi.applications.documents import Rows, fixed_rows
from otameshi.applications.models import Application, ApplicationPaper
from otameshi.applications.questions.standing import Standing
from otameshi.applications.redaction import Cover, cover
from otameshi.applications.rules import PageName, member_title
from otameshi.documents import paper
from otameshi.documents.paper import Entries, Heading, Look, Part
from otameshi.subsidy import Rulebook

TITLE = "応募内容（審査用・氏名等を伏せたもの）"
TOLD = (
    "氏名・フリガナ・顔写真・性別・年齢・生年月日・都道府県より下の住所・連絡先・"
    "会社名は伏せています。"
)

TOLD_WHOLE = (PageName.BUSINESS, PageName.PLAN, PageName.COSTS)


def cover_of(application: Application) -> Cover:
    account = application.applicant
    return cover(application.fact, [account.name, account.email, application.homepage])


def blinded(application: Application, rulebook: Rulebook | None) -> list[tuple[PageName, Rows]]:
    """Return the answers page by page without who gave them; what names somebody is left out."""
    covered, own = cover_of(application), Standing(application)
    given: dict[PageName, Rows] = {
        PageName.KIND: _kind(application),
        PageName.MEMBERS: list(_members(application)),
        **{page: fixed_rows(application, page, rulebook) for page in TOLD_WHOLE},
        PageName.FILES: list(_files(application)),
    }
    return [
        (page, [(covered(label), covered(value)) for label, value in rows])
        for page, fixed in given.items()
        for rows in [[*fixed, *own.rows(page, for_reviewers=True)]]
    ]


def _kind(application: Application) -> Rows:
    kind = application.kind
    heads = len(application.members)
    return [("応募区分", kind.label if kind else ""), ("人数", f"{heads}人")]


def _members(application: Application) -> Iterator[tuple[str, str]]:
    for one in application.members:
        who = member_title(one.position)
        yield f"{who}の住所", one.prefecture
        yield f"{who}の職業・職種", one.occupation


def _files(application: Application) -> Iterator[tuple[str, str]]:
    """Name the files that reviewers may open by their kind: their own names may tell somebody's."""
    for number, one in enumerate(for_reviewers(application), start=1):
        yield f"添付{number}", one.label


def for_reviewers(application: Application) -> list[ApplicationPaper]:
    """Return the files that the year shows to reviewers, those of its own questions too."""
    own = Standing(application).files_for_reviewers
    return [
        one
        for one in application.papers
        if one.kind in own or (one.asked is not None and one.asked.to_reviewers)
    ]


def blinded_copy(application: Application, rulebook: Rulebook | None) -> bytes:
    """Return the blinded answers as a PDF."""
    if application.number is None:
        raise ValueError(application.id)
    return paper.sheet(
        paper.Paper(
            look=Look.COPY,
            title=TITLE,
            number=application.number,
            body=(
                Entries([("受付番号", application.number), ("伏せたもの", TOLD)]),
                *_sections(application, rulebook),
            ),
        )
    )


def _sections(application: Application, rulebook: Rulebook | None) -> Iterator[Part]:
    for page, given in blinded(application, rulebook):
        if given:
            yield Heading(page.label)
            yield Entries([(label, value or "（記入なし）") for label, value in given])
