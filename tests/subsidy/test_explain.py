"""The rules read aloud: generated from the same data that judges the claims."""

import pytest

from otameshi.core.yen import Yen
from otameshi.subsidy import explain
from otameshi.subsidy.rules import Part
from tests.subsidy.make import KINDS, book, nagano, real
from tests.subsidy.test_programmes import NAMES

PRICES = "prices = [{ amount = 37, last = 2025-03-31 }, { amount = 40, first = 2025-04-01 }]"
DATES = 'first = 2024-04-01\nlast = 2025-03-31\nunless = "early"'
TIERS = 'tiers = [{ least = 0, most = 6, rate = "1/2" }, { least = 7, rate = "3/4" }]'
TIMES = 'times = [{ unit = "night", most = 10 }, { unit = "person" }]'
FULL = (
    f'rule = "allowance"\nkinds = ["travel"]\nunit = "day"\nmost = 3\npersons = true\n{PRICES}',
    f'rule = "window"\nwhich = "paid"\ndays_before = 2\ndays_after = 14\n{DATES}',
    'rule = "blackout"\nof = "incurred"\ndays = [{ first = "08-13", last = "08-16" }]',
    'rule = "deadline"\nof = "applied"\ndays = 10\nworking_days = true',
    'rule = "deadline"\nof = "reported"\ndays = 30\nlast = 2025-03-13',
    'rule = "deadline"\nof = "reported"\nlast = 2025-03-31',
    'rule = "range"\nmeasure = "months"\nleast = 3\nmost = 6\nsoft = true',
    'rule = "age"\non = 2024-08-01\nleast = 20\nmost = 45\nsoft = true',
    'rule = "uses"\nwithin = "household"\nmost = 1',
    'rule = "condition"\nkinds = ["travel"]\nkey = "k"\nquestion = "観光ですか。"\nexpect = false',
    'rule = "condition"\nkey = "s"\nquestion = "発信しましたか。"',
    'rule = "presence"\ncount = "days"\nhow = "of_trial"\nleast = "8/10"\neach_person = true',
    'rule = "number"\nkinds = ["travel"]\nmost = 1\nper = ["person"]',
    'rule = "visits"\nleast = 3\nmost = 10',
    'rule = "net"\nkinds = ["office"]',
    'rule = "net"\nkinds = ["travel"]\nexclude = true',
    'rule = "prorate"\nkinds = ["office"]\nby = "days"',
    'rule = "prorate"\nkinds = ["office"]\nby = "half_months"',
    'rule = "prorate"\nkinds = ["travel"]\nby = "business"',
    'rule = "prorate"\nkinds = ["travel"]\nby = "people"',
    'rule = "judgement"\nkinds = ["travel"]\nquestion = "経済的か。"\nleast = 1000',
    f'rule = "rate"\nby = "nights"\n{TIERS}\nper = ["line"]',
    f'rule = "cap"\namount = 3000\nper = ["line"]\n{TIMES}',
    'rule = "minimum"\namount = 1000',
)


def rows() -> dict[str, list[str]]:
    return {
        section.title: [row[1] for row in section.rows if len(row) > 1]
        for section in explain(
            book(*FULL, more="trial = { first = 2024-08-01, last = 2025-02-28 }")
        )
    }


def test_every_rule_is_read_in_the_words_of_an_applicant() -> None:
    found = rows()
    assert found["期間と期限"] == [
        (
            "すべての経費は、支払日が参加期間（開始の2日前から終了後14日まで）、かつ2024年4月1日以後、"
            "かつ2025年3月31日までのものが対象です。（事前着手が認められた場合を除く。）"
        ),
        "8月13日～8月16日のすべての経費は対象になりません。",
        "交付申請の期限は、参加期間の開始の10営業日前までです。",
        "実績報告の期限は、参加期間の終了後30日以内と2025年3月13日までのいずれか早い日です。",
        "実績報告の期限は、2025年3月31日までです。",
    ]
    assert found["対象となる方と条件"] == [
        "参加月数は、概ね3か月以上6か月以下であることが必要です。",
        "2024年8月1日現在の年齢が概ね20歳以上45歳以下であることが必要です。",
        "利用できるのは、同じ世帯で1回までです。",
        "交通費は、「観光ですか。」が「いいえ」であることが必要です。",
        "「発信しましたか。」が「はい」であることが必要です。",
        "参加者それぞれの滞在が、参加期間の日数のうち80%以上であることが必要です。",
        "すべての経費は、1人につき3回以上10回以下の来県が対象です。",
    ]
    assert found["対象経費の数え方"] == [
        (
            "交通費は、実際の額によらず1日・1人当たり2025年3月31日まで37円、2025年4月1日から40円"
            "とします。通算3日までです。"
        ),
        "交通費は、1人につき1件までが対象です。",
        "オフィスは、会社や他の制度が負担した額を除きます。",
        "交通費は、会社や他の制度の支援を受けたものは対象になりません。",
        "オフィスは、参加期間内の日数で日割りします。",
        "オフィスは、参加期間にかかる半月（1日～15日、16日～月末）の数で半月割りします。",
        "交通費は、業務に使う割合だけが対象です。",
        "交通費は、参加者の人数の分だけが対象です。",
    ]
    assert found["補助率と上限"] == [
        "すべての経費の10分の10（全額）を補助します（1件ごとに計算）。",
        "すべての経費の補助率は、滞在泊数が6泊以下は2分の1、7泊以上は4分の3です。",
        (
            "すべての経費の上限は、1件ごとに1泊・1人（利用者）当たり3,000円です。"
            "10泊分までとします。"
        ),
        "すべての経費は、合計額で1,000円に満たないとき、交付されません。",
    ]
    assert found["担当者が確認すること"] == [
        "交通費（1,000円以上のもの）は、担当者が確認します。経済的か。"
    ]


def test_the_page_begins_with_what_is_paid_for_and_what_is_not() -> None:
    sections = explain(nagano())
    assert [section.title for section in sections[:3]] == [
        "対象となる経費",
        "対象とならない経費",
        "期間と期限",
    ]
    costs = {row[0]: row[1] for row in sections[0].rows}
    assert costs["家電等の賃借料"].endswith(
        "賃借（レンタル・リース）に限ります。資産となる物の購入は対象になりません。"
    )
    assert [row[0] for row in sections[1].rows] == ["グリーン料金などの特別料金", "タクシー"]


def test_the_years_window_is_said_first() -> None:
    [when] = [
        section
        for section in explain(book(more="trial = { first = 2024-08-01, last = 2025-02-28 }"))
        if section.title == Part.WHEN.label
    ]
    assert when.paragraphs == ("参加期間は、2024年8月1日～2025年2月28日の間です。",)
    assert when.header == ()


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_of_a_real_programme_is_on_its_page(name: str) -> None:
    rulebook = real(name)
    told = [row for section in explain(rulebook) for row in section.rows]
    for rule in rulebook.rules:
        assert (rule.title, rule.sentence(rulebook.names()), rule.article) in told


def test_a_part_without_a_reason_still_says_that_it_is_not_paid() -> None:
    kinds = KINDS + '\n[[kinds.sub_kinds]]\nkey = "x"\nlabel = "食事"\npayable = false\n'
    kinds += '\n[[kinds.sub_kinds]]\nkey = "y"\nlabel = "運賃"\n'
    [refused] = explain(book(kinds=kinds))[1].rows
    assert refused == ("食事", "食事は、交通費として対象になりません。", "第2条")


def test_what_a_line_must_be_proved_with_depends_on_its_kind_and_amount() -> None:
    found = nagano().evidence_for("travel", "shinkansen", Yen(1))
    assert [rule.id for rule in found] == ["receipt", "ticket"]
    assert [rule.id for rule in nagano().evidence_for("rental", "", Yen(1))] == [
        "receipt",
        "contract-copy",
    ]
    kinds = KINDS + '\n[[papers]]\nkey = "p"\nlabel = "領収書"\n'
    rulebook = book('rule = "evidence"\nneeds = ["p"]\nleast = 1000', kinds=kinds)
    assert not list(rulebook.evidence_for("office", "", Yen(999)))
    assert list(rulebook.evidence_for("office", "", Yen(1_000)))
