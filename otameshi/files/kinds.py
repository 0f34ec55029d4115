"""Which kinds of file are taken, how large they may be, and why others are not."""

from collections.abc import Iterable
from importlib.util import find_spec

from otameshi.core.labels import Labelled

MEGABYTE = 1024 * 1024

LARGEST = 20 * MEGABYTE  # of one file, unless the settings say another
MOST_PIXELS = 40_000_000  # declared in the head of an image
MOST_PAGES = 300  # of a PDF
MOST_OBJECTS = 100_000  # in a PDF
MOST_ENTRIES = 3_000  # in an Office file, which is a zip
MOST_UNPACKED = 200 * MEGABYTE  # declared by an Office file
MOST_RATIO = 200  # an entry of over a megabyte, unpacked : packed
MOST_PREVIEW = 1_600  # pixels along the longer side

LONGEST_NAME = 200  # characters


class Kind(Labelled):
    """A file type that is taken, by its media type."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG画像"
    PNG = "image/png", "PNG画像"
    HEIC = "image/heic", "HEIC画像"
    DOCX = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Word（.docx）",
    )
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel（.xlsx）"
    PPTX = (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "PowerPoint（.pptx）",
    )

    @property
    def extensions(self) -> tuple[str, ...]:
        return ENDINGS.get(self, (f".{self.name.lower()}",))


ENDINGS = {Kind.JPEG: (".jpg", ".jpeg"), Kind.HEIC: (".heic", ".heif")}
# Photographs of iPhones are opened where the extra is installed.
HEIC_TAKEN = find_spec("pillow_heif") is not None
DOCUMENTS = tuple(kind for kind in Kind if kind is not Kind.HEIC or HEIC_TAKEN)
IMAGES = tuple(kind for kind in DOCUMENTS if kind.value.startswith("image/"))
RECEIPTS = (Kind.PDF, *IMAGES)
BY_NAME = {"documents": DOCUMENTS, "images": IMAGES}  # as a question or a paper says it


def accepted(kinds: Iterable[Kind]) -> str:
    """Name the kinds for a person: PDF、JPEG画像、PNG画像."""
    return "、".join(kind.label for kind in kinds)


def accept(kinds: Iterable[Kind]) -> str:
    """Name the kinds for a browser's file dialog: .pdf,.jpg,.jpeg,.png."""
    return ",".join(extension for kind in kinds for extension in kind.extensions)


class Fault(Labelled):
    """Why a file is refused, and what its owner can do."""

    UNKNOWN = "unknown", "受け付けていない形式です。"
    HEIC = (
        "heic",
        (
            "iPhoneの写真形式（HEIC）は受け付けていません。JPEGに変換してください。"
            "iPhoneでは、設定の「カメラ」の「フォーマット」を「互換性優先」にするとJPEGで撮れます。"
        ),
    )
    OLD_OFFICE = (
        "old_office",
        (
            "古い形式（.doc、.xls、.ppt）またはパスワード付きのOfficeファイルです。"
            "パスワードを外し、.docx、.xlsx、.pptxの形式で保存し直してください。"
        ),
    )
    BROKEN = "broken", "ファイルが壊れているため開けません。作り直して、もう一度選んでください。"
    MIXED = (
        "mixed",
        "別の形式の内容が混ざっています。元のソフトで開き、保存し直してから選んでください。",
    )
    PASSWORD = "password", "パスワードがかかっています。外してから、もう一度選んでください。"
    PROGRAM = (
        "program",
        (
            "PDFにプログラム（JavaScriptなど）が含まれています。"
            "「PDFとして印刷」で作り直してから選んでください。"
        ),
    )
    ENCLOSED = (
        "enclosed",
        "ファイルの中に別のファイルが埋め込まれています。取り除いてから選んでください。",
    )
    MACRO = "macro", "マクロが含まれています。マクロのない形式で保存し直してください。"
    LINKED = (
        "linked",
        "外部のファイルを読み込む設定があります。リンクを解除してから選んでください。",
    )
    PAGES = "pages", f"PDFは{MOST_PAGES}ページまでです。分けてから選んでください。"
    PIXELS = (
        "pixels",
        f"画像が大きすぎます（{MOST_PIXELS // 10_000:,}万画素まで）。縮小してから選んでください。",
    )
    UNPACKED = (
        "unpacked",
        "展開すると大きすぎるファイルです。内容を減らすか、PDFにしてから選んでください。",
    )
    COMPLEX = (
        "complex",
        "内容が複雑すぎて確認できません。PDFとして印刷し直すか、分けてから選んでください。",
    )
