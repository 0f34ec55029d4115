"""The year's way of counting in words."""

from otameshi.core.questions import Condition, Kind, Question, Questionnaire
from otameshi.followup.retention import words
from otameshi.followup.retention.meaning import Denominator, Members, Rounding, Unit
from otameshi.followup.retention.rules import Counting

ASKED = Questionnaire((Question("q1", Kind.CHOICE, "拠点は", options=("置く", "ない")),))
PLAIN = Counting(keeps=(Condition("q1", ("置く", "住む")),))


def test_the_page_says_what_counts_as_keeping_a_base():
    assert words.heading(PLAIN) == "次のいずれかに当てはまる組を、拠点を維持・活動すると数えます："
    assert words.lines(PLAIN, ASKED) == ["「拠点は」に、「置く」、「住む」と回答"]
    gone = Counting(keeps=(Condition("q7", ("はい",)),), unit=Unit.PERSON)
    assert "当てはまる人を" in words.heading(gone)
    assert words.lines(gone, ASKED) == ["「今の調査票にない質問」に、「はい」と回答"]


def test_the_page_says_of_whom_the_share_is_taken_and_how_it_is_rounded():
    assert words.rest(PLAIN) == [
        "分母は、参加した全ての組です。未回答と回答辞退は、分母に入れ、維持するとは数えません。",
        "百分率は、小数第2位を四捨五入することで小数第1位まで表します。",
    ]
    answered = Counting(denominator=Denominator.ANSWERED, rounding=Rounding.UP)
    assert words.rest(answered, by_member=True) == [
        "メンバーごとに尋ねた調査では、1人でも拠点を維持すれば、維持する組とする。",
        "分母は、回答した組です。未回答と回答辞退は分母から除きます。",
        "百分率は、小数第2位を切り上げることで小数第1位まで表します。",
    ]


def test_who_has_not_decided_is_told_beside_the_figure():
    open_ = Counting(keeps=PLAIN.keeps, undecided=(Condition("q1", ("迷っている",)),))
    assert words.undecided(PLAIN, ASKED) == []
    assert words.undecided(open_, ASKED) == [
        (
            "「拠点は」に、「迷っている」と回答した組は、維持するとも維持しないとも数えず、"
            "「まだ決めていない」に分けます（値の幅に含めます）。"
        )
    ]
    assert words.rest(open_)[0] == (
        "分母は、参加した全ての組です。未回答、回答辞退、「まだ決めていない」は、分母に入れ、"
        "維持するとは数えません。"
    )
    assert words.differences(PLAIN, open_, ASKED) == [
        "まだ決めていないとする回答：なし → 「拠点は」に、「迷っている」と回答"
    ]


def test_a_change_is_kept_in_words():
    after = Counting(
        keeps=(Condition("q1", ("置く",)),),
        members=Members.ALL,
        unit=Unit.PERSON,
        denominator=Denominator.SUBSIDISED,
        rounding=Rounding.DOWN,
    )
    assert words.differences(PLAIN, PLAIN, ASKED) == []
    assert words.differences(PLAIN, after, ASKED) == [
        "数える回答：「拠点は」に、「置く」、「住む」と回答 → 「拠点は」に、「置く」と回答",
        f"メンバーの回答：{Members.ANY.label} → {Members.ALL.label}",
        "単位：組 → 名",
        "分母：参加した全ての組 → 補助金の交付決定を受けた組の人",
        "端数：小数第2位を四捨五入 → 小数第2位を切捨て",
    ]
