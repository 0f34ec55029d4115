"""The rulebook commands, as an officer types them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from otameshi.cli.rulebook import rulebook
from otameshi.subsidy import schema
from tests.subsidy.make import EXAMPLE, HOME

CLAIM = """組,人数,経費,種類,発生日,支払日,金額,証拠書類
一,1,オフィス利用料,,2024-09-01,2024-09-01,310500,領収書
二,2,業務上の交通費,鉄道（新幹線を除く）,2024-09-02,2024-09-02,8000,領収書
"""
TRIAL = ["--trial", "2024-08-01", "2025-02-28", "--decided", "2024-08-01"]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "a.toml").write_text(EXAMPLE, encoding="utf-8")
    changed = EXAMPLE.replace("amount = 300000", "amount = 200000")
    (tmp_path / "b.toml").write_text(changed, encoding="utf-8")
    (tmp_path / "bad.toml").write_text(EXAMPLE.replace("unit =", "unti ="), encoding="utf-8")
    (tmp_path / "claim.csv").write_text(CLAIM, encoding="utf-8")
    return tmp_path


def run(place: Path, *words: str) -> Result:
    return CliRunner().invoke(
        rulebook, [str(place / word) if "." in word and "/" not in word else word for word in words]
    )


def test_check_says_that_a_rulebook_is_right(place: Path) -> None:
    result = run(place, "check", "a.toml")
    assert result.exit_code == 0
    assert "正しく読めました。おためしナガノ2.0事業補助金（例示）" in result.output
    assert "経費の区分 5、規則 11" in result.output


def test_check_ends_with_1_and_names_line_and_column(place: Path) -> None:
    result = run(place, "check", "bad.toml")
    assert result.exit_code == 1
    line = next(n for n, words in enumerate(EXAMPLE.splitlines(), 1) if words == "unit = 1000")
    assert f"bad.toml:{line}:1: rules.9.unti: " in result.stderr


@pytest.mark.parametrize("name", sorted(path.name for path in (HOME / "rulebooks").glob("*.toml")))
def test_every_real_rulebook_passes_the_check(name: str) -> None:
    result = CliRunner().invoke(rulebook, ["check", str(HOME / "rulebooks" / name)])
    assert result.exit_code == 0


def test_explain_prints_the_page_of_an_applicant(place: Path) -> None:
    result = run(place, "explain", "a.toml")
    assert result.exit_code == 0
    assert "■ 補助率と上限" in result.output
    assert "  ・タクシー ／ タクシー代は対象になりません。 ／ 要綱第5条第2号" in result.output
    assert "  次の順に当てはめて、額を計算します。" in result.output


def test_schema_prints_the_schema(place: Path) -> None:
    assert json.loads(run(place, "schema").output) == schema()


def test_try_prints_an_account_that_adds_up(place: Path) -> None:
    result = run(
        place, "try", "a.toml", "claim.csv", *TRIAL, "--granted", "900000", "--cohort", "9"
    )
    assert result.exit_code == 0
    assert "請求 310,500円 － 減額 10,500円 ＝ 交付 300,000円" in result.output
    assert "要判断: [3] 最も経済的な通常の経路" in result.output
    assert "【1人当たりの上限・要綱第8条第2項】" in result.output


def test_try_ends_with_4_when_the_claim_cannot_be_settled(place: Path) -> None:
    result = run(place, "try", "a.toml", "claim.csv", *TRIAL, "--heads", "3")
    assert result.exit_code == 4
    assert "要対応: 参加者総数が未定のため" in result.output
    assert "要対応: 交付決定額の残りが未定のため" in result.output


def test_try_shows_what_is_excluded_and_answers_given(place: Path) -> None:
    early = ["--decided", "2024-09-02", "--granted", "1", "--cohort", "9"]
    trial = TRIAL[:3]
    result = run(place, "try", "a.toml", "claim.csv", *trial, *early)
    assert (
        "310,500円 → 0円 発生日 2024年9月1日 は、交付決定日 2024年9月2日 より前です。"
        in result.output
    )
    result = run(place, "try", "a.toml", "claim.csv", *trial, *early, "--yes", "early-start")
    assert "より前です" not in result.output


def test_try_ends_with_3_when_the_table_is_refused(place: Path) -> None:
    (place / "bad.csv").write_text(CLAIM.replace("310500", "たくさん"), encoding="cp932")
    result = run(place, "try", "a.toml", "bad.csv", *TRIAL)
    assert result.exit_code == 3
    assert "bad.csv:2:7: 金額: 「たくさん」は読めません。" in result.stderr


def test_try_asks_for_the_trial_period(place: Path) -> None:
    result = run(place, "try", "a.toml", "claim.csv")
    assert result.exit_code == 2
    assert "--trial で参加期間の初日と末日を書いてください" in result.stderr
    given = EXAMPLE + "\n[trial]\nfirst = 2024-08-01\nlast = 2025-02-28\n"
    (place / "year.toml").write_text(given, encoding="utf-8")
    known = ["--decided", "2024-08-01", "--granted", "900000", "--cohort", "9"]
    assert run(place, "try", "year.toml", "claim.csv", *known).exit_code == 0


def test_a_file_in_no_known_encoding_is_refused(place: Path) -> None:
    (place / "raw.toml").write_bytes(b"\xff\xfe\x81")
    result = run(place, "check", "raw.toml")
    assert result.exit_code == 1
    assert "文字コードが UTF-8 でも Shift_JIS でもありません。" in result.stderr


def test_compare_says_what_differs_in_words(place: Path) -> None:
    result = run(place, "compare", "a.toml", "b.toml")
    assert result.exit_code == 0
    assert "－ 補助率と上限: 1人当たりの上限" in result.output
    assert "＋ 補助率と上限: 1人当たりの上限" in result.output
    same = run(place, "compare", "a.toml", "a.toml")
    assert same.output == "規則に違いはありません。\n"


def test_compare_with_claims_says_what_each_group_would_get(place: Path) -> None:
    result = run(place, "compare", "a.toml", "b.toml", "claim.csv", *TRIAL, "--cohort", "9")
    assert result.exit_code == 0
    assert "一: 300,000円 → 200,000円（-100,000円）" in result.output
    assert "    1人当たりの上限による減額 10,500円 → 110,500円" in result.output
    assert "二: 8,000円 → 8,000円（+0円）" in result.output
    assert "合計: 308,000円 → 208,000円（-100,000円）" in result.output
