"""The list of banks at the command line."""

from flask import Flask
from sqlalchemy import func, select

from otameshi.claims.invoicing.models import Branch
from otameshi.db import db
from tests.claims.invoicing import lists


def test_a_file_is_brought_in_and_one_that_is_no_list_says_why(app: Flask, tmp_path) -> None:
    good, bad = tmp_path / "一覧.csv", tmp_path / "別.csv"
    good.write_text(lists.FILE, "utf-8")
    bad.write_text("a,b\n1,2\n", "utf-8")
    runner = app.test_cli_runner()
    done = runner.invoke(args=["banks", "import", str(good), "--date", "2026-04-01"])
    assert (done.exit_code, "金融機関5、支店9" in done.output) == (0, True)
    assert db.session.scalar(select(func.count()).select_from(Branch)) == 9
    wrong = runner.invoke(args=["banks", "import", str(bad)])
    assert wrong.exit_code == 1
    assert "列がありません" in wrong.output
