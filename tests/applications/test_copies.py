"""An application on paper, and a copy from which nobody learns who it is from."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from otameshi.applications.models import ApplicationPaper
from otameshi.applications.rules import Kind
from otameshi.core.roles import Role
from otameshi.db import db
from otameshi.files import storage
from otameshi.programme.models import Call
from tests import make
from tests.statements import statements

DESK = "/desk/applications/"
TEXT = "髙橋𠮷花（ヨシカ）は株式会社青空工房で働く。高橋への電話は090-1234-5678、hana@example.jp。"
SECRET = (
    "髙橋", "高橋", "𠮷花", "タカハシ", "ヨシカ", "青空工房", "7000012050002", "山田", "太一",
    "090-1234-5678", "09012345678", "hana@example.jp", "hana", "1994", "平成6", "歳", "見本区",
    "一番町", "3800001", "380-0001", "顔写真.png", "計画_髙橋.pdf",
    "aozora-kobo",
)  # fmt: skip


@pytest.fixture
def one(app):
    del app
    person = make.person(name="髙橋　𠮷花", email="hana@example.jp")
    made = make.application(
        by=person,
        number="R8-900",
        kind=Kind.COMPANY,
        trade_name="株式会社青空工房",
        corporate_number="7000012050002",
        leader="代表取締役　山田 太一",
        business=TEXT,
        career=TEXT,
        plan=TEXT,
        other_support=TEXT,
        heard_from=TEXT,
        homepage="aozora-kobo.example",
        members=[
            make.member(
                name="髙橋　𠮷花",
                kana="タカハシ　ヨシカ",
                birth_date=date(1994, 4, 2),
                postal_code="3800001",
                address="見本区一番町1-2-3",
                phone="090-1234-5678",
                occupation="青空工房のデザイナー",
            )
        ],
    )
    for kind, name in (("plan", "計画_髙橋.pdf"), ("photo", "顔写真.png")):
        attachment = storage.keep(b"content", name, "application/pdf", person, make.NOON)
        make.keep(ApplicationPaper(application=made, kind=kind, attachment=attachment))
    return made


@pytest.fixture
def officer(browse, one):
    del one
    return browse(make.person(Role.OFFICER, name="担当 太郎"))


def told(text: str) -> list[str]:
    bare = "".join(text.split())
    return [word for word in SECRET if "".join(word.split()) in bare]


def main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def test_the_copy_to_print_tells_all(officer, one):
    page = officer.read(f"{DESK}{one.id}/print")
    assert "髙橋　𠮷花" in page
    assert "090-1234-5678" in page


def test_the_blinded_page_tells_nobody_who_it_is_from(officer, one):
    page = main(officer.read(f"{DESK}{one.id}/blind")).replace("年齢・生年月日", "")
    assert told(page) == []
    for words in (
        "R8-900",
        "法人",
        "東京都",
        "■■（■■）は■■で働く。",
        "■■のデザイナー",
        "事業計画書",
    ):
        assert words in page


def test_the_blinded_pdf_tells_nobody_who_it_is_from(officer, one):
    answer = officer.get(f"{DESK}{one.id}/blind.pdf")
    reader = PdfReader(BytesIO(answer.data))
    text = "\n".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
    assert told(text) == []
    assert "R8-900" in text
    assert "■■" in text
    assert answer.headers["Content-Disposition"] == "attachment; filename=blind-R8-900.pdf"


def test_several_come_one_after_another(officer, one):
    make.application(to=one.call, number="R8-901")
    db.session.commit()
    place = officer.post(f"{DESK}exports/", DESK, which="all").location
    page = officer.read(f"{place}/print")
    assert page.count('<article class="copy') == 2
    blind = main(officer.read(f"{place}/blind"))
    assert "R8-901" in blind
    assert told(blind.replace("年齢・生年月日", "")) == []


def test_reviewers_read_what_the_selection_shows_them_and_not_these_pages(browse, one):
    reviewer = browse(make.person(Role.REVIEWER))
    for place in (f"{one.id}/print", f"{one.id}/blind", f"{one.id}/blind.pdf"):
        assert reviewer.get(f"{DESK}{place}").status_code == 403


@pytest.mark.parametrize("form", ["print", "blind"])
def test_several_take_as_many_statements_for_three_as_for_fifteen(officer, one, form):
    make.rulebook(one.call.year)

    def asked() -> int:
        db.session.commit()
        place = officer.post(f"{DESK}exports/", DESK, which="all").location
        db.session.expire_all()
        db.session.expunge_all()
        with statements() as sent:
            assert officer.get(f"{place}/{form}").status_code == 200
        return len(sent)

    call_id = one.call_id
    for number in range(901, 903):
        make.application(to=db.session.get_one(Call, call_id), number=f"R8-{number}", people=2)
    few = asked()
    for number in range(903, 915):
        make.application(to=db.session.get_one(Call, call_id), number=f"R8-{number}", people=2)
    assert asked() == few
