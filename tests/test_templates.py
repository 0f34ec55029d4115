"""Every template parses, imports what it uses, and keeps to the rules of the look."""

import re
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

FOLDER = Path("templates")
PAGES = sorted(FOLDER.rglob("*.html"))
SHEETS = sorted(Path("otameshi/static/css").glob("*.css"))
FORBIDDEN = {
    "an inline style": r"<[^>]*\sstyle=|<style",
    "an inline script": r"<script(?![^>]*\ssrc=)|<[^>]*\son[a-z]+=",
    "a placeholder": r"placeholder=",
    "a disabled control": r"<[^>]*\sdisabled",
    "an address of another host": r"(?:src|href)=\"(?:https?:)?//",
}


@cache
def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@cache
def tree(page: Path) -> nodes.Template:
    return Environment(autoescape=True).parse(text(page))


@cache
def imports(page: Path) -> list[tuple[str, str, str]]:
    """Return (file, name there, name here) of every macro imported."""
    return [
        (found.template.value, *((name, name) if isinstance(name, str) else name))
        for found in tree(page).find_all(nodes.FromImport)
        if isinstance(found.template, nodes.Const)
        for name in found.names
    ]


@cache
def macros(page: Path) -> set[str]:
    return {macro.name for macro in tree(page).find_all(nodes.Macro)}


# One test for a rule, not for each of some hundred pages: a failure lists them.
def test_there_are_templates_and_style_sheets() -> None:
    assert len(PAGES) > 300
    assert SHEETS


def test_a_template_imports_no_macro_that_it_does_not_use() -> None:
    unused = {}
    for page in PAGES:
        used = {name.name for name in tree(page).find_all(nodes.Name)}
        unused[str(page)] = {here for _, _, here in imports(page)} - used
    assert {page: names for page, names in unused.items() if names} == {}


def test_a_template_imports_only_macros_that_exist() -> None:
    lost = [
        (str(page), file, there)
        for page in PAGES
        for file, there, _ in imports(page)
        if there not in macros(FOLDER / file)
    ]
    assert lost == []


@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_template_has_nothing_the_look_forbids(what: str) -> None:
    forbidden = re.compile(FORBIDDEN[what])
    found = [str(page) for page in PAGES if forbidden.search(without_comments(page))]
    assert found == []


@cache
def without_comments(page: Path) -> str:
    return re.sub(r"{#.*?#}", "", text(page), flags=re.DOTALL)


def test_a_page_leaves_its_h1_to_the_frame() -> None:
    found = [str(page) for page in PAGES if page.name != "base.html" and "<h1" in text(page)]
    assert found == []


def test_a_style_sheet_asks_for_no_other_file() -> None:
    """So that an asset's address, which carries its hash, is written by templates alone."""
    found = [str(sheet) for sheet in SHEETS if re.search(r"url\(|@import", text(sheet))]
    assert found == []
