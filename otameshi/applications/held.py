"""What is held of a person's applications: answers, members, files, each version submitted."""

from collections.abc import Iterable, Iterator

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from otameshi.applications import actions
from otameshi.applications.correction.models import CorrectionRequest
from otameshi.applications.extension.models import Extension
from otameshi.applications.members.models import MemberRequest
from otameshi.applications.models import Application
from otameshi.applications.questions.standing import Standing
from otameshi.applications.rules import PageName
from otameshi.applications.unsaved import UnsavedPage
from otameshi.applications.versions.models import SubmittedVersion
from otameshi.core.held import Fact, Holding, Part, Record, part, record
from otameshi.db import db
from otameshi.files.held import file_record
from otameshi.files.models import Attachment
from otameshi.people import Person

APPLICATION = {
    "number": "受付番号",
    "state": "状態",
    "kind": "応募区分",
    "trade_name": "屋号・法人名・勤務先",
    "corporate_number": "法人番号",
    "leader": "法人の代表者",
    "employer_consent": "勤務先の承諾",
    "business": "事業の内容",
    "career": "経歴",
    "work": "事業の分野",
    "work_explanation": "事業の分野の説明",
    "homepage": "ホームページ・作品集",
    "plan": "期間中の活動計画",
    "stay_from": "おためしの初日",
    "stay_to": "おためしの末日",
    "nights_a_month": "1か月に泊まる数",
    "months_explanation": "滞在の月数についての説明",
    "nights_explanation": "泊まる数についての説明",
    "housing_help": "住居の支援の希望",
    "other_support": "ほかの補助金など",
    "heard_from": "知ったきっかけ",
    "pledged_at": "誓約した日時",
    "pledged_words": "誓約した文",
    "consented_at": "個人情報の取扱いに同意した日時",
    "consented_words": "同意した文",
    "begun_at": "入力を始めた日時",
    "saved_at": "最後に保存した日時",
    "submitted_at": "提出した日時",
    "channel": "受け付けた方法",
    "received_at": "紙で受け付けた日時",
}
MEMBER = {
    "position": "順",
    "name": "氏名",
    "kana": "フリガナ",
    "birth_date": "生年月日",
    "postal_code": "郵便番号",
    "prefecture": "都道府県",
    "address": "住所",
    "phone": "電話番号",
    "occupation": "職業・職種",
    "has_base": "県内の拠点",
    "age_explanation": "年齢についての説明",
}
COST = {
    "kind": "種類",
    "sub_kind": "細目",
    "contract": "契約",
    "amount": "金額（円）",
    "note": "備考",
}
VERSION = {
    "number": "版",
    "occasion": "きっかけ",
    "at": "日時",
    "answers": "内容",
    "sha256": "SHA-256",
}
REQUEST = {
    "round": "回",
    "state": "状態",
    "due_on": "期限",
    "asked_at": "依頼の日時",
    "answered_at": "回答の日時",
    "note": "回答に添えた文",
}
ITEM = {"page": "ページ", "name": "項目", "comment": "お願いしたこと", "reply": "直さない理由"}
EXTENSION = {"closes_at": "あなたの締切", "state": "状態", "granted_at": "延長した日時"}
MEMBER_REQUEST = {
    "email": "宛先",
    "state": "状態",
    "sent_at": "依頼した日時",
    "expires_at": "期限",
    "settled_at": "終わった日時",
}
UNSAVED = {"page": "ページ", "at": "日時", "fields": "入力中の内容"}
QUESTIONS = "この年度に応募者へお尋ねする質問です。答えは応募に入っています。"
INCOMING = "職員が読み込んだ表の途中の記録です。取り込んだ内容は応募に入っています。"
NOTES = "職員の間の覚え書きです。お知りになりたいときは、法による開示の請求ができます。"
OFFICE_WORK = "職員の作業の記録で、本人について述べたものではありません。"

HOLDS = Holding(
    tables={
        "applications": APPLICATION,
        "members": MEMBER,
        "wishes": {"rank": "順位"},
        "planned_costs": COST,
        "application_papers": {"kind": "書類"},
        "answer_sheets": {"answers": "この年度の質問への回答"},
        "submitted_versions": VERSION,
        "correction_requests": REQUEST,
        "correction_items": ITEM,
        "extensions": EXTENSION,
        "member_requests": MEMBER_REQUEST,
        "unsaved_pages": UNSAVED,
    },
    left={
        "submitted_versions": frozenset({"files"}),  # told as files
        "correction_requests": frozenset({"settled_at", "reminded_at", "lapsed_at"}),
        "correction_items": frozenset({"position"}),
        "extensions": frozenset({"email", "reason", "revoked_at", "revoke_reason"}),
        "unsaved_pages": frozenset({"position", "whole", "tab"}),
        "answer_sheets": frozenset({"seen"}),
        "member_requests": frozenset({"content"}),  # a hash
    },
    reasons={
        **dict.fromkeys(
            ("export_runs", "exported_rows", "saved_views", "first_views"), OFFICE_WORK
        ),
        **dict.fromkeys(("questionnaires", "questionnaire_drafts"), QUESTIONS),
        "incoming_tables": INCOMING,
        **dict.fromkeys(("application_notes", "note_mentions"), NOTES),
    },
)


def held(person: Person) -> Iterator[Part]:
    rows = _own(person)
    yield part("applications", "応募", (_record(one) for one in rows))
    mine = or_(Extension.person_id == person.id, Extension.email == person.email)
    found = db.session.scalars(select(Extension).where(mine).order_by(Extension.id))
    yield part("extensions", "締切の延長", (record(one, EXTENSION) for one in found))


def _own(person: Person) -> list[Application]:
    found = db.session.scalars(actions.own(person).options(*actions.WHOLE).order_by(Application.id))
    return list(found.unique())


def _record(one: Application) -> Record:
    return record(
        one,
        APPLICATION,
        Fact("year", "年度", one.call.year.fiscal_year),
        Fact("call", "募集", one.call.title),
        Fact("wishes", "希望する市町村", [wish.host.name for wish in one.wishes]),
        Fact("office", "希望するオフィス", one.office.name if one.office else None),
        parts=_parts(one),
    )


def _parts(one: Application) -> Iterable[Part]:
    yield part("members", "メンバー", (record(each, MEMBER) for each in one.members))
    yield part("planned_costs", "経費の見込み", (record(each, COST) for each in one.costs))
    sent = select(MemberRequest).where(MemberRequest.application_id == one.id)
    invited = db.session.scalars(sent.order_by(MemberRequest.id))
    yield part(
        "member_requests",
        "メンバー本人への依頼",
        (record(each, MEMBER_REQUEST) for each in invited),
    )
    yield part("own_answers", "この年度の質問への回答", _own_answers(one))
    files = (file_record(each.attachment, Fact("paper", "書類", each.label)) for each in one.papers)
    yield part("files", "添付", files)
    about = SubmittedVersion.application_id == one.id
    versions = db.session.scalars(
        select(SubmittedVersion).where(about).order_by(SubmittedVersion.number)
    )
    yield part("versions", "提出した版", (_version(each) for each in versions))
    asked = select(CorrectionRequest).where(CorrectionRequest.application_id == one.id)
    requests = db.session.scalars(
        asked.options(selectinload(CorrectionRequest.items)).order_by(CorrectionRequest.id)
    )
    yield part("corrections", "補正依頼", (_request(each) for each in requests))
    typed = select(UnsavedPage).where(UnsavedPage.application_id == one.id)
    unsaved = db.session.scalars(typed.order_by(UnsavedPage.id))
    yield part("unsaved", "入力中のページ", (record(each, UNSAVED) for each in unsaved))


def _own_answers(one: Application) -> Iterator[Record]:
    """Tell the answers to the year's own questions, then those to questions no longer asked."""
    standing = Standing(one)
    for page in PageName:
        for question, answer in standing.rows(page):
            yield _answered(question, answer)
    shown = {each.key for each in standing.shown}
    for key, value in standing.kept.items():
        if key not in shown:
            yield _answered(f"{key}（いまはお尋ねしていません）", value)


def _answered(question: str, answer: object) -> Record:
    return Record((Fact("question", "質問", question), Fact("answer", "回答", answer)))


def _version(one: SubmittedVersion) -> Record:
    files = [f"{each['name']}（SHA-256 {each['sha256']}）" for each in one.files]
    return record(one, VERSION, Fact("files", "ファイル", files))


def _request(one: CorrectionRequest) -> Record:
    items = part("items", "項目", (record(each, ITEM) for each in one.items))
    return record(one, REQUEST, parts=[items])


def files(person: Person) -> Iterator[tuple[str, Attachment]]:
    """Return each attached file with the folder it goes into."""
    for one in _own(person):
        folder = f"応募{one.number or one.id}"
        yield from ((folder, paper.attachment) for paper in one.papers)
