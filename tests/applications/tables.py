"""A row of the table of applications that lacks nothing, to be changed cell by cell."""

ROW = {
    "受付日時": "2026-05-10 14:30",
    "応募者のメールアドレス": "Hanako@Example.com",
    "応募区分": "個人事業主",
    "屋号・法人名・勤務先": "見本デザイン室",
    "代表者：氏名": "髙﨑　𠮷花",
    "代表者：フリガナ": "たかさき　よしか",
    "代表者：生年月日": "平成2年4月1日",
    "代表者：郵便番号": "１００−０００１",
    "代表者：都道府県": "東京都",
    "代表者：住所": "千代田区千代田1-1",
    "代表者：電話番号": "０３（１２３４）５６７８",
    "代表者：職業・職種": "デザイン",
    "事業の内容": "ウェブサービスの企画",
    "経歴": "制作会社に8年",
    "第1希望": "塩尻市",
    "おためしの初日": "2026/8/1",
    "おためしの末日": "2027-01-31",
    "月数についての説明": "期間いっぱい滞在する",
    "1か月に泊まる数": "8",
    "住居の支援": "希望する",
    "期間中の活動計画": "地域の事業者と組む",
    "誓約": "○",
    "個人情報の同意": "○",
}


def rows(*changes: dict[str, str]) -> list[list[str]]:
    """Return a table with one row for each set of changes; without any, one whole row."""
    lines = [{**ROW, **change} for change in changes or ({},)]
    names = list(dict.fromkeys(name for line in lines for name in line))
    return [names, *([line.get(name, "") for name in names] for line in lines)]


def as_csv(*changes: dict[str, str]) -> bytes:
    return "\n".join(",".join(row) for row in rows(*changes)).encode("utf-8-sig")
