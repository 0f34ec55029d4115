"""交付の方法: what a year decides of its grants and their payment. No database, no web."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from otameshi.core.kana import Unwritable, transfer_kana
from otameshi.core.states import Refused
from otameshi.core.yen import Yen

# What a 交付指令書 lists, in short plain sentences (domain.md 2.2, SHIREI).
CONDITIONS = (
    "補助事業の内容又は経費の配分を変更しようとするときは、軽微な変更を除き、あらかじめ承認を受けること。",
    "補助事業を中止し、又は廃止しようとするときは、あらかじめ承認を受けること。",
    "補助事業が予定の期間内に完了しないとき、又は続けることが難しくなったときは、速やかに報告し、指示を受けること。",
    "補助事業の状況について報告を求められたときは、期日までに報告すること。",
    "補助事業が完了したときは、期日までに実績を報告すること。",
    "補助事業に係る収入及び支出を明らかにした帳簿と書類を整え、定められた期間保存すること。",
    "同じ経費について、国、県、市町村などの他の補助金を受けないこと。",
    "偽りその他不正の手段により交付を受けたとき、又は条件に従わないときは、交付の決定を取り消し、返還を命ずることがある。",
    "返還を命じられたときは、加算金を、期日までに返還しなかったときは、延滞金を納めること。",
)
REDUCE_REASONS = (
    "対象の期間の外に発生した経費のため、対象から除きました。",
    "対象とならない内容が含まれているため、その分の金額を除きました。",
    "証拠書類で確かめられる金額に合わせて、金額を減らしました。",
    "ほかの補助金や勤務先などから支払われた分を除きました。",
    "通常の経路と方法による金額に合わせて、金額を減らしました。",
    "規則で定めた上限を超える分を除きました。",
)
RETURN_REASONS = (
    "領収書などの証拠書類が付いていません。証拠書類を付けて、もう一度お送りください。",
    "証拠書類の文字が読み取れません。全体がはっきり写ったものに差し替えてください。",
    "証拠書類の日付または金額が、入力された内容と異なります。確かめて直してください。",
    "支払が済んだことを確かめられません。振込の控えや利用明細などを付けてください。",
    "何のために使った経費かが分かりません。用件と行き先などを書き足してください。",
    "証拠書類の宛名が、交付を受ける方と異なります。理由を書くか、差し替えてください。",
)
NO_THRESHOLD = Yen(0)  # splitting is not remarked upon
ACCOUNT_KINDS = {"1": "普通", "2": "当座", "4": "貯蓄"}  # with the number of the 全銀 record

# What each setting is called, on its form and in the history.
WORDS = {
    "withdraw_days": "申請を取り下げられる日数",
    "minor_change_percent": "承認のいらない経費の配分の変更（％）",
    "early_start": "事前着手を認めることがある",
    "conditions": "交付の条件",
    "report_days": "滞在が終わってから実績報告までの日数",
    "report_by": "実績報告の最終の期限",
    "reminder_days": "期限の何日前に知らせるか",
    "reduce_reasons": "減額の理由",
    "return_reasons": "差戻しの理由",
    "advance_percent": "概算払の上限（％）",
    "split_threshold": "分けて支払った経費を示す金額",
    "payer_code": "委託者コード",
    "payer_name_kana": "依頼人名（カナ）",
    "payer_bank_code": "金融機関コード",
    "payer_bank_name_kana": "金融機関名（カナ）",
    "payer_branch_code": "支店コード",
    "payer_branch_name_kana": "支店名（カナ）",
    "payer_account_kind": "依頼人の預金種目",
    "payer_account_number": "依頼人の口座番号",
    "interest_basis_points": "加算金・延滞金の年率（0.01％を1とする）",
    "repayment_days": "返還命令から納めるまでの日数",
    "tax_report": "消費税仕入控除税額の報告を求める",
    "tax_report_by": "消費税仕入控除税額の報告の期限",
    "evidence_years": "証拠書類を保存する年数",
}
# The least and the most of each number.
LIMITS = {
    "withdraw_days": (1, 90),
    "minor_change_percent": (0, 100),
    "report_days": (1, 180),
    "advance_percent": (0, 100),
    "split_threshold": (0, 100_000_000),
    "interest_basis_points": (0, 10_000),
    "repayment_days": (1, 365),
    "evidence_years": (1, 30),
}
REMINDER_LIMITS = (1, 60)
MOST_REMINDERS = 5
LISTS = {"conditions": 30, "reduce_reasons": 30, "return_reasons": 30}  # the most lines of each
LONGEST_LINE = 200
# The form of each number that a bank's record holds; all may be empty.
CODES = {
    "payer_code": (re.compile(r"([0-9]{1,10})?"), "10桁までの数字"),
    "payer_bank_code": (re.compile(r"([0-9]{4})?"), "4桁の数字"),
    "payer_branch_code": (re.compile(r"([0-9]{3})?"), "3桁の数字"),
    "payer_account_number": (re.compile(r"([0-9]{7})?"), "7桁の数字"),
}
# The places that a bank's record has for each name, in half width.
PLACES = {"payer_name_kana": 40, "payer_bank_name_kana": 15, "payer_branch_name_kana": 15}


@dataclass(frozen=True, slots=True)
class GrantTerms:
    """What an officer sets; each field is a column of the year's `GrantPlan`.

    In brackets the sources of the defaults, as domain.md 8 lists them. Most are of other schemes:
    the 要綱 of おためしナガノ2.0 is not public, so that all of them are data of the year.
    """

    withdraw_days: int = 10  # from the notice of 交付決定 [JSH]
    minor_change_percent: int = 20  # 軽微な変更 of 経費配分 [TATESHINA, FUKUYAMA, JIZQA]
    early_start: bool = False  # 事前着手届 is the exception [FGS, DAITO, JLODR]
    conditions: list[str] = field(default_factory=lambda: list(CONDITIONS))  # [SHIREI]
    report_days: int = 30  # 実績報告: the earlier of N days after completion …
    report_by: date | None = None  # … and a fixed day [CHIBA, JSH]
    reminder_days: list[int] = field(default_factory=lambda: [14, 3])  # before the due day
    reduce_reasons: list[str] = field(default_factory=lambda: list(REDUCE_REASONS))
    return_reasons: list[str] = field(default_factory=lambda: list(RETURN_REASONS))
    advance_percent: int = 0  # 概算払, of 交付決定額; 精算払 is near certain (domain.md 1.3)
    split_threshold: Yen = NO_THRESHOLD  # 円 below which a rule asks for less evidence
    # From whose account is paid: the head of a 総合振込 file [ZENGIN, ZENSMBC].
    payer_code: str = ""
    payer_name_kana: str = ""
    payer_bank_code: str = ""
    payer_bank_name_kana: str = ""
    payer_branch_code: str = ""
    payer_branch_name_kana: str = ""
    payer_account_kind: str = ""
    payer_account_number: str = ""
    interest_basis_points: int = 1_095  # 年10.95% of 加算金・延滞金 [S19]
    repayment_days: int = 20  # after a 返還命令
    tax_report: bool = True  # 消費税仕入控除税額報告, also of 0円 [FUKUTAX, SAITAMA, NIPPKU]
    tax_report_by: date | None = None
    evidence_years: int = 5  # from the end of the fiscal year [SHOUHYOU]

    @property
    def payer_wanting(self) -> list[str]:
        """Return what a payment run still needs to know of the payer, in words."""
        return [word for name, word in WORDS.items() if _of_payer(name) and not getattr(self, name)]


def _of_payer(name: str) -> bool:
    return name.startswith("payer_")


def check_terms(terms: GrantTerms, trial_last: date) -> None:
    """Refuse what no grant can follow. `trial_last`: the last day of the year's trial."""
    wrong = list(_faults(terms, trial_last))
    if wrong:
        raise Refused("\n".join(wrong))


def _faults(terms: GrantTerms, trial_last: date) -> Iterator[str]:
    for name, (least, most) in LIMITS.items():
        if not least <= getattr(terms, name) <= most:
            yield f"「{WORDS[name]}」は、{least:,}から{most:,}までにしてください。"
    yield from _fixed_days(terms, trial_last)
    yield from _reminders(terms.reminder_days)
    for name, most in LISTS.items():
        yield from _lines(WORDS[name], getattr(terms, name), most)
    yield from _payer(terms)


def _fixed_days(terms: GrantTerms, trial_last: date) -> Iterator[str]:
    for name in ("report_by", "tax_report_by"):
        day = getattr(terms, name)
        if day is not None and day < trial_last:
            yield f"「{WORDS[name]}」は、おためしの期間の末日より前にできません。"


def _reminders(days: list[int]) -> Iterator[str]:
    least, most = REMINDER_LIMITS
    if any(not least <= one <= most for one in days):
        yield f"「{WORDS['reminder_days']}」は、{least}から{most}までにしてください。"
    if len(days) > MOST_REMINDERS or len(set(days)) < len(days):
        yield f"「{WORDS['reminder_days']}」は、異なる日数を{MOST_REMINDERS}つまでにしてください。"


def _lines(word: str, lines: list[str], most: int) -> Iterator[str]:
    if not 1 <= len(lines) <= most:
        yield f"「{word}」は、1行に1つずつ、1つ以上{most}以内で入力してください。"
    if any(len(one) > LONGEST_LINE for one in lines):
        yield f"「{word}」は、1行を{LONGEST_LINE}文字以内にしてください。"


def _payer(terms: GrantTerms) -> Iterator[str]:
    for name, (form, words) in CODES.items():
        if not form.fullmatch(getattr(terms, name)):
            yield f"「{WORDS[name]}」は、{words}で入力してください。"
    for name, places in PLACES.items():
        yield from _name(WORDS[name], getattr(terms, name), places)
    if terms.payer_account_kind and terms.payer_account_kind not in ACCOUNT_KINDS:
        yield f"「{WORDS['payer_account_kind']}」を選んでください。"


def _name(word: str, name: str, places: int) -> Iterator[str]:
    try:
        narrow = transfer_kana(name)
    except Unwritable as wrong:
        yield f"「{word}」は、カタカナ、英数字と記号（( ) . - /）で入力してください。{wrong}"
        return
    if len(narrow) > places:
        yield f"「{word}」は、半角で{places}文字以内（濁点も1文字）にしてください。"
