"""Looks at an image by decoding it, and makes the copy that reviewers and staff are shown."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from otameshi.files.kinds import HEIC_TAKEN, MOST_PIXELS, MOST_PREVIEW, Fault

if HEIC_TAKEN:
    import pillow_heif

    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener(thumbnails=False)

FORMATS = ("JPEG", "PNG", "HEIF") if HEIC_TAKEN else ("JPEG", "PNG")
PNG_END = b"IEND\xaeB`\x82"
QUALITY = 85

Image.MAX_IMAGE_PIXELS = None  # judged below, before anything is decoded


def fault(content: bytes) -> Fault | None:
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                return Fault.PIXELS
            if image.format == "PNG" and not content.endswith(PNG_END):
                return Fault.MIXED
            image.draft("RGB", (MOST_PREVIEW, MOST_PREVIEW))  # JPEG: decode small
            image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return Fault.BROKEN
    return None


TURNED = {
    90: Image.Transpose.ROTATE_270,  # Pillow turns the other way round
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def small(content: bytes, turn: int = 0) -> bytes:
    """Return the image upright and re-encoded, without place, time or device of the original.

    A turn of 90, 180 or 270 degrees is clockwise.
    """
    with Image.open(BytesIO(content), formats=FORMATS) as opened:
        kind = "PNG" if opened.format == "PNG" else "JPEG"
        opened.draft("RGB", (MOST_PREVIEW, MOST_PREVIEW))
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((MOST_PREVIEW, MOST_PREVIEW))
        bare = upright.convert("RGBA" if kind == "PNG" else "RGB")
    if turn:
        bare = bare.transpose(TURNED[turn])
    bare.info.clear()
    out = BytesIO()
    bare.save(out, format=kind, quality=QUALITY)
    return out.getvalue()
