"""Where each key and item of a TOML or JSON text stands, for messages that name the place."""

import re
import tomllib

from otameshi.subsidy.fault import Path

Place = tuple[int, int]

BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
SPACE = re.compile(r"[ \t]*")
BARE = re.compile(r"[A-Za-z0-9_-]+")
STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|' + r"'''.*?'{3,5}|" + r'"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'",
    re.DOTALL,
)
SCALAR = re.compile(r"[^,\]}#\n]+")


class Text:
    """A text that is known to be valid, read once from beginning to end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, int] = {}
        self.lists: dict[Path, int] = {}

    def skip(self, pattern: re.Pattern[str]) -> str:
        """Move over what the pattern matches here and return it."""
        match = pattern.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match.group()

    def sees(self, mark: str) -> bool:
        return self.text.startswith(mark, self.at)

    def note(self, path: Path) -> None:
        self.found.setdefault(path, self.at)

    def key(self) -> Path:
        """Read a key with its dots."""
        parts = [self._name()]
        self.skip(SPACE)
        while self.sees("."):
            self.at += 1
            self.skip(SPACE)
            parts.append(self._name())
            self.skip(SPACE)
        return tuple(parts)

    def _name(self) -> str:
        raw = self.skip(STRING)
        if not raw:
            return self.skip(BARE)
        if raw.startswith('"'):
            return next(iter(tomllib.loads(f"{raw} = 0")))
        return raw[1:-1]

    def value(self, path: Path) -> None:
        """Read a value and note what is inside it."""
        self.skip(BLANK)
        if self.sees("["):
            self._list(path)
        elif self.sees("{"):
            self._table(path)
        elif not self.skip(STRING):
            self.skip(SCALAR)

    def _list(self, path: Path) -> None:
        number = 0
        self._open()
        while not self.sees("]"):
            self.note((*path, number))
            self.value((*path, number))
            self._comma()
            number += 1
        self.at += 1

    def _table(self, path: Path) -> None:
        self._open()
        while not self.sees("}"):
            self.pair(path)
            self._comma()
        self.at += 1

    def _open(self) -> None:
        self.at += 1
        self.skip(BLANK)

    def _comma(self) -> None:
        self.skip(BLANK)
        if self.sees(","):
            self._open()

    def pair(self, path: Path) -> None:
        """Read `key = value`, or `"key": value` as JSON has it."""
        start = self.at
        key = self.key()
        for end in range(1, len(key) + 1):
            self.found.setdefault((*path, *key[:end]), start)
        self.skip(BLANK)
        self.at += 1
        self.value((*path, *key))

    def header(self) -> Path:
        """Read `[table]` or `[[list]]` and return the path of what follows."""
        start = self.at
        is_list = self.sees("[[")
        self.at += 2 if is_list else 1
        self.skip(SPACE)
        path: Path = ()
        key = self.key()
        for depth, part in enumerate(key, 1):
            path = (*path, part)
            if is_list and depth == len(key):
                self.lists[path] = self.lists.get(path, -1) + 1
            self.found.setdefault(path, start)
            if path in self.lists:
                path = (*path, self.lists[path])
            self.found.setdefault(path, start)
        self.at += 2 if is_list else 1
        return path


def places(text: str) -> dict[Path, Place]:
    """Return line and column, both from 1, of everything in the text, which must be valid."""
    reader = Text(text)
    reader.skip(BLANK)
    table: Path = ()
    if _is_json(text):
        reader.value(())
    while reader.at < len(text):
        if reader.sees("["):
            table = reader.header()
        else:
            reader.pair(table)
        reader.skip(BLANK)
    return {path: _place(text, at) for path, at in reader.found.items()}


def _is_json(text: str) -> bool:
    return text.lstrip().startswith("{")


def _place(text: str, at: int) -> Place:
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def nearest(path: Path, known: dict[Path, Place]) -> Place:
    """Return the place of the path, or of the nearest part that holds it."""
    for end in range(len(path), 0, -1):
        if path[:end] in known:
            return known[path[:end]]
    return 1, 1
