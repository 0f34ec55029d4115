"""Files as strangers send them: good ones, broken ones, and traps. Built here, none stored."""

import zlib
from collections.abc import Callable
from io import BytesIO
from struct import pack
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pikepdf
import pillow_heif
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

OFFICE = "application/vnd.openxmlformats-officedocument"
WORD = f"{OFFICE}.wordprocessingml.document.main+xml"
EXCEL = f"{OFFICE}.spreadsheetml.sheet.main+xml"
SLIDES = f"{OFFICE}.presentationml.presentation.main+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"


def pdf(pages: int = 1) -> bytes:
    out = BytesIO()
    canvas = Canvas(out)
    for number in range(pages):
        canvas.drawString(72, 720, f"receipt {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def changed_pdf(change: Callable[[pikepdf.Pdf], None], **saving: object) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf())) as opened:
        change(opened)
        opened.save(out, **saving)  # type: ignore[arg-type]  # as pikepdf takes them
    return out.getvalue()


def encrypted_pdf(user: str) -> bytes:
    locked = pikepdf.Encryption(owner="owner", user=user)
    return changed_pdf(lambda _: None, encryption=locked)


def _action(kind: str) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), JS=pikepdf.String("app.alert(1)"))


def pdf_that_opens_with_a_script() -> bytes:
    def change(opened: pikepdf.Pdf) -> None:
        opened.Root.OpenAction = _action("JavaScript")

    return changed_pdf(change)


def pdf_with_a_script_deep_in_an_annotation() -> bytes:
    def change(opened: pikepdf.Pdf) -> None:
        annotation = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, AA=pikepdf.Dictionary(E=_action("JavaScript"))
        )
        opened.pages[0].Annots = pikepdf.Array([annotation])

    packed = pikepdf.ObjectStreamMode.generate
    return changed_pdf(change, object_stream_mode=packed)


def pdf_that_starts_a_program() -> bytes:
    def change(opened: pikepdf.Pdf) -> None:
        opened.Root.OpenAction = pikepdf.Dictionary(
            S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe")
        )

    return changed_pdf(change)


def pdf_with_a_file_inside() -> bytes:
    def change(opened: pikepdf.Pdf) -> None:
        opened.attachments["inside.txt"] = b"hello"

    return changed_pdf(change)


def picture(kind: str, size: tuple[int, int] = (40, 30), mode: str = "RGB") -> bytes:
    out = BytesIO()
    Image.new(mode, size, "white").save(out, kind)
    return out.getvalue()


def photo_with_place() -> bytes:
    """Return a photograph taken sideways, with the camera's name and where it was."""
    out = BytesIO()
    image = Image.new("RGB", (2_400, 1_200), "white")
    exif = image.getexif()
    exif[0x0112] = 6  # turn a quarter to the right
    exif[0x010F] = "Camera of Taro"
    exif.get_ifd(0x8825)[1] = "N"
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def heic(size: tuple[int, int] = (400, 300)) -> bytes:
    """Return a photograph as iPhones take it, with the camera's name."""
    pillow_heif.register_heif_opener()
    out = BytesIO()
    made = Image.new("RGB", size, "white")
    exif = made.getexif()
    exif[0x010F] = "Camera of Taro"
    made.save(out, "HEIF", exif=exif, quality=50)
    return out.getvalue()


def pdf_that_tells() -> bytes:
    """Return a PDF with its author's name in two places, and a photograph with place and camera."""
    out = BytesIO()
    canvas = Canvas(out)
    canvas.setAuthor("Mihon Taro")
    canvas.drawString(72, 720, "plan")
    canvas.drawImage(ImageReader(BytesIO(photo_with_place())), 72, 300, 200, 100)
    canvas.save()
    with pikepdf.open(BytesIO(out.getvalue())) as opened:
        with opened.open_metadata() as about:
            about["dc:creator"] = ["Mihon Taro"]
        image = next(one for one in opened.objects if is_image(one))
        image.write(photo_with_place(), filter=pikepdf.Name.DCTDecode)
        told = BytesIO()
        opened.save(told)
    return told.getvalue()


def is_image(one: object) -> bool:
    return isinstance(one, pikepdf.Stream) and one.get("/Subtype") == pikepdf.Name.Image


def office_that_tells() -> bytes:
    """Return a Word file with its author's name and a photograph with place and camera."""
    return office(
        docProps__core_dot_xml=b"<coreProperties><creator>Mihon Taro</creator></coreProperties>",
        docProps__app_dot_xml="<Properties><Company>見本工房</Company></Properties>".encode(),
        word__media__image1_dot_jpeg=photo_with_place(),
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + name + content + pack(">I", zlib.crc32(name + content))


def png_bomb(width: int = 12_000, height: int = 12_000) -> bytes:
    """Return a valid all-black PNG of a few hundred kB that unpacks to 432 MB."""
    row = b"\0" * (width * 3 + 1)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", packed)
        + _chunk(b"IEND", b"")
    )


def types(*parts: str) -> bytes:
    rows = "".join(f'<Override PartName="/p{n}" ContentType="{p}"/>' for n, p in enumerate(parts))
    return f'<?xml version="1.0"?><Types>{rows}</Types>'.encode()


def relations(kind: str, target: str) -> bytes:
    return (
        f'<?xml version="1.0"?><Relationships><Relationship Id="r1" Type="{RELATION}/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


def office(main: str = WORD, comment: bytes = b"", **parts: bytes) -> bytes:
    """Return an Office file; in the names of parts a double underscore is a slash."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        packed.comment = comment
        packed.writestr("[Content_Types].xml", parts.pop("types", types(main)))
        packed.writestr("word/document.xml", "<document>見本</document>")
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def zip_of(*names: str) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as packed:
        for name in names:
            packed.writestr(ZipInfo(name), types(WORD))
    return out.getvalue()


def zip_bomb() -> bytes:
    """Return an Office file of a few hundred kB that declares 300 MB."""
    return office(word__media__a_dot_xml=b"0" * 300_000_000)


def real_excel() -> bytes:
    """Return a workbook as xlsxwriter writes it, which Excel opens."""
    import xlsxwriter  # noqa: PLC0415  # heavy, and for one file only

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("経費")
        sheet.write_url(0, 0, "https://www.pref.nagano.lg.jp/")
        for row in range(1, 3_000):
            sheet.write_row(row, 0, ["交通費", 1_000, "2026-08-01"])
    return out.getvalue()
