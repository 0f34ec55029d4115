"""A list of banks of five: what the tests look for, without the other eleven hundred."""

from datetime import date

from otameshi.claims.invoicing import listing
from otameshi.claims.invoicing.actions import banks
from tests.make import NOON

FILE = """金融機関コード,金融機関名,金融機関名カナ,支店コード,支店名,支店名カナ
0001,みずほ,ミズホ,001,東京営業部,トウキヨウ
0143,八十二長野,ハチジユウニナガノ,210,本店営業部,ホンテン
0143,八十二長野,ハチジユウニナガノ,211,長野,ナガノ
0143,八十二長野,ハチジユウニナガノ,212,長野駅前,ナガノエキマエ
0143,八十二長野,ハチジユウニナガノ,402,松本,マツモト
1390,長野信金,ナガノシンキン,001,本店営業部,ホンテン
6385,松本ハイランド農協,マツモトハイランドノウキヨウ,001,本所,ホンシヨ
9900,ゆうちょ,ユウチヨ,118,一一八,イチイチハチ
9900,ゆうちょ,ユウチヨ,019,〇一九,ゼロイチキユウ
"""


def read(text: str = FILE, dated: date = date(2026, 4, 1)) -> listing.Read:
    return listing.of_a_file("一覧.csv", text.encode(), dated)


def bring_in(text: str = FILE, dated: date = date(2026, 4, 1)) -> None:
    banks.bring_in(read(text, dated), None, NOON)
