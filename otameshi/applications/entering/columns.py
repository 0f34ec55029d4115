"""The columns of a table of applications, named as the register exports them."""

import re
from collections.abc import Iterator

from otameshi.applications.rules import MOST_WISHES, member_title
from otameshi.core.states import Refused

RECEIVED, EMAIL, KIND = "受付日時", "応募者のメールアドレス", "応募区分"
TRADE_NAME, CORPORATE_NUMBER = "屋号・法人名・勤務先", "法人番号"
LEADER, EMPLOYER_CONSENT = "法人の代表者", "勤務先の承諾"
PLEDGED, CONSENTED = "誓約", "個人情報の同意"
# 経費1：種類 …, as many as there are.
COST = re.compile(r"経費([1-9][0-9]?)：(種類|金額|内容)")

TEMPLATE_COSTS = 3

# By the names of the fields that read them.
MEMBER = {
    "name": "氏名",
    "kana": "フリガナ",
    "birth_date": "生年月日",
    "postal_code": "郵便番号",
    "prefecture": "都道府県",
    "address": "住所",
    "phone": "電話番号",
    "occupation": "職業・職種",
    "age_explanation": "年齢についての説明",
    "has_base": "県内の拠点",
}
BUSINESS = {
    "work": "事業の分野",
    "work_explanation": "「その他」の内容",
    "business": "事業の内容",
    "career": "経歴",
    "homepage": "ホームページ",
}
WISHES = tuple(f"第{rank}希望" for rank in range(1, MOST_WISHES + 1))
PLAN = {
    "office_id": "オフィス",
    "stay_from": "おためしの初日",
    "stay_to": "おためしの末日",
    "months_explanation": "月数についての説明",
    "nights_a_month": "1か月に泊まる数",
    "nights_explanation": "泊まる数についての説明",
    "housing_help": "住居の支援",
    "plan": "期間中の活動計画",
    "other_support": "ほかの補助金など",
    "heard_from": "知ったきっかけ",
}
NEEDED = (RECEIVED, EMAIL, KIND, f"{member_title(1)}：氏名", PLEDGED, CONSENTED)


def of_member(position: int, word: str) -> str:
    return f"{member_title(position)}：{word}"


def known(people: int) -> Iterator[str]:
    """Yield the columns a table may have for groups of so many people, in the template's order."""
    yield from (RECEIVED, EMAIL, KIND, TRADE_NAME, CORPORATE_NUMBER, LEADER, EMPLOYER_CONSENT)
    for position in range(1, people + 1):
        yield from (of_member(position, word) for word in MEMBER.values())
    yield from BUSINESS.values()
    yield from WISHES
    yield from PLAN.values()
    yield from (PLEDGED, CONSENTED)


def template(people: int) -> Iterator[str]:
    """Yield the columns of the empty table, with room for a few costs."""
    yield from known(people)
    for number in range(1, TEMPLATE_COSTS + 1):
        yield from (f"経費{number}：{word}" for word in ("種類", "金額", "内容"))


def check(headings: list[str], people: int) -> None:
    """Refuse a table that lacks a needed column or names one twice; others are passed over."""
    given = [heading.strip() for heading in headings]
    lacking = [name for name in NEEDED if name not in given]
    if lacking:
        raise Refused(
            f"1行目に列がありません：{'、'.join(lacking)}。様式をダウンロードし、列の名前を"
            "そのまま使ってください。"
        )
    wanted = {*known(people), *(name for name in given if COST.fullmatch(name))}
    twice = sorted({name for name in given if name in wanted and given.count(name) > 1})
    if twice:
        raise Refused(f"同じ列が2つあります：{'、'.join(twice)}。1つにしてください。")
