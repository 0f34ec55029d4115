"""The pages of the budget."""

from otameshi.core.roles import Role
from tests import make
from tests.desk import make as far


def test_each_number_opens_its_rows_and_the_files_hold_them(browse):
    far.paid()
    quiet = make.decided_grant()
    title = quiet.participation.title
    auditor = browse(make.person(Role.AUDITOR))
    page = auditor.read("/desk/budget/")
    assert "520,000円" in page
    assert "/desk/budget/2026?of=paid" in page
    page = auditor.read("/desk/budget/2026")
    for amount in ("5,000,000", "4,480,000", "120,000円"):
        assert amount in page
    assert title in page
    page = auditor.read("/desk/budget/2026?of=paid")
    assert "支払済のある組" in page
    assert title not in page
    sheet = auditor.get("/desk/budget/2026/groups.csv").get_data(as_text=True)
    assert title in sheet
    assert "260000" in sheet
    assert "5000000" in auditor.get("/desk/budget/years.csv").get_data(as_text=True)
    assert auditor.get("/desk/budget/years.xlsx").status_code == 200
    assert auditor.get("/desk/budget/1999").status_code == 404


def test_a_year_without_grants_says_where_to_begin(browse):
    make.year()
    page = browse(make.person(Role.MANAGER)).read("/desk/budget/2026")
    assert "交付申請の一覧を開く" in page
