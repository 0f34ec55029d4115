"""Files are attached at a phone: over a slow line that breaks, by dropping, and without scripts."""

import hashlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from otameshi.applications.models import ApplicationPaper
from otameshi.cli.demo import cast
from otameshi.db import db
from tests import real_server
from tests.e2e import slow_line, world
from tests.e2e.conftest import PATIENCE, PHONE, Visitor
from tests.files import corpus

pytestmark = pytest.mark.e2e

NINETEEN = 19 * 1024 * 1024
SPEED = 12 * 1024 * 1024  # bytes a second
LONG = 30_000  # ms


def large_pdf(size: int) -> bytes:
    """Return a good PDF of about this size, which cannot be made smaller."""
    out = BytesIO()
    with pikepdf.open(BytesIO(corpus.pdf())) as opened:
        noise = hashlib.shake_256(b"noise").digest(size)
        opened.Root.Noise = opened.make_stream(noise)
        opened.save(out, compress_streams=False)
    return out.getvalue()


class Applicant:
    """Somebody on the page of the files, with a draft."""

    def __init__(self, person: Visitor, site: str = "") -> None:
        person.site = site or person.site
        person.open("/accounts/sign-in")
        person.fill(email=f"oubo@{cast.DOMAIN}", password=cast.PASSWORD)
        person.click("ログイン")
        person.open("/applications/")
        person.click("応募を始める")
        self.path = person.page.url.removeprefix(person.site).rpartition("/")[0]
        self.files_path = f"{self.path}/files"
        person.open(self.files_path)
        self.person, self.page = person, person.page


def kept(app: Flask) -> list[tuple[str, str, int]]:
    with app.app_context():
        papers = db.session.scalars(db.select(ApplicationPaper).order_by(ApplicationPaper.id))
        found = [(one.kind, one.attachment.name, one.attachment.size) for one in papers]
        db.session.remove()
        return found


@pytest.fixture
def begun(served: tuple[Flask, str], tmp_path: Path) -> tuple[Flask, str, world.World]:
    return (*served, world.begin(served[0], tmp_path))


def test_19_mb_over_a_slow_line_that_breaks_arrive_without_choosing_the_file_again(
    begun: tuple[Flask, str, world.World], visit: Callable[..., Visitor], tmp_path: Path
) -> None:
    app, _, _ = begun
    chosen = tmp_path / "計画.pdf"
    chosen.write_bytes(large_pdf(NINETEEN))
    with real_server.gunicorn(app) as site, slow_line.between(site, SPEED) as line:
        me = Applicant(visit(PHONE), line.address)
        line.break_after = NINETEEN // 4
        me.page.locator('[name="plan"]').set_input_files(chosen)
        expect(me.page.locator(".links")).to_contain_text("計画.pdf", timeout=LONG)
        me.person.check()
        assert line.broken == 1
    assert kept(app) == [("plan", "計画.pdf", chosen.stat().st_size)]


def test_files_are_dropped_sent_one_after_another_and_refused_beside_their_name(
    begun: tuple[Flask, str, world.World], visit: Callable[..., Visitor]
) -> None:
    app, _, files = begun
    me = Applicant(visit())
    drop(me, "photo", {"顔1.png": files.photo.read_bytes(), "顔2.png": corpus.picture("PNG")})
    expect(me.page.locator(".links")).to_contain_text("顔2.png", timeout=LONG)
    drop(me, "plan", {"ページ.pdf": b"<html></html>"})
    line = me.page.locator(".upload-failed")
    expect(line).to_contain_text("受け付けていない形式です", timeout=LONG)
    me.person.seen.clear()
    me.person.check()
    me.person.click("保存して次へ")
    me.person.reads("送れなかったファイルがあります")
    me.page.get_by_role("button", name="やめる").click()
    me.person.click("保存して次へ")
    me.person.reads("確認・誓約・同意")
    assert [(kind, name) for kind, name, _ in kept(app)] == [
        ("photo", "顔1.png"),
        ("photo", "顔2.png"),
    ]


def drop(me: Applicant, field: str, files: dict[str, bytes]) -> None:
    """Drop files on a field as from a folder of the desk."""
    sent = [[name, list(content)] for name, content in files.items()]
    transfer = me.page.evaluate_handle(
        """files => {
          const carried = new DataTransfer();
          for (const [name, bytes] of files) {
            carried.items.add(new File([new Uint8Array(bytes)], name));
          }
          return carried;
        }""",
        sent,
    )
    me.page.dispatch_event(f'.field:has([name="{field}"])', "drop", {"dataTransfer": transfer})


def test_what_is_too_large_is_told_before_it_is_sent(
    begun: tuple[Flask, str, world.World], visit: Callable[..., Visitor]
) -> None:
    app, _, _ = begun
    app.config["LARGEST_FILE"] = 1024 * 1024
    me = Applicant(visit(PHONE))
    me.page.locator('[name="plan"]').set_input_files(
        {"name": "計画.pdf", "mimeType": "application/pdf", "buffer": b"x" * 1_100_000}
    )
    expect(me.page.locator(".upload-failed")).to_contain_text("1つ1MBまで")
    assert kept(app) == []


def test_after_signing_in_again_elsewhere_the_same_file_is_sent(
    begun: tuple[Flask, str, world.World], visit: Callable[..., Visitor]
) -> None:
    app, site, files = begun
    me = Applicant(visit(PHONE))
    me.person.context.clear_cookies()
    me.page.locator('[name="plan"]').set_input_files(files.plan)
    expect(me.page.locator(".upload-failed")).to_contain_text("ログインの時間が切れました")
    other = me.person.context.new_page()
    other.goto(f"{site}/accounts/sign-in")
    other.locator('[name="email"]').fill(f"oubo@{cast.DOMAIN}")
    other.locator('[name="password"]').fill(cast.PASSWORD)
    other.get_by_role("button", name="ログイン", exact=True).click()
    other.wait_for_url("**/my/**")
    me.page.get_by_role("button", name="もう一度送る").click()
    expect(me.page.locator(".links")).to_contain_text("事業計画書.pdf", timeout=LONG)
    assert [kind for kind, _, _ in kept(app)] == ["plan"]


@pytest.fixture
def plain(chromium: Browser, served: tuple[Flask, str]) -> Iterator[Visitor]:
    """A browser that runs no script. (axe is one: the pages are checked by the other tests.)"""
    person = Visitor(chromium, served[1], PHONE, set())
    person.context.close()
    person.context = chromium.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]  # as in the conftest
    person.page = person.context.new_page()
    person.page.set_default_timeout(PATIENCE)
    person.check = lambda: None  # type: ignore[method-assign]
    yield person
    person.context.close()


def test_without_scripts_several_files_go_by_the_button(
    begun: tuple[Flask, str, world.World], plain: Visitor
) -> None:
    app, _, files = begun
    me = Applicant(plain)
    me.page.locator('[name="plan"]').set_input_files([files.plan, files.photo])
    me.page.locator('[name="photo"]').set_input_files(files.photo)
    me.person.click("保存して次へ")
    me.person.reads("確認・誓約・同意")
    assert [kind for kind, _, _ in kept(app)] == ["plan", "plan", "photo"]
