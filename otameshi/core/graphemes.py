"""Characters as a person counts them: 𠮷 is one, and so is 葛 with its variant selector."""

import regex

ONE = regex.compile(r"\X")


def graphemes(text: str) -> int:
    """Return how many characters a reader sees, as Unicode segments text."""
    if text.isascii() and "\r" not in text:
        return len(text)
    return sum(1 for _ in ONE.finditer(text))
