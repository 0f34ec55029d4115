"""An application on an empty database for each test, and a person at the keyboard."""

import gc
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

import hypothesis
import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import Connection, create_engine
from werkzeug.test import TestResponse

from config import Config
from otameshi.app import create_app
from otameshi.cli.demo import load
from otameshi.core.clock import now
from otameshi.db import db
from otameshi.documents import delivery
from otameshi.files import storage
from otameshi.people import Person, SignIn, digest, new_token
from otameshi.web.visit import SEEN

PLUGINS = ("postgres", "chromium", "clamd", "no_skips", "ordered", "long_first")
pytest_plugins = [f"tests.plugins.{name}" for name in PLUGINS]

# How long an example takes says what else the machine does, not what the code does.  A change is
# let in or kept out by the same examples each time; new ones are looked for at the desk.
hypothesis.settings.register_profile("desk", parent=hypothesis.settings(), deadline=None)
hypothesis.settings.register_profile(
    "gate", parent=hypothesis.settings(), deadline=None, derandomize=True, database=None
)
hypothesis.settings.load_profile("gate" if os.environ.get("CI") else "desk")

MEMORY, ROOM = Path("/dev/shm"), 500 * 1024**2  # noqa: S108  # a folder of its own in it
KEY = "only-for-tests-" + "0" * 32
# The data layer: these modules run on SQLite and on PostgreSQL.
DATA_LAYER = ("test_actions", "test_models", "test_data", "test_history", "test_post", "test_demo")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        module = metafunc.module.__name__.rpartition(".")[2]
        both = module.startswith(DATA_LAYER)
        kinds = ["sqlite", "postgresql"] if both else ["sqlite"]
        metafunc.parametrize("database", kinds, indirect=True)


def settings(database: str, files: Path) -> Config:
    return Config(
        SECRET_KEY=KEY,
        SQLALCHEMY_DATABASE_URI=database,
        FILE_STORE=files.as_uri(),
        SITE_URL="http://localhost",
        MAIL_SERVER="",
        CLAMD="",
        DEMONSTRATION=False,
        TESTING=True,
    )


def pytest_collection() -> None:
    """Collect no rubbish while tests are gathered: hardly any arises, and all is looked over."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Let the collector pass over what the run is made of: none of it becomes rubbish."""
    gc.enable()
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder where what is committed waits for no disk, if there is such a one."""
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM:
        yield tmp_path_factory.mktemp("memory")
        return
    with TemporaryDirectory(prefix="otameshi-", dir=MEMORY) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def empty_sqlite(memory: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the tables once; each test gets a copy of the file."""
    files = tmp_path_factory.mktemp("files")
    app = create_app(settings(f"sqlite:///{memory / 'empty.db'}", files))
    with app.app_context():
        db.create_all()
        db.engine.dispose()
    return memory / "empty.db"


@pytest.fixture(scope="session")
def loaded(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the demonstration once; `put_demonstration` gives a test its own copy."""
    folder = tmp_path_factory.mktemp("loaded")
    shutil.copy(empty_sqlite, folder / "demo.db")
    app = create_app(settings(f"sqlite:///{folder / 'demo.db'}", folder / "files"))
    with app.app_context():
        assert load()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return folder


def put_demonstration(loaded: Path, app: Flask) -> None:
    """Put the demonstration in the place of an empty SQLite database, and its files."""
    db.session.remove()
    db.engine.dispose()
    assert db.engine.url.database is not None
    shutil.copy(loaded / "demo.db", db.engine.url.database)
    files = Path(unquote(urlsplit(app.config["FILE_STORE"]).path))
    shutil.copytree(loaded / "files", files, dirs_exist_ok=True)


@pytest.fixture(scope="session")
def empty_postgresql(
    make_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> str:
    """Make the tables once; each test leaves them empty."""
    url = make_database()
    app = create_app(settings(url, tmp_path_factory.mktemp("files")))
    with app.app_context():
        db.create_all()
        db.engine.dispose()
    return url


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database with all tables; the same for each test of its kind."""
    if request.param == "sqlite":
        empty = request.getfixturevalue("empty_sqlite")
        file = empty.with_name("test.db")
        for left in empty.parent.glob(f"{file.name}*"):
            left.unlink()  # who still has the last test's file open keeps it, and no other
        shutil.copy(empty, file)
        yield f"sqlite:///{file}"
        return
    url = request.getfixturevalue("empty_postgresql")
    yield url
    engine = create_engine(url)
    with engine.begin() as connection:
        empty_again(connection)
    engine.dispose()


def empty_again(connection: Connection) -> None:
    """Delete what a test wrote on PostgreSQL: a tenth of the time that TRUNCATE takes."""
    run = connection.exec_driver_sql
    run("SET LOCAL session_replication_role = replica")  # in any order, the history too
    tables = [f'"{table}"' for table in db.metadata.tables]
    filled = (f"SELECT '{one}' WHERE EXISTS (SELECT 1 FROM {one})" for one in tables)  # noqa: S608  # same
    for table in run(" UNION ALL ".join(filled)).scalars().all():
        run(f"DELETE FROM {table}")  # noqa: S608  # our own tables
    used = run("SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL")
    for sequence in used.scalars().all():
        run(f'ALTER SEQUENCE "{sequence}" RESTART')


def forget_the_last_request() -> None:
    """Begin each request with nothing known, although the test holds one context open."""
    for name in list(g):
        g.pop(name)


@pytest.fixture(scope="session")
def apps() -> dict[str, Flask]:
    """The applications that are there already, by the address of their database."""
    return {}


@pytest.fixture
def own_app(database: str, tmp_path: Path) -> Iterator[Flask]:
    """An application of this test alone, which may be given pages of the test's own."""
    app = create_app(settings(database, tmp_path / "files"))
    app.before_request_funcs[None].insert(0, forget_the_last_request)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(database: str, tmp_path: Path, apps: dict[str, Flask]) -> Iterator[Flask]:
    """The application on an empty database, with no file yet and its settings as they were.

    To make one takes longer than most tests, since every address is compiled and every template
    read: it is made once, and each test finds nothing of the one before.
    """
    wanted = settings(database, tmp_path / "files")
    app = apps.get(database)
    if app is None:
        app = apps[database] = create_app(wanted)
        app.before_request_funcs[None].insert(0, forget_the_last_request)
    app.config["FILE_STORE"] = wanted.FILE_STORE
    before = dict(app.config)
    storage.init_app(app)
    delivery.init_app(app)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    app.config.clear()
    app.config.update(before)


HIDDEN = re.compile(
    r'<input type="hidden" name="(csrf_token|once|version|typist|typed_version)" value="([^"]*)"'
)


class Browser:
    """A person at the keyboard, signed in unless nobody is named."""

    def __init__(self, app: Flask, person: Person | None = None) -> None:
        self.client: FlaskClient = app.test_client()
        if person is not None:
            self.sign_in(person)

    def sign_in(self, person: Person) -> None:
        token = new_token()
        db.session.add(SignIn(token_hash=digest(token), person=person, at=now()))
        db.session.commit()
        with self.client.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True
            session[SEEN] = now().timestamp()

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def read(self, path: str) -> str:
        return self.client.get(path, follow_redirects=True).text

    def hidden(self, page: str) -> dict[str, str]:
        """Return what the forms of a page carry: the token, the key, the version, the typist."""
        return dict(HIDDEN.findall(self.client.get(page, follow_redirects=True).text))

    def post(self, path: str, page: str | None = None, **fields: object) -> TestResponse:
        """Send a form as it stood on `page` (the form's own address unless given)."""
        return self.client.post(
            path,
            data={**self.hidden(page or path), **fields},
            content_type="multipart/form-data",
        )

    def send(self, path: str, page: str | None = None, **fields: object) -> str:
        """Send a form and return the page that follows."""
        answer = self.post(path, page, **fields)
        return self.read(answer.location) if answer.location else answer.text


@pytest.fixture
def browse(app: Flask) -> Callable[..., Browser]:
    def open_browser(person: Person | None = None) -> Browser:
        db.session.commit()
        return Browser(app, person)

    return open_browser
