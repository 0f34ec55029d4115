"""A bad rulebook is refused with line, column, what is wrong and what would be right."""

import json
from pathlib import Path

import pytest

from otameshi.subsidy import BadRulebook, read, schema
from tests.subsidy.make import EXAMPLE, HOME, KINDS, text


def faults(source: str, name: str = "a.toml") -> list[str]:
    with pytest.raises(BadRulebook) as caught:
        read(source, name)
    return str(caught.value).splitlines()


def changed(*changes: tuple[str, str]) -> str:
    source = EXAMPLE
    for old, new in changes:
        assert old in source
        source = source.replace(old, new, 1)
    return source


def at(source: str, part: str) -> str:
    """Return line and column of the first appearance of a part."""
    index = source.index(part)
    return (
        f"a.toml:{source.count(chr(10), 0, index) + 1}:{index - source.rfind(chr(10), 0, index)}: "
    )


@pytest.mark.parametrize(
    ("old", "new", "where", "message"),
    [
        (
            "unit = 1000",
            "unti = 1000",
            "unti",
            "rules.9.unti: 「unti」という項目はありません。「unit」のことですか。使えるのは ",
        ),
        (
            'title = "',
            'tilte = "',
            "tilte",
            "tilte: 「tilte」という項目はありません。「title」のことですか。",
        ),
        (
            'key = "travel"',
            'kay = "travel"',
            "kay",
            "kinds.1.kay: 「kay」という項目はありません。「key」",
        ),
        (
            'rule = "clamp"',
            'rule = "clmap"',
            'rule = "clmap"',
            "rules.10.rule: 「clmap」という規則はありません。「clamp」のことですか。使えるのは a",
        ),
        (
            'which = "paid"',
            'which = "payed"',
            'which = "payed"',
            'rules.2.which: 「payed」は使えません。"incurred", "paid" のどれかにしてください。',
        ),
        (
            "unit = 1000",
            'unit = "1000"',
            'unit = "1000"',
            "rules.9.unit: 値 '1000' は使えません。整数を、引用符なしで書いてください（例: 30000",
        ),
        (
            "unit = 1000",
            "unit = 1000.0",
            "unit = 1000.0",
            'rules.9.unit: 小数 1000.0 は使えません。金額は整数で、率は "3/4" のように書いてくだ',
        ),
        ('rate = "10/10"', "rate = nan", "rate = nan", "rules.7.rate: 小数 nan は使えません。"),
        ('rate = "10/10"', "rate = inf", "rate = inf", "rules.7.rate: 小数 inf は使えません。"),
        (
            'rate = "10/10"',
            'rate = "0.75"',
            'rate = "0.75"',
            'rules.7.rate: 「0.75」は使えません。整数か "3/4" のように書いてください。',
        ),
        (
            'rate = "10/10"',
            'rate = "1e999999999"',
            'rate = "1e9',
            "rules.7.rate: 「1e999999999」は",
        ),
        (
            'rate = "10/10"',
            'rate = "1/0"',
            'rate = "1/0"',
            "rules.7.rate: 値 '1/0' は使えません。率を \"3/4\" のように書いてください（分母は1以",
        ),
        ('rate = "10/10"', 'rate = "11/10"', 'rate = "11', "rules.7.rate: 率 11/10 は使えません。"),
        (
            "least = 25",
            "least = 24",
            "least = 24, amount",
            "rules.8.tiers.1.least: 前の段（24 まで）と重なっています。least を 25 にしてくださ",
        ),
        (
            "least = 25",
            "least = 26",
            "least = 26",
            "rules.8.tiers.1.least: 前の段（24 まで）と間が空いています。least を 25 にしてくだ",
        ),
        (
            "most = 24, ",
            "",
            "{ least = 25",
            "rules.8.tiers.1: 前の段に most がないため、この段には届きません。",
        ),
        (
            '  "rounding",',
            "",
            'id = "rounding"',
            "rules.9.id: 規則「rounding」がいつ働くか決まって",
        ),
        (
            '  "rounding",',
            '  "rounding", "cap",',
            '"cap",\n  "granted"',
            "order.10: 「cap」が order に二度あります。一つにしてください。",
        ),
        (
            '  "rounding",',
            '  "rounding", "roof",',
            '"roof"',
            "order.10: 「roof」という規則はありません。order から消すか、規則を書いてください。",
        ),
        (
            'kinds = ["rental", "housing"]',
            'kinds = ["rental", "house"]',
            '"house"]',
            "rules.4.kinds.1: 「house」という経費の区分はありません。あるのは housing、moving、",
        ),
        (
            'sub_kinds = ["shinkansen"]',
            'sub_kinds = ["shinkansn"]',
            '"shinkansn"',
            "rules.5.sub_kinds.0: 「shinkansn」という経費の種類はありません。",
        ),
        (
            'needs = ["ticket"]',
            'needs = ["tiket"]',
            '"tiket"',
            "rules.5.needs.0: 「tiket」という証拠書類はありません。あるのは contract、receipt、t",
        ),
        (
            'sub_kinds = ["shinkansen"]',
            'sub_kinds = ["green"]',
            '[[rules]]\nrule = "evidence"\nid = "ticket"',
            "rules.5: 対象となる経費がないため、この規則は働きません。",
        ),
        (
            'rate = "10/10"',
            'rate = "10/10"\nkinds = ["office", "travel", "moving", "rental"]',
            '[[kinds]]\nkey = "housing"',
            "kinds.4: 「住居費」に補助率がありません。",
        ),
        (
            "fiscal_year = 2024",
            "fiscal_year = 20240",
            "fiscal_year",
            "fiscal_year: 年度 20240 は西暦4桁",
        ),
        (
            'id = "paid"',
            'id = "decided"',
            'id = "decided"\nlabel = "期間内',
            "rules.2.id: id「decided」が重",
        ),
        ('id = "paid"', 'id = ""', 'id = ""', "rules.2.id: id が空です。名前を付けてください。"),
        (
            'key = "train"',
            'key = "taxi"',
            'key = "taxi"\nlabel = "タクシー"',
            "kinds.1.sub_kinds.4.key: 種類",
        ),
    ],
)
def test_a_fault_is_named_with_line_and_column(
    old: str, new: str, where: str, message: str
) -> None:
    source = changed((old, new))
    found = faults(source)
    assert any(line.startswith(at(source, where) + message) for line in found), found


def test_what_is_missing_is_named_where_it_should_be() -> None:
    source = changed(("unit = 1000\n", ""))
    assert faults(source) == [
        at(source, '[[rules]]\nrule = "rounding')
        + "rules.9: 項目「unit」がありません。書き加えてください。"
    ]
    untold = faults(changed(('rule = "clamp"\n', "")))[0]
    assert (
        '規則の種類がありません。rule = "…" を書いてください。使えるのは age、allowance、' in untold
    )


def test_all_faults_are_named_at_once_in_the_order_of_the_file() -> None:
    found = faults(changed(("unit = 1000", "unti = 1"), ('which = "paid"', 'which = "x"')))
    assert [line.split(":")[1] for line in found] == sorted(
        (line.split(":")[1] for line in found), key=int
    )
    assert len(found) == 3


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('title = "a', '1:11: 文字が " で閉じられていません。'),
        ("title = 'a", "1:11: 文字が ' で閉じられていません。"),
        ("a = [1, 2", "1:10: [ が ] で閉じられていません。"),
        ("a", "1:2: 項目の名前のあとに = がありません。"),
        ("a = ", "1:5: 値の書き方が正しくありません。"),
        ("a = 1\na = 2", "2:6: 同じ項目が二度書かれています。"),
        ("[a]\n[a]", "2:3: 同じ表が二度書かれています。"),
        ("a = 1 2", "1:7: 値のあとに余分な文字があります。"),
        ("a = \x00", "1:5: "),
        ("{", "1:2: 書き方が正しくありません"),
        ('{"a": 1, "a": 2}', "1:17: 書き方が正しくありません（項目「a」が二度書かれています）。"),
        (f"a = {'9' * 5000}", "1:5005: 書き方が正しくありません"),
        (f"a = {'[' * 3000}", "1:1: 入れ子が深すぎます。"),
        (f"a = {'[' * 20}{']' * 20}", "1:1: a: 入れ子が深すぎます。"),
        ('{"a": ' + "[" * 100_000, "1:1: 入れ子が深すぎます。"),
        ("x" * 10_000_000, "1:1: 10,000,000文字あります。200,000文字までにしてください。"),
        (
            f"a = 1\n{'a.' * 99_000}b = 1",
            "2:1: 1行に「.」が1,000個より多くあります。行を分けてください。",
        ),
        (f"a = [\n{'1, ' * 101}]", "1:1: a: 101個あります。100個までにしてください。"),
        ("", "1:1: 項目「title」がありません。書き加えてください。"),
    ],
)
def test_what_is_no_toml_and_no_json_is_refused_with_its_place(source: str, message: str) -> None:
    assert faults(source)[0].startswith(f"a.toml:{message}"), faults(source)[0]


def test_a_file_of_windows_is_read_like_any_other() -> None:
    windows = "\ufeff" + EXAMPLE.replace("\n", "\r\n")
    assert read(windows) == read(EXAMPLE)
    wrong = "\ufeff" + changed(("unit = 1000", "unti = 1")).replace("\n", "\r\n")
    assert faults(wrong) == faults(changed(("unit = 1000", "unti = 1")))


def test_places_are_found_through_every_way_of_writing() -> None:
    source = """title = '''
[not a table]
'''  # a comment [neither]
"version" = "1"  \n'authority' = \"\"\"x\"y\\\"\"\"\"
trial.first = 2024-04-01
trial.last = 2024-03-31
fiscal_year = 2024
order = [  # nothing yet
]
rules = []
kinds = [
  { key = "a", label = "[", article = '#' },
  { key = "a", label = "b", article = "c", sub_kinds = [ { key = "", label = "x" } ] },
]
"""
    assert faults(source) == [
        "a.toml:7:1: trial.last: last が first より前です。日を入れ替えてください。",
        "a.toml:14:5: kinds.1.key: key「a」が重なっています。別の名前にしてください。",
        (
            "a.toml:14:60: kinds.1.sub_kinds.0.key: 種類の key「」が空か、重なっています。"
            "別の名前にしてください。"
        ),
    ]


def test_a_plain_table_is_found_too() -> None:
    source = EXAMPLE + "\n[trial]\nfirst = 2024-08-01\n last = 2024-07-31\n"
    assert faults(source)[0].startswith(f"a.toml:{source.count(chr(10))}:2: trial.last: last が")


def test_json_is_refused_with_its_place_too() -> None:
    document = {
        "title": "t",
        "version": "1",
        "fiscal_year": 2024,
        "authority": "a",
        "order": ["x"],
        "kinds": [{"key": "a", "label": "b", "article": "c"}],
        "rules": [{"rule": "rounding", "id": "x", "article": "y", "unit": 1}],
    }
    source = json.dumps(document, indent=2, ensure_ascii=False)
    line = next(n for n, words in enumerate(source.splitlines(), 1) if '"unit"' in words)
    assert faults(source, "a.json") == [
        (
            f"a.json:{line}:7: rules.0.unit: 単位 1円では端数が出ないため、この規則は働きません。"
            "10、100、1000 などにしてください。"
        )
    ]


KM = 'rule = "allowance"\nkinds = ["travel"]\nunit = "km"\n'
VISIT = 'rule = "presence"\ncount = "nights"\nhow = "each_visit"\nleast = 2'
OPEN = 'rule = "open"\nquestion = "a"\neffect = "{}"'
PARTED = KINDS + "".join(
    f'\n[[kinds.sub_kinds]]\nkey = "{key}"\nlabel = "{key}"\n' for key in ("x", "y")
)
DAYS = 'days = [{ first = "01-01", last = "01-03" }]'
BLACKOUT = f'rule = "blackout"\nof = "trial"\nkinds = ["office"]\n{DAYS}'
NIGHTS = (
    'rule = "presence"\ncount = "days"\nhow = "total"\nleast = 2\nsoft = true\ntolerance = "-1"'
)
ROUNDING = 'rule = "rounding"\nunit = 100'
CAP = 'rule = "cap"\namount = 1000'


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        # names, amounts, bounds
        (['rule = "cap"'], "rules.0.amount: amount か、by と tiers"),
        (
            [f"{CAP}\ntiers = [{{ least = 0, amount = 1 }}]"],
            "rules.0.tiers: by と tiers は、一緒に",
        ),
        (['rule = "cap"\namount = 0'], "rules.0.amount: 上限 0円 では何も交付されません。"),
        (
            ['rule = "cap"\nby = "heads"\ntiers = [{ least = 0 }]'],
            "rules.0.tiers.0: 上限の段には、",
        ),
        (
            ['rule = "cap"\nby = "heads"\ntiers = [{ least = 3, most = 2, amount = 1 }]'],
            "rules.0.tiers.0.most: most（2）が least（3）より小さく",
        ),
        (
            [f'{CAP}\ntimes = [{{ unit = "head" }}, {{ unit = "head" }}]'],
            "rules.0.times.1: 「人」が二度",
        ),
        ([f'{CAP}\ntimes = [{{ unit = "head", most = 0 }}]'], "rules.0.times.0.most: most は1以上"),
        (['rule = "rate"'], "rules.0.rate: rate か、by と tiers"),
        (
            ['rule = "rate"\nrate = "1/2"\ntiers = [{ least = 0, rate = 1 }]'],
            "rules.0.tiers: by と",
        ),
        (
            ['rule = "rate"\nby = "heads"\ntiers = [{ least = 0, rate = 2 }]'],
            "rules.0.tiers.0: 補助率の段",
        ),
        (['rule = "minimum"\namount = 0'], "rules.0.amount: 下限は1円以上"),
        (
            ['rule = "clamp"\nto = "budget"\nper = ["line"]'],
            "rules.0.per: clamp は請求全体に働きます。",
        ),
        (['rule = "evidence"\nneeds = []'], "rules.0.needs: 必要な証拠書類を一つ以上"),
        (['rule = "evidence"\nneeds = []\nleast = -1'], "rules.0.least: least は0円以上"),
        (['rule = "judgement"\nquestion = " "'], "rules.0.question: 担当者が確かめること"),
        (['rule = "judgement"\nquestion = "a"\nleast = -1'], "rules.0.least: least は0円以上"),
        (['rule = "open"\nquestion = ""\neffect = "note"'], "rules.0.question: 分かっていないこと"),
        (['rule = "condition"\nkey = "k"\nquestion = ""'], "rules.0.question: 問いを文で"),
        (['rule = "uses"\nwithin = "life"\nmost = 0'], "rules.0.most: most は1以上"),
        (['rule = "number"\nmost = 0'], "rules.0.most: most は1以上"),
        (['rule = "visits"'], "rules.0.least: least（下限）か most（上限）を"),
        (
            ['rule = "visits"\nmost = 3\ntolerance = 1'],
            "rules.0.tolerance: tolerance は soft = true",
        ),
        (
            ['rule = "range"\nmeasure = "nights"\nleast = 3\nmost = 2'],
            "rules.0.most: most（2）が least（3）",
        ),
        (['rule = "age"\non = 2024-08-01'], "rules.0.least: least（下限）か most（上限）を"),
        # windows and deadlines
        (
            ['rule = "window"\nwhich = "paid"\nfirst = 2024-02-01\nlast = 2024-01-01'],
            "rules.0.last: last（2024-01-01）が first（2024-02-01）より前です。",
        ),
        (
            ['rule = "window"\nwhich = "paid"\nwithin = "fixed"'],
            'rules.0.first: within = "fixed" には',
        ),
        (['rule = "window"\nwhich = "paid"\ndays_after = -1'], "rules.0.days_after: 日数は0以上で"),
        (
            ['rule = "window"\nwhich = "paid"\nwithin = "decision"\ndays_after = 1'],
            'rules.0.days_after: 日数は、within = "trial"',
        ),
        (['rule = "blackout"\nof = "trial"\ndays = []'], "rules.0.days: 日を一つ以上"),
        (
            ['rule = "blackout"\nof = "trial"\ndays = [{ first = "02-30", last = "3-1" }]'],
            "rules.0.days.0: 「02-30」という月日はありません。",
        ),
        (
            [BLACKOUT],
            "rules.0.kinds: 参加期間や滞在を見る規則は請求全体に",
        ),
        (['rule = "deadline"\nof = "applied"'], "rules.0.days: days か last を"),
        (['rule = "deadline"\nof = "applied"\ndays = -1'], "rules.0.days: days は0以上"),
        (
            ['rule = "deadline"\nof = "reported"\ndays = 3\nworking_days = true'],
            "rules.0.working_days: 営業日は、申請の期限の days",
        ),
        # presence
        (
            ['rule = "presence"\ncount = "nights"\nhow = "total"\nleast = 0'],
            "rules.0.least: least は0より大きく",
        ),
        (
            ['rule = "presence"\ncount = "days"\nhow = "of_trial"\nleast = "9/8"'],
            "rules.0.least: 割合 9/8 は誰も満たせません。",
        ),
        (
            ['rule = "presence"\ncount = "work_hours"\nhow = "of_stay"\nleast = "1/2"'],
            "rules.0.count: 割合は、nights、days、work_days で",
        ),
        (
            ['rule = "presence"\ncount = "work_hours"\nhow = "consecutive"\nleast = 2'],
            "rules.0.count: 連続は、nights、days、work_days で",
        ),
        (
            [NIGHTS],
            "rules.0.tolerance: 「-1」は使えません。",
        ),
        (
            ['rule = "range"\nmeasure = "nights"\nleast = 2\nsoft = true\ntolerance = -1'],
            "rules.0.tolerance: tolerance は0以上にしてください。",
        ),
        # allowances
        (['rule = "allowance"\nunit = "km"\nprices = []'], "rules.0.kinds: 定額とする経費の区分を"),
        (
            ['rule = "allowance"\nkinds = ["travel"]\nunit = "km"\nprices = []'],
            "rules.0.prices: 単価を一つ以上",
        ),
        (
            [KM + "most = 0\nprices = [{ amount = 0 }]"],
            "rules.0.most: most は1以上",
        ),
        (
            ['rule = "allowance"\nkinds = ["travel"]\nunit = "km"\nprices = [{ amount = 0 }]'],
            "rules.0.prices.0.amount: 単価は0円より大きく",
        ),
        (
            [KM + "prices = [{ amount = 1, first = 2024-02-01, last = 2024-01-01 }]"],
            "rules.0.prices.0.last: last が first より前",
        ),
        (
            [
                KM
                + "prices = [{ amount = 1, last = 2024-04-01 }, { amount = 2, first = 2024-04-01 }]"
            ],
            "rules.0.prices.1: 適用する期間が前の単価と重なっています。first と last で期間を分",
        ),
        (
            [
                KM
                + "prices = [{ amount = 1, first = 2024-04-01 }, { amount = 2, last = 2024-04-01 }]"
            ],
            "rules.0.prices.1: 適用する期間が前の単価と重なって",
        ),
        (
            ['rule = "cap"\nby = "heads"\ntiers = [{ least = 0, amount = -1 }]'],
            "rules.0.tiers.0: 上限の段には、",
        ),
        (
            ['rule = "cap"\nby = "heads"\ntiers = [{ least = 0, amount = 1, rate = 1 }]'],
            "rules.0.tiers.0: 上限の段には、0円以上の amount だけを書いてください。",
        ),
        (['rule = "rate"\nrate = 0'], "rules.0.rate: 率 0 は使えません。"),
        # the order
        (
            [CAP, 'rule = "net"'],
            "rules.1: 「r1」は、先に働く「r0」のまとまりと入れ子になっていません。",
        ),
        ([CAP, f'{CAP}\nper = ["kind"]'], "rules.1: 「r1」は、先に働く「r0」のまとまりと"),
        (
            [f'{CAP}\nper = ["month"]', f'{CAP}\nper = ["person"]'],
            "rules.1: 「r1」は、先に働く「r0」のまとまりと",
        ),
        (
            [f'{CAP}\nper = ["month"]', f'{ROUNDING}\nkinds = ["office"]'],
            "rules.1: 「r1」は、先に働く「r0」のまとまりと",
        ),
        (
            [CAP, f'{ROUNDING}\nmode = "up"'],
            "rules.1: 「r1」は切り上げることがあるため、上限「r0」より前に",
        ),
        (
            [
                'rule = "net"',
                'rule = "allowance"\nkinds = ["travel"]\nunit = "km"\nprices = [{ amount = 1 }]',
            ],
            "rules.1: 定額（r1）は、ほかの規則「r0」より前に置いてください。",
        ),
        (
            [
                'rule = "range"\nmeasure = "heads"\nleast = 2',
                'rule = "allowance"\nkinds = ["travel"]\nunit = "km"\nprices = [{ amount = 1 }]',
            ],
            "rules.1: 定額（r1）は、ほかの規則「r0」より前に置いてください。",
        ),
        (
            [f'{CAP}\nper = ["month"]', VISIT],
            "rules.1: 「r1」は、先に働く「r0」のまとまりと",
        ),
        (
            [f'{CAP}\nper = ["visit"]', f"{VISIT}\neach_person = true"],
            "rules.1: 「r1」は、先に働く「r0」のまとまりと",
        ),
        ([CAP, OPEN.format("hold")], "rules.1: 「r1」は、先に働く「r0」のまとまりと"),
        (
            [f'{CAP}\nper = ["kind"]', f'{ROUNDING}\nsub_kinds = ["x"]'],
            "rules.1: 「r1」は、先に働く「r0」のまとまりと",
        ),
        # rules that can never apply
        (
            [CAP, 'rule = "cap"\namount = 1000'],
            "rules.1: 先に働く上限「r0」（1,000円）以上のため、働きません。",
        ),
        (
            ['rule = "minimum"\namount = 1001', CAP],
            "rules.1: 上限 1,000円 が、下限「r0」の 1,001円 より小さく、決して交付されません。",
        ),
        (
            ['rule = "net"\nsub_kinds = ["z"]'],
            "rules.0.sub_kinds.0: 「z」という経費の種類はありません。",
        ),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(rules: list[str], message: str) -> None:
    found = faults(text(*rules, kinds=PARTED if "sub_kinds" in rules[-1] else KINDS))
    assert any(f": {message}" in line for line in found), found


@pytest.mark.parametrize(
    "rules",
    [
        [
            f'{CAP}\nper = ["month"]\nkinds = ["office"]',
            'rule = "cap"\namount = 9000\nper = ["kind"]',
        ],
        [f'{CAP}\nper = ["month", "kind"]', f'{ROUNDING}\nkinds = ["office"]'],
        [
            f'{CAP}\nkinds = ["office"]',
            'rule = "cap"\namount = 900\nkinds = ["travel"]\nper = ["line"]',
        ],
        [f'{ROUNDING}\nmode = "up"', CAP],
        ['rule = "minimum"\namount = 1000', CAP],
        [CAP, 'rule = "cap"\namount = 999'],
        [f'{CAP}\nper = ["day"]', 'rule = "cap"\namount = 9000\nper = ["month"]'],
        [VISIT, f'{CAP}\nper = ["line"]'],
        [f'{CAP}\nper = ["visit", "person"]', f"{VISIT}\neach_person = true"],
        [f'{CAP}\nper = ["visit"]', VISIT],
        [CAP, 'rule = "presence"\ncount = "nights"\nhow = "total"\nleast = 2'],
        [f'{CAP}\nkinds = ["office"]', f'{ROUNDING}\nmode = "up"\nkinds = ["travel"]'],
        [f'{CAP}\nper = ["kind"]', f'{ROUNDING}\nkinds = ["office"]'],
        [CAP, OPEN.format("bound"), OPEN.format("note"), 'rule = "judgement"\nquestion = "a"'],
        [f'{CAP}\nper = ["line"]', 'rule = "judgement"\nquestion = "a"', 'rule = "net"'],
    ],
)
def test_an_order_from_fine_to_coarse_is_accepted(rules: list[str]) -> None:
    read(text(*rules))


@pytest.mark.parametrize(("year", "right"), [(0, False), (1, True), (9999, True), (10000, False)])
def test_a_year_has_four_digits_at_most(year: int, *, right: bool) -> None:
    source = EXAMPLE.replace("fiscal_year = 2024", f"fiscal_year = {year}")
    if right:
        assert read(source).fiscal_year == year
    else:
        assert "fiscal_year: 年度" in faults(source)[0]


def test_a_paper_is_listed_once_and_a_window_may_be_one_day() -> None:
    twice = EXAMPLE.replace('key = "contract"', 'key = "receipt"', 1)
    assert any("papers.1.key: key「receipt」が重なっています。" in line for line in faults(twice))
    read(EXAMPLE + "\n[trial]\nfirst = 2024-08-01\nlast = 2024-08-01\n")


def test_where_there_is_nothing_to_choose_from_it_says_so() -> None:
    found = faults(text('rule = "evidence"\nneeds = ["receipt"]'))
    assert found[0].endswith("あるのは （一つもありません） です。")


def test_the_parts_of_a_kind_that_have_no_rate_are_named() -> None:
    source = text(kinds=PARTED).replace('rate = "1"', 'rate = "1"\nsub_kinds = ["y"]')
    found = faults(source)
    assert "「オフィス」に補助率がありません。" in found[0]
    assert "「交通費」の x に補助率がありません。" in found[1]


def test_a_rulebook_needs_a_kind_of_cost() -> None:
    assert "kinds: 経費の区分が一つもありません。" in faults(text(kinds="kinds = []"))[0]


def test_a_rate_may_be_said_to_be_unknown_but_not_forgotten() -> None:
    only_office = 'kinds = ["office"]\nrule = "rate"\nrate = "1/2"'
    source = text(only_office).replace(
        'rate = "1"\nper = ["line"]', 'rate = "1"\nkinds = ["office"]'
    )
    assert "「交通費」に補助率がありません。" in faults(source)[0]
    unknown = (
        'rule = "open"\nquestion = "?"\neffect = "bound"\nstands_for = "rate"\nkinds = ["travel"]'
    )
    read(source.replace(only_office, unknown))


def test_the_published_schema_is_the_one_of_the_language() -> None:
    published = json.loads((HOME / "rulebook.schema.json").read_text(encoding="utf-8"))
    assert published == schema()


def test_every_key_that_the_schema_knows_is_explained_in_the_manual() -> None:
    manual = (Path(HOME).parents[1] / "docs" / "rulebook.md").read_text(encoding="utf-8")
    rules = {
        name: table["properties"]["rule"]["const"]
        for name, table in schema()["$defs"].items()
        if "rule" in table.get("properties", {})
    }
    assert {name for name in rules.values() if f'rule = "{name}"' not in manual} == set()
