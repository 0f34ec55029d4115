"""The copy that reviewers get: the same pages and pictures, without who made them, or where."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf

from otameshi.files import image

START, MARKER, SCAN = b"\xff\xd8", 0xFF, 0xDA
# EXIF and XMP, Photoshop's block, comments. The colour profile (APP2) and APP14 change the picture.
TELLING = {0xE1, 0xED, 0xFE}

KINDS = "http://schemas.openxmlformats.org"
EMPTY = {
    "docProps/core.xml": f'<coreProperties xmlns="{KINDS}/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": f'<Properties xmlns="{KINDS}/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": f'<Properties xmlns="{KINDS}/officeDocument/2006/custom-properties"/>',
}


def copy(content: bytes) -> bytes:
    """Return the bare copy of a file that came through the gate."""
    if content.startswith(b"PK"):
        return _office(content)
    if content.startswith(b"%PDF"):
        return _pdf(content)
    return image.small(content)


def jpeg(content: bytes) -> bytes:
    """Return a JPEG without the segments that tell of its origin; the picture is not touched."""
    if not content.startswith(START):
        return content
    kept, at = [START], 2
    while at + 4 <= len(content) and content[at] == MARKER and content[at + 1] != SCAN:
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if content[at + 1] not in TELLING:
            kept.append(content[at:end])
        at = end
    return b"".join([*kept, content[at:]])


def _pdf(content: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(content), attempt_recovery=False, suppress_warnings=True) as opened:
        if "/Info" in opened.trailer:
            del opened.trailer["/Info"]
        for one in opened.objects:
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                for telling in ("/Metadata", "/PieceInfo"):
                    if telling in one:
                        del one[telling]
            if isinstance(one, pikepdf.Stream) and one.get("/Filter") == pikepdf.Name.DCTDecode:
                one.write(jpeg(one.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)
        opened.save(out)
    return out.getvalue()


def _office(content: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(content)) as opened, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for entry in opened.infolist():
            part = EMPTY.get(entry.filename, "").encode() or jpeg(opened.read(entry))
            made.writestr(entry.filename, part)
    return out.getvalue()
