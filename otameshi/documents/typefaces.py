"""The vendored fonts, loaded when first used; every character is checked before it is set."""

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont as FontTables
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from otameshi.core.states import Refused

FOLDER = Path(__file__).parent / "fonts"
SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
MARKS = "\u0300-\u036f\u3099\u309a"
# What shares one glyph: a character with the selector of its variant (IVS) or one combining mark.
UNIT = re.compile(f"(?s).[{SELECTORS}{MARKS}]?")
VARIANT = re.compile(f"(?s).[{SELECTORS}]")
LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Marks of direction, zero width and soft hyphens: what they would hide must not reach a paper.
SHAPELESS = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001-\U000e007f]"
)
PRIVATE = 0xF0000  # plane 15: the glyphs that no single code point names
CHUNK = 100  # the most entries a bfchar block may have


class Face(Enum):
    SERIF = "NotoSerifJP_400Regular"
    SANS = "NotoSansJP_400Regular"
    BOLD = "NotoSansJP_700Bold"


class Typeface(TTFont):
    """A font whose variant glyphs can be set, and whose text is copied out as it was put in.

    reportlab reads no variation sequences and writes a wrong ToUnicode above U+FFFF (𠮷 is copied
    as ₻). Here a sequence is set through a private code point, and ToUnicode gives it back.
    """

    def __init__(self, face: Face) -> None:
        path = FOLDER / f"{face.value}.ttf"
        super().__init__(face.value, str(path), asciiReadable=False, shapable=False)
        self._path = path
        self._known = frozenset(map(chr, self.face.charToGlyph))
        self._private: dict[str, str] = {}
        self._spelt: dict[int, str] = {}

    def prepared(self, text: str) -> str:
        """Return `text` with one character for each glyph, or refuse it by naming what is missing.

        A variant that the font does not have is drawn as its base character and keeps its code,
        as Unicode prescribes. Marks of direction and zero width are left out.
        """
        units = UNIT.findall(visible(text))
        missing = dict.fromkeys(unit for unit in units if not self._settable(unit))
        if missing:
            names = "、".join(map(_named, missing))
            raise Refused(f"書類の書体にない文字があるため、作成できません：{names}")
        return "".join(self._private.get(unit, unit) for unit in units)

    def width(self, prepared: str) -> float:
        """Return the width of a prepared text, in thousandths of its size."""
        widths = self.face.charWidths
        total: float = sum([widths[ord(each)] for each in prepared])
        return total

    def _settable(self, unit: str) -> bool:
        if unit in self._known or unit in self._private or unit == "\n":
            return True
        return len(unit) > 1 and self._take_private(unit)

    def _take_private(self, unit: str) -> bool:
        glyph = self._glyph(unit)
        if glyph is None:
            return False
        code = PRIVATE + len(self._private)
        self.face.charToGlyph[code] = glyph
        self.face.charWidths[code] = self._widths[glyph]
        self._spelt[code] = unit
        self._private[unit] = chr(code)
        return True

    def _glyph(self, unit: str) -> int | None:
        composed = unicodedata.normalize("NFC", unit)
        if len(composed) == 1:
            return self._plain_glyph(composed)
        if VARIANT.fullmatch(unit):
            return self._variants.get(unit, self._plain_glyph(unit[0]))
        return None

    def _plain_glyph(self, character: str) -> int | None:
        if character not in self._known:
            return None
        glyph: int = self.face.charToGlyph[ord(character)]
        return glyph

    @cached_property
    def _tables(self) -> Any:
        return FontTables(self._path, lazy=True)

    @cached_property
    def _variants(self) -> dict[str, int]:
        """Return the glyph of each variation sequence that differs from its base character."""
        number = self._tables.getReverseGlyphMap()
        return {
            chr(base) + chr(selector): number[name]
            for table in self._tables["cmap"].tables
            if table.format == 14  # noqa: PLR2004 - the cmap format of variation sequences
            for selector, pairs in table.uvsDict.items()
            for base, name in pairs
            if name is not None
        }

    @cached_property
    def _widths(self) -> list[float]:
        unit = self._tables["head"].unitsPerEm / 1000
        advances = self._tables["hmtx"].metrics
        return [advances[name][0] / unit for name in self._tables.getGlyphOrder()]

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's own hook
        """Write the font into the file, then put the ToUnicode maps right."""
        subsets = [list(codes) for codes in self.state[doc].subsets]
        names = [self.getSubsetInternalName(n, doc)[1:] for n in range(len(subsets))]
        super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for name, codes in zip(names, subsets, strict=True):
            stream = doc.idToObject[f"toUnicodeCMap:{fonts[name].BaseFont}"]
            stream.content = _to_unicode(self._spelt.get(code, chr(code)) for code in codes)


@lru_cache(maxsize=len(Face))
def typeface(face: Face) -> Typeface:
    """Return the font, reading its file the first time (about 0.2 s)."""
    font = Typeface(face)
    pdfmetrics.registerFont(font)
    return font


def visible(text: str) -> str:
    """Return `text` with line feeds for line ends, and nothing that has no shape."""
    return SHAPELESS.sub("", LINE_ENDS.sub("\n", text).replace("\t", " "))


def _named(unit: str) -> str:
    codes = " ".join(f"U+{ord(each):04X}" for each in unit)
    # a lone surrogate or a control character cannot be shown, and would break the page that tries
    shown = not any(unicodedata.category(each) in {"Cc", "Cs", "Co"} for each in unit)
    return f"「{unit}」（{codes}）" if shown else f"表示できない文字（{codes}）"


def _to_unicode(texts: Iterable[str]) -> str:
    entries = [
        f"<{code:02X}> <{text.encode('utf-16-be').hex().upper()}>"
        for code, text in enumerate(texts)
        if text != "\0"
    ]
    blocks = [entries[at : at + CHUNK] for at in range(0, len(entries), CHUNK)]
    listed = [f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *listed,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
