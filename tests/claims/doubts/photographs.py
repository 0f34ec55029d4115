"""Receipts as shops print them, drawn, and then treated as people treat what they photograph."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageEnhance, ImageFont

FONT = Path(__file__).parents[3] / "otameshi/documents/fonts/NotoSansJP_400Regular.ttf"
SHOPS = ("信州見本商店", "喫茶れんが", "長野見本レンタカー", "コワーキング見本", "見本交通")
GOODS = (
    "月額利用料", "会議室", "コピー用紙", "ドロップイン", "ロッカー", "USBケーブル", "印刷", "封筒",
    "乗車券", "特急券", "コーヒー", "切手", "送料", "名刺",
)  # fmt: skip
WIDTH, MARGIN, STEP = 480, 24, 34


@dataclass(frozen=True)
class Paper:
    """What one receipt says."""

    shop: str
    on: date
    time: str
    number: int
    goods: tuple[tuple[str, int], ...]
    registration_number: str = "T1234567890123"

    @property
    def total(self) -> int:
        return sum(price for _, price in self.goods)


def paper(seed: int, shop: str | None = None, goods: int | None = None) -> Paper:
    chance = Random(seed)  # noqa: S311  # pictures, no secrets
    count = goods or chance.randint(1, 6)
    return Paper(
        shop=shop or chance.choice(SHOPS),
        on=date(2026, chance.randint(8, 12), chance.randint(1, 28)),
        time=f"{chance.randint(8, 20)}:{chance.randint(10, 59)}",
        number=chance.randint(1000, 9999),
        goods=tuple((chance.choice(GOODS), chance.randint(10, 3000) * 10) for _ in range(count)),
    )


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def drawn(of: Paper) -> Image.Image:
    """Draw a receipt as the strip of paper that comes out of the till."""
    rows = [
        (f"{of.on.year}年{of.on.month}月{of.on.day}日 {of.time}", f"No.{of.number}"),
        *((name, f"¥{price:,}") for name, price in of.goods),
        ("小計", f"¥{of.total:,}"),
        ("（内消費税等10%", f"¥{of.total // 11:,}）"),
        ("合計", f"¥{of.total:,}"),
        ("お預り", f"¥{-(-of.total // 1000) * 1000:,}"),
        ("登録番号", of.registration_number),
    ]
    image = Image.new("RGB", (WIDTH, 170 + STEP * len(rows)), "#fdfcf8")
    pen = ImageDraw.Draw(image)
    pen.text((WIDTH // 2, 20), of.shop, "#222", _font(34), anchor="ma")
    pen.text((WIDTH // 2, 70), "領　収　書", "#222", _font(26), anchor="ma")
    for n, (left, right) in enumerate(rows):
        y = 120 + STEP * n
        pen.text((MARGIN, y), left, "#222", _font(22))
        pen.text((WIDTH - MARGIN, y), right, "#222", _font(22), anchor="ra")
    return image


def on_table(strip: Image.Image, seed: int) -> Image.Image:
    """Photograph the strip as it lies on a table: turned a little, in the light of the room."""
    chance = Random(seed)  # noqa: S311
    wood = chance.choice(("#7a5c3e", "#3d3d44", "#8c8c86", "#a98f6a"))
    scene = Image.new("RGB", (900, 1200), wood)
    height = int(1200 * chance.uniform(0.75, 0.92))
    width = min(int(strip.width * height / strip.height), 840)
    lying = strip.resize((width, int(strip.height * width / strip.width)))
    turned = lying.rotate(
        chance.uniform(-4, 4), Image.Resampling.BICUBIC, expand=True, fillcolor=wood
    )
    place = (
        (900 - turned.width) // 2 + chance.randint(-20, 20),
        max((1200 - turned.height) // 2, 0) + chance.randint(-20, 20),
    )
    scene.paste(turned, place)
    light = (
        Image.linear_gradient("L")
        .resize(scene.size)
        .rotate(chance.choice((0, 90, 180, 270)), expand=False)
    )
    shade = Image.new("RGB", scene.size, "black")
    return Image.composite(scene, Image.blend(scene, shade, 0.25), light)


def jpeg(image: Image.Image, quality: int = 85) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def smaller(image: Image.Image) -> Image.Image:
    return image.resize((image.width * 3 // 5, image.height * 3 // 5))


def brighter(image: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(image).enhance(1.25)


def greyer(image: Image.Image) -> Image.Image:
    return ImageEnhance.Contrast(ImageEnhance.Color(image).enhance(0.2)).enhance(0.8)


def cropped(image: Image.Image, share: float = 0.02) -> Image.Image:
    x, y = int(image.width * share), int(image.height * share)
    return image.crop((x, y, image.width - x // 2, image.height - y))


def turned(image: Image.Image, quarters: int = 1) -> Image.Image:
    return image.rotate(90 * quarters, expand=True)
