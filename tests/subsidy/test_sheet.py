"""Claims read from a table, or refused with row, column and what would be right."""

from datetime import date
from fractions import Fraction

import pytest

from otameshi.core.period import Period
from otameshi.subsidy import BadClaim, Contract, read_claims
from tests.subsidy.make import nagano

HEADER = "組,人数,番号,経費,種類,契約,発生日,支払日,金額,証拠書類,氏名,来県,利用開始日,利用終了日"


def faults(text: str) -> list[str]:
    with pytest.raises(BadClaim) as caught:
        read_claims(nagano(), text, "c.csv")
    return str(caught.value).splitlines()


def test_a_table_in_japanese_is_read_line_by_line() -> None:
    text = (
        f"\ufeff{HEADER},泊数,距離,業務割合,他の支援\r\n"
        'A,2,い,オフィス利用料,,,2024-09-01,2024/9/2,"12,000円",領収書、契約書又は利用申込書の写し,'
        "一,1,2024-09-01,2024-09-30,3,12.5,1/2,500\r\n"
        "\r\n"
        "B,,,rental,,rented,2024-09-01,,１００,receipt|contract\r\n"
        ",,,travel,新幹線,,2024-9-1,,0,\r\n"
    )
    sheet = read_claims(nagano(), text)
    assert dict(sheet.heads) == {"A": 2, "B": 1, "": 1}
    [first] = sheet.lines["A"]
    assert (first.key, first.kind, first.amount) == ("い", "office", 12_000)
    assert (first.incurred_on, first.paid_on) == (date(2024, 9, 1), date(2024, 9, 2))
    assert first.evidence == {"receipt", "contract"}
    assert (first.person, first.visit, first.nights) == ("一", 1, 3)
    assert first.used == Period(date(2024, 9, 1), date(2024, 9, 30))
    assert (first.km, first.business, first.supported) == (Fraction("12.5"), Fraction(1, 2), 500)
    [second] = sheet.lines["B"]
    assert (second.key, second.contract, second.amount) == ("4", Contract.RENTED, 100)
    assert sheet.lines[""][0].sub_kind == "shinkansen"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "A,,,お土産,,,2024-09-01,,1,",
            "2:4: 経費: 「お土産」はありません。使えるのは オフィス利用料、",
        ),
        ("A,,,office,,,,,1,", "2:7: 発生日: 記入がありません。"),
        (
            "A,,,office,,,2024-13-01,,1,",
            "2:7: 発生日: 「2024-13-01」は読めません。日付を 2025-03-15",
        ),
        ("A,,,office,,,きのう,,1,", "2:7: 発生日: 「きのう」は読めません。"),
        (
            "A,,,office,,,2024-09-01,,,",
            "2:9: 金額: 記入がありません。整数で書いてください（例: 12000）。",
        ),
        ("A,,,office,,,2024-09-01,,1.5,", "2:9: 金額: 「1.5」は読めません。整数で書いてください"),
        ("A,,,office,,,2024-09-01,,NaN,", "2:9: 金額: 「NaN」は読めません。"),
        (f"A,,,office,,,2024-09-01,,{'9' * 5000},", "2:9: 金額: 「99999"),
        ("A,三,,office,,,2024-09-01,,1,", "2:2: 人数: 「三」は読めません。"),
        (
            "A,,,travel,飛行機,,2024-09-01,,1,",
            "2:5: 種類: 「飛行機」はありません。使えるのは 新幹線、",
        ),
        ("A,,,rental,,借りた,2024-09-01,,1,", "2:6: 契約: 「借りた」はありません。使えるのは 購入"),
        ("A,,,office,,,2024-09-01,,1,レシート", "2:10: 証拠書類: 「レシート」はありません。"),
        ("A,,,office,,,2024-09-01,,1,,,一回", "2:12: 来県: 「一回」は読めません。"),
        ('A,,,"office', "2:1: 表として読めません"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(row: str, message: str) -> None:
    assert faults(f"{HEADER}\n{row}\n")[0].startswith(f"c.csv:{message}"), faults(
        f"{HEADER}\n{row}"
    )


def test_all_rows_are_looked_at_before_the_table_is_refused() -> None:
    found = faults(f"{HEADER}\nA,,,x,,,2024-09-01,,1,\nA,,,office,,,2024-09-01,,y,\n")
    assert [line.split(":")[1] for line in found] == ["2", "3"]


def test_columns_that_are_missing_or_unknown_are_named() -> None:
    found = faults("経費,色,金額\n")
    assert found[0].startswith("c.csv:1:2: 「色」という列はありません。使えるのは 組、人数、")
    assert found[1] == "c.csv:1:1: 「発生日」の列がありません。1行目に加えてください。"
    assert len(faults("")) == 3


@pytest.mark.parametrize("km", ["x", "1/x", "1.x", ".", "1//2"])
def test_a_distance_that_is_no_number_is_refused(km: str) -> None:
    table = f"経費,発生日,金額,距離\noffice,2024-09-01,1,{km}\n"
    assert faults(table)[0].startswith(f"c.csv:2:4: 距離: 「{km}」は読めません。")


def test_a_denominator_of_zero_is_refused() -> None:
    table = "経費,発生日,金額,業務割合\noffice,2024-09-01,1,1/0\n"
    assert faults(table)[0].startswith("c.csv:2:4: 業務割合: 「1/0」は読めません。")
