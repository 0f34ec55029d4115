"""Until when a score counts, and what officers make of the findings: worked cases."""

from datetime import date

import pytest

from otameshi.applications.redaction import HIDDEN, cover
from otameshi.applications.requirements import Finding, Severity
from otameshi.core.clock import japan
from otameshi.core.states import Refused
from otameshi.selection.eligibility import rules as eligibility
from otameshi.selection.eligibility.rules import Mark, Verdict, judged, key_of, reasons_in
from otameshi.selection.rules import SHEET, SheetState
from otameshi.selection.scoring.rules import Window, must_be_a_date, refusal
from tests.applications.test_redaction import FACT

DAY = date(2026, 6, 10)
AT = japan(2026, 6, 1, 10)
SHORT = Finding("nights", Severity.REMARK, "月に5泊の予定です。", explanation="週末に通います")
FAR = Finding("home", Severity.OK, "今の住所は東京都です。")
BASE = Finding("base", Severity.BLOCK, "県内に拠点があります。")


@pytest.mark.parametrize(
    ("window", "at", "open_"),
    [
        (Window(), AT, True),
        (Window(DAY), japan(2026, 6, 10, 23, 59), True),
        (Window(DAY), japan(2026, 6, 11), False),
        (Window(DAY, AT), AT, False),
        (Window(None, AT), AT, False),
    ],
)
def test_scores_count_until_the_end_of_the_day_or_until_somebody_closes(window, at, open_) -> None:
    assert window.open(at) is open_
    assert bool(refusal(window, at)) is not open_


def test_the_refusal_says_why() -> None:
    assert "2026年6月10日の24時" in refusal(Window(DAY), japan(2026, 6, 11))
    assert "担当者が締め切りました" in refusal(Window(DAY, AT), AT)


def test_a_day_gone_by_is_no_deadline() -> None:
    must_be_a_date(DAY, japan(2026, 6, 10, 23))
    with pytest.raises(Refused, match="今日以後"):
        must_be_a_date(DAY, japan(2026, 6, 11))


def test_the_moves_of_a_sheet() -> None:
    of = {move.name: move for move in SHEET.moves}
    open_ = frozenset({SheetState.ASSIGNED, SheetState.DRAFT})
    assert (of["abstain"].sources, of["abstain"].target) == (open_, SheetState.ABSTAINED)
    assert (of["reopen"].sources, of["reopen"].target) == (
        frozenset({SheetState.FINAL}),
        SheetState.DRAFT,
    )
    assert of["abstain"].needs_note


def marked(finding: Finding, verdict: Verdict, reason: str = "現地で確かめた") -> dict[str, Mark]:
    return {key_of(finding): Mark(verdict, reason, "担当　一郎", AT)}


def test_an_overruled_finding_counts_the_other_way() -> None:
    [short, far, base] = judged([SHORT, FAR, BASE], marked(SHORT, Verdict.OVERRULED))
    assert not short.doubtful
    assert [far.doubtful, base.doubtful] == [False, True]
    [far] = judged([FAR], marked(FAR, Verdict.OVERRULED, "住民票は長野県です。"))
    assert far.severity is Severity.BLOCK
    assert eligibility.against([far]) == ["住民票は長野県です。"]


def test_a_confirmed_finding_still_speaks_against() -> None:
    found = judged([SHORT, BASE], marked(SHORT, Verdict.CONFIRMED, ""))
    assert eligibility.doubts(found) == [SHORT.text, BASE.text]
    assert eligibility.against(found) == [BASE.text]


def test_a_mark_does_not_outlive_a_correction() -> None:
    corrected = Finding(SHORT.key, SHORT.severity, SHORT.text, explanation="別の説明")
    [found] = judged([corrected], marked(SHORT, Verdict.OVERRULED))
    assert found.mark is None
    assert found.doubtful


def test_overruling_needs_a_reason() -> None:
    eligibility.must_be_reasoned(Verdict.CONFIRMED, "")
    with pytest.raises(Refused, match="理由"):
        eligibility.must_be_reasoned(Verdict.OVERRULED, "　")


def test_each_line_of_a_note_is_a_reason() -> None:
    assert reasons_in("・年齢が上限を超える。\r\n\n　県内に拠点がある。\n") == [
        "年齢が上限を超える。",
        "県内に拠点がある。",
    ]


@pytest.mark.parametrize("said", ["35歳", "３５才", "三十五歳", "1994年生まれ", "平成6年4月生まれ"])
def test_an_age_is_covered(said: str) -> None:
    assert cover(FACT)(f"私は{said}です。") == f"私は{HIDDEN}です。"


@pytest.mark.parametrize("kept", ["60歳以上の方に教える", "3歳児の教室", "創業は2015年です"])
def test_for_whom_a_thing_is_made_is_not_covered(kept: str) -> None:
    assert cover(FACT)(kept) == kept
