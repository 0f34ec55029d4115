"""The office's page of the list of banks."""

from io import BytesIO

from otameshi.core.roles import Role
from tests import make
from tests.claims.invoicing import lists


def test_the_office_sees_of_when_the_list_is_and_refreshes_it_from_a_file(browse) -> None:
    me = browse(make.person(Role.OFFICER))
    assert "一覧がまだありません" in me.read("/desk/banks/")
    sent = {
        "file": (BytesIO(lists.FILE.encode()), "一覧.csv"),
        "dated-year": "2026",
        "dated-month": "4",
        "dated-day": "1",
    }
    page = me.send("/desk/banks/file", page="/desk/banks/", **sent)
    assert "金融機関5、支店9の一覧を取り込みました" in page
    assert "2026年4月1日（水）の一覧です" in page


def test_an_auditor_reads_it_and_changes_nothing(browse) -> None:
    lists.bring_in()
    page = browse(make.person(Role.AUDITOR)).read("/desk/banks/")
    assert "これまでの取込み" in page
    assert "同梱の一覧を取り込む" not in page
