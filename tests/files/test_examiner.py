"""A file is opened in a process of its own, forked from one that knows nothing."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from otameshi.files import examine
from otameshi.files.examiner import ROOT, Done, Examiner
from otameshi.files.kinds import MEGABYTE
from tests.files import corpus

PATIENCE = 20


@pytest.fixture(scope="module")
def shared() -> Iterator[Examiner]:
    examiner = Examiner("tests.files.traps")
    yield examiner
    examiner.close()


@pytest.fixture
def traps(shared: Examiner) -> Iterator[Examiner]:
    """Nothing that a test does to a file keeps the next one from being looked at."""
    yield shared
    assert looked(shared, "echo", b"the next file").answer == b"the next file"


def looked(examiner: Examiner, task: str, content: bytes = b"", patience: float = PATIENCE) -> Done:
    done = examiner.ask(task, content, patience)
    assert done is not None
    return done


def known(examiner: Examiner) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(looked(examiner, "known").answer)
    return told


def gone(*pids: int) -> bool:
    """Tell whether these processes end, zombies not counted."""
    until = time.monotonic() + 5
    while any(map(lives, pids)):
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_every_file_has_a_process_of_its_own_from_one_server(traps):
    first, second = known(traps), known(traps)
    assert first["pid"] != second["pid"]
    assert first["parent"] == second["parent"] != os.getpid()
    assert gone(first["pid"], second["pid"])


def test_it_has_nothing_but_its_own_line_and_is_limited(traps):
    told = known(traps)
    assert set(told["open"]) <= {"0", "1", "2", "3"}  # its line, two that lead nowhere, the listing
    assert told["tasks"] == 1
    (processor,) = [one for one in told["limits"] if one[0] == resource.RLIMIT_CPU]
    assert processor[1:] == [1, 1]  # the traps' own, or they would spin for ten seconds
    wanted = [[one, most, most] for one, most in examine.LIMITS if one != resource.RLIMIT_CPU]
    assert [one for one in told["limits"] if one != processor] == wanted


def test_neither_it_nor_its_server_knows_a_setting(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "told to nobody")
    examiner = Examiner("tests.files.traps")
    told = known(examiner)
    assert set(told["environment"]) <= {"LC_CTYPE"}  # which Python sets by itself
    for part in ("environ", "cmdline"):
        assert b"told to nobody" not in Path(f"/proc/{told['parent']}/{part}").read_bytes()
    assert not any(name.startswith(("flask", "sqlalchemy")) for name in told["modules"])
    examiner.close()


@pytest.mark.parametrize(
    ("task", "code"),
    [
        ("kill", -signal.SIGKILL),
        ("spin", -signal.SIGKILL),
        ("eat", 1),
        ("raise", 1),
    ],
)
def test_who_breaks_has_no_answer_and_harms_no_other(traps, task, code):
    done = looked(traps, task)
    assert (done.answer, done.code) == (b"", code)
    assert done.memory < examine.MEMORY


def test_who_writes_a_file_is_stopped(traps, tmp_path):
    kept = tmp_path / "kept"
    assert looked(traps, "write", str(kept).encode()).code != 0
    assert not kept.exists() or not kept.read_bytes()


def test_who_hangs_is_ended_after_some_time(traps):
    assert looked(traps, "hang", patience=0.2).code == -signal.SIGALRM


def test_who_takes_no_notice_of_the_alarm_is_killed(traps):
    assert looked(traps, "deaf", patience=0.2).code == -signal.SIGKILL


def test_large_content_goes_in_and_comes_out(traps):
    content = os.urandom(20 * MEGABYTE)
    assert looked(traps, "double", content).answer == content * 2


def test_a_file_is_not_sent_to_its_end_to_one_who_has_ended(traps):
    assert looked(traps, "echo", b"x" * 20 * MEGABYTE, patience=0).code == -signal.SIGALRM


def test_after_the_server_was_killed_the_next_file_is_looked_at_all_the_same(traps):
    before = known(traps)["parent"]
    os.kill(before, signal.SIGKILL)
    after = known(traps)["parent"]
    assert after != before
    assert not lives(before)


def test_a_file_that_kills_its_server_has_no_answer(traps):
    assert traps.ask("kill server", b"", PATIENCE) is None


def test_a_server_that_says_nothing_is_replaced(traps, monkeypatch):
    monkeypatch.setattr("otameshi.files.examiner.GRACE", 0.2)
    stopped = known(traps)["parent"]
    os.kill(stopped, signal.SIGSTOP)
    assert traps.ask("echo", b"", 0.1) is None
    monkeypatch.undo()
    assert known(traps)["parent"] != stopped
    assert gone(stopped)


def test_eight_ask_at_once_and_each_gets_its_own_answer(traps):
    contents = [os.urandom(MEGABYTE) for _ in range(8)]
    tasks = ["kill" if number % 10 == 0 else "echo" for number in range(80)]
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda n: looked(traps, tasks[n], contents[n % 8]), range(len(tasks))))
    for number, (task, one) in enumerate(zip(tasks, done, strict=True)):
        assert one.answer == (contents[number % 8] if task == "echo" else b"")


def test_two_threads_that_ask_first_start_one_server():
    examiner = Examiner("tests.files.traps")
    with ThreadPoolExecutor(8) as pool:
        servers = set(pool.map(lambda _: known(examiner)["parent"], range(8)))
    examiner.close()
    assert len(servers) == 1
    assert gone(*servers)


def test_who_waits_keeps_nobody_waiting(traps, tmp_path):
    sign = tmp_path / "go on"
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(looked, traps, "wait", str(sign).encode(), 30)
        assert looked(traps, "echo", b"quick").answer == b"quick"
        sign.touch()  # only now may the other end
        assert slow.result().answer == b"waited"


# What a process of the application does: it asks, is forked, and ends or is killed.
OWN = """
import os, sys, threading
from otameshi.files import examiner
examiner.OWN.program = "tests.files.traps"
def told():
    print(examiner.OWN.ask("known", b"", 20).answer.decode(), flush=True)
told()
if sys.argv[1] == "fork":
    child = os.fork()
    told()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)
    told()
elif sys.argv[1] == "hang":
    threading.Thread(target=examiner.OWN.ask, args=("hang", b"", 60), daemon=True).start()
    sys.stdin.read()
"""


def application(does: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", OWN, does]
    return subprocess.Popen(  # noqa: S603  # our own
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_is_left_when_the_application_is_killed(number):
    with application("hang") as asking:
        assert asking.stdout
        server = json.loads(asking.stdout.readline())["parent"]
        children = Path(f"/proc/{server}/task/{server}/children")
        while not (hanging := children.read_text().split()):
            time.sleep(0.01)
        assert len(hanging) == 1
        asking.send_signal(number)
        assert gone(server, int(hanging[0]))


def test_nothing_is_left_when_the_application_ends():
    with application("end") as asking:
        told, _ = asking.communicate()
    assert not lives(json.loads(told)["parent"])


def test_a_forked_process_of_the_application_has_a_server_of_its_own():
    with application("fork") as asking:
        told, _ = asking.communicate()
    servers = [json.loads(line)["parent"] for line in told.splitlines()]
    assert len(servers) == 4
    assert len(set(servers)) == 2  # gunicorn forks: neither ends what the other has
    assert gone(*servers)


def test_a_signal_for_the_application_is_not_for_its_server(traps):
    server = known(traps)["parent"]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        os.kill(server, number)
    assert known(traps)["parent"] == server


@pytest.fixture(scope="module")
def examiner() -> Iterator[Examiner]:
    own = Examiner()
    yield own
    own.close()


@pytest.mark.parametrize("bomb", [corpus.png_bomb, corpus.zip_bomb])
def test_a_bomb_costs_neither_memory_nor_time(examiner, bomb):
    """quality.md S10: at most a second and 150 MiB more than a harmless file."""
    costs, harmless = (
        looked(examiner, "look", content) for content in (bomb(), corpus.picture("PNG"))
    )
    assert costs.code == harmless.code == 0
    assert costs.seconds - harmless.seconds < 1
    assert costs.memory - harmless.memory < 16 * MEGABYTE


def test_the_largest_picture_that_is_taken_stays_within_the_limits(examiner):
    done = looked(examiner, "look", corpus.picture("PNG", (8_000, 5_000), "RGBA"))
    assert json.loads(done.answer) == {"kind": "image/png"}
    assert done.seconds < examine.SECONDS
    assert done.memory < 256 * MEGABYTE
