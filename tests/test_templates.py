"""Every template parses, imports what it uses, and keeps to the rules of the look."""

import re
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


def tree(page: Path) -> nodes.Template:
    return Environment(autoescape=True).parse(page.read_text(encoding="utf-8"))


def imports(page: Path) -> list[tuple[str, str, str]]:
    """Return (file, name there, name here) of every macro imported."""
    return [
        (found.template.value, *((name, name) if isinstance(name, str) else name))
        for found in tree(page).find_all(nodes.FromImport)
        if isinstance(found.template, nodes.Const)
        for name in found.names
    ]


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_template_imports_no_macro_that_it_does_not_use(page: Path) -> None:
    used = {name.name for name in tree(page).find_all(nodes.Name)}
    assert {here for _, _, here in imports(page)} <= used


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_template_imports_only_macros_that_exist(page: Path) -> None:
    for file, there, _ in imports(page):
        assert there in {macro.name for macro in tree(FOLDER / file).find_all(nodes.Macro)}, file


@pytest.mark.parametrize("page", PAGES, ids=str)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_template_has_nothing_the_look_forbids(page: Path, what: str) -> None:
    without_comments = re.sub(r"{#.*?#}", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.search(FORBIDDEN[what], without_comments) is None


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_page_leaves_its_h1_to_the_frame(page: Path) -> None:
    assert page.name == "base.html" or "<h1" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("sheet", SHEETS, ids=str)
def test_a_style_sheet_asks_for_no_other_file(sheet: Path) -> None:
    """So that an asset's address, which carries its hash, is written by templates alone."""
    assert re.search(r"url\(|@import", sheet.read_text(encoding="utf-8")) is None
