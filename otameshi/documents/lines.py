"""Break Japanese text into lines: kinsoku (JIS X 4051), push-out (追い出し), hanging 、。."""

from collections.abc import Callable
from dataclasses import dataclass

NO_START = frozenset(
    "、。，．・：；？！゛゜ヽヾゝゞ〃仝々〻ー―‐／＼〜～‖｜…‥’”）〕］｝〉》」』】｠〗〙〟°′″℃￠％‰"
    ")]}!?,.:;%､｡･｣"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
)
NO_END = frozenset("‘“（〔［｛〈《「『【｟〖〘〝([{｢￥＄￡$£¥＃#＠@§〒№")
HANGING = frozenset("、。，．､｡")
SPACES = frozenset(" \u3000")
COUNTED = frozenset("円年月日号条項組人泊％%")  # stays with the number before it
COUNTING = frozenset("第金")  # stays with the number after it

Measure = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `hanging` characters at its end stand outside the measure."""

    text: str
    hanging: int = 0
    ends_paragraph: bool = False


def may_break(before: str, after: str) -> bool:
    """Say whether a line may end between these two characters."""
    if after in NO_START or after in SPACES or before in NO_END:
        return False
    return before in SPACES or not (_one_word(before, after) or _one_number(before, after))


def broken(
    text: str, width: float, measure: Measure, *, first: float | None = None, hang: bool = True
) -> list[Line]:
    """Return the lines of `text`, none wider than `width` apart from what hangs.

    `first` is the width of the first line of each paragraph; a line feed begins a paragraph.
    Without `hang` 、。 stay within the width (in a table's cell, where a rule follows).
    A run that has no place to break and is wider than the line (a hash) is cut at the edge.
    """
    opening = width if first is None else first
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        widths = [measure(character) for character in paragraph]
        lines += _paragraph(paragraph, widths, (opening, width), HANGING if hang else frozenset())
    return lines


def _paragraph(
    text: str, widths: list[float], rooms: tuple[float, float], may_hang: frozenset[str]
) -> list[Line]:
    lines: list[Line] = []
    start, (room, later) = 0, rooms
    while True:
        fits = _fitting(widths, start, room)
        end, hanging = _turn(text, start, fits, may_hang)
        lines.append(Line(text[start:end], hanging, ends_paragraph=end == len(text)))
        if end == len(text):
            return lines
        start, room = end, later


def _fitting(widths: list[float], start: int, room: float) -> int:
    """Return where the measure is full; at least one character is always taken."""
    used, end = 0.0, start
    while end < len(widths) and used + widths[end] <= room + 0.001:
        used += widths[end]
        end += 1
    return max(end, min(start + 1, len(widths)))


def _turn(text: str, start: int, fits: int, may_hang: frozenset[str]) -> tuple[int, int]:
    """Return where the line ends and how many of its last characters hang."""
    end = fits
    while end < len(text) and text[end] in SPACES:
        end += 1
    if end == len(text) or (end > fits and may_break(text[end - 1], text[end])):
        return end, end - fits
    if text[fits] in may_hang and (fits + 1 == len(text) or may_break(*text[fits : fits + 2])):
        return fits + 1, 1
    for place in range(fits, start, -1):
        if may_break(text[place - 1], text[place]):
            return place, 0
    return fits, 0


def _one_word(before: str, after: str) -> bool:
    return _latin(before) and _latin(after)


def _latin(character: str) -> bool:
    return character.isascii() or (character.isalpha() and character < "\u2000")


def _one_number(before: str, after: str) -> bool:
    if before.isdigit():
        return after.isdigit() or after in COUNTED
    return after.isdigit() and (before in COUNTING or before in "，．")
